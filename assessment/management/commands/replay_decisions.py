"""Recompute every decision from its own record and compare byte for byte."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessment.services import replay


class Command(BaseCommand):
    help = "按每项决定自身的记录重新计算并逐字节比较；有不一致时列出并以错误退出。"

    def handle(self, *args: Any, **options: Any) -> None:
        total = bad = 0
        for decision, differences in replay.all_differences():
            total += 1
            for difference in differences:
                self.stdout.write(f"决定{decision.pk}　{decision}：{difference}")
            bad += bool(differences)
        if bad:
            raise CommandError(f"{total}项决定中有{bad}项不一致。")
        self.stdout.write(f"{total}项决定全部一致。")
