"""Tests: a real PostgreSQL from DATABASE_URL, cheap password hashes, strict templates."""

from config.settings._celery import celery_settings
from config.settings._database import databases
from config.settings._security import *
from config.settings.base import *

SECRET_KEY = "tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = databases(env, DATA_DIR)
DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PORTAL_DEMO = False
# All tests come from one address; those of the limits set their own.
ADDRESS_LIMITS = dict.fromkeys(ADDRESS_LIMITS, 1_000_000)

globals().update(celery_settings(env))
