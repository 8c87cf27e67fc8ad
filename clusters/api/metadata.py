"""The answer to OPTIONS: which methods an address has and where its description lies."""

from typing import Any

from rest_framework.metadata import BaseMetadata
from rest_framework.request import Request


class Methods(BaseMetadata):
    """Says nothing of fields: the OpenAPI document does."""

    def determine_metadata(self, request: Request, view: Any) -> dict[str, Any]:
        return {"methods": view.allowed_methods, "schema": "/api/v1/schema/"}
