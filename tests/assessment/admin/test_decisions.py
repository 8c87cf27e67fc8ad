"""Decisions, letters and appeals in the workbench: read by the city, taken back by a person who did not sign."""

import io

import pytest
from django.urls import reverse
from docx import Document

from assessment.models import Appeal, Decision, Letter
from assessment.services import decisions
from clusters.templatetags.figures import zh_time
from tests.factories import AppealFactory
from tests.support.files import content_of
from tests.support.history import confirmed, failed_twice, municipal, report, scored
from tests.support.tampering import as_owner
from tests.support.workbench import address, listed, offered, refused, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


@pytest.fixture
def card(approver) -> Decision:
    cluster = municipal(name="黄牌园")
    report(cluster, 2020, failing=True)
    return confirmed(cluster, 2020, approver)[0]


def test_page_shows_the_history_of_the_cluster(approving, approver, second):
    failed_twice(municipal(name="摘牌园"), approver, second)
    page = text(approving.get(address(Decision.objects.get(kind="delisting"))))
    for words in ("2021年度：撤销市级称号（摘牌）", "2020年度：黄牌警告", "市级称号撤销", "认定为市级集聚区"):
        assert words in page


def test_page_shows_who_signed_when_and_with_which_words(approving, approver, second):
    """Signers stand with their notes on the decision's page, and nothing is advised any more (8.A3)."""
    cluster = municipal(name="摘牌园")
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    report(cluster, 2021, failing=True)
    row = scored(cluster, 2021)
    decisions.confirm(row, by=approver, note="两年营业收入均未达标。")
    *_, delisting = decisions.confirm(row, by=second, note="同意。")
    page = text(approving.get(address(delisting)))
    for signature in row.signatures.all():
        assert f"{signature.signer.full_name}</strong> {zh_time(signature.signed_at)}签署" in page
        assert f'<span class="note">{signature.note}</span>' in page
    result = text(approving.get(address(row)))
    assert not [one for one in ("建议给予", "建议结论", "建议等次", "建议现场核实") if one in result]


def test_header_of_a_delisted_cluster_does_not_carry_the_title(approving, approver, second):
    """Where the title is withdrawn, the header says so instead of carrying it (8.A3)."""
    cluster = municipal(name="摘牌园")
    *_, delisting = failed_twice(cluster, approver, second)
    lead = text(approving.get(address(delisting.assessment))).split('class="page-lead cluster"')[1].split("</p>")[0]
    assert "<span>市级称号已撤销</span>" in lead
    assert "<span>市级称号</span>" not in lead


def test_page_says_that_the_decision_can_be_recomputed(approving, card):
    assert "与决定逐字节一致" in text(approving.get(address(card)))


def test_page_says_when_the_record_was_tampered_with(approving, card):
    as_owner("assessment_decision", "UPDATE assessment_decision SET record_sha256 = 'x' WHERE id = %s", card.pk)
    assert "记录可能被改动" in text(approving.get(address(card)))


def test_decision_is_not_edited_or_deleted(approving, card):
    assert approving.post(address(card), {"kind": "passed"}).status_code == 405
    assert approving.post(address(card, "delete"), {"post": "yes"}).status_code == 403
    assert Decision.objects.get().kind == "yellow_card"


def test_signer_does_not_take_the_own_decision_back(approving, card):
    assert "须由另一名审批人撤销" in refused(approving.get(address(card)))["withdraw"]
    assert approving.post(address(card, "withdraw"), {"reason": "理由"}).status_code == 403
    assert Decision.objects.count() == 1


def test_other_approver_takes_a_decision_back_with_a_reason(seconding, card):
    assert offered(seconding.get(address(card))) == {"withdraw"}
    assert seconding.post(address(card, "withdraw"), {"reason": ""}).status_code == 400
    seconding.post(address(card, "withdraw"), {"reason": "数据有误"})
    assert Decision.objects.get(kind="annulment").supersedes == card
    assert "已撤销" in text(seconding.get(listed(Decision)))


def test_letter_is_downloaded_as_it_was_issued(approving, card):
    letter = card.letters.get()
    page = text(approving.get(address(letter)))
    href = reverse("document", args=[letter.document_id])
    assert f'href="{href}"' in page
    answer = approving.get(href)
    content = answer.getvalue()
    assert content == content_of(letter)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "黄牌" in "\n".join(line.text for line in Document(io.BytesIO(content)).paragraphs)


def test_letters_are_listed_by_number(reviewing, card):
    assert card.letters.get().document_number in text(reviewing.get(listed(Letter)))


@pytest.fixture
def appeal(card) -> Appeal:
    return AppealFactory(decision=card, grounds="面积口径有误")


def test_appeal_is_not_ruled_by_a_signer(approving, appeal):
    answer = approving.get(address(appeal))
    assert set(refused(answer)) == {"uphold", "reject"}
    assert "面积口径有误" in text(answer)
    assert approving.post(address(appeal, "reject"), {"reason": "理由"}).status_code == 403
    appeal.refresh_from_db()
    assert appeal.state == "pending"


@pytest.mark.parametrize(("step", "state", "stands"), (("uphold", "upheld", False), ("reject", "rejected", True)))
def test_appeal_is_ruled_by_another_approver(step, state, stands, seconding, appeal):
    seconding.post(address(appeal, step), {"reason": "经复核……"})
    appeal.refresh_from_db()
    assert (appeal.state, appeal.ruling) == (state, "经复核……")
    assert Decision.objects.in_effect().filter(pk=appeal.decision_id).exists() is stands


def test_appeal_is_not_ruled_twice(seconding, appeal):
    seconding.post(address(appeal, "reject"), {"reason": "理由"})
    assert seconding.post(address(appeal, "uphold"), {"reason": "理由"}).status_code == 409
    assert offered(seconding.get(address(appeal))) == set()


def test_reviewer_rules_on_nothing(reviewing, appeal, card):
    assert offered(reviewing.get(address(appeal))) == set()
    assert reviewing.post(address(appeal, "uphold"), {"reason": "理由"}).status_code == 403
    assert reviewing.post(address(card, "withdraw"), {"reason": "理由"}).status_code == 403
    assert Decision.objects.count() == 1


def test_appeal_shows_the_disputed_figures_and_leads_to_them(seconding, card):
    """(8.A6) The appeal page shows the disputed figures and links the evidence."""
    row = AppealFactory(decision=card)
    page = text(seconding.get(address(row)))
    assert "原决定依据的数据与标准" in page
    assert "9,000" in page
    assert address(card.assessment.version.submission) in page
