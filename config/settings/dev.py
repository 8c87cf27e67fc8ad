"""The demonstration on one machine: SQLite, no broker, demonstration figures."""

from config.settings.base import *

# Good for one machine and made-up figures only; production refuses to start without its own.
SECRET_KEY = SECRET_KEY or "demonstration-only-not-a-secret-0123456789-abcdefghij"
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
PORTAL_DEMO = env.bool("PORTAL_DEMO", default=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
