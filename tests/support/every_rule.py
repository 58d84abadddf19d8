"""The table of every rule whole: what it is told by hand of each of them."""

from support.rule_table import Table
from support.rules_of_condors import CONDOR_RULES
from support.rules_of_signals import SIGNAL_RULES
from support.rules_of_the_book import BOOK_RULES
from support.rules_of_the_hedge import HEDGE_RULES
from support.rules_of_tickets import TICKET_RULES

TABLE: Table = {**CONDOR_RULES, **BOOK_RULES, **HEDGE_RULES, **SIGNAL_RULES, **TICKET_RULES}
