"""How often: so many requests a minute for a token as it was issued, for a person, and for an address."""

import logging
from typing import Any

from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle, SimpleRateThrottle

from clusters.models import ApiToken
from clusters.services import limits
from clusters.views.guards import client_address

log = logging.getLogger(__name__)

_MINUTE = 60


class PerCaller(SimpleRateThrottle):
    """Counts by token, or by person; what one of them uses up is not missing from the others."""

    scope = "person"

    def allow_request(self, request: Request, view: Any) -> bool:
        if isinstance(request.auth, ApiToken):
            self.num_requests, self.duration = request.auth.rate, _MINUTE
        try:
            return super().allow_request(request, view)
        except RedisError:
            # The cache only counts; without it the answer is not refused.
            log.exception("no limits: the cache does not answer")
            return True

    def get_cache_key(self, request: Request, view: Any) -> str:
        kind = "token" if isinstance(request.auth, ApiToken) else "person"
        caller = request.auth if kind == "token" else request.user
        return f"api-throttle:{kind}:{caller.pk}"


class PerAddress(BaseThrottle):
    """Counts by the address from which the requests come, whoever sends them."""

    seconds = 0

    def allow_request(self, request: Request, view: Any) -> bool:
        self.seconds = limits.seconds_to_wait("api", client_address(request))
        return not self.seconds

    def wait(self) -> float:
        return self.seconds
