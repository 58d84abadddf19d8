"""The rows of a portfolio: one frozen record a table."""

from collections.abc import Mapping
from types import MappingProxyType

from alvh_desktop.domain.products import Product
from alvh_desktop.domain.records.accounts import Account, AccountKind, Cash, FeeAction, FeeRow, FeeSide, Portfolio
from alvh_desktop.domain.records.journal import Confirmation, Link, LinkKind, Note, NoteTemplate
from alvh_desktop.domain.records.lenses import SavedLens
from alvh_desktop.domain.records.method import Input, Layer, Role, Rule, Severity
from alvh_desktop.domain.records.stated import Assertion, RowState, StatedRow, StatementFile
from alvh_desktop.domain.records.trades import (
    Basis,
    Campaign,
    Fill,
    Finding,
    Leg,
    Roll,
    Settlement,
    Sleeve,
    Trade,
    Verdict,
)
from alvh_desktop.domain.records.typed import Event, EventKind, TypedMark

__all__ = [
    "TABLES",
    "Account",
    "AccountKind",
    "Assertion",
    "Basis",
    "Campaign",
    "Cash",
    "Confirmation",
    "Event",
    "EventKind",
    "FeeAction",
    "FeeRow",
    "FeeSide",
    "Fill",
    "Finding",
    "Id",
    "Input",
    "Layer",
    "Leg",
    "Link",
    "LinkKind",
    "Note",
    "NoteTemplate",
    "Portfolio",
    "Record",
    "Role",
    "Roll",
    "RowState",
    "Rule",
    "SavedLens",
    "Settlement",
    "Severity",
    "Sleeve",
    "StatedRow",
    "StatementFile",
    "Trade",
    "TypedMark",
    "Verdict",
    "id_of",
]

Id = int | str

Record = (
    Portfolio
    | Account
    | Campaign
    | Layer
    | Trade
    | Leg
    | Fill
    | Settlement
    | Rule
    | Product
    | Input
    | Event
    | TypedMark
    | SavedLens
    | Roll
    | FeeRow
    | Cash
    | Verdict
    | StatementFile
    | StatedRow
    | Assertion
    | Note
    | NoteTemplate
    | Confirmation
)

TABLES: Mapping[str, type] = MappingProxyType(
    {
        "portfolio": Portfolio,
        "accounts": Account,
        "cash": Cash,
        "assertions": Assertion,
        "statement_files": StatementFile,
        "stated_rows": StatedRow,
        "fee_rows": FeeRow,
        "products": Product,
        "rules": Rule,
        "layers": Layer,
        "inputs": Input,
        "events": Event,
        "typed_marks": TypedMark,
        "lenses": SavedLens,
        "note_templates": NoteTemplate,
        "notes": Note,
        "campaigns": Campaign,
        "trades": Trade,
        "verdicts": Verdict,
        "legs": Leg,
        "rolls": Roll,
        "confirmations": Confirmation,
        "fills": Fill,
        "settlements": Settlement,
    }
)
"""Every table of the book with its record, parents before children."""


def id_of(record: Record) -> Id:
    """The key of a record in its table: the root for products, the id for all others."""
    return record.root if isinstance(record, Product) else record.id
