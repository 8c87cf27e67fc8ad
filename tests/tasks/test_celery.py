"""The Celery application: a real worker finds every task, and keeps to JSON."""

import pytest

from tasks.celery import app
from tests.support.sources import modules
from tests.support.worker import WorkerProcess


def own_tasks() -> set[str]:
    """The tasks of the portal, as the application finds them."""
    app.loader.import_default_modules()
    return {name for name in app.tasks if not name.startswith("celery.")}


def test_application_includes_every_module_with_tasks() -> None:
    with_tasks = {f"tasks.{path.stem}" for path in modules("tasks") if "@app.task" in path.read_text()}
    assert with_tasks == set(app.conf.include)


def test_task_names_are_explicit_and_say_their_module() -> None:
    """A name made from the module path would change, and strand queued messages, when a file is moved."""
    assert own_tasks()
    assert {name.split(".")[0] for name in own_tasks()} <= {name.removeprefix("tasks.") for name in app.conf.include}


def test_messages_are_json_only() -> None:
    """Pickled messages would let whoever reaches the broker run code in the worker."""
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"


@pytest.mark.worker
@pytest.mark.redis
def test_worker_registers_the_tasks_and_takes_messages(celery_worker_process: WorkerProcess) -> None:
    registered = app.control.inspect(destination=[celery_worker_process.name], timeout=10).registered()
    assert own_tasks() <= set(registered[celery_worker_process.name])
    sent = app.tasks["housekeeping.resend_unfinished"].delay()
    celery_worker_process.wait_for(lambda: f"{sent.id}] succeeded" in celery_worker_process.said())
