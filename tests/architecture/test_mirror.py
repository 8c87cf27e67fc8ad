"""Tests lie where the code lies, so that whoever changes a module finds its tests without a search."""

from pathlib import Path

import pytest

from tests.support.sources import ROOT, imported, modules

# One module, one test file: these hold the consequences. Screens are walked by address and in the browser.
APPS = ("clusters", "clusters/documents", "clusters/messaging", "clusters/applications", "assessment")
MIRRORED = (*(f"{app}/{layer}" for app in APPS for layer in ("services", "selectors")), "tasks")
SINGLE = ("clusters/workflow.py", *(f"{app}/access.py" for app in APPS))
# Pure packages behind a few doors: their tests lie in the mirror of the package and reach every module through it.
REACHED = ("assessment/rules", "assessment/letters", "assessment/workbooks", "clusters/letters", "clusters/workbooks")

# Tests that set several modules of a folder against each other.
ACROSS = ("test_races.py",)


def is_code(path: Path) -> bool:
    return path.name not in ("__init__.py", "errors.py", "enums.py")


def mirrored_modules() -> list[Path]:
    single = [Path(name) for name in SINGLE if (ROOT / name).exists()]
    return [path for path in [*modules(*MIRRORED), *single] if is_code(path)]


def dotted(path: Path) -> str:
    return ".".join(path.with_suffix("").parts)


def reached(package: str) -> set[str]:
    """The modules of a package that its tests import, or that those import in turn."""
    inner = {dotted(path): imported(path) for path in modules(package)}
    tests = [path.relative_to(ROOT) for path in (ROOT / "tests" / package).rglob("*.py")]
    waiting = [name for path in tests for name in imported(path) if name in inner]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [other for other in inner[name] if other in inner]
    return found


def has_tests(module: Path) -> bool:
    """`x/y/z.py` is tested by `tests/x/y/test_z.py`, by `tests/x/y/test_z_*.py` or by `tests/x/y/z/test_*.py`."""
    folder = ROOT / "tests" / module.parent
    patterns = (f"test_{module.stem}.py", f"test_{module.stem}_*.py", f"{module.stem}/test_*.py")
    return any(any(folder.glob(pattern)) for pattern in patterns)


def test_every_module_has_its_tests_in_the_mirror() -> None:
    assert mirrored_modules()
    assert [str(module) for module in mirrored_modules() if not has_tests(module)] == []


@pytest.mark.parametrize("folder", MIRRORED)
def test_mirror_holds_no_tests_of_modules_that_are_gone(folder: str) -> None:
    names = [path.stem for path in modules(folder)]
    orphans = [
        path.name
        for path in (ROOT / "tests" / folder).glob("test_*.py")
        if path.name not in ACROSS
        and not any(path.stem == f"test_{name}" or path.stem.startswith(f"test_{name}_") for name in names)
    ]
    assert orphans == []


@pytest.mark.parametrize("package", [name for name in REACHED if (ROOT / name).is_dir()])
def test_every_module_of_a_pure_package_is_reached_by_its_tests(package: str) -> None:
    written = {dotted(path) for path in modules(package) if is_code(path)}
    assert written
    assert written - reached(package) == set()
