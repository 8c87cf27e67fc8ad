"""Which rows each service locks, in which order: read from what it sends to PostgreSQL."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection

_SELECT = re.compile(r" FOR (?:NO KEY )?UPDATE(?: OF (?P<of>.+))?$")
_TABLES = re.compile(r'(?:FROM|JOIN) "(\w+)"')
_UPDATE = re.compile(r'^UPDATE "(?P<table>\w+)" SET (?P<set>.*?) WHERE (?P<where>.*)$', re.S)
_SERVICES = re.compile(r"(?<!tests)/(?:assessment|clusters)/services/(?:\w+/)?(\w+)\.py$")


@dataclass
class Locks:
    """Models in the order of their locks, by transaction; `by` names the services that were under way, outermost last."""

    order: dict[int, list[str]] = field(default_factory=dict)
    by: dict[int, list[str]] = field(default_factory=dict)

    @property
    def services(self) -> set[str]:
        return {name for names in self.by.values() for name in names}

    def inversions(self, rank: tuple[str, ...]) -> list[str]:
        """Say each lock that was taken after one that comes later in `rank`, and each model that has no rank."""
        found = []
        for transaction, models in self.order.items():
            unknown = [model for model in models if model not in rank]
            steps = list(zip(models, models[1:], strict=False)) if not unknown else []
            bad = [f"{second} after {first}" for first, second in steps if rank.index(second) < rank.index(first)]
            found += [
                f"{self.by[transaction][-1:]}: {text}" for text in (*bad, *(f"no rank for {one}" for one in unknown))
            ]
        return found


@contextmanager
def recorded() -> Iterator[Locks]:
    """Record the locks of every transaction of this connection; rows it holds already are no new lock."""
    locks, models = Locks(), {model._meta.db_table: model._meta.label for model in apps.get_models()}
    other = connection.copy()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        for table in _newly_locked(other, sql, params):
            with connection.connection.cursor() as cursor:
                cursor.execute("SELECT txid_current()")
                transaction = int(cursor.fetchone()[0])
            locks.order.setdefault(transaction, []).append(models[table])
            locks.by.setdefault(transaction, []).extend(_services())
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(watch):
            yield locks
    finally:
        other.close()


def _newly_locked(other: Any, sql: str, params: Any) -> list[str]:
    """Return the tables in which a statement locks a row that nobody holds yet, asked from outside the transaction."""
    select, update = _SELECT.search(sql), _UPDATE.match(sql)
    if select:
        tables = re.findall(r'"(\w+)"', select["of"]) if select["of"] else _TABLES.findall(sql.split(" WHERE ")[0])
        assert len(tables) == 1, f"a lock on several tables at once: {sql}"
        question = f"{sql} SKIP LOCKED"
    elif update:
        tables = [update["table"]]
        params = tuple(params or ())[update["set"].count("%s") :]
        question = f'SELECT 1 FROM "{update["table"]}" WHERE {update["where"]} FOR NO KEY UPDATE SKIP LOCKED'
    else:
        return []
    with other.cursor() as cursor:
        cursor.execute(question, params)
        return tables if cursor.fetchone() else []


def _services() -> list[str]:
    """Name the functions of services that are running, the outermost last: module.function."""
    frame, names = sys._getframe(), []
    while frame:
        found = _SERVICES.search(frame.f_code.co_filename)
        names += [f"{found[1]}.{frame.f_code.co_name}"] if found else []
        frame = frame.f_back  # type: ignore[assignment]
    return names
