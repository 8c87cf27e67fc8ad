"""Where the data lives: PostgreSQL when DATABASE_URL names it, else an embedded SQLite file."""

from pathlib import Path
from typing import Any

import environ


def databases(env: environ.Env, data_dir: Path) -> dict[str, Any]:
    """Return DATABASES. SQLite runs in WAL mode and takes the write lock at BEGIN, so a service never
    fails half-way with "database is locked"."""
    if env.str("DATABASE_URL", default=""):
        return {"default": env.db_url("DATABASE_URL") | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
    data_dir.mkdir(parents=True, exist_ok=True)
    return {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data_dir / "portal.sqlite3",
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    }
