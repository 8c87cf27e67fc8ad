"""The health checks of the containers, run against the real processes they are about."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.support.processes import die_with_parent, stop, wait_until
from tests.support.sources import ROOT
from tests.support.worker import WorkerProcess

DOCKER = ROOT / "config" / "docker"


def passes(*command: object, **environment: str) -> bool:
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, env={**os.environ, **environment}, capture_output=True
    )
    return done.returncode == 0


def test_web_check_asks_for_the_portals_own_host(live_portal: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["portal.test"]
    port = live_portal.rsplit(":", 1)[1]
    assert passes(sys.executable, DOCKER / "healthy.py", port, ALLOWED_HOSTS="portal.test,other.test")
    assert not passes(sys.executable, DOCKER / "healthy.py", port, ALLOWED_HOSTS="foreign.test")


def test_web_check_fails_where_nobody_answers() -> None:
    assert not passes(sys.executable, DOCKER / "healthy.py", "1")


def test_beat_check_watches_what_a_running_beat_writes(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "tasks",
        "beat",
        f"--schedule={tmp_path / 'schedule'}",
        "--pidfile=",
    ]
    assert not passes(sys.executable, DOCKER / "beating.py", tmp_path)
    beat = subprocess.Popen(command, cwd=ROOT, process_group=0, preexec_fn=die_with_parent)
    try:
        wait_until(lambda: beat.poll() is not None or any(tmp_path.iterdir()), 60, "beat's schedule")
        assert passes(sys.executable, DOCKER / "beating.py", tmp_path)
    finally:
        stop(beat)
    long_ago = time.time() - 3600
    for file in tmp_path.iterdir():
        os.utime(file, (long_ago, long_ago))
    assert not passes(sys.executable, DOCKER / "beating.py", tmp_path)


@pytest.mark.worker
@pytest.mark.redis
def test_worker_check_reaches_a_running_worker(celery_worker_process: WorkerProcess) -> None:
    ping = [sys.executable, "-m", "celery", "-A", "tasks", "inspect", "ping"]
    where = celery_worker_process.environment
    assert passes(*ping, "--timeout=10", f"--destination={celery_worker_process.name}", **where)
    assert not passes(*ping, "--timeout=1", "--destination=somebody@else", **where)
