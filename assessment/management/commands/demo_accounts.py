"""`manage.py demo_accounts`: prints who can sign in to the demonstration, how, and where each begins."""

from typing import Any

from assessment.management.base import PortalCommand
from assessment.services.demo import accounts
from clusters.errors import DomainError
from clusters.text import pad, width

_HEADINGS = ("角色", "姓名", "用户名", "密码", "起始页")


class Command(PortalCommand):
    help = "打印演示账号：角色、姓名、用户名、密码、起始页。"

    def handle(self, *args: Any, **options: Any) -> None:
        rows = list(accounts.table())
        if not rows:
            raise DomainError("还没有演示账号，请先运行：python manage.py load_demo")
        widths = [max(width(row[column]) for row in (_HEADINGS, *rows)) + 2 for column in range(len(_HEADINGS))]
        for row in (_HEADINGS, *rows):
            cells = (pad(cell, columns) for cell, columns in zip(row, widths, strict=True))
            self.stdout.write("".join(cells).rstrip())
