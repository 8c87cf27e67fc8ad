"""Sending a stored or made file as a download that no browser opens in the portal's name (R-045)."""

from typing import Final
from urllib.parse import quote

from django.http import HttpResponse

CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF: Final = "application/pdf"
PLAIN: Final = "text/plain; charset=utf-8"


def attachment(content: bytes, name: str, content_type: str, *, plain_name: str = "") -> HttpResponse:
    """Return the file as a download; whatever its name holds, it stays within the header.

    `plain_name` (ASCII, without quotes) stands beside the full name, for programs that cannot read the latter.
    """
    response = HttpResponse(content, content_type=content_type)
    plain = f'filename="{plain_name}"; ' if plain_name else ""
    response["Content-Disposition"] = f"attachment; {plain}filename*=UTF-8''{quote(name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    response["Content-Security-Policy"] = "sandbox"
    return response
