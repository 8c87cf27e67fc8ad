"""How often an address may try what costs much or invites guessing; all processes of the portal count together."""

import hashlib
import logging
import time
from typing import Final

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

MINUTE: Final = 60


def seconds_to_wait(kind: str, address: str) -> int:
    """Count one more attempt of this minute; return the seconds to wait when it is one too many, else 0.

    `kind` names a limit of `ADDRESS_LIMITS` (attempts a minute). A cache that does not answer refuses nobody.
    """
    minute, second = divmod(int(time.time()), MINUTE)
    key = f"limit:{kind}:{minute}:{hashlib.sha256(address.encode()).hexdigest()}"
    try:
        count = 1 if cache.add(key, 1, timeout=2 * MINUTE) else cache.incr(key)
    except (RedisError, ValueError):  # ValueError: the line was dropped between the two
        log.exception("no limits: the cache does not answer")
        return 0
    return MINUTE - second if count > settings.ADDRESS_LIMITS[kind] else 0
