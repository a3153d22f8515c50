"""The project's own settings, but for what would make tests slow or tie them to a finished set-up."""

from manyhands.config.settings import *  # noqa: F403 (the point of this module)
from manyhands.config.settings import DATABASES, MANYHANDS_DATA, STATIC_ROOT, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # signing in is not what a test waits for
# Pages find their style sheets without a collectstatic before.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns where it is missing

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: with WAL and its locks as in real life.
    DATABASES["default"]["TEST"] = {"NAME": MANYHANDS_DATA / "test.sqlite3"}
