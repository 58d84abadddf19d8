"""The tables of what a person types of market and models: format 2 the inputs, format 3 events and marks."""

from alvh_desktop.storage.schema.database import Database


def make_inputs(db: Database) -> None:
    columns = {"id": int, "name": str, "on": str, "value": int, "source": str}
    db["inputs"].create(columns, pk="id", not_null=columns.keys() - {"id"}, strict=True)
    db["inputs"].create_index(["name"])


def make_events_and_marks(db: Database) -> None:
    events = {"id": int, "kind": str, "on": str, "at": str, "title": str, "source": str, "is_on": int}
    marks = {
        "id": int, "root": str, "expiry": str, "strike": int, "right": str, "moment": str, "price": int,
        "source": str,
    }  # fmt: skip
    db["events"].create(events, pk="id", not_null=events.keys() - {"id", "at"}, strict=True)
    nullable = {"id", "expiry", "strike", "right"}
    db["typed_marks"].create(marks, pk="id", not_null=marks.keys() - nullable, strict=True)
