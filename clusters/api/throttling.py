"""How often: so many requests a minute for a token, as it was issued, and for a person."""

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from clusters.models import ApiToken

_MINUTE = 60


class PerCaller(SimpleRateThrottle):
    """Counts by token, or by person; what one of them uses up is not missing from the others."""

    scope = "person"

    def allow_request(self, request: Request, view: Any) -> bool:
        if isinstance(request.auth, ApiToken):
            self.num_requests, self.duration = request.auth.rate, _MINUTE
        return super().allow_request(request, view)

    def get_cache_key(self, request: Request, view: Any) -> str:
        kind = "token" if isinstance(request.auth, ApiToken) else "person"
        caller = request.auth if kind == "token" else request.user
        return f"api-throttle:{kind}:{caller.pk}"
