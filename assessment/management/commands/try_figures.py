"""`manage.py try_figures --ruleset FILE --figures FILE.csv [--out FILE.csv]`: judge a table without the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from assessment.management.trial_files import refused, ruleset_of, text_of, write
from assessment.rules.cases.trial_table import FiguresError, judge_figures, table_of


class Command(BaseCommand):
    """Writes value, points and state of every criterion, then total, grade and verdict; 2 for unusable files."""

    help = "按规则集试算一张数据表，不读写数据库。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ruleset", type=Path, required=True, help="规则集文件（TOML）")
        parser.add_argument(
            "--figures", type=Path, required=True, help="数据表（CSV：cluster, group, year, 指标代码…）"
        )
        parser.add_argument("--out", type=Path, help="结果表（CSV）；不写则输出到屏幕")

    def handle(self, *args: Any, **options: Any) -> None:
        ruleset, figures = ruleset_of(options["ruleset"]), options["figures"]
        try:
            judged, notes = judge_figures(text_of(figures), ruleset)
        except FiguresError as error:
            raise refused(f"{figures.name}：{error}") from error
        for note in notes:
            self.stderr.write(f"（提示）{note}")
        table = table_of(judged)
        if options["out"]:
            write(options["out"], table)
            self.stdout.write(f"已试算 {len(judged)} 行，结果写入 {options['out']}。")
        else:
            self.stdout.write(table.removeprefix("\ufeff"))
