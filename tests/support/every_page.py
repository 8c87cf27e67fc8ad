"""Every page of the portal: from the list of its addresses, and the rows that the demonstration holds."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.auth.tokens import default_token_generator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from assessment.enums import DecisionKind
from assessment.models import Decision, Duty, ImportJob, Letter, Rehearsal, RulesetVersion
from assessment.selectors import resting
from clusters.enums import Role
from clusters.models import User
from clusters.models.token import Scope
from clusters.services import tokens
from tests.factories import AppealFactory, DesignationFactory

# Addresses that answer with a file, a part of a page, data or another address, or to POST alone; and, so far, the
# pages of applications.
NO_PAGES = re.compile(
    r"home|start|healthz|readyz|session|document|message|messages-read|logout|api:(?!docs).*|"
    r"applications:.*|admin:applications_.*|admin:(login|logout|jsi18n|.*_(delete|export|progress|draft)|assessment_rulesetversion_change)|"
    r"assessment:(import-(template|confirm|submit|errors)|report-(preview|autosave)|evidence-.*|appeal-withdraw|"
    r"letter-.*|.*-export|remind|quarters-ask|rulebook-(example|text|retire)|rehearsal-draft)"
)
# What the admin makes alike for every table (and, for adding, not for all): one that looks different is enough.
ALIKE = re.compile(r"admin:[a-z]+_[a-z]+_(?!changelist$|change$)[a-z-]+")
# Pages of one record, which show each role other pieces.
RECORDS = ("_change", ":report", ":result")
# Which rows of a table look different.
_TELLING = ("state", "verdict", "kind")


def routes(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, list[str]]]:
    """The full name of every address that leads to a page, with the names of its arguments."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern) and entry.name and not NO_PAGES.fullmatch(f"{space}{entry.name}"):
            groups = getattr(entry.pattern, "regex", re.compile("")).groupindex
            yield f"{space}{entry.name}", list(entry.pattern.converters or groups)


def make_ready(officer: User, reviewer: User, approver: User) -> None:
    """Add what the demonstration lacks: an import to confirm, a rehearsal kept as a draft, an appeal, a token."""
    client = Client()
    client.force_login(officer)
    file = client.get(reverse("assessment:import-template", args=[2022])).getvalue()
    client.post(f"{reverse('assessment:import')}?year=2022", {"file": SimpleUploadedFile("表.xlsx", file)})
    client.force_login(reviewer)
    notice = RulesetVersion.objects.get()
    client.post(reverse("assessment:rulebook-rehearse", args=[notice.pk]), {"line_tax_line": "800"})
    client.post(reverse("assessment:rehearsal-draft", args=[Rehearsal.objects.get().pk]))
    for decision in Decision.objects.in_effect().filter(kind=DecisionKind.YELLOW_CARD)[:1]:
        AppealFactory(decision=decision, filed_by=officer)
        DesignationFactory(assessment=decision.assessment)
    tokens.issue(User.objects.filter(role=Role.STATISTICS).get(), tokens.Terms("测试", Scope.values, 30), by=approver)


def _differing(rows: Iterable[Model]) -> list[Any]:
    """The newest row of each state, verdict and kind."""
    found = {tuple(getattr(row, name, None) for name in _TELLING): row for row in rows}
    return list(found.values())


def arguments(name: str, wanted: Sequence[str], user: User | None) -> Iterator[dict[str, Any]]:
    """The arguments for one address: rows of the demonstration, one of each kind that looks different."""
    tables = {f"{one._meta.app_label}_{one._meta.model_name}": one for one in admin.site._registry}
    table = next((one for label, one in tables.items() if name.startswith(f"admin:{label}_")), None)
    if not wanted:
        yield {}
    elif wanted == ["app_label"]:
        yield from ({"app_label": label} for label in ("clusters", "assessment"))
    elif table is not None:
        yield from ({"object_id": row.pk} for row in _differing(table._default_manager.order_by("pk")))
    elif wanted == ["year", "code"]:
        duties = Duty.objects.select_related("submission", "cluster").order_by("reporting_year", "pk")
        seen = {getattr(getattr(one, "submission", None), "state", ""): one for one in duties if _sees(user, one)}
        yield from ({"year": one.year, "code": one.cluster.code} for one in [*seen.values(), *duties[:1]])
    elif name == "password_set" and (owner := User.objects.first()):
        yield {
            "uidb64": urlsafe_base64_encode(force_bytes(owner.pk)),
            "token": default_token_generator.make_token(owner),
        }
    else:
        yield from ({wanted[0]: one} for one in _keys(name))


def _sees(user: User | None, duty: Duty) -> bool:
    return user is not None and Duty.objects.visible_to(user).filter(pk=duty.pk).exists()


def _keys(name: str) -> list[Any]:
    """The keys of an address with one argument."""
    sources = {
        "assessment:import-job": ImportJob.objects.values_list("pk", flat=True),
        "assessment:appeal": Decision.objects.filter(kind__in=resting.APPEALABLE).values_list("pk", flat=True),
        "assessment:rehearsal": Rehearsal.objects.values_list("pk", flat=True),
        "assessment:register-cluster": Duty.objects.values_list("cluster__code", flat=True),
        "assessment:verify": Letter.objects.values_list("code", flat=True),
    }
    rulebooks = RulesetVersion.objects.values_list("pk", flat=True)
    return list(sources.get(name, rulebooks)[:3])


def pages(users: Iterable[User | None], names: Sequence[str]) -> Iterator[tuple[User | None, list[str]]]:
    """For each person (None: nobody) the pages to open of the named addresses.

    Each address once; the page of one record again for whoever is shown other pieces of it. Raises AssertionError in
    the end for addresses that nobody could open.
    """
    todo = dict(routes())
    opened: set[str] = set()
    pieces: set[str] = set()
    for user in users:
        client, chosen = Client(), []
        if user is not None:
            client.force_login(user)
        for name in [name for name in names if name not in opened or name.endswith(RECORDS)]:
            for given in arguments(name, todo[name], user):
                answer = client.get(reverse(name, kwargs=given), follow=name == "password_set")
                if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
                    continue
                built = {one.name for one in answer.templates if one.name}
                if built - pieces or (name not in opened and not ALIKE.fullmatch(name)):
                    chosen.append(reverse(name, kwargs=given))
                opened.add(name)
                pieces |= built
        yield user, chosen
    missing = sorted(name for name in names if name not in opened and not ALIKE.fullmatch(name))
    assert not missing, f"no page was found for {missing}"
