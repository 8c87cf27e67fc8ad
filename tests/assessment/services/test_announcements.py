"""The list of a year: complete, of decisions in effect only, numbered like every letter, said once."""

import pytest

from assessment.enums import LetterKind
from assessment.letters import kinds
from assessment.models import Letter
from assessment.services import announcements, annulments, appeals, years
from clusters.errors import NotAllowedNow, NotPermitted
from clusters.models import Event
from tests.clusters.letters.reading import part, text
from tests.factories import ReportingYearFactory, UserFactory
from tests.support.files import content_of
from tests.support.history import confirmed, failed_twice, municipal, report, scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def lists(letter: Letter) -> dict[str, list[tuple[str, str]]]:
    """Heading → (name, note) of each list."""
    return {
        group["heading"]: [(entry["name"], entry["note"]) for entry in group["entries"]]
        for group in letter.slots["groups"]
    }


@pytest.fixture
def passed(approver):
    cluster = municipal(name="达标园")
    report(cluster, 2021)
    confirmed(cluster, 2021, approver)
    return cluster


def test_list_names_every_cluster_once_with_what_counts(passed, approver, second):
    report(carded := municipal(name="黄牌园"), 2021, failing=True)
    confirmed(carded, 2021, approver)
    *_, delisting = failed_twice(municipal(name="摘牌园"), approver, second)
    letter = announcements.announce(2021, by=approver)
    card = carded.decisions.get().letters.get()
    assert lists(letter) == {
        "考核达标的集聚区": [("达标园", "")],
        "给予黄牌警告的集聚区": [("黄牌园", card.document_number)],
        "撤销称号的集聚区": [("摘牌园", delisting.letters.get().document_number)],
    }
    printed = text(content_of(letter))
    assert letter.document_number in printed
    assert "关于2021年度市级现代服务业集聚区考核结果的公告" in letter.title
    assert (letter.kind, letter.decision, letter.number) == ("list", None, card.number + 4)
    assert Event.objects.filter(action="公文.签发", object_id=str(letter.pk), actor_name=approver.full_name).exists()


def test_list_waits_until_every_result_is_confirmed(passed, approver):
    report(waiting := municipal(), 2021, failing=True)
    scored(waiting, 2021)
    with pytest.raises(NotAllowedNow, match="尚有1项考核结果待确认"):
        announcements.announce(2021, by=approver)
    with pytest.raises(NotAllowedNow, match="尚有1项"):
        announcements.draft(2021)


def test_list_counts_against_the_register_and_not_against_the_duties(passed, approver):
    """(8.A11) A cluster that came into the register after the year was opened has no duty, and is left out no more."""
    late = municipal(name="后来列入名录的园")
    with pytest.raises(NotAllowedNow, match="有1家尚未评分（后来列入名录的园）"):
        announcements.announce(2021, by=approver)
    assert years.complete(2021, by=approver) == 1
    with pytest.raises(NotAllowedNow, match="有1家尚未评分"):
        announcements.announce(2021, by=approver)
    scored(late, 2021)
    remarks = announcements.announce(2021, by=approver).slots["remarks"]
    assert remarks == ["另有1家集聚区的数据尚待核实，其结论另行公告。"]


def test_year_without_decisions_has_no_list(approver):
    ReportingYearFactory(year=2021)
    with pytest.raises(NotAllowedNow, match="还没有生效的考核决定"):
        announcements.announce(2021, by=approver)


def test_cluster_on_hold_is_said_to_follow(passed, approver):
    report(held := municipal(name="待核园"), 2021, tax=None)
    scored(held, 2021)
    letter = announcements.announce(2021, by=approver)
    assert letter.slots["remarks"] == ["另有1家集聚区的数据尚待核实，其结论另行公告。"]
    assert "待核园" not in text(content_of(letter))


def test_same_list_is_not_announced_twice_and_a_changed_one_replaces_it(passed, approver, second):
    first = announcements.announce(2021, by=approver)
    with pytest.raises(NotAllowedNow, match=f"{first.document_number}公告相同"):
        announcements.announce(2021, by=approver)
    report(carded := municipal(), 2021, failing=True)
    (card,) = confirmed(carded, 2021, approver)
    later = announcements.announce(2021, by=approver)
    assert later.slots["remarks"] == [f"本公告发布后，{first.document_number}公告同时停止使用。"]
    assert [row.pk for row in announcements.issued(2021)] == [later.pk, first.pk]
    annulments.annul_with_consequences(card, by=second, reason="登记有误。")
    assert len(lists(announcements.announce(2021, by=approver))) == 1


def test_pending_appeal_is_said(passed, approver):
    report(carded := municipal(), 2021, failing=True)
    (card,) = confirmed(carded, 2021, approver)
    appeals.file(card, grounds="面积有误。", by=UserFactory(district=carded.district))
    ((_, note),) = lists(announcements.announce(2021, by=approver))["给予黄牌警告的集聚区"]
    assert note.endswith("；复核审理中")


def test_draft_has_no_number_and_stores_nothing(passed):
    draft = announcements.draft(2021)
    assert "草稿" in part(draft.content, "word/header1.xml")
    assert Letter.objects.filter(kind="list").count() == 0


def test_only_an_approver_announces(passed, reviewer):
    with pytest.raises(NotPermitted):
        announcements.announce(2021, by=reviewer)


def test_stored_list_can_be_drawn_again(passed, approver):
    letter = announcements.announce(2021, by=approver)
    assert kinds.render(LetterKind.LIST, letter.slots) == content_of(letter)


def test_whether_a_list_may_be_announced_is_asked_without_reading_it(passed, django_assert_num_queries):
    with django_assert_num_queries(4) as asked:
        assert announcements.refusal(2021) == ""
    assert not any("letter" in query["sql"] or '"record"' in query["sql"] for query in asked.captured_queries)
