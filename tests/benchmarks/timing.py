"""How a benchmark takes its times and where it leaves its numbers."""

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

REPEATS = 3
RESULTS = Path("build/bench.json")


def seconds(act: Callable[[], object], repeats: int = REPEATS) -> float:
    """Return the median time of an act whose writes are rolled back each time."""
    times = []
    for _ in range(repeats):
        with transaction.atomic():
            began = time.perf_counter()
            act()
            times.append(time.perf_counter() - began)
            transaction.set_rollback(True)
    return statistics.median(times)


def keep(name: str, report: dict[str, Any]) -> None:
    """Put the numbers of one benchmark into the file beside those of the others."""
    RESULTS.parent.mkdir(exist_ok=True)
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    RESULTS.write_text(json.dumps(known | {name: report}, indent=1), encoding="utf-8")
