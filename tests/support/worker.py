"""A real Celery worker in its own processes, on the database and the Redis of the running test."""

import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from celery import Celery
from django.db import connection
from kombu import pools

from tests.support.processes import die_with_parent, kill_group, stop, wait_until

READY = " ready."


def current_database_url() -> str:
    """The address of the database the running test uses, which Django made beside the one in DATABASE_URL."""
    given = connection.settings_dict
    options = {name: value for name, value in given.get("OPTIONS", {}).items() if isinstance(value, str)}
    user = quote(given["USER"] or "postgres", safe="")
    password = f":{quote(given['PASSWORD'], safe='')}" if given["PASSWORD"] else ""
    port = f":{given['PORT']}" if given["PORT"] else ""
    query = f"?{urlencode(options, safe='/')}" if options else ""
    return f"postgres://{user}{password}@{given['HOST'] or ''}{port}/{given['NAME']}{query}"


class WorkerProcess:
    """`celery -A tasks worker` as production runs it; may be killed and started again by a test."""

    def __init__(self, redis_url: str, folder: Path) -> None:
        self.name = f"tests@{platform.node()}"
        self.log = folder / "worker.log"
        self.environment = {**os.environ, "DATABASE_URL": current_database_url(), "REDIS_URL": redis_url}
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self, concurrency: int = 2) -> None:
        """Start the worker and wait until it takes messages; RuntimeError with its log where it ends instead."""
        command = [sys.executable, "-m", "celery", "-A", "tasks", "worker", f"--concurrency={concurrency}"]
        command += ["--loglevel=INFO", "--without-mingle", "--without-gossip", f"--hostname={self.name}"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                env=self.environment,
                process_group=0,
                preexec_fn=die_with_parent,
            )
        wait_until(self._ready, 60, "the Celery worker")

    def stop(self) -> None:
        """Let the worker finish what it holds and end."""
        if self.process:
            stop(self.process, seconds=20)

    def kill(self) -> None:
        """End the worker and its children at once, as a power cut would."""
        if self.process:
            kill_group(self.process)

    def said(self) -> str:
        """What the worker has logged so far."""
        return self.log.read_text(errors="replace")

    def wait_for(self, check: Callable[[], bool], seconds: float = 30) -> None:
        """Wait until `check()` holds; the error names what the worker last said."""
        try:
            wait_until(check, seconds, "the worker's result")
        except TimeoutError as error:
            raise TimeoutError(f"{error}; the worker said:\n{self.said()[-4000:]}") from None

    def _ready(self) -> bool:
        if not self.alive:
            raise RuntimeError(f"the worker ended:\n{self.said()}")
        return READY in self.said()


@contextmanager
def broker(app: Celery, redis_url: str) -> Iterator[None]:
    """Let the application of the test process send to a real broker, and be as it was afterwards."""
    before = (app.conf.broker_url, app.conf.task_always_eager)
    _use(app, redis_url, eager=False)
    try:
        yield
    finally:
        _use(app, *before)


def _use(app: Celery, url: str, eager: bool) -> None:
    app.conf.update(broker_url=url, task_always_eager=eager)
    # Connections are pooled per process; those to the other broker would be used on.
    pools.reset()
    for holder, name in ((app, "_pool"), (app.amqp, "_producer_pool")):
        setattr(holder, name, None)
