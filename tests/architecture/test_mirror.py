"""Tests lie where the code lies, so that whoever changes a module finds its tests without a search."""

from pathlib import Path

import pytest

from tests.support.sources import ROOT, modules

# Where a rule or a consequence is written down. Screens are walked by the tests of their addresses and in the browser.
MIRRORED = (
    "clusters/services",
    "clusters/selectors",
    "assessment/services",
    "assessment/selectors",
    "assessment/rules",
    "assessment/letters",
    "assessment/workbooks",
    "tasks",
)
SINGLE = ("clusters/access.py", "clusters/workflow.py", "assessment/access.py")
# The Celery application itself: the worker tests run it as a process.
EXEMPT = ("tasks/celery.py",)
# Names and fields without a decision of their own; the modules that use them are tested.
DECLARATIONS = ("facts.py", "errors.py", "enums.py")


def mirrored_modules() -> list[Path]:
    folders = [path for folder in MIRRORED if (ROOT / folder).is_dir() for path in modules(folder)]
    single = [Path(name) for name in SINGLE if (ROOT / name).exists()]
    return [
        path
        for path in [*folders, *single]
        if path.name != "__init__.py" and path.name not in DECLARATIONS and str(path) not in EXEMPT
    ]


@pytest.mark.parametrize("module", mirrored_modules(), ids=str)
def test_module_has_a_test_file_in_its_mirror(module: Path) -> None:
    """`x/y/z.py` is tested by `tests/x/y/test_z.py`, by `tests/x/y/test_z_*.py` or by `tests/x/y/z/test_*.py`."""
    folder = ROOT / "tests" / module.parent
    found = [
        *folder.glob(f"test_{module.stem}.py"),
        *folder.glob(f"test_{module.stem}_*.py"),
        *(folder / module.stem).glob("test_*.py"),
    ]
    assert found, f"no tests/{module.parent}/test_{module.stem}.py"


@pytest.mark.parametrize("folder", MIRRORED)
def test_mirror_holds_no_tests_of_modules_that_are_gone(folder: str) -> None:
    names = [path.stem for path in modules(folder)]
    orphans = [
        path.name
        for path in (ROOT / "tests" / folder).glob("test_*.py")
        if not any(path.stem == f"test_{name}" or path.stem.startswith(f"test_{name}_") for name in names)
    ]
    assert orphans == []
