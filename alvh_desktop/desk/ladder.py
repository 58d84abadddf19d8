"""The hedge ladder of a picture: each layer of each ladder, and what stands beside the layers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from alvh_desktop.desk.amounts import Amounts, amounts_of
from alvh_desktop.desk.hedge_flows import return_of
from alvh_desktop.desk.ladder_lines import HeldContract, Ladder, LadderGroup, LayerLine, RollState
from alvh_desktop.desk.lines import CampaignLine, LegLine, TradeLine
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.picture import Picture
from alvh_desktop.desk.roll_window import RollWindow, roll_date, window_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Account, Layer, Role, Sleeve
from alvh_desktop.rules.hedge_flows import held_from, held_to, open_cost
from alvh_desktop.rules.hedge_units import counts_per_unit, hedge_units, target_counts
from alvh_desktop.rules.notional import programme_notional
from alvh_desktop.rules.short_delta import long_calls, mean_delta

ZERO = Decimal(0)


Targets = Mapping[Role, int]


def ladder_of(picture: Picture, units: Fraction | int | None = None) -> Ladder:
    """The ladders of a picture. A layer's target is that of so many `units` of the classic layers; None is as many
    as the programme's notional asks for."""
    book, today = picture.inputs.book, day_of(picture.inputs.now)
    whole = Fraction(units_of(picture) if units is None else units)
    targets = target_counts(whole, counts_per_unit(book))
    hedges = [_group(book, line, today, targets) for line in _campaigns(picture, "alvh")]
    bare = [_bare_group(book, account, today, targets) for account in _uncovered(picture)]
    engines = [_group(book, line, today, targets) for line in _campaigns(picture, "second_engine")]
    return Ladder(today, (*hedges, *bare, *engines))


def units_of(picture: Picture) -> Fraction:
    """Units of the layered hedge that the programme asks for; one where that is not known, or nothing is hedged."""
    book, now = picture.inputs.book, picture.inputs.now
    programme = programme_notional(book, now, picture.inputs.lens.account_id)
    if isinstance(programme, Problem) or programme.value <= 0:
        return Fraction(1)
    return hedge_units(book, programme.value, now)


def has_ladder(picture: Picture) -> bool:
    """Whether there is a ladder, or an account whose condors lack one."""
    return any(line.sleeve != "core" for line in picture.sleeves) or any(True for _ in _uncovered(picture))


def _campaigns(picture: Picture, wanted: Sleeve) -> Iterator[CampaignLine]:
    yield from (line for sleeve in picture.sleeves if sleeve.sleeve == wanted for line in sleeve.campaigns)


def _uncovered(picture: Picture) -> Iterator[Account]:
    """Accounts with open condors that name no ladder, and without a ladder of their own."""
    book = picture.inputs.book
    own = {campaign.account_id for campaign in book.campaigns.values() if campaign.sleeve == "alvh"}
    condors = [line for line in _campaigns(picture, "core") if line.amounts.open_legs]
    bare = {line.campaign.account_id for line in condors if line.campaign.ladder_id is None}
    yield from (account for account in book.accounts.values() if account.id in bare - own)


def _group(book: Book, line: CampaignLine, today: date, targets: Targets) -> LadderGroup:
    campaign, key = line.campaign, f"campaign {line.campaign.id}"
    is_asked_for = campaign.sleeve == "alvh" and (line.amounts.open_legs > 0 or _is_standing(book, line))
    lines = tuple(_lines(book, key, line.trades, today, targets if is_asked_for else None))
    holdings = [leg.holding for trade in line.trades for leg in trade.legs]
    return LadderGroup(
        key=key,
        campaign=campaign,
        account=book.accounts[campaign.account_id],
        sleeve=campaign.sleeve,
        lines=lines,
        amounts=line.amounts,
        days_held=_days_held(holdings, line.amounts, today),
        result=return_of(holdings, line.amounts, today) if holdings else None,
    )


def _is_standing(book: Book, line: CampaignLine) -> bool:
    """Whether it is the newest ladder of its account: orders go there, so that what it lacks is missing."""
    same = [each for each in book.campaigns.values() if each.account_id == line.campaign.account_id]
    return line.campaign.id == max(each.id for each in same if each.sleeve == "alvh")


def _bare_group(book: Book, account: Account, today: date, targets: Targets) -> LadderGroup:
    key = f"account {account.id}"
    lines = tuple(_lines(book, key, (), today, targets))
    return LadderGroup(key, None, account, "alvh", lines, amounts_of(()), 0, None)


def _lines(
    book: Book, key: str, trades: Sequence[TradeLine], today: date, targets: Targets | None
) -> Iterator[LayerLine]:
    """The layers, near ones first, then each open trade in no layer, then what is closed of these, in one line."""
    for layer in sorted(book.layers.values(), key=lambda each: each.entry_tenor_days):
        members = tuple(line for line in trades if line.trade.layer_id == layer.id)
        if members or targets is not None:
            line = _line(book, f"{key} layer {layer.id}", members, layer, today)
            yield replace(line, target=None if targets is None else targets[layer.role])
    others = [line for line in trades if line.trade.layer_id is None]
    for other in others:
        if other.amounts.open_legs:
            yield _line(book, f"{key} trade {other.trade.id}", (other,), None, today)
    closed = tuple(line for line in others if not line.amounts.open_legs)
    if closed:
        yield _line(book, f"{key} closed", closed, None, today)


def _line(book: Book, key: str, trades: tuple[TradeLine, ...], layer: Layer | None, today: date) -> LayerLine:
    legs = [leg for line in trades for leg in line.legs]
    holdings = [leg.holding for leg in legs]
    values = {leg.holding.leg.id: leg.value for leg in legs if leg.value is not None}
    calls, contracts = long_calls(holdings), tuple(_contracts(legs, today))
    amounts = amounts_of((leg.holding, leg.value) for leg in legs)
    window = None if layer is None else window_of(layer)
    first = _first(contracts)
    return LayerLine(
        key=key,
        layer=layer,
        trades=trades,
        contracts=contracts,
        held=sum(each.quantity for each in contracts if _is_long_call(each) and not each.is_settled),
        target=None,
        days_left=first.days_left if first else None,
        window=window,
        rolls_on=_rolls_on(book, first, window),
        state=_state(contracts, first, window),
        delta=mean_delta(calls, values) if calls else None,
        cost=sum(map(open_cost, holdings), ZERO),
        amounts=amounts,
        days_held=_days_held(holdings, amounts, today),
        result=return_of(holdings, amounts, today) if holdings else None,
        trade_to_roll=first.trade_ids[0] if first and not first.is_settled else None,
    )


def _contracts(legs: Sequence[LegLine], today: date) -> Iterator[HeldContract]:
    """Each open series once, bought and sold apart, the nearest first."""
    grouped: dict[tuple[object, ...], list[LegLine]] = {}
    for leg in legs:
        if leg.value is not None:
            contract = leg.holding.leg.contract
            side = leg.holding.position.quantity < 0
            key = (contract.expiry, contract.root, contract.strike or ZERO, contract.right or "", side)
            grouped.setdefault(key, []).append(leg)
    for _, same in sorted(grouped.items(), key=lambda item: item[0]):
        yield _held_contract(same, today)


def _held_contract(legs: Sequence[LegLine], today: date) -> HeldContract:
    holding, value = legs[0].holding, legs[0].value
    has_end = holding.product.kind != "fund"
    return HeldContract(
        holding.leg.contract,
        sum(leg.holding.position.quantity for leg in legs),
        (holding.leg.expiry - today).days if has_end else None,
        has_end and value is not None and value.years == 0.0,
        tuple(dict.fromkeys(leg.holding.leg.trade_id for leg in legs)),
    )


def _is_long_call(each: HeldContract) -> bool:
    return each.quantity > 0 and each.contract.right == "C"


def _first(contracts: Sequence[HeldContract]) -> HeldContract | None:
    """The long call that settles first, else what settles first; what has settled comes last."""
    living = [each for each in contracts if not each.is_settled]
    calls = [each for each in living if _is_long_call(each)]
    return next(iter(calls or living or contracts), None)


def _rolls_on(book: Book, first: HeldContract | None, window: RollWindow | None) -> date | Problem | None:
    if first is None or window is None or first.days_left is None or first.is_settled:
        return None
    return roll_date(first.contract, book.product_of(first.contract), window.opens_at)


def _state(contracts: Sequence[HeldContract], first: HeldContract | None, window: RollWindow | None) -> RollState:
    if first is None:
        return "closed" if window is None else "empty"
    if any(each.is_settled for each in contracts):
        return "settled"
    if window is None or first.days_left is None:
        return "no window"
    if window.is_late(first.days_left):
        return "late"
    return "due" if window.is_due(first.days_left) else "ahead"


def _days_held(holdings: Sequence[Holding], amounts: Amounts, today: date) -> int:
    if not holdings:
        return 0
    return ((today if amounts.open_legs else held_to(holdings)) - held_from(holdings)).days
