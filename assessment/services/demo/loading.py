"""Loading the demonstration: people, assumptions, two decided years, one open year; once, and all or nothing."""

from collections import Counter

from django.db import transaction
from django.db.models.functions import Now

from assessment.models import Assessment, ReportingYear
from assessment.selectors import resting
from assessment.services import decisions, runs
from assessment.services.demo import accounts, history, present, quarterly, story, titles
from assessment.services.demo.history import Staff
from assessment.services.demo.story import Period, Story
from clusters.enums import Role
from clusters.errors import NotAllowedNow
from clusters.messaging.models import Message
from clusters.models import Cluster, Recognition, User


@transaction.atomic
def load() -> Counter[str]:
    """Load the demonstration and return how many of what are new; an empty counter when it is there already.

    A demonstration that has outlived the deadline of its open year gets a new one, so that there is work to do.
    Raises NotAllowedNow outside a demonstration, before the reference data, or beside real figures.
    """
    accounts.require_demo()
    told = story.told()
    if Recognition.objects.filter(is_demo=True).exists():
        moved = present.keep_open(told.open_year, told.days_left, staff_of(accounts.create()))
        return Counter({"重新顺延的截止时间": 1}) if moved else Counter()
    if ReportingYear.objects.exists():
        raise NotAllowedNow("库中已有年度数据，演示数据只能载入没有年度数据的库。")
    if not Cluster.objects.filter(code__in=[place.code for place in told.places]).exists():
        raise NotAllowedNow("请先载入参考数据：python manage.py load_reference")
    people = accounts.create()
    staff = staff_of(people)
    clusters = titles.assume(told.places)
    for period in told.periods:
        history.file_closed_year(period, told.places, staff)
        _judge(period, told, staff)
    # What was told about closed years is history: the demonstration begins with what is new.
    Message.objects.unread().update(read_at=Now(), mail_state=Message.MailState.DROPPED)
    titles.invent(told.practice)
    present.open_with_reports(told.open_year, told.days_left, told.places, staff)
    quarterly.tell(told, staff)
    return Counter({"账号": len(people), "集聚区": len(clusters), "年度": len(told.periods) + 1})


def staff_of(people: dict[str, User]) -> Staff:
    """Return who acts in the story."""
    by_name = [people[name] for name in sorted(people)]
    return Staff(
        officers={str(user.district_id): user for user in by_name if user.role == Role.DISTRICT_OFFICER},
        reviewers=tuple(user for user in by_name if user.role == Role.REVIEWER),
        approvers=tuple(user for user in by_name if user.role == Role.APPROVER),
    )


def _judge(period: Period, told: Story, staff: Staff) -> None:
    """Run the year and confirm what can be confirmed, save what the story leaves to the person at the screen."""
    first, second = staff.approvers[:2]
    runs.assess_now(period.year, by=first)
    left_open = {place.code for place in told.places if (report := place.report(period.year)) and report.undecided}
    proposals = Assessment.objects.filter(
        duty__reporting_year=period.year, state="proposed", verdict__in=list(resting.KINDS)
    ).exclude(duty__cluster__code__in=left_open)
    for proposal in proposals.select_related("duty").order_by("pk"):
        if not decisions.confirm(proposal, by=first, note="演示数据。", on=period.decided):
            decisions.confirm(proposal, by=second, note="演示数据。", on=period.decided)
