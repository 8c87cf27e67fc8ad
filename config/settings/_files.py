"""Where files lie: uploads and letters in a private folder, or in an S3-compatible store that web hosts share."""

from pathlib import Path
from typing import Any

import environ


def storages(env: environ.Env, data_dir: Path, *, static: str) -> dict[str, Any]:
    """Return STORAGES. FILES_S3_BUCKET chooses the S3-compatible store; without it FILES_DIR is the folder.

    Nothing is stored under an address, so there is no MEDIA_URL on purpose; "default" is for Django's own use.
    """
    bucket = env.str("FILES_S3_BUCKET", default="")
    documents: dict[str, Any] = {
        "BACKEND": "clusters.documents.storage.PrivateFolder",
        "OPTIONS": {
            "location": env.str("FILES_DIR", default="") or str(data_dir / "files"),
            "file_permissions_mode": 0o640,
            "directory_permissions_mode": 0o750,
            "allow_overwrite": True,
        },
    }
    if bucket:
        documents = {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": bucket,
                "endpoint_url": env.str("FILES_S3_ENDPOINT", default="") or None,
                "region_name": env.str("FILES_S3_REGION", default="") or None,
                "access_key": env.str("FILES_S3_KEY"),
                "secret_key": env.str("FILES_S3_SECRET"),
                "default_acl": None,
                "file_overwrite": True,
            },
        }
    return {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "documents": documents,
        "staticfiles": {"BACKEND": static},
    }
