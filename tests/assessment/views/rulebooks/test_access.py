"""Who may enter the workshop: city staff read and rehearse, reviewers draft, approvers sign; nobody else gets in."""

import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import Rehearsal, RulesetVersion
from clusters.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]

READ = ("rulebooks", "rulebook-compare", "rulebook-example", "rehearsals")
ABOUT_RULESET = ("rulebook", "rulebook-text", "rulebook-rehearse", "rulebook-cases")
REVIEWER = ("rulebook-draft",)
APPROVER = ("rulebook-activate",)


def addresses(draft: RulesetVersion, rehearsal: Rehearsal) -> dict[str, str]:
    alone = {name: reverse(f"assessment:{name}") for name in (*READ, *REVIEWER)}
    about = {name: reverse(f"assessment:{name}", args=[draft.pk]) for name in (*ABOUT_RULESET, *APPROVER)}
    kept = {name: reverse(f"assessment:{name}", args=[rehearsal.pk]) for name in ("rehearsal", "rehearsal-export")}
    return {**alone, **about, **kept}


WRITING = ("rulebook-draft", "rulebook-rehearse", "rulebook-activate", "rulebook-retire", "rulebook-cases")


def test_everybody_is_asked_to_sign_in(draft, rehearsed):
    for url in addresses(draft, rehearsed).values():
        answer = Client().get(url)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("login")), url


def test_others_are_refused_everywhere_and_leave_nothing(at_outsider, draft, rehearsed):
    counts = (RulesetVersion.objects.count(), Rehearsal.objects.count(), Event.objects.count())
    for name, url in addresses(draft, rehearsed).items():
        assert at_outsider.get(url).status_code == 403, name
    for name in WRITING:
        args = [] if name == "rulebook-draft" else [draft.pk]
        assert at_outsider.post(reverse(f"assessment:{name}", args=args), {"exact": "1"}).status_code == 403, name
    assert at_outsider.post(reverse("assessment:rehearsal-draft", args=[rehearsed.pk])).status_code == 403
    assert (RulesetVersion.objects.count(), Rehearsal.objects.count(), Event.objects.count()) == counts


def test_reviewer_drafts_and_does_not_sign(at_reviewer, draft, rehearsed):
    for name, url in addresses(draft, rehearsed).items():
        assert at_reviewer.get(url).status_code == (403 if name in APPROVER else 200), name
    for name in ("rulebook-activate", "rulebook-retire"):
        assert at_reviewer.post(reverse(f"assessment:{name}", args=[draft.pk])).status_code == 403, name


def test_approver_signs_and_does_not_draft(at_approver, draft, rehearsed):
    for name, url in addresses(draft, rehearsed).items():
        assert at_approver.get(url).status_code == (403 if name in REVIEWER else 200), name
    assert at_approver.post(reverse("assessment:rulebook-draft"), {"text": "x"}).status_code == 403
    assert at_approver.post(reverse("assessment:rehearsal-draft", args=[rehearsed.pk])).status_code == 403


@pytest.mark.parametrize("pk", (0, 999_999, 2**63, 10**30))
def test_what_does_not_exist_is_404(at_reviewer, at_approver, pk):
    for name in (*ABOUT_RULESET, "rehearsal", "rehearsal-export"):
        assert at_reviewer.get(reverse(f"assessment:{name}", args=[pk])).status_code == 404, name
    assert at_approver.get(reverse("assessment:rulebook-activate", args=[pk])).status_code == 404
    assert at_approver.post(reverse("assessment:rulebook-retire", args=[pk])).status_code == 404
    assert at_reviewer.post(reverse("assessment:rehearsal-draft", args=[pk])).status_code == 404


@pytest.mark.parametrize("name", ("rulebook-retire", "rehearsal-draft"))
def test_steps_are_taken_by_post_only(at_reviewer, at_approver, draft, rehearsed, name):
    pk = rehearsed.pk if name == "rehearsal-draft" else draft.pk
    who = at_reviewer if name == "rehearsal-draft" else at_approver
    assert who.get(reverse(f"assessment:{name}", args=[pk])).status_code == 405


def test_menu_of_city_staff_leads_to_the_workshop(at_reviewer):
    answer = at_reviewer.get(reverse("assessment:rulebooks"))
    entry = next(one for one in answer.context["navigation"] if one["label"] == "规则集")
    assert (entry["url"], entry["active"]) == ("/rulebooks/", True)
