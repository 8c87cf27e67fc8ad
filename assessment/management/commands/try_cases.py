"""`manage.py try_cases FILE.csv [--ruleset FILE] [--out FILE.csv]`: run decision cases against a rulebook."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from assessment.management.trial_files import refused, ruleset_of, text_of, write
from assessment.rules.cases.decisions import run_cases, table_of

NOTICE = Path("fixtures/rulesets/qingdao_2020.toml")


class Command(BaseCommand):
    """Prints every difference from what a case expects, and exits with 1 when there is one; 2 for unusable files."""

    help = "按规则集运行决策用例，列出每一处不一致；有不一致时以 1 退出，文件不能用时以 2 退出。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="用例文件（CSV，UTF-8）")
        parser.add_argument(
            "--ruleset", type=Path, action="append", help="规则集文件（TOML），可写多个；默认为文件规定的规则集"
        )
        parser.add_argument("--out", type=Path, help="结果表（CSV）")

    def handle(self, *args: Any, **options: Any) -> None:
        paths = options["ruleset"] or [settings.BASE_DIR / NOTICE]
        rulesets = [ruleset_of(path) for path in paths]
        try:
            results = run_cases(text_of(options["file"]), rulesets)
        except ValueError as error:
            raise refused(f"{options['file'].name}：{error}") from error
        for result in results:
            for line in (*result.differences, *(f"（提示）{note}" for note in result.notes)):
                self.stdout.write(f"{result.case_id} {result.text}：{line}")
        if options["out"]:
            write(options["out"], table_of(results))
        wrong = sum(not result.is_as_expected for result in results)
        self.stdout.write(f"用例 {len(results)} 个，一致 {len(results) - wrong} 个，不一致 {wrong} 个。")
        if wrong:
            raise SystemExit(1)
