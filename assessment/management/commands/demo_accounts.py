"""`manage.py demo_accounts`: prints who can sign in to the demonstration, how, and where each begins."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessment.services.demo import accounts
from clusters.errors import DomainError

_HEADINGS = ("角色", "姓名", "用户名", "密码", "起始页")


class Command(BaseCommand):
    help = "打印演示账号：角色、姓名、用户名、密码、起始页。"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows = [(row.role, row.name, row.username, row.password, row.start) for row in accounts.table()]
        except DomainError as error:
            raise CommandError(error.message) from error
        if not rows:
            raise CommandError("还没有演示账号，请先运行：python manage.py load_demo")
        widths = [max(_width(row[column]) for row in (_HEADINGS, *rows)) for column in range(len(_HEADINGS))]
        for row in (_HEADINGS, *rows):
            self.stdout.write("  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _width(text: str) -> int:
    """Return how many columns a terminal needs: two for a Chinese character."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
