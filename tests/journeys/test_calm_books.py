"""Right after entry, on a quiet morning, nothing asks for attention: nobody hears an alarm that always rings."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest
from support.calm_markets import IN_45_DAYS, MORNING, NEXT_DAY, calm_market
from support.founded_books import MemoryLedger, founding_entry

from alvh_desktop.desk.backdrop import Backdrop
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.drafting import PricedDraft, edit_of, price_draft
from alvh_desktop.desk.inputs import inputs_edit
from alvh_desktop.desk.picture import Inputs, paint
from alvh_desktop.desk.templates.chain import Chain, chain_of, chains_of
from alvh_desktop.desk.templates.hedging import whole_hedge
from alvh_desktop.desk.templates.opening import condor_by_delta
from alvh_desktop.desk.templates.proposal import Proposal
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.inputs import TypedInput
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.market import Market
from alvh_desktop.series.study import Figure

KNOWN = {
    "condor.short_near", "condor.short_tested", "condor.break_even", "condor.credit_captured", "condor.loss_multiple",
    "condor.expiry", "book.vega_flip", "book.leverage", "book.capital_at_risk", "book.one_settlement",
    "hedge.structure", "hedge.short_delta", "hedge.tenor",
}  # fmt: skip
"""What is judged on these books without histories, and is quiet because its value is."""
LOTS, WING = 12, Decimal(50)
"""12 condors of 50 points are $60,000 of notional: one unit of the layered hedge, 4 short, 4 medium, 2 long."""


CALM = {"vix.rsi": Figure("vix.rsi", "RSI(14) of VIX", "0 to 100", 50.0, MORNING.date())}
"""The base of the hedge is 12.5 % of the notional by it, which a whole 4/4/2 overshoots from VIX 18 on."""


@pytest.mark.parametrize("regime", [{}, CALM], ids=["no histories", "a base"])
@pytest.mark.parametrize("vix", [13, 18, 35])
@pytest.mark.parametrize(("expiry", "delta"), [(NEXT_DAY, 0.10), (IN_45_DAYS, 0.16)])
def test_nothing_stands_right_after_entry(vix: int, expiry: date, delta: float, regime: Mapping[str, Figure]) -> None:
    market = calm_market(vix)
    desk = opened(market, expiry, delta)
    picture = paint(Inputs(desk.book, market, backdrop=Backdrop(regime)))
    assert len(picture.values) == 4 + 3
    assert {each.key: each.sentence for each in picture.alerts if each.state.is_firing} == {}
    known = {each.rules.id for each in picture.alerts if each.silent_because is None and each.unknown is None}
    assert known >= KNOWN


def opened(market: Market, expiry: date, delta: float) -> Desk:
    """A condor by delta and the whole hedge for it, filled at mids, in an account of $250,000."""
    desk = Desk(MemoryLedger(founding_entry(MORNING - timedelta(days=1))), lambda: MORNING)
    done(desk, inputs_edit(desk, (TypedInput("equity", MORNING.date(), Decimal(250_000), "made"),)))
    chains = chains_of(desk.book, market)
    chain = chain_of(chains, "SPXW", expiry)
    assert isinstance(chain, Chain), chain
    enter(desk, market, condor_by_delta(chain, delta, WING, LOTS))
    for layer in whole_hedge(chains, desk.book.layers.values()):
        enter(desk, market, layer)
    return desk


def enter(desk: Desk, market: Market, proposal: Proposal | Problem) -> None:
    assert isinstance(proposal, Proposal), proposal
    priced = price_draft(proposal.draft, desk.book, mids_of(market))
    assert isinstance(priced, PricedDraft), priced
    done(desk, edit_of(priced, desk.book, MORNING, desk.next_id))


def done(desk: Desk, edit: object) -> None:
    assert not isinstance(edit, Problem), edit
    change = desk.do(edit)  # type: ignore[arg-type]
    assert isinstance(change, Change), change


def mids_of(market: Market) -> dict[Contract, Decimal]:
    marks = {contract: market.mark(contract) for contract in market.quotes}
    return {contract: mark.price for contract, mark in marks.items() if not isinstance(mark, Problem)}
