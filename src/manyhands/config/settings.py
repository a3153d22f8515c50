"""Settings. Five come from the environment (docs/operators.md); everything is kept under MANYHANDS_DATA."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF

PACKAGE = Path(__file__).resolve().parent.parent

MANYHANDS_DATA = Path(os.environ.get("MANYHANDS_DATA", "data")).resolve()
MANYHANDS_DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
MANYHANDS_BASE_URL = os.environ.get("MANYHANDS_BASE_URL", "http://localhost:8000").rstrip("/")
MANYHANDS_UPLOAD_LIMIT = 2 * 1024**3 - 1  # bytes; larger files are imported on the machine itself
MANYHANDS_UPLOAD_DAYS = 7  # an upload that nobody finished is deleted then


def _secret_key() -> str:
    """MANYHANDS_SECRET_KEY, or one made at the first start and kept readable by its owner alone."""
    if key := os.environ.get("MANYHANDS_SECRET_KEY"):
        return key
    kept = MANYHANDS_DATA / "secret_key"
    try:
        with open(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return kept.read_text()


SECRET_KEY = _secret_key()
DEBUG = False

_base = urlsplit(MANYHANDS_BASE_URL)
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
ALLOWED_HOSTS = [*LOOPBACK, *({_base.hostname} - set(LOOPBACK) if _base.hostname else ())]
CSRF_TRUSTED_ORIGINS = [MANYHANDS_BASE_URL]
_https = _base.scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

ROOMS = [
    "home",
    "digest",
    "participation",
    "discussions",
    "networks",
    "notices",
    "people",
    "measures",
    "ledger",
    "ui",
    "core",
]

INSTALLED_APPS = [
    *(f"manyhands.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "modelsearch",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "manyhands.people.middleware.TenancyMiddleware",
]

ROOT_URLCONF = "manyhands.config.urls"
ASGI_APPLICATION = "manyhands.config.asgi.application"

# Ours are Jinja2, which draws a page of rows nine times as fast; only our own folders, so that the templates of
# other apps (allauth's) are left to Django's engine.
TEMPLATES = [
    {
        "NAME": "jinja2",
        "BACKEND": "manyhands.ui.jinja.Pages",
        "DIRS": [PACKAGE / room / "templates" for room in ROOMS],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "manyhands.ui.jinja.environments",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "manyhands.people.context.person",
                "manyhands.people.context.acting",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "ui" / "allauth"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
FORM_RENDERER = "manyhands.ui.forms.Renderer"

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{MANYHANDS_DATA / 'manyhands.sqlite3'}", conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # A writer waits for its turn from the start, instead of failing half-way through.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000; "
        "PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=10000",
    }

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the first person has no mail server yet; invitations verify by their link
ACCOUNT_ADAPTER = "manyhands.people.adapters.AccountAdapter"
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of a new password, address, passkey …: to whom it belongs
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before addresses, passkeys and other ways in are changed
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _base.scheme
# Wrong passwords: 5 in 5 minutes for an address, 10 a minute from a machine (allauth's own); others as it has them.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("MANYHANDS_PROXIES", "0"))  # in front; else all seem one machine

MFA_ADAPTER = "manyhands.people.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # clocks half a minute apart
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the first person has no mail server yet; nobody signs up by themselves
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _https and _base.hostname in LOOPBACK  # browsers allow it on localhost alone

SOCIALACCOUNT_ADAPTER = "manyhands.people.adapters.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an address that a provider claims opens nothing by itself
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
# Providers on the organisation's own network, by host or host:port; others are asked over TLS at public addresses.
MANYHANDS_SIGN_IN_HOSTS = os.environ.get("MANYHANDS_SIGN_IN_HOSTS", "").replace(",", " ").split()
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# "simple": words as they are, on PostgreSQL too; see core.search.
MODELSEARCH_BACKENDS = {"default": {"BACKEND": "manyhands.core.search.index", "SEARCH_CONFIG": "simple"}}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_HTTPONLY = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = MANYHANDS_DATA / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MANYHANDS_DATA / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

UPLOADS = MANYHANDS_DATA / "uploads"
UPLOADS.mkdir(exist_ok=True, mode=0o700)
FILE_UPLOAD_TEMP_DIR = UPLOADS  # what is being uploaded stays in the data folder and is deleted from there
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # each place that is left out of an import is one
COLUMNS = MANYHANDS_DATA / "columns"

# Mail goes to a page of the hub (the outbox) until MANYHANDS_EMAIL_URL names a mail server; then it is queued.
MANYHANDS_EMAIL_URL = os.environ.get("MANYHANDS_EMAIL_URL", "")
if MANYHANDS_EMAIL_URL:
    EMAIL_BACKEND = "manyhands.notices.adapters.Queue"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MANYHANDS_DATA / "outbox"
MANYHANDS_REPLY_ADDRESS = os.environ.get("MANYHANDS_REPLY_ADDRESS", "")  # answers by e-mail; see docs/operators.md
MANYHANDS_MAIL_IN_URL = os.environ.get("MANYHANDS_MAIL_IN_URL", "")  # the mailbox where they arrive, by IMAP
MANYHANDS_MAIL_AUTHSERV = os.environ.get("MANYHANDS_MAIL_AUTHSERV", "")  # whose Authentication-Results are believed
DEFAULT_FROM_EMAIL = SERVER_EMAIL = f"Manyhands <manyhands@{_base.hostname or 'localhost'}>"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"manyhands": {"level": "INFO"}},
}
