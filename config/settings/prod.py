"""Production behind a TLS proxy: PostgreSQL, Redis, workers; refuses to start half-configured."""

from config.settings._cache import caches
from config.settings._celery import celery_settings
from config.settings._database import databases
from config.settings._files import storages
from config.settings._logging import LOGGING
from config.settings._security import *
from config.settings.base import *

SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
env.str("DATABASE_URL")
env.str("REDIS_URL")
DATABASES = databases(env, DATA_DIR)
CACHES = caches(env, DATA_DIR)
LOGGING = LOGGING

# The TLS proxy says from where a request comes; without it all clients would share the proxy's address and its limits.
REST_FRAMEWORK["NUM_PROXIES"] = env.int("API_PROXIES", default=1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
STORAGES = storages(env, DATA_DIR, static="whitenoise.storage.CompressedManifestStaticFilesStorage")

globals().update(celery_settings(env))
