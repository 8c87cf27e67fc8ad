"""Production settings: complete, checked by Django itself, and refusing to start half-configured."""

import os
import subprocess
import sys

import pytest

from tests.support.sources import ROOT

COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "portal.test",
    "CSRF_TRUSTED_ORIGINS": "https://portal.test",
    "DATABASE_URL": "postgres://portal_app:x@127.0.0.1:5432/clusters",
    "REDIS_URL": "redis://:x@127.0.0.1:6379/0",
}


def manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with this environment and nothing of ours."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
    )


def test_production_settings_pass_the_deployment_check() -> None:
    done = manage(COMPLETE, "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"))
def test_production_refuses_to_start_without(name: str) -> None:
    done = manage({key: value for key, value in COMPLETE.items() if key != name}, "check")
    assert done.returncode != 0
    assert name in done.stderr


def test_production_collects_its_static_files_under_hashed_names(tmp_path: object) -> None:
    done = manage({**COMPLETE, "PORTAL_DATA_DIR": str(tmp_path)}, "collectstatic", "--noinput", "--verbosity", "0")
    assert done.returncode == 0, done.stderr


def test_production_takes_the_address_of_a_client_from_its_own_proxy() -> None:
    """(8.C26) Else everybody would share the address of the proxy, its limits and its ban."""
    ask = "from django.conf import settings; print(settings.REST_FRAMEWORK['NUM_PROXIES'])"
    assert manage(COMPLETE, "shell", "-v", "0", "-c", ask).stdout.split() == ["1"]
    assert manage({**COMPLETE, "API_PROXIES": "2"}, "shell", "-v", "0", "-c", ask).stdout.split() == ["2"]
