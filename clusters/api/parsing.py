"""Reading the body: JSON in UTF-8 of a limited size, each name once, no number that is none."""

import json
from collections.abc import Mapping
from typing import IO, Any

from rest_framework import exceptions, status
from rest_framework.parsers import JSONParser

LARGEST = 1024 * 1024


class BodyTooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = f"请求内容超过{LARGEST // 1024 // 1024}兆字节，请分批报送。"
    default_code = "too_large"


class StrictJson(JSONParser):
    """Refuses with 400 what is no JSON object, and with 413 what is too large, before reading all of it."""

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        body = stream.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise BodyTooLarge
        try:
            found = json.loads(body.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_each_once)
        except (ValueError, RecursionError):
            raise exceptions.ParseError("请求内容不是有效的JSON（UTF-8编码，名称不重复，嵌套不过深）。") from None
        if not isinstance(found, dict):
            raise exceptions.ParseError("请求内容须为JSON对象，即 { } 之间的名称和值。")
        return found


def _no_constant(text: str) -> None:
    raise ValueError(f"{text} is no JSON number")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found
