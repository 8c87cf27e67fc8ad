"""PDFs with anything active in them are refused, wherever it hides; ordinary ones are taken."""

import time
import zlib

import pytest

from clusters.documents.forms.pdfs import ACTIVE, INCOMPLETE, IRREGULAR, LOCKED, MAX_OBJECTS, pdf_fault
from tests.clusters.documents.forms.documents import PDF
from tests.support.limits import lowered

ACTIONS = (b"/JavaScript", b"/JS", b"/J#53", b"/#4A#53", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/L#61unch")


OBJECTS = b"2 0 obj<</Type/ObjStm/Filter/FlateDecode>>"


def with_objects(content: bytes, *, head: bytes = OBJECTS, after: bytes = PDF) -> bytes:
    """Return a PDF with one more stream."""
    return after.replace(b"trailer", head + b"stream\r\n" + content + b"\nendstream endobj\ntrailer")


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
    assert pdf_fault(with_objects(zlib.compress(b"3 0 <</S " + action + b" ()>>"))) == ACTIVE


def test_action_between_words_that_only_look_like_a_stream_is_refused():
    hidden = b"/A(stream)/OpenAction<</S/JavaScript/JS()>>/B(endstream)/Type"
    assert pdf_fault(PDF.replace(b"/Type", hidden)) == ACTIVE


def test_object_that_lies_inside_another_stream_is_refused():
    assert pdf_fault(with_objects(b"5 0 obj<</S/Launch>>endobj", head=b"2 0 obj<</Length 40>>")) == ACTIVE


def test_few_bytes_inside_a_stream_may_stand_there_by_chance():
    assert pdf_fault(with_objects(b"\x07 /JS /Encrypt \x93", head=b"2 0 obj<</Length 20>>")) == ""


def test_protected_document_cannot_be_looked_into():
    assert pdf_fault(PDF.replace(b"trailer<<", b"trailer<</Encrypt 9 0 R")) == LOCKED


@pytest.mark.parametrize(
    "content",
    (b"not deflated at all", zlib.compress(b"3 0 <<>>")[:-6], b""),
    ids=("other filter", "cut off", "empty"),
)
def test_object_stream_that_cannot_be_looked_into_is_refused(content):
    assert pdf_fault(with_objects(content)) == IRREGULAR


def test_object_streams_are_inflated_up_to_a_limit_together():
    one = with_objects(zlib.compress(b"3 0 <<>>" + b" " * 600))
    two = with_objects(zlib.compress(b"3 0 <<>>" + b" " * 600), after=one)
    assert MAX_OBJECTS == 40 * 1024 * 1024
    assert pdf_fault(two) == ""
    with lowered({"MAX_OBJECTS": 1024}):
        assert pdf_fault(one) == ""
        assert pdf_fault(two) == IRREGULAR


def fastest(data: bytes) -> float:
    """Return the shortest of five times that looking at a PDF takes."""
    times = []
    for _ in range(5):
        started = time.perf_counter()
        pdf_fault(data)
        times.append(time.perf_counter() - started)
    return min(times)


@pytest.mark.parametrize("piece", (b"stream\n", b"/ObjStm ", b"/ObjStm stream\n", b"endstream ", b"/J"))
def test_time_grows_with_the_length_of_a_pdf_and_not_with_its_square(piece):
    short, long = (b"%PDF-1.4\n" + piece * (size // len(piece)) + b"%%EOF" for size in (20_000, 320_000))
    assert fastest(long) < 16 * 6 * fastest(short)
