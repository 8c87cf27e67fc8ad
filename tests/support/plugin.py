"""Pytest plugin: starts PostgreSQL before Django reads its settings, and counts what each test ran against."""

import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection

from tests.support.postgres import postgres_server

KINDS = ("redis", "worker", "browser", "office", "properties", "race")
OUTCOMES = ("passed", "failed", "skipped")
_COUNTS: Counter[str] = Counter()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, object, object]:
    """Give the settings a DATABASE_URL and a folder for files, and no broker: a test that wants one asks for the `redis_url` fixture.

    The processes of pytest-xdist inherit the server of the process that started them.
    """
    os.environ.pop("REDIS_URL", None)
    os.environ.setdefault("DJANGO_LIVE_TEST_SERVER_ADDRESS", "127.0.0.1")
    if "FILES_DIR" not in os.environ:
        os.environ["FILES_DIR"] = tempfile.mkdtemp(prefix="portal-files-")
        early_config.add_cleanup(lambda: shutil.rmtree(os.environ.pop("FILES_DIR"), ignore_errors=True))
    if not os.environ.get("DATABASE_URL"):
        servers = ExitStack()
        os.environ["DATABASE_URL"] = servers.enter_context(postgres_server())
        servers.callback(os.environ.pop, "DATABASE_URL", None)
        early_config.add_cleanup(servers.close)
    return (yield)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where to leave the counts for `make test`."""
    parser.addoption("--counts", default=None, help="write the counts of this run to a JSON file")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Begin the note of what the test ran against with the markers it carries."""
    item.user_properties.append(("kinds", [kind for kind in KINDS if item.get_closest_marker(kind)]))


def pytest_fixture_setup(request: pytest.FixtureRequest) -> None:
    """Note the engine of the database where a test is given one, whichever way it asked."""
    if request.fixturename == "_django_db_helper":
        dict(request.node.user_properties)["kinds"].append(connection.vendor)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count each test once: by its call, or by the set-up or tear-down that kept it from passing."""
    if report.when != "call" and report.outcome == "passed":
        return
    kinds = dict(report.user_properties).get("kinds", [])
    _COUNTS[report.outcome] += 1
    if report.when == "call":
        _COUNTS.update(kinds if isinstance(kinds, list) else [])


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """A module that cannot be collected, or skips itself, counts as well."""
    if report.outcome != "passed":
        _COUNTS[report.outcome] += 1


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the counts, in the controlling process only."""
    target = session.config.getoption("--counts")
    if target and not hasattr(session.config, "workerinput"):
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        Path(target).write_text(json.dumps(dict(_COUNTS)))
