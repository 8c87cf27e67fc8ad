"""`make mutants`: change the rules engine line by line and see whether its tests notice; at least 95 % must be noticed."""

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

COPY = Path("mutants")
STATS = COPY / "mutmut-cicd-stats.json"
# Why a change may go unnoticed, by function: `"assessment.rules.numbers.cut" = "…"`.
REASONS = Path("tests/assessment/rules/survivors.toml")
REQUIRED_PERCENT = 95
MUTMUT = (sys.executable, "-m", "mutmut")


def function_of(mutant: str) -> str:
    """The function a mutant changes: `a.b.x_cut__mutmut_3` is `a.b.cut`, `a.b.xǁPointǁadd__mutmut_1` is `a.b.Point.add`."""
    module, _, name = mutant.split("__mutmut_")[0].rpartition(".")
    return f"{module}.{name.removeprefix('x_').removeprefix('xǁ').replace('ǁ', '.')}"


def unnoticed() -> dict[str, str]:
    """The mutants no test noticed, with what mutmut says about each."""
    listed = subprocess.run([*MUTMUT, "results"], capture_output=True, text=True, check=True).stdout
    lines = (line.strip().rpartition(": ") for line in listed.splitlines() if "__mutmut_" in line)
    return {name: state for name, _, state in lines if state in ("survived", "no tests")}


def main() -> int:
    """Run mutmut from a clean copy; 0 where enough changes were noticed and every other one has a reason."""
    shutil.rmtree(COPY, ignore_errors=True)
    if subprocess.run([*MUTMUT, "run"]).returncode:
        return 1
    subprocess.run([*MUTMUT, "export-cicd-stats"], check=True, stdout=subprocess.DEVNULL)
    counts = json.loads(STATS.read_text())
    reasons = tomllib.loads(REASONS.read_text(encoding="utf-8")) if REASONS.exists() else {}
    unexplained = 0
    for mutant, state in unnoticed().items():
        reason = reasons.get(function_of(mutant))
        unexplained += reason is None
        print(f"{state}: {mutant}: {reason or 'no reason given'}")
    noticed = counts["killed"] + counts["timeout"] + counts["suspicious"]
    judged = counts["total"] - counts["skipped"]
    print(f"\n{noticed} of {judged} changes noticed ({100 * noticed / judged:.1f} %), {unexplained} without a reason")
    return 0 if 100 * noticed >= REQUIRED_PERCENT * judged and not unexplained else 1


if __name__ == "__main__":
    sys.exit(main())
