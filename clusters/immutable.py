"""Tables that only grow: the database itself refuses to change or delete their rows.

Both guards are put back after every migration. The triggers, because SQLite rebuilds a table (and loses its triggers)
when a column changes; the privileges, because a new table gives the portal's role all it has elsewhere, and because the
role may be made after the tables. Neither binds the owner of the tables; in production the portal is not the owner.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

# The role under which the portal works in production (config/docker/roles.sh).
PORTAL_ROLE = "portal_app"

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION portal_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% 的记录只增不改', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


@dataclass(frozen=True, slots=True)
class Guard:
    """One table; `columns` narrows the guard against updates to these columns (empty = all of them)."""

    table: str
    columns: tuple[str, ...] = ()

    @property
    def events(self) -> tuple[tuple[str, str], ...]:
        """Return (trigger name, SQL event) pairs."""
        update = f"UPDATE OF {', '.join(self.columns)}" if self.columns else "UPDATE"
        return (f"{self.table}_no_update", update), (f"{self.table}_no_delete", "DELETE")


def guarding(guards: Sequence[Guard]) -> Callable[..., None]:
    """Return what an app connects to `post_migrate` to put these guards in place after its migrations."""

    def guard_tables(sender: AppConfig, using: str, **kwargs: Any) -> None:
        install(connections[using], guards)
        withhold(connections[using], guards)

    return guard_tables


def install(connection: BaseDatabaseWrapper, guards: Sequence[Guard]) -> int:
    """Create the triggers that are missing on tables that exist; return how many were created."""
    tables = set(connection.introspection.table_names())
    wanted = [(guard.table, *event) for guard in guards if guard.table in tables for event in guard.events]
    present = _present(connection)
    missing = [row for row in wanted if row[1] not in present]
    if not missing:
        return 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        for table, name, event in missing:
            cursor.execute(_statement(connection.vendor, table, name, event))
    return len(missing)


def withhold(connection: BaseDatabaseWrapper, guards: Sequence[Guard], role: str = PORTAL_ROLE) -> bool:
    """Leave the role no more than reading and adding on these tables; return whether there is such a role.

    The columns that a guard leaves free may still be updated. PostgreSQL alone knows roles.
    """
    if connection.vendor != "postgresql":
        return False
    tables = set(connection.introspection.table_names())
    quoted = connection.ops.quote_name
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,))
        if cursor.fetchone() is None:
            return False
        for guard in guards:
            if guard.table not in tables:
                continue
            table = quoted(guard.table)
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {quoted(role)}")
            if guard.columns:
                columns = [
                    column.name for column in connection.introspection.get_table_description(cursor, guard.table)
                ]
                free = ", ".join(quoted(name) for name in columns if name not in guard.columns)
                cursor.execute(f"GRANT UPDATE ({free}) ON {table} TO {quoted(role)}")
    return True


def _statement(vendor: str, table: str, name: str, event: str) -> str:
    if vendor == "postgresql":
        return f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION portal_refuse_change()"
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{table} 的记录只增不改'); END"


def _present(connection: BaseDatabaseWrapper) -> set[str]:
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}
