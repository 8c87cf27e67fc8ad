"""The cache: counters of limits and once-an-hour notes, shared by all processes of the portal."""

from pathlib import Path
from typing import Any

import environ


def caches(env: environ.Env, data_dir: Path) -> dict[str, dict[str, Any]]:
    """Return CACHES: Redis where there is one; else a folder, which all processes of one machine share."""
    redis_url = env.str("REDIS_URL", default="")
    if redis_url:
        options = {"socket_connect_timeout": 1, "socket_timeout": 1}
        backend = "django.core.cache.backends.redis.RedisCache"
        return {"default": {"BACKEND": backend, "LOCATION": redis_url, "KEY_PREFIX": "portal", "OPTIONS": options}}
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    return {"default": {"BACKEND": backend, "LOCATION": str(data_dir / "cache")}}
