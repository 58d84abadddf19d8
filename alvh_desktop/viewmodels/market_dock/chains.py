"""Which option chains a smile can be drawn of: the one chosen, the expiries of its root, and its clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from alvh_desktop.domain.calendar import NEW_YORK, settlement_moment
from alvh_desktop.domain.symbols import expiry_text

if TYPE_CHECKING:
    from alvh_desktop.domain.products import Product
    from alvh_desktop.pricing.market import ChainKey


def chosen_chain(
    chains: Mapping[ChainKey, datetime], root: str, expiry: date | None, now: datetime
) -> ChainKey | None:
    """The chain that was chosen where it is quoted, else the nearest of its root to 30 days; None without quotes.

    A root that is not quoted gives way to SPXW, SPX, VIX or whatever there is.
    """
    roots = list(dict.fromkeys(key[0] for key in chains))
    if not roots:
        return None
    found = root if root in roots else next((each for each in ("SPXW", "SPX", "VIX") if each in roots), roots[0])
    if (found, expiry) in chains and expiry is not None:
        return found, expiry
    of_root = [key for key in chains if key[0] == found]
    return min(of_root, key=lambda key: (_is_over(key[1], now), abs((key[1] - now.date()).days - 30)))


def expiry_choices(chains: Mapping[ChainKey, datetime], root: str, now: datetime) -> tuple[tuple[date, str], ...]:
    """The expiries of a root: those to come by nearness, then those that are over, newest first."""
    days = sorted(key[1] for key in chains if key[0] == root)
    ahead = [(day, expiry_text(day)) for day in days if not _is_over(day, now)]
    over = [(day, f"{expiry_text(day)} (over)") for day in reversed(days) if _is_over(day, now)]
    return (*ahead, *over)


def smile_moment(product: Product, key: ChainKey, newest: datetime, now: datetime) -> datetime:
    """The clock a smile is looked at by: now, or when an expiry that has settled was quoted last."""
    return now if settlement_moment(product, key[1]) > now else newest


def _is_over(expiry: date, now: datetime) -> bool:
    return expiry < now.astimezone(NEW_YORK).date()
