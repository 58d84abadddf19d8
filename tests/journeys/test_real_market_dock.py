"""The market dock on real files: every smile of every chain, and the long histories, are drawn or say why not."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from support.founded_books import PRODUCTS
from support.made_markets import market
from support.real_pasts import real_past

from alvh_desktop.domain.quotes import Delivery
from alvh_desktop.market.formats import read_quote_file
from alvh_desktop.storage.market_file import MarketFile
from alvh_desktop.viewmodels.empty_states import EmptyState
from alvh_desktop.viewmodels.market_dock.chains import smile_moment
from alvh_desktop.viewmodels.market_dock.indicators import INDICATORS
from alvh_desktop.viewmodels.market_dock.regime import regime_view
from alvh_desktop.viewmodels.market_dock.series import SeriesView, series_choices, series_view
from alvh_desktop.viewmodels.market_dock.smile import SmileView, smile_view
from alvh_desktop.viewmodels.market_dock.studied import Studied
from alvh_desktop.viewmodels.market_dock.term import TermView, term_view

pytestmark = pytest.mark.realdata
NOW = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)
CHAINS = {
    "spx_2022-03-23_1011ET_intraday_es-locale.csv": 40,
    "spx_2023-02-07_1734ET.csv": 45,
    "vix_datashop_2016-06-01.csv": 7,
}


@pytest.mark.parametrize(("name", "least"), CHAINS.items())
def test_every_smile_is_drawn_or_says_why_not(shared_data: Path, tmp_path: Path, name: str, least: int) -> None:
    read = read_quote_file((shared_data / "chains" / name).read_bytes(), name)
    assert isinstance(read, Delivery)
    file = MarketFile(tmp_path / "Real.market")
    file.record(read, NOW, name)
    chains, drawn = file.quoted_chains(NOW), 0
    for key, newest in chains.items():
        at = smile_moment(PRODUCTS[key[0]], key, newest, NOW)
        contracts = [quote.contract for quote in read.quotes if (quote.contract.root, quote.contract.expiry) == key]
        view = smile_view(file.market(contracts[:1], at), key, PRODUCTS[key[0]], (), "strike", False, NOW)
        if isinstance(view, EmptyState):
            assert key[1] <= newest.date() or "no forward" in view.sentence or "no usable quote" in view.sentence
            continue
        assert isinstance(view, SmileView)
        mids = next(each for each in view.chart.drawn if each.name == "mid")
        assert np.all((mids.y > 0.0) & (mids.y < 500.0))
        low, high = view.chart.x_range
        assert low < high
        assert view.chart.readout(view.chart.first_place)
        drawn += 1
    assert drawn >= least, f"{drawn} of {len(chains)} smiles"


def test_the_long_histories_with_every_indicator(shared_data: Path) -> None:
    known = Studied(NOW.date(), real_past(shared_data), {})
    for name, _ in series_choices(known.past, known.made):
        for indicator in INDICATORS:
            view = series_view(
                known.past, known.made, known.lines, known.figures, name, indicator, "all", NOW
            )  # fmt: skip
            assert isinstance(view, SeriesView)
            assert view.indicator is not None or indicator in {"none", "ratio", "breadth"}
    assert len(regime_view(known.regime).rows) == len(known.figures)


@pytest.mark.parametrize(
    ("day", "word"), [("2018-02-05", "Backwardation"), ("2020-03-16", "Backwardation"), ("2017-10-05", "Contango")]
)
def test_days_that_everyone_remembers(shared_data: Path, day: str, word: str) -> None:
    """The two crashes had inverted curves; the calm of October 2017 had not."""
    at = datetime.fromisoformat(f"{day}T22:00+00:00")
    view = term_view(market(at=at), real_past(shared_data).until(at.date()), PRODUCTS, (30,), False)
    assert isinstance(view, TermView)
    assert view.told[0][0].startswith(word)
    assert f"Settles of {at.day} {at:%b} {at.year}" in view.told[1][0]
