"""The list of alerts: each in one section, what is not known never among what is quiet, worst first by campaign."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from support.founded_books import CLOCK
from support.made_alerts import attention_with, made_alert, made_gauge, silent_alert
from support.window_parts import CONDOR, SHORT_CALLS, desk_with

from alvh_desktop.domain.book import Book
from alvh_desktop.rules.alerts import Alert
from alvh_desktop.rules.reading import BOOK, LEVELS, MARKET, Level, Subject
from alvh_desktop.rules.state import Snooze
from alvh_desktop.viewmodels.attention.gauges import gauge_items
from alvh_desktop.viewmodels.attention.listing import AttentionList
from alvh_desktop.viewmodels.attention.sections import all_clear_text, section_of
from alvh_desktop.viewmodels.attention.words import figure_text, pills_of, row_words, thresholds_texts

TESTED, NEAR, DELTA = "condor.short_tested", "condor.short_near", "hedge.short_delta"
SIGNAL, LEVERAGE = "condor.premium_rich", "book.leverage"
LATER = Snooze(CLOCK, CLOCK + timedelta(hours=1), "warn", 0.6)


@pytest.fixture(scope="module")
def book() -> Book:
    return desk_with(CONDOR, SHORT_CALLS).book


def condor_in(book: Book) -> Subject:
    trade = next(trade for trade in book.trades.values() if trade.structure == "condor")
    return Subject(f"trade {trade.id}", "short put 6350", trade.campaign_id, trade.id)


def listed(model: AttentionList) -> list[str]:
    """Each row as its kind and its words."""
    rows = (model.index(place) for place in range(model.rowCount()))
    return [f"{line.kind}: {index.data()}" for index, line in zip(rows, model.lines, strict=True)]


def shown(book: Book, *alerts: Alert) -> AttentionList:
    model = AttentionList()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(alerts, book, CLOCK)
    return model


@pytest.mark.parametrize(
    ("alert", "section"),
    [
        (made_alert(TESTED, level="warn"), "asking"),
        (made_alert(TESTED, level="watch", possible=True), "asking"),
        (made_alert(TESTED, value=None, unknown="no quote"), "asking"),  # could hide an act
        (made_alert(NEAR, value=None, unknown="no quote"), "not known"),  # its highest is watch
        (made_alert(NEAR, unknown="on data 35 min old"), "not known"),  # old data is not quiet either
        (made_alert(TESTED, level="warn", acknowledged="warn"), "put off"),
        (made_alert(TESTED, level="warn", snooze=LATER), "put off"),
        (made_alert(TESTED, value=None, unknown="no quote", snooze=replace(LATER, level="quiet")), "put off"),
        (made_alert(SIGNAL, level="watch"), "signals"),
        (made_alert(SIGNAL), "quiet"),
        (made_alert(NEAR, not_judged="not evaluated: expiring"), "not judged"),
        (made_alert(NEAR), "quiet"),
        (silent_alert(DELTA, "no VIX call is held in a short layer"), "silent"),
    ],
)
def test_each_alert_stands_in_one_section(alert: Alert, section: str) -> None:
    assert section_of(alert) == section


@given(
    level=st.sampled_from(LEVELS), unknown=st.none() | st.just("no quote"), rule_id=st.sampled_from((TESTED, NEAR))
)
def test_nothing_unknown_is_ever_called_quiet(level: Level, unknown: str | None, rule_id: str) -> None:
    alert = made_alert(rule_id, level=level, unknown=unknown, value=None if unknown else 0.2)
    words = [pill.word for pill in pills_of(alert)]
    if unknown is not None:
        assert section_of(alert) != "quiet"
        assert "quiet" not in words
        assert words[-1] == "not known"
    else:
        assert words == [level]


def test_what_asks_is_grouped_by_campaign_and_the_worst_group_comes_first(book: Book) -> None:
    model = shown(
        book,
        made_alert(LEVERAGE, BOOK, "act", said="3.41 x of equity"),
        made_alert(TESTED, condor_in(book), "warn", said="31 points behind the short put"),
        made_alert(NEAR, condor_in(book), "watch", said="touched"),
    )
    assert listed(model) == [
        "group: All real accounts",
        "alert: Gross leverage",  # the heading names its subject already
        "group: SPXW 18DEC26 condor",
        "alert: Short strike tested: short put 6350",
        "alert: Short strike near: short put 6350",
    ]
    assert model.asking_count == 2, "watch is not in the badge"


def test_sections_are_closed_with_their_count_and_open_by_a_toggle(book: Book) -> None:
    model = shown(book, made_alert(TESTED, level="act"), made_alert(NEAR, value=1.25))
    assert listed(model)[-1] == "section: Quiet (1)"
    model.toggle("quiet")
    assert model.text_of(model.rowCount() - 1) == "Short strike near: Market \N{EM DASH} 1.25 expected moves"
    model.toggle("quiet")
    assert listed(model)[-1] == "section: Quiet (1)"
    model.toggle("asking")
    assert listed(model)[0].startswith("group"), "what asks cannot be closed"


def test_an_empty_list_says_what_was_looked_at_and_what_is_not_known(book: Book) -> None:
    alerts = (
        made_alert(TESTED, condor_in(book)),
        made_alert(NEAR, condor_in(book)),
        made_alert(SIGNAL, MARKET, value=None, unknown="no VIX closes"),
        silent_alert(DELTA, "no call"),
    )
    said = "3 rules looked at 2 subjects at 15:30 New York; nothing asks for attention; 1 is not known."
    assert all_clear_text(alerts, CLOCK) == said
    assert listed(shown(book, *alerts))[0] == f"sentence: {said}"
    put_off = made_alert(TESTED, BOOK, "warn", acknowledged="warn")
    assert "nothing else asks for attention; 1 is put off" in all_clear_text((put_off,), CLOCK)


def test_the_clock_moves_in_the_sentence_and_makes_no_row_anew(book: Book) -> None:
    alerts = (made_alert(TESTED, condor_in(book)),)
    model = shown(book, *alerts)
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    model.show(alerts, book, CLOCK + timedelta(minutes=1))
    assert "at 15:31 New York" in listed(model)[0]
    assert not resets


def test_the_same_alerts_with_other_values_stay_in_place(book: Book) -> None:
    first, second = (made_alert(TESTED, condor_in(book), "warn", value, said=f"{value}") for value in (0.55, 0.61))
    model, resets = shown(book, first), []
    model.modelReset.connect(lambda: resets.append(None))
    model.show((second,), book, CLOCK)
    assert not resets
    assert model.text_of(1) == "warn: Short strike tested: short put 6350\n0.61"


def test_what_the_heading_says_is_not_said_again_and_a_long_text_is_cut(book: Book) -> None:
    subject = replace(condor_in(book), text=f"SPXW 18DEC26 condor, trade {condor_in(book).trade_id}")
    campaign = replace(subject, text=f"Campaign {subject.campaign_id}, SPXW 18DEC26 condor")
    long = "not known: " + "import its history " * 30
    model = shown(
        book, made_alert(TESTED, subject, "warn"), made_alert("condor.break_even", campaign, "warn", said=long)
    )
    assert listed(model)[1:3] == [f"alert: Short strike tested: trade {subject.trade_id}", "alert: Break-even near"]
    cut = row_words(model.alerts[1]).said
    assert cut.endswith("history\N{HORIZONTAL ELLIPSIS}")
    assert len(cut) < 230


def test_headings_take_no_keyboard(book: Book) -> None:
    model = shown(book, made_alert(TESTED, condor_in(book), "warn"))
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable


def test_a_row_says_what_the_age_hides_and_who_put_it_off() -> None:
    old = made_alert(TESTED, level="watch", possible=True, unknown="on data 35 min old", said="at the short put")
    assert [pill.word for pill in pills_of(old)] == ["warn", "old data"]
    assert row_words(old).notes == ("possible: the age of the data could hide warn", "on data 35 min old")
    assert row_words(made_alert(TESTED, level="warn", acknowledged="warn")).notes == ("acknowledged at warn",)
    snoozed = made_alert(TESTED, level="warn", snooze=LATER)  # 20:30 UTC and an hour, in New York's winter
    assert row_words(snoozed).notes == ("snoozed until Fri 20 Nov 16:30 New York",)
    worse = made_alert(TESTED, level="warn", snooze=replace(LATER, until=None))
    assert row_words(worse).notes == ("snoozed until it is worse",)


def test_a_level_that_waits_says_until_when() -> None:
    quiet = made_alert(NEAR)
    since = datetime(2026, 11, 20, 20, 30, 5, tzinfo=UTC)
    waiting = replace(quiet, state=replace(quiet.state, pending="watch", pending_since=since))
    hold = timedelta(seconds=quiet.rule.hold_seconds)
    assert row_words(waiting).notes == (
        f"watch if it holds until {since + hold - timedelta(hours=5):%H:%M:%S} New York",
    )


@pytest.mark.parametrize(
    ("rule_id", "value", "text"),
    [
        (TESTED, 0.61234, "0.61 share of the wing"),  # thresholds of two decimals at most: 0.05 to re-arm
        (TESTED, 0.7999, "0.7999 share of the wing"),  # 0.80 is act, and this is not
        (TESTED, 0.8, "0.80 share of the wing"),
        ("hedge.short_delta", 0.1496, "0.1496 forward delta"),  # below 0.15, which 0.150 is not
        ("condor.break_even", 2.44, "2.44 % of spot"),
        ("book.capital_at_risk", 53.0, "53.0 % of equity"),  # 50 and 80 are whole
        ("book.beta.instantaneous", 0.043, "0.04 x of SPX"),  # no threshold at all
        ("hedge.structure", 2.0, "2 contracts"),
        (TESTED, -0.84, "\N{MINUS SIGN}0.84 share of the wing"),
        (TESTED, -0.001, "\N{MINUS SIGN}0.001 share of the wing"),  # watch is above 0
        (TESTED, None, "\N{EM DASH}"),
    ],
)
def test_values_are_as_fine_as_their_thresholds(rule_id: str, value: float | None, text: str) -> None:
    assert figure_text(made_alert(rule_id).rule, value) == text


def test_thresholds_say_which_way_and_from_where() -> None:
    assert thresholds_texts(made_alert(TESTED)) == (
        "Watch above 0, warn above 0.5, act at or above 0.8 (share of the wing); falls only when 0.05 back.",
    )
    first, second = thresholds_texts(made_alert("condor.break_even"))
    assert first.startswith("Break-even near: warn at or below 3, act at or below 2 (% of spot)")
    assert second.startswith("And break-even in expected moves: warn at or below 0.6, act at or below 0.3")


def test_gauges_have_an_aim_and_no_state() -> None:
    attention = attention_with(
        gauges=(made_gauge("book.break_even_shift", 9.13), made_gauge("hedge.irr", None, "not known: no flows"))
    )
    shift, irr = gauge_items(attention.gauges)
    assert shift.text == "Break-even shift 9.13 points (aim 8-12 points for 0-1 day books, else 1.2-1.8 %)"
    assert not shift.is_doubtful
    assert irr.text == "Hedge IRR over its floor \N{EM DASH}"
    assert irr.is_doubtful
    assert irr.hint.startswith("Not known: no flows\n")
