"""What the portal's commands share: a refusal of a service ends the command with its message."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clusters.errors import DomainError
from clusters.models import User


class PortalCommand(BaseCommand):
    """A command that calls services."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal


def account(username: str) -> User:
    """Return the account in whose name the command acts. Raises DomainError for an unknown or stopped one."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise DomainError(f"没有名为“{username}”的启用账号。")
    return user
