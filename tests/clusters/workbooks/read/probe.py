"""A process that says what it may do, run in place of the parsing process."""

import json
import os
import socket
import sys
from collections.abc import Callable

from clusters.workbooks.read.confine import confine

MEGABYTES_600 = 600 * 1024 * 1024


def attempt(action: Callable[[], object]) -> str:
    """Return how an attempt ends."""
    try:
        action()
    except (OSError, MemoryError) as error:
        return type(error).__name__
    return "allowed"


def main() -> None:
    """Try to open a file, a connection and much memory after giving up rights."""
    confine(answer=1024 * 1024)
    answer = {
        "environment": sorted(os.environ),
        "folder": os.getcwd(),
        "file": attempt(lambda: open("/etc/passwd")),  # noqa: SIM115
        "network": attempt(lambda: socket.socket()),
        "memory": attempt(lambda: bytearray(MEGABYTES_600)),
        "question": len(sys.stdin.buffer.read()),
    }
    if answer["question"] == len("sleep"):
        while True:
            pass
    if answer["question"] == len("too much"):
        sys.stdout.buffer.write(b"x" * 2 * 1024 * 1024)
    if answer["question"] == len("boom"):
        os.abort()
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
