"""What our import is measured against: the usual library, and the floor of reading, checking and copying."""

import io
import json
from decimal import Decimal
from typing import Any

import python_calamine
import tablib
from django.db import connection
from import_export import fields, resources

from assessment.models import Duty, Submission
from assessment.rules.engine import check
from assessment.rules.facts import Facts
from assessment.rules.ruleset import Ruleset
from tests.benchmarks.field import CODES

HEAD_ROWS = 3


class FigureField(fields.Field):
    """One indicator of the report, kept as a decimal string in the JSON column."""

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        value = row[self.column_name]
        instance.values[self.attribute] = None if value in (None, "") else str(Decimal(str(value)))

    def get_value(self, instance: Any, native: bool = False) -> Any:
        return instance.values.get(self.attribute)


class ReportResource(resources.ModelResource):
    """The report as django-import-export would import it, row by row with its own diff."""

    code = fields.Field(column_name="集聚区代码", attribute="duty__cluster__code", readonly=True)
    for _code, _label, _unit in CODES:
        locals()[_code] = FigureField(column_name=f"{_label}（{_unit}）", attribute=_code)
    del _code, _label, _unit

    class Meta:
        model = Submission
        import_id_fields = ("code",)
        fields = ("code", *(code for code, *_ in CODES))
        skip_unchanged = True

    def get_instance(self, instance_loader: Any, row: Any) -> Submission | None:
        return Submission.objects.filter(duty__cluster__code=row["集聚区代码"]).first()

    def init_instance(self, row: Any = None) -> Submission:
        return Submission(duty=Duty.objects.get(cluster__code=row["集聚区代码"]), values={})


def library_import(data: bytes) -> None:
    """Preview (dry run) and import the file with django-import-export, as its admin does."""
    dataset = tablib.Dataset()
    sheet = tablib.Databook().load(io.BytesIO(_plain(data)), format="xlsx").sheets()[0]
    dataset.dict = sheet.dict
    resource = ReportResource()
    preview = resource.import_data(dataset, dry_run=True)
    assert not preview.has_errors(), preview.row_errors()[:1]
    result = resource.import_data(dataset, dry_run=False, raise_errors=True)
    assert result.totals["new"] == len(dataset)


def _plain(data: bytes) -> bytes:
    """Return the figures as a plain sheet with its headings in the first row, which is all the library reads."""
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("填报").to_python()
    dataset = tablib.Dataset(*rows[HEAD_ROWS + 1 :], headers=rows[HEAD_ROWS])
    content: bytes = dataset.export("xlsx")
    return content


def floor(data: bytes, rules: Ruleset) -> int:
    """Read with the fastest reader, run the same data checks, and COPY rows of the same width; return how many."""
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("填报").to_python()
    head, body = rows[HEAD_ROWS], rows[HEAD_ROWS + 1 :]
    places = [(code, head.index(f"{label}（{unit}）")) for code, label, unit in CODES]
    lines = []
    for number, row in enumerate(body):
        values = {code: Decimal(str(row[at])) for code, at in places}
        check(Facts(2021, values=values), rules)
        lines.append(f"{number}\t{json.dumps({code: str(value) for code, value in values.items()})}\n")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE floor (duty integer, figures jsonb)")
        cursor.copy_expert("COPY floor FROM STDIN", io.StringIO("".join(lines)))
        cursor.execute("SELECT count(*) FROM floor")
        count: int = cursor.fetchone()[0]
        cursor.execute("DROP TABLE floor")
    return count
