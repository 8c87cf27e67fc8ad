"""While figures are typed: the preview writes nothing, the autosave never overwrites another's work."""

import pytest

from assessment.models import Submission
from assessment.services import submissions
from tests.assessment.views.desk.entries import HOSTILE, snapshot, typed
from tests.factories import SubmissionFactory, UserFactory, figures

pytestmark = pytest.mark.django_db


def test_preview_judges_what_is_typed_and_writes_nothing(desk, at):
    before = snapshot()
    answer = desk.post(at.preview, typed(tax="5,000"))
    assert snapshot() == before
    assert not Submission.objects.exists()
    assert answer.context["panel"].verdict == "yellow_card"
    text = answer.content.decode()
    assert "税收差 1,000 万元" in text
    assert 'id="hints_tax" hx-swap-oob="true"' in text
    assert "<html" not in text


def test_preview_shows_an_unreadable_figure_at_its_row(desk, at):
    answer = desk.post(at.preview, typed(tax=f"{HOSTILE}1e5"))
    text = answer.content.decode()
    assert "不是有效的数字" in text
    assert HOSTILE not in text
    assert answer.context["panel"].verdict == "hold"


def test_preview_of_an_odd_pair_with_a_reason_waits_for_the_city(desk, at):
    """(8.A6) 待核 with its cause, and what the figures come to once the reason is accepted."""
    odd = {"revenue": "12000000", "leading_revenue": "9000000", "tax": "70000"}
    held = desk.post(at.preview, typed(**odd)).context["panel"]
    reasoned = desk.post(at.preview, typed(**odd, confirm_revenue="平台结算口径")).context["panel"]
    assert (held.verdict, reasoned.verdict) == ("hold", "hold")
    assert not any("待市级审核采信" in sentence for sentence in held.sentences)
    (waiting,) = [sentence for sentence in reasoned.sentences if "待市级审核采信" in sentence]
    assert waiting.endswith("说明全部采信时，预评为“达标”。")
    assert not any("见各项下的提示" in sentence for sentence in reasoned.sentences)


def test_preview_counts_what_is_lacking(desk, at):
    context = desk.post(at.preview, typed(tax="", floor_area="")).context
    assert (context["filled"], context["asked"], len(context["lacking"])) == (2, 5, 2)


def test_preview_and_autosave_answer_posts_only(desk, at):
    assert desk.get(at.preview).status_code == 405
    assert desk.get(at.autosave).status_code == 405


@pytest.mark.parametrize("role", ("reviewer", "approver", "leader", "statistics"))
def test_preview_and_autosave_are_for_district_officers(client, at, role):
    client.force_login(UserFactory(role=role))
    assert client.post(at.preview, typed()).status_code == 403
    assert client.post(at.autosave, typed()).status_code == 403


def test_preview_and_autosave_ask_to_sign_in(client, at):
    assert client.post(at.preview, typed()).status_code == 403
    assert client.post(at.autosave, typed()).status_code == 403


def test_autosave_keeps_the_draft_and_returns_the_new_revision(desk, at, duty, officer):
    first = desk.post(at.autosave, typed(0, tax="7,001"))
    assert first.json()["revision"] == 1
    assert first.json()["errors"] == {}
    second = desk.post(at.autosave, typed(1, tax="7002"))
    assert second.json()["revision"] == 2
    row = Submission.objects.get(duty=duty)
    assert (row.values["tax"], row.revision, row.saved_by, row.state) == ("7002", 2, officer, "draft")


def test_autosave_keeps_what_was_stored_where_the_new_text_cannot_be_read(desk, at, draft):
    draft.remarks = {"tax": "原备注"}
    draft.save()
    answer = desk.post(at.autosave, typed(1, tax="7e3", revenue="130000", remark_tax="长" * 600))
    assert set(answer.json()["errors"]) == {"value_tax", "remark_tax"}
    draft.refresh_from_db()
    assert (draft.values["tax"], draft.values["revenue"], draft.remarks) == ("7000.00", "130000", {"tax": "原备注"})


def test_autosave_of_an_older_revision_is_refused_with_the_name_of_the_other(desk, at, draft, colleague):
    submissions.save_draft(draft, submissions.Entry(values={}, revision=1), by=colleague)
    before = snapshot()
    answer = desk.post(at.autosave, typed(1, tax="1"))
    assert (answer.status_code, answer.json()["reason"]) == (409, "stale")
    assert "填报员乙" in answer.json()["message"]
    assert snapshot() == before


def test_autosave_of_a_filed_report_is_refused(desk, at, duty):
    SubmissionFactory(duty=duty, submitted=True, revision=1)
    before = snapshot()
    answer = desk.post(at.autosave, typed(1, tax="1"))
    assert (answer.status_code, answer.json()["reason"]) == (409, "locked")
    assert snapshot() == before


def test_autosave_without_a_revision_is_refused(desk, at, draft):
    before = snapshot()
    answer = desk.post(at.autosave, {f"value_{code}": text for code, text in figures().items()})
    assert (answer.status_code, answer.json()["reason"]) == (400, "outdated")
    assert snapshot() == before
