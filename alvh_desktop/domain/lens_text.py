"""A lens as text and back, and what is left of it on a book that has changed since.

The text is JSON with every field under its own name, in order. It says nothing of `dates`, for a saved lens speaks of
any day: in their place stands `days_ahead`, how many calendar days after now the first of them is.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, get_args

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.lens import Chosen, ChosenKind, ClockName, EventCrush, Lens, Unit, VolShifts
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Sleeve

LONGEST_TEXT = 100_000
FARTHEST_DAYS = 3700
"""Calendar days that a date may lie ahead of now."""
_LONGEST_PRESET = 60
_LARGEST_ID = 2**63 - 1
_DAY = timedelta(days=1)

Read = Callable[[Any], Any]
"""The value behind a plain one. Raises ValueError, in words that go on after the field's name."""


def text_of(lens: Lens, now: datetime) -> str:
    """Of its `dates` the first is kept, as days ahead of `now`, unless it has passed. Any lens has a text; `lens_of`
    says whether it is a sound one."""
    ahead = (lens.dates[0] - now) / _DAY if lens.dates and lens.dates[0] > now else None
    return json.dumps({**_plain(lens), "days_ahead": ahead}, sort_keys=True, separators=(",", ":"))


def lens_of(text: str, now: datetime) -> Lens | Problem:
    """What `text_of` was given, with its date counted from `now`. The Problem names the first field that is wrong.

    A field that the text does not have is as in a plain lens: an older program did not know it.
    """
    said = _object_in(text)
    if isinstance(said, Problem):
        return said
    strange = next((name for name in said if name not in _READERS), None)
    if strange is not None:
        return Problem("lens", f"{strange[:40]!r} is no part of a lens")
    found: dict[str, Any] = {}
    for name, plain in said.items():
        try:
            found[name] = _READERS[name](plain)
        except ValueError as error:
            return Problem(f"lens, {name}", str(error))
    ahead: float | None = found.pop("days_ahead", None)
    return Lens(**found, dates=(now + timedelta(days=ahead),) if ahead else ())


def lens_on(lens: Lens, book: Book) -> tuple[Lens, str]:
    """The lens without what this book does not hold, and a sentence that says what is left out and what that means;
    "" where it holds all of it."""
    chosen = frozenset(one for one in lens.chosen if one[1] in _rows_of(book, one[0]))
    has_trade = lens.trade_id is None or lens.trade_id in book.trades
    has_account = lens.account_id is None or lens.account_id in book.accounts
    told = "; ".join(_left_out(lens, chosen, has_trade, has_account))
    if not told:
        return lens, ""
    left = replace(
        lens,
        trade_id=lens.trade_id if has_trade else None,
        account_id=lens.account_id if has_account else None,
        chosen=chosen,
    )
    return left, f"Left out, for this portfolio does not hold it: {told}."


def _left_out(lens: Lens, chosen: frozenset[Chosen], has_trade: bool, has_account: bool) -> Iterator[str]:
    if not has_account:
        yield f"account {lens.account_id}, so that all real accounts are looked at"
    if not has_trade:
        yield f"trade {lens.trade_id}, so that the curves end at the nearest settlement"
    gone = [f"{kind} {number}" for kind, number in sorted(lens.chosen - chosen)]
    if gone:
        names = ", ".join(gone[:3]) + (f" and {len(gone) - 3} more" if len(gone) > 3 else "")
        yield names if chosen else f"{names}, so that nothing is chosen and all is drawn"


def _rows_of(book: Book, kind: ChosenKind) -> Mapping[int, object]:
    rows: Mapping[ChosenKind, Mapping[int, object]] = {
        "campaign": book.campaigns, "trade": book.trades, "leg": book.legs
    }  # fmt: skip
    return rows[kind]


def _plain(lens: Lens) -> dict[str, Any]:
    shifts, crush = lens.vol_shifts, lens.crush
    return {
        "trade_id": lens.trade_id,
        "preset": lens.preset,
        "vix_after": lens.vix_after,
        "futures_stay": lens.futures_stay,
        "clock": lens.clock,
        "account_id": lens.account_id,
        "sleeve": lens.sleeve,
        "chosen": [list(one) for one in sorted(lens.chosen)],
        "vix_scale": lens.vix_scale,
        "vol_shifts": {"short": shifts.short, "medium": shifts.medium, "long": shifts.long, "vix": shifts.vix},
        "crush": None if crush is None else {"at": crush.at.astimezone(UTC).isoformat(), "move": crush.move},
        "spx_move": lens.spx_move,
        "unit": lens.unit,
        "gap_share": lens.gap_share,
    }


def _object_in(text: str) -> dict[str, Any] | Problem:
    if len(text) > LONGEST_TEXT:
        return Problem("lens", f"{len(text):,} characters are too many for a lens")
    try:
        said = json.loads(text, object_pairs_hook=_each_once)
    except ValueError:
        return Problem("lens", "this is no lens as the program writes it")
    except RecursionError:
        return Problem("lens", "it is nested too deeply for a lens")
    return said if isinstance(said, dict) else Problem("lens", "this is no lens as the program writes it")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _number(low: float, high: float, words: str) -> Read:
    def read(plain: Any) -> float:
        # a number beyond the range of floats is compared as it stands, and NaN is inside no range
        if isinstance(plain, bool) or not isinstance(plain, int | float) or not low <= plain <= high:
            raise ValueError(f"{_told(plain)} is not {words}: a number from {low:g} to {high:g}")
        return float(plain)

    return read


def _or_none(read: Read) -> Read:
    return lambda plain: None if plain is None else read(plain)


def _one_of(kind: object) -> Read:
    allowed = get_args(kind)

    def read(plain: Any) -> str:
        if not isinstance(plain, str) or plain not in allowed:
            raise ValueError(f"{_told(plain)} is none of {', '.join(allowed)}")
        return plain

    return read


def _flag(plain: Any) -> bool:
    if not isinstance(plain, bool):
        raise ValueError(f"{_told(plain)} is neither true nor false")
    return plain


def _id(plain: Any) -> int:
    if isinstance(plain, bool) or not isinstance(plain, int) or not 0 < plain <= _LARGEST_ID:
        raise ValueError(f"{_told(plain)} is no number of a row")
    return plain


def _preset(plain: Any) -> str:
    if not isinstance(plain, str) or not plain or not plain.isprintable() or len(plain) > _LONGEST_PRESET:
        raise ValueError(f"{_told(plain)} is no name of a response")
    return plain


def _moment(plain: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(plain)
    except (TypeError, ValueError):
        raise ValueError(f"{_told(plain)} is no moment") from None
    if moment.tzinfo is None or not 1990 <= moment.year < 2200:
        raise ValueError(f"{_told(plain)} is no moment with an offset from 1990 to 2199")
    return moment.astimezone(UTC)


def _chosen(plain: Any) -> frozenset[Chosen]:
    if not isinstance(plain, list):
        raise ValueError(f"{_told(plain)} is no list of what is chosen")
    found: set[Chosen] = set()
    for one in plain:
        if not isinstance(one, list) or len(one) != 2:
            raise ValueError(f"{_told(one)} is no campaign, trade or leg with its number")
        found.add((_KIND(one[0]), _id(one[1])))
    return frozenset(found)


def _parts(plain: Any, readers: Mapping[str, Read], words: str) -> dict[str, Any]:
    if not isinstance(plain, dict) or plain.keys() != readers.keys():
        raise ValueError(f"{_told(plain)} is not {words}: it has {', '.join(readers)}")
    return {name: read(plain[name]) for name, read in readers.items()}


def _told(plain: Any) -> str:
    told = "a number of many digits" if isinstance(plain, int) and abs(plain) >= 10**30 else repr(plain)
    return told if len(told) <= 40 else told[:37] + "..."


_KIND = _one_of(ChosenKind)
_SHIFT = _number(-200.0, 500.0, "a shift in volatility points")
_SHIFTS: Mapping[str, Read] = dict.fromkeys(("short", "medium", "long", "vix"), _SHIFT)
_CRUSH: Mapping[str, Read] = {"at": _moment, "move": _number(0.0, 1.0, "a move as a fraction of SPX")}
_READERS: Mapping[str, Read] = MappingProxyType(
    {
        "trade_id": _or_none(_id),
        "days_ahead": _or_none(_number(0.0, FARTHEST_DAYS, "calendar days ahead")),
        "preset": _preset,
        "vix_after": _or_none(_number(0.01, 10_000.0, "a level of VIX")),
        "futures_stay": _flag,
        "clock": _one_of(ClockName),
        "account_id": _or_none(_id),
        "sleeve": _or_none(_one_of(Sleeve)),
        "chosen": _chosen,
        "vix_scale": _number(0.0, 10.0, "a multiple of what VIX answers"),
        "vol_shifts": lambda plain: VolShifts(**_parts(plain, _SHIFTS, "a shift by tenor")),
        "crush": _or_none(lambda plain: EventCrush(**_parts(plain, _CRUSH, "an event with its move"))),
        "spx_move": _number(-0.99, 9.0, "a simple return of SPX"),
        "unit": _one_of(Unit),
        "gap_share": _number(0.0, 1.0, "a share"),
    }
)
"""How each field is read, and what it may be."""
