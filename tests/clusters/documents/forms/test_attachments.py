"""Attached documents: the bytes decide what they are, the name is only data."""

import pytest
from django.core.exceptions import ValidationError

from clusters.documents.forms.attachments import DOCX, JPEG, PDF, PNG, AttachmentField, clean_name
from clusters.documents.views.downloads import content_type_of
from tests.clusters.documents.forms import documents
from tests.clusters.documents.forms.documents import docx, relation, upload
from tests.support.limits import lowered


def field(limit: int = 1, *, required: bool = True) -> AttachmentField:
    return AttachmentField(kinds=(PDF, DOCX, JPEG, PNG), limit=limit, required=required)


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(ValidationError) as refused:
        field().clean(upload(content, name))
    return refused.value.messages[0]


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    (
        (documents.PDF, "依据.PDF", "application/pdf"),
        (documents.PNG, "图.png", "image/png"),
        (documents.JPEG, "照片.jpeg", "image/jpeg"),
        (docx(), "通知.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (docx(relation("hyperlink")), "带网址.docx", content_type_of("x.docx")),
    ),
)
def test_document_of_its_kind_is_taken_with_its_bytes(content, name, content_type):
    found = field().clean(upload(content, name))
    assert found is not None
    assert (b"".join(found.file.chunks()), found.name.lower(), content_type_of(found.name)) == (
        content,
        name.lower(),
        content_type,
    )


@pytest.mark.parametrize("name", ("a.exe", "a.svg", "a.html", "a.doc", "a", "a.pdf.js", ".docx.bat"))
def test_other_endings_are_refused(name):
    assert "只接收" in refusal(documents.PDF, name)


@pytest.mark.parametrize(
    ("content", "name"),
    (
        (docx(), "其实是word.pdf"),
        (documents.PDF, "其实是pdf.docx"),
        (documents.PDF, "其实是pdf.png"),
        (documents.PNG, "其实是png.jpg"),
        (b"x" + documents.PDF, "前面另有内容.pdf"),
        (documents.PDF.replace(b"%%EOF", b"%%E"), "截断.pdf"),
        (documents.PNG[:-12], "截断.png"),
        (b"<html></html>", "网页.pdf"),
    ),
)
def test_content_that_is_not_what_the_name_says_is_refused(content, name):
    assert "文件内容不是" in refusal(content, name) or "不是完整的 Word" in refusal(content, name)


@pytest.mark.parametrize(
    "parts",
    (
        {"word/vbaProject.bin": b"x"},
        {"word/activeX/activeX1.xml": "<x/>"},
        {"word/embeddings/oleObject1.bin": b"x"},
        relation("attachedTemplate"),
        relation("oleObject"),
        {"word/_rels/settings.xml.rels": relation("attachedTemplate")["word/_rels/document.xml.rels"].encode("utf-16")},
    ),
)
def test_word_document_with_active_or_outside_content_is_refused(parts):
    assert "不予接收" in refusal(docx(parts), "可疑.docx")


def test_macro_enabled_and_other_office_types_are_refused():
    assert "不含宏" in refusal(docx(types=documents.TYPES.replace("</Types>", "macroEnabled</Types>")), "宏.docx")
    assert "不含宏" in refusal(docx(types="<Types/>"), "表格.docx")


def test_archive_that_inflates_beyond_the_limit_is_refused_as_a_broken_document():
    large = docx({"word/media/a.bin": b"\0" * 20_000})
    assert field().clean(upload(large, "大.docx")) is not None
    with lowered({"MAX_INFLATED": 10_000}):
        assert "结构异常" in refusal(large, "大.docx")


def test_size_is_limited_to_the_byte():
    exact = documents.PDF.replace(b"trailer", b" " * (1024 * 1024 - len(documents.PDF)) + b"trailer")
    assert len(exact) == 1024 * 1024
    assert field().clean(upload(exact, "a.pdf")) is not None
    assert "超过 1 MB" in refusal(exact + b"\n", "a.pdf")


def test_nothing_is_taken_where_nothing_is_asked():
    assert field(required=False).clean(None) is None
    with pytest.raises(ValidationError):
        field().clean(None)
    with pytest.raises(ValidationError):
        field().clean(upload(b"", "空.pdf"))


@pytest.mark.parametrize(
    ("given", "kept"),
    (
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\文件\\依据.PDF", "依据.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("...pdf", "材料.pdf"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ),
)
def test_name_is_kept_only_as_far_as_it_is_safe(given, kept):
    assert clean_name(given, ".pdf") == kept
