"""Proposals for what is held: a condor, one side of it or a hedge layer rolled, and a trade closed.

A roll is a draft with legs that close and legs that open. Its `lots` are the condors (spreads, calls) rolled.
"""

from alvh_desktop.desk.templates.rolling.closing import closing
from alvh_desktop.desk.templates.rolling.condors import LEAST_DAYS, MOST_DAYS, CondorRoll, condor_rolls
from alvh_desktop.desk.templates.rolling.layers import SHORT_LEAST_DAYS, SHORT_MOST_DAYS, layer_roll
from alvh_desktop.desk.templates.rolling.needed import chains_to_roll
from alvh_desktop.desk.templates.rolling.sides import side_moved, side_moved_to

__all__ = [
    "LEAST_DAYS",
    "MOST_DAYS",
    "SHORT_LEAST_DAYS",
    "SHORT_MOST_DAYS",
    "CondorRoll",
    "chains_to_roll",
    "closing",
    "condor_rolls",
    "layer_roll",
    "side_moved",
    "side_moved_to",
]
