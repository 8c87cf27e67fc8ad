"""Tables that only grow, on PostgreSQL and on SQLite: changing and deleting is refused, adding is not."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from clusters.immutable import PORTAL_ROLE, Guard, install, withhold

pytestmark = pytest.mark.django_db

WHOLE = Guard("growing")
PART = Guard("stateful", ("text", "year"))


def make_tables(on: BaseDatabaseWrapper) -> None:
    with on.cursor() as cursor:
        cursor.execute("CREATE TABLE growing (id integer PRIMARY KEY, text varchar(20))")
        cursor.execute(
            "CREATE TABLE stateful (id integer PRIMARY KEY, text varchar(20), year integer, state varchar(20))"
        )
        cursor.execute("INSERT INTO growing VALUES (1, 'one')")
        cursor.execute("INSERT INTO stateful VALUES (1, 'one', 2021, 'draft')")


@pytest.fixture
def sqlite(tmp_path) -> Iterator[BaseDatabaseWrapper]:
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "portal.sqlite3"}
    handler = ConnectionHandler({"default": database})
    made = handler["default"]
    make_tables(made)
    yield made
    made.close()


@pytest.fixture
def postgres(db: None) -> BaseDatabaseWrapper:
    make_tables(connection)
    return connection


@pytest.fixture(params=("postgres", "sqlite"))
def database(request) -> BaseDatabaseWrapper:
    return request.getfixturevalue(request.param)


def run(on: BaseDatabaseWrapper, sql: str) -> None:
    """Run one statement; where it is refused the test goes on."""
    if on.vendor == "postgresql":
        with transaction.atomic(), on.cursor() as cursor:
            cursor.execute(sql)
        return
    with on.cursor() as cursor:
        cursor.execute(sql)


CHANGES = (
    "UPDATE growing SET text = 'two'",
    "DELETE FROM growing",
    "UPDATE stateful SET text = 'two'",
    "UPDATE stateful SET state = 'active', year = 2022",
    "DELETE FROM stateful WHERE id = 1",
)


@pytest.mark.parametrize("sql", CHANGES)
def test_guarded_rows_cannot_be_changed_or_deleted(database, sql):
    install(database, (WHOLE, PART))
    with pytest.raises(DatabaseError, match="的记录只增不改"):
        run(database, sql)


def test_guard_lets_rows_in_and_leaves_other_columns_free(database):
    install(database, (WHOLE, PART))
    run(database, "INSERT INTO growing VALUES (2, 'two')")
    run(database, "UPDATE stateful SET state = 'active'")
    with database.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM growing")
        assert cursor.fetchone() == (2,)


def test_install_makes_what_is_missing_and_nothing_twice(database):
    assert install(database, (WHOLE, PART, Guard("not_there"))) == 4
    assert install(database, (WHOLE, PART)) == 0
    run(database, "DROP TRIGGER growing_no_update" + (" ON growing" if database.vendor == "postgresql" else ""))
    assert install(database, (WHOLE, PART)) == 1


@pytest.fixture
def portal_role(postgres) -> None:
    """The role of config/docker/roles.sh, with what it gets on every new table; gone with the test's transaction."""
    with postgres.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {PORTAL_ROLE}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON growing, stateful TO {PORTAL_ROLE}")


def as_portal(sql: str) -> None:
    """Run one statement as the portal's role."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {PORTAL_ROLE}")
        cursor.execute(sql)
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize("sql", (*CHANGES, "TRUNCATE growing", "TRUNCATE stateful"))
def test_portal_role_has_no_privilege_to_change_rows(portal_role, sql):
    assert withhold(connection, (WHOLE, PART)) is True
    with pytest.raises(DatabaseError, match="permission denied"):
        as_portal(sql)


def test_portal_role_keeps_reading_adding_and_the_free_columns(portal_role):
    withhold(connection, (WHOLE, PART, Guard("not_there")))
    withhold(connection, (WHOLE, PART))
    as_portal("INSERT INTO growing VALUES (2, 'two')")
    as_portal("SELECT text FROM growing")
    as_portal("UPDATE stateful SET state = 'active'")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM growing WHERE text = 'two'")
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT DISTINCT state FROM stateful")
        assert cursor.fetchall() == [("active",)]


def test_without_the_role_nothing_is_withheld(database):
    assert withhold(database, (WHOLE, PART), role="nobody_of_this_name") is False
