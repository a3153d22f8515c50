"""The Jinja2 environments of our pages: one for each language.

A page says some hundred words, numbers and dates; which language it speaks is asked once, when its template is got, and
the environment knows the rest. A template speaks the language in which it was got.
"""

import time
from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.backends.jinja2 import Jinja2
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils import translation
from django.utils.http import urlencode
from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, PrefixLoader, pass_context
from markupsafe import Markup

from . import formats
from .forms import component, error_list

FILTERS = ("number", "percent", "date", "month", "time", "datetime", "size")
SOME_ID = UUID(int=0)


class Pages(Jinja2):
    """Django's backend, with the environment of the language that is spoken now in place of its one."""

    @property
    def env(self) -> Environment:
        return self._environment(translation.get_language() or settings.LANGUAGE_CODE)

    @env.setter
    def env(self, environments: Callable[[str], Environment]) -> None:
        self._environment = environments


def environments(**options: Any) -> Callable[[str], Environment]:
    """What makes the environment of a language, each once."""
    return cache(partial(environment, **options))


def environment(language: str, *, loader: BaseLoader, **options: Any) -> Environment:
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    loader = ChoiceLoader([loader, govuk])
    env = Environment(loader=loader, extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)
    env.policies["ext.i18n.trimmed"] = True
    written = formats.of(language)
    env.install_gettext_callables(
        translation.gettext,
        _in(language, translation.ngettext),
        newstyle=True,
        pgettext=_in(language, translation.pgettext),
        npgettext=_in(language, translation.npgettext),
    )
    for name, strings in {"ngettext": 2, "pgettext": 2, "npgettext": 3}.items():
        env.globals[name] = _with_numbers(env.globals[name], strings, written)
    env.globals["gettext"] = env.globals["_"] = _gettext(language, written)
    env.filters.update({name: getattr(written, name) for name in FILTERS})
    env.globals.update(
        static=static,
        url=url,
        url_for_each=url_for_each,
        query=query,
        language=translation.get_language,
        now_seconds=lambda: int(time.time()),
        languages=languages,
        component=component,
        error_list=error_list,
    )
    return env


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Where a view is: url("people:kinds", organisation.slug)."""
    return _address(settings.ROOT_URLCONF, get_script_prefix(), name, args, tuple(kwargs.items()))


@lru_cache(maxsize=10_000)  # a page has a dozen in its frame, over each of which Django takes long
def _address(urlconf: str, prefix: str, name: str, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]) -> str:
    return reverse(name, urlconf, args=args, kwargs=dict(kwargs))


def url_for_each(name: str, *args: Any) -> Callable[[UUID], str]:
    """The same for the rows of a list, looked up once: to = url_for_each("people:person", slug), then to(row.id)."""
    before, after = url(name, *args, SOME_ID).split(str(SOME_ID))
    return lambda pk: before + str(pk) + after


def query(request: Any, **changes: Any) -> str:
    """The page's query string with some parameters changed, or left out where the new value is None."""
    parameters = dict(request.GET.lists()) | changes
    return "?" + urlencode({name: value for name, value in parameters.items() if value is not None}, doseq=True)


def languages() -> list[dict[str, Any]]:
    """The languages to choose from, each by its own name."""
    current = (translation.get_language() or "en").split("-")[0]
    return [{"code": code, "name": name, "current": code == current} for code, name in settings.LANGUAGES]


def _in(language: str, translate: Callable[..., str]) -> Callable[..., str]:
    def translated(*strings: Any) -> str:
        with translation.override(language):
            return translate(*strings)

    return translated


def _gettext(language: str, written: formats.Formats) -> Callable[..., str]:
    """Jinja's own (newstyle), but that each sentence is looked up once, and says numbers as _with_numbers does."""
    translate = _in(language, translation.gettext)

    @lru_cache(maxsize=4096)
    def sentence(text: str, escaping: bool) -> str:
        said = translate(text)
        return Markup(said) if escaping else said  # safe: made by us and our translators; what is filled in is escaped

    @pass_context
    def gettext(context: Any, text: str, **variables: Any) -> str:
        said = sentence(text, context.eval_ctx.autoescape)
        return said % _shown(variables, written) if variables or "%" in said else said

    return gettext


def _with_numbers(translate: Callable[..., str], strings: int, written: formats.Formats) -> Callable[..., str]:
    """So that ngettext("%(num)s person", "%(num)s people", 1025) says 1,025. A year is no number: pass it as text."""

    @pass_context
    def translated(context: Any, *args: Any, **variables: Any) -> str:
        if len(args) > strings:  # the count of a plural
            variables.setdefault("num", args[strings])
        return translate(context, *args, **_shown(variables, written))

    return translated


def _shown(variables: dict[str, Any], written: formats.Formats) -> dict[str, Any]:
    return {
        name: written.number(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
        for name, value in variables.items()
    }
