"""Load an old workbook of the bureau by a mapping of its headings; shows the mapping, --confirm files the figures."""

import tomllib
from argparse import ArgumentParser
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from assessment.management.base import PortalCommand, account
from assessment.models import Indicator
from assessment.services import history_load
from clusters.workbooks.codes import WorkbookRefused


class Command(PortalCommand):
    help = "按表头映射载入全市历史数据（.xlsx）；先列出映射与条数，--confirm 时在一个事务内提交待核实。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.xlsx", help="原有工作簿")
        parser.add_argument("--map", required=True, type=Path, metavar="MAP.toml", help="表头映射")
        parser.add_argument("--as", required=True, dest="username", metavar="用户名", help="市级审批人的用户名")
        parser.add_argument("--confirm", action="store_true", help="写入")
        parser.add_argument(
            "--overwrite", nargs="+", default=[], metavar="单元格", help="同意覆盖已填数据的单元格，如 C2 D2"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = account(options["username"])
        try:
            mapping = tomllib.loads(options["map"].read_text(encoding="utf-8"))
            loaded = history_load.read(options["file"].read_bytes(), mapping, by=user)
            self._show(loaded)
            count = history_load.load(loaded, consented=options["overwrite"], by=user) if options["confirm"] else 0
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CommandError(f"无法读取文件：{error}") from error
        except WorkbookRefused as refusal:
            for found in refusal.faults:
                self.stdout.write(f"  {found.code}　{found.place}　{found.message}")
            raise CommandError("没有载入任何数据，请按上列问题修改。") from refusal
        done = f"已载入{count}条，等待市级审核员核实。" if count else "尚未写入（加 --confirm 写入）。"
        self.stdout.write(f"{len(loaded.rows)}条历史数据。{done}")

    def _show(self, loaded: history_load.Loaded) -> None:
        """Write the mapping, each row with code, name and figures, and every stored figure that would be replaced."""
        for sentence in (*loaded.statement, *loaded.remarks):
            self.stdout.write(f"  {sentence}")
        columns = {row.code: row for row in Indicator.objects.all()}
        for duty, row in loaded.rows:
            values = "，".join(
                f"{columns[code].label} {value:f}{columns[code].unit}"
                for code, value in row.values.items()
                if isinstance(value, Decimal)
            )
            self.stdout.write(
                f"  第{row.number}行　{duty.cluster.code}　{duty.cluster.name}　{duty.year}年度　{values}"
            )
        for item in loaded.overwritten:
            label, unit = columns[item.code].label, columns[item.code].unit
            self.stdout.write(f"  覆盖 {item.cell}　{item.cluster}　{label}：{item.old} → {item.new} {unit}")
        if loaded.overwritten:
            cells = " ".join(item.cell for item in loaded.overwritten)
            self.stdout.write(f"  同意全部覆盖时加 --overwrite {cells}")
