"""Numbers, percentages, dates and times as people read them, in the language of the page.

Times are shown in the current time zone, which is the organisation's. A page of fifty rows writes some two hundred of
these: what a language has to say of them is looked up once, in its `Formats`, which a page's filters are methods of;
whole numbers skip Babel's patterns, and a day or a minute is written once for each language.
"""

from datetime import date as Date
from datetime import datetime as DateTime
from datetime import time as Time
from datetime import tzinfo
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal, format_percent
from django.utils import timezone, translation
from django.utils.translation import gettext as _

# British dates for English, whichever English the browser asked for.
LOCALES = {"en": "en_GB", "cy": "cy"}


class Formats:
    """How a language writes them. Nothing known is an empty string."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = Locale.parse(LOCALES.get(language.split("-")[0], "en_GB"))
        symbols = self.locale.number_symbols["latn"]
        self._group, self._minus = symbols["group"], symbols["minusSign"]

    def number(self, value: float | None, digits: int | None = None) -> str:
        """1,025 or, with digits=2, 0.50."""
        if value is None:
            return ""
        if isinstance(value, int) and not digits:
            return str(int(value)) if 0 <= value < 1000 else self._whole(value)
        pattern = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
        return format_decimal(value, format=pattern, locale=self.locale)

    def _whole(self, value: int) -> str:
        """In groups of three digits, which is how all our LOCALES group them."""
        return f"{value:,}".replace(",", self._group).replace("-", self._minus)

    def percent(self, share: float | None, digits: int = 0) -> str:
        """87% from 0.8702."""
        if share is None:
            return ""
        pattern = "#,##0" + ("." + "0" * digits if digits else "") + "%"
        return format_percent(share, format=pattern, locale=self.locale)

    def date(self, value: Date | DateTime | None) -> str:
        """9 July 2026."""
        return "" if value is None else _day(_local_date(value), "d MMMM y", self.language)

    def month(self, value: Date | DateTime | None) -> str:
        """July 2016."""
        return "" if value is None else _day(_local_date(value), "MMMM y", self.language)

    def short_month(self, value: Date | DateTime | None) -> str:
        """Jul 2016, where room is scarce."""
        return "" if value is None else _day(_local_date(value), "MMM y", self.language)

    def time(self, value: DateTime | None) -> str:
        """2:30pm."""
        return "" if value is None else _minute(_local_minute(value).time(), self.language)

    def datetime(self, value: DateTime | None) -> str:
        """9 July 2026 at 2:30pm."""
        if value is None:
            return ""
        return _moment(value.replace(second=0, microsecond=0), _zone_of(value), self.language)

    def size(self, count: int | None) -> str:
        """Of a file: 3.4 MB. Units of 1,000, as file managers show them."""
        if count is None:
            return ""
        amount, unit = float(count), 0
        units = [_("%(amount)s bytes"), _("%(amount)s KB"), _("%(amount)s MB"), _("%(amount)s GB"), _("%(amount)s TB")]
        while amount >= 999.5 and unit < len(units) - 1:
            amount, unit = amount / 1000, unit + 1
        return units[unit] % {"amount": self.number(round(amount, 1 if unit and amount < 9.95 else 0))}


@cache
def of(language: str) -> Formats:
    return Formats(language)


def spoken() -> Formats:
    """Those of the language that is spoken now."""
    return of(translation.get_language() or "en")


def number(value: float | None, digits: int | None = None) -> str:
    return spoken().number(value, digits)


def percent(share: float | None, digits: int = 0) -> str:
    return spoken().percent(share, digits)


def date(value: Date | DateTime | None) -> str:
    return spoken().date(value)


def month(value: Date | DateTime | None) -> str:
    return spoken().month(value)


def short_month(value: Date | DateTime | None) -> str:
    return spoken().short_month(value)


def time(value: DateTime | None) -> str:
    return spoken().time(value)


def datetime(value: DateTime | None) -> str:
    return spoken().datetime(value)


def size(count: int | None) -> str:
    return spoken().size(count)


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


@lru_cache(maxsize=4096)
def _day(value: Date, pattern: str, language: str) -> str:
    return format_date(value, pattern, locale=of(language).locale)


@lru_cache(maxsize=4096)
def _minute(value: Time, language: str) -> str:
    return format_time(value, "h:mma", locale=of(language).locale)


@lru_cache(maxsize=4096)
def _moment(value: DateTime, zone: tzinfo | None, language: str) -> str:
    value = value if zone is None else value.astimezone(zone)
    with translation.override(language):
        return _("%(date)s at %(time)s") % {
            "date": _day(value.date(), "d MMMM y", language),
            "time": _minute(value.time(), language),
        }


def _zone_of(value: DateTime) -> tzinfo | None:
    """The zone to show a moment in; None for one that names none."""
    return None if value.tzinfo is None else timezone.get_current_timezone()


def _local_date(value: Date | DateTime) -> Date:
    return _local(value).date() if isinstance(value, DateTime) else value


def _local_minute(value: DateTime) -> DateTime:
    return _local(value).replace(second=0, microsecond=0, tzinfo=None)


def _local(value: DateTime) -> DateTime:
    return timezone.localtime(value) if timezone.is_aware(value) else value
