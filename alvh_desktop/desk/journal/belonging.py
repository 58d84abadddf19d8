"""To which campaigns legs, trades, layers, rolls and the subjects of alerts belong."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from alvh_desktop.desk.journal.entries import About
from alvh_desktop.desk.ports import Line
from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.records import Campaign, Fill, Leg, Link, Roll, Settlement, Trade, Verdict
from alvh_desktop.rules.reading import Subject

_SUBJECT = re.compile(
    r"leg (?P<leg>\d+)|trade (?P<trade>\d+)(?:, .*)?|campaign (?P<campaign>\d+)"
    r"|layer (?P<layer>\d+) of campaign (?P<of>\d+)",
    re.ASCII,
)


@dataclass(frozen=True)
class Belonging:
    """By the book as it stands today; of legs and trades that are gone since, as the last line had them."""

    book: Book
    gone_legs: Mapping[int, Leg] = field(default_factory=dict)
    gone_trades: Mapping[int, Trade] = field(default_factory=dict)

    def leg(self, leg_id: int) -> Leg | None:
        return self.book.legs.get(leg_id) or self.gone_legs.get(leg_id)

    def of_legs(self, leg_ids: Iterable[int]) -> About:
        """These legs, with their trades, layers and campaigns."""
        ids = _once(leg_ids)
        legs = (self.leg(leg_id) for leg_id in ids)
        about = self.of_trades(leg.trade_id for leg in legs if leg is not None)
        return About(about.campaign_ids, about.trade_ids, ids, about.layer_ids)

    def of_trades(self, trade_ids: Iterable[int]) -> About:
        ids = _once(trade_ids)
        trades = [trade for each in ids if (trade := self._trade(each)) is not None]
        layers = (trade.layer_id for trade in trades if trade.layer_id is not None)
        return About(_once(trade.campaign_id for trade in trades), ids, (), _once(layers))

    def of_rows(self, rows: Iterable[Row]) -> About:
        """All that the rows of an edit touch."""
        legs: list[int] = []
        found: list[About] = []
        for row in rows:
            for record in (row.before, row.after):
                if isinstance(record, Fill | Settlement):
                    legs.append(record.leg_id)
                elif isinstance(record, Leg):
                    legs.append(record.id)
                elif isinstance(record, Trade):
                    found.append(together((self.of_trades((record.id,)), About((record.campaign_id,)))))
                elif isinstance(record, Verdict):
                    found.append(self.of_trades((record.trade_id,)))
                elif isinstance(record, Campaign):
                    found.append(About((record.id,)))
                elif isinstance(record, Roll):
                    found.append(About((record.campaign_id,)))
        return together((*found, self.of_legs(legs)))

    def of_alert(self, subject_key: str, subject: Subject | None) -> About:
        """`subject` as a reading had it; None where nothing was read."""
        found = _SUBJECT.fullmatch(subject_key)
        about = About()
        if found is not None:
            numbers = {name: int(text) for name, text in found.groupdict().items() if text is not None}
            if "leg" in numbers:
                about = self.of_legs((numbers["leg"],))
            elif "trade" in numbers:
                about = self.of_trades((numbers["trade"],))
            elif "layer" in numbers:
                about = About((numbers["of"],), (), (), (numbers["layer"],))
            else:
                about = About((numbers["campaign"],))
        if subject is None:
            return about
        campaigns = about.campaign_ids or (() if subject.campaign_id is None else (subject.campaign_id,))
        trades = about.trade_ids or (() if subject.trade_id is None else (subject.trade_id,))
        layers = about.layer_ids or (() if subject.layer_id is None else (subject.layer_id,))
        return About(campaigns, trades, about.leg_ids or subject.leg_ids, layers)

    def of_links(self, links: Iterable[Link]) -> About:
        return together(self._of_link(link) for link in links)

    def _of_link(self, link: Link) -> About:
        if link.kind == "alert":
            return self.of_alert(link.key.partition(" ")[2], None)
        number = int(link.key)
        match link.kind:
            case "campaign":
                return About((number,))
            case "trade":
                return self.of_trades((number,))
            case "leg":
                return self.of_legs((number,))
            case "layer":
                return About(self._campaigns_by_layer.get(number, ()), (), (), (number,))
            case "roll":
                roll = self.book.rolls.get(number)
                return About() if roll is None else About((roll.campaign_id,))

    @cached_property
    def _campaigns_by_layer(self) -> Mapping[int, tuple[int, ...]]:
        """The hedge campaigns that have, or had, a trade in a layer."""
        found: dict[int, dict[int, None]] = {}
        for trade in self.book.trades.values():
            if trade.layer_id is not None:
                found.setdefault(trade.layer_id, {})[trade.campaign_id] = None
        return {layer_id: tuple(campaigns) for layer_id, campaigns in found.items()}

    def _trade(self, trade_id: int) -> Trade | None:
        return self.book.trades.get(trade_id) or self.gone_trades.get(trade_id)


def belonging_of(book: Book, lines: Sequence[Line]) -> Belonging:
    """With what the lines took away, or had before."""
    legs: dict[int, Leg] = {}
    trades: dict[int, Trade] = {}
    for line in lines:
        for row in line.entry.rows:
            if row.table == "legs" and isinstance(row.before, Leg):
                legs[row.before.id] = row.before
            elif row.table == "trades" and isinstance(row.before, Trade):
                trades[row.before.id] = row.before
    return Belonging(book, legs, trades)


def together(parts: Iterable[About]) -> About:
    """Everything that any of them speaks of, each once."""
    parts = tuple(parts)
    return About(
        _once(each for part in parts for each in part.campaign_ids),
        _once(each for part in parts for each in part.trade_ids),
        _once(each for part in parts for each in part.leg_ids),
        _once(each for part in parts for each in part.layer_ids),
    )


def _once(ids: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(ids))
