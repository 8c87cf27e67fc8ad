"""The district's acts: in time, complete, within the limits of the call and of the notice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from clusters.applications.enums import ApplicationState
from clusters.applications.models import Application, ApplicationVersion
from clusters.applications.services import applications, calls, formal
from clusters.errors import DomainError, NotAllowedNow, NotPermitted, StaleForm
from clusters.messaging.models import Message
from clusters.models import Event
from tests.factories import (
    ApplicationFactory,
    CallFactory,
    CategoryFactory,
    ClusterFactory,
    DistrictFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def spread_over(call, count):
    """Lay the category of the call out in this many districts, each by a recognised cluster."""
    category = call.categories.first()
    return [ClusterFactory(municipal=True, category=category, district=DistrictFactory()) for _ in range(count)]


def test_application_begins_in_the_own_district(folder):
    call, officer = CallFactory(), UserFactory()
    row = applications.begin(call, name=" 新集聚区 ", category=call.categories.first(), by=officer)
    assert (row.name, row.district, row.state, row.number) == ("新集聚区", officer.district, "draft", "")
    assert Event.objects.get().action == "申报.开始"


@pytest.mark.parametrize(
    ("days", "words"), ((-40, "开始申报"), (40, "截止")), ids=["before it opens", "after it closes"]
)
def test_shut_call_takes_nothing_and_says_when(folder, days, words):
    call = CallFactory()
    call.opens_at -= timedelta(days=days)
    call.closes_at -= timedelta(days=days)
    call.save()
    with pytest.raises(NotAllowedNow, match=words):
        applications.begin(call, name="甲", category=call.categories.first(), by=UserFactory())
    assert not Application.objects.exists()


def test_exception_lets_one_district_in_after_the_deadline(folder, approver):
    call, officer, other = CallFactory(), UserFactory(), UserFactory()
    call.opens_at, call.closes_at = timezone.now() - timedelta(days=9), timezone.now() - timedelta(days=1)
    call.save()
    calls.grant_exception(
        call, district=officer.district, until=timezone.now() + timedelta(days=2), reason="系统故障", by=approver
    )
    assert applications.begin(call, name="甲", category=call.categories.first(), by=officer)
    with pytest.raises(NotAllowedNow, match="逾期申报许可"):
        applications.begin(call, name="乙", category=call.categories.first(), by=other)


def test_category_that_the_call_does_not_take_is_refused(folder):
    with pytest.raises(DomainError, match="不受理") as refusal:
        applications.begin(CallFactory(), name="甲", category=CategoryFactory(), by=UserFactory())
    assert refusal.value.field == "category"


def test_second_application_of_one_name_is_refused(application):
    with pytest.raises(DomainError, match="已有") as refusal:
        applications.begin(application.call, name=application.name, category=application.category, by=UserFactory())
    assert refusal.value.field == "name"


def test_section_keeps_what_was_typed_even_when_it_cannot_be_read(application, officer):
    typed = {"boundary": " 东至一路 ", "land_area": "约十万", "unknown": "x"}
    row = applications.save_section(application, "basics", typed, revision=0, done=True, by=officer)
    assert row.content["basics"] == {"boundary": "东至一路", "land_area": "约十万"}
    assert (row.revisions, row.done) == ({"basics": 1}, ["basics"])


def test_second_officer_is_shown_both_versions_of_the_section(application, officer):
    other = UserFactory(district=application.district)
    applications.save_section(application, "basics", {"boundary": "甲"}, revision=0, done=None, by=officer)
    with pytest.raises(StaleForm, match=officer.full_name) as stale:
        applications.save_section(application, "basics", {"boundary": "乙"}, revision=0, done=None, by=other)
    assert stale.value.theirs == {"boundary": "甲"}
    # Another section is another matter.
    applications.save_section(application, "figures", {"revenue_0": "1"}, revision=0, done=None, by=other)
    application.refresh_from_db()
    assert application.content["basics"] == {"boundary": "甲"}


def test_other_district_changes_nothing(application):
    stranger = UserFactory()
    with pytest.raises(NotPermitted):
        applications.save_section(application, "basics", {"boundary": "乙"}, revision=0, done=None, by=stranger)
    with pytest.raises(NotPermitted):
        applications.submit(application, by=stranger)
    application.refresh_from_db()
    assert application.state == ApplicationState.DRAFT


def test_filing_makes_a_version_a_number_and_a_message(application, officer, reviewer):
    version = applications.submit(application, by=officer)
    application.refresh_from_db()
    assert application.number == f"{application.call.code}-001"
    assert (application.state, application.current_version, version.number) == ("submitted", version, 1)
    assert version.content == application.content
    assert list(version.documents) == ["plan"]
    assert Message.objects.get().recipient == reviewer


def test_filing_names_everything_that_is_missing(application, officer):
    application.content["basics"]["land_area"] = "约十万"
    del application.content["figures"]["revenue_2"]
    application.save()
    application.documents.all().delete()
    with pytest.raises(DomainError, match="还有 3 处") as refusal:
        applications.submit(application, by=officer)
    for words in ("占地面积", "营业收入（2026年1月至5月31日）", "发展规划"):
        assert words in refusal.value.message
    assert not ApplicationVersion.objects.exists()


def test_limit_of_a_district_counts_what_was_filed(application, officer):
    application.call.per_district = 1
    application.call.save()
    other = ApplicationFactory(call=application.call, district=application.district)
    applications.submit(other, by=officer)
    with pytest.raises(NotAllowedNow, match="限报 1 家"):
        applications.submit(application, by=officer)
    applications.withdraw(other, reason="调整", by=officer)
    assert applications.submit(application, by=officer)


def test_fourth_district_is_asked_why(application, officer):
    spread_over(application.call, 3)
    with pytest.raises(DomainError, match="原则上不超过 3 个区市（测试通知三（一））") as refusal:
        applications.submit(application, by=officer)
    assert refusal.value.field == "spread_reason"
    version = applications.submit(application, spread_reason="错位发展", by=officer)
    assert (version.spread_reason, len(version.spread)) == ("错位发展", 3)


def test_sixth_district_is_refused_with_the_five_that_count(application, officer):
    counted = spread_over(application.call, 4)
    filed = ApplicationFactory(call=application.call, name="在报的")
    applications.submit(filed, spread_reason="理由", by=UserFactory(district=filed.district))
    with pytest.raises(NotAllowedNow, match="最多布局在 5 个区市") as refusal:
        applications.submit(application, spread_reason="理由", by=officer)
    for words in (*(one.name for one in counted), "在报的，申报中"):
        assert words in refusal.value.message
    application.refresh_from_db()
    assert (application.state, application.number) == ("draft", "")


def test_district_that_counts_already_is_not_barred(application, officer):
    spread_over(application.call, 4)
    ClusterFactory(municipal=True, category=application.category, district=application.district)
    assert applications.submit(application, spread_reason="提升", by=officer)


@pytest.mark.parametrize("kind", ("draft of another", "withdrawn", "other category", "reserve"))
def test_what_does_not_count_towards_the_spread(application, officer, kind):
    spread_over(application.call, 2)
    district, category = DistrictFactory(), application.category
    if kind == "reserve":
        ClusterFactory(reserve=True, category=category, district=district)
    elif kind == "other category":
        ClusterFactory(municipal=True, category=CategoryFactory(), district=district)
    else:
        state = "withdrawn" if kind == "withdrawn" else "draft"
        ApplicationFactory(call=application.call, district=district, state=state)
    assert applications.submit(application, by=officer).spread_reason == ""


def test_returned_application_may_be_filed_after_the_deadline(application, officer, reviewer):
    applications.submit(application, by=officer)
    application.refresh_from_db()
    formal.return_(application, parts={"basics": {"reason": "四至不清"}}, reason="请修改。", seen=1, by=reviewer)
    application.call.closes_at = timezone.now() - timedelta(hours=1)
    application.call.save()
    applications.save_section(
        application, "basics", {"boundary": "东至三路", "land_area": "9"}, revision=None, done=None, by=officer
    )
    assert applications.submit(application, by=officer).number == 2


def test_document_that_replaces_another_keeps_it(application, officer):
    plan = application.call.requirements.get(code="plan")
    applications.attach(application, plan, name="规划二.pdf", source=b"second", by=officer)
    rows = application.documents.order_by("pk")
    assert [row.is_current for row in rows] == [False, True]
    assert rows[1].document.replaces == rows[0].document


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_districts_filing_the_fifth_and_the_sixth_exactly_one_gets_in(folder):
    """Issue 9: two districts submit at the same moment; the category has room for one more district."""
    call = CallFactory()
    spread_over(call, 4)
    rows = [ApplicationFactory(call=call) for _ in range(2)]
    people = [UserFactory(district=row.district) for row in rows]
    barrier = Barrier(2)

    def file(index: int) -> object:
        try:
            barrier.wait(timeout=30)
            return applications.submit(rows[index], spread_reason="理由", by=people[index])
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(file, range(2)))
    assert sorted(type(one).__name__ for one in results) == ["ApplicationVersion", "NotAllowedNow"]
    assert Application.objects.filter(state="submitted").count() == 1
