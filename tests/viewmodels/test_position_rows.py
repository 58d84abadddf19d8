"""The rows of the tree: sums agree with the picture, and what is not known is never shown as a number."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from support.founded_books import CLOCK, done, enter, order_of
from support.window_parts import CONDOR, MARKET, MEDIUM_CALLS, QUOTES, SHORT_CALLS, UNQUOTED, desk_with, picture_of

from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.domain.edits.roll import RollTrade
from alvh_desktop.domain.edits.settle import SettleLeg
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.orders import price_legs
from alvh_desktop.viewmodels.figures import UNKNOWN
from alvh_desktop.viewmodels.position_cells import COLUMNS, Cell
from alvh_desktop.viewmodels.position_rows import Row, position_rows

TITLES = [title for title, _ in COLUMNS]


def walked(rows: tuple[Row, ...]) -> Iterator[Row]:
    for row in rows:
        yield row
        yield from walked(row.children)


def row_named(picture: Picture, text: str) -> Row:
    found = [row for row in walked(position_rows(picture)) if text in row.cells[0].text]
    assert found, f"no row {text!r}"
    return found[0]


def cell(row: Row, title: str) -> Cell:
    return row.cells[TITLES.index(title)]


def test_the_tree_is_sleeve_campaign_trade_leg() -> None:
    rows = position_rows(picture_of(CONDOR, SHORT_CALLS, MEDIUM_CALLS))
    shape = [(row.kind, row.cells[0].text) for row in walked(rows)]
    assert shape == [
        ("sleeve", "Core"),
        ("campaign", "SPXW 18DEC26 condor"),
        ("trade", "Condor 6300/6350/7150/7200"),
        ("leg", "SPXW 18DEC26 6300 P"),
        ("leg", "SPXW 18DEC26 6350 P"),
        ("leg", "SPXW 18DEC26 7150 C"),
        ("leg", "SPXW 18DEC26 7200 C"),
        ("sleeve", "ALVH hedge"),
        ("campaign", "Hedge ladder"),
        ("trade", "Call 20, short layer"),
        ("leg", "VIX 16DEC26 20 C"),
        ("trade", "Call 20, medium layer"),
        ("leg", "VIX 17MAR27 20 C"),
    ]


def test_every_row_has_a_cell_a_column_and_a_key_of_its_own() -> None:
    rows = list(walked(position_rows(picture_of(CONDOR, SHORT_CALLS, MEDIUM_CALLS, UNQUOTED))))
    assert {len(row.cells) for row in rows} == {len(COLUMNS)}
    assert len({row.key for row in rows}) == len(rows)


def test_profit_of_each_row_is_the_pictures_own() -> None:
    picture = picture_of(CONDOR, SHORT_CALLS)
    for sleeve, row in zip(picture.sleeves, position_rows(picture), strict=True):
        assert cell(row, "P/L $").raw == money_text(sleeve.amounts.profit)
        for campaign, below in zip(sleeve.campaigns, row.children, strict=True):
            assert cell(below, "P/L $").raw == money_text(campaign.amounts.profit)


def test_a_price_that_nobody_holds_is_shown_as_any_and_told_at_the_mark() -> None:
    quotes = {of: replace(quote, open_interest=0) for of, quote in QUOTES.items() if of.is_option}
    plain, doubted = (
        row_named(picture_of(SHORT_CALLS, market=market), "VIX 16DEC26 20 C")
        for market in (MARKET, replace(MARKET, quotes={**QUOTES, **quotes}))
    )
    (told,) = [hint for hint in cell(doubted, "Mark").hint.splitlines() if "no open interest" in hint]
    assert told.startswith("its quote (made, 2026-11-20 15:30 New York)")
    for before, after in zip(plain.cells, doubted.cells, strict=True):
        assert replace(after, hint=before.hint) == before
    assert (doubted.badge, doubted.badge_hint) == (plain.badge, plain.badge_hint)
    assert [title for title in TITLES if "no open interest" in cell(doubted, title).hint] == ["Mark"]


def test_a_leg_without_a_quote_shows_no_number_and_says_why() -> None:
    row = row_named(picture_of(UNQUOTED), "SPXW 24DEC26 6500 P")
    for title in ("Mark", "P/L $", "Delta", "Theta", "Vega", "Age"):
        assert cell(row, title).text == UNKNOWN, title
        assert cell(row, title).sort is None
        assert cell(row, title).raw == "", "nothing that a spreadsheet could add up"
    assert "no quote of SPXW 24DEC26 6500 P" in cell(row, "Mark").hint


def test_sums_over_an_unknown_leg_wear_the_word_partial_and_say_what_is_missing() -> None:
    core = position_rows(picture_of(CONDOR, UNQUOTED))[0]
    assert core.badge == "partial"
    assert "1 of 5 open legs have no mark" in core.badge_hint
    assert "not in the Greeks" in core.badge_hint
    assert position_rows(picture_of(CONDOR))[0].badge == ""
    assert position_rows(picture_of(UNQUOTED))[0].badge == "unknown", "nothing of it is known"


def test_deltas_of_several_underlyings_are_never_added() -> None:
    hedge = position_rows(picture_of(SHORT_CALLS, MEDIUM_CALLS))[0]
    assert cell(hedge, "Delta").text == cell(hedge, "Vega").text == "split"
    assert cell(hedge, "Delta").raw == ""
    assert "VX 2026-12-16: delta +" in cell(hedge, "Delta").hint
    assert "VX 2027-03-17: delta +" in cell(hedge, "Delta").hint
    assert cell(hedge, "Theta").sort is not None, "theta is money and adds up"


def test_a_package_price_says_that_it_tells_nothing_about_its_leg() -> None:
    desk = desk_with("-1 SPXW 18DEC26 6300/6350P 7150/7200C @3.20")
    picture = paint(Inputs(desk.book, MARKET))
    legs = [row for row in walked(position_rows(picture)) if row.kind == "leg"]
    assert {cell(leg, "Paid").tone for leg in legs} == {"dim"}
    assert all("whole structure" in cell(leg, "Paid").hint for leg in legs)


def test_what_is_closed_says_so_and_keeps_its_profit() -> None:
    desk = desk_with(SHORT_CALLS, SHORT_CALLS.replace("+4", "-4").replace("1.10", "1.50"))
    row = row_named(paint(Inputs(desk.book, MARKET)), "Call 20")
    assert row.badge == "closed"
    assert cell(row, "Qty").text == "0"
    assert cell(row, "P/L $").raw == "153.68"
    assert cell(row, "Mark").text == "closed"


def test_a_settled_leg_names_its_official_value() -> None:
    desk = desk_with(SHORT_CALLS)
    (leg_id,) = desk.book.legs
    later = CLOCK + timedelta(days=27)
    done(desk, SettleLeg(desk.next_id, leg_id, Decimal("22.40"), later, "VRO"))
    row = row_named(paint(Inputs(desk.book, replace(MARKET, at=later))), "VIX 16DEC26 20 C")
    assert cell(row, "Mark").text == "settled"
    assert "VRO 22.40" in cell(row, "Mark").hint


def test_a_leg_past_its_settlement_is_due_and_not_worth_nothing() -> None:
    desk = desk_with(SHORT_CALLS)
    later = replace(MARKET, at=CLOCK + timedelta(days=27))
    row = row_named(paint(Inputs(desk.book, later)), "VIX 16DEC26 20 C")
    assert cell(row, "Days").text == "due"
    assert cell(row, "P/L $").text == UNKNOWN


@pytest.mark.parametrize(("minutes", "tone"), [(0, "dim"), (19, "dim"), (21, "doubt")])
def test_an_old_quote_shows_its_age_and_after_twenty_trading_minutes_in_the_colour_of_trouble(
    minutes: int, tone: str
) -> None:
    older = {c: replace(q, moment=CLOCK - timedelta(minutes=minutes)) for c, q in QUOTES.items()}
    desk = desk_with(SHORT_CALLS)
    row = row_named(paint(Inputs(desk.book, replace(MARKET, quotes=older))), "VIX 16DEC26 20 C")
    assert cell(row, "Age").text == (f"{minutes} min" if minutes else "now")
    assert cell(row, "Age").tone == tone


def test_a_rolled_trade_names_where_it_came_from() -> None:
    desk = desk_with(SHORT_CALLS)
    enter(desk, "+4 VIX 16DEC26/17MAR27 20C @1.00")
    trades = [row for row in walked(position_rows(paint(Inputs(desk.book, MARKET)))) if row.kind == "trade"]
    assert "Rolled from trade" in trades[-1].cells[0].hint


def test_a_condor_whose_put_side_was_rolled_is_named_by_what_is_open() -> None:
    desk = desk_with(CONDOR)
    (trade,) = desk.book.trades
    closing, opening = (
        price_legs(order_of(line), {})
        for line in ("+10 SPXW 18DEC26 6300@4/6350P@5", "-10 SPXW 18DEC26 6250@3/6400P@6")
    )
    done(desk, RollTrade(trade, closing, opening, CLOCK, desk.next_id))
    (row,) = [row for row in walked(position_rows(paint(Inputs(desk.book, MARKET)))) if row.kind == "trade"]
    assert row.cells[0].text == "Condor 6250/6400/7150/7200"
