"""What was filed, in words; what a resubmission changed, field by field."""

import pytest

from clusters.applications.selectors import changes
from clusters.applications.services import applications, formal

pytestmark = pytest.mark.django_db


def test_filed_answers_carry_unit_and_period(application):
    found = {one.section.code: one for one in changes.shown(application)}
    assert found["basics"].answers == [("四至范围", "东至一路，西至二路"), ("占地面积", "120000.50 平方米")]
    assert found["figures"].answers[2] == ("营业收入（2026年1月至5月31日）", "650.25 万元")
    assert (found["tenants"].heads, found["tenants"].rows) == (["企业名称", "统一社会信用代码"], [])


def test_resubmission_marks_what_changed(application, officer, reviewer):
    applications.submit(application, by=officer)
    application.refresh_from_db()
    assert changes.since_last(application) == []
    parts = {"basics": {"reason": "四至不清"}, "documents": {"reason": "缺盖章", "fields": ["plan"]}}
    formal.return_(application, parts=parts, reason="请修改。", seen=1, by=reviewer)
    changed = {"boundary": "东至三路", "land_area": "120000.50"}
    applications.save_section(application, "basics", changed, revision=None, done=None, by=officer)
    plan = application.call.requirements.get(code="plan")
    applications.attach(application, plan, name="b.pdf", source=b"b", by=officer)
    applications.submit(application, by=officer)
    application.refresh_from_db()
    rows = [(one["label"], one["old"], one["new"]) for one in changes.since_last(application)]
    assert rows == [
        ("基本情况：四至范围", "东至一路，西至二路", "东至三路"),
        ("发展规划", "已上传", "已上传（已更换）"),
    ]
