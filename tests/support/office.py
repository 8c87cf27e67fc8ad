"""LibreOffice for the tests that make a PDF of a letter."""

from clusters.letters import pdf
from tests.support import distribution

PACKAGES = ("libreoffice-writer-nogui",)


def install() -> bool:
    """Install it from the distribution where it is missing and we may; True where it is there."""
    if not pdf.program():
        distribution.install(*PACKAGES)
    return bool(pdf.program())
