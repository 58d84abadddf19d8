"""A fund on the screen: its name, no days, a badge that says how rough its figures are, and no way to settle it."""

import pytest
from support.fund_books import desk_with_funds, mark, marked, order_in
from support.hedged_books import CONDOR, seen

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.enter import EnterOrder
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.orders import price_legs
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.viewmodels.figures import UNKNOWN
from alvh_desktop.viewmodels.lens import lens_view
from alvh_desktop.viewmodels.mark_typing import asked_contracts
from alvh_desktop.viewmodels.payoff.words import left_out_hint, missing_text
from alvh_desktop.viewmodels.position_cells import COLUMNS, Cell
from alvh_desktop.viewmodels.position_rows import Row, position_rows
from alvh_desktop.viewmodels.preview import preview_of
from alvh_desktop.viewmodels.selection import open_leg

TITLES = [title for title, _ in COLUMNS]


def fund_desk(*others: str, **prices: str) -> Desk:
    desk = desk_with_funds("+100 UVXY @12.50 fee 1.00 total", others=others)
    mark(desk, **prices)
    return desk


def painted(desk: Desk, at_market: Market | None = None) -> Picture:
    return paint(Inputs(desk.book, marked(desk, at_market or seen()), lens=Lens()))


def rows_of(picture: Picture) -> dict[str, Row]:
    """Rows of the hedge by kind: one campaign, one trade of a fund and its leg."""
    hedge = position_rows(picture)[-1]
    campaign = hedge.children[0]
    trade = campaign.children[-1]
    return {"sleeve": hedge, "campaign": campaign, "trade": trade, "leg": trade.children[0]}


def cell(row: Row, title: str) -> Cell:
    return row.cells[TITLES.index(title)]


def test_it_is_named_by_its_root_and_shows_no_days() -> None:
    rows = rows_of(painted(fund_desk(UVXY="13.10")))
    assert rows["trade"].cells[0].text == "Fund UVXY"
    assert rows["leg"].cells[0].text == "UVXY"
    assert rows["leg"].cells[0].hint.endswith("Ultra VIX futures")
    for row in rows.values():
        assert cell(row, "Days").text == ""
        assert "9000" not in " ".join(each.text + each.raw + each.hint for each in row.cells)
    for kind in ("trade", "leg"):
        shown = {title: cell(rows[kind], title).raw for title in ("Qty", "Paid", "Mark", "P/L $", "Theta", "Vega")}
        assert shown == {"Qty": "100", "Paid": "12.50", "Mark": "13.10", "P/L $": "59.00", "Theta": "", "Vega": ""}
        assert float(cell(rows[kind], "Delta").raw) == pytest.approx(100 * 1.5 * 13.1 / 18.1654, rel=1e-4)
        assert "VX 30-day: delta" in cell(rows[kind], "Delta").hint
    for kind in ("sleeve", "campaign"):  # a theta of 0 would say that holding it costs nothing
        assert [cell(rows[kind], title).text for title in ("Theta", "Vega")] == ["", ""]


def test_its_badge_says_that_it_is_approximate_and_why() -> None:
    rows = rows_of(painted(fund_desk(UVXY="13.10")))
    for kind in ("trade", "leg"):
        assert rows[kind].badge == "approximate"
        assert "approximate: beta 1.50 to the 30-day VX" in rows[kind].badge_hint
        assert "The mark was typed" in rows[kind].badge_hint


def test_without_a_mark_nothing_stands_in_its_place() -> None:
    rows = rows_of(painted(fund_desk()))
    assert rows["trade"].badge == "unknown"
    for title in ("Mark", "P/L $", "Delta"):
        assert cell(rows["trade"], title).text == UNKNOWN
    assert "no quote of UVXY" in cell(rows["leg"], "Mark").hint


def test_beside_calls_the_days_are_theirs() -> None:
    rows = rows_of(painted(fund_desk("+4 VIX 16DEC26 20C @1.10", UVXY="13.10")))
    assert cell(rows["campaign"], "Days").text == "26"
    assert cell(rows["trade"], "Days").text == ""


def test_it_is_asked_for_a_mark_and_never_for_a_settlement() -> None:
    picture = painted(fund_desk())
    assert [contract.root for contract in asked_contracts(picture)] == ["UVXY"]
    rows = rows_of(picture)
    assert open_leg(picture, rows["leg"]) is None
    assert open_leg(picture, rows["trade"]) is None


@pytest.mark.parametrize("others", [(), (f"-10 {CONDOR} @3.20",)])
def test_the_date_slider_ends_with_what_settles(others: tuple[str, ...]) -> None:
    picture = painted(fund_desk(*others, UVXY="13.10"))
    payoff = picture.payoff
    assert isinstance(payoff, Payoff)
    view = lens_view(picture, payoff)
    assert view.stops[-1].at == payoff.settles_at
    assert len(view.stops) < 40
    assert missing_text(payoff, 0.0) == "UVXY: approximate, by beta to the 30-day VX and without rolling."
    assert "UVXY: approximate: beta 1.50 to the 30-day VX" in left_out_hint(payoff)


def test_its_order_is_previewed_as_paid_for() -> None:
    desk = fund_desk()
    order = order_in(desk, "+10 UVXY @13.10 fee 0.50 total")
    legs = price_legs(order, {})
    assert not isinstance(legs, Problem)
    edit = EnterOrder(order, legs, desk.clock(), desk.next_id)
    change = desk.preview(edit)
    assert isinstance(change, Change)
    assert preview_of(desk.book, edit, change).text.startswith("Buy 10 UVXY fund: pays $131.00, fees $0.50")
