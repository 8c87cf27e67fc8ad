"""Documents, quotations and the city's name are data: rulebooks, fixtures and settings, never Python."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.sources import ROOT, modules, parsed

# A city's document number (青政字〔2020〕30号) or the name of the city.
LAW = re.compile(r"青政字|青发改|青岛|〔\d{4}〕")


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Every text a module uses; what is only told to its reader (docstrings) is left out."""
    tree = parsed(path)
    told = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def test_no_text_of_the_program_holds_a_document_number_or_the_citys_name() -> None:
    """Issue A5: another city's or a later rulebook must never quote the wrong law."""
    found = [f"{path}:{line} {text}" for path in modules() for line, text in literals(path) if LAW.search(text)]
    assert found == []


def test_what_letters_quote_stands_in_the_rulebook() -> None:
    rulebook = (ROOT / "fixtures" / "rulesets" / "qingdao_2020.toml").read_text(encoding="utf-8")
    assert "[authority]" in rulebook
    assert 'quotation = "' in rulebook
