"""A newcomer can roll every trade of the sample: its market lists what comes after what is held."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from support.windows import Trader

from alvh_desktop.cli.files import market_of, reading
from alvh_desktop.cli.sample import STANDS_AT, write_sample
from alvh_desktop.desk.roll_proposals import Rolls, roll_proposals
from alvh_desktop.desk.templates.proposal import Proposal
from alvh_desktop.domain.problems import Problem

Sit = Callable[..., Trader]


def expiries_of(rolls: Rolls | Problem) -> set[date]:
    assert not isinstance(rolls, Problem)
    both = (
        (rolls,) if isinstance(rolls, Proposal) else [each for r in rolls for each in (r.same_delta, r.same_strikes)]
    )
    found = set()
    for proposal in both:
        assert isinstance(proposal, Proposal)
        found |= {leg.contract.expiry for leg in proposal.draft.legs if not leg.closes}
    return found


def test_every_condor_and_every_layer_of_the_sample_has_somewhere_to_roll(tmp_path: Path) -> None:
    path = tmp_path / "Sample.alvh"
    write_sample(path)
    with reading(path) as book:
        found = {
            held[0].leg.expiry: expiries_of(roll_proposals(book, market_of(path), trade, STANDS_AT))
            for trade, held in book.holdings_by_trade.items()
            if held[0].leg.right is not None
        }
    assert found == {
        # 7 to 14 days after the present one
        date(2026, 11, 23): {date(2026, 11, 30), date(2026, 12, 4)},
        date(2027, 1, 4): {date(2027, 1, 11), date(2027, 1, 15)},
        # the layers to their tenors, from 20 November
        date(2026, 12, 16): {date(2026, 12, 23)},
        date(2027, 3, 17): {date(2027, 3, 17)},
        date(2027, 6, 16): {date(2027, 6, 16)},
    }


@pytest.mark.parametrize("size", [(1280, 800), (1600, 1000)])
def test_the_sheet_of_rolls_leaves_the_window_its_size_and_the_chart_its_curves(
    sits_down: Sit, size: tuple[int, int]
) -> None:
    trader = sits_down()
    window = trader.window
    window.resize(*size)
    trader.looks()
    condor = next(row for row in trader.rows("trade") if "6300" in row.cells[0].text)
    trader.chooses(condor.key)
    trader.takes("Roll or close")
    trader.looks()
    assert (window.width(), window.height()) == size
    chart = window.payoff.focusProxy()
    assert isinstance(chart, QWidget)
    assert chart.height() >= 108
