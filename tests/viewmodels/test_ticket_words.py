"""What a ticket says: its cells, its preview against figures by hand, its chart, its templates."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, moment
from support.fund_books import desk_with_funds, mark, marked
from support.made_tickets import CONDOR_DRAFT, FEE, MadeDoor, check, leg, quote, weighed
from support.window_parts import CONDOR, DECEMBER, MARKET, SHORT_CALLS, VIX_NEAR, desk_with

from alvh_desktop.domain.contracts import NEVER, Contract
from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.orders import Total
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.figures import MINUS, UNKNOWN
from alvh_desktop.viewmodels.ticket.cells import COLUMNS, leg_cells, legs_text
from alvh_desktop.viewmodels.ticket.choices import Chosen, chosen
from alvh_desktop.viewmodels.ticket.plot import ThousandsAxis, payoff_chart
from alvh_desktop.viewmodels.ticket.templates import TEMPLATES, Remembered, remembered_from
from alvh_desktop.viewmodels.ticket.words import band_of, preview_of, purpose_of

TODAY = CLOCK.date()
TEN = replace(CONDOR_DRAFT, lots=10, net=Decimal("-3.20"))


def row(draft: Draft, place: int, **changes: object) -> dict[str, tuple[str, str]]:
    answer = replace(weighed(draft), **changes) if changes else weighed(draft)  # type: ignore[arg-type]
    cells = leg_cells(draft, place, answer)
    return {column.name: (cell.text, cell.tone) for column, cell in zip(COLUMNS, cells, strict=True)}


def rows_of(draft: Draft, door: MadeDoor | None = None) -> dict[str, tuple[str | None, str]]:
    return {each.label: (each.before, each.after) for each in preview_of(weighed(draft, door)).rows}


def test_the_cells_of_a_leg_beside_its_quote() -> None:
    cells = row(TEN, 1)
    assert [cells[name][0] for name in ("quantity", "root", "expiry", "strike", "right")] == [
        f"{MINUS}1", "SPXW", "18DEC26", "6350", "P",
    ]  # fmt: skip
    assert [cells[name] for name in ("bid", "mid", "ask")] == [("14.22", "dim"), ("14.27", ""), ("14.32", "dim")]
    assert cells["age"] == ("now", "dim")
    assert cells["delta"][0].startswith(f"{MINUS}0.1")
    assert cells["price"][1] == "dim", "it is filled in, not typed"
    typed = replace(TEN, legs=(replace(TEN.legs[0], price=Decimal("5.2")), *TEN.legs[1:]))
    assert row(typed, 0)["price"] == ("5.20", "strong")


def test_what_is_not_quoted_or_old_is_never_shown_as_fine() -> None:
    quotes = (None, quote(None, CLOCK, None), quote("3.10", moment("2026-11-19 15:45")), quote("3.10", None))
    for place, expected in enumerate([
        {"mid": (UNKNOWN, "doubt"), "delta": (UNKNOWN, "doubt"), "age": (UNKNOWN, "doubt")},
        {"mid": (UNKNOWN, "doubt"), "delta": (UNKNOWN, "doubt"), "age": ("now", "dim")},
        {"mid": ("3.10", "doubt"), "age": ("23 h", "doubt")},
        {"mid": ("3.10", "doubt"), "age": (UNKNOWN, "doubt")},
    ]):  # fmt: skip
        cells = row(TEN, place, quotes=quotes)
        assert {name: cells[name] for name in expected} == expected


def test_quotes_of_another_contract_are_never_shown_beside_a_leg() -> None:
    moved = replace(TEN, legs=(leg(1, "6250", "P"), *TEN.legs[1:]))
    cells = {c.name: cell.text for c, cell in zip(COLUMNS, leg_cells(moved, 0, weighed(TEN)), strict=True)}
    assert (cells["strike"], cells["mid"], cells["price"]) == ("6250", "", "")


def test_rows_are_copied_as_plain_columns() -> None:
    assert legs_text(TEN, weighed(TEN), (1,), with_headers=True).splitlines() == [
        "Quantity\tRoot\tExpiry\tStrike\tRight\tBid\tMid\tAsk\tPrice",
        f"-10\tSPXW\t18DEC26\t6350\tP\t14.22\t14.27\t14.32\t{weighed(TEN).legs[1].price:.2f}",
    ]


def test_a_preview_against_figures_by_hand() -> None:
    """10 condors 50 wide for 3.20: 3,200 $ less 26 $ of fees; 50 x 10 x 100 less that may be lost."""
    rows = rows_of(TEN)
    assert rows["Net credit"] == (None, "3.20")
    assert rows["Cash, after fees"] == (None, "+$3,174.00")
    assert rows["Fees"] == (None, "$26.00")
    assert rows["Credit to wing"] == (None, "6.4 % of 50.00")
    assert rows["Break-evens"] == (None, "6,346.83 \N{MIDDLE DOT} 7,153.17")
    assert rows["Max loss"] == (None, f"\N{BLACK DOWN-POINTING TRIANGLE} {MINUS}$46,826.00")
    assert rows["Margin"] == ("$0", "$50,000")
    assert rows["Hedge allocation"] == ("1.12 %", "0.98 %")
    assert rows["Delta SPX"][0] == "0.0"
    assert rows["Theta"][0] == "0.0"


def test_before_is_what_is_held_now() -> None:
    rows = rows_of(TEN, MadeDoor(desk_with(CONDOR)))
    assert rows["Margin"] == ("$50,000", "$100,000")
    before, after = rows["Theta"]
    assert before is not None
    assert float(after.replace(",", "")) == pytest.approx(2 * float(before.replace(",", "")), abs=0.11)


def test_a_loss_without_end_and_what_is_not_known_stand_out() -> None:
    naked = Draft((leg(-1, "7150", "C"),), fee=FEE)
    found = {each.label: each for each in preview_of(weighed(naked)).rows}
    assert (found["Max loss"].after, found["Max loss"].tone) == ("unlimited", "problem")
    unknown = replace(
        weighed(TEN), margin_after=Problem("SPX", "no level is known"), allocation_after=Problem("x", "y")
    )
    found = {each.label: each for each in preview_of(unknown).rows}
    assert (found["Margin"].after, found["Margin"].tone) == (UNKNOWN, "doubt")
    assert "No level is known." in found["Margin"].hint
    assert (found["Hedge allocation"].after, found["Hedge allocation"].tone) == (UNKNOWN, "doubt")


def test_fees_that_nobody_said_are_in_doubt() -> None:
    tones = {draft.fee: next(row for row in preview_of(weighed(draft)).rows if row.label == "Fees").tone
             for draft in (TEN, replace(TEN, fee=None), replace(TEN, fee=Total(Decimal(0))))}  # fmt: skip
    assert tones == {FEE: "dim", None: "doubt", Total(Decimal(0)): "dim"}


def test_a_roll_shows_both_of_its_credits() -> None:
    desk = desk_with(CONDOR)
    trade_id = next(iter(desk.book.trades))
    closing = tuple(
        DraftLeg(each.contract, -each.ratio, Decimal(price), closes=True)
        for each, price in zip(CONDOR_DRAFT.legs, ("1", "3", "2", "1"), strict=True)
    )
    opening = tuple(
        replace(each, contract=replace(each.contract, expiry=date(2026, 12, 28)), price=Decimal(price))
        for each, price in zip(CONDOR_DRAFT.legs, ("2", "5", "4", "1.5"), strict=True)
    )
    rows = rows_of(Draft((*closing, *opening), 10, fee=FEE, trade_id=trade_id), MadeDoor(desk))
    assert rows["Closing"] == (None, "3.00 paid")
    assert rows["Opening"] == (None, "5.50 received")
    assert rows["Net credit"] == (None, "2.50")


@pytest.mark.parametrize(("credit", "words"), [("3.20", "below"), ("10", "inside"), ("14", "above")])
def test_the_band_of_the_credit(credit: str, words: str) -> None:
    band = band_of(weighed(replace(TEN, net=-Decimal(credit))))
    assert band is not None
    assert band.words == f"{words} 15\N{EN DASH}25 %"
    assert band.share < band.end


def test_the_band_is_the_check_s_own_where_it_says_one() -> None:
    rising = check("condor.credit_band", "met", "", "", 13.5, 22.5)
    band = band_of(weighed(TEN, MadeDoor(checks=(rising,))))
    assert band is not None
    assert (band.low, band.high) == (0.135, 0.225)
    tiny = band_of(weighed(TEN, MadeDoor(checks=(check("condor.credit_band", "met", "", "", 0.5, 1.0),))))
    assert tiny is not None
    assert (tiny.low, tiny.high) == (0.005, 0.01), "the ends are in %, however small"
    assert band_of(weighed(Draft((leg(1, "20", "C", "VIX", VIX_NEAR),), fee=FEE))) is None


def test_the_line_of_purpose() -> None:
    legs = "SPXW 18DEC26 +6300P \N{MINUS SIGN}6350P \N{MINUS SIGN}7150C +7200C"
    assert purpose_of(TEN) == f"Opens 10 \N{MULTIPLICATION SIGN} {legs}"
    assert purpose_of(TEN, "Roll of trade 4") == "Roll of trade 4"
    layer = Draft((DraftLeg(Contract("VIX", VIX_NEAR, Decimal(20), "C"), 2),), 4, role="short")
    assert purpose_of(layer) == (
        "Opens 4 \N{MULTIPLICATION SIGN} VIX 16DEC26 +2\N{MULTIPLICATION SIGN}20C, short layer"
    )
    future = Draft((DraftLeg(Contract("VX", VIX_NEAR), -1),), 2)
    assert purpose_of(future) == f"Opens 2 \N{MULTIPLICATION SIGN} VX 16DEC26 {MINUS}1"
    assert purpose_of(Draft()) == "An empty ticket"


def test_the_chart_draws_before_and_after_at_one_settlement() -> None:
    """Far outside its wings a condor of 10 loses 50 x 10 x 100 less the credit; the curves differ by that."""
    later = "-10 SPXW 28DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct"
    for line in (CONDOR, later):
        chart = payoff_chart(weighed(TEN, MadeDoor(desk_with(line))))
        assert not isinstance(chart, Problem)
        before, after = (each.y for each in chart.drawn)
        place = int(chart.stops.searchsorted(6_100.0))
        assert after[place] - before[place] == pytest.approx(-46_826.0, abs=1.0)
        assert chart.readout(place).startswith("SPX 6,1")
        assert "Before:" in chart.summary
        assert chart.table().splitlines()[0] == "SPX\tBefore net $\tAfter net $"


def test_the_axis_of_money_counts_in_thousands() -> None:
    ticks = ThousandsAxis().ticks(-50_000.0, 12_500.0, 5)
    assert [(tick.at, tick.label) for tick in ticks] == [
        (-40_000.0, f"{MINUS}40k"), (-20_000.0, f"{MINUS}20k"), (0.0, "0"),
    ]  # fmt: skip


def test_on_an_empty_book_the_chart_shows_what_is_after() -> None:
    chart = payoff_chart(weighed(TEN))
    assert not isinstance(chart, Problem)
    assert chart.drawn[-1].name.startswith("after solid, at 18 Dec")


def test_a_hedge_alone_is_drawn_over_spx_without_its_strikes() -> None:
    hedge = Draft((DraftLeg(Contract("VIX", VIX_NEAR, Decimal(20), "C"), 1),), 4, fee=FEE)
    chart = payoff_chart(weighed(hedge, MadeDoor(desk_with(SHORT_CALLS))))
    assert not isinstance(chart, Problem)
    assert [rule.at for rule in chart.rules if rule.is_upright] == [pytest.approx(6700.0)]


def test_what_was_typed_last_is_proposed_with_its_days_left() -> None:
    expiries = {"SPXW": (DECEMBER, date(2026, 12, 28), date(2027, 1, 15))}
    first = chosen("condor_by_delta", {}, lambda root: expiries.get(root, ()), TODAY)
    assert first.values == {"root": "SPXW", "expiry": "2026-12-18", "delta": "0.16", "width": "50"}
    typed = {**first.values, "delta": "0.10", "expiry": "2027-01-15"}
    kept = remembered_from(Remembered().after("condor_by_delta", typed, TODAY).as_text())
    assert kept.last == "condor_by_delta"
    assert kept.of("condor_by_delta") == {"root": "SPXW", "expiry": "56", "delta": "0.10", "width": "50"}
    later = date(2026, 11, 2)
    again = chosen("condor_by_delta", kept.of("condor_by_delta"), lambda root: expiries.get(root, ()), later)
    assert (again.values["expiry"], again.values["delta"]) == ("2026-12-28", "0.10")


def test_another_root_brings_its_own_expiries_and_keeps_the_rest() -> None:
    def listed(root: str) -> tuple[date, ...]:
        return (VIX_NEAR,) if root == "VIX" else (DECEMBER,)

    first = chosen("vertical", {"delta": "0.30"}, listed, TODAY)
    moved = first.with_value("root", "VIX", listed, TODAY)
    assert (moved.values["root"], moved.values["expiry"], moved.values["delta"]) == ("VIX", "2026-12-16", "0.30")
    assert moved.expiry == VIX_NEAR
    assert Chosen().root == "SPXW"


@given(
    st.text(max_size=40) | st.sampled_from(['{"last": 3}', '{"values": []}', "[1]", '{"values": {"vertical": 1}}'])
)
def test_any_text_remembers_something_or_nothing(text: str) -> None:
    remembered = remembered_from(text)
    assert remembered.last in {template.name for template in TEMPLATES}


def test_a_fund_in_a_ticket_has_a_delta_of_the_30_day_price() -> None:
    desk = desk_with_funds("+100 UVXY @25.50")
    mark(desk, UVXY="27.25")
    (trade_id,) = desk.book.trades
    legs = (DraftLeg(Contract("UVXY", NEVER), -1, Decimal("27.25"), closes=True),)
    found = rows_of(Draft(legs, 40, trade_id=trade_id), MadeDoor(desk, marked(desk, MARKET)))
    # 100 shares x 27.25 x 1.5 and 60 of them, $ a point of a price of 18.5 or so: in the ratio of what is held
    was, is_then = (float((text or "").replace(",", "")) for text in found["Delta VX 30-day"])
    assert is_then == pytest.approx(was * 0.6, rel=0.01)


def test_legs_that_settle_apart_have_no_break_even_that_is_known() -> None:
    found = {
        each.label: each
        for each in preview_of(
            replace(weighed(TEN), break_evens=(), max_loss=Problem("max loss", "they settle apart"))
        ).rows
    }
    for label in ("Break-evens", "Max loss"):
        assert (found[label].after, found[label].tone, found[label].hint) == (UNKNOWN, "doubt", "They settle apart.")
