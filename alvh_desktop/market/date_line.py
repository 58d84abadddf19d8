"""The date line of a Cboe quote table, written in the language of the browser that downloaded it."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from alvh_desktop.domain.calendar import NEW_YORK

_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "januar februar märz april mai juni juli august september oktober november dezember",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    )
    for number, name in enumerate(names.split(), 1)
}
_CONNECTING_WORDS = frozenset(
    ("at", "de", "del", "a", "à", "às", "as", "las", "um", "alle", "ore", "om", "в", "\N{CYRILLIC SMALL LETTER GHE}")
)
_ZONE = re.compile(r"\b(gmt|utc)\s?(?:([+-])\s?([0-9]{1,2})(?::?([0-9]{2}))?)?(?![0-9a-z])|\b(est|edt|et|hne|hae)\b")
_NAMED_ZONES: dict[str, tzinfo] = {
    "est": timezone(timedelta(hours=-5)),
    "edt": timezone(timedelta(hours=-4)),
    # French Canadian names of the same two
    "hne": timezone(timedelta(hours=-5)),
    "hae": timezone(timedelta(hours=-4)),
    "et": NEW_YORK,
}
_HALF_OF_DAY = re.compile(r"\b([ap])\.?\s?m\b\.?|(上午|午前|오전)|(下午|午後|오후)")
_CLOCK = re.compile(r"(?<![0-9])([0-9]{1,2})(?::|\s?h\s?)([0-9]{2})(?![0-9])")
_EASTERN_DATE = re.compile(r"([0-9]{4})\s?[年년]\s?([0-9]{1,2})\s?[月월]\s?([0-9]{1,2})\s?[日일]")
_WORD = re.compile(r"[0-9]+|[^\W0-9_]+")


def read_date_line(text: str) -> datetime | None:
    """The moment (UTC) a date line names, or None unless every word of it is understood.

    Reads English, Spanish, Portuguese, French, German, Italian, Dutch, Polish and Russian month names with day and
    year in any order, and Japanese, Chinese and Korean dates; 24-hour and a.m./p.m. clocks; the zones EST, EDT, ET,
    GMT+-h and UTC+-h. A date in numbers only (2/7/2023) is not read, since day and month could be swapped; nor is a
    line without a zone.
    """
    # NFKC turns the narrow no-break spaces that browsers write into plain ones
    rest = unicodedata.normalize("NFKC", text).lower().replace("\N{MINUS SIGN}", "-")
    zone_match, rest = _take(_ZONE, rest)
    half_match, rest = _take(_HALF_OF_DAY, rest)
    clock_match, rest = _take(_CLOCK, rest)
    day = _read_day(rest)
    if zone_match is None or clock_match is None or day is None:
        return None
    hour = _hour_of_day(int(clock_match[1]), half_match)
    zone = _zone(zone_match)
    if hour is None or zone is None:
        return None
    try:
        return datetime(*day, hour, int(clock_match[2]), tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _take(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str] | None, str]:
    """The first match, and the text without it."""
    match = pattern.search(text)
    return match, text if match is None else f"{text[: match.start()]} {text[match.end() :]}"


def _read_day(text: str) -> tuple[int, int, int] | None:
    """Year, month and day, where the text holds these three once each and otherwise only connecting words."""
    eastern, text = _take(_EASTERN_DATE, text)
    words = [word for word in _WORD.findall(text) if word not in _CONNECTING_WORDS]
    if eastern is None:
        day = _read_western_day(words)
    else:
        day = None if words else (int(eastern[1]), int(eastern[2]), int(eastern[3]))
    # Thai and other calendars count years from elsewhere
    return day if day is not None and 1990 <= day[0] < 2100 else None


def _read_western_day(words: Sequence[str]) -> tuple[int, int, int] | None:
    numbers = [word for word in words if word.isascii() and word.isdigit()]
    years = [int(word) for word in numbers if len(word) == 4]
    days = [int(word) for word in numbers if len(word) <= 2]
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    if (len(years), len(months), len(days), len(words)) != (1, 1, 1, 3):
        return None
    return years[0], months[0], days[0]


def _hour_of_day(hour: int, half: re.Match[str] | None) -> int | None:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        return None
    is_afternoon = half[1] == "p" or half[3] is not None
    return hour % 12 + 12 * is_afternoon


def _zone(match: re.Match[str]) -> tzinfo | None:
    if match[5]:
        return _NAMED_ZONES[match[5]]
    hours, minutes = int(match[3] or 0), int(match[4] or 0)
    if hours > 14 or minutes > 59:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if match[2] == "-" else offset)
