"""The journal: what reports are made of, out of the book, its recorded days and the markets of its moments."""

from alvh_desktop.desk.journal.day_sums import credits_by_month, day_sums_of
from alvh_desktop.desk.journal.results import results_of
from alvh_desktop.desk.journal.tax import tax_years_of
from alvh_desktop.desk.journal.vix_at_entry import VixAt, vix_reader

__all__ = ["VixAt", "credits_by_month", "day_sums_of", "results_of", "tax_years_of", "vix_reader"]
