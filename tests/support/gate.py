"""`make test`: the checks, then the tests in three legs, with progress and a closing summary that counts."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.support import browser, office
from tests.support.plugin import OUTCOMES
from tests.support.postgres import postgres_server

RESULTS = Path("build/test-results")
LEG_SECONDS = 30 * 60
SHOWN_LINES, SHOWN_COLUMNS = 60, 240
PYTHON = (sys.executable, "-m")
CHECKS = {
    "ruff check": (*PYTHON, "ruff", "check", "--output-format=concise", "."),
    "ruff format": (*PYTHON, "ruff", "format", "--check", "--output-format=concise", "."),
    "djlint": (*PYTHON, "djlint", "templates", "--lint", "--quiet"),
    "import contracts": (
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ),
    "mypy": (*PYTHON, "mypy"),
    "migrations": (sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"),
}
# Two processes, as many as the smallest machine has cores; each has its own database.
SPREAD = ("-n", "2", "--dist", "worksteal")
LEGS = {
    "database": (*SPREAD, "-m", "not redis and not worker and not browser"),
    "worker": ("-m", "(redis or worker) and not browser"),
    "browser": (*SPREAD, "-m", "browser"),
}


@dataclass(frozen=True)
class Check:
    """How one check ended."""

    name: str
    passed: bool
    seconds: float
    output: str


def say(text: str = "") -> None:
    print(text, flush=True)


def run_check(name: str) -> Check:
    """Run one check quietly."""
    begun = time.monotonic()
    done = subprocess.run(CHECKS[name], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return Check(name, done.returncode == 0, time.monotonic() - begun, done.stdout + done.stderr)


def shortened(output: str) -> str:
    """The first lines of what a check said: enough to begin with, without burying the summary."""
    lines = output.strip().splitlines()
    rest = [f"… and {len(lines) - SHOWN_LINES} more lines"] if len(lines) > SHOWN_LINES else []
    return "\n".join("      " + line[:SHOWN_COLUMNS] for line in [*lines[:SHOWN_LINES], *rest])


def run_checks() -> int:
    """Run all checks, two at a time; what a failed one said is shown. Returns how many failed."""
    say("== checks")
    failed = 0
    with ThreadPoolExecutor(2) as pool:
        for check in pool.map(run_check, CHECKS):
            say(f"   {check.name:<18}{'ok' if check.passed else 'FAILED':<8}{check.seconds:6.1f} s")
            if not check.passed:
                failed += 1
                say(shortened(check.output))
    return failed


def run_leg(name: str, arguments: tuple[str, ...]) -> Counter[str]:
    """Run the tests of one leg. Whatever ends pytest without a counted failure counts as one failure."""
    say(f"\n== tests: {name}")
    counts_file = RESULTS / f"{name}.json"
    counts_file.unlink(missing_ok=True)
    reports = (f"--counts={counts_file}", f"--junitxml={RESULTS / name}.xml", "--durations=5", "--durations-min=15")
    command = (*PYTHON, "pytest", *arguments, *reports)
    try:
        code = subprocess.run(command, stdin=subprocess.DEVNULL, timeout=LEG_SECONDS).returncode
    except subprocess.TimeoutExpired:
        say(f"   not finished after {LEG_SECONDS // 60} minutes")
        code = 1
    counts: Counter[str] = Counter(json.loads(counts_file.read_text()) if counts_file.exists() else {})
    if code and not counts["failed"]:
        counts["failed"] = 1
    return counts


def run_tests() -> tuple[Counter[str], list[str]]:
    """Run all legs; returns the counts, and remarks on what could not run."""
    counts: Counter[str] = Counter()
    remarks = []
    with ExitStack() as servers:
        if not os.environ.get("DATABASE_URL"):
            os.environ["DATABASE_URL"] = servers.enter_context(postgres_server())
        without_office = "" if office.install() else " and not office"
        if without_office:
            remarks.append("the tests of the PDF letters did not run: no LibreOffice")
        for name, (*arguments, chosen) in LEGS.items():
            if name == "browser" and not browser.install():
                remarks.append("the browser tests did not run: no Chromium with a Chinese font (see README)")
                counts["failed"] += os.environ.get("CI", "").lower() in ("1", "true")
                continue
            counts.update(run_leg(name, (*arguments, chosen + without_office)))
    return counts, remarks


def summarise(failed_checks: int, counts: Counter[str], remarks: list[str], seconds: float) -> None:
    """Print the closing lines."""
    say("\n== summary")
    say(f"   checks   {len(CHECKS) - failed_checks} of {len(CHECKS)} passed")
    say("   tests    " + ", ".join(f"{counts[outcome]} {outcome}" for outcome in OUTCOMES))
    say(
        f"            {counts['postgresql']} on PostgreSQL, {counts['redis']} with Redis, {counts['worker']} with a"
        f" Celery worker, {counts['browser']} in the browser, {counts['race']} races, {counts['properties']} properties"
    )
    for remark in remarks:
        say(f"   note     {remark}")
    say(f"   time     {int(seconds // 60)} min {int(seconds % 60)} s")
    say(f"\n{counts['passed']} passed, {counts['failed'] + counts['skipped'] + failed_checks} failed")


def main() -> int:
    """Run everything, even after a failure; 0 where everything passed and nothing was skipped."""
    begun = time.monotonic()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    RESULTS.mkdir(parents=True, exist_ok=True)
    failed_checks = run_checks()
    counts, remarks = run_tests()
    summarise(failed_checks, counts, remarks, time.monotonic() - begun)
    return 1 if failed_checks or counts["failed"] or counts["skipped"] else 0


if __name__ == "__main__":
    sys.exit(main())
