"""Prices that a person types one after the other: what counts now, what was typed, which mark is asked for next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from alvh_desktop.desk.inputs import today
from alvh_desktop.desk.typed_marks import mark_edit, taking_mark_back_edit
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits import Change, Edit
from alvh_desktop.domain.edits.marks import mark_to_take_back
from alvh_desktop.domain.inputs import TYPED_BY_HAND
from alvh_desktop.domain.orders.moment import parse_moment
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.domain.typed_marks import Subject, parse_subject
from alvh_desktop.viewmodels.figures import age_text, price_text
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.viewmodels.session import Session

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.desk.shelf import OpenPortfolio

_HOUR = re.compile(r"[0-9]{1,2}:[0-9]{2}", re.ASCII)
_DAY_AND_HOUR = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]([0-9]{1,2}:[0-9]{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class MarkWords:
    """A price as it stands in the fields; `at` and `source` may be empty: now, and typed."""

    subject: str
    price: str
    at: str = ""
    source: str = ""


class MarkTyping:
    """What the sheet of typed prices asks of the portfolio at hand, and the edits it makes."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def enter(self, words: MarkWords) -> Change | Problem:
        """One price as one edit. A Problem of a field names it: "subject", "price", "moment", "source"."""

        def edit_of(portfolio: OpenPortfolio) -> Edit | Problem:
            moment = read_moment(words.at, portfolio.desk.clock())
            if isinstance(moment, Problem):
                return moment
            source = words.source.strip() or TYPED_BY_HAND
            return mark_edit(portfolio.desk, words.subject.upper(), words.price, moment, source)

        if not words.subject.strip():
            return Problem(
                "subject", "say what the price is of: SPXW 18DEC26 6300 P, VX 16DEC26, or an index such as VIX"
            )
        if not words.price.strip():
            return Problem("price", "type a price in points, such as 3.10")
        return self.session.do(edit_of, "Entered: ")

    def take_back(self, subject: str) -> Change | Problem:
        """Take the newest price typed for it away: what was typed or quoted before counts again."""
        return self.session.do(lambda portfolio: taking_mark_back_edit(portfolio.desk, subject.upper()), "")

    def has_typed(self, subject: str) -> bool:
        """Whether a price was typed for it that could be taken back."""
        portfolio, named = self.session.portfolio, self._named(subject)
        if portfolio is None or isinstance(named, Problem):
            return False
        return not isinstance(mark_to_take_back(portfolio.desk.book, named, portfolio.desk.clock()), Problem)

    def known(self, subject: str) -> tuple[str, bool]:
        """What counts now for a contract or index, in one line, and whether that is missing or stale."""
        picture, named = self.session.picture, self._named(subject)
        if picture is None or not subject.strip():
            return "A contract or an index; the time is New York's.", False
        if isinstance(named, Problem):
            return "", False
        return _known(picture, named)

    def is_asked(self, subject: str) -> bool:
        """Whether it is a contract held whose mark is missing or stale."""
        picture, named = self.session.picture, self._named(subject)
        return picture is not None and named in asked_contracts(picture)

    def next_asked(self, done: frozenset[str] = frozenset()) -> str | None:
        """The first contract of the positions whose mark is missing or stale; `done` are left out."""
        picture = self.session.picture
        names = () if picture is None else asked_contracts(picture)
        return next((spoken(each) for each in names if spoken(each) not in done), None)

    def _named(self, subject: str) -> Subject | Problem:
        portfolio = self.session.portfolio
        if portfolio is None:
            return Problem("portfolio", "no portfolio is open")
        return parse_subject(subject.upper(), today(portfolio.desk))


def read_moment(text: str, now: datetime) -> datetime | Problem | None:
    """`15:45` of today, `2026-11-20 15:45`, both in New York; None for "now" and for nothing."""
    text = text.strip()
    if text.casefold() in {"", "now"}:
        return None
    if _HOUR.fullmatch(text):
        text = f"{now.astimezone(NEW_YORK).date().isoformat()} {text}"
    found = _DAY_AND_HOUR.fullmatch(text)
    if found is None:
        return Problem("moment", f"{text[:40]!r} is no time: type 15:45 or 2026-11-20 15:45 (New York), or nothing")
    return parse_moment(f"{found[1]}T{found[2]:0>5}", "moment")


def asked_contracts(picture: Picture) -> tuple[Contract, ...]:
    """What is held and not settled whose mark is missing or stale, each once, as the positions are read."""
    return tuple(dict.fromkeys(_asked(picture)))


def _asked(picture: Picture) -> Iterator[Contract]:
    campaigns = (campaign for sleeve in picture.sleeves for campaign in sleeve.campaigns)
    for line in (leg for campaign in campaigns for trade in campaign.trades for leg in trade.legs):
        if line.value is None or line.value.settles_at <= picture.inputs.now:
            continue
        mark = line.value.mark
        if mark is None or picture.inputs.is_stale(mark.source, mark.moment):
            yield line.holding.leg.contract


def _known(picture: Picture, named: Subject) -> tuple[str, bool]:
    market = picture.inputs.market
    if isinstance(named, Contract):
        mark = market.mark(named)
        if isinstance(mark, Problem):
            return sentence_of(mark), True
        price, source, moment = mark.price, mark.source, mark.moment
    else:
        level = market.levels.get(named)
        if level is None:
            return "No level of it is known.", True
        price, source, moment = level.value, level.source, level.moment
    is_stale = picture.inputs.is_stale(source, moment)
    if named == "SPX":
        from alvh_desktop.pricing.spot import Spot

        is_stale = picture.inputs.is_spot_stale(Spot(float(price), moment, source))
    age = age_text((picture.inputs.now - moment).total_seconds())
    told = "stale" if is_stale else "just now" if age == "now" else f"{age} old"
    return f"Now {price_text(price)}: {source}, {new_york_text(moment)}, {told}.", is_stale
