"""Giving up rights: what a parsing process does before it looks at a single byte of an upload."""

import codecs
import resource
from typing import Final

MEBIBYTE: Final = 1024 * 1024
MEMORY: Final = 512 * MEBIBYTE
CPU_SECONDS: Final = 30
STANDARD_STREAMS: Final = 3
# Python loads these from files when they are first used; zip names are in cp437.
PRELOADED: Final = ("cp437", "utf-8", "ascii", "latin-1", "utf-16")


def confine(*, answer: int, descriptors: int = STANDARD_STREAMS) -> None:
    """Limit memory, processor time, the bytes of the answer, and descriptors.

    With only the standard streams the process can open no file and no connection any more.
    """
    for encoding in PRELOADED:
        codecs.lookup(encoding)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (answer, answer))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))
