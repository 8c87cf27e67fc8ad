"""Loading the demonstration: people, assumptions, two decided years, one open year; once, and all or nothing."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from assessment.models import Assessment, ReportingYear
from assessment.selectors import resting
from assessment.services import decisions, runs
from assessment.services.demo import accounts, story, titles, years
from assessment.services.demo.accounts import Staff
from clusters.applications.services import demo as applications
from clusters.enums import Role
from clusters.errors import NotAllowedNow
from clusters.messaging.models import Message
from clusters.models import Cluster, Recognition


@transaction.atomic
def load() -> Counter[str]:
    """Load the demonstration and return how many of what are new; an empty counter when it is there already.

    A demonstration that has outlived the deadline of its open year gets a new one, so that there is work to do.
    Raises NotAllowedNow outside a demonstration, before the reference data, or beside real figures.
    """
    accounts.require_demo()
    told = story.told()
    open_year, days = told["open"]["year"], told["open"]["days"]
    if Recognition.objects.filter(is_demo=True).exists():
        moved = years.keep_open(open_year, days, accounts.staff_of(accounts.create()))
        return Counter({"重新顺延的截止时间": 1}) if moved else Counter()
    if ReportingYear.objects.exists():
        raise NotAllowedNow("库中已有年度数据，演示数据只能载入没有年度数据的库。")
    if not Cluster.objects.filter(code__in=[row["code"] for row in told["cluster"]]).exists():
        raise NotAllowedNow("请先载入参考数据：python manage.py load_reference")
    people = accounts.create()
    staff = accounts.staff_of(people)
    clusters = titles.assume(told["cluster"])
    for period in told["period"]:
        years.file_past(period, staff)
        _judge(period, staff)
    # What was told about closed years is history: the demonstration begins with what is new.
    Message.objects.unread().update(read_at=Now(), mail_state=Message.MailState.DROPPED)
    titles.invent(told["practice"])
    years.open_year(open_year, days, staff)
    experts = [person for person in people.values() if person.role == Role.EXPERT]
    filed = applications.load(staff.officers, staff.reviewers[0], experts)
    return Counter({"账号": len(people), "集聚区": len(clusters), "年度": len(told["period"]) + 1, "申报": filed})


def _judge(period: Mapping[str, Any], staff: Staff) -> None:
    """Run the year and confirm what can be confirmed, save what the story leaves to the person at the screen."""
    first, second = staff.approvers[:2]
    year, on = period["year"], period.get("decided")
    runs.assess_now(year, by=first)
    left_open = [cluster for cluster, report in story.reports(year).items() if report.undecided]
    proposals = Assessment.objects.filter(
        duty__reporting_year=year, state="proposed", verdict__in=list(resting.KINDS)
    ).exclude(duty__cluster__code__in=left_open)
    for proposal in proposals.select_related("duty").order_by("pk"):
        if not decisions.confirm(proposal, by=first, note="演示数据。", on=on):
            decisions.confirm(proposal, by=second, note="演示数据。", on=on)
