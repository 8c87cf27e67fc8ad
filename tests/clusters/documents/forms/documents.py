"""Documents as people upload them, good and bad, built in memory."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 20 + b"\xff\xd9"
TYPES = (
    '<Types><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def docx(parts: dict[str, str | bytes] | None = None, types: str = TYPES) -> bytes:
    """Return a Word document of the least parts, with `parts` added or replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": types, "word/document.xml": "<w/>", **(parts or {})}.items():
            archive.writestr(name, content)
    return target.getvalue()


def relation(kind: str, target: str = "http://example.invalid/x") -> dict[str, str]:
    """Return the relations part of a document that points outside."""
    link = (
        f'<Relationships><Relationship Type="http://x/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )
    return {"word/_rels/document.xml.rels": link}


def upload(content: bytes, name: str = "依据.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
