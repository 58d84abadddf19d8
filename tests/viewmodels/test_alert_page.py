"""The page of one alert: its course, what it leads to, marks among the positions, and levels on the chart."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from support.founded_books import CLOCK
from support.made_alerts import RULES, made_alert
from support.window_parts import CONDOR, MEDIUM_CALLS, SHORT_CALLS, desk_with

from alvh_desktop.domain.book import Book
from alvh_desktop.rules.reading import BOOK, MARKET, Reading, Subject
from alvh_desktop.viewmodels.attention.detail import alert_detail
from alvh_desktop.viewmodels.attention.doors import door_of
from alvh_desktop.viewmodels.attention.history import history_view
from alvh_desktop.viewmodels.attention.levels import threshold_lines, trade_to_draw
from alvh_desktop.viewmodels.attention.marks import row_marks
from alvh_desktop.viewmodels.attention.snoozing import SNOOZES, tomorrow_at_the_open
from alvh_desktop.viewmodels.payoff.marks import threshold_marks

TESTED, DELTA = "condor.short_tested", "hedge.short_delta"


@pytest.fixture(scope="module")
def book() -> Book:
    return desk_with(CONDOR, SHORT_CALLS, MEDIUM_CALLS).book


def condor_in(book: Book) -> Subject:
    """The condor and its short put 6350."""
    trade = next(trade for trade in book.trades.values() if trade.structure == "condor")
    leg = next(leg for leg in book.legs.values() if leg.strike == 6350)
    return Subject(f"trade {trade.id}", "short put 6350", trade.campaign_id, trade.id, None, (leg.id,))


def short_layer_in(book: Book) -> Subject:
    trade = next(trade for trade in book.trades.values() if trade.layer_id is not None)
    legs = tuple(leg.id for leg in book.legs.values() if leg.trade_id == trade.id)
    return Subject("layer", "short layer", trade.campaign_id, None, trade.layer_id, legs)


def test_a_page_tells_formula_thresholds_and_course(book: Book) -> None:
    alert = made_alert(
        TESTED, condor_in(book), "warn", 0.61, said="31 points behind it", sentence="(6350 - 6319.5) / 50 = 0.61"
    )
    page = alert_detail(alert, book, CLOCK)
    assert page.said == "31 points behind it"
    assert page.formulas == ("(6350 - 6319.5) / 50 = 0.61",)
    assert page.course == (
        ("First fired", "Fri 20 Nov 15:18 New York, 12 min ago"),
        ("Last value", "0.61 share of the wing"),
        ("Worst value", "0.61 share of the wing"),
    )
    assert page.advice == RULES[TESTED].advice
    assert page.tree_key == condor_in(book).key
    assert not page.why_not


def test_the_last_value_that_was_known_is_not_the_present_one(book: Book) -> None:
    gone = made_alert(TESTED, condor_in(book), "warn", None, unknown="not known: no SPX level", sentence="not known")
    gone = replace(gone, state=replace(gone.state, last_value=0.55))
    assert ("Last value", "0.55 share of the wing (the last that was known)") in alert_detail(
        gone, book, CLOCK
    ).course


def test_a_quiet_one_advises_nothing_and_what_is_not_known_cannot_be_acknowledged(book: Book) -> None:
    assert alert_detail(made_alert(TESTED, condor_in(book)), book, CLOCK).advice == ""
    unknown = alert_detail(made_alert(TESTED, condor_in(book), value=None, unknown="no quote"), book, CLOCK)
    assert unknown.advice == RULES[TESTED].advice, "it could hide an act"
    assert "bring what is missing" in unknown.why_not


def test_advice_leads_to_the_ticket_that_it_means(book: Book) -> None:
    condor, layer = condor_in(book), short_layer_in(book)
    roll = door_of(made_alert(TESTED, condor, "act"), book)
    assert (roll.kind, roll.trade_id) == ("roll", condor.trade_id)
    calls = door_of(made_alert(DELTA, layer, "act"), book)
    assert (calls.kind, calls.trade_id) == ("roll", book.legs[layer.leg_ids[0]].trade_id)
    missing = door_of(made_alert("hedge.structure", layer, "watch"), book)
    assert (missing.kind, missing.role) == ("layer", "short")
    assert door_of(made_alert("hedge.allocation", BOOK, "watch"), book).kind == "ladder", (
        "add or trim: it does not say"
    )
    assert door_of(made_alert("book.leverage", BOOK, "act"), book).why
    late = made_alert("condor.expiry", condor, "warn")
    late = replace(late, readings={"condor.expiry.unsettled": Reading(condor, 12.0, "12 minutes")})
    assert door_of(late, book).kind == "settle"


def test_a_trade_that_is_closed_cannot_be_rolled(book: Book) -> None:
    gone = Subject("trade 1", "gone", trade_id=987654)
    assert not door_of(made_alert(TESTED, gone, "act"), book).is_open


def test_legs_trades_layers_and_campaigns_are_marked_with_the_worst_that_is_said(book: Book) -> None:
    condor, layer = condor_in(book), short_layer_in(book)
    campaign = Subject("campaign", "the condor", condor.campaign_id)
    marks = row_marks(
        (
            made_alert(TESTED, condor, "act", said="at the wing"),
            made_alert("condor.break_even", campaign, "warn", said="2.4 % away"),
            made_alert("condor.short_near", condor, "watch", said="near", acknowledged="watch"),
            made_alert(DELTA, layer, "act", said="mean delta 0.12"),
            made_alert("condor.premium_rich", MARKET, "watch"),
            made_alert("condor.expiry", condor),
        ),
        book,
    )
    trade = book.legs[layer.leg_ids[0]].trade_id
    assert {key: mark.level for key, mark in marks.items()} == {
        condor.key: "act",
        f"leg {condor.leg_ids[0]}": "act",
        f"campaign {condor.campaign_id}": "act",
        f"leg {layer.leg_ids[0]}": "act",
        f"trade {trade}": "act",
        f"campaign {layer.campaign_id} layer {layer.layer_id}": "act",
    }
    assert marks[condor.key].said.splitlines() == [
        "Short strike tested, act: At the wing",
        "Short strike near, watch: Near (acknowledged at watch)",
    ]


def test_thresholds_of_the_nearer_side_stand_at_their_levels_of_spx(book: Book) -> None:
    """Puts 6300/6350: progress 0.5 lies at 6350 - 25, 0.8 at 6350 - 40. With a break-even at 6346.80 SPX stands 2 %
    above it at 6346.80 / 0.98 = 6476.33 and 3 % above it at 6346.80 / 0.97 = 6543.09."""
    condor = condor_in(book)
    assert condor.campaign_id is not None
    zeros = {condor.campaign_id: (Decimal("6346.80"), Decimal("7153.20"))}
    lines = threshold_lines(book, condor.trade_id, 6700.0, zeros)
    assert [(round(line.at, 2), line.label) for line in lines] == [
        (6310.0, "act 0.8"),
        (6325.0, "warn 0.5"),
        (6476.33, "act 2 %"),
        (6543.09, "warn 3 %"),
    ]
    calls = threshold_lines(book, condor.trade_id, 7100.0, zeros)  # calls 7150/7200; 7153.20 / 1.02 and / 1.03
    assert [(round(line.at, 2), line.label) for line in calls] == [
        (6944.85, "warn 3 %"),
        (7012.94, "act 2 %"),
        (7175.0, "warn 0.5"),
        (7190.0, "act 0.8"),
    ]
    assert [mark.label for mark in threshold_marks(calls, (6200.0, 7300.0))] == ["warn 3 %", "act 2 %", "act 0.8"]
    assert threshold_lines(book, condor.trade_id, None, zeros) == ()
    hedge = next(trade.id for trade in book.trades.values() if trade.layer_id is not None)
    assert threshold_lines(book, hedge, 6700.0, zeros) == ()


def test_a_rule_that_is_off_draws_no_level(book: Book) -> None:
    off = {**book.rules, TESTED: replace(RULES[TESTED], is_on=False)}
    condor = condor_in(book)
    assert threshold_lines(replace(book, rules=off), condor.trade_id, 6700.0, {}) == ()


def test_without_a_choice_the_trade_that_asks_most_is_drawn(book: Book) -> None:
    condor = condor_in(book)
    alerts = (made_alert(DELTA, short_layer_in(book), "act"), made_alert(TESTED, condor, "warn"))
    assert trade_to_draw(alerts, None) == condor.trade_id
    assert trade_to_draw(alerts, 5) == 5
    assert trade_to_draw((made_alert(TESTED, condor),), None) is None


def test_a_course_holds_each_value_until_the_next_and_draws_its_thresholds() -> None:
    """0.0 for an hour, then 0.5 for an hour, then 0.6: with 8 % of the room from 0 to 0.8 on both sides a value v
    stands at (v + 0.064) / 0.928."""
    hours = [CLOCK + timedelta(hours=each) for each in range(3)]
    view = history_view(RULES[TESTED], list(zip(hours, (0.0, 0.5, 0.6), strict=True)))
    assert view is not None
    assert [(along, round(up * 0.928 - 0.064, 6)) for along, up in view.points] == [
        (0.0, 0.0),
        (0.5, 0.0),
        (0.5, 0.5),
        (1.0, 0.5),
        (1.0, 0.6),
    ]
    assert [mark.label for mark in view.marks] == ["watch 0", "warn 0.5", "act 0.8"]
    assert (view.first, view.last, view.far) == ("15:30", "17:30", "")
    assert "between 0.00 and 0.60" in view.told


def test_one_moment_is_no_course_and_far_thresholds_are_named() -> None:
    assert history_view(RULES[TESTED], [(CLOCK, 0.4)]) is None
    seen = [(CLOCK, 3.0), (CLOCK + timedelta(days=1), 3.01)]
    view = history_view(RULES["book.capital_at_risk"], seen)
    assert view is not None
    assert [mark.severity for mark in view.marks] == ["watch"], "the nearest is always drawn"
    assert view.far == "Not drawn, far off: warn at 80"
    assert view.first.startswith("20 Nov")


def test_tomorrow_is_the_open_of_the_next_day_in_new_york() -> None:
    late = datetime(2026, 10, 31, 23, 50, tzinfo=UTC)  # 19:50 in summer time; winter time begins in that night
    assert tomorrow_at_the_open(late) == datetime(2026, 11, 1, 14, 30, tzinfo=UTC)
    assert [choice.until(CLOCK) for choice in SNOOZES][-1] is None
    assert SNOOZES[0].until(CLOCK) == CLOCK + timedelta(minutes=15)
