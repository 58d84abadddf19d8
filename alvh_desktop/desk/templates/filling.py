"""A template with what was typed into its fields: read, and proposed from the chains it needs."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from alvh_desktop.desk.templates.chain import Chain, Chains, chain_of
from alvh_desktop.desk.templates.condor_strikes import CondorStrikes
from alvh_desktop.desk.templates.hedging import VIX_ROOTS, future, layer_calls, whole_hedge
from alvh_desktop.desk.templates.opening import (
    calendar,
    condor_by_credit_share,
    condor_by_delta,
    condor_by_expected_move,
    condor_by_strikes,
    vertical_by_delta,
)
from alvh_desktop.desk.templates.proposal import Proposal
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import Right
from alvh_desktop.domain.money import parse_decimal
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Layer
from alvh_desktop.pricing.market import ChainKey

Values = Mapping[str, str]
Proposals = tuple[Proposal, ...]
_FIELDS = {"wing": "width", "legs": "expiry", "lots": "quantity"}
"""What a proposal blames, by the field it was typed in."""


def chains_needed(template: str, values: Values, listed: Callable[[str], tuple[date, ...]]) -> frozenset[ChainKey]:
    """The roots and expiries that a template proposes from. `listed` are the quoted expiries of a root."""
    if template in ("vix_layer", "whole_hedge"):
        return frozenset((root, expiry) for root in VIX_ROOTS for expiry in listed(root))
    days = (_expiry(values, name) for name in ("expiry", "far_expiry"))
    return frozenset((values.get("root", ""), day) for day in days if isinstance(day, date))


def fill_template(template: str, values: Values, chains: Chains, book: Book) -> Proposals | Problem:
    """One proposal, or one a layer of a whole hedge. The Problem's `where` names a field of the template."""
    found = _TEMPLATES[template](values, chains, book) if template in _TEMPLATES else _unknown(template)
    if isinstance(found, Problem):
        return replace(found, where=_FIELDS.get(found.where, found.where))
    return (found,) if isinstance(found, Proposal) else found


Answer = Proposal | Proposals | Problem


def _condor_by_strikes(values: Values, chains: Chains, book: Book) -> Answer:
    chain, puts, calls = _chain(values, chains), _pair(values, "puts"), _pair(values, "calls")
    if isinstance(chain, Problem):
        return chain
    if isinstance(puts, Problem):
        return puts
    return calls if isinstance(calls, Problem) else condor_by_strikes(chain, CondorStrikes(*puts, *calls))


def _condor_by_delta(values: Values, chains: Chains, book: Book) -> Answer:
    return _with_width(
        values, chains, "delta", lambda chain, delta, width: condor_by_delta(chain, float(delta), width)
    )


def _condor_by_expected_move(values: Values, chains: Chains, book: Book) -> Answer:
    return _with_width(
        values, chains, "moves", lambda chain, moves, width: condor_by_expected_move(chain, float(moves), width)
    )


def _condor_by_credit(values: Values, chains: Chains, book: Book) -> Answer:
    return _with_width(
        values, chains, "credit", lambda chain, share, width: condor_by_credit_share(chain, share / 100, width)
    )


def _vertical(values: Values, chains: Chains, book: Book) -> Answer:
    right = _right(values)
    return _with_width(
        values, chains, "delta", lambda chain, delta, width: vertical_by_delta(chain, right, float(delta), width)
    )


def _calendar(values: Values, chains: Chains, book: Book) -> Answer:
    near, far = _chain(values, chains), _chain(values, chains, "far_expiry")
    if isinstance(near, Problem):
        return near
    if isinstance(far, Problem):
        return far
    is_asked = bool(values.get("strike", "").strip())
    if is_asked:
        strike = _number(values, "strike")
    elif isinstance(near.forward, Problem):
        strike = Problem("strike", f"{near.forward.message}: type the strike")
    else:
        strike = Decimal(repr(near.forward.value))
    return strike if isinstance(strike, Problem) else calendar(near, far, _right(values), strike, is_asked=is_asked)


def _vix_layer(values: Values, chains: Chains, book: Book) -> Answer:
    role = values.get("role", "")
    layer = next((each for each in book.layers.values() if each.role == role), None)
    if layer is None:
        return Problem("role", f"this portfolio has no layer {role}")
    tenor, delta = _days(values, layer), _delta(values, layer)
    if isinstance(tenor, Problem):
        return tenor
    if isinstance(delta, Problem):
        return delta
    return layer_calls(chains, replace(layer, entry_tenor_days=tenor, target_delta=delta))


def _whole_hedge(values: Values, chains: Chains, book: Book) -> Answer:
    layers = sorted(book.layers.values(), key=lambda layer: layer.entry_tenor_days)
    tenors = _tenors(values, layers)
    if isinstance(tenors, Problem):
        return tenors
    asked: list[Layer] = []
    for layer in layers:
        delta = _delta(values, layer)
        if isinstance(delta, Problem):
            return delta
        asked.append(replace(layer, entry_tenor_days=tenors[layer.id], target_delta=delta))
    found = whole_hedge(chains, asked)
    if not found:
        return Problem("tenors", "no layer of this portfolio asks for a call: there is nothing to propose")
    problem = next((one for one in found if isinstance(one, Problem)), None)
    return problem or tuple(one for one in found if isinstance(one, Proposal))


def _vx_future(values: Values, chains: Chains, book: Book) -> Answer:
    expiry = _expiry(values, "expiry")
    if isinstance(expiry, Problem):
        return expiry
    return future(chains, values.get("root", ""), (expiry - chains.day).days)


_TEMPLATES: Mapping[str, Callable[[Values, Chains, Book], Answer]] = {
    "condor_by_strikes": _condor_by_strikes,
    "condor_by_delta": _condor_by_delta,
    "condor_by_expected_move": _condor_by_expected_move,
    "condor_by_credit": _condor_by_credit,
    "vertical": _vertical,
    "calendar": _calendar,
    "vix_layer": _vix_layer,
    "whole_hedge": _whole_hedge,
    "vx_future": _vx_future,
}


def _unknown(template: str) -> Problem:
    return Problem("template", f"there is no template {template!r}")


def _with_width(
    values: Values, chains: Chains, name: str, propose: Callable[[Chain, Decimal, Decimal], Proposal | Problem]
) -> Proposal | Problem:
    chain, number, width = _chain(values, chains), _number(values, name), _number(values, "width")
    if isinstance(chain, Problem):
        return chain
    if isinstance(number, Problem):
        return number
    return width if isinstance(width, Problem) else propose(chain, number, width)


def _chain(values: Values, chains: Chains, name: str = "expiry") -> Chain | Problem:
    expiry, root = _expiry(values, name), values.get("root", "")
    return expiry if isinstance(expiry, Problem) else chain_of(chains, root, expiry)


def _expiry(values: Values, name: str) -> date | Problem:
    text = values.get(name, "")
    try:
        return date.fromisoformat(text)
    except ValueError:
        root = values.get("root") or "the root"
        return Problem(name, f"no expiry of {root} is quoted: import a chain of it" if not text else f"{text!r}?")


def _number(values: Values, name: str) -> Decimal | Problem:
    text = values.get(name, "").strip()
    return parse_decimal(text, name) if text else Problem(name, "type a number")


def _pair(values: Values, name: str) -> tuple[Decimal, Decimal] | Problem:
    low, slash, high = values.get(name, "").strip().partition("/")
    if not slash:
        return Problem(name, "type the two strikes, the lower first, such as 6300/6350")
    first, second = parse_decimal(low, name), parse_decimal(high, name)
    if isinstance(first, Problem):
        return first
    return second if isinstance(second, Problem) else (first, second)


def _right(values: Values) -> Right:
    return "C" if values.get("right") == "C" else "P"


def _days(values: Values, layer: Layer) -> int | Problem:
    if not values.get("tenor", "").strip():
        return layer.entry_tenor_days
    days = _number(values, "tenor")
    return days if isinstance(days, Problem) else _whole(days, "tenor")


def _whole(days: Decimal, name: str) -> int | Problem:
    if days != int(days) or not 0 < days < 5_000:
        return Problem(name, f"{days:f} is no number of days: type a whole one such as 30")
    return int(days)


def _delta(values: Values, layer: Layer) -> Decimal | Problem:
    return _number(values, "delta") if values.get("delta", "").strip() else layer.target_delta


def _tenors(values: Values, layers: list[Layer]) -> Mapping[int, int] | Problem:
    """Days by the id of each layer."""
    text = values.get("tenors", "").strip()
    if not text:
        return {layer.id: layer.entry_tenor_days for layer in layers}
    parts = text.split("/")
    if len(parts) != len(layers):
        return Problem("tenors", f"{text}: type {len(layers)} tenors in days, the nearest first, such as 30/110/220")
    found: dict[int, int] = {}
    for layer, part in zip(layers, parts, strict=True):
        days = parse_decimal(part, "tenors")
        tenor = days if isinstance(days, Problem) else _whole(days, "tenors")
        if isinstance(tenor, Problem):
            return tenor
        found[layer.id] = tenor
    return found
