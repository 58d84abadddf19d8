"""The regime of a day: every value of the method that is computed from closes, or why it is not known."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from alvh_desktop.cli.files import market_of
from alvh_desktop.cli.output import Json
from alvh_desktop.desk.past import with_typed_days
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.records import Input
from alvh_desktop.series.regime import regime_of
from alvh_desktop.series.study import Figure

Regime = Sequence[Figure]


def regime_at(portfolio: Path, inputs: Mapping[int, Input], moment: datetime) -> Regime:
    """As it was known at a moment, from the closes beside a portfolio and what was typed into it."""
    past = with_typed_days(market_of(portfolio).past(), inputs)
    return regime_of(past, moment.astimezone(NEW_YORK).date())


def regime_json(regime: Regime) -> list[Json]:
    """`value` is null where it is not known, and `missing` then says what to import."""
    return [
        {
            "id": figure.id,
            "title": figure.title,
            "unit": figure.unit,
            "value": figure.value,
            "day": _day_json(figure.day),
            "missing": figure.missing,
            "stale": figure.stale,
            "gaps": figure.gaps,
        }
        for figure in regime
    ]


def regime_text(regime: Regime) -> str:
    """What is known, a line each; then what is not known, each reason once with all it keeps from being known."""
    width = max(len(figure.title) for figure in regime)
    return "\n".join([*_known(regime, width), *_unknown(regime)])


def _known(regime: Regime, width: int) -> Iterator[str]:
    for figure in regime:
        if figure.value is None:
            continue
        doubts = "; ".join(doubt for doubt in (figure.stale, figure.gaps) if doubt)
        told = f"{figure.title:<{width}}  {_value(figure):>14}  {figure.day}"
        yield f"{told}  ! {doubts}" if doubts else told


def _unknown(regime: Regime) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for figure in regime:
        if figure.missing is not None:
            reasons.setdefault(figure.missing, []).append(figure.title)
    for reason, titles in reasons.items():
        yield f"! not known, because {reason}: {', '.join(titles)}"


def _value(figure: Figure) -> str:
    if isinstance(figure.value, bool):
        return "yes" if figure.value else "no"
    return f"{figure.value:,.2f} {figure.unit}"


def _day_json(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
