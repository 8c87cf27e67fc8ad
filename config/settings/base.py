"""Settings shared by every way of running the portal."""

import tomllib
from pathlib import Path

import environ

from config.settings._backends import caches, celery, databases, storages
from config.settings._security import *

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

DATA_DIR = Path(env.str("PORTAL_DATA_DIR", default=str(BASE_DIR / "var")))

SECRET_KEY = env.str("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])

INSTALLED_APPS = [
    "config.admin.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "import_export",
    "clusters",
    "clusters.documents",
    "clusters.messaging",
    "clusters.applications",
    "assessment",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.RequestMarks",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.TypedText",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.portal",
                "config.context.navigation",
                "config.context.bell",
            ],
        },
    },
]

AUTH_USER_MODEL = "clusters.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "home"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
FIXTURES_DIR = BASE_DIR / "fixtures"

DATABASES = databases(env, DATA_DIR)
CACHES = caches(env, DATA_DIR)
globals().update(celery(env))
STORAGES = storages(env, DATA_DIR, static="django.contrib.staticfiles.storage.StaticFilesStorage")
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000

# Names of the portal, its owner and its letters are data; the environment may overrule them one by one.
_PORTAL = tomllib.loads((FIXTURES_DIR / "portal.toml").read_text("utf-8"))
PORTAL_NAME = env.str("PORTAL_NAME", default=_PORTAL["name"])
PORTAL_REGISTER = env.str("PORTAL_REGISTER", default=_PORTAL["register"])
PORTAL_OWNER = env.str("PORTAL_OWNER", default=_PORTAL["owner"])
PORTAL_OWNER_WE = env.str("PORTAL_OWNER_WE", default=_PORTAL["owner_we"])
LETTER_PREFIX = env.str("LETTER_PREFIX", default=_PORTAL["letter_prefix"])
LETTER_SUPERIORS = _PORTAL["superiors"]
# True where the figures are the synthetic demonstration years; every page then says 演示数据.
PORTAL_DEMO = env.bool("PORTAL_DEMO", default=False)
PORTAL_PUBLIC_URL = env.str("PORTAL_PUBLIC_URL", default="http://127.0.0.1:8000")
MAP_GEOJSON = env.str("MAP_GEOJSON", default="geo/qingdao_schematic.geojson")
MAP_APPROVAL_NO = env.str("MAP_APPROVAL_NO", default="")

# Attempts a minute from one address: forms for strangers (sign-in, links, verification), wrong tokens, the API as a whole.
ADDRESS_LIMITS = {"form": 60, "token": 30, "api": 1200}
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "clusters.api.schema.Described",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "clusters.api.authentication.BearerToken",
        "clusters.api.authentication.PortalSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["clusters.api.permissions.ByRole"],
    "DEFAULT_THROTTLE_CLASSES": ["clusters.api.throttling.PerCaller", "clusters.api.throttling.PerAddress"],
    "DEFAULT_THROTTLE_RATES": {"person": "300/min"},
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["clusters.api.parsing.StrictJson"],
    "DEFAULT_METADATA_CLASS": "clusters.api.metadata.Methods",
    "EXCEPTION_HANDLER": "clusters.api.problems.handler",
    "COERCE_DECIMAL_TO_STRING": True,
    # The answer is always JSON, whatever `?format=` says.
    "URL_FORMAT_OVERRIDE": None,
    # How many proxies of ours stand in front: what they say of the client's address is believed, nothing else.
    "NUM_PROXIES": env.int("API_PROXIES", default=0),
}
SPECTACULAR_SETTINGS = {
    "TITLE": f"{PORTAL_NAME} 数据接口",
    "VERSION": "1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "TAGS": [{"name": name} for name in ("名录", "标准与依据", "年度数据", "考核结果", "第三方数据")],
    "SERVE_INCLUDE_SCHEMA": False,
    # Docstrings speak to readers of the code.
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "RecognitionState": "clusters.enums.RecognitionState",
        "DistrictKind": "clusters.enums.DistrictKind",
        "AssessmentState": "assessment.enums.AssessmentState",
        "RulesetState": "assessment.enums.RulesetState",
        "IndicatorKind": "assessment.enums.Kind",
        "DecisionKind": "assessment.enums.DecisionKind",
        "LetterKind": "assessment.enums.LetterKind",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "clusters.api.schema.tidy",
    ],
}
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
# One line per event on standard error; no figures, no passwords.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {name: {"level": "INFO"} for name in ("tasks", "clusters", "assessment")},
}
