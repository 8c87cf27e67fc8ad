"""`manage.py load_reference`: loads the reference data; may be run again at any time."""

from typing import Any

from django.core.management.base import BaseCommand

from assessment.services import reference
from clusters.services.reference import calendar_known_until


class Command(BaseCommand):
    help = "载入参考数据：区市、类别、节假日、集聚区、指标、比对容差、规则集。可重复运行，不删除任何数据。"

    def handle(self, *args: Any, **options: Any) -> None:
        changes = reference.load()
        for change in changes:
            self.stdout.write(str(change))
        self.stdout.write(f"节假日安排已知至{calendar_known_until():%Y年%m月%d日}，此后按周一至周五计算工作日。")
        self.stdout.write("参考数据已更新。" if any(changes) else "参考数据没有变化。")
