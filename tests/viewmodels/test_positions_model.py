"""The positions model under Qt's own tester: in place while the structure stands, anew when it does not."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from support.made_markets import market as made_market
from support.window_parts import CONDOR, MEDIUM_CALLS, QUOTES, SHORT_CALLS, UNQUOTED, picture_of

from alvh_desktop.viewmodels.position_cells import COLUMNS
from alvh_desktop.viewmodels.positions import RAW_ROLE, ROW_ROLE, SORT_ROLE, TONE_ROLE, PositionsModel

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal
PROFIT = [title for title, _ in COLUMNS].index("P/L $")
OTHER_MARKET = made_market(
    {
        c: replace(q, bid=q.bid + 1, ask=q.ask + 1)
        for c, q in QUOTES.items()
        if q.bid is not None and q.ask is not None
    },
    spx="6712.00",
    vix="17.10",
)


@pytest.fixture
def model(qapp: object) -> PositionsModel:
    model = PositionsModel()
    QAbstractItemModelTester(model, STRICT, model)
    return model


def test_the_model_stands_qts_tester_through_growth_change_and_emptying(model: PositionsModel) -> None:
    for lines in ((), (CONDOR,), (CONDOR, SHORT_CALLS), (CONDOR, SHORT_CALLS, UNQUOTED), (MEDIUM_CALLS,), ()):
        model.show(picture_of(*lines))
        model.show(picture_of(*lines, market=OTHER_MARKET))
    assert model.rowCount() == 0


def test_another_price_changes_cells_and_resets_nothing(model: PositionsModel) -> None:
    model.show(picture_of(CONDOR))
    leg = _first_leg(model)
    key, before = leg.data(ROW_ROLE).key, leg.siblingAtColumn(PROFIT).data()
    resets, changes = [], []
    model.modelReset.connect(lambda: resets.append(True))
    model.dataChanged.connect(lambda first, last: changes.append((first.column(), last.column())))
    model.show(picture_of(CONDOR, market=OTHER_MARKET))
    assert resets == []
    assert changes
    assert min(first for first, _ in changes) > 0, "no name changed"
    assert model.find(key).siblingAtColumn(PROFIT).data() != before


def test_the_same_picture_again_tells_nothing(model: PositionsModel) -> None:
    model.show(picture_of(CONDOR))
    told: list[bool] = []
    model.modelReset.connect(lambda: told.append(True))
    model.dataChanged.connect(lambda *_: told.append(True))
    model.show(picture_of(CONDOR))
    assert told == []


def test_a_row_is_found_by_its_key_wherever_it_stands(model: PositionsModel) -> None:
    model.show(picture_of(CONDOR, SHORT_CALLS))
    found = model.find("alvh")
    assert found.data() == "ALVH hedge"
    assert not model.find("campaign 123456").isValid()


def test_numbers_stand_right_and_sort_as_numbers(model: PositionsModel) -> None:
    model.show(picture_of(CONDOR, SHORT_CALLS))
    leg = _first_leg(model)
    alignment = leg.siblingAtColumn(PROFIT).data(Qt.ItemDataRole.TextAlignmentRole)
    assert alignment & Qt.AlignmentFlag.AlignRight
    assert isinstance(leg.siblingAtColumn(PROFIT).data(SORT_ROLE), float)
    assert leg.siblingAtColumn(PROFIT).data(TONE_ROLE) in {"gain", "loss"}
    float(leg.siblingAtColumn(PROFIT).data(RAW_ROLE))
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(model)
    proxy.setSortRole(SORT_ROLE)
    proxy.sort(PROFIT)
    legs = proxy.index(0, 0)
    while proxy.rowCount(legs) == 1 or legs.data(ROW_ROLE).kind != "trade":
        legs = proxy.index(0, 0, legs)
    values = [proxy.index(row, PROFIT, legs).data(SORT_ROLE) for row in range(proxy.rowCount(legs))]
    assert len(values) == 4
    assert values == sorted(values)


def test_a_screen_reader_hears_the_column_the_number_and_the_badge(model: PositionsModel) -> None:
    model.show(picture_of(CONDOR, UNQUOTED))
    core = model.index(0, PROFIT)
    spoken = core.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("P/L $: ")
    assert spoken.endswith(", partial")


def test_the_header_names_and_explains_each_column(model: PositionsModel) -> None:
    for place, (title, meaning) in enumerate(COLUMNS):
        assert model.headerData(place, Qt.Orientation.Horizontal) == title
        assert model.headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) == meaning
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.headerData(99, Qt.Orientation.Horizontal) is None


def _first_leg(model: PositionsModel) -> QModelIndex:
    index = model.index(0, 0)
    while model.rowCount(index):
        index = model.index(0, 0, index)
    return index
