"""Django settings; everything that differs between installations comes from the environment or the data folder."""

from __future__ import annotations

import os
from pathlib import Path

from huikuan.config.databases import database_settings
from huikuan.config.installation import data_folder, listed, secret_key, upload_folder
from huikuan.config.logs import LOGGING  # noqa: F401  (Django reads it here)
from huikuan.config.sqlite_library import choose_sqlite

HOME: Path = data_folder()
SECRET_KEY = secret_key(home=HOME)
DEBUG = os.environ.get("HUIKUAN_DEBUG") == "1"
ALLOWED_HOSTS = listed(text=os.environ.get("HUIKUAN_HOSTS") or "127.0.0.1,localhost")
# Without one, `huikuan serve` puts the address it listens on in its place.
BASE_URL = (os.environ.get("HUIKUAN_BASE_URL") or "http://127.0.0.1:8000").strip().rstrip("/")
SECURE = BASE_URL.startswith("https://")
TRUSTED_PROXIES = listed(text=os.environ.get("HUIKUAN_TRUSTED_PROXIES", ""))

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "huikuan.audit",
    "huikuan.outbox",
    "huikuan.accounts",
    "huikuan.documents",
    "huikuan.customers",
    "huikuan.approvals",
    "huikuan.guests",
    "huikuan.paying",
    "huikuan.openings",
    "huikuan.activities",
    "huikuan.creditors",
    "huikuan.contracts",
    "huikuan.securities",
    "huikuan.ledger",
    "huikuan.receivables",
    "huikuan.receipts",
    "huikuan.bills",
    "huikuan.claims",
    "huikuan.disputes",
    "huikuan.promises",
    "huikuan.causes",
    "huikuan.conduct",
    "huikuan.interest",
    "huikuan.settlements",
    "huikuan.prices",
    "huikuan.portfolio",
    "huikuan.provisions",
    "huikuan.limits",
    "huikuan.ratings",
    "huikuan.credit",
    "huikuan.deliveries",
    "huikuan.invoicing",
    "huikuan.imports",
    "huikuan.statements",
    "huikuan.reminders",
    "huikuan.sanctions",
    "huikuan.oversight",
    "huikuan.clocks",
    "huikuan.evidence",
    "huikuan.cases",
    "huikuan.playbook",
    "huikuan.worklist",
    "huikuan.insight",
    "huikuan.portal",
    "huikuan.web",
]

CREDIT_SHIPPING_CONTROL = "huikuan.sanctions.queries.shipping.ControlledShipping"
SANCTIONS_LEGAL_FILES = "huikuan.cases.operations.following.CasesOfSanctions"
RECEIVABLES_DISCOUNT_STOPS = "huikuan.sanctions.queries.discounts.StoppedDiscounts"
CREDIT_GOODS_WAITING = "huikuan.deliveries.queries.waiting.LooseDeliveries"
INTEREST_JUDGMENTS = "huikuan.cases.judgments.JudgmentDays"
PROMISES_LIVE_PLANS = "huikuan.settlements.queries.PlansBesidePromises"
"""Fill the ports of rooms below: what a room above knows and they must count, ask or open."""

MIDDLEWARE = [
    "huikuan.web.middleware.BodySize",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "huikuan.web.middleware.ContentSecurityPolicy",
    "huikuan.web.middleware.SignedIn",
    "huikuan.web.middleware.Refusals",
    "huikuan.portal.middleware.Guests",
]

ROOT_URLCONF = "huikuan.config.urls"
WSGI_APPLICATION = "huikuan.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "huikuan.web.components.tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "huikuan.web.context.page",
            ],
        },
    }
]

DATABASES = {"default": database_settings(url=os.environ.get("DATABASE_URL"), home=HOME)}
SERVING_DATABASE_OPTIONS = database_settings(
    url=os.environ.get("DATABASE_URL"), home=HOME, statement_timeout_ms=10_000
)["OPTIONS"]
# `huikuan check` says if it has the WAL-reset fault.
SQLITE_IN_USE = choose_sqlite() if DATABASES["default"]["ENGINE"].endswith("sqlite_backend") else None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("HUIKUAN_TIME_ZONE", "Asia/Shanghai")

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "huikuan_session"
CSRF_FAILURE_VIEW = "huikuan.web.views.refusals.csrf_failed"
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "huikuan_csrf"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_SSL_REDIRECT = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = upload_folder(home=HOME)

EMAIL_FROM = os.environ.get("HUIKUAN_EMAIL_FROM", "")
SMTP_URL = os.environ.get("HUIKUAN_SMTP_URL", "")
CHANNELS_FILE = os.environ.get("HUIKUAN_CHANNELS") or str(HOME / "channels.json")

API_CALLS_PER_MINUTE = int(os.environ.get("HUIKUAN_API_CALLS_PER_MINUTE", "600"))
