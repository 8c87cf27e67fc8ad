"""Where files lie: a private folder, or an S3-compatible store chosen by setting (issue 7, B8)."""

from pathlib import Path

import environ
import pytest
from django.core.files.storage import storages as handler

from clusters.documents.services import store
from config.settings._backends import storages

STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
S3 = {
    "FILES_S3_BUCKET": "clusters", "FILES_S3_ENDPOINT": "http://127.0.0.1:9", "FILES_S3_KEY": "k",
    "FILES_S3_SECRET": "s", "FILES_S3_REGION": "",
}  # fmt: skip
NAMES = ("FILES_DIR", *S3)


@pytest.fixture
def chosen(monkeypatch):
    """Return STORAGES for an environment with these names and no other of ours."""

    def choose(**names: str) -> dict:
        for name in NAMES:
            monkeypatch.delenv(name, raising=False)
        for name, value in names.items():
            monkeypatch.setenv(name, value)
        return storages(environ.Env(), Path("/data"), static=STATIC)

    return choose


@pytest.mark.parametrize(
    ("names", "folder"), (({}, "/data/files"), ({"FILES_DIR": ""}, "/data/files"), ({"FILES_DIR": "/f"}, "/f"))
)
def test_folder_is_private_and_under_the_data_by_default(chosen, names, folder):
    documents = chosen(**names)["documents"]
    assert documents["BACKEND"] == "clusters.documents.storage.PrivateFolder"
    assert (documents["OPTIONS"]["location"], documents["OPTIONS"]["file_permissions_mode"]) == (folder, 0o640)


def test_bucket_chooses_the_shared_store_which_gives_no_public_access(chosen, settings):
    settings.STORAGES = chosen(**S3)
    shared = store.storage()
    assert (shared.bucket_name, shared.endpoint_url, shared.default_acl) == ("clusters", "http://127.0.0.1:9", None)
    assert shared.file_overwrite
    assert type(handler["documents"]).__name__ == "S3Storage"


def test_bucket_without_its_keys_does_not_start(chosen):
    with pytest.raises(environ.ImproperlyConfigured, match="FILES_S3_KEY"):
        chosen(FILES_S3_BUCKET="clusters")
