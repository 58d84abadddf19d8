"""A quote above what any volatility could give is no price; a leg without one stands on its smile and is told."""

from datetime import date
from decimal import Decimal

import pytest
from support.made_markets import chain, market, quoted

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.notebook import picture_of
from alvh_desktop.pricing.payoff import Payoff

EXPIRY = date(2026, 12, 18)
CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct"
CALL = Contract("SPXW", EXPIRY, Decimal(7150), "C")


def made(**more: object):
    return chain("SPXW", EXPIRY, 6700.0, range(6000, 7500, 25), 0.15) | quoted(CALL, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("ask", ["20000", "999999"])
def test_an_impossible_quote_counts_as_money_nowhere(ask: str) -> None:
    picture = picture_of(market(made(bid="1.00", ask=ask), spx="6690.00", vix="17.00"), [CONDOR])
    (value,) = [each for leg, each in picture.values.items() if picture.inputs.book.legs[leg].contract == CALL]
    assert value.mark is None
    assert value.unrealised is None
    assert any("is no price" in problem.message for problem in value.problems)
    assert picture.total.is_partial
    assert abs(picture.total.unrealised) < 20_000
    assert isinstance(picture.payoff, Payoff)
    # it stands on the smile of its expiry, and that is said
    assert value.iv == pytest.approx(0.15, abs=1e-3)
    assert any("no mark" in problem.message for problem in picture.payoff.problems)


def test_a_wide_quote_within_the_bound_stays_a_mark() -> None:
    picture = picture_of(market(made(bid="1.00", ask="9000"), spx="6690.00", vix="17.00"), [CONDOR])
    assert not picture.total.is_partial


def test_without_a_vix_level_the_curves_say_that_nothing_answers() -> None:
    picture = picture_of(market(made(bid="2.00", ask="2.20"), spx="6690.00"), [CONDOR])
    assert isinstance(picture.payoff, Payoff)
    assert [problem.where for problem in picture.payoff.problems] == ["VIX"]
