"""Every regime value of the method in one place: as figures for a day, and as lines for a plot."""

from collections.abc import Mapping
from datetime import date

from alvh_desktop.series.past import Past
from alvh_desktop.series.sources import sources_of
from alvh_desktop.series.studies import STUDIES
from alvh_desktop.series.study import Figure, Line, figure_of, line_of


def regime_of(past: Past, day: date) -> tuple[Figure, ...]:
    """Every study as it was known at the end of a day, in the order of the table: a value, or why it is not known."""
    sources = sources_of(past.until(day))
    return tuple(
        figure_of(line_of(study, sources[study.source].series), sources[study.source], day) for study in STUDIES
    )


def regime_lines(past: Past) -> Mapping[str, Line]:
    """Every study over all its days, by id. What a line says of a day is what `regime_of` says of that day, as long
    as it has not grown old."""
    sources = sources_of(past)
    return {study.id: line_of(study, sources[study.source].series) for study in STUDIES}
