"""`manage.py load_demo`: loads the demonstration years once; a second time it changes nothing."""

from typing import Any

from assessment.management.base import PortalCommand
from assessment.services.demo import loading


class Command(PortalCommand):
    help = "载入演示账号与2020—2022演示年度（数字均为合成）。只在演示环境运行；已载入时不作任何改动。"

    def handle(self, *args: Any, **options: Any) -> None:
        counts = loading.load()
        if not counts:
            self.stdout.write("演示数据已经载入，没有改动。")
            return
        for noun, count in counts.items():
            self.stdout.write(f"{noun}：{count}")
        self.stdout.write("演示数据已载入。数字均为合成，名称之外不代表任何真实集聚区。")
