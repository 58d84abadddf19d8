"""All that entry checks and gates say of a ticket, trade by trade."""

from collections.abc import Mapping

from alvh_desktop.rules.check import Check
from alvh_desktop.rules.condor_checks import condor_checks
from alvh_desktop.rules.hedge_checks import hedge_checks
from alvh_desktop.rules.no_add import no_add
from alvh_desktop.rules.rulebook import rule_of
from alvh_desktop.rules.ticket import Ticket


def entry_checks(ticket: Ticket) -> Mapping[int, tuple[Check, ...]]:
    """The checks of each trade that it opens or adds to, by trade id; none where it only closes.

    A rule that is switched off says nothing. A paper trade is judged by its own account, a real one by all real ones.
    """
    return {trade_id: _checks_of(ticket, trade_id) for trade_id in sorted(ticket.opened)}


def _checks_of(ticket: Ticket, trade_id: int) -> tuple[Check, ...]:
    if ticket.trade(trade_id).sleeve == "core":
        return tuple(condor_checks(ticket, trade_id))
    gates = (no_add(ticket, trade_id),) if rule_of(ticket.after, "hedge.no_add").is_on else ()
    return (*hedge_checks(ticket, trade_id), *gates)
