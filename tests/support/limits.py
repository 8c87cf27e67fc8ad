"""Limits lowered for a test, so that a small and harmless file is enough to pass them."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

PACKAGES = ("assessment.", "clusters.")


@contextmanager
def lowered(limits: Mapping[str, int]) -> Iterator[None]:
    """Set these limits, given by the name of their constant, in every module that has read them."""
    held = [
        (module, name, vars(module)[name])
        for path, module in list(sys.modules.items())
        if path.startswith(PACKAGES)
        for name in limits
        if name in vars(module)
    ]
    assert {name for _, name, _ in held} == set(limits), f"no such limit among {sorted(limits)}"
    try:
        for module, name, _ in held:
            setattr(module, name, limits[name])
        yield
    finally:
        for module, name, value in held:
            setattr(module, name, value)


@contextmanager
def shallow(levels: int) -> Iterator[None]:
    """Let calls go only this many levels deeper than here, so that few brackets are nested too deeply."""
    here, frame = 0, sys._getframe()
    while frame.f_back:
        here, frame = here + 1, frame.f_back
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(here + levels)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
