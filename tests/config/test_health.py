"""Health checks: alive while the process answers, ready while the database does and carries every migration."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler

from config import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_connection() -> Iterator[BaseDatabaseWrapper]:
    """A connection to the same database that a test may break."""
    made = ConnectionHandler({"default": dict(connection.settings_dict)})["default"]
    yield made
    made.close()


def test_process_that_answers_is_alive_and_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (200, b"ok", "text/plain")


def test_ready_with_every_migration_applied(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True})


def test_not_ready_while_a_migration_is_missing(client):
    MigrationRecorder(connection).migration_qs.filter(app="assessment").latest("pk").delete()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "reason": "migrations"})


def test_not_ready_without_a_database(client, own_connection, tmp_path: Path, monkeypatch):
    own_connection.settings_dict["HOST"] = str(tmp_path)
    monkeypatch.setattr(health, "connection", own_connection)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "reason": "database"})


def test_not_ready_on_a_connection_that_was_lost(client, own_connection, monkeypatch):
    own_connection.ensure_connection()
    own_connection.connection.close()
    monkeypatch.setattr(health, "connection", own_connection)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "reason": "database"})


@pytest.mark.parametrize("path", ("/healthz", "/readyz"))
def test_answer_names_no_version_and_no_host(client, path):
    answer = client.get(path)
    said = f"{answer.headers} {answer.content.decode()}".lower()
    assert not [word for word in ("django", "python", "postgres", "gunicorn", "server:") if word in said]
