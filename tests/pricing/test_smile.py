"""The smile of one expiry: out-of-the-money mids, what is left out of them, and the curve through them."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from support.founded_books import CLOCK
from support.made_markets import chain, market, quoted, years_to
from support.made_smiles import SKEWED

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.quotes import Quote
from alvh_desktop.pricing.forwards import Forward
from alvh_desktop.pricing.smile import Smile, Svi, chain_smile, smile_of

EXPIRY = date(2026, 12, 18)
YEARS = years_to("SPXW", EXPIRY)
FORWARD = Forward(6700.0, market().discount(YEARS), YEARS, "made", CLOCK)
FINE = Decimal("1e-8")


def skewed(strike: float) -> float:
    return 0.18 - 0.0001 * (strike - 6700)


def test_it_gives_back_the_volatilities_that_made_the_quotes() -> None:
    strikes = range(6400, 6950, 50)
    quotes = chain("SPXW", EXPIRY, 6700.0, strikes, skewed, half_spread="0.01", tick=FINE)
    smile = smile_of(list(quotes.values()), FORWARD)
    assert list(smile.strikes) == list(strikes)
    assert smile.vols == pytest.approx([skewed(strike) for strike in strikes], abs=1e-6)


def test_only_the_side_out_of_the_money_counts() -> None:
    quotes = chain("SPXW", EXPIRY, 6700.0, (6600, 6700, 6800), skewed, tick=FINE)
    for strike, right in ((6600, "C"), (6700, "P"), (6800, "P")):
        contract = Contract("SPXW", EXPIRY, Decimal(strike), right)
        quotes[contract] = Quote(contract, CLOCK, "made", Decimal(300), Decimal(400))
    assert smile_of(list(quotes.values()), FORWARD).vols == pytest.approx([0.19, 0.18, 0.17], abs=1e-4)


def test_quotes_without_a_bid_are_left_out() -> None:
    quotes = chain("SPXW", EXPIRY, 6700.0, (6600, 6700), skewed)
    contract = Contract("SPXW", EXPIRY, Decimal(6600), "P")
    quotes[contract] = Quote(contract, CLOCK, "made", Decimal(0), Decimal("0.05"))
    assert list(smile_of(list(quotes.values()), FORWARD).strikes) == [6700.0]


def test_what_is_left_out_is_named_with_its_reason() -> None:
    """In the order of strikes; quotes in the money are not asked and not complained about."""
    quotes = chain("SPXW", EXPIRY, 6700.0, range(6400, 6950, 50), skewed)
    spoilt = {
        (6400, "P"): (None, "5"),
        (6450, "P"): ("0", "0.05"),
        (6500, "P"): ("7", "6.5"),
        (6550, "P"): ("10", "40"),
        (6600, "P"): ("NaN", "9"),
        (6650, "P"): ("9000", "9100"),
        (6750, "P"): (None, None),
        (6600, "C"): ("9", "1"),
    }
    for (strike, right), (bid, ask) in spoilt.items():
        quotes.update(quoted(Contract("SPXW", EXPIRY, Decimal(strike), right), bid, ask))
    smile = smile_of(list(quotes.values()), FORWARD)
    assert list(smile.strikes) == [6700.0, 6750.0, 6800.0, 6850.0, 6900.0]
    assert [
        (problem.where, problem.message.removeprefix("left out of the smile: ")) for problem in smile.left_out
    ] == [
        ("SPXW 18DEC26 6400 P", "one side is missing"),
        ("SPXW 18DEC26 6450 P", "no bid"),
        ("SPXW 18DEC26 6500 P", "crossed, bid 7 is above ask 6.5"),
        ("SPXW 18DEC26 6550 P", "the spread 10 to 40 is wider than the value"),
        ("SPXW 18DEC26 6600 P", "a side is no number"),
        ("SPXW 18DEC26 6650 P", "its mid holds no volatility"),
    ]


def test_a_sound_chain_leaves_nothing_out() -> None:
    quotes = chain("SPXW", EXPIRY, 6700.0, range(6400, 6950, 50), skewed)
    assert smile_of(list(quotes.values()), FORWARD).left_out == ()


def test_linear_between_quotes_and_flat_beyond() -> None:
    smile = Smile(FORWARD, np.array([6600.0, 6700.0]), np.array([0.20, 0.18]), np.array([0.05, 0.05]))
    assert smile.vol_at(6650.0) == pytest.approx(0.19)
    assert smile.vol_at(1.0) == 0.20
    assert smile.vol_at(9999.0) == 0.18
    assert smile.vol_at(float("nan")) is None


def test_nothing_quoted_has_none() -> None:
    empty = smile_of([], FORWARD)
    assert empty.strikes.shape == empty.vols.shape == (0,)
    assert empty.vol_at(6700.0) is None
    assert empty.fit is None
    assert empty.skew_at(6700.0) is None


def test_the_curve_runs_through_the_quotes_and_says_how_near() -> None:
    made = Svi(SKEWED.a, SKEWED.b, SKEWED.rho, SKEWED.m, SKEWED.s, YEARS)
    quotes = chain(
        "SPXW",
        EXPIRY,
        6700.0,
        range(5300, 7500, 25),
        lambda strike: float(made.vol(np.log(strike / 6700.0))),
        tick=FINE,
    )
    smile = smile_of(list(quotes.values()), FORWARD)
    assert smile.fit is not None
    assert smile.fit is smile.fit
    assert smile.fit.rms_vol_error is not None
    assert smile.fit.rms_vol_error < 1e-6
    assert 20 < smile.fit.judged < smile.strikes.size
    assert smile.skew_at(6500.0) == pytest.approx(float(made.slope(np.log(6500.0 / 6700.0))), abs=1e-4)
    assert smile.skew_at(-1.0) is None
    assert smile.skew_at(float("nan")) is None


def test_the_error_of_the_curve_is_that_of_the_quotes_near_the_forward() -> None:
    """Every other quote a volatility point up and down, which no curve follows."""
    strikes = np.arange(6400.0, 7000.0, 20.0)
    vols = 0.18 + 0.01 * np.where(np.arange(strikes.size) % 2, 1.0, -1.0)
    smile = Smile(FORWARD, strikes, vols, np.full(strikes.size, 0.1))
    assert smile.fit is not None
    assert smile.fit.rms_vol_error == pytest.approx(0.01, rel=0.05)


def test_quotes_far_from_the_forward_judge_nothing() -> None:
    smile = Smile(FORWARD, np.array([1000.0]), np.array([0.5]), np.array([0.05]))
    assert smile.fit is not None
    assert smile.fit.rms_vol_error is None
    assert (smile.fit.judged, float(smile.fit.svi.vol(0.0))) == (0, pytest.approx(0.5))


def test_a_wide_market_has_less_say() -> None:
    strikes = np.arange(6400.0, 7000.0, 20.0)
    vols, halves = np.full(strikes.size, 0.18), np.full(strikes.size, 0.05)
    vols[-6:], halves[-6:] = 0.19, 20.0
    unsure = Smile(FORWARD, strikes, vols, halves).fit
    sure = Smile(FORWARD, strikes, vols, np.full(strikes.size, 0.05)).fit
    assert unsure is not None
    assert sure is not None
    k = np.log(6980.0 / 6700.0)
    assert abs(float(unsure.svi.vol(k)) - 0.18) < 0.5 * abs(float(sure.svi.vol(k)) - 0.18)


def test_a_chain_is_worked_out_once_a_market() -> None:
    quotes = chain("SPXW", EXPIRY, 6700.0, range(6400, 6950, 50), skewed)
    now, contract = market(quotes), Contract("SPXW", EXPIRY, Decimal(6123), "P")
    smile = chain_smile(now, contract, FORWARD)
    assert chain_smile(now, Contract("SPXW", EXPIRY, Decimal(6800), "C"), FORWARD) is smile
    assert list(smile.strikes) == list(range(6400, 6950, 50))
    other = Forward(6600.0, FORWARD.discount, FORWARD.years, "made", CLOCK)
    assert chain_smile(now, contract, other) is not smile
    assert chain_smile(now, Contract("SPXW", date(2026, 12, 31), Decimal(6800), "C"), FORWARD).strikes.size == 0
