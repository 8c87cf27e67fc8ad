"""The shape of the tree: what lies at the top, how long files and functions may be."""

import ast
import re
import subprocess

from tests.support.sources import ROOT, functions, modules, modules_of_tests, parsed

TOP_LEVEL = {
    "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "SECURITY.md", "assessment", "clusters",
    "config", "docker-compose.yml", "docs", "findings", "fixtures", "manage.py", "pyproject.toml",
    "requirements-dev.txt", "requirements.txt", "static", "tasks", "templates", "tests",
}  # fmt: skip
FILE_LINES = 300
FUNCTION_LINES = 40
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError")


def tracked() -> list[str]:
    """The files git knows, or those that lie here where this is no checkout (an unpacked archive)."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    return listed.stdout.splitlines() if listed.returncode == 0 else []


def test_top_level_holds_what_was_agreed_and_nothing_else() -> None:
    seen = {name.split("/")[0] for name in tracked()}
    assert {name for name in seen if not name.startswith(".")} <= TOP_LEVEL
    assert {name for name in TOP_LEVEL if not (ROOT / name).exists()} == set()


def test_files_are_at_most_three_hundred_lines() -> None:
    lengths = {
        str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines())
        for path in modules() + modules_of_tests()
    }
    assert {name: lines for name, lines in lengths.items() if lines > FILE_LINES} == {}


def test_functions_are_at_most_forty_lines() -> None:
    lengths = {
        f"{path}:{function.lineno} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in modules()
        for function in functions(path)
    }
    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES} == {}


def test_package_files_are_empty() -> None:
    """Only `models/__init__.py` may hold code, because Django looks for models there."""
    packages = [path for path in modules() if path.name == "__init__.py" and path.parent.name != "models"]
    assert [str(path) for path in packages if (ROOT / path).read_text().strip()] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [str(path) for path in modules() if path.name != "__init__.py" and not ast.get_docstring(parsed(path))]
    assert silent == []


def test_nothing_is_left_unfinished() -> None:
    marked = [str(path) for path in modules() if UNFINISHED.search((ROOT / path).read_text(encoding="utf-8"))]
    assert marked == []


def test_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in readme
    assert "make test" in readme
