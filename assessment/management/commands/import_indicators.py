"""Preview a filled-in workbook as a district officer, and take it over with --confirm: the same service as the page."""

import hashlib
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from assessment.enums import ImportState
from assessment.management.base import PortalCommand, account
from assessment.models import ImportJob
from assessment.services import imports
from clusters.workbooks.codes import WorkbookRefused

_VERDICTS = {ImportState.REFUSED: "refused", ImportState.CONFIRMED: "imported", ImportState.PREVIEWED: "preview"}


class Command(PortalCommand):
    help = "导入区市填报表：先预览，--confirm 时在一个事务内写入；有问题时逐一列出并以错误退出。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.xlsx", help="填好的填报表")
        parser.add_argument("--as", required=True, dest="username", metavar="用户名", help="以哪个填报员的身份")
        parser.add_argument("--year", required=True, type=int, metavar="年度", help="数据年度")
        parser.add_argument("--confirm", action="store_true", help="预览无误后写入")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        user, as_json = account(options["username"]), options["json"]
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"无法读取文件：{options['file']}（{error.strerror}）。") from error
        try:
            job = imports.preview(data, file_name=options["file"].name, year=options["year"], by=user)
            taken = imports.confirm(job, by=user) if options["confirm"] and job.state == ImportState.PREVIEWED else 0
        except WorkbookRefused as refusal:
            # A file that could not even become a job.
            if not as_json:
                raise CommandError(refusal.message) from refusal
            faults = [item.as_dict() for item in refusal.faults]
            self.stdout.write(_json(answer(None, "refused", hashlib.sha256(data).hexdigest(), faults)))
            raise SystemExit(1) from refusal
        job.refresh_from_db()
        told = answer(job, _VERDICTS[ImportState(job.state)], job.sha256, job.faults, taken)
        self.stdout.write(_json(told) if as_json else text_of(told))
        if job.state == ImportState.REFUSED:
            raise SystemExit(1)


def _json(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1)


def answer(job: ImportJob | None, verdict: str, sha256: str, faults: list[Any], taken: int = 0) -> dict[str, Any]:
    """Return what came of the file as plain values: refused, preview or imported, with every fault and warning."""
    plan = job.plan if job else []
    return {
        "verdict": verdict,
        "job": str(job.pk) if job else None,
        "sha256": sha256,
        "rows": len(plan),
        "changes": sum(len(row["changes"]) for row in plan),
        "conflicts": sum(len(row["conflicts"]) for row in plan),
        "imported": taken,
        "errors": faults,
        "warnings": [
            {
                "code": code,
                "severity": severity,
                "cluster": row["code"],
                "fields": fields,
                "cell": cell,
                "message": text,
            }
            for row in plan
            for code, severity, fields, cell, text in row["warnings"]
        ],
    }


def text_of(answer: dict[str, Any]) -> str:
    """Return the answer for reading."""
    if answer["verdict"] == "refused":
        lines = [f"未导入任何数据，共{len(answer['errors'])}处问题："]
        lines += [
            f"  {error['code']}　{error['sheet']}!{error['cell'] or error['row'] or ''}　{error['message']}"
            for error in answer["errors"]
        ]
        return "\n".join(lines)
    done = f"已导入{answer['imported']}家。" if answer["verdict"] == "imported" else "尚未写入（加 --confirm 写入）。"
    lines = [f"{answer['rows']}家集聚区有变化，{answer['changes']}处修改，{answer['conflicts']}处冲突。{done}"]
    lines += [f"  {warning['code']}　{warning['cell']}　{warning['message']}" for warning in answer["warnings"]]
    return "\n".join(lines)
