"""Every table of the register in the workbench: each module registers what it declares."""

from clusters.admin import accounts, calendar, events, reference, register, tokens  # noqa: F401
