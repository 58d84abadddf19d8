"""The table of every rule: entry checks and gates, which a ticket is held to. Where each turns stands beside it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import cache, partial

from support.founded_books import CLOCK, enter
from support.hedged_books import QUOTES
from support.made_markets import market
from support.rule_table import A_HAIR, Checked, OneRule, Table
from support.ticketed_books import desk_of, figures, only_checks, seen, ticket_for, ticket_of, with_inputs

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.rules.check import Check
from alvh_desktop.rules.ticket import Ticket

CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7200C"
UNIT = "-12 SPXW 18DEC26 6300/6350P 7150/7200C @6"
MONTH = timedelta(days=30)
CALM = {"yield.10y": "4.1", "credit_spread": "1.8"}
Typed = Mapping[str, str]


@cache
def opened(line: str) -> tuple[Book, Book]:
    desk = desk_of()
    before = desk.book
    enter(desk, line)
    return before, desk.book


# condor.credit_band: over a wing of 50


def band(credit: str, wacc: str | None = "0", typed: Typed | None = None, days_old: int = 0) -> Check:
    """The cost of capital has changed by so many points in 30 days; None: nothing is typed of it."""
    books, today = [], CLOCK.date() - timedelta(days=days_old)
    for book in opened(f"{CONDOR} @{credit}"):
        made = with_inputs(book, typed or {})
        if wacc is not None:
            made = with_inputs(made, CALM, today - MONTH)
            made = with_inputs(made, {**CALM, "yield.10y": str(Decimal("4.1") + Decimal(wacc))}, today)
        books.append(made)
    return only_checks(ticket_of(*books, seen()))["Credit ratio"]


def wingless() -> Check:
    return only_checks(ticket_for("-1 SPXW 18DEC26 6350P @3"))["Credit ratio"]


BAND = OneRule(
    checked=(
        # "outside 15-25 %": 7.50 / 50 is 15, 12.50 / 50 is 25
        Checked(partial(band, "7.49"), "not met", 14.98, "Net credit 7.49 / wing 50 = 15.0 %. The band is 15-25 %."),
        Checked(partial(band, "7.50"), "met", 15),
        Checked(partial(band, "7.51"), "met", 15.02),
        Checked(partial(band, "12.49"), "met", 24.98),
        Checked(partial(band, "12.50"), "met", 25),
        Checked(partial(band, "12.51"), "not met", 25.02, "WACC has changed by +0 points in 30 days"),
        # "WACC rising: band times 0.90": 13.5 to 22.5
        Checked(partial(band, "6.74", "0.01"), "not met", 13.48, "The band is 13.5-22.5 %."),
        Checked(partial(band, "6.75", "0.01"), "met", 13.5, "band x 0.9."),
        Checked(partial(band, "11.25", "0.01"), "met", 22.5),
        Checked(partial(band, "11.26", "0.01"), "not met", 22.52),
        Checked(partial(band, "11.26", "-0.01"), "met", 22.52),
        # missing: known only where both bands agree
        Checked(partial(band, "10", None), "met", 20),
        Checked(partial(band, "7", None), "not known", 14, "type yield.10y and credit_spread"),
        Checked(wingless, "not known", None, "a leg is missing"),
        # stale: a cost of capital of two months ago says nothing of today
        Checked(partial(band, "7", "0", None, 60), "not known", 14, "rising, the band would be 13.5-22.5 %"),
        # the ends are the user's
        Checked(partial(band, "10", "0", {"credit_band.high": "20"}), "met", 20),
        Checked(partial(band, "10.01", "0", {"credit_band.high": "20"}), "not met", 20.02),
    )
)

# condor.entry_phase: 10 x 3.20 x 100 = $3,200


def phase(target: str | None, typed: Typed | None = None, line: str = f"{CONDOR} @3.20") -> Check:
    more = {} if target is None else {"target_credit": Decimal(target)}
    books = (with_inputs(book, typed or {}) for book in opened(line))
    return only_checks(ticket_of(*books, seen(), **more))["First phase"]


def balanced(step: float) -> Check:
    """The limit of the net delta lies by `step` beside what it is: abs(put + call) / (abs(put) + abs(call))."""
    ticket = _phase_ticket(*opened(f"{CONDOR} @3.20"))
    deltas = {held.leg.strike: ticket.values[held.leg.id].delta or 0.0 for held in ticket.after.holdings.values()}
    put, call = (deltas[Decimal(far)] - deltas[Decimal(near)] for far, near in ((6300, 6350), (7200, 7150)))
    share = abs(put + call) / (abs(put) + abs(call))
    books = []
    for book in opened(f"{CONDOR} @3.20"):
        rule = book.rules["condor.entry_phase"]
        books.append(book.after([Row("rules", rule.id, rule, replace(rule, watch=Decimal(repr(share + step))))]))
    return only_checks(_phase_ticket(*books))["First phase"]


def _phase_ticket(before: Book, after: Book) -> Ticket:
    return ticket_of(before, after, seen(), target_credit=Decimal(6400))


def aged_phase() -> Check:
    """Quotes of 25 minutes ago."""
    later = CLOCK + timedelta(minutes=25)
    desk = desk_of(now=later)
    before = desk.book
    enter(desk, f"{CONDOR} @3.20")
    old = market(QUOTES, at=later, spx="6690", vix="17")
    return only_checks(ticket_of(before, desk.book, old, moment=later, target_credit=Decimal(6400)))["First phase"]


def unpriced_phase() -> Check:
    blind = market(spx="6690", vix="17")
    return only_checks(ticket_of(*opened(f"{CONDOR} @3.20"), blind, target_credit=Decimal(6400)))["First phase"]


PHASE = OneRule(
    checked=(
        # "0.40-0.60 of the target"
        Checked(partial(phase, "8000.01"), "not met", 3200 / 8000.01),
        Checked(partial(phase, "8000"), "met", 0.4, "$3,200 / target $8,000 = 0.40, aimed at 0.4-0.6"),
        Checked(partial(phase, "7999.99"), "met", 3200 / 7999.99),
        Checked(partial(phase, "5333.34"), "met", 3200 / 5333.34),
        Checked(partial(phase, "5333.33"), "not met", 3200 / 5333.33),
        # "abs(net delta) at most 0.40": the limit above it, at it, below it
        Checked(partial(balanced, A_HAIR), "met", 0.5),
        Checked(partial(balanced, 0.0), "met", 0.5),
        Checked(partial(balanced, -A_HAIR), "not met", 0.5, "Net delta abs("),
        # "or points a condor, the text gives no unit"
        Checked(partial(phase, None, {"entry_phase.unit": "1"}, f"{CONDOR} @0.60"), "met", 0.6),
        Checked(partial(phase, None, {"entry_phase.unit": "1"}, f"{CONDOR} @0.61"), "not met", 0.61),
        Checked(partial(phase, None), "not known", None, "The target credit is not known"),
        Checked(unpriced_phase, "not known", 0.5, "no quote"),
        Checked(aged_phase, "not known", 0.5, "on data of 2026-11-20 15:30 New York"),
    )
)

# condor.wing_choice


def wings(typed: Typed, days_old: int = 0) -> Check:
    on = CLOCK.date() - timedelta(days=days_old)
    books = (with_inputs(book, typed, on) for book in opened(f"{CONDOR} @3.20"))
    return only_checks(ticket_of(*books, seen()))["Wing choice"]


FAIR = {"fair_value.spx": "6000", "pcf.market": "17.5", "pcf.average": "15"}
WINGS = OneRule(
    checked=(
        # 6690 / 6000 - 1; "informational"
        Checked(partial(wings, FAIR), None, 11.5, "SPX 6,690.00 / fair value 6,000.00 - 1 = +11.5 %. P/CF 17.5"),
        Checked(partial(wings, {}), None, None, "Fair value of SPX is not known: type the input fair_value.spx"),
        Checked(partial(wings, FAIR, 400), None, 11.5, "on data of 2025-10-16"),
    )
)

# hedge.instrument


def instrument(slope: float | None, stale: str | None = None, line: str = "+1 VX 16DEC26 @18.40") -> Check:
    regime = {} if slope is None else figures(stale, vx__slope=slope)
    return only_checks(ticket_of(*opened(line), seen(), regime=regime))["Instrument of the hedge"]


CALLS = "+4 VIX 16DEC26 18C @2"
INSTRUMENT = OneRule(
    checked=(
        # "curve inverted": "inverted below 0"
        Checked(partial(instrument, -A_HAIR), "not met", -A_HAIR, "the curve is inverted: calls before futures"),
        Checked(partial(instrument, 0.0), "met", 0, ": futures and spreads are allowed."),
        Checked(partial(instrument, A_HAIR), "met", A_HAIR),
        Checked(partial(instrument, -3.0, line=CALLS), "met", -3),
        Checked(partial(instrument, None), "not known", None, "slope is not known: no histories are at hand"),
        Checked(partial(instrument, None, line=CALLS), "met", None),
        # stale data may object and may not clear
        Checked(partial(instrument, 5.0, "old"), "not known", 5, "on data of 2026-11-20"),
        Checked(partial(instrument, -5.0, "old"), "not met", -5, "on data of 2026-11-20"),
    )
)

# hedge.no_add: twelve calls of the short layer over one unit stand above every base


@cache
def hedging() -> tuple[Book, Book]:
    desk = desk_of(UNIT)
    before = desk.book
    enter(desk, "+12 VIX 16DEC26 18C @2", role="short")
    return before, desk.book


def adding(pe: str | None, pcf: str | None, days_old: int = 0, rsi: float | None = 50.0, more: bool = False) -> Check:
    typed = {"pe.forward": pe, "pcf.market": pcf, "pcf.average": "16"}
    on = CLOCK.date() - timedelta(days=days_old)
    books = (with_inputs(book, {k: v for k, v in typed.items() if v is not None}, on) for book in hedging())
    regime = {} if rsi is None else figures(vix__rsi=rsi)
    found = ticket_of(*books, seen(), regime=regime, is_second_layer=more)
    return only_checks(found)["No adding to the hedge"]


NO_ADD = OneRule(
    checked=(
        # "P/E over 24"
        Checked(partial(adding, "23.99", "14"), "met", 23.99),
        Checked(partial(adding, "24", "14"), "met", 24),
        Checked(partial(adding, "24.01", "14"), "not met", 24.01, "P/E, forward 24.01 is over 24. P/CF 14 is below"),
        # "P/CF not below its average"
        Checked(partial(adding, "20", "15.99"), "met", 20),
        Checked(partial(adding, "20", "16"), "not met", 20, "P/CF 16 is not below its average 16"),
        Checked(partial(adding, "20", "16.01"), "not met", 20),
        Checked(partial(adding, "30", "20", more=True), "met", 30, "second layer is never blocked"),
        Checked(partial(adding, None, "14"), "not known", None, "type the input pe.forward"),
        Checked(partial(adding, "20", None), "not known", 20, "type the input pcf.market"),
        Checked(partial(adding, None, "16"), "not met", None),
        Checked(partial(adding, "30", "20", rsi=None), "not known", 30, "vix.rsi is not known"),
        # stale data may object and may not clear
        Checked(partial(adding, "25", "14", 60), "not met", 25, "on data of 2026-09-21"),
        Checked(partial(adding, "20", "14", 60), "not known", 20, "on data of 2026-09-21"),
    )
)

TICKET_RULES: Table = {
    "condor.credit_band": BAND,
    "condor.entry_phase": PHASE,
    "condor.wing_choice": WINGS,
    "hedge.instrument": INSTRUMENT,
    "hedge.no_add": NO_ADD,
}
