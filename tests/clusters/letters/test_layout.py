"""GB/T 9704-2012 5.1 to 5.2.3, read from the rendered file: paper, margins, grid, faces by name and size."""

import pytest

from clusters.letters import layout
from tests.clusters.letters.reading import face, mm, opened, style, value
from tests.clusters.letters.samples import letter


@pytest.fixture(scope="module")
def document():
    return opened(letter())


@pytest.mark.parametrize(
    ("attribute", "expected"),
    (("w:top", 37.0), ("w:bottom", 35.0), ("w:left", 28.0), ("w:right", 26.0)),
)
def test_margins_are_those_of_the_standard(document, attribute, expected):
    assert mm(value(document.element.body, "w:sectPr/w:pgMar", attribute)) == pytest.approx(expected, abs=0.05)


def test_paper_is_a4(document):
    width, height = (mm(value(document.element.body, "w:sectPr/w:pgSz", side)) for side in ("w:w", "w:h"))
    assert (width, height) == (pytest.approx(210, abs=0.05), pytest.approx(297, abs=0.05))


def test_grid_is_22_lines_of_28_characters(document):
    pitch = int(value(document.element.body, "w:sectPr/w:docGrid", "w:linePitch"))
    character = 16 + int(value(document.element.body, "w:sectPr/w:docGrid", "w:charSpace")) / 4096
    assert value(document.element.body, "w:sectPr/w:docGrid", "w:type") == "linesAndChars"
    assert int(225 / 25.4 * 1440 / pitch) == 22
    assert int(156 / 25.4 * 72 / character) == 28


def test_text_itself_keeps_the_grid_without_snapping(document):
    body = style(document, "BodyText")
    assert (value(body, "w:pPr/w:spacing", "w:line"), value(body, "w:pPr/w:spacing", "w:lineRule")) == ("579", "exact")
    pitch = 16 + int(value(body, "w:rPr/w:spacing")) / 20
    assert int(156 / 25.4 * 72 / pitch) == 28
    assert value(body, "w:pPr/w:snapToGrid") == "0"


@pytest.mark.parametrize(
    ("style_id", "expected"),
    (
        ("BodyText", ("仿宋_GB2312", 16)),
        ("Heading1", ("黑体", 16)),
        ("Heading2", ("楷体_GB2312", 16)),
        ("Title", ("方正小标宋简体", 22)),
        ("DocumentNumber", ("仿宋_GB2312", 16)),
        ("Addressee", ("仿宋_GB2312", 16)),
        ("Colophon", ("仿宋_GB2312", 14)),
        ("Footer", ("宋体", 14)),
    ),
)
def test_faces_and_sizes_are_named(document, style_id, expected):
    assert face(style(document, style_id)) == expected


def test_figures_stand_in_the_same_face_as_the_characters(document):
    fonts = style(document, "BodyText").xpath("w:rPr/w:rFonts")[0]
    assert {fonts.get(key) for key in fonts.attrib if not key.endswith("hint")} == {"仿宋_GB2312"}


def test_language_is_simplified_chinese(document):
    assert value(document.styles.element, "w:docDefaults/w:rPrDefault/w:rPr/w:lang", "w:eastAsia") == "zh-CN"


def test_every_paragraph_uses_a_style_that_exists(document):
    known = {node.style_id for node in document.styles}
    used = {paragraph._p.style for paragraph in document.paragraphs}
    assert used <= known
    assert None not in used


def test_paragraphs_begin_two_characters_in(document):
    assert value(style(document, "BodyText"), "w:pPr/w:ind", "w:firstLineChars") == "200"


def test_measures_that_are_computed_with_are_those_of_the_blank_document(document):
    section = document.element.body
    width, left, right = (
        int(value(section, f"w:sectPr/{path}", name))
        for path, name in (("w:pgSz", "w:w"), ("w:pgMar", "w:left"), ("w:pgMar", "w:right"))
    )
    assert layout.mm(layout.TYPE_WIDTH_MM) == pytest.approx(width - left - right, abs=1)
    assert layout.mm(layout.MARGIN_LEFT_MM) == left
    assert int(value(section, "w:sectPr/w:docGrid", "w:linePitch")) == layout.LINE_TWIPS
    assert layout.mm(225) >= 22 * layout.LINE_TWIPS
    assert int(value(style(document, "BodyText"), "w:pPr/w:ind", "w:firstLine")) == 2 * layout.CHAR_TWIPS
