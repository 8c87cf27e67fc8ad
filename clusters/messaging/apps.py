"""Messages of the portal to its people."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "clusters.messaging"
    label = "messaging"
    verbose_name = "消息"
