"""The page of history as a value: lines that part, signs, words, columns, and empty pages."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
from support.founded_books import moment
from support.made_alerts import made_alert, raised
from support.recorded_pasts import CONDORS, FIRST, LAYER_ROLLED, ROLLED_UP, UNRECORDED, TradedPast, traded_past
from support.window_parts import desk_with, simulated_desk

from alvh_desktop.desk.history import MEASURES, history_of
from alvh_desktop.desk.recorded import FILLED, DayLine
from alvh_desktop.rules.reading import Subject
from alvh_desktop.rules.transition import Transition
from alvh_desktop.viewmodels.history.choices import HistoryChoices, campaigns_of, offered
from alvh_desktop.viewmodels.history.plot import ScaledAxis
from alvh_desktop.viewmodels.history.view import HistoryView, history_view
from alvh_desktop.viewmodels.market_dock.axes import day_number
from alvh_desktop.viewmodels.market_dock.chart import Chart, Drawn

JULY_2, JULY_9 = date(2026, 7, 2), date(2026, 7, 9)


@pytest.fixture(scope="module")
def past() -> TradedPast:
    return traded_past()


def seen(past: TradedPast, choices: HistoryChoices = HistoryChoices(span="all"), lines: tuple[DayLine, ...] = (),  # noqa: B008 - a frozen value
         transitions: tuple[Transition, ...] = (), are_alerts_read: bool = True) -> HistoryView:  # fmt: skip
    book = past.desk.book
    ids = frozenset(book.campaigns)
    kept = lines or past.lines
    history = history_of(book, kept, transitions, campaigns_of(book, ids, choices.whose), past.now)
    return history_view(history, choices, offered(book, ids), book, are_alerts_read)


def chart(view: HistoryView) -> Chart:
    assert view.chart is not None
    return view.chart


def drawn(view: HistoryView, name: str) -> Drawn:
    (found,) = (each for each in chart(view).drawn if each.name == name)
    return found


def told_on(view: HistoryView, day: date) -> str:
    shown = chart(view)
    place = shown.place_of(day_number(day))
    assert shown.stops[place] == day_number(day)
    return shown.readout(place)


def test_the_line_parts_where_nobody_recorded_and_the_hole_is_shaded(past: TradedPast) -> None:
    view = seen(past)
    net = drawn(view, "P/L, net")
    missing = net.x[np.isnan(net.y)].tolist()
    assert missing == [day_number(day) for day in UNRECORDED]
    shade = drawn(view, "No record")
    first, second = zip(shade.x.tolist(), shade.y.tolist(), strict=True)
    assert first == (day_number(date(2026, 6, 16)), day_number(date(2026, 6, 18)))
    assert second == (day_number(JULY_2), day_number(JULY_9))
    assert np.isfinite(net.y[net.x == first[0]]).all()
    assert "No record" in [name for *_, name in chart(view).legend]


def test_a_day_between_two_gaps_is_a_dot(past: TradedPast) -> None:
    kept = tuple(line for line in past.lines if line.day not in (JULY_2, date(2026, 7, 10)))
    around = [each for each in chart(seen(past, lines=kept)).drawn if each.shape == "dots"]
    assert [each.x.tolist() for each in around] == [[day_number(JULY_9)]] * 3


def test_condors_hedge_and_net_are_drawn_apart_and_add_up(past: TradedPast) -> None:
    view = seen(past)
    net, condors, hedge = (drawn(view, name).y for name in ("P/L, net", "Condors", "Hedge"))
    known = np.isfinite(net)
    np.testing.assert_allclose(net[known], (condors + hedge)[known])
    alone = seen(past, HistoryChoices(whose="condors", span="all"))
    assert [each.name for each in chart(alone).drawn if each.shape in ("line", "thick")] == ["P/L"]


@pytest.mark.parametrize("measure", [measure.name for measure in MEASURES])
def test_every_measure_is_drawn_read_out_and_told(past: TradedPast, measure: str) -> None:
    view = seen(past, HistoryChoices(measure, span="all"))
    shown, label = chart(view), dict(view.measures)[measure]
    low, high = shown.y_range
    assert low < high
    for each in shown.drawn:
        if each.shape != "shade":
            inside = each.y[np.isfinite(each.y)]
            assert ((low <= inside) & (inside <= high)).all()
    assert label in shown.readout(0)
    assert label in shown.summary
    assert view.told[0][0].startswith(f"{label}: ")
    assert "nan" not in f"{shown.readout(0)} {shown.summary} {view.told} {shown.table()}"


def test_the_crosshair_says_figures_doubts_and_what_happened(past: TradedPast) -> None:
    view = seen(past)
    first = told_on(view, FIRST)
    assert first.startswith("Mon 1 Jun 2026   P/L 0 $ (condors 0, hedge 0)   Opened 4 VIX 22JUL26 19C for a debit")
    assert "Rolled 10 SPXW 17JUL26 6700/6750C to 6800/6850C" in told_on(view, ROLLED_UP)
    assert "Rolled 4 VIX 22JUL26 19C to VIX 19AUG26 19C" in told_on(view, LAYER_ROLLED)
    gap = told_on(view, UNRECORDED[0])
    assert gap.endswith("P/L not known   no record")
    kept = tuple(line for line in past.lines if line.day != ROLLED_UP or line.exposures.get("SPX"))
    part = told_on(seen(past, lines=kept), ROLLED_UP)
    assert "P/L not known (condors" in part
    assert "hedge not known)   part of it has no record   Hedge ladder: no record   Rolled 10" in part
    assert told_on(view, date(2026, 7, 22)).endswith("so far, 16:00 New York")


def test_signs_stand_on_the_line_and_at_the_foot_of_a_gap(past: TradedPast) -> None:
    view = seen(past)
    net, roll = drawn(view, "P/L, net"), drawn(view, "Roll")
    assert roll.x.tolist() == [day_number(ROLLED_UP), day_number(LAYER_ROLLED)]
    assert [float(net.y[net.x == at][0]) for at in roll.x] == roll.y.tolist()
    assert drawn(view, "Settled").x.tolist() == [day_number(CONDORS[FIRST])]
    hidden = seen(past, lines=tuple(line for line in past.lines if line.day != ROLLED_UP))
    low, high = chart(hidden).y_range
    assert low < drawn(hidden, "Roll").y[0] < low + 0.1 * (high - low)
    assert {rule.label for rule in chart(view).rules if rule.is_upright} == {"roll", "settled"}


def test_labels_of_upright_rules_never_stand_on_each_other(past: TradedPast) -> None:
    shown = chart(seen(past))
    places = [rule.at for rule in shown.rules if rule.is_upright]
    least = (shown.stops[-1] - shown.stops[0]) / 24
    assert all(right - left >= least for left, right in pairwise(places))


def test_alerts_are_grouped_and_those_of_a_weekend_are_read_on_monday(past: TradedPast) -> None:
    subject = Subject("market", "Market")
    at = moment("2026-06-13 12:00")  # a Saturday
    two = (
        raised(made_alert("condor.break_even", subject, "act"), moment=at),
        raised(made_alert("book.leverage", subject, "warn"), moment=at + timedelta(days=2)),
    )
    view = seen(past, transitions=two)
    monday = told_on(view, date(2026, 6, 15))
    assert monday.endswith("2 alerts: act Break-even near, Market; warn Gross leverage, Market")
    assert drawn(view, "Alert, act").x.tolist() == [day_number(date(2026, 6, 15))]
    low, high = chart(view).y_range
    assert drawn(view, "Alert, act").y[0] > low + 0.9 * (high - low)
    before = raised(made_alert("condor.break_even", subject, "act"), moment=moment("2026-05-20 12:00"))
    assert "alert" not in told_on(seen(past, transitions=(before,)), FIRST)


def test_the_caption_names_what_is_missing(past: TradedPast) -> None:
    view = seen(past)
    assert view.told[0] == (
        "P/L: realised and open, after fees. 36 trading days from 1 Jun 2026 to 22 Jul 2026.", False,
    )  # fmt: skip
    assert view.told[1] == ("4 trading days have no record, or not of all: 17 Jun, 6 Jul, 7 Jul, 8 Jul.", True)
    lines = tuple(
        replace(line, unmarked=1) if line.day == FIRST
        else replace(line, realised=line.realised + 5, source=FILLED) if line.day == ROLLED_UP
        else line
        for line in past.lines
    )  # fmt: skip
    worse = seen(past, lines=lines, are_alerts_read=False)
    told = [sentence for sentence, is_doubt in worse.told[2:] if is_doubt]
    assert told[0] == "Partial on 1 day: 1 Jun."
    assert told[1].startswith(
        "The book says otherwise of 1 day since, corrected or booked later; drawn as recorded: on"
    )
    assert told[2] == "What alerts did is not kept here: none are marked."
    assert ("1 day filled from imported closes.", False) in worse.told
    assert drawn(worse, "Partial").x.tolist() == [day_number(FIRST)]
    old = tuple(replace(line, allocation=None) for line in past.lines)
    unknown = seen(past, HistoryChoices("allocation", span="all"), old)
    told = [sentence for sentence, _ in unknown.told]
    assert any(sentence.startswith("Hedge allocation is not known on 32 other days: 1 Jun") for sentence in told)


def test_a_span_shows_the_last_days(past: TradedPast) -> None:
    whole, month = chart(seen(past)), chart(seen(past, HistoryChoices(span="1m")))
    assert (len(whole.stops), len(month.stops)) == (36, 22)
    assert month.stops[-1] == whole.stops[-1]
    assert month.stops[0] == day_number(date(2026, 6, 22)), "the first trading day of the last 31"


def test_what_may_be_chosen_is_told_apart(past: TradedPast) -> None:
    book = past.desk.book
    names = dict(offered(book, frozenset(book.campaigns)))
    assert list(names.values()) == [
        "All campaigns", "All condors", "Hedge ladder", "SPXW 04SEP26 condor", "SPXW 17JUL26 condor",
    ]  # fmt: skip
    same = {key: replace(one, name="One") for key, one in book.campaigns.items()}
    told = [name for _, name in offered(replace(book, campaigns=same), frozenset(same))]
    assert len(set(told)) == len(told) == 5


def test_columns_are_for_a_spreadsheet(past: TradedPast) -> None:
    header, *rows = chart(seen(past, HistoryChoices("theta", span="all"))).table().split("\n")
    titles = header.split("\t")
    assert titles[:4] == ["Day", "P/L, $", "Condors, $", "Hedge, $"]
    assert titles[-2:] == ["Known", "What happened"]
    assert len(rows) == 36
    by_day = {row.split("\t")[0]: dict(zip(titles, row.split("\t"), strict=True)) for row in rows}
    line = next(line for line in past.lines if line.day == ROLLED_UP and line.exposures.get("SPX"))
    assert Decimal(by_day["2026-06-24"]["Condors, $"]) == line.profit
    gap = by_day[UNRECORDED[0].isoformat()]
    assert (gap["P/L, $"], gap["Theta, $ a day"]) == ("", "")
    assert gap["Known"].startswith("no record; ")


def test_a_click_means_the_marked_day_beside_it(past: TradedPast) -> None:
    view, at = seen(past), day_number(ROLLED_UP)
    assert view.marked_day(at + 0.3, 0.1) == ROLLED_UP
    assert view.marked_day(at + 2.0, 2.5) == ROLLED_UP
    assert view.marked_day(at + 4.0, 1.0) is None
    assert view.day_at(at + 0.4) == ROLLED_UP


def test_empty_pages_say_what_records_a_day(past: TradedPast) -> None:
    book = past.desk.book
    nothing = history_of(book, (), (), None, past.now)
    view = history_view(nothing, HistoryChoices(), offered(book, frozenset(book.campaigns)), book)
    assert view.chart is None
    assert view.empty is not None
    assert view.empty.filler == "import"
    assert "between 9:30 and 17:00 New York" in view.empty.sentence
    assert "'days --fill-gaps'" in view.empty.sentence
    for desk, filler, words in ((desk_with(), "enter", "your first order"), (simulated_desk(), "open", "sample")):
        empty = history_view(history_of(desk.book, (), (), None, past.now), HistoryChoices(), (), desk.book).empty
        assert empty is not None
        assert empty.filler == filler
        assert words in empty.sentence


def test_large_amounts_are_told_in_thousands_and_millions() -> None:
    axis = ScaledAxis()
    assert [tick.label for tick in axis.ticks(-9_000, 9_000, 5)] == [
        "\N{MINUS SIGN}5,000", "0", "5,000",
    ]  # fmt: skip
    assert [tick.label for tick in axis.ticks(-20_000, 20_000, 5)] == [
        "\N{MINUS SIGN}20k", "\N{MINUS SIGN}10k", "0", "10k", "20k",
    ]  # fmt: skip
    ticks = axis.ticks(0, 30e6, 4)
    assert [(tick.at, tick.label) for tick in ticks] == [(0, "0"), (1e7, "10M"), (2e7, "20M"), (3e7, "30M")]
