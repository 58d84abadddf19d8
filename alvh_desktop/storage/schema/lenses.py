"""Format 8: lenses saved by name, and what a day's campaign gains from a point of VIX."""

from alvh_desktop.storage.schema.database import Database


def make_lenses_and_fuller_days(db: Database) -> None:
    columns = {"id": int, "name": str, "text": str}
    db["lenses"].create(columns, pk="id", not_null=columns.keys() - {"id"}, strict=True)
    # of a day that an older program recorded it stays unknown
    db.execute("ALTER TABLE days ADD COLUMN vix_usd_per_point REAL")
