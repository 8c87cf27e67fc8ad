"""The register is maintained in the workbench: by the role that may, with a reason, refused at the field."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clusters.enums import Role
from clusters.models import CalendarDay, Category, Cluster, Recognition
from tests.factories import CategoryFactory, ClusterFactory, DistrictFactory

pytestmark = pytest.mark.django_db

CLUSTER = {"leading_industry": "", "operator": "", "management_mode": "unknown", "land_area": "", "floor_area": ""}
CLUSTER |= {"area_in_use": "", "source_document": "", "source_url": "", "source_note": "", "category": ""}
TABLE = """1月1日至1月3日 休 元旦
5月1日至5月5日\t休\t劳动节
2027-10-01至2027-10-07 放假 国庆节
10/9，班，国庆节调休"""


def page(model: str, last: str, *args: object) -> str:
    return reverse(f"admin:clusters_{model}_{last}", args=args)


def test_reviewer_registers_a_cluster_and_changes_it(signed_in_as) -> None:
    """(8.D27) Add and change clusters."""
    client, district = signed_in_as(Role.REVIEWER), DistrictFactory()
    data = {**CLUSTER, "name": "新园", "district": district.pk, "reason": "市发改委批复"}
    answer = client.post(page("cluster", "add"), data)
    row = Cluster.objects.get(name="新园")
    assert answer.headers["Location"] == page("cluster", "change", row.pk)
    shown = client.get(page("cluster", "edit", row.pk)).content.decode()
    assert 'value="新园"' in shown
    client.post(page("cluster", "edit", row.pk), {**data, "operator": "某公司"})
    row.refresh_from_db()
    assert row.operator == "某公司"
    assert "市发改委批复" in client.get(page("cluster", "history", row.pk)).content.decode()


def test_wrong_entry_comes_back_with_what_was_typed(signed_in_as) -> None:
    ClusterFactory(name="甲")
    data = {**CLUSTER, "name": "甲", "operator": "某公司", "reason": "理由"}
    answer = signed_in_as(Role.REVIEWER).post(page("cluster", "add"), data)
    assert answer.status_code == 400
    assert 'value="某公司"' in answer.content.decode()
    assert "名称" in answer.content.decode()
    assert Cluster.objects.count() == 1


def test_each_role_is_offered_what_it_may_do(signed_in_as) -> None:
    """(8.A6) Each role's card offers only what that role can do: reviewers maintain, approvers recognise."""
    row = ClusterFactory()
    for role, steps in ((Role.REVIEWER, {"edit", "reading"}), (Role.APPROVER, {"recognise", "reading"})):
        offers = signed_in_as(role).get(page("cluster", "change", row.pk)).context_data["offers"]
        assert {offer.step.name for offer in offers} == steps


@pytest.mark.parametrize("role", (Role.APPROVER, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN))
def test_register_is_not_changed_by_other_roles(role, signed_in_as) -> None:
    row = ClusterFactory(name="甲")
    data = {**CLUSTER, "name": "乙", "reason": "理由"}
    for address in (page("cluster", "edit", row.pk), page("cluster", "add")):
        assert signed_in_as(role).post(address, data).status_code == 403
        assert signed_in_as(role).get(address).status_code == 403
    assert set(Cluster.objects.values_list("name", flat=True)) == {"甲"}


def test_approver_recognises_with_a_document(signed_in_as) -> None:
    """(8.D27) Record a recognition or promotion with its document."""
    row, client = ClusterFactory(), signed_in_as(Role.APPROVER)
    data = {"level": "municipal", "recognised_on": "2024-06-01", "document": "青发改〔2024〕1号"}
    assert client.post(page("cluster", "recognise", row.pk), data).status_code == 302
    title = Recognition.objects.get()
    assert (title.level, title.recognised_on, title.document) == ("municipal", date(2024, 6, 1), "青发改〔2024〕1号")
    assert client.post(page("cluster", "recognise", row.pk), data).status_code == 409
    assert client.post(page("cluster", "recognise", row.pk), {**data, "level": "provincial"}).status_code == 302
    late = {**data, "level": "national", "recognised_on": f"{timezone.localdate() + timedelta(days=1)}"}
    refused = client.post(page("cluster", "recognise", row.pk), late)
    assert "认定日期不能晚于今天。" in refused.content.decode()
    assert Recognition.objects.count() == 2


def test_code_of_a_category_stays(signed_in_as) -> None:
    """(8.D27) Categories, dated."""
    row = CategoryFactory(code="trade", from_year=2020)
    client = signed_in_as(Role.REVIEWER)
    data = {"code": "other", "name": "新名", "group": row.group, "is_producer_service": "unknown", "producer_note": ""}
    data |= {"from_year": "2020", "until_year": "2025", "clause": row.clause, "order": "1", "reason": "调整"}
    assert client.post(page("category", "edit", "trade"), data).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.until_year) == ("新名", 2025)
    assert set(Category.objects.values_list("code", flat=True)) == {"trade"}


def test_notice_is_entered_as_a_small_table(signed_in_as) -> None:
    """(8.D27, 8.C24) Holidays by the approver, from a table as people paste it."""
    client = signed_in_as(Role.APPROVER)
    data = {"year": "2027", "document": "国办通知", "table": TABLE}
    answer = client.post(page("calendarday", "add"), data, follow=True)
    assert "年度安排已录入" in answer.content.decode()
    assert CalendarDay.objects.get(day=date(2027, 10, 9)).is_workday
    assert not CalendarDay.objects.get(day=date(2027, 1, 1)).is_workday
    assert not CalendarDay.objects.filter(day=date(2027, 1, 2)).exists()


@pytest.mark.parametrize(
    ("line", "words"),
    (
        ("13月1日 休 元旦", "第5行的日期“13月1日”不存在"),
        ("随便", "第5行“随便”读不懂"),
        ("5月9日至5月1日 休 x", "第5行的起止日期不对"),
    ),
)
def test_line_that_cannot_be_read_is_named(line, words, signed_in_as) -> None:
    data = {"year": "2027", "document": "国办通知", "table": f"{TABLE}\n{line}"}
    answer = signed_in_as(Role.APPROVER).post(page("calendarday", "add"), data)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not CalendarDay.objects.exists()
