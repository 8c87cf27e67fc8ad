"""Addresses of the inbox."""

from django.urls import path

from clusters.messaging.views.inbox import Inbox, MarkRead, Open

urlpatterns = [
    path("messages/", Inbox.as_view(), name="messages"),
    path("messages/read/", MarkRead.as_view(), name="messages-read"),
    path("messages/<int:pk>/", Open.as_view(), name="message"),
]
