"""The command that judges a table of figures."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[3]
POINTS = ROOT / "fixtures" / "rulesets" / "example_points.toml"
FIGURES = ROOT / "tests" / "data" / "rules" / "points_figures.csv"
RESULTS = ROOT / "tests" / "data" / "rules" / "points_results.csv"


def test_results_are_written_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.csv"
    call_command("try_figures", ruleset=POINTS, figures=FIGURES, out=out)
    assert out.read_bytes().replace(b"\r\n", b"\n") == RESULTS.read_bytes()
    assert f"已试算 8 行，结果写入 {out}。" in capsys.readouterr().out


def test_results_are_printed_without_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "figures.csv"
    file.write_text("cluster,group,year,memo\n甲,,2021,x\n", encoding="utf-8")
    call_command("try_figures", ruleset=POINTS, figures=file)
    printed = capsys.readouterr()
    assert printed.out.startswith("cluster,group,year,")
    assert "甲,,2021," in printed.out
    assert "（提示）列“memo”不是规则集的指标代码，未使用" in printed.err


def test_table_saved_in_gbk_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "figures.csv"
    file.write_bytes("cluster,group,year\n甲,物流,2021\n".encode("gbk"))
    call_command("try_figures", ruleset=POINTS, figures=file)
    assert "甲,物流,2021," in capsys.readouterr().out


@pytest.mark.parametrize(
    ("ruleset", "figures", "message"),
    (
        (Path("absent.toml"), FIGURES, "absent.toml：没有这个文件，或者不能读取"),
        (POINTS, Path("absent.csv"), "absent.csv：没有这个文件，或者不能读取"),
        (POINTS, POINTS, "example_points.toml：数据表：缺少列：cluster、group、year"),
    ),
)
def test_files_that_cannot_be_used_are_named_and_end_with_two(ruleset: Path, figures: Path, message: str) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("try_figures", ruleset=ruleset, figures=figures)
    assert str(caught.value).startswith(message)
    assert caught.value.returncode == 2
