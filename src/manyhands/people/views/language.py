"""The language to read in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views import i18n

from .. import actions


def set_language(request: HttpRequest) -> HttpResponse:
    """Keeps the choice in this browser, and with the person where somebody is signed in."""
    language = request.POST.get("language", "")
    if request.method == "POST" and request.user.is_authenticated and language in dict(settings.LANGUAGES):
        actions.set_language(user=request.user, language=language)
    return i18n.set_language(request)
