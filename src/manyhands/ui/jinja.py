"""The Jinja2 environment of our pages."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils import translation
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, pass_context
from markupsafe import Markup

from . import formats
from .forms import component, error_list

FILTERS = ("number", "percent", "date", "month", "time", "datetime", "size")


def environment(**options: Any) -> Environment:
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    loader = ChoiceLoader([options.pop("loader"), govuk])
    env = Environment(loader=loader, extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    for name, strings in {"gettext": 1, "ngettext": 2, "pgettext": 2, "npgettext": 3}.items():
        env.globals[name] = _with_numbers(env.globals[name], strings)
    env.filters.update({name: getattr(formats, name) for name in FILTERS})
    env.globals.update(
        static=static,
        url=url,
        query=query,
        language=translation.get_language,
        languages=languages,
        component=component,
        error_list=error_list,
    )
    return env


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Where a view is: url("people:kinds", organisation.slug)."""
    return _address(settings.ROOT_URLCONF, get_script_prefix(), name, args, tuple(kwargs.items()))


@lru_cache(maxsize=10_000)  # a list has one in each row, and Django takes longer over it than over the rest of the row
def _address(urlconf: str, prefix: str, name: str, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]) -> str:
    return reverse(name, urlconf, args=args, kwargs=dict(kwargs))


def query(request: Any, **changes: Any) -> str:
    """The page's query string with some parameters changed, or left out where the new value is None."""
    parameters = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    return "?" + parameters.urlencode()


def languages() -> list[dict[str, Any]]:
    """The languages to choose from, each by its own name."""
    current = (translation.get_language() or "en").split("-")[0]
    return [{"code": code, "name": name, "current": code == current} for code, name in settings.LANGUAGES]


def _with_numbers(translate: Callable[..., str], strings: int) -> Callable[..., str]:
    """So that ngettext("%(num)s person", "%(num)s people", 1025) says 1,025. A year is no number: pass it as text."""

    @pass_context
    def translated(context: Any, *args: Any, **variables: Any) -> str:
        if strings == 1 and not variables and context.eval_ctx.autoescape:
            said = translation.gettext(args[0])
            if "%" not in said:  # nothing to fill in, which is most of what a page says
                return Markup(said)  # safe: made by us and our translators, with nothing filled in
        if len(args) > strings:  # the count of a plural
            variables.setdefault("num", args[strings])
        shown = {
            name: formats.number(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
            for name, value in variables.items()
        }
        return translate(context, *args, **shown)

    return translated
