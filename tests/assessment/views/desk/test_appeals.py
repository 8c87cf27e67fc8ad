"""复核申请: filed in time with evidence, followed, withdrawn; foreign districts see nothing; files leave safely."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import Appeal, Decision
from assessment.services import annulments, appeals
from clusters.models import Event
from tests.assessment.views.desk.entries import HOSTILE
from tests.factories import UserFactory
from tests.support.files import content_of
from tests.support.history import confirmed, failed_twice, municipal, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def cluster():
    return municipal(name="受评集聚区")


@pytest.fixture
def card(cluster, approver) -> Decision:
    report(cluster, 2020, failing=True)
    return confirmed(cluster, 2020, approver)[0]


@pytest.fixture
def officer(cluster):
    return UserFactory(district=cluster.district)


@pytest.fixture
def own(client, officer) -> Client:
    client.force_login(officer)
    return client


@pytest.fixture
def appeal(card, officer) -> Appeal:
    return appeals.file(card, grounds="面积口径有误", evidence=("证明 材料.pdf", PDF), by=officer)


def browser_of(**role: object) -> Client:
    client = Client()
    client.force_login(UserFactory(**role))
    return client


def page_of(decision: Decision) -> str:
    return reverse("assessment:appeal", args=[decision.pk])


def sent(**changes: object) -> dict[str, object]:
    return {"grounds": "建筑面积应扣除在建部分", "evidence": SimpleUploadedFile("证明.pdf", PDF), **changes}


# ---- Filing ----------------------------------------------------------------------------------------------------------


def test_result_page_says_how_long_an_appeal_may_be_filed(own, card):
    page = own.get(reverse("assessment:result", args=[2020, card.cluster.code])).content.decode()
    assert "还剩 10 个工作日" in page
    assert page_of(card) in page


def test_appeal_is_filed_with_its_evidence(own, officer, card):
    answer = own.post(page_of(card), sent(), follow=True)
    row = Appeal.objects.get()
    assert "复核申请已提交" in answer.content.decode()
    assert (row.decision, row.filed_by, row.state) == (card, officer, "pending")
    assert (row.document.name, content_of(row)) == ("证明.pdf", PDF)
    assert "正在审理" in answer.content.decode()


def test_appeal_may_be_filed_without_evidence(own, card):
    own.post(page_of(card), sent(evidence=""))
    assert Appeal.objects.get().document is None


@pytest.mark.parametrize(
    ("changes", "message"),
    (
        ({"grounds": "  "}, "请写明申请复核的理由"),
        ({"grounds": "长" * 3001}, "3000"),
        ({"evidence": SimpleUploadedFile("证明.pdf", b"<html>")}, "不是完整的 PDF"),
        ({"evidence": SimpleUploadedFile("证明.exe", b"MZ")}, "只接收PDF、DOCX、JPG、PNG"),
        ({"evidence": SimpleUploadedFile("证明.pdf", PDF[:-6] + b" " * 10_485_760 + b"%%EOF\n")}, "超过 10 MB"),
        ({"evidence": SimpleUploadedFile("证明.pdf", b"")}, "空"),
    ),
)
def test_incomplete_appeal_is_refused_and_keeps_what_was_typed(own, card, changes, message):
    answer = own.post(page_of(card), sent(**changes))
    assert (answer.status_code, Appeal.objects.count()) == (422, 0)
    assert message in answer.content.decode()
    assert answer.context["form"]["grounds"].value() == sent(**changes)["grounds"]


def test_last_day_counts_and_the_day_after_does_not(own, card, officer):
    last = appeals.last_day(card)
    days = (last - card.decided_on).days
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        own.force_login(officer)
        assert "今天是最后一天" in own.get(page_of(card)).content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=days + 1)):
        own.force_login(officer)
        page = own.get(page_of(card)).content.decode()
        answer = own.post(page_of(card), sent())
    assert f"{last.year}年{last.month}月{last.day}日 届满，不能再申请复核" in page
    assert 'name="grounds"' not in page
    assert (answer.status_code, Appeal.objects.count()) == (409, 0)


def test_second_open_appeal_is_refused(own, card, appeal):
    page = own.get(page_of(card)).content.decode()
    assert 'name="grounds"' not in page
    assert own.post(page_of(card), sent()).status_code == 409
    assert Appeal.objects.count() == 1


def test_both_records_of_a_delisting_can_be_appealed(own, cluster, approver, second):
    failed_twice(cluster, approver, second)
    page = own.get(reverse("assessment:result", args=[2021, cluster.code])).content.decode()
    for decision in Decision.objects.filter(year=2021):
        assert page_of(decision) in page
        assert own.get(page_of(decision)).status_code == 200


def test_annulled_decision_needs_no_appeal(own, card, second):
    annulments.withdraw(card, reason="重复计算", by=second)
    assert "该决定已撤销，不需要申请复核" in own.get(page_of(card)).content.decode()
    assert own.post(page_of(card), sent()).status_code == 409


def test_pass_has_nothing_to_appeal(own, cluster, approver):
    report(cluster, 2020)
    passed = confirmed(cluster, 2020, approver)[0]
    assert own.get(page_of(passed)).status_code == 404


# ---- What became of it -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("uphold", "words"), ((True, "成立，撤销原决定"), (False, "不成立，维持原决定")))
def test_ruling_is_shown_with_its_letter(own, card, appeal, second, uphold, words):
    appeals.rule(appeal, uphold=uphold, ruling="复核意见全文", by=second)
    page = own.get(page_of(card)).content.decode()
    letter = card.letters.get(kind="ruling")
    for shown in (words, "复核意见全文", second.full_name, letter.document_number):
        assert shown in page
    assert 'name="grounds"' not in page
    assert own.get(reverse("document", args=[letter.document_id])).status_code == 200


def test_open_appeal_is_withdrawn_with_a_reason_and_may_be_filed_again(own, card, appeal):
    url = reverse("assessment:appeal-withdraw", args=[appeal.pk])
    assert own.post(url, {"withdraw-reason": " "}).status_code == 422
    answer = own.post(url, {"withdraw-reason": "已整改"}, follow=True)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.ruling) == ("withdrawn", "已整改")
    assert 'name="grounds"' in answer.content.decode()
    assert own.post(url, {"withdraw-reason": "再撤"}).status_code == 409


def test_hostile_words_stay_text(own, card, officer):
    appeals.file(card, grounds=HOSTILE, by=officer)
    for url in (page_of(card), reverse("assessment:result", args=[2020, card.cluster.code])):
        assert HOSTILE not in own.get(url).content.decode()


# ---- Who may ---------------------------------------------------------------------------------------------------------


def test_foreign_district_finds_nothing(card, appeal):
    foreign = browser_of()
    events = Event.objects.count()
    missing = foreign.get(page_of(card).replace(str(card.pk), "999999"))
    for url in (page_of(card), reverse("document", args=[appeal.document_id])):
        answer = foreign.get(url)
        assert (answer.status_code, len(answer.content)) == (404, len(missing.content))
    assert foreign.post(page_of(card), sent()).status_code == 404
    assert (
        foreign.post(reverse("assessment:appeal-withdraw", args=[appeal.pk]), {"withdraw-reason": "x"}).status_code
        == 404
    )
    appeal.refresh_from_db()
    assert (appeal.state, Appeal.objects.count(), Event.objects.count()) == ("pending", 1, events)


@pytest.mark.parametrize("role", ("reviewer", "approver"))
def test_city_staff_read_and_cannot_file_or_withdraw(card, appeal, role):
    city = browser_of(**{role: True})
    page = city.get(page_of(card)).content.decode()
    assert "面积口径有误" in page
    assert 'name="grounds"' not in page
    assert ("去审理" in page) == (role == "approver")
    assert city.post(page_of(card), sent()).status_code == 403
    assert (
        city.post(reverse("assessment:appeal-withdraw", args=[appeal.pk]), {"withdraw-reason": "x"}).status_code == 403
    )
    appeal.refresh_from_db()
    assert appeal.state == "pending"


@pytest.mark.parametrize("role", ("leader", "statistics", "system_admin", "security_admin", "audit_admin"))
def test_other_roles_are_refused(card, appeal, role):
    other = browser_of(role=role)
    assert other.get(page_of(card)).status_code == 403
    assert other.get(reverse("document", args=[appeal.document_id])).status_code == 404


def test_strangers_are_asked_to_sign_in(card, appeal):
    for url in (page_of(card), reverse("document", args=[appeal.document_id])):
        assert Client().get(url).status_code == 302


@pytest.mark.parametrize("pk", (0, 2**63, 10**30))
def test_numbers_of_no_record_are_404(own, pk):
    assert own.get(reverse("assessment:appeal", args=[pk])).status_code == 404


# ---- Evidence --------------------------------------------------------------------------------------------------------


def test_evidence_leaves_as_a_closed_download_and_is_noted(own, officer, appeal):
    answer = own.get(reverse("document", args=[appeal.document_id]))
    assert (answer.getvalue(), answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"] == ("attachment; filename*=UTF-8''%E8%AF%81%E6%98%8E%20%E6%9D%90%E6%96%99.pdf")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox"
    assert "no-store" in answer["Cache-Control"]
    assert Event.objects.get(action="复核申请.下载材料").actor == officer


def test_hostile_file_name_stays_in_its_header(own, card, officer):
    row = appeals.file(card, grounds="异议", evidence=('a"; filename=x.exe\r\nX-Evil: 1.pdf', PDF), by=officer)
    answer = own.get(reverse("document", args=[row.document_id]))
    assert "X-Evil" not in answer
    assert answer["Content-Disposition"].count(";") == 1


def test_appeal_without_evidence_offers_none_to_download(own, card, officer):
    appeals.file(card, grounds="异议", by=officer)
    assert "未附材料" in own.get(page_of(card)).content.decode()


@pytest.mark.parametrize("count", (1, 3))
def test_page_costs_the_same_for_any_number_of_appeals(own, card, officer, count, django_assert_num_queries):
    for _ in range(count):
        appeals.withdraw(appeals.file(card, grounds="异议", by=officer), reason="撤回", by=officer)
    # Seven of them ask who may rule on the appeal, two of those whether the security administrator has named somebody.
    with django_assert_num_queries(20):
        assert own.get(page_of(card)).context["standing"].appeals
