"""What the campaigns of a book were from day to day, and what happened to them."""

from alvh_desktop.desk.history.days import History, HistoryDay, Parts, history_of
from alvh_desktop.desk.history.marks import Mark, MarkKind
from alvh_desktop.desk.history.measures import MEASURES, Figure, Measure

__all__ = [
    "MEASURES",
    "Figure",
    "History",
    "HistoryDay",
    "Mark",
    "MarkKind",
    "Measure",
    "Parts",
    "history_of",
]
