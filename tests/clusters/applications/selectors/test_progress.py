"""The task list: five states of a section, documents, what is in the way of filing."""

import pytest

from clusters.applications.selectors import progress
from clusters.applications.services import applications, formal

pytestmark = pytest.mark.django_db


def states(application):
    application.refresh_from_db()
    return {row.section.code: str(row.state) for row in progress.section_rows(application)}


def test_section_goes_from_not_started_to_mended(application, officer, reviewer):
    kept, application.content = application.content, {}
    application.save()
    assert states(application)["basics"] == "not_started"
    applications.save_section(application, "basics", {"boundary": "东"}, revision=0, done=True, by=officer)
    assert states(application)["basics"] == "in_progress"
    applications.save_section(application, "basics", kept["basics"], revision=1, done=None, by=officer)
    assert states(application)["basics"] == "done"
    applications.save_section(application, "figures", kept["figures"], revision=0, done=None, by=officer)
    assert states(application)["figures"] == "in_progress"
    applications.submit(application, by=officer)
    application.refresh_from_db()
    formal.return_(application, parts={"basics": {"reason": "四至不清"}}, reason="请修改。", seen=1, by=reviewer)
    assert states(application)["basics"] == "to_mend"
    changed = {**kept["basics"], "boundary": "东至三路"}
    applications.save_section(application, "basics", changed, revision=2, done=None, by=officer)
    assert states(application)["basics"] == "mended"


def test_obstacles_name_place_and_remedy(application):
    application.content["tenants"] = {"list": [{"name": "甲公司", "credit_code": "1"}]}
    application.documents.all().delete()
    found = {code: [one.label for one in faults] for code, _, faults in progress.obstacles(application)}
    assert found == {"tenants": ["入驻企业第 1 行“统一社会信用代码”"], "documents": ["发展规划"]}


def test_periods_follow_the_cut_off(application):
    assert progress.periods_of(application.call) == ("2024年", "2025年", "2026年1月至5月31日")
