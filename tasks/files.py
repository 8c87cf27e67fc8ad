"""The upkeep of the file store by the clock."""

import logging

from django.urls import reverse
from django.utils import timezone

from clusters.documents.services import store
from clusters.enums import Role
from clusters.messaging.services.messages import Notice, tell
from clusters.models import User
from tasks.celery import app

log = logging.getLogger(__name__)


@app.task(name="files.sweep")
def sweep() -> None:
    """Delete files that no row needs: what a lost connection or a stopped process left behind."""
    swept = store.sweep()
    if swept:
        log.info("%s files without a row deleted", swept)


@app.task(name="files.verify", time_limit=3600, soft_time_limit=3500)
def verify() -> None:
    """Read every stored file; a damaged one is an alarm, for it can only be had back from a backup."""
    administrators = User.objects.filter(role=Role.SYSTEM_ADMIN, is_active=True)
    for fault in store.verify():
        names = "、".join(fault.names)
        log.error("stored file %s: %s (%s)", fault.sha256, fault.words, names)
        text = f"{names}（校验值 {fault.sha256[:12]}）。请从备份恢复，并核查存储。"
        key = f"file:{fault.sha256}:{timezone.localdate():%Y%m%d}"
        tell(administrators, Notice("文件受损", key, f"文件库：{fault.words}", text, reverse("messages")), by=None)
