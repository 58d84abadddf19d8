"""Pairing of many series: spreads by least cost, then condors and strangles of what that gave.

Each step is the best one by itself; the whole is a valid pairing and need not be the best of all. Books small
enough are paired by `exact_pairing` instead.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from alvh_desktop.pricing.margin.pairing import (
    Covering,
    Option,
    Pairing,
    Structure,
    condor,
    exact_pairing,
    is_covered_by,
    strangle,
    total_points,
    uncovered_points,
    width,
)

Spreads = dict[tuple[Option, Option], int]


def staged_pairing(options: Sequence[Option], covering: Covering) -> Pairing:
    """Expiry by expiry first; what stays uncovered then takes what is left of other expiries.

    Strangles are tried both ways, kept and taken apart for such covers.
    """
    pairings = [
        _pairing_of_expiry([option for option in options if option.group == group], covering)
        for group in dict.fromkeys(option.group for option in options)
    ]
    tried = (_covered_across(options, pairings, keeps, covering) for keeps in (_COVERED | {"strangle"}, _COVERED))
    return min(tried, key=total_points)


_COVERED = frozenset({"spread", "condor"})


def _pairing_of_expiry(options: Sequence[Option], covering: Covering) -> Pairing:
    exact = exact_pairing(options, covering)
    if exact is not None:
        return exact
    return _flow_and_merge(options, {option: abs(option.quantity) for option in options}, covering)


def _covered_across(
    options: Sequence[Option], pairings: Iterable[Pairing], keeps: frozenset[str], covering: Covering
) -> Pairing:
    kept: dict[Structure, int] = {}
    left = {option: abs(option.quantity) for option in options}
    for structure, count in ((s, c) for pairing in pairings for s, c in pairing.items() if s.kind in keeps):
        _take(kept, left, structure, count)
    for structure, count in _flow_and_merge(options, left, covering).items():
        kept[structure] = kept.get(structure, 0) + count
    return kept


def _flow_and_merge(options: Sequence[Option], counts: Mapping[Option, int], covering: Covering) -> Pairing:
    left, found = dict(counts), dict[Structure, int]()
    spreads: Spreads = {}
    for right in ("P", "C"):
        spreads.update(cheapest_spreads([o for o in options if o.contract.right == right], counts, covering))
    for puts, calls in _by_width(spreads):
        merged = condor(puts, calls, covering)
        count = min(spreads[puts], spreads[calls])
        if merged is not None and count:
            spreads[puts] -= count
            spreads[calls] -= count
            _take(found, left, merged, count)
    for pair, count in spreads.items():
        _take(found, left, Structure("spread", pair, width(*pair)), count)
    sold = [option for option in options if option.quantity < 0]
    for put, call in ((p, c) for p in sold for c in sold if (p.contract.right, c.contract.right) == ("P", "C")):
        together = strangle(put, call)
        if together is not None:
            _take(found, left, together, min(left[put], left[call]))
    for option in sold:
        _take(found, left, Structure("uncovered", (option,), uncovered_points(option)), left[option])
    return found


def _by_width(spreads: Spreads) -> Iterable[tuple[tuple[Option, Option], tuple[Option, Option]]]:
    """Put spreads with call spreads, the widest with the widest: that makes the sum of the wider sides least."""
    ordered = sorted(spreads, key=lambda pair: width(*pair), reverse=True)
    calls = [pair for pair in ordered if pair[0].contract.right == "C"]
    return [(put, call) for put in ordered if put[0].contract.right == "P" for call in calls]


def _take(found: dict[Structure, int], left: dict[Option, int], structure: Structure, count: int) -> None:
    if count:
        found[structure] = found.get(structure, 0) + count
        for member in structure.members:
            left[member] -= count


def cheapest_spreads(options: Sequence[Option], counts: Mapping[Option, int], covering: Covering) -> Spreads:
    """Spreads of one right that leave the least sum of widths and uncovered requirements.

    Successive shortest paths of the transport problem: each round covers more contracts at the least further cost,
    re-covering those before where that helps, and stops when a further cover would save nothing.
    """
    sold = [option for option in options if option.quantity < 0 and counts[option]]
    bought = [option for option in options if option.quantity > 0 and counts[option]]
    costs = {(s, b): width(s, b) for s in sold for b in bought if is_covered_by(s, b, covering)}
    left = {option: counts[option] for option in (*sold, *bought)}
    flow: Spreads = {}
    while (path := _cheapest_path(sold, bought, costs, left, flow)) is not None:
        forward, back = list(zip(path[::2], path[1::2], strict=True)), list(zip(path[2::2], path[1::2], strict=False))
        count = min(left[path[0]], left[path[-1]], *(flow[pair] for pair in back))
        for pair in forward:
            flow[pair] = flow.get(pair, 0) + count
        for pair in back:
            flow[pair] -= count
        left[path[0]] -= count
        left[path[-1]] -= count
    return {pair: count for pair, count in flow.items() if count}


def _cheapest_path(
    sold: Sequence[Option],
    bought: Sequence[Option],
    costs: Mapping[tuple[Option, Option], Decimal],
    left: Mapping[Option, int],
    flow: Spreads,
) -> list[Option] | None:
    """Sold, bought, sold ... bought: who is covered anew by whom; None when no path saves anything."""
    reached = {option: -uncovered_points(option) for option in sold if left[option]}
    before: dict[Option, Option] = {}
    changed = True
    while changed:
        changed = False
        for (s, b), cost in costs.items():
            if s in reached and (b not in reached or reached[s] + cost < reached[b]):
                reached[b], before[b], changed = reached[s] + cost, s, True
            if flow.get((s, b)) and b in reached and (s not in reached or reached[b] - cost < reached[s]):
                reached[s], before[s], changed = reached[b] - cost, b, True
    ends = [option for option in bought if left[option] and option in reached]
    end = min(ends, key=lambda option: reached[option], default=None)
    if end is None or reached[end] >= 0:
        return None
    path = [end]
    while path[-1] in before:
        path.append(before[path[-1]])
    return path[::-1]
