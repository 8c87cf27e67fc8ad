"""The signature under a ruleset: rehearsed, by a second person, on a legal basis with its document and the password."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessment.models import RulesetVersion
from assessment.services import rehearsals, rulesets
from clusters.enums import Role
from tests.assessment.views.rulebooks.conftest import PDF, browser_of, signature
from tests.support.files import content_of
from tests.support.history import settled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def here(row: RulesetVersion) -> str:
    return reverse("assessment:rulebook-activate", args=[row.pk])


def state_of(row: RulesetVersion) -> str:
    return RulesetVersion.objects.get(pk=row.pk).state


def test_signed_ruleset_is_in_force_with_its_basis(at_approver, approver, draft, rehearsed):
    answer = at_approver.post(here(draft), signature(), follow=True)
    row = RulesetVersion.objects.get(pk=draft.pk)
    assert "已签发施行" in answer.content.decode()
    assert (row.state, row.activated_by, row.legal_basis) == ("active", approver, "青发改〔2026〕1号")
    assert (row.document.name, content_of(row)) == ("依据.pdf", PDF)


def test_text_that_was_not_rehearsed_is_refused(at_approver, draft):
    assert "这一文本尚未推演" in at_approver.get(here(draft)).content.decode()
    answer = at_approver.post(here(draft), signature())
    assert (answer.status_code, state_of(draft)) == (409, "draft")
    assert "尚未推演" in answer.content.decode()


def test_rehearsal_of_another_text_does_not_count(at_approver, draft, higher_tax):
    assert at_approver.post(here(draft), signature()).status_code == 409
    assert state_of(draft) == "draft"


@pytest.mark.parametrize(
    ("changes", "message"),
    (
        ({"legal_basis": " "}, "请填写规则集施行的法律依据"),
        ({"document": ""}, "请上传依据文件"),
        ({"document": SimpleUploadedFile("依据.pdf", b"<html>")}, "不是完整的 PDF"),
        ({"document": SimpleUploadedFile("依据.exe", b"MZ")}, "只接收PDF、DOCX"),
        ({"password": "wrong"}, "密码不正确"),
        ({"password": ""}, "请输入本人登录密码"),
    ),
)
def test_incomplete_signature_is_refused(at_approver, draft, rehearsed, changes, message):
    answer = at_approver.post(here(draft), signature(**changes))
    assert (answer.status_code, state_of(draft)) == (400, "draft")
    assert message in answer.content.decode()


def test_password_is_never_sent_back(at_approver, draft, rehearsed):
    answer = at_approver.post(here(draft), signature(legal_basis=""))
    assert b"correct-horse" not in answer.content


def test_drafter_cannot_sign_even_as_an_approver(reviewer, draft, rehearsed):
    reviewer.role = Role.APPROVER
    reviewer.save()
    at_drafter = browser_of(reviewer)
    assert "须由另一名审批人签发" in at_drafter.get(here(draft)).content.decode()
    assert at_drafter.post(here(draft), signature()).status_code == 403
    assert state_of(draft) == "draft"


def test_year_that_is_governed_already_is_refused(at_approver, higher_tax, reviewer):
    rival = rulesets.draft(settled(higher_tax.text), name="x", by=reviewer)
    assert "适用年度与本规则集重叠" in at_approver.get(here(rival)).content.decode()
    assert at_approver.post(here(rival), signature()).status_code == 409
    assert state_of(rival) == "draft"


def test_page_shows_what_will_be_in_force_and_what_it_changes(at_approver, draft, rehearsed, notice):
    context = at_approver.get(here(draft)).context
    assert context["rehearsal"] == rehearsed
    assert context["compare_with"] == notice
    assert not context["unsettled"]
    assert sum(len(section.entries) for section in context["sections"]) > 50


def test_placeholder_basis_stops_the_signature(at_approver, higher_tax, reviewer, notice, second):
    """(8.D31) A placeholder basis cannot be activated."""
    rival = rulesets.draft(higher_tax.text, name="x", by=reviewer)
    rulesets.retire(notice, reason="接替", by=second)
    page = at_approver.get(here(rival)).content.decode()
    assert "项依据还是占位（如" in page
    assert at_approver.post(here(rival), signature()).status_code == 409
    assert state_of(rival) == "draft"


def test_decided_years_are_named_before_the_signature(at_approver, history, higher_tax, reviewer, notice, second):
    rival = rulesets.draft(settled(higher_tax.text), name="x", by=reviewer)
    rehearsals.rehearse(rival.text, name="x", by=reviewer, ruleset=rival)
    rulesets.retire(notice, reason="接替", by=second)
    page = at_approver.get(here(rival)).content.decode()
    assert "2020 年度 1 项、2021 年度 1 项" in page
    assert "不溯及既往" in page


def test_ruleset_in_force_has_nothing_to_sign(at_approver, notice):
    assert at_approver.get(here(notice)).url == reverse("assessment:rulebook", args=[notice.pk])
    assert at_approver.post(here(notice), signature()).status_code == 409


def test_page_costs_a_fixed_number_of_queries(at_approver, draft, rehearsed, reviewer, django_assert_max_num_queries):
    for _ in range(3):
        rehearsals.rehearse(draft.text, name="x", by=reviewer, ruleset=draft)
    with django_assert_max_num_queries(15):
        at_approver.get(here(draft))


def retire(row: RulesetVersion) -> str:
    return reverse("assessment:rulebook-retire", args=[row.pk])


def test_ruleset_is_retired_with_a_reason(at_approver, notice):
    answer = at_approver.post(retire(notice), {"retire-reason": "由新规则集接替"}, follow=True)
    assert "已停用" in answer.content.decode()
    assert state_of(notice) == "retired"


def test_retiring_without_a_reason_or_twice_is_refused(at_approver, notice):
    assert at_approver.post(retire(notice), {"retire-reason": " "}).status_code == 400
    assert state_of(notice) == "active"
    at_approver.post(retire(notice), {"retire-reason": "一"})
    assert at_approver.post(retire(notice), {"retire-reason": "二"}).status_code == 409
