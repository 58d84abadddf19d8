"""The sheet of rolls on a real chain: every row that stands there is priced at the mids of the file itself."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from desk.test_template_real_chains import SPX, market_of
from pytestqt.qtbot import QtBot
from support.founded_books import enter, founded_desk
from support.rolled_sheets import session_on

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import osi_stripped
from alvh_desktop.viewmodels.roll_choices import RollChoices

pytestmark = pytest.mark.realdata


def mids_of(shared_data: Path) -> dict[str, Decimal]:
    """(bid + ask) / 2 by stripped OSI symbol, read from the columns of the file."""
    lines = (shared_data / "chains" / SPX).read_text(encoding="utf-8").splitlines()
    head = next(place for place, line in enumerate(lines) if line.startswith("Expiration Date"))
    found = {}
    for row in csv.reader(lines[head + 1 :]):
        for first in (1, 12):
            found[row[first]] = (Decimal(row[first + 3]) + Decimal(row[first + 4])) / 2
    return found


def test_every_row_is_priced_at_the_mids_of_the_file(shared_data: Path, qtbot: QtBot) -> None:
    seen, mids = market_of(shared_data, SPX), mids_of(shared_data)
    desk = founded_desk(now=seen.at)
    enter(desk, "-10 SPXW 10MAR23 3800/3900P 4300/4400C @3.2", now=seen.at)
    choices = RollChoices(session_on(desk, seen))
    choices.ask(next(iter(desk.book.trades)))
    qtbot.waitUntil(lambda: not choices.is_looking, timeout=10_000)
    assert len(choices.ways) == 15
    assert choices.told == ""
    for row, way in enumerate(choices.ways):
        answer = choices.choose(row)
        assert not isinstance(answer, Problem), way.name
        draft = answer[0]
        net = sum((leg.ratio * mids[osi_stripped(leg.contract)] for leg in draft.legs), Decimal(0))
        usd = Decimal(choices.table.rows[row].cells[6].replace(",", "").replace("\N{MINUS SIGN}", "-"))
        assert usd == -net * 100 * 10, way.name
