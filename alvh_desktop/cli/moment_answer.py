"""What is kept of the market of an entry's moment, as JSON and as text."""

from collections.abc import Iterator

from alvh_desktop.cli.amounts_answer import amounts_json
from alvh_desktop.cli.answers import money_json, problem_json
from alvh_desktop.cli.output import Json, count_text, moment_json
from alvh_desktop.cli.texts import usd
from alvh_desktop.desk.amounts import Amounts
from alvh_desktop.desk.journal.alert_entries import alert_words, level_of
from alvh_desktop.desk.journal.moment import MomentSeen
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Verdict
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.rules.transition import Transition


def moment_answer(found: MomentSeen | Problem, book: Book) -> Json:
    """`why` is the reason where nothing is known of the moment; then the other fields are not there."""
    if isinstance(found, Problem):
        return {"why": found.message}
    return {
        "why": None,
        "book_of": moment_json(found.past.moment),
        "seen_at": moment_json(found.seen_at),
        "marks_from": found.past.marks_from,
        "reason": found.past.reason,
        "spx": found.spx,
        "spx_at": None if found.spx_at is None else moment_json(found.spx_at),
        "vix": found.vix,
        "vix_at": None if found.vix_at is None else moment_json(found.vix_at),
        "curve": [
            {"days_left": each.days, "price": each.price, "source": each.source, "moment": moment_json(each.moment)}
            for each in found.curve
        ],
        "total": amounts_json(found.total),
        "campaigns": [
            {"id": key, "name": _name(key, book), **amounts_json(amounts)} for key, amounts in found.campaigns.items()
        ],
        "hedge_allocation": found.allocation,
        "readings": [
            {"row": row, "value": reading.value, "sentence": reading.sentence, "doubt": reading.doubt}
            for row, reading in found.readings.items()
        ],
        "verdicts": [_verdict_json(each) for each in found.verdicts],
        "asking": [_asking_json(each) for each in found.asking],
        "problems": [problem_json(each) for each in found.unknown],
    }


def moment_text(found: MomentSeen | Problem, book: Book) -> str:
    return f"! {found.message}" if isinstance(found, Problem) else "\n".join(_lines(found, book))


def _lines(found: MomentSeen, book: Book) -> Iterator[str]:
    why = found.past.reason or found.past.marks_from
    yield f"Seen at {new_york_text(found.seen_at)} ({why})"
    levels = [f"SPX {found.spx:,.2f}"] if found.spx is not None else []
    levels += [f"VIX {found.vix:,.2f}"] if found.vix is not None else []
    levels += [f"{each.source.partition(' (')[0]} {each.price:,.2f}" for each in found.curve]
    if levels:
        yield f"  {', '.join(levels)}"
    yield f"  All: {_amounts(found.total)}"
    for key, amounts in found.campaigns.items():
        yield f"  {key} {_name(key, book)}: {_amounts(amounts)}"
    if found.allocation is not None:
        yield f"  Hedge allocation {100.0 * found.allocation:.1f} %"
    yield from (f"  Read: {' '.join(reading.sentence.split())}" for reading in found.readings.values())
    yield from (f"  Entry check {each.rule_id}, {each.finding}: {each.sentence}" for each in found.verdicts)
    yield from (f"  Stood then: {alert_words(each)}" for each in found.asking)
    yield from (f"! {each}" for each in found.unknown)


def _amounts(amounts: Amounts) -> str:
    unmarked = f", {count_text(amounts.unmarked, 'leg')} without a mark" if amounts.unmarked else ""
    theta = [f"theta {amounts.theta_usd_per_day:+,.2f} $ a day"] if amounts.open_legs else []
    of_each = [
        f"{name} delta {each.delta_usd_per_point:+,.2f} and vega {each.vega_usd_per_point:+,.2f} $ a point"
        for name, each in amounts.exposures.items()
    ]
    return ", ".join([f"P/L {usd(amounts.profit)} ${unmarked}", *theta, *of_each])


def _name(campaign_id: int, book: Book) -> str:
    campaign = book.campaigns.get(campaign_id)
    return campaign.name if campaign else "(undone)"


def _verdict_json(each: Verdict) -> Json:
    told = {"trade": each.trade_id, "rule": each.rule_id, "finding": each.finding}
    return {**told, "value": money_json(each.value), "sentence": each.sentence}


def _asking_json(each: Transition) -> Json:
    return {
        "rule": each.rules.id,
        "subject": each.subject_key,
        "level": level_of(each.after),
        "since": moment_json(each.moment),
        "words": alert_words(each),
    }
