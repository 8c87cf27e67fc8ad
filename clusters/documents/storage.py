"""Where the bytes lie when they lie on this machine."""

import os
from typing import IO

from django.core.files.storage import FileSystemStorage


class PrivateFolder(FileSystemStorage):
    """A folder outside the web root. A file is on the disk, not only in the machine's memory, before its row commits."""

    def _save(self, name: str, content: IO[bytes]) -> str:
        saved: str = super()._save(name, content)  # type: ignore[misc]
        with self.open(saved) as written:
            os.fsync(written.fileno())
        return saved
