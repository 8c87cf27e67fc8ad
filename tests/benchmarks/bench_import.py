"""Importing a district's workbook: at least 20 times the usual library, at most 5 times the floor, in one run."""

import pytest

from assessment.models import ImportJob, RulesetVersion, Submission
from assessment.selectors import rulebook
from assessment.services import imports, reference
from clusters.models import User
from tests.benchmarks import field, rivals
from tests.benchmarks.timing import keep, seconds
from tests.factories import UserFactory

FASTER_THAN_LIBRARY = 20
TIMES_THE_FLOOR = 5


@pytest.fixture
def officer(db: None) -> User:
    reference.install_ruleset()
    return UserFactory(district=field.build())


def test_import_of_five_thousand_rows(officer: User) -> None:
    data = field.workbook(officer.district)
    rules = rulebook.parsed(RulesetVersion.objects.get())

    def ours() -> None:
        job = imports.preview(data, file_name="表.xlsx", year=2021, by=officer)
        assert imports.confirm(job, by=officer) == field.ROWS, job.faults[:3]

    measured = {
        "ours": seconds(ours),
        "floor": seconds(lambda: rivals.floor(data, rules)),
        "library": seconds(lambda: rivals.library_import(data), repeats=1),
    }
    assert not Submission.objects.exists()
    assert not ImportJob.objects.exists()
    faster, times = measured["library"] / measured["ours"], measured["ours"] / measured["floor"]
    report = {name: round(value, 3) for name, value in measured.items()}
    report |= {"rows": field.ROWS, "columns": len(field.CODES)}
    report |= {"times_faster_than_library": round(faster, 1), "times_the_floor": round(times, 2)}
    keep("import", report)
    print(f"\n导入 {field.ROWS} 行 × {len(field.CODES)} 列（预览与确认，PostgreSQL，同一次运行，秒）")
    for name, label in (("ours", "本平台"), ("floor", "下限：读取＋检查＋COPY"), ("library", "django-import-export")):
        print(f"  {label:<24}{measured[name]:8.3f}")
    print(
        f"  快于 django-import-export {faster:.1f} 倍（要求 ≥ {FASTER_THAN_LIBRARY}）；为下限的 {times:.2f} 倍（要求 ≤ {TIMES_THE_FLOOR}）"
    )
    assert faster >= FASTER_THAN_LIBRARY
    assert times <= TIMES_THE_FLOOR
