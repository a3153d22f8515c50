"""Numbers, percentages, dates and times as people read them, in the language of the page.

Times are shown in the current time zone, which is the organisation's.
"""

from datetime import date as Date
from datetime import datetime as DateTime

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent
from django.utils import timezone, translation
from django.utils.translation import gettext as _

# British dates for English, whichever English the browser asked for.
LOCALES = {"en": "en_GB", "cy": "cy"}


def locale() -> Locale:
    language = translation.get_language() or "en"
    return Locale.parse(LOCALES.get(language.split("-")[0], "en_GB"))


def number(value: float | None, digits: int | None = None) -> str:
    """1,025 or, with digits=2, 0.50. Nothing known is an empty string."""
    if value is None:
        return ""
    pattern = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=locale())


def percent(share: float | None, digits: int = 0) -> str:
    """87% from 0.8702."""
    if share is None:
        return ""
    return format_percent(share, format="#,##0" + ("." + "0" * digits if digits else "") + "%", locale=locale())


def number_word(value: int) -> str:
    """Up to nine in letters, as one says it; then in digits."""
    small = (
        _("no"),
        _("one"),
        _("two"),
        _("three"),
        _("four"),
        _("five"),
        _("six"),
        _("seven"),
        _("eight"),
        _("nine"),
    )
    return small[value] if 0 <= value < len(small) else number(value)


def capital(word: str) -> str:
    """A word as a sentence begins with it."""
    return word[:1].upper() + word[1:]


def date(value: Date | DateTime | None) -> str:
    """9 July 2026."""
    return "" if value is None else format_date(_local(value), "d MMMM y", locale=locale())


def month(value: Date | DateTime | None) -> str:
    """July 2016."""
    return "" if value is None else format_date(_local(value), "MMMM y", locale=locale())


def time(value: DateTime | None) -> str:
    """2:30pm."""
    return "" if value is None else format_datetime(_local(value), "h:mma", locale=locale())


def datetime(value: DateTime | None) -> str:
    """9 July 2026 at 2:30pm."""
    return "" if value is None else _("%(date)s at %(time)s") % {"date": date(value), "time": time(value)}


def size(count: int | None) -> str:
    """Of a file: 3.4 MB. Units of 1,000, as file managers show them."""
    if count is None:
        return ""
    amount, unit = float(count), 0
    units = [_("%(amount)s bytes"), _("%(amount)s KB"), _("%(amount)s MB"), _("%(amount)s GB"), _("%(amount)s TB")]
    while amount >= 999.5 and unit < len(units) - 1:
        amount, unit = amount / 1000, unit + 1
    return units[unit] % {"amount": number(round(amount, 1 if unit and amount < 9.95 else 0))}


def _local(value: Date | DateTime) -> Date | DateTime:
    return timezone.localtime(value) if isinstance(value, DateTime) and timezone.is_aware(value) else value
