"""Messages to one person: shown after signing in, and the outbox from which they can be delivered elsewhere."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Now

if TYPE_CHECKING:
    from clusters.models import User


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: "User") -> Self:
        """Return the messages to this person; nobody reads those of others."""
        return self.filter(recipient=user)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


class Message(models.Model):
    """One line to one person for one occasion. `key` names both, so that the same occasion is told once.

    `url` is the page of the portal where what the message asks for is done. `mail_state` is what a delivery by mail
    has still to do; a message that was read before needs none.
    """

    class MailState(models.TextChoices):
        WAITING = "waiting", "待发送"
        SENT = "sent", "已发送"
        DROPPED = "dropped", "已阅，无需发送"

    recipient = models.ForeignKey(
        "clusters.User", models.PROTECT, verbose_name="收件人", related_name="portal_messages"
    )
    occasion = models.CharField("事由", max_length=12)
    key = models.CharField("去重键", max_length=120, unique=True)
    url = models.CharField("办理页面", max_length=200)
    title = models.CharField("标题", max_length=120)
    text = models.TextField("内容")
    sent_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="发送人", null=True, related_name="+")
    sent_at = models.DateTimeField("发送时间", db_default=Now())
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    mail_state = models.CharField(
        "邮件状态", max_length=10, choices=MailState.choices, default=MailState.WAITING, db_index=True
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ("-sent_at", "-pk")
        # The bell of every page counts what a person has not read.
        indexes = (
            models.Index(fields=("recipient",), condition=models.Q(read_at__isnull=True), name="message_unread"),
        )

    def __str__(self) -> str:
        return self.title
