"""A fund in a portfolio file: its row, its leg without an expiry and its mark come back as they were."""

from contextlib import closing
from decimal import Decimal
from pathlib import Path

from support.founded_books import CLOCK, done
from support.fund_books import SVXY, UVXY, mark, trade
from support.stored_books import create, desk_of, open_to_write

from alvh_desktop.domain.contracts import NEVER, Contract
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.funds import EnterFund
from alvh_desktop.storage.checking import check


def test_what_is_written_is_read_back_and_undone_to_the_empty_book(tmp_path: Path) -> None:
    path = tmp_path / "funds.alvh"
    with closing(create(path)) as file:
        desk = desk_of(file)
        founded = desk.book
        for edit in (UVXY, SVXY, EnterFund("UVXY", vix_beta=Decimal("1.45")), EnterFund("VXX")):
            done(desk, edit)
        trade(desk, "+100 UVXY @12.50 fee 1.00 total")
        trade(desk, "-40 SVXY @40")
        mark(desk, UVXY="13.10")
        written = desk.book
    assert check(path, CLOCK).findings == ()
    with closing(open_to_write(path)) as file:
        desk = desk_of(file)
        assert desk.book == written
        assert desk.book.products["UVXY"].vix_beta == Decimal("1.45")
        assert desk.book.products["SVXY"].vix_beta == Decimal("-0.5")
        assert desk.book.products["VXX"].vix_beta is None
        assert desk.book.held_contracts == {Contract("UVXY", NEVER), Contract("SVXY", NEVER)}
        (row,) = desk.book.typed_marks.values()
        assert row.contract == Contract("UVXY", NEVER)
        for _ in range(7):
            assert isinstance(desk.undo(), Change)
        assert desk.book == founded
        for _ in range(7):
            assert isinstance(desk.redo(), Change)
        assert desk.book == written
