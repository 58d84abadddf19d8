"""The trades and campaigns that condor facts are read of, put together once for all of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from itertools import groupby

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.records import Campaign, Trade
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import expiry_text
from alvh_desktop.rules.facts.kept import kept
from alvh_desktop.rules.reading import Subject
from alvh_desktop.rules.scene import Scene
from alvh_desktop.rules.short_sides import TestedSide, sides_of


@dataclass(frozen=True, slots=True)
class OpenCondor:
    """Open SPX options of one trade at one scale, where some of them are sold before a wing or have lost it.

    `held` and `shorts` live still; where all of it is past its settlement `held` is empty and `past` the moment.
    `missing` says which leg is not there. `divisor` is that of the index (XSP 10).
    """

    trade: Trade
    root: str
    subject: Subject
    held: tuple[Holding, ...]
    shorts: tuple[Holding, ...]
    sides: tuple[TestedSide, ...]
    missing: str
    divisor: float
    past: datetime | None = None


@dataclass(frozen=True, slots=True)
class CondorsOfTrade:
    """Of one trade at each of its scales, the larger one first."""

    condors: tuple[OpenCondor, ...]

    @property
    def subject(self) -> Subject:
        """The trade, whatever scale is meant."""
        return self.condors[0].subject

    @property
    def held(self) -> tuple[Holding, ...]:
        return tuple(held for condor in self.condors for held in condor.held)


@dataclass(frozen=True, slots=True)
class OpenCampaign:
    """A campaign with an open condor of the core sleeve; `held` are all its legs, `open_legs` its open SPX options,
    `others` what else of it is open."""

    campaign: Campaign
    trades: tuple[Trade, ...]
    held: tuple[Holding, ...]
    open_legs: tuple[Holding, ...]
    others: tuple[Holding, ...]
    subject: Subject


def open_trades(scene: Scene) -> Mapping[int, tuple[Holding, ...]]:
    """Open legs by trade, past their settlement or not; trades without any are left out."""
    return kept(scene, "open trades", (scene.book,), lambda: _open_trades(scene.book))


def open_condors(scene: Scene) -> tuple[OpenCondor, ...]:
    """In the order of the trades, of one trade the larger scale first.

    They hang on the book and on what is over, whatever the prices are.

    In whatever sleeve a trade was put. VIX legs that were moved into it cover nothing of it.
    """
    return kept(scene, "open condors", (scene.book, scene.over), lambda: tuple(_open_condors(scene)))


def condors_by_trade(scene: Scene) -> tuple[CondorsOfTrade, ...]:
    """The same, by trade."""
    return kept(scene, "condors by trade", (scene.book, scene.over), lambda: tuple(_by_trade(scene)))


def open_campaigns(scene: Scene) -> tuple[OpenCampaign, ...]:
    """Those that hold an open condor or credit spread in the core sleeve."""
    return kept(scene, "open campaigns", (scene.book, scene.over), lambda: tuple(_open_campaigns(scene)))


def of_legs(subject: Subject, *leg_ids: int) -> Subject:
    """The same subject with these legs meant."""
    return Subject(
        subject.key, subject.text, subject.campaign_id, subject.trade_id, subject.layer_id, leg_ids
    )  # fmt: skip


def past_text(moment: datetime) -> str:
    return f"past its settlement ({new_york_text(moment)}) and not settled yet"


def is_spx_option(held: Holding) -> bool:
    return held.product.underlying == "SPX" and held.leg.right is not None


def _open_trades(book: Book) -> Mapping[int, tuple[Holding, ...]]:
    found = {}
    for trade_id, held in book.holdings_by_trade.items():
        still_open = tuple(each for each in held if each.position.quantity)
        if still_open:
            found[trade_id] = still_open
    return found


def _open_condors(scene: Scene) -> Iterator[OpenCondor]:
    for trade_id, held in open_trades(scene).items():
        trade = scene.book.trades[trade_id]
        over = frozenset(each.leg.id for each in held if scene.is_over(each))
        hangs_on = (trade, over, *held)
        yield from kept(scene, ("condors", trade_id), hangs_on, partial(_condors_of, scene, trade, held))


def _condors_of(scene: Scene, trade: Trade, held: Sequence[Holding]) -> tuple[OpenCondor, ...]:
    """At each scale of a trade."""
    on_spx = [each for each in held if is_spx_option(each)]
    found: list[OpenCondor] = []
    for divisor in sorted({each.product.index_divisor for each in on_spx}):
        of_scale = [each for each in on_spx if each.product.index_divisor == divisor]
        condor = _open_condor(scene, trade, of_scale, divisor, is_first=not found)
        if condor is not None:
            found.append(condor)
    return tuple(found)


def _open_condor(
    scene: Scene, trade: Trade, held: Sequence[Holding], divisor: Decimal, *, is_first: bool
) -> OpenCondor | None:
    living = tuple(each for each in held if not scene.is_over(each))
    # what stands before what follows from the legs alone: no tick changes it
    sides, missing, shorts = kept(
        scene, ("sides", trade.id, divisor), living, lambda: sides_of(living, scene.values)
    )  # fmt: skip
    root, past = held[0].leg.root, None
    if not sides and not missing:
        # what is over is judged no more; but while it is not booked, nobody says that it was fine
        past_sides, missing_then, _ = sides_of(held, scene.values)
        if not past_sides and not missing_then:
            return None
        past = min(scene.values[each.leg.id].settles_at for each in held)
        living = shorts = ()
    key = f"trade {trade.id}" if is_first else f"trade {trade.id}, {root}"
    text = f"{root} {expiry_text(held[0].leg.expiry)} {trade.structure}, trade {trade.id}"
    subject = Subject(key, text, trade.campaign_id, trade.id)
    return OpenCondor(trade, root, subject, living, shorts, sides, missing, float(divisor), past)


def _by_trade(scene: Scene) -> Iterator[CondorsOfTrade]:
    for trade_id, condors in groupby(open_condors(scene), key=lambda each: each.trade.id):
        found = tuple(condors)
        yield kept(scene, ("condors of trade", trade_id), found, partial(CondorsOfTrade, found))


def _open_campaigns(scene: Scene) -> Iterator[OpenCampaign]:
    wanted = dict.fromkeys(
        each.trade.campaign_id for each in open_condors(scene) if each.trade.sleeve == "core"
    )  # fmt: skip
    members = kept(scene, "trades of campaigns", (scene.book,), lambda: _trades_of(scene.book))
    for campaign_id in wanted:
        campaign, trades = scene.book.campaigns[campaign_id], members[campaign_id]
        held = tuple(each for trade in trades for each in scene.book.holdings_by_trade[trade.id])
        name, hangs_on = ("campaign", campaign_id), (campaign, *trades, *held)
        yield kept(scene, name, hangs_on, partial(_open_campaign, campaign, trades, held))


def _open_campaign(campaign: Campaign, trades: tuple[Trade, ...], held: tuple[Holding, ...]) -> OpenCampaign:
    still_open = [each for each in held if each.position.quantity]
    open_legs = tuple(each for each in still_open if is_spx_option(each))
    others = tuple(each for each in still_open if not is_spx_option(each))
    subject = Subject(f"campaign {campaign.id}", f"Campaign {campaign.id}, {campaign.name}", campaign.id)
    return OpenCampaign(campaign, trades, held, open_legs, others, subject)


def _trades_of(book: Book) -> Mapping[int, tuple[Trade, ...]]:
    found: dict[int, list[Trade]] = {}
    for trade in book.trades.values():
        found.setdefault(trade.campaign_id, []).append(trade)
    return {campaign_id: tuple(trades) for campaign_id, trades in found.items()}
