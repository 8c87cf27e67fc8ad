"""Files of the trying-out commands."""

from pathlib import Path

import pytest
from django.core.management import CommandError

from assessment.management.trial_files import ruleset_of, text_of, write

ROOT = Path(__file__).resolve().parents[3]
POINTS = ROOT / "fixtures" / "rulesets" / "example_points.toml"


def refusal(caught: pytest.ExceptionInfo[CommandError]) -> str:
    assert caught.value.returncode == 2
    return str(caught.value)


def test_rulebook_with_a_mark_at_its_start_is_read(tmp_path: Path) -> None:
    file = tmp_path / "草案.toml"
    file.write_text(POINTS.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert ruleset_of(file).code == "example-points"


def test_rulebook_in_another_encoding_is_refused_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "草案.toml"
    file.write_bytes(POINTS.read_text(encoding="utf-8").encode("gbk"))
    with pytest.raises(CommandError) as caught:
        ruleset_of(file)
    assert refusal(caught) == "草案.toml：规则集须为 UTF-8 编码的文本文件，请在编辑器里另存为 UTF-8"


def test_refused_rulebook_shows_the_place(tmp_path: Path) -> None:
    file = tmp_path / "草案.toml"
    file.write_text(
        POINTS.read_text(encoding="utf-8").replace('line = "tax_line"', 'line = "tax_lin"'), encoding="utf-8"
    )
    with pytest.raises(CommandError) as caught:
        ruleset_of(file)
    first, *shown = refusal(caught).split("\n")
    problem = "没有名为“tax_lin”的参数（现有：tax_line、tax_line_logistics）；数值不加引号，百分数 40% 写 40"
    assert first == f"草案.toml：[criteria 第1项 tax] 的“line”：{problem}"
    assert len(shown) == 5
    assert [line for line in shown if line.startswith("→")] == [shown[2]]
    assert shown[2].endswith('  line = "tax_lin"')


def test_workbook_instead_of_a_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "数据.xlsx"
    file.write_bytes(b"PK\x03\x04")
    with pytest.raises(CommandError) as caught:
        text_of(file)
    assert refusal(caught).startswith("数据.xlsx：这是 Excel 工作簿，不是 CSV")


def test_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        write(tmp_path / "无" / "结果.csv", "x")
    assert refusal(caught).endswith("结果.csv：不能写入；请检查文件夹是否存在、文件是否正在打开")
