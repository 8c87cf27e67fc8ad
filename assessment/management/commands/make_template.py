"""Write the template workbook of a district and year."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessment.selectors import figures, workbook_spec
from assessment.workbooks.template import render_template
from clusters.models import District


class Command(BaseCommand):
    help = "生成区市某一数据年度的填报表（.xlsx），含现有数据和上年数据。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--district", required=True, metavar="代码", help="区市代码，例如 370202")
        parser.add_argument("--year", required=True, type=int, metavar="年度", help="数据年度")
        parser.add_argument("--out", required=True, type=Path, metavar="文件", help="输出文件")

    def handle(self, *args: Any, **options: Any) -> None:
        district = District.objects.filter(pk=options["district"]).first()
        if district is None:
            raise CommandError(f"没有代码为“{options['district']}”的区市。")
        duties = workbook_spec.duties_of(district, options["year"])
        if not duties:
            raise CommandError(f"{district}在{options['year']}年度没有报送任务。")
        spec = workbook_spec.spec_of(district, options["year"], duties, figures.verified_before(duties))
        book = render_template(spec, issued=timezone.now().isoformat(timespec="seconds"))
        try:
            options["out"].write_bytes(book)
        except OSError as problem:
            raise CommandError(f"无法写入文件“{options['out']}”：{problem.strerror}。") from problem
        self.stdout.write(f"{options['out']}：{district}{options['year']}年度，{len(duties)}家集聚区。")
