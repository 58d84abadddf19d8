"""Tax years of Section 1256 contracts as JSON and as text."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from alvh_desktop.cli.answers import money_json
from alvh_desktop.cli.output import Json, count_text, moment_json
from alvh_desktop.cli.texts import book_headline, columns, usd
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.sessions import new_york_text, options_close
from alvh_desktop.reports.results import KINDS
from alvh_desktop.reports.tax import NOT_ADVICE, Mark, TaxYear, last_trading_day

_HEADINGS = ("account", "year", "realised $", "open at its end $", "at its start $", "net $", "60 % long-term $",
             "40 % short-term $", "funds, apart $")  # fmt: skip
_UNKNOWN = "?"


def tax_answer(years: Sequence[TaxYear], book: Book, now: datetime, path: Path) -> Json:
    return {
        "at": moment_json(now),
        "portfolio": {"file": str(path), "name": book.name, "simulated": book.simulated_at is not None},
        "note": NOT_ADVICE,
        "years": [
            {
                "account": each.account,
                "kind": each.kind,
                "year": each.year,
                "is_over": each.is_over,
                "realised_usd": money_text(each.realised),
                "mark_at_end": _mark_json(each.mark),
                "mark_at_start": _mark_json(each.mark_before),
                "net_usd": money_json(each.net),
                "long_term_usd": money_json(each.long_term),
                "short_term_usd": money_json(each.short_term),
                "funds_realised_usd": money_text(each.funds),
            }
            for each in years
        ],
    }


def _mark_json(mark: Mark) -> Json:
    return {
        "usd": money_json(mark.usd),
        "open_legs": mark.open_legs,
        "oldest_price": None if mark.seen_at is None else moment_json(mark.seen_at),
        "missing": list(mark.missing),
    }


def tax_text(years: Sequence[TaxYear], book: Book, now: datetime, path: Path) -> str:
    told = [book_headline(book, now, path), "Section 1256 contracts by tax year of New York days, after fees"]
    for kind in KINDS:
        own = [each for each in years if each.kind == kind]
        if own:
            told += ["", "Real accounts" if kind == "real" else "Accounts on paper"]
            told += columns([_HEADINGS, *map(_row, own)], to_the_left=(0,))
            told += [f"! {note}" for each in own for note in _notes(each)]
    if not years:
        told.append("Nothing was filled in these years.")
    return "\n".join([*told, "", NOT_ADVICE])


def _row(each: TaxYear) -> tuple[str, ...]:
    return (
        each.account,
        f"{each.year}{'' if each.is_over else ' so far'}",
        usd(each.realised),
        *map(_usd, (each.mark.usd, each.mark_before.usd, each.net, each.long_term, each.short_term)),
        usd(each.funds),
    )


def _notes(each: TaxYear) -> Iterator[str]:
    """Of the end of the year before only its own row would say it, where that is asked for."""
    if each.mark.missing:
        first, *others = each.mark.missing
        more = f", and {count_text(len(others), 'leg')} more" if others else ""
        yield f"{each.account} {each.year}: its end is not known: {first}{more}"
    if each.mark_before.missing:
        yield f"{each.account} {each.year}: its start is not known, for {each.year - 1} ended without a mark"
    seen = each.mark.seen_at
    if seen is not None and seen < options_close(last_trading_day(each.year)):
        yield f"{each.account} {each.year}: a price of its end is of {new_york_text(seen)}, before the close"


def _usd(amount: Decimal | None) -> str:
    return _UNKNOWN if amount is None else usd(amount)
