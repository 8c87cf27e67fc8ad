"""The Celery application. Tasks hold no logic: they fetch by id and call one service."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")

app = Celery("tasks", include=["tasks.scoring", "tasks.housekeeping", "tasks.reminders", "tasks.files"])
app.config_from_object("django.conf:settings", namespace="CELERY")
# What runs by the clock; read by the beat process.
app.conf.beat_schedule = {
    "sweep-files": {"task": "files.sweep", "schedule": crontab(minute=20, hour=3)},
    "verify-files": {"task": "files.verify", "schedule": crontab(minute=40, hour=3, day_of_week="sun")},
    "resend-unfinished": {"task": "housekeeping.resend_unfinished", "schedule": 60.0},
    # Every hour of the office day: what an outage kept back in the morning is told at noon.
    "remind-of-deadlines": {"task": "reminders.before_deadlines", "schedule": crontab(minute=5, hour="8-17")},
}
