"""What only the owner of a table can do: switch its guard off and change what must not change."""

from django.db import connection


def as_owner(table: str, sql: str, *values: str | int | bool) -> None:
    """Run one statement on a guarded table with its triggers disabled."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, values or None)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
