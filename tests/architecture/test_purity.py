"""The rules engine and the documents stay free of the framework."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.sources import ROOT, imported, modules, parsed


def test_importing_the_engine_does_not_import_django() -> None:
    program = "import sys, assessment.rules.engine; print(*sorted(name.split('.')[0] for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"django", "celery", "rest_framework"} & set(done.stdout.split()) == set()
    assert "assessment" in done.stdout.split()


@pytest.mark.parametrize("path", modules("assessment/rules"), ids=str)
def test_rules_import_the_standard_library_only(path: Path) -> None:
    foreign = {name for name in imported(path) if name.split(".")[0] not in sys.stdlib_module_names}
    assert {name for name in foreign if not name.startswith("assessment.rules")} == set()


@pytest.mark.parametrize("path", modules("assessment/rules"), ids=str)
def test_rules_use_no_clock_no_chance_and_no_floats(path: Path) -> None:
    called = {ast.unparse(node.func) for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)}
    assert called & {"float", "date.today", "datetime.now", "time.time", "eval", "exec", "open"} == set()
    assert [
        node.value for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant) and type(node.value) is float
    ] == []


@pytest.mark.parametrize("path", (*modules("assessment/letters"), *modules("assessment/workbooks")), ids=str)
def test_documents_know_neither_the_framework_nor_the_models(path: Path) -> None:
    assert {name for name in imported(path) if name.split(".")[0] in ("django", "rest_framework", "celery")} == set()
    assert {name for name in imported(path) if ".models" in name} == set()
