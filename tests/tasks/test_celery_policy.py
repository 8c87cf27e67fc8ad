"""How tasks behave when their worker dies."""

from tasks.celery import app


def test_every_task_is_acknowledged_only_when_done() -> None:
    """An early acknowledgement loses the task together with its worker."""
    app.loader.import_default_modules()
    own = {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}
    assert own
    assert [name for name, task in own.items() if not (task.acks_late and task.reject_on_worker_lost)] == []


def test_tasks_keep_no_results_in_the_broker() -> None:
    app.loader.import_default_modules()
    assert [name for name, task in app.tasks.items() if not name.startswith("celery.") and not task.ignore_result] == []
