"""Drafts: the letters of a proposal before anybody signed, marked as such, and nothing stored."""

import pytest

from assessment.enums import LetterKind
from assessment.models import Decision, Letter, LetterSeries
from assessment.services import decisions, letters
from clusters.errors import NotAllowedNow
from clusters.models import Event
from tests.clusters.letters.reading import part, text
from tests.factories import UserFactory
from tests.support.files import content_of
from tests.support.history import confirmed, municipal, report, scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def test_draft_says_what_the_letter_will_say_without_number_and_code(approver):
    cluster = municipal(name="测试软件园")
    report(cluster, 2020, failing=True)
    row = scored(cluster, 2020)
    draft = letters.draft(row, LetterKind.YELLOW_CARD)
    (card,) = decisions.confirm(row, by=approver)
    letter = card.letters.get()
    drafted, issued = text(draft.content), text(content_of(letter))
    assert draft.title == letter.title
    assert "草稿" in part(draft.content, "word/header1.xml")
    assert "草稿" not in part(content_of(letter), "word/header1.xml")
    assert letter.code not in drafted
    assert f"〔{letter.series.year}〕{letter.number}号" not in drafted
    for sentence in ("测试软件园", "90,000", "单位面积营业收入"):
        assert (sentence in drafted) == (sentence in issued)


def test_drafting_stores_nothing(approver):
    cluster = municipal()
    report(cluster, 2020)
    row = scored(cluster, 2020)
    events = Event.objects.count()
    assert letters.draft(row, LetterKind.RESULT).content.startswith(b"PK")
    assert not Decision.objects.exists()
    assert not Letter.objects.exists()
    assert not LetterSeries.objects.exists()
    assert Event.objects.count() == events


def test_report_upwards_names_its_signer_and_a_draft_keeps_the_room(approver):
    """A letter to a higher organ has the 签发人 beside its number (GB/T 9704, 7.2.6); no other letter has."""
    cluster = municipal()
    cluster.recognitions.update(level="provincial")
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    report(cluster, 2021, failing=True)
    row = scored(cluster, 2021)
    assert "签发人：\u3000\u3000\u3000\n" in text(letters.draft(row, LetterKind.ESCALATION).content)
    card, upwards = (decision.letters.get() for decision in decisions.confirm(row, by=approver))
    assert f"号签发人：{approver.full_name}\n" in text(content_of(upwards))
    assert "签发人" not in text(content_of(card))


def test_second_failing_year_has_two_drafts_that_cite_the_first_card(approver):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    report(cluster, 2021, failing=True)
    row = scored(cluster, 2021)
    assert list(letters.kinds_of(row)) == [LetterKind.YELLOW_CARD, LetterKind.WITHDRAWAL]
    assert card.letters.get().document_number in text(letters.draft(row, LetterKind.WITHDRAWAL).content)


def test_letter_that_went_out_already_has_no_draft(approver):
    """After a correction that leaves the card standing only the delisting is new."""
    cluster = municipal()
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    report(cluster, 2021, failing=True)
    row = scored(cluster, 2021)
    decisions.confirm(row, by=approver)
    decisions.confirm(row, by=UserFactory(approver=True))
    row.refresh_from_db()
    assert letters.kinds_of(row) == {}
    with pytest.raises(NotAllowedNow, match="不会签发撤销称号通知"):
        letters.draft(row, LetterKind.WITHDRAWAL)


def test_proposal_on_hold_has_no_letter():
    cluster = municipal()
    report(cluster, 2020, tax=None)
    row = scored(cluster, 2020)
    assert (row.verdict, letters.kinds_of(row)) == ("hold", {})
