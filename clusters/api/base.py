"""What every endpoint shares: declared permission and scope, strict parameters, answers that can be revalidated."""

import hashlib
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from clusters.api.filters import ByFilters
from clusters.api.parameters import Ordering, Pages, check_names
from clusters.models import User

NUMBER = "[1-9][0-9]{0,17}"
"""The address of a record by its number: what fits into the column, so that no number is an error of the database."""


class Endpoint(GenericViewSet):
    """An endpoint. `permission` and `scope` say who may read; `parameters` adds query parameters by action.

    `queryset` are all the records; `orderings` maps the names by which a list can be ordered to fields, `default_ordering` names some of them.
    """

    permission: ClassVar[str] = ""
    scope: ClassVar[str] = ""
    parameters: ClassVar[Mapping[str, frozenset[str]]] = {}
    orderings: ClassVar[Mapping[str, str]] = {}
    default_ordering: ClassVar[tuple[str, ...]] = ()
    filter_backends = (ByFilters, Ordering)
    pagination_class = Pages

    def rows(self, user: User) -> QuerySet:
        """Return the records this person may read, with what the answer needs of other tables."""
        raise exceptions.PermissionDenied

    def get_queryset(self) -> QuerySet:
        return self.rows(self.request.user)  # type: ignore[arg-type]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action:
            check_names(request, self._known())

    def _known(self) -> frozenset[str]:
        if self.action != "list":
            return self.parameters.get(self.action, frozenset())
        filters = getattr(self, "filterset_class", None)
        names = set(filters.base_filters) if filters else set()
        return frozenset(names | {"page", "page_size", "ordering"})

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        if request.method in ("GET", "HEAD") and answer.status_code == 200:
            answer["Cache-Control"] = "private, no-cache"
            patch_vary_headers(answer, ("Authorization", "Cookie"))
            answer.add_post_render_callback(self._revalidated)
        return answer

    def _revalidated(self, answer: HttpResponse) -> HttpResponse | None:
        """Give the answer its ETag; answer 304 to who has it already."""
        etag = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
        answer["ETag"] = etag
        return get_conditional_response(self.request._request, etag=etag, response=answer)


class Reading(Endpoint, ReadOnlyModelViewSet):
    """A list and its records; what a record says besides stands in `detail_serializer_class`."""

    detail_serializer_class: ClassVar[type[BaseSerializer] | None] = None

    def get_serializer_class(self) -> type[BaseSerializer]:
        detail = self.detail_serializer_class if self.action != "list" else None
        return detail or super().get_serializer_class()


class Unknown(APIView):
    """Any other address under the API: 404 in the same words as a missing record, after the door was opened."""

    permission = "clusters.use_api"
    schema = None

    def http_method_not_allowed(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # type: ignore[override]
        raise exceptions.NotFound
