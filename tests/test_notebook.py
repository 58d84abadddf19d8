"""A book in a notebook: files in, figures out, and a sentence for what cannot be."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.notebook import book_of, market_of, picture_of
from alvh_desktop.pricing.payoff import Payoff

CHAINS = Path(__file__).parent / "data" / "chains"


def test_a_file_and_a_line_give_a_picture() -> None:
    market = market_of(CHAINS / "quote_table_spx.csv", levels={"VIX": "18.66"})
    roots = sorted({(c.root, c.expiry) for c in market.quotes})
    assert roots
    assert str(market.levels["VIX"].value) == "18.66"
    root, expiry = roots[-1]
    strike = next(c.strike for c in market.quotes if (c.root, c.expiry) == (root, expiry) and market.quotes[c].bid)
    picture = picture_of(market, [f"-1 {root} {expiry:%d%b%y} {strike:f}P @1.00 fee 1.00/ct".replace(" 0", " ")])
    assert len(picture.values) == 1
    assert float(picture.total.fees) == 1.0


def test_later_quotes_are_not_known_before_their_moment() -> None:
    whole = market_of(CHAINS / "quote_table_spx.csv")
    before = market_of(CHAINS / "quote_table_spx.csv", at=datetime(2000, 1, 3, tzinfo=UTC))
    assert whole.quotes
    assert not before.quotes
    assert not before.levels


def test_what_cannot_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "no.csv").write_text("nothing\n")
    with pytest.raises(ValueError, match=r"no\.csv"):
        market_of(tmp_path / "no.csv")
    with pytest.raises(ValueError, match="moment"):
        market_of()
    with pytest.raises(ValueError, match="quantity"):
        book_of(["sell something"], market_of(CHAINS / "quote_table_spx.csv"))


@pytest.mark.realdata
def test_the_ten_lines_of_its_page_value_a_condor_from_the_real_chain(shared_data: Path) -> None:
    market = market_of(shared_data / "chains" / "spx_2023-02-07_1734ET.csv", levels={"VIX": "18.66"})
    orders = ["-10 SPXW 17MAR23 3950/4000P 4300/4350C @14.90 fee 0.65/ct"]
    picture = picture_of(market, orders, Lens(preset="grind"))
    payoff = picture.payoff
    assert isinstance(payoff, Payoff)
    # 50 points of wing less 14.90 of credit, ten condors of 100 $ a point, 26 $ of fees
    assert payoff.net_usd[1, [0, -1]] == pytest.approx([-35_126.0, -35_126.0], abs=0.01)
    assert payoff.break_evens == pytest.approx((3985.126, 4314.874), abs=1e-6)
    assert payoff.net_usd[0, payoff.place_of_spot] == pytest.approx(float(picture.total.profit), abs=0.01)
    assert np.isfinite(payoff.net_usd).all()
    assert not isinstance(picture.risk.net, Problem)
    assert str(picture.risk.margins[0].strategy.total_usd) == "50000.00"
