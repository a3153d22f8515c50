"""The Jinja2 environment of our pages."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import ChoiceLoader, Environment, PackageLoader


def environment(**options) -> Environment:
    ours = options.pop("loader")
    loader = ChoiceLoader([ours, PackageLoader("govuk_frontend_jinja")])
    env = Environment(loader=loader, extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)
    env.globals.update(static=static, url=reverse)
    env.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext)
    return env
