"""docker-compose.yml: five services with health checks, nobody runs as root, secrets come from outside."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.sources import ROOT

SERVICES = ("web", "worker", "beat", "postgres", "redis")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SECRETS = ("SECRET_KEY", "POSTGRES_PASSWORD", "PORTAL_DB_PASSWORD", "REDIS_PASSWORD")
VALUES = {
    **dict.fromkeys(SECRETS, "x" * 50),
    "ALLOWED_HOSTS": "portal.test",
    "CSRF_TRUSTED_ORIGINS": "https://portal.test",
    "PORTAL_PUBLIC_URL": "https://portal.test",
}


def has_compose() -> bool:
    return (
        bool(shutil.which("docker"))
        and not subprocess.run(["docker", "compose", "version"], capture_output=True).returncode
    )


@pytest.mark.parametrize("name", SERVICES)
def test_service_has_a_health_check(name: str) -> None:
    check = COMPOSE["services"][name]["healthcheck"]
    assert check["test"][0] in ("CMD", "CMD-SHELL")
    assert {"interval", "timeout", "retries"} <= set(check)


@pytest.mark.parametrize("name", sorted(COMPOSE["services"]))
def test_service_runs_without_root_and_without_privileges(name: str) -> None:
    service = COMPOSE["services"][name]
    assert str(service["user"]).split(":")[0] not in ("", "0", "root")
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not service.get("privileged")


@pytest.mark.parametrize("name", ("migrate", "web", "worker", "beat"))
def test_portal_container_cannot_write_to_its_own_code(name: str) -> None:
    assert COMPOSE["services"][name]["read_only"] is True


@pytest.mark.parametrize("name", ("web", "worker", "beat"))
def test_portal_signs_in_to_the_database_as_a_role_that_owns_nothing(name: str) -> None:
    environment = COMPOSE["services"][name]["environment"]
    assert environment["DATABASE_URL"].startswith("postgres://portal_app:")
    assert not any("POSTGRES_PASSWORD" in str(value) for value in environment.values())


@pytest.mark.parametrize("name", ("web", "worker", "beat"))
def test_portal_waits_for_the_migrations_and_the_broker(name: str) -> None:
    needed = COMPOSE["services"][name]["depends_on"]
    assert needed["migrate"] == {"condition": "service_completed_successfully"}
    assert needed["redis"] == {"condition": "service_healthy"}


def test_database_and_broker_are_not_reachable_from_outside() -> None:
    assert COMPOSE["networks"]["back"]["internal"] is True
    for name in ("postgres", "redis"):
        assert "ports" not in COMPOSE["services"][name]
        assert COMPOSE["services"][name]["networks"] == ["back"]


def test_portal_is_published_on_loopback_only() -> None:
    published = {name: service["ports"] for name, service in COMPOSE["services"].items() if "ports" in service}
    assert list(published) == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in published["web"])


def test_secrets_have_no_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    for name in SECRETS:
        assert set(re.findall(rf"\$\{{{name}(?![A-Z_])([^}}]*)\}}", text)) == {":?"}, name


def test_example_names_every_variable_and_no_secret() -> None:
    asked = set(re.findall(r"\$\{([A-Z0-9_]+)", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert asked == set(given)
    assert [name for name in SECRETS if given[name]] == []


def test_commands_name_files_that_exist() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    named = set(re.findall(r"config/docker/[\w.]+", text + (ROOT / "config/docker/Dockerfile").read_text()))
    assert len(named) >= 5
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_image_installs_with_hashes_and_leaves_root() -> None:
    steps = (ROOT / "config" / "docker" / "Dockerfile").read_text()
    assert "--require-hashes" in steps
    assert re.findall(r"^USER (\S+)$", steps, re.M) == ["portal"]


# Where the compose plugin is missing this check does not exist, rather than being skipped.
if has_compose():

    def test_compose_accepts_the_file(tmp_path: Path) -> None:
        values = tmp_path / "env"
        values.write_text("\n".join(f"{name}={value}" for name, value in VALUES.items()))
        command = ["docker", "compose", "--env-file", str(values), "config", "--quiet"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
