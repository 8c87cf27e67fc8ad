"""Check the hash chain of the audit lines."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clusters.models import Event
from clusters.services import audit


class Command(BaseCommand):
    help = "检查操作记录的哈希链；被改动、删除、调换或截断时指出第一处并以错误退出。"

    def handle(self, *args: Any, **options: Any) -> None:
        trouble = audit.verify_chain()
        if trouble:
            raise CommandError(trouble)
        self.stdout.write(f"{Event.objects.count()}条操作记录，哈希链完整。")
