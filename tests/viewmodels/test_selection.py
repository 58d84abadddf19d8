"""Chosen rows: copied as plain numbers, summed once, and offered the edits that fit them."""

from decimal import Decimal

from support.window_parts import CONDOR, MEDIUM_CALLS, SHORT_CALLS, UNQUOTED, picture_of

from alvh_desktop.domain.money import money_text
from alvh_desktop.viewmodels.figures import profit_text
from alvh_desktop.viewmodels.position_cells import COLUMNS
from alvh_desktop.viewmodels.position_rows import Row, position_rows
from alvh_desktop.viewmodels.selection import as_columns, hedge_trade, open_leg, selection_text

PICTURE = picture_of(CONDOR, SHORT_CALLS, MEDIUM_CALLS)
CORE, HEDGE = position_rows(PICTURE)


def trade_of(sleeve: Row, place: int = 0) -> Row:
    return sleeve.children[0].children[place]


def test_copied_rows_are_columns_of_plain_numbers() -> None:
    legs = trade_of(CORE).children
    text = as_columns(legs, with_headers=False)
    cells = [line.split("\t") for line in text.splitlines()]
    assert {len(line) for line in cells} == {len(COLUMNS)}
    for line in cells:
        for number in line[1:]:
            Decimal(number)
    assert as_columns(legs, with_headers=True).splitlines()[0].split("\t") == [title for title, _ in COLUMNS]


def test_a_partial_row_is_copied_with_the_word() -> None:
    core = position_rows(picture_of(CONDOR, UNQUOTED))[0]
    assert as_columns([core], with_headers=False).startswith("Core (partial)\t")


def test_a_row_inside_a_chosen_row_counts_once() -> None:
    total = PICTURE.sleeves[0].amounts.profit + PICTURE.sleeves[1].amounts.profit
    chosen = [CORE, trade_of(CORE), *trade_of(CORE).children, HEDGE]
    assert selection_text(chosen) == f"2 selected: P/L {profit_text(total)} $"
    assert selection_text([CORE]) == ""
    assert selection_text([]) == ""


def test_a_sum_without_a_number_of_one_row_is_partial() -> None:
    rows = position_rows(picture_of(CONDOR, UNQUOTED))[0].children
    known = [row.cells[4].raw for row in rows]
    assert known[1] == ""
    assert selection_text(rows) == f"2 selected: P/L {profit_text(Decimal(known[0]))} $ (partial)"
    assert known[0] == money_text(Decimal(known[0]))


def test_only_hedge_trades_and_their_legs_may_stand_in_a_layer() -> None:
    trade, leg = trade_of(HEDGE), trade_of(HEDGE).children[0]
    for row in (trade, leg):
        found = hedge_trade(PICTURE, row)
        assert found is not None
        assert found.id == trade.id
    for row in (CORE, HEDGE, trade_of(CORE), trade_of(CORE).children[0], None):
        assert hedge_trade(PICTURE, row) is None


def test_a_leg_can_be_settled_and_a_trade_of_one_leg_through_it() -> None:
    leg = trade_of(HEDGE, 1).children[0]
    for row in (leg, trade_of(HEDGE, 1)):
        found = open_leg(PICTURE, row)
        assert found is not None
        assert found.holding.leg.id == leg.id
    for row in (CORE, trade_of(CORE), None):
        assert open_leg(PICTURE, row) is None


def test_a_closed_leg_is_not_offered_for_settlement() -> None:
    picture = picture_of(SHORT_CALLS, SHORT_CALLS.replace("+4", "-4"))
    trade = trade_of(position_rows(picture)[0])
    assert open_leg(picture, trade) is None
