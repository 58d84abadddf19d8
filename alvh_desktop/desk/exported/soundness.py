"""Whether rows make a book together: what they refer to is there, products and contracts are possible."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from alvh_desktop.desk.exported.values import AS_VALUES
from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.contracts import NEVER
from alvh_desktop.domain.edits.lenses import lens_name_problem, lens_text_problem
from alvh_desktop.domain.edits.notes import note_problem, template_problem
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.products import Product, parse_product
from alvh_desktop.domain.records import Id, Leg

REFERENCES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "cash": {"account_id": "accounts"},
        "assertions": {"account_id": "accounts"},
        "statement_files": {"account_id": "accounts"},
        "stated_rows": {"file_id": "statement_files"},
        "campaigns": {"account_id": "accounts", "ladder_id": "campaigns"},
        "trades": {
            "account_id": "accounts",
            "campaign_id": "campaigns",
            "layer_id": "layers",
            "rolled_from": "trades",
        },
        "verdicts": {"trade_id": "trades"},
        "legs": {"trade_id": "trades", "root": "products"},
        "rolls": {"campaign_id": "campaigns"},
        "confirmations": {"roll_id": "rolls"},
        "fills": {"leg_id": "legs", "roll_id": "rolls", "row_id": "stated_rows"},
        "settlements": {"leg_id": "legs", "row_id": "stated_rows"},
    }
)
"""By table and field: the table in which the row must stand that it names."""

Tables = Mapping[str, Mapping[Any, Any]]


@dataclass(frozen=True, slots=True)
class Unsound:
    """What is wrong with a row beside the others; `field` is empty where it is the row as a whole."""

    table: str
    id: Id
    field: str
    message: str


def unsound_rows(tables: Tables) -> Iterator[Unsound]:
    """Every row that cannot stand in a book with the others."""
    yield from _dangling(tables)
    for product in tables["products"].values():
        problem = parse_product(AS_VALUES.row(product))
        if isinstance(problem, Problem):
            yield Unsound("products", product.root, "", problem.message)
    for leg in tables["legs"].values():
        product = tables["products"].get(leg.root)
        message = None if product is None else _contract_problem(leg, product)
        if message is not None:
            yield Unsound("legs", leg.id, "", message)
    for row in list(tables["portfolio"])[1:]:
        yield Unsound("portfolio", row, "", "a book is one portfolio, and this is a second one")
    yield from _settled_twice(tables)
    yield from _unusable_lenses(tables)
    yield from _unusable_notes(tables)


def _dangling(tables: Tables) -> Iterator[Unsound]:
    for table, references in REFERENCES.items():
        for key, record in tables[table].items():
            for field, target in references.items():
                named = getattr(record, field)
                if named is not None and named not in tables[target]:
                    yield Unsound(table, key, field, f"it names {named}, which is not among the {target}")


def _settled_twice(tables: Tables) -> Iterator[Unsound]:
    settled: dict[int, Id] = {}
    for key, settlement in tables["settlements"].items():
        first = settled.setdefault(settlement.leg_id, key)
        if first != key:
            message = f"leg {settlement.leg_id} is settled by {first} already: a leg settles once"
            yield Unsound("settlements", key, "leg_id", message)


def _unusable_lenses(tables: Tables) -> Iterator[Unsound]:
    named: dict[str, Id] = {}
    for key, row in tables["lenses"].items():
        for field, problem in (("name", lens_name_problem(row.name)), ("text", lens_text_problem(row.text))):
            if problem is not None:
                yield Unsound("lenses", key, field, str(problem) if field == "text" else problem.message)
        first = named.setdefault(row.name.casefold(), key)
        if first != key:
            yield Unsound("lenses", key, "name", f"lens {first} is called {row.name} already")


def _unusable_notes(tables: Tables) -> Iterator[Unsound]:
    for key, note in tables["notes"].items():
        problem = note_problem(note)
        if problem is not None:
            yield Unsound("notes", key, "text" if problem.where == "note" else problem.where, problem.message)
    named: dict[str, Id] = {}
    for key, row in tables["note_templates"].items():
        problem = template_problem(row)
        if problem is not None:
            yield Unsound("note_templates", key, problem.where, problem.message)
        first = named.setdefault(row.name.casefold(), key)
        if first != key:
            yield Unsound("note_templates", key, "name", f"template {first} is called {row.name} already")


def _contract_problem(leg: Leg, product: Product) -> str | None:
    is_option = leg.strike is not None and leg.right is not None
    if product.kind == "option" and not (is_option and leg.strike is not None and leg.strike > 0):
        return f"{leg.root} is an option, so it needs a strike above 0 and a right"
    if product.kind != "option" and (leg.strike is not None or leg.right is not None):
        return f"{leg.root} is a {product.kind}, so it has no strike and no right"
    if (product.kind == "fund") != (leg.expiry == NEVER):
        return f"a fund, and nothing else, has the expiry {NEVER.isoformat()}"
    try:
        settlement_moment(product, leg.expiry)
    except KnownError as outside:
        return outside.what
    return None
