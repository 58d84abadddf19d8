"""The four strikes of an iron condor."""

from dataclasses import dataclass
from decimal import Decimal

from alvh_desktop.desk.templates.chain import Chain
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.symbols import strike_text


@dataclass(frozen=True, slots=True)
class CondorStrikes:
    """In points; `is_ordered` where long put < short put <= short call < long call."""

    long_put: Decimal
    short_put: Decimal
    short_call: Decimal
    long_call: Decimal

    @property
    def is_ordered(self) -> bool:
        return self.long_put < self.short_put <= self.short_call < self.long_call

    @property
    def wing(self) -> Decimal:
        """The wider of the two, in points."""
        return max(self.short_put - self.long_put, self.long_call - self.short_call)

    @property
    def text(self) -> str:
        puts = f"{strike_text(self.long_put)}/{strike_text(self.short_put)}P"
        return f"{puts} {strike_text(self.short_call)}/{strike_text(self.long_call)}C"

    def legs(self, chain: Chain) -> tuple[tuple[Contract, int], ...]:
        """Contracts of one sold condor with what is bought + and sold - of each, by strike."""
        return (
            (chain.contract("P", self.long_put), 1),
            (chain.contract("P", self.short_put), -1),
            (chain.contract("C", self.short_call), -1),
            (chain.contract("C", self.long_call), 1),
        )
