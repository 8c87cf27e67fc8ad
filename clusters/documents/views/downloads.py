"""Sending a stored or made file as a download that no browser opens in the portal's name (R-045)."""

from pathlib import PurePosixPath
from typing import IO, Final, TypeVar
from urllib.parse import quote

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from clusters.workbooks.write.export import ExportTable, to_csv, to_xlsx

Response = TypeVar("Response", bound=HttpResponseBase)

CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF: Final = "application/pdf"
PLAIN: Final = "text/plain; charset=utf-8"
_BY_SUFFIX: Final = {
    ".pdf": PDF, ".docx": DOCX, ".xlsx": XLSX, ".csv": CSV,
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png",
}  # fmt: skip


def content_type_of(name: str) -> str:
    """Return how a file is sent out, by the ending that was checked when it came in."""
    return _BY_SUFFIX.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Return bytes as a download; whatever its name holds, it stays within the header."""
    return _closed(HttpResponse(content, content_type=content_type), name)


def exported(table: ExportTable, kind: str, name: str) -> HttpResponse:
    """Return a table as a download of this kind: xlsx or csv."""
    content = to_xlsx(table) if kind == "xlsx" else to_csv(table.headings, table.rows)
    return attachment(content, name, _BY_SUFFIX[f".{kind}"])


def streamed(stream: IO[bytes], name: str) -> FileResponse:
    """Return a stored file as a download, of the kind that its name says; the stream is closed with the answer."""
    return _closed(FileResponse(stream, content_type=content_type_of(name)), name)


def _closed(response: Response, name: str) -> Response:
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    response["Content-Security-Policy"] = "sandbox"
    return response
