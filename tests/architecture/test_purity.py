"""The rules engine and the documents stay free of the framework."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.support.sources import ROOT, imported, modules, parsed

DOCUMENTS = ("assessment/letters", "assessment/workbooks", "clusters/letters", "clusters/workbooks")
SHARED = ("clusters.units", "clusters.csvfile")
"""Plain modules that the engine and the workbooks have in common."""

IMPURE = {"float", "date.today", "datetime.now", "time.time", "random.random", "eval", "exec", "open"}


def test_importing_the_engine_does_not_import_django() -> None:
    program = "import sys, assessment.rules.engine; print(*sorted(name.split('.')[0] for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"django", "celery", "rest_framework"} & set(done.stdout.split()) == set()
    assert "assessment" in done.stdout.split()


def test_rules_import_the_standard_library_only() -> None:
    foreign = {
        f"{path}: {name}"
        for path in [*modules("assessment/rules"), *(Path(*name.split(".")).with_suffix(".py") for name in SHARED)]
        for name in imported(path)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith(("assessment.rules", *SHARED))
    }
    assert foreign == set()


def test_rules_use_no_clock_no_files_and_no_floats() -> None:
    found = []
    for path in modules("assessment/rules"):
        for node in ast.walk(parsed(path)):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if called in IMPURE or (isinstance(node, ast.Constant) and type(node.value) is float):
                found.append(f"{path}:{node.lineno} {called or node.value}")
    assert found == []


def test_documents_know_neither_the_framework_nor_the_models() -> None:
    foreign = {
        f"{path}: {name}"
        for path in modules(*DOCUMENTS)
        for name in imported(path)
        if name.split(".")[0] in ("django", "rest_framework", "celery") or ".models" in name
        # Letters are templates; the template language knows neither request nor database.
        if not (path.is_relative_to("assessment/letters") and name.startswith("django.template"))
    }
    assert foreign == set()
