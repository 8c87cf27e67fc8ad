"""What runs by the clock; read by the beat process."""

SCHEDULE = {
    "resend-unfinished": {"task": "housekeeping.resend_unfinished", "schedule": 60.0},
}
