"""config/docker/roles.sh against a real PostgreSQL: the portal's role works with rows and owns nothing."""

import os
import subprocess
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest

from tests.support.postgres import find_installation, postgres_server
from tests.support.sources import ROOT

OWNER = "owner"


@pytest.fixture(scope="module")
def socket_folder() -> Iterator[str]:
    """A fresh server on which the script has run, with one table made by the owner afterwards."""
    with postgres_server() as url:
        folder = url.split("host=")[1]
        execute(
            folder, "postgres", "postgres", "CREATE ROLE owner SUPERUSER LOGIN", "CREATE DATABASE clusters OWNER owner"
        )
        environment = {
            **os.environ,
            "PATH": f"{find_installation().binaries}:{os.environ['PATH']}",
            "PGHOST": folder,
            "POSTGRES_USER": OWNER,
            "POSTGRES_DB": "clusters",
            "PORTAL_DB_PASSWORD": "a'quoted password",
        }
        subprocess.run([ROOT / "config" / "docker" / "roles.sh"], env=environment, check=True, capture_output=True)
        execute(
            folder,
            OWNER,
            "clusters",
            "CREATE TABLE entry (id serial PRIMARY KEY, text text)",
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'append-only'; END $$",
            "CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION refuse()",
        )
        yield folder


def execute(folder: str, user: str, database: str, *statements: str) -> list[Any]:
    """Run statements, each in its own transaction, and return the rows of the last."""
    connection = psycopg2.connect(host=folder, user=user, dbname=database)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def as_portal(folder: str, *statements: str) -> list[Any]:
    return execute(folder, "portal_app", "clusters", *statements)


def test_portal_role_reads_and_writes_rows(socket_folder: str) -> None:
    as_portal(socket_folder, "INSERT INTO entry (text) VALUES ('一')")
    assert as_portal(socket_folder, "SELECT text FROM entry LIMIT 1") == [("一",)]


@pytest.mark.parametrize(
    "statement",
    (
        "TRUNCATE entry",
        "ALTER TABLE entry DISABLE TRIGGER ALL",
        "DROP TABLE entry",
        "DROP TRIGGER keep ON entry",
        "CREATE TABLE other (id int)",
        "SET session_replication_role = replica",
    ),
)
def test_portal_role_cannot_touch_the_tables_themselves(socket_folder: str, statement: str) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        as_portal(socket_folder, statement)


def test_triggers_hold_against_the_portal_role(socket_folder: str) -> None:
    as_portal(socket_folder, "INSERT INTO entry (text) VALUES ('二')")
    with pytest.raises(psycopg2.errors.RaiseException):
        as_portal(socket_folder, "UPDATE entry SET text = '三'")


def test_portal_role_has_the_password_it_was_given(socket_folder: str) -> None:
    stored = execute(
        socket_folder, "postgres", "postgres", "SELECT rolpassword FROM pg_authid WHERE rolname='portal_app'"
    )
    assert stored[0][0].startswith("SCRAM-SHA-256$")
