"""The table of messages."""

from clusters.messaging.models.message import Message
