"""The strikes a person may take hold of on the payoff chart: where a move leads, and what it never does."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from alvh_desktop.domain.symbols import expiry_text

if TYPE_CHECKING:
    from datetime import date

    from alvh_desktop.domain.contracts import Contract, Right
    from alvh_desktop.domain.products import Product


@dataclass(frozen=True, slots=True)
class StrikeHandle:
    """A leg's strike on the axis, SPX points. `key` is whatever the giver names the leg by.

    `sign` is +1 bought, -1 sold. `listed` are the strikes it may go to, ascending, SPX points. `partner` is the key
    of the other leg of its wing, None where it stands alone.
    """

    key: str
    strike: float
    right: Right
    sign: int
    expiry: date
    listed: tuple[float, ...]
    partner: str | None = None

    @property
    def label(self) -> str:
        return f"{'bought' if self.sign > 0 else 'sold'} {self.strike:g} {self.right}"


@dataclass(frozen=True, slots=True)
class StrikeHandles:
    """The handles of one structure in the order of their strikes, which no move changes.

    Of one expiry two strikes of the same right never meet; a put and a call may, as in an iron butterfly. Legs of
    different expiries pass each other freely. A move goes to listed strikes only and answers new handles; where
    there is no room it answers these.
    """

    handles: tuple[StrikeHandle, ...] = ()

    @property
    def strikes(self) -> Mapping[str, float]:
        """Where each stands, by its key."""
        return {handle.key: handle.strike for handle in self.handles}

    def of(self, key: str) -> StrikeHandle:
        """Raises KeyError for a key that none of them has."""
        for handle in self.handles:
            if handle.key == key:
                return handle
        raise KeyError(key)

    def label(self, key: str) -> str:
        """`sold 6350 P`, with its expiry where the structure has several."""
        handle = self.of(key)
        has_several = len({each.expiry for each in self.handles}) > 1
        return f"{handle.label} {expiry_text(handle.expiry)}" if has_several else handle.label

    def beside(self, key: str | None, steps: int) -> str:
        """The key so many handles further, round and round; from None the first or the last."""
        keys = [handle.key for handle in self.handles]
        if key not in keys:
            return keys[0 if steps > 0 else -1]
        return keys[(keys.index(key) + steps) % len(keys)]

    def moved(self, key: str, level: float) -> StrikeHandles:
        """With one handle at the listed strike nearest to a level (SPX points) that it may have."""
        handle = self.of(key)
        room = handle.listed[slice(*self._room(handle))]
        return self._with({key: room[_nearest(room, level)]}) if room else self

    def stepped(self, key: str, steps: int) -> StrikeHandles:
        """With one handle so many listed strikes higher (+) or lower (-), or as far as it may."""
        handle = self.of(key)
        first, end = self._room(handle)
        place = min(max(_place(handle, steps), first), end - 1)
        if first >= end or (handle.listed[place] - handle.strike) * steps <= 0.0:
            return self
        return self._with({key: handle.listed[place]})

    def wing_moved(self, key: str, level: float) -> tuple[StrikeHandles, int]:
        """The wing of a handle as near to a level as it takes this one; and by how many listed strikes."""
        handle = self.of(key)
        if not handle.listed:
            return self, 0
        nearest = _nearest(handle.listed, level)
        own = bisect_left(handle.listed, handle.strike)
        is_between = own == len(handle.listed) or handle.listed[own] != handle.strike
        return self.wing_stepped(key, nearest - own + (1 if is_between and nearest >= own else 0))

    def wing_stepped(self, key: str, steps: int) -> tuple[StrikeHandles, int]:
        """Bought and sold together by one number of listed strikes, the largest up to `steps` that both can make."""
        wing = [self.of(each) for each in self.wing(key)]
        for made in range(steps, 0, -1 if steps > 0 else 1):
            places = [_place(handle, made) for handle in wing]
            if any(not 0 <= place < len(each.listed) for place, each in zip(places, wing, strict=True)):
                continue
            after = self._with({h.key: h.listed[place] for h, place in zip(wing, places, strict=True)})
            if after._keeps_order(self.wing(key)):
                return after, made
        return self, 0

    def wing(self, key: str) -> tuple[str, ...]:
        """The keys of a handle and of its partner, where that is here."""
        partner = self.of(key).partner
        return (key, partner) if partner is not None and partner in self.strikes else (key,)

    def _with(self, strikes: Mapping[str, float]) -> StrikeHandles:
        moved = (replace(h, strike=strikes[h.key]) if h.key in strikes else h for h in self.handles)
        return StrikeHandles(tuple(moved))

    def _room(self, handle: StrikeHandle) -> tuple[int, int]:
        """From which place of its listed strikes to which (exclusive) a handle may go."""
        first, end, own = 0, len(handle.listed), self.handles.index(handle)
        for place, other in enumerate(self.handles):
            if other.expiry != handle.expiry or place == own:
                continue
            may_meet = other.right != handle.right
            if place < own:
                first = max(first, (bisect_left if may_meet else bisect_right)(handle.listed, other.strike))
            else:
                end = min(end, (bisect_right if may_meet else bisect_left)(handle.listed, other.strike))
        return first, end

    def _keeps_order(self, moved: Sequence[str]) -> bool:
        """Whether each of the moved stands where it may beside all others."""
        for handle in (self.of(key) for key in moved):
            first, end = self._room(handle)
            if not first <= bisect_left(handle.listed, handle.strike) < end:
                return False
        return True


NO_HANDLES = StrikeHandles()


def handles_of(
    legs: Iterable[tuple[str, Contract, int]],
    products: Mapping[str, Product],
    listed: Callable[[Contract], Sequence[float]],
) -> StrikeHandles:
    """The handles of (key, contract, quantity bought + or sold -); what has no strike on the axis of SPX has none.

    `listed` answers the strikes quoted of a contract's expiry and right, ascending, in its own points: those of XSP
    are a tenth of SPX, and stand on the axis where SPX would be.
    """
    handles = []
    for key, contract, quantity in legs:
        product = products.get(contract.root)
        if product is None or product.underlying != "SPX" or contract.strike is None or contract.right is None:
            continue
        scale = float(product.index_divisor)
        strikes = tuple(float(strike) * scale for strike in listed(contract))
        at, sign = float(contract.strike) * scale, 1 if quantity > 0 else -1
        handles.append(StrikeHandle(key, at, contract.right, sign, contract.expiry, strikes))
    ordered = sorted(handles, key=lambda handle: (handle.strike, handle.right == "C"))
    return StrikeHandles(_in_wings(ordered))


def _in_wings(handles: Sequence[StrikeHandle]) -> tuple[StrikeHandle, ...]:
    """Each sold leg with the nearest bought one of its right that has no partner yet, of its own expiry if any."""
    partners: dict[str, str] = {}
    for sold in (handle for handle in handles if handle.sign < 0):
        free = [h for h in handles if h.sign > 0 and h.right == sold.right and h.key not in partners]
        if free:
            own = min(free, key=lambda h: (h.expiry != sold.expiry, abs(h.strike - sold.strike)))
            partners |= {sold.key: own.key, own.key: sold.key}
    return tuple(replace(handle, partner=partners.get(handle.key)) for handle in handles)


def _place(handle: StrikeHandle, steps: int) -> int:
    """Among its listed strikes, so many from where it stands; from between two the first step goes to the next."""
    if steps > 0:
        return bisect_right(handle.listed, handle.strike) - 1 + steps
    return bisect_left(handle.listed, handle.strike) + steps


def _nearest(strikes: Sequence[float], level: float) -> int:
    """The place of the strike nearest to a level, the lower of two alike."""
    right = bisect_left(strikes, level)
    if right == len(strikes) or (right > 0 and level - strikes[right - 1] <= strikes[right] - level):
        return right - 1
    return right
