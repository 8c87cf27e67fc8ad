"""PDFs with anything active in them are refused, wherever it hides; ordinary ones are taken."""

import time
import zlib

import pytest

from assessment.forms.pdfs import ACTIVE, INCOMPLETE, IRREGULAR, LOCKED, pdf_fault
from tests.assessment.forms.documents import PDF

ACTIONS = (b"/JavaScript", b"/JS", b"/J#53", b"/#4A#53", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/L#61unch")


def with_objects(content: bytes, *, head: bytes = b"2 0 obj<</Type/ObjStm/Filter/FlateDecode>>") -> bytes:
    """Return a PDF with one more stream."""
    return PDF.replace(b"trailer", head + b"stream\r\n" + content + b"\nendstream endobj\ntrailer")


def test_ordinary_document_is_taken():
    assert pdf_fault(PDF) == ""
    assert pdf_fault(with_objects(zlib.compress(b"3 0 <</Type/Page/Contents 4 0 R>>"))) == ""


@pytest.mark.parametrize("data", (PDF[1:], PDF.replace(b"%%EOF", b"%%E"), PDF + b" " * 3000, b"%PDF-1.7", b""))
def test_what_does_not_begin_and_end_like_a_pdf_is_none(data):
    assert pdf_fault(data) == INCOMPLETE


@pytest.mark.parametrize("action", ACTIONS)
def test_action_in_the_open_is_refused(action):
    assert pdf_fault(PDF.replace(b"/Type", action + b" /Type")) == ACTIVE


@pytest.mark.parametrize("action", ACTIONS)
def test_action_in_a_compressed_object_stream_is_refused(action):
    assert pdf_fault(with_objects(zlib.compress(b"3 0 <</S " + action + b" (x)>>"))) == ACTIVE


def test_action_between_words_that_only_look_like_a_stream_is_refused():
    hidden = b"/A(stream)/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/B(endstream)/Type"
    assert pdf_fault(PDF.replace(b"/Type", hidden)) == ACTIVE


def test_object_that_lies_inside_another_stream_is_refused():
    assert pdf_fault(with_objects(b"5 0 obj<</S/Launch/F(a.exe)>>endobj", head=b"2 0 obj<</Length 40>>")) == ACTIVE


def test_few_bytes_inside_a_stream_may_stand_there_by_chance():
    assert pdf_fault(with_objects(b"\x07 /JS /Encrypt \x93", head=b"2 0 obj<</Length 20>>")) == ""


def test_protected_document_cannot_be_looked_into():
    assert pdf_fault(PDF.replace(b"trailer<<", b"trailer<</Encrypt 9 0 R")) == LOCKED


@pytest.mark.parametrize(
    "content",
    (b"not deflated at all", zlib.compress(b"3 0 <<>>")[:-6], zlib.compress(b"\0" * (41 * 1024 * 1024)), b""),
    ids=("other filter", "cut off", "bomb", "empty"),
)
def test_object_stream_that_cannot_be_looked_into_is_refused(content):
    assert pdf_fault(with_objects(content)) == IRREGULAR


@pytest.mark.parametrize("piece", (b"stream\n", b"/ObjStm ", b"/ObjStm stream\n", b"endstream ", b"/J"))
def test_hostile_pdf_is_scanned_in_linear_time(piece):
    started = time.monotonic()
    pdf_fault(b"%PDF-1.4\n" + piece * (20_000_000 // len(piece)) + b"%%EOF")
    assert time.monotonic() - started < 10
