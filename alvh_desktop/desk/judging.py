"""What the method says of an edit that opens something: its checks, and the verdicts kept at the fill."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cached_property

from alvh_desktop.desk.margin import margin_settings_of
from alvh_desktop.desk.model import day_of, stickiness_of
from alvh_desktop.desk.picture import Inputs
from alvh_desktop.desk.scenario import world_of
from alvh_desktop.domain.edits import Change, Edit
from alvh_desktop.domain.edits.judged import Judged
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Fill, Verdict
from alvh_desktop.pricing.spot import spx_spot
from alvh_desktop.pricing.valuation import LegValue, value_legs
from alvh_desktop.rules.check import Check, verdicts_of
from alvh_desktop.rules.entry_checks import entry_checks
from alvh_desktop.rules.ticket import Ticket
from alvh_desktop.series.past import Past
from alvh_desktop.series.regime import regime_of
from alvh_desktop.series.study import Figure


class RegimeOfDay(Mapping[str, Figure]):
    """The regime values of the day of `now` by their id, worked out when a check first asks for one."""

    def __init__(self, past: Callable[[], Past], now: datetime) -> None:
        self._past, self._now = past, now

    @cached_property
    def _figures(self) -> Mapping[str, Figure]:
        return {figure.id: figure for figure in regime_of(self._past(), day_of(self._now))}

    def __getitem__(self, study_id: str) -> Figure:
        return self._figures[study_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._figures)

    def __len__(self) -> int:
        return len(self._figures)


def checks_of(
    inputs: Inputs, change: Change, values: Mapping[int, LegValue], regime: Mapping[str, Figure]
) -> Mapping[int, tuple[Check, ...]]:
    """What entry checks and gates say of a change, by the trades it opens or adds to. `values` are of the legs of
    the book after it, at the market of `inputs`."""
    book, market = inputs.book, inputs.market
    spot = spx_spot(market, book.products)
    # a verdict is kept with the trade: it does not hang on the lens that somebody looks through
    world = spot if isinstance(spot, Problem) else world_of(change.book, market, spot, values, Lens())
    ticket = Ticket(
        before=book,
        after=change.book,
        market=market,
        values=values,
        spot=spot,
        moment=_moment_of(change, inputs.now),
        regime=regime,
        world=world,
        margin=margin_settings_of(book, day_of(inputs.now)),
    )
    return entry_checks(ticket)


def judged(inputs: Inputs, edit: Edit, regime: Mapping[str, Figure]) -> Edit | Problem:
    """The edit with its verdicts, where it opens something. `inputs` hold the book it is made for."""
    change = edit.apply(inputs.book)
    if isinstance(change, Problem):
        return change
    values = value_legs(change.book.holdings.values(), inputs.market, stickiness_of(inputs.book, day_of(inputs.now)))
    return with_verdicts(edit, change, checks_of(inputs, change, values, regime), inputs.now)


def with_verdicts(edit: Edit, change: Change, checks: Mapping[int, tuple[Check, ...]], now: datetime) -> Edit:
    moment = _moment_of(change, now)
    next_id = 1 + max((row.id for row in change.rows if isinstance(row.id, int)), default=0)
    verdicts: list[Verdict] = []
    for trade_id, said in checks.items():
        found = verdicts_of(said, trade_id, moment, next_id)
        verdicts += found
        next_id += len(found)
    return Judged(edit, tuple(verdicts)) if verdicts else edit


def _moment_of(change: Change, now: datetime) -> datetime:
    """When the change fills."""
    fills = (row.after for row in change.rows if isinstance(row.after, Fill))
    return next((fill.moment for fill in fills), now)
