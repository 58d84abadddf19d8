"""Templates and rolls on the real chains: listed, quoted, and in line with what the publisher says of delta."""

import csv
import math
from decimal import Decimal
from pathlib import Path

import pytest
from support.founded_books import PRODUCTS, enter, founded_desk
from support.template_chains import strikes_of

from alvh_desktop.desk.templates.chain import Chain, Chains, chain_of, chains_of, expiries_of, nearest_expiry
from alvh_desktop.desk.templates.hedging import whole_hedge
from alvh_desktop.desk.templates.opening import (
    condor_by_credit,
    condor_by_credit_share,
    condor_by_delta,
    condor_by_expected_move,
)
from alvh_desktop.desk.templates.proposal import Proposal
from alvh_desktop.desk.templates.rolling import condor_rolls
from alvh_desktop.domain.quotes import Delivery
from alvh_desktop.domain.symbols import osi_stripped
from alvh_desktop.market.formats import read_quote_file
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.rates import flat_curve
from alvh_desktop.rules.rulebook import load_layers

pytestmark = pytest.mark.realdata

SPX, VIX = "spx_2023-02-07_1734ET.csv", "vix_datashop_2016-06-01.csv"


def market_of(shared_data: Path, name: str) -> Market:
    file = read_quote_file((shared_data / "chains" / name).read_bytes(), name)
    assert isinstance(file, Delivery)
    at = max(quote.moment for quote in file.quotes)
    quotes, levels = ({q.contract: q for q in file.quotes}, {level.index: level for level in file.levels})
    return Market(at, flat_curve(at.date()), quotes, levels)


def proposed(answer: object) -> Proposal:
    assert isinstance(answer, Proposal), answer
    assert answer.opening_points is not None
    return answer


def spx_deltas(shared_data: Path) -> dict[str, float]:
    """Cboe's own deltas by stripped OSI symbol."""
    lines = (shared_data / "chains" / SPX).read_text(encoding="utf-8").splitlines()
    head = next(place for place, line in enumerate(lines) if line.startswith("Expiration Date"))
    rows = list(csv.reader(lines[head + 1 :]))
    # the columns of the call stand before the strike, those of the put behind it
    return {row[1]: float(row[8]) for row in rows} | {row[12]: float(row[19]) for row in rows}


def vix_deltas(shared_data: Path) -> dict[tuple[str, Decimal, str], float]:
    with (shared_data / "chains" / VIX).open(encoding="utf-8") as file:
        return {
            (row["expiration"], Decimal(row["strike"]), row["option_type"]): float(row["delta_1545"])
            for row in csv.DictReader(file)
        }


def test_an_spx_chain_proposes_condors_at_the_deltas_of_its_publisher(shared_data: Path) -> None:
    of = Chains(market_of(shared_data, SPX), PRODUCTS)
    theirs = spx_deltas(shared_data)
    asked = 0
    for days in (7, 14, 30, 45):
        expiry = nearest_expiry(expiries_of(of, "SPXW"), of.day, days)
        assert expiry is not None
        chain = chain_of(of, "SPXW", expiry)
        assert isinstance(chain, Chain)
        for delta in (0.10, 0.16, 0.25):
            found = proposed(condor_by_delta(chain, delta, Decimal(50)))
            k1, k2, k3, k4 = strikes_of(found.draft)
            assert k1 < k2 < k3 < k4
            for short in found.draft.legs[1:3]:
                c = short.contract
                name = osi_stripped(c)
                assert abs(theirs[name]) == pytest.approx(abs(chain.listed(c).delta), abs=0.01)
                others = [
                    abs(abs(theirs[osi_stripped(chain.contract(c.right, k))]) - delta) for k in chain.side(c.right)
                ]
                assert abs(abs(theirs[name]) - delta) == pytest.approx(min(others), abs=0.01)
                asked += 1
            assert 0 < -found.opening_points < 50
    assert asked == 24


def test_an_spx_chain_reaches_a_credit_and_an_expected_move(shared_data: Path) -> None:
    of = Chains(market_of(shared_data, SPX), PRODUCTS)
    expiry = nearest_expiry(expiries_of(of, "SPXW"), of.day, 31)
    assert expiry is not None
    chain = chain_of(of, "SPXW", expiry)
    assert isinstance(chain, Chain)
    # a straddle at the forward costs sqrt(2 / pi) of the expected move
    at_money = chain.nearest("C", chain.forward.value).contract.strike
    straddle = float(chain.calls[at_money].mid + chain.puts[at_money].mid)
    assert chain.expected_move == pytest.approx(straddle / (2 / math.pi) ** 0.5, rel=0.03)
    by_move = proposed(condor_by_expected_move(chain, 1.0, Decimal(50)))
    _, k2, k3, _ = strikes_of(by_move.draft)
    assert float(k3 - k2) == pytest.approx(2 * chain.expected_move, abs=25)
    for credit in ("3", "8", "12"):
        by_credit = proposed(condor_by_credit(chain, Decimal(credit), Decimal(50)))
        assert -by_credit.opening_points == pytest.approx(Decimal(credit), abs=Decimal("0.8"))
    by_share = proposed(condor_by_credit_share(chain, Decimal("0.20"), Decimal(50)))
    assert -by_share.opening_points == pytest.approx(Decimal(10), abs=Decimal("0.8"))


def test_a_condor_on_the_real_chain_is_rolled_both_ways(shared_data: Path) -> None:
    seen = market_of(shared_data, SPX)
    desk = founded_desk(now=seen.at)
    enter(desk, "-10 SPXW 10MAR23 3800/3900P 4300/4400C @3.2", now=seen.at)
    (trade,) = desk.book.trades
    found = condor_rolls(chains_of(desk.book, seen), desk.book, trade)
    assert isinstance(found, tuple)
    assert {7 <= roll.days_later <= 14 for roll in found} == {True}
    assert [roll.expiry.isoformat() for roll in found] == ["2023-03-17", "2023-03-24"]
    for roll in found:
        for way in (proposed(roll.same_delta), proposed(roll.same_strikes)):
            assert way.closing_points is not None
            assert way.closing_points > 0 > way.opening_points


def test_a_vix_chain_proposes_the_whole_hedge_at_half_a_delta(shared_data: Path) -> None:
    of = Chains(market_of(shared_data, VIX), PRODUCTS)
    theirs = vix_deltas(shared_data)
    found = [proposed(one) for one in whole_hedge(of, load_layers(first_id=3))]
    assert [one.draft.lots for one in found] == [4, 4, 2]
    assert [one.draft.legs[0].contract.expiry.isoformat() for one in found] == [
        "2016-06-29",
        "2016-09-21",
        "2016-11-16",
    ]
    for one in found:
        (leg,) = one.draft.legs
        c = leg.contract
        chain = chain_of(of, c.root, c.expiry)
        assert isinstance(chain, Chain)
        delta = theirs[c.expiry.isoformat(), c.strike, "C"]
        assert chain.listed(c).delta == pytest.approx(delta, abs=0.01)
        others = [abs(theirs[c.expiry.isoformat(), strike, "C"] - 0.5) for strike in chain.calls]
        assert abs(delta - 0.5) == pytest.approx(min(others), abs=0.01)
