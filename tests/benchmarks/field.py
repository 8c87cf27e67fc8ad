"""A district of five thousand clusters with thirteen indicators, and its workbook filled in."""

import io
from decimal import Decimal

import openpyxl
from django.db import connection
from django.utils import timezone

from assessment.models import Duty, Indicator, Review, Submission, SubmissionVersion
from assessment.selectors import workbook_spec
from assessment.selectors.figures import to_text
from assessment.workbooks.template import render_template
from clusters.models import Cluster, District, Recognition
from tests.factories import CategoryFactory, DistrictFactory, IndicatorFactory, ReportingYearFactory

ROWS = 5000
CODES = (
    ("revenue", "营业收入", "万元"),
    ("leading_revenue", "主导产业营业收入", "万元"),
    ("tax", "税收", "万元"),
    ("floor_area", "建筑面积", "平方米"),
    ("land_area", "占地面积", "平方米"),
    ("area_in_use", "已使用建筑面积", "平方米"),
    ("investment", "固定资产投资", "万元"),
    ("jobs", "期末从业人员", "人"),
    ("new_jobs", "新增就业", "人"),
    ("enterprises", "入驻企业", "个"),
    ("local_tax", "地方留成税收", "万元"),
    ("value_added", "增加值", "万元"),
    ("platforms", "公共服务平台", "个"),
)


def build(rows: int = ROWS) -> District:
    """Store the register, the duties of 2021 and the indicators; return the district."""
    district, category = DistrictFactory(), CategoryFactory()
    year = ReportingYearFactory(year=2021)
    for order, (code, label, unit) in enumerate(CODES):
        whole = unit in ("人", "个")
        IndicatorFactory(code=code, label=label, unit=unit, order=order, decimals=0 if whole else 2)
    Indicator.objects.exclude(code__in=[code for code, *_ in CODES]).delete()
    clusters = Cluster.objects.bulk_create(
        Cluster(
            code=f"B{at:05d}", name=f"测算集聚区{at:05d}", name_key=f"{at:05d}", district=district, category=category
        )
        for at in range(rows)
    )
    Recognition.objects.bulk_create(
        Recognition(cluster=cluster, level="municipal", recognised_on="2019-01-01", document="测算")
        for cluster in clusters
    )
    Duty.objects.bulk_create(Duty(reporting_year=year, cluster=cluster, district=district) for cluster in clusters)
    return district


def figures_of(at: int) -> dict[str, Decimal]:
    """Return plausible figures of the row, different in every one."""
    area = Decimal(50_000 + at * 7)
    revenue = area + Decimal(at % 997) + Decimal("0.25")
    return {
        "revenue": revenue,
        "leading_revenue": (revenue * 3 / 4).quantize(Decimal("0.01")),
        "tax": (area * 7 / 100).quantize(Decimal("0.01")),
        "floor_area": area,
        "land_area": area * 2,
        "area_in_use": area - 1000,
        "investment": Decimal(3000 + at),
        "jobs": Decimal(900 + at % 500),
        "new_jobs": Decimal(at % 90),
        "enterprises": Decimal(40 + at % 60),
        "local_tax": Decimal(500 + at % 300),
        "value_added": Decimal(9000 + at),
        "platforms": Decimal(1 + at % 5),
    }


def file(year: int, *, verified: int) -> None:
    """File a report for every duty of the year and verify the first `verified` of them; the others wait."""
    duties = list(Duty.objects.filter(reporting_year=year).order_by("cluster__code"))
    reports = Submission.objects.bulk_create(
        Submission(duty=duty, state="verified" if at < verified else "submitted", values=texts_of(at))
        for at, duty in enumerate(duties)
    )
    versions = SubmissionVersion.objects.bulk_create(
        SubmissionVersion(submission=row, number=1, values=row.values, source="form", sha256="0" * 64)
        for row in reports
    )
    Review.objects.bulk_create(Review(version=version, action="verified") for version in versions[:verified])
    for at, (row, version) in enumerate(zip(reports, versions, strict=True)):
        row.current_version = version
        row.verified_version = version if at < verified else None
    Submission.objects.bulk_update(reports, ["current_version", "verified_version"], batch_size=500)
    # What a running server does by itself: without it the planner takes the new tables for empty ones.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def texts_of(at: int) -> dict[str, str | None]:
    """Return the figures of the row as they are stored; every tenth misses the line of the revenue."""
    values = figures_of(at)
    missing = {"revenue": values["revenue"] * 9 / 10} if at % 10 == 0 else {}
    return to_text(values | missing)


def workbook(district: District) -> bytes:
    """Return the district's own template with every cell filled in, saved by a spreadsheet library."""
    duties = workbook_spec.duties_of(district, 2021)
    blank = workbook_spec.spec_of(district, 2021, duties, {})
    book = openpyxl.load_workbook(io.BytesIO(render_template(blank, issued=timezone.now().isoformat())))
    sheet = book["填报"]
    head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "集聚区代码")
    columns = {cell.value: cell.column for cell in sheet[head]}
    places = [(column.code, columns[column.heading]) for column in blank.columns]
    for offset, row in enumerate(blank.rows):
        values = figures_of(int(row.code[1:]))
        for code, column in places:
            number = values[code]
            sheet.cell(head + 1 + offset, column).value = int(number) if number == int(number) else float(number)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
