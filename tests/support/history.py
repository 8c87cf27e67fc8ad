"""A cluster's years, made through the services: figures verified, scored, confirmed."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from assessment.models import Assessment, Decision, Submission
from assessment.selectors.figures import from_text
from assessment.services import decisions, runs, submissions
from clusters.models import Cluster, User
from tests.factories import (
    ClusterFactory,
    DutyFactory,
    SubmissionFactory,
    SubmissionVersionFactory,
    UserFactory,
    figures,
)

# The file of a legal basis: its name and bytes.
BASIS = ("依据.pdf", b"%PDF-1.4")
# A slip of the unit: revenue in 元 where 万元 was asked for.
ODD = {"revenue": "1200000000.00", "leading_revenue": "900000000.00"}
FAILING = {"revenue": "90000", "leading_revenue": "67500", "tax": "7000"}


def municipal(**fields: object) -> Cluster:
    """A cluster with a municipal title since 2019."""
    return ClusterFactory.create(municipal=True, **fields)


def report(cluster: Cluster, year: int, *, failing: bool = False, **changes: str | None) -> Submission:
    """Verified figures of a year; `failing` misses the revenue line only."""
    values = figures(**{**(FAILING if failing else {}), **changes})
    return SubmissionFactory.create(duty=DutyFactory.create(cluster=cluster, year=year), values=values, verified=True)


def filed(
    name: str, *, days: int = 0, state: str = "submitted", confirmations: dict[str, str] | None = None, **changes: str
) -> Submission:
    """A report of 2021 that waits for a reviewer; `days` says for how long."""
    duty = DutyFactory.create(cluster=municipal(name=name), year=2021)
    row: Submission = SubmissionFactory.create(
        duty=duty, values=figures(**changes), confirmations=confirmations or {}, **{state: True}
    )
    if days:
        when = timezone.now() - timedelta(days=days)
        version = SubmissionVersionFactory.create(submission=row, filed_at=when, values=row.values)
        Submission.objects.filter(pk=row.pk).update(current_version=version)
    return row


def standby() -> None:
    """Two approvers who take no part: without them nobody could second a delisting, or rule on an appeal."""
    for name in ("standby1", "standby2"):
        User.objects.get_or_create(username=name, defaults={"full_name": "备任审批人", "role": "approver"})


def proposal(cluster: Cluster, year: int) -> Assessment:
    """The open proposal of a cluster and year."""
    return Assessment.objects.get(duty__cluster=cluster, duty__reporting_year=year, state__in=("proposed", "stale"))


def scored(cluster: Cluster, year: int) -> Assessment:
    """Score the year and return the cluster's proposal."""
    runs.assess_now(year, by=None)
    return proposal(cluster, year)


def confirmed(cluster: Cluster, year: int, *signers: User) -> list[Decision]:
    """Score the year and let the signers confirm the cluster's proposal, one after the other."""
    standby()
    row = scored(cluster, year)
    made: list[Decision] = []
    for signer in signers:
        made = decisions.confirm(row, by=signer)
    return made


def failed_twice(cluster: Cluster, first: User, second: User) -> list[Decision]:
    """Two failing years running, confirmed: a card for 2020, a card and the delisting for 2021."""
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, first)
    report(cluster, 2021, failing=True)
    return confirmed(cluster, 2021, first, second)


def corrected_to_pass(submission: Submission, reviewer: User) -> None:
    """The city reopens a report that failed, the district files figures that pass, the city accepts them."""
    submissions.reopen(submission, reason="统计口径更正", by=reviewer)
    submission.refresh_from_db()
    values = {**from_text(submission.values), "revenue": Decimal(120000), "leading_revenue": Decimal(90000)}
    officer = UserFactory.create(district=submission.duty.cluster.district)
    submissions.submit(submission, submissions.Entry(values), by=officer)
    submissions.verify(submission, by=reviewer)


def settled(text: str) -> str:
    """The text of a rulebook with a document where an example or a rehearsal holds its place."""
    for placeholder in ("接续规则（示例，待附依据）", "规则推演"):
        text = text.replace(placeholder, "青发改〔2026〕1号")
    return text
