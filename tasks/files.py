"""The upkeep of the file store by the clock."""

import logging

from clusters.documents.services import store
from tasks import policy
from tasks.celery import app

log = logging.getLogger(__name__)


@app.task(name="files.sweep", **policy.DATABASE)
def sweep() -> None:
    """Delete files that no row needs: what a lost connection or a stopped process left behind."""
    swept = store.sweep()
    if swept:
        log.info("%s files without a row deleted", swept)


@app.task(name="files.verify", time_limit=3600, soft_time_limit=3500, **policy.DATABASE)
def verify() -> None:
    """Read every stored file; a damaged one is an alarm, for it can only be had back from a backup."""
    for fault in store.verify():
        log.error("stored file %s: %s (%s)", fault.sha256, fault.words, "、".join(fault.names))
