"""The locks: exact versions with hashes, from no particular host, and agreeing with each other."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.support.sources import ROOT

LOCKS = ("requirements.txt", "requirements-dev.txt")
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.M)


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / name).read_text()))


def declared(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~\[; ]", text)[0].lower().replace("_", "-") for text in requirements}


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_host_and_no_local_file(name: str) -> None:
    assert re.findall(r"https?://|file:|--index|--find-links", (ROOT / name).read_text()) == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash(name: str) -> None:
    text = (ROOT / name).read_text()
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.M)[1:]
    assert len(entries) == len(pins(name)) > 0
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_development_lock_contains_the_runtime_lock() -> None:
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


def test_locks_hold_everything_the_project_declares() -> None:
    project = tomllib.loads(Path(ROOT / "pyproject.toml").read_text())["project"]
    assert declared(project["dependencies"]) <= set(pins("requirements.txt"))
    assert declared(project["optional-dependencies"]["dev"]) <= set(pins("requirements-dev.txt"))
