"""Moving hedge trades between layers, and the first line of a portfolio."""

from dataclasses import replace

import pytest
from support.founded_books import PRODUCTS, MemoryLedger, done, enter, founded_desk, founding, refusal

from alvh_desktop.domain.book import Book, rows_between
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.layering import AssignLayer
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import TABLES, Account, Layer, Portfolio
from alvh_desktop.rules.rulebook import load_layers, load_rules


def test_a_hedge_moves_to_the_layer_that_is_said() -> None:
    desk = founded_desk()
    enter(desk, "+4 VIX 16DEC26 25C @1.10")
    (trade,) = desk.book.trades.values()
    for role in ("medium", "long", "short"):
        change = done(desk, AssignLayer(trade.id, role))
        assert change.label == f"Move trade {trade.id} to layer {role}"
        assert desk.book.layers[desk.book.trades[trade.id].layer_id].role == role
    assert done(desk, AssignLayer(trade.id, None)).label == f"Move trade {trade.id} to no layer"
    assert desk.book.trades[trade.id].layer_id is None
    for _ in range(4):
        desk.undo()
    assert desk.book.trades[trade.id] == trade


@pytest.mark.parametrize(
    ("trade_id", "role", "sentence"),
    [
        (7, "short", "trade: there is no trade 7"),
        (92, "short", "layer: trade 92 stands there already"),
        (96, "short", "layer: trade 96 is no hedge: only VIX trades stand in layers"),
    ],
)
def test_refusals(trade_id: int, role: str, sentence: str) -> None:
    desk = founded_desk()
    enter(desk, "+4 VIX 16DEC26 25C @1.10")
    enter(desk, "-1 SPXW 18DEC26 6350P @3")
    assert list(desk.book.trades) == [92, 96]
    assert refusal(desk, AssignLayer(trade_id, role)) == sentence


def test_a_layer_that_does_not_exist_is_not_taken_for_none() -> None:
    desk = founded_desk()
    enter(desk, "+4 VIX 16DEC26 25C @1.10")
    without = {key: layer for key, layer in desk.book.layers.items() if layer.role != "long"}
    answer = AssignLayer(92, "long").apply(replace(desk.book, layers=without))
    assert str(answer) == "layer: this portfolio has no layer long"


def test_a_portfolio_is_founded_with_products_rules_and_layers() -> None:
    change = founding("Promoter").apply(Book())
    assert isinstance(change, Change)
    book = change.book
    assert book.name == "Test book"
    assert book.products == PRODUCTS
    assert set(book.rules.values()) == set(load_rules("Promoter"))
    assert [(layer.role, layer.target_count) for layer in book.layers.values()] == [
        ("short", 4),
        ("medium", 4),
        ("long", 2),
    ]
    assert frozenset(change.rows) == rows_between(Book(), book, TABLES)
    assert book.simulated_at is None


def test_it_is_founded_once() -> None:
    book = MemoryLedger().load()
    assert founding().apply(book) == Problem("portfolio", "this file already holds the portfolio 'Test book'")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "\x00"])
def test_names_can_be_read(name: str) -> None:
    sentence = "say a name of printable characters"
    no_name = replace(founding(), portfolio=Portfolio(1, name, "Steward"))
    assert no_name.apply(Book()) == Problem("name", sentence)
    assert replace(founding(), account=Account(2, name)).apply(Book()) == Problem("account", sentence)


def test_layers_are_numbered_from_where_they_are_told() -> None:
    assert [layer.id for layer in load_layers(40)] == [40, 41, 42]
    assert all(isinstance(layer, Layer) for layer in load_layers(1))
