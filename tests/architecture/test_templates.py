"""Templates keep within the strict content security policy, which forbids scripts and styles in the page."""

import re

import pytest

from tests.support.sources import ROOT, modules, templates

TEMPLATE_LINES = 120
UNESCAPED = "text that is not escaped"
FORBIDDEN = {
    "a script in the page": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", re.I),
    "a style in the page": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
    "an htmx attribute that evaluates code": re.compile(
        r"\bhx-(on|vars|vals\s*=\s*[\"']js:)|hx-trigger=[\"'][^\"']*\[", re.I
    ),
    UNESCAPED: re.compile(r"\|\s*(safe|safeseq)\b|{%\s*autoescape\s+off"),
    "a foreign address to load from": re.compile(r"<(script|link|img|iframe)\b[^>]*(src|href)=[\"'](https?:)?//", re.I),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds_what_the_policy_forbids(what: str) -> None:
    found = []
    for path in templates():
        text = (ROOT / path).read_text(encoding="utf-8")
        # Inside a tag, `{% if one == year %}` would read as an attribute; escaping is about the template language itself.
        page = text if what == UNESCAPED else re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.S)
        found += [str(path)] if FORBIDDEN[what].search(page) else []
    assert found == []


def test_templates_are_short() -> None:
    lengths = {str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in templates()}
    assert {name: lines for name, lines in lengths.items() if lines > TEMPLATE_LINES} == {}


def test_python_never_marks_text_as_safe() -> None:
    marked = [str(path) for path in modules() if re.search(r"\bmark_safe\b|SafeString\(", (ROOT / path).read_text())]
    assert marked == []


def test_every_component_sheet_and_script_is_used() -> None:
    """Pieces that no page asks for any more go, with their styles (issue 7, B11)."""
    pages = "".join((ROOT / path).read_text(encoding="utf-8") for path in [*templates(), *modules()])
    static = [path for folder in ("css", "js") for path in (ROOT / "static" / folder).iterdir()]
    sources = {path: path.read_text(encoding="utf-8") for path in static}
    components = [
        f"components/{path.name}" for path in map(ROOT.joinpath, templates()) if path.parent.name == "components"
    ]
    assert [name for name in components if f'"{name}"' not in pages] == []
    others = {path: pages + "".join(text for other, text in sources.items() if other != path) for path in sources}
    assert [path.name for path in sources if path.name not in others[path]] == []
