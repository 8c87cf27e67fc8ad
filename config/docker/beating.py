"""Health check of the beat container: the scheduler wrote down its schedule within the last ten minutes."""

import sys
import time
from pathlib import Path

WRITTEN_WITHIN_SECONDS = 600

folder = Path(sys.argv[1] if len(sys.argv) > 1 else "/srv/beat")
written = [file.stat().st_mtime for file in folder.iterdir()]
sys.exit(not written or time.time() - max(written) > WRITTEN_WITHIN_SECONDS)
