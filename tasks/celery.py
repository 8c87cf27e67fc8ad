"""The Celery application. Tasks hold no logic: they fetch by id and call one service."""

import os

from celery import Celery

from tasks.schedule import SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")

app = Celery("tasks", include=["tasks.scoring", "tasks.housekeeping", "tasks.reminders", "tasks.files"])
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = SCHEDULE
