"""Score a data year here and now, without a broker: the same run as from the workbench."""

from argparse import ArgumentParser
from typing import Any

from django.db import transaction

from assessment.management.base import PortalCommand
from assessment.models import Assessment
from assessment.rules.enums import Flag, Verdict
from assessment.services import runs
from clusters.text import pad


class Command(PortalCommand):
    help = "对一个数据年度评分并列出结果；数据未变时重复运行不产生新的结果。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int, help="数据年度，例如 2021")

    def handle(self, *args: Any, **options: Any) -> None:
        year = options["year"]
        said = _assess(year)
        rows = (
            Assessment.objects.current()
            .filter(duty__reporting_year=year)
            .select_related("duty__cluster", "duty__district")
            .defer("inputs", "outcome", "explanation")
            .order_by("duty__cluster__name_key", "pk")
        )
        self.stdout.write(f"{pad('集聚区', 44)}{pad('区市', 26)}{pad('结论', 18)}{pad('状态', 20)}提示")
        for row in rows.iterator(chunk_size=500):
            flags = "；".join(Flag(flag).label for flag in row.flags)
            name = pad(row.duty.cluster.name, 44)
            district = pad(row.duty.district.name if row.duty.district else "—", 26)
            verdict = pad(Verdict(row.verdict).label, 18)
            self.stdout.write(f"{name}{district}{verdict}{pad(row.get_state_display(), 20)}{flags}")
        self.stdout.write(f"\n{said}")


@transaction.atomic
def _assess(year: int) -> str:
    """Score the year and return what came of it; a run that changes no result leaves no trace of itself."""
    states = Assessment.objects.filter(duty__reporting_year=year).values_list("pk", "state").order_by("pk")
    before = list(states)
    run, written = runs.assess_now(year, by=None)
    if list(states.all()) == before:
        transaction.set_rollback(True)
        return f"{year}年度应评{run.total}家，结果与上次完全相同，没有写入任何内容。"
    to_come = run.counts.get(runs.NOT_DUE)
    later = f"其中{to_come}家尚未到报送截止时间。" if to_come else ""
    return f"{run}：应评{run.total}家，新结果{written}条，其余与上次相同。{later}"
