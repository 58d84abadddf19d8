"""A ticket's door on a book in memory and a made market: real weighing and booking, made templates and checks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from support.window_parts import DECEMBER, MARKET, QUOTES, desk_with

from alvh_desktop.desk.confirming import ticks_asked
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.drafting import edit_of, price_draft
from alvh_desktop.desk.picture import Inputs
from alvh_desktop.desk.weighing import LegQuote, Scales, Weighing, weigh
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.orders import PerContract
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.records import Finding
from alvh_desktop.pricing.market import Market, mid_of
from alvh_desktop.rules.check import Check
from alvh_desktop.viewmodels.ticket.ports import Proposal, SizeBy, Weighed

CREDIT_BAND = "condor.credit_band"
FEE = PerContract(Decimal("0.65"))


def leg(ratio: int, strike: str, right: Right, root: str = "SPXW", expiry: date = DECEMBER) -> DraftLeg:
    return DraftLeg(Contract(root, expiry, Decimal(strike), right), ratio)


CONDOR_LEGS = (leg(1, "6300", "P"), leg(-1, "6350", "P"), leg(-1, "7150", "C"), leg(1, "7200", "C"))
CONDOR_DRAFT = Draft(CONDOR_LEGS, 1, fee=FEE)


def check(
    rule_id: str,
    finding: Finding | None,
    title: str,
    sentence: str,
    low: float | None = None,
    high: float | None = None,
) -> Check:
    return Check(rule_id, "entry_check", finding, None, "% of the wing", low, high, title, sentence, "Think again.")


CHECKS = (
    check(CREDIT_BAND, "met", "Credit to wing", "The credit is 20 % of the wing.", 15.0, 25.0),
    check("gate.events", "not met", "Days to FOMC", "FOMC decides in 3 days, inside this trade."),
    check("condor.entry_phase", "not known", "Entry phase", "The target is not typed yet."),
)


@dataclass
class MadeDoor:
    """Fits Door. `proposals` answers templates by name; `asked` holds what was asked of it."""

    desk: Desk = field(default_factory=desk_with)
    made: Market = MARKET
    proposals: Mapping[str, Proposal | Problem] = field(
        default_factory=lambda: {"condor_by_delta": Proposal((CONDOR_DRAFT,), ("Shorts at 0.16 delta.",))}
    )
    pasted: Draft | Problem = CONDOR_DRAFT
    size: Draft | Problem | None = None
    fault: KnownError | None = None
    checks: tuple[Check, ...] = CHECKS
    accounts: tuple[str, ...] = ("Main", "IRA account")
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    booked: list[Draft] = field(default_factory=list)
    weighed: list[Draft] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return self.desk.clock()

    @property
    def products(self) -> Mapping[str, Product]:
        return self.desk.book.products

    def expiries(self, root: str) -> tuple[date, ...]:
        return tuple(sorted({contract.expiry for contract in QUOTES if contract.root == root}))

    def strikes(self, root: str, expiry: date) -> tuple[Decimal, ...]:
        of_chain = (contract for contract in QUOTES if (contract.root, contract.expiry) == (root, expiry))
        return tuple(sorted({contract.strike for contract in of_chain if contract.strike is not None}))

    def propose(self, template: str, values: Mapping[str, str]) -> Proposal | Problem:
        self.asked.append((template, dict(values)))
        if self.fault is not None:
            raise self.fault
        return self.proposals.get(template, Problem("line", "no such template was made"))

    def sized(self, draft: Draft, by: SizeBy, amount: Decimal) -> Draft | Problem:
        self.asked.append((by, {"amount": str(amount)}))
        return draft if self.size is None else self.size

    def paste(self, text: str) -> Draft | Problem:
        self.asked.append(("paste", {"text": text}))
        return self.pasted

    def mids(self, draft: Draft) -> Mapping[Contract, Decimal]:
        quotes = {each.contract: self.made.quotes.get(each.contract) for each in draft.legs}
        found = {contract: mid_of(quote) for contract, quote in quotes.items() if quote is not None}
        return {contract: mid for contract, mid in found.items() if mid is not None}

    def weighing(self, draft: Draft) -> Callable[[], Weighed | Problem]:
        self.weighed.append(draft)
        scales = Scales(Inputs(self.desk.book, self.made), self.mids(draft), {}, self.now, self.desk.next_id)
        checks = self.checks

        def work() -> Weighed | Problem:
            answer = weigh(draft, scales)
            if isinstance(answer, Problem):
                return answer
            return replace(answer, checks=checks, allocation_before=1.12, allocation_after=0.98)

        return work

    def ticks_asked(self, draft: Draft) -> int:
        return ticks_asked(self.desk.book, draft, self.now)

    def book(self, draft: Draft) -> Change | Problem:
        priced = price_draft(draft, self.desk.book, self.mids(draft))
        if isinstance(priced, Problem):
            return priced
        edit = edit_of(priced, self.desk.book, self.desk.clock(), self.desk.next_id)
        answer = edit if isinstance(edit, Problem) else self.desk.do(edit)
        if isinstance(answer, Change):
            self.booked.append(draft)
        return answer


def weighed(draft: Draft = CONDOR_DRAFT, door: MadeDoor | None = None) -> Weighing:
    answer = (door or MadeDoor()).weighing(draft)()
    assert isinstance(answer, Weighing), answer
    return answer


def quote(mid: str | None, moment: datetime | None, delta: float | None = 0.16) -> LegQuote:
    price = None if mid is None else Decimal(mid)
    return LegQuote(price, price, price, delta, 0.2, moment, "made")
