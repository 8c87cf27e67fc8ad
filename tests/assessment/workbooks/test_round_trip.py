"""Whatever a template holds, it holds after a round trip through a file."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.workbooks.reader import interpret
from assessment.workbooks.spec import TemplateRow, TemplateSpec
from clusters.workbooks.read.child_read import read
from clusters.workbooks.table.columns import Column, Kind, Value
from tests.assessment.workbooks.samples import opened, saved, template

NAMES = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufeff\ufffe\uffff"),
    min_size=1,
    max_size=30,
).filter(lambda text: "".join(text.split()))
STARTS = st.sampled_from(("", "=", "+", "-", "@", "＝", "'", '"', "=none|'none'!A0", "_x0041_", "<b>&amp;", "\t="))
TEXTS = st.builds(lambda start, rest: (start + rest).strip(), STARTS, NAMES).filter(bool)
FIGURE = st.none() | st.decimals("-999999999999.99", "999999999999.99", places=2).map(lambda value: value + 0)
WHOLE = st.none() | st.integers(0, 9_999_999).map(Decimal)


def spec_of(entries: list[tuple[str, Value, Value, Value]]) -> TemplateSpec:
    columns = (
        Column("tax", "税收", "万元"),
        Column("jobs", "期末从业人员", "人", Kind.WHOLE),
        Column("note", "情况说明", kind=Kind.TEXT),
    )
    rows = [
        TemplateRow(f"C-{number}", name, {"tax": tax, "jobs": jobs, "note": note})
        for number, (name, tax, jobs, note) in enumerate(entries)
    ]
    return TemplateSpec("370202", "市南区", 2022, columns, tuple(rows))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(TEXTS, FIGURE, WHOLE, st.none() | TEXTS), min_size=1, max_size=6))
def test_import_of_an_export_is_the_original(entries: list[tuple[str, Value, Value, Value]]) -> None:
    spec = spec_of(entries)
    if not any(value is not None for row in spec.rows for value in row.values.values()):
        return
    sheet = interpret(read(template(spec)), spec)
    assert [(row.name, *row.values.values()) for row in sheet.rows] == entries
    assert [dict(row.base) for row in sheet.rows] == [
        {code: value for code, value in row.values.items() if value is not None} for row in spec.rows
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(TEXTS, FIGURE, WHOLE, st.none() | TEXTS), min_size=1, max_size=4))
def test_import_after_another_program_saved_it_is_the_original(entries: list[tuple[str, Value, Value, Value]]) -> None:
    # openpyxl writes a literal "_x0041_" without escaping it, so that every reader takes it for an "A".
    spec = spec_of([entry for entry in entries if "_x" not in f"{entry[0]}{entry[3]}"])
    if not any(value is not None for row in spec.rows for value in row.values.values()):
        return
    sheet = interpret(read(saved(opened(template(spec)))), spec)
    assert [dict(row.values) for row in sheet.rows] == [dict(row.values) for row in spec.rows]
