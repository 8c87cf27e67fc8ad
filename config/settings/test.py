"""Tests: a real PostgreSQL from DATABASE_URL, cheap password hashes, strict templates."""

from config.settings.base import *

SECRET_KEY = "tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PORTAL_DEMO = False
# All tests come from one address; those of the limits set their own.
ADDRESS_LIMITS = dict.fromkeys(ADDRESS_LIMITS, 1_000_000)
