"""Reads every stored file and names those that are damaged or missing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clusters.documents.models import StoredFile
from clusters.documents.services import store


class Command(BaseCommand):
    help = "校验文件库：逐个读取文件并与存入时的校验值比较"

    def handle(self, *args: Any, **options: Any) -> None:
        faults = store.verify()
        for fault in faults:
            self.stdout.write(f"{fault.sha256} {fault.words}：{'、'.join(fault.names) or '没有登记的文件名'}")
        if faults:
            raise CommandError(f"{len(faults)}个文件校验未通过，请从备份恢复。")
        self.stdout.write(f"校验通过：{StoredFile.objects.count()}个文件完整。")
