"""Sizes: never more at risk than was said, never a lot fewer than it allows."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, PRODUCTS, done, enter, founded_desk
from support.template_chains import LATER, VIX_DECEMBER, told
from support.valued_legs import option

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.model import day_of, equity_of
from alvh_desktop.desk.templates.sizing import Size, UnitRisk, by_account, by_risk, unit_risk
from alvh_desktop.domain.break_even import settlement_profit
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.edits.inputs import EnterInputs
from alvh_desktop.domain.records import Input

ZERO = Decimal(0)
cents = st.integers(1, 2_000_000).map(lambda n: Decimal(n) / 100)
units = st.builds(UnitRisk, cents, st.just("formula"))


def draft_of(*legs: tuple[Contract, int]) -> Draft:
    return Draft(tuple(DraftLeg(contract, ratio) for contract, ratio in legs))


def condor(k1: int, k2: int, k3: int, k4: int, root: str = "SPXW") -> Draft:
    strikes = ((k1, "P", 1), (k2, "P", -1), (k3, "C", -1), (k4, "C", 1))
    return draft_of(*((option(root, strike, right), ratio) for strike, right, ratio in strikes))


def unit_of(draft: Draft, net: str, fee: str = "0") -> UnitRisk:
    found = unit_risk(draft, Decimal(net), Decimal(fee), PRODUCTS)
    assert isinstance(found, UnitRisk), found
    return found


def type_equity(desk: Desk, amount: Decimal) -> None:
    done(desk, EnterInputs((Input(desk.next_id, "equity", day_of(CLOCK), amount, "broker"),)))


# Laws


@given(cents, units)
def test_what_can_be_lost_is_the_risk_at_most_and_one_lot_more_would_pass_it(risk: Decimal, unit: UnitRisk) -> None:
    found = by_risk(risk, unit)
    if risk < unit.usd:
        assert "one lot can lose more" in told(found)
        return
    assert isinstance(found, Size)
    assert found.lots * unit.usd <= risk < (found.lots + 1) * unit.usd


@given(cents, cents, units)
def test_a_larger_risk_never_gives_a_smaller_size(one: Decimal, more: Decimal, unit: UnitRisk) -> None:
    small, large = by_risk(one, unit), by_risk(one + more, unit)
    assert (small.lots if isinstance(small, Size) else 0) <= (large.lots if isinstance(large, Size) else 0)


@given(cents, st.integers(1, 99), cents)
def test_a_lot_that_risks_more_never_gives_a_larger_size(risk: Decimal, share: int, usd: Decimal) -> None:
    cheap, dear = UnitRisk(usd, "a"), UnitRisk(usd + Decimal(share), "b")
    of_cheap, of_dear = by_risk(risk, cheap), by_risk(risk, dear)
    assert (of_dear.lots if isinstance(of_dear, Size) else 0) <= (of_cheap.lots if isinstance(of_cheap, Size) else 0)


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 40), st.integers(1, 900), st.integers(0, 900))
def test_a_condor_risks_its_wider_wing_less_its_credit(put: int, call: int, gap: int, credit: int, fee: int) -> None:
    """(w - credit) x multiplier + opening fees, as the issue writes it."""
    k2, k3 = 6300, 6300 + 5 * gap
    wing = 5 * max(put, call)
    points, fees = Decimal(wing) * credit / 1000, Decimal(fee) / 100
    found = unit_of(condor(k2 - 5 * put, k2, k3, k3 + 5 * call), str(-points), str(fees))
    assert found.usd == (wing - points) * 100 + fees


@given(
    st.lists(
        st.tuples(st.integers(50, 70), st.sampled_from("PC"), st.integers(-3, 3).filter(bool)), min_size=1, max_size=5
    ),
    st.integers(-300, 300),
)
def test_the_unit_risk_is_the_worst_settlement_of_the_booked_position(
    legs: list[tuple[int, str, int]], net: int
) -> None:
    """Against what the book says the same legs settle at, at every strike, at zero and far above."""
    by_contract = {option("SPXW", 100 * strike, right): ratio for strike, right, ratio in legs}
    desk = founded_desk()
    for contract, ratio in by_contract.items():
        enter(desk, f"{ratio:+d} SPXW 18DEC26 {contract.strike}{contract.right} @10")
    holdings = [held for held in desk.book.holdings.values() if held.position.quantity]
    cash = -Decimal(net) * 100
    values = [ZERO, Decimal(100_000), Decimal(200_000), *(contract.strike for contract in by_contract)]
    profits = [settlement_profit(holdings, cash, value) for value in values]
    found = unit_risk(draft_of(*by_contract.items()), Decimal(net), ZERO, PRODUCTS)
    if profits[2] < profits[1]:
        assert "no limit" in told(found)
    elif min(profits) >= 0:
        assert "nothing that can be lost" in told(found)
    else:
        assert isinstance(found, UnitRisk)
        assert found.usd == -min(profits)


@given(st.decimals("0.1", "100", places=1), st.integers(1, 5_000_000), units)
def test_a_share_of_the_account_is_that_risk(percent: Decimal, equity: int, unit: UnitRisk) -> None:
    desk = founded_desk()
    type_equity(desk, Decimal(equity))
    by_share = by_account(equity_of(desk.book, day_of(CLOCK)), percent, unit)
    outright = by_risk(Decimal(equity) * percent / 100, unit)
    assert isinstance(by_share, Size) == isinstance(outright, Size)
    if isinstance(by_share, Size) and isinstance(outright, Size):
        assert by_share.lots == outright.lots


# Examples


def test_the_sum_stands_in_the_sentence() -> None:
    """(50 - 3.20) x 100 + 4 x 0.65 = 4,682.60; 25,000 over that is 5.33."""
    unit = unit_of(condor(6300, 6350, 7150, 7200), "-3.20", "2.60")
    assert unit == UnitRisk(Decimal("4682.60"), "(50.00 - 3.20) x $100 + $2.60 fees")
    assert by_risk(Decimal(25000), unit) == Size(
        5,
        "5 lots: $25,000.00 over (50.00 - 3.20) x $100 + $2.60 fees = $4,682.60 a lot, rounded down;"
        " $23,413.00 can be lost",
    )


def test_exactly_enough_is_enough_and_a_cent_less_is_not() -> None:
    unit = unit_of(condor(6300, 6350, 7150, 7200), "-3.20", "2.60")
    assert by_risk(Decimal("9365.20"), unit).lots == 2
    assert by_risk(Decimal("9365.19"), unit).lots == 1
    assert by_risk(Decimal("4682.60"), unit).lots == 1
    assert told(by_risk(Decimal("4682.59"), unit)) == (
        "risk: one lot can lose more than $4,682.59: (50.00 - 3.20) x $100 + $2.60 fees = $4,682.60 a lot"
    )


def test_the_account_stands_in_the_sentence_too() -> None:
    desk = founded_desk()
    unit = unit_of(condor(6300, 6350, 7150, 7200), "-3.20", "2.60")
    assert "equity is not known" in told(by_account(equity_of(desk.book, day_of(CLOCK)), Decimal(2), unit))
    type_equity(desk, Decimal(500_000))
    found = by_account(equity_of(desk.book, day_of(CLOCK)), Decimal(2), unit)
    assert isinstance(found, Size)
    assert found.lots == 2
    assert found.sentence.startswith("2 lots: 2 % of $500,000.00 = $10,000.00 over (50.00 - 3.20)")
    later = day_of(CLOCK) + timedelta(days=7)
    assert "older than 1 trading day" in told(by_account(equity_of(desk.book, later), Decimal(2), unit))


@pytest.mark.parametrize(
    ("draft", "net", "fee", "usd"),
    [
        (draft_of((option("SPXW", 6350, "P"), -1), (option("SPXW", 6300, "P"), 1)), "-1.10", "1.30", "4891.30"),
        (draft_of((option("SPXW", 7150, "C"), 1), (option("SPXW", 7200, "C"), -1)), "2.15", "1.30", "216.30"),
        (draft_of((option("VIX", 20, "C", VIX_DECEMBER), 1)), "1.35", "0.65", "135.65"),
        (draft_of((option("XSP", 630, "P"), -1), (option("XSP", 625, "P"), 1)), "-0.40", "0", "460"),
        (draft_of((Contract("VX", VIX_DECEMBER), 1)), "18.05", "0", "18050"),
    ],
)
def test_verticals_long_options_and_futures_by_hand(draft: Draft, net: str, fee: str, usd: str) -> None:
    assert unit_of(draft, net, fee).usd == Decimal(usd)


def test_a_long_option_is_sized_by_its_debit() -> None:
    unit = unit_of(draft_of((option("VIX", 20, "C", VIX_DECEMBER), 1)), "1.35", "0.65")
    assert unit.formula == "1.35 x $100 + $0.65 fees"
    assert by_risk(Decimal(1000), unit).lots == 7


@pytest.mark.parametrize(
    ("draft", "net", "words"),
    [
        (draft_of((option("SPXW", 7150, "C"), -1)), "-3", "what it can lose has no limit"),
        (draft_of((Contract("VX", VIX_DECEMBER), -1)), "-18.05", "what it can lose has no limit"),
        (
            draft_of((option("SPXW", 6300, "P"), -1), (option("SPXW", 6300, "P", LATER[1]), 1)),
            "4",
            "its legs settle apart",
        ),
        (draft_of((option("SPXW", 6300, "P"), -1), (option("SPX", 6250, "P"), 1)), "-4", "its legs settle apart"),
        (condor(6300, 6350, 7150, 7200), "-50", "a net of 50.00 received leaves nothing that can be lost"),
        (condor(6300, 6350, 7150, 7200), "NaN", "cannot be sized"),
        (Draft(), "-1", "only legs that open"),
        (Draft((DraftLeg(option("SPXW", 6300, "P"), 1, closes=True),)), "-1", "only legs that open"),
    ],
)
def test_what_cannot_be_sized_is_refused(draft: Draft, net: str, words: str) -> None:
    assert words in told(unit_risk(draft, Decimal(net), ZERO, PRODUCTS))


@pytest.mark.parametrize("risk", ["0", "-5", "NaN", "Infinity"])
def test_no_risk_is_no_size(risk: str) -> None:
    unit = UnitRisk(Decimal(100), "formula")
    assert "cannot be risked" in told(by_risk(Decimal(risk), unit))
    assert "cannot be risked" in told(by_account(Decimal(100_000), Decimal(risk), unit))
