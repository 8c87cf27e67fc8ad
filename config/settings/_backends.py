"""What stands behind the portal (database, cache, file store, broker), as the environment names it."""

from pathlib import Path
from typing import Any

import environ

Settings = dict[str, Any]


def databases(env: environ.Env, data_dir: Path) -> Settings:
    """Return DATABASES: PostgreSQL when DATABASE_URL names it, else an embedded SQLite file.

    SQLite runs in WAL mode and takes the write lock at BEGIN, so a service never fails half-way with "database is
    locked".
    """
    if env.str("DATABASE_URL", default=""):
        return {"default": env.db_url("DATABASE_URL") | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
    data_dir.mkdir(parents=True, exist_ok=True)
    options = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    name = data_dir / "portal.sqlite3"
    return {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options}}


def caches(env: environ.Env, data_dir: Path) -> Settings:
    """Return CACHES, which hold the counters of limits and once-an-hour notes for all processes of the portal: Redis
    where there is one; else a folder, which all processes of one machine share."""
    redis_url = env.str("REDIS_URL", default="")
    if redis_url:
        options = {"socket_connect_timeout": 1, "socket_timeout": 1}
        backend = "django.core.cache.backends.redis.RedisCache"
        return {"default": {"BACKEND": backend, "LOCATION": redis_url, "KEY_PREFIX": "portal", "OPTIONS": options}}
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    return {"default": {"BACKEND": backend, "LOCATION": str(data_dir / "cache")}}


def storages(env: environ.Env, data_dir: Path, *, static: str) -> Settings:
    """Return STORAGES. FILES_S3_BUCKET chooses an S3-compatible store, which web hosts share; without it FILES_DIR is
    the private folder of uploads and letters.

    Nothing is stored under an address, so there is no MEDIA_URL on purpose; "default" is for Django's own use.
    """
    bucket = env.str("FILES_S3_BUCKET", default="")
    if bucket:
        backend = "storages.backends.s3.S3Storage"
        options: Settings = {
            "bucket_name": bucket,
            "endpoint_url": env.str("FILES_S3_ENDPOINT", default="") or None,
            "region_name": env.str("FILES_S3_REGION", default="") or None,
            "access_key": env.str("FILES_S3_KEY"),
            "secret_key": env.str("FILES_S3_SECRET"),
            "default_acl": None,
            "file_overwrite": True,
        }
    else:
        backend = "clusters.documents.storage.PrivateFolder"
        options = {
            "location": env.str("FILES_DIR", default="") or str(data_dir / "files"),
            "file_permissions_mode": 0o640,
            "directory_permissions_mode": 0o750,
            "allow_overwrite": True,
        }
    return {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "documents": {"BACKEND": backend, "OPTIONS": options},
        "staticfiles": {"BACKEND": static},
    }


def celery(env: environ.Env) -> Settings:
    """Return the CELERY_* settings: Redis is a doorbell, the rows in the database are the truth (see tasks/).

    Without REDIS_URL tasks run eagerly in the web process (demonstration). A task is acknowledged when it is done, and
    given back when its worker is lost; what it did stands in the rows, so no result is kept.
    """
    redis_url = env.str("REDIS_URL", default="")
    # A killed worker's message comes back after the time-out; the short sweep makes that seconds, not minutes.
    transport = {"visibility_timeout": 180, "unacked_restore_interval": 5, "unacked_restore_throttle": 1}
    return {
        "CELERY_BROKER_URL": redis_url or "memory://",
        "CELERY_BROKER_TRANSPORT_OPTIONS": transport if redis_url else {},
        "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP": True,
        "CELERY_TASK_ALWAYS_EAGER": not redis_url,
        "CELERY_ACCEPT_CONTENT": ["json"],
        "CELERY_TASK_IGNORE_RESULT": True,
        "CELERY_TASK_ACKS_LATE": True,
        "CELERY_TASK_REJECT_ON_WORKER_LOST": True,
        "CELERY_WORKER_PREFETCH_MULTIPLIER": 1,
        "CELERY_TASK_SOFT_TIME_LIMIT": 50,
        "CELERY_TASK_TIME_LIMIT": 60,
        "CELERY_TIMEZONE": "Asia/Shanghai",
        "CELERY_WORKER_HIJACK_ROOT_LOGGER": False,
    }
