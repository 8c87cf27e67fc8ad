"""Celery: Redis is a doorbell, the rows in the database are the truth (see tasks/)."""

from typing import Any

import environ


def celery_settings(env: environ.Env) -> dict[str, Any]:
    """Return the CELERY_* settings. Without REDIS_URL tasks run eagerly in the web process (demonstration)."""
    redis_url = env.str("REDIS_URL", default="")
    transport: dict[str, Any] = {}
    if redis_url:
        # A killed worker's message comes back after the time-out; the short sweep makes that seconds, not minutes.
        transport = {"visibility_timeout": 180, "unacked_restore_interval": 5, "unacked_restore_throttle": 1}
    return {
        "CELERY_BROKER_URL": redis_url or "memory://",
        "CELERY_BROKER_TRANSPORT_OPTIONS": transport,
        "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP": True,
        "CELERY_TASK_ALWAYS_EAGER": not redis_url,
        "CELERY_TASK_EAGER_PROPAGATES": False,
        "CELERY_TASK_IGNORE_RESULT": True,
        "CELERY_TASK_SERIALIZER": "json",
        "CELERY_ACCEPT_CONTENT": ["json"],
        "CELERY_TASK_ACKS_LATE": True,
        "CELERY_TASK_REJECT_ON_WORKER_LOST": True,
        "CELERY_WORKER_PREFETCH_MULTIPLIER": 1,
        "CELERY_TASK_SOFT_TIME_LIMIT": 50,
        "CELERY_TASK_TIME_LIMIT": 60,
        "CELERY_TIMEZONE": "Asia/Shanghai",
        "CELERY_WORKER_HIJACK_ROOT_LOGGER": False,
    }
