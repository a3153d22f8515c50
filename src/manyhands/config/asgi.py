"""The ASGI application that Granian serves."""

import os
import threading
import warnings
from importlib import import_module

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manyhands.config.settings")
# WhiteNoise hands its files over as they are: they are small, so reading them whole is right.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
application = get_asgi_application()

WARM_AFTER = 3.0  # seconds: the first page goes first
HEAVY = ("ibis", "ibis.backends.duckdb", "altair")


def _warm() -> None:
    """Loads what takes a second to load, so that the first look at figures does not wait for it."""
    for name in HEAVY:
        import_module(name)


_timer = threading.Timer(WARM_AFTER, _warm)
_timer.daemon = True
_timer.start()
