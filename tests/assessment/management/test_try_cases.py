"""The command that runs decision cases."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessment.management.commands.try_cases import NOTICE

ROOT = Path(__file__).resolve().parents[3]
CASES = ROOT / "tests" / "data" / "rules" / "given_cases.csv"


def test_all_cases_as_expected_end_well(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("try_cases", str(CASES))
    assert capsys.readouterr().out == "用例 39 个，一致 39 个，不一致 0 个。\n"


def test_a_changed_expectation_is_named_and_ends_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = CASES.read_text(encoding="utf-8").replace('{""2021"": ""YELLOW""}', '{""2021"": ""NONE""}', 1)
    changed, out = tmp_path / "cases.csv", tmp_path / "out.csv"
    changed.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as caught:
        call_command("try_cases", str(changed), out=out, ruleset=[ROOT / NOTICE])
    assert caught.value.code == 1
    printed = capsys.readouterr().out
    assert "QD-002 产业集聚度 69.99999%：2021年结论：应为 NONE，得到 YELLOW" in printed
    assert "一致 38 个，不一致 1 个" in printed
    assert out.read_bytes().startswith("\ufeffcase_id,".encode())
    assert "QD-002,产业集聚度 69.99999%,不一致" in out.read_text(encoding="utf-8-sig")


def test_unknown_keys_are_shown_as_notes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = 'case_id,title,level,recognised_on,history,expected_decisions\nT,试,municipal,2019-01-01,"[{""y"":2021,""taxx"":""1""}]","{""2021"":""HOLD""}"\n'
    file = tmp_path / "cases.csv"
    file.write_text(row, encoding="utf-8")
    call_command("try_cases", str(file))
    assert "T 试：（提示）2021年：不认识的键“taxx”已忽略" in capsys.readouterr().out


def test_file_without_cases_ends_with_two(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("case_id,level,recognised_on,history,expected_decisions\n", encoding="utf-8")
    with pytest.raises(CommandError) as caught:
        call_command("try_cases", str(file))
    assert (str(caught.value), caught.value.returncode) == ("cases.csv：用例文件：表头之下没有用例", 2)


@pytest.mark.parametrize(
    ("cases", "ruleset", "message"),
    (
        ("absent.csv", None, "absent.csv：没有这个文件，或者不能读取"),
        (None, "absent.toml", "absent.toml：没有这个文件，或者不能读取"),
        (None, str(CASES), "given_cases.csv：不是有效的 TOML 文件：第 1 行"),
    ),
)
def test_files_that_cannot_be_used_are_named_and_end_with_two(
    cases: str | None, ruleset: str | None, message: str
) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("try_cases", cases or str(CASES), ruleset=[Path(ruleset)] if ruleset else None)
    assert str(caught.value).startswith(message)
    assert caught.value.returncode == 2
