"""What falls on the days of the slider, what is said of a lens that is set, and which lenses price alike."""

from dataclasses import replace
from datetime import time

import pytest
from support.founded_books import moment
from support.typed_books import event_row
from support.window_parts import CONDOR, MARKET, MEDIUM_CALLS, SHORT_CALLS, desk_with, picture_of

from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.domain.lens import EventCrush, Lens, VolShifts, answer_of
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.viewmodels.lens import lens_view
from alvh_desktop.viewmodels.lens.ticks import Tick, ticks_of
from alvh_desktop.viewmodels.lens.words import beside_text, chosen_text, folded_text, signed

FIRST, LAST = moment("2026-11-20 15:30"), moment("2027-03-17 09:30")


@pytest.fixture(scope="module")
def picture() -> Picture:
    return picture_of(CONDOR, SHORT_CALLS, MEDIUM_CALLS)


def told(ticks: tuple[Tick, ...], kind: str) -> list[tuple[str, str]]:
    return [(f"{tick.at.astimezone(FIRST.tzinfo):%Y-%m-%d %H:%M}", tick.text) for tick in ticks if tick.kind == kind]


def test_each_settlement_of_what_is_held_is_marked_once(picture: Picture) -> None:
    """UTC: an index settles at the close in New York, VIX at its opening."""
    assert told(ticks_of(picture, FIRST, LAST), "settlement") == [
        ("2026-12-16 14:30", "VIX 16DEC26 settles"),
        ("2026-12-18 21:00", "SPXW 18DEC26 settles"),
        ("2027-03-17 13:30", "VIX 17MAR27 settles"),
    ]


def test_layers_are_marked_where_their_roll_begins(picture: Picture) -> None:
    layers = {layer.role: layer.roll_at_days for layer in picture.inputs.book.layers.values()}
    rolls = [tick for tick in ticks_of(picture, moment("2026-01-01 10:00"), LAST) if tick.kind == "roll"]
    assert rolls
    for tick in rolls:
        role, _, rest = tick.text.partition(" layer ")
        expiry = {"16DEC26": moment("2026-12-16 16:00"), "17MAR27": moment("2027-03-17 16:00")}[rest[:7]]
        days = round((expiry - tick.at).total_seconds() / 86400)
        assert 0 <= layers[role] - days <= 4, "the first session with so many days left or fewer"


def test_news_is_marked_at_its_hour_or_at_the_close_and_other_events_are_not() -> None:
    desk = desk_with(CONDOR)
    rows = (
        event_row(901, "CPI", "2026-12-10", time(8, 30), "CPI of November"),
        event_row(902, "FOMC", "2026-12-09", None, "FOMC"),
        event_row(903, "other", "2026-12-08", None, "Own words"),
        event_row(904, "PPI", "2027-12-08", None, "too late"),
    )
    book = replace(desk.book, events={row.id: row for row in rows})
    ticks = ticks_of(paint(Inputs(book, MARKET)), FIRST, LAST)
    news = told(ticks, "news")
    assert {("2026-12-09 21:00", "FOMC 9 Dec"), ("2026-12-10 13:30", "CPI of November 10 Dec")} <= set(news)
    assert not any("Own words" in text or "too late" in text for _, text in news)
    assert [tick.at for tick in ticks] == sorted(tick.at for tick in ticks)


def test_without_curves_the_lens_has_its_stops_and_stands_at_the_last() -> None:
    picture = picture_of()
    view = lens_view(picture, None)
    assert [stop.text for stop in view.stops] == ["now"]
    assert (view.now, view.settlement, view.place(None), view.settled) == (0, 0, 0, "")
    assert view.at_stop(0) == Lens()
    held = lens_view(picture_of(CONDOR, SHORT_CALLS), None)
    assert held.stops[-1].at == moment("2026-12-18 16:00")
    assert held.settlement == len(held.stops) - 1


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(2.5, 1, "+2.5"), (10.0, 1, "+10"), (10.0, 0, "+10"), (-100.0, 0, "\N{MINUS SIGN}100"), (0.05, 2, "+0.05")],
)
def test_signed_numbers_keep_their_noughts(value: float, digits: int, text: str) -> None:
    assert signed(value, digits) == text


@pytest.mark.parametrize(
    ("lens", "text"),
    [
        (Lens(), ""),
        (Lens(vix_scale=0.5), "VIX answers 0.5 \N{MULTIPLICATION SIGN}"),
        (Lens(vix_after=30.0, vix_scale=2.0), "VIX fixed at 30"),
        (
            Lens(vol_shifts=VolShifts(2.0, 0.0, -1.5, 10.0)),
            "volatility points +2 to 30 days, \N{MINUS SIGN}1.5 later, +10 VIX",
        ),
        (
            Lens(crush=EventCrush(moment("2026-12-09 14:00"), 0.0125)),
            "an event of 1.25 % gone after 9 Dec",
        ),
        (Lens(chosen=frozenset({("leg", 1), ("leg", 2), ("campaign", 3)})), "1 campaign and 2 legs alone"),
    ],
)
def test_what_is_set_beside_is_said(lens: Lens, text: str) -> None:
    assert beside_text(lens) == text
    assert folded_text(lens) == text


def test_what_is_folded_away_is_said_too_but_not_how_p_l_is_told() -> None:
    lens = Lens(spx_move=-0.025, clock="trading", futures_stay=True, unit="equity", gap_share=0.5, preset="grind")
    assert folded_text(lens) == "SPX \N{MINUS SIGN}2.5 %, trading time, VX stays (ignores roll-down)"
    assert beside_text(lens) == ""
    assert chosen_text(Lens(chosen=frozenset({("trade", 1)}))) == "1 trade alone"


def test_lenses_with_one_answer_price_a_leg_alike_and_others_do_not() -> None:
    """`answer_of` says when curves of two pictures may stand beside each other."""
    other_look = Lens(
        trade_id=1, dates=(LAST,), account_id=2, sleeve="core", spx_move=0.1, unit="credit", gap_share=0.9
    )
    assert answer_of(other_look) == answer_of(Lens()) == Lens()
    for other in (
        Lens(preset="grind"),
        Lens(vix_scale=2.0),
        Lens(vix_after=20.0),
        Lens(futures_stay=True),
        Lens(clock="trading"),
        Lens(vol_shifts=VolShifts(short=1.0)),
        Lens(crush=EventCrush(LAST, 0.01)),
    ):
        assert answer_of(other) == other
        assert answer_of(other) != answer_of(Lens())


def test_the_same_answer_gives_the_same_curve(picture: Picture) -> None:
    from alvh_desktop.desk.picture import relit

    plain = picture.payoff
    look = relit(
        picture, Lens(spx_move=0.1, unit="credit", gap_share=0.9, dates=(moment("2026-12-01 16:00"),))
    ).payoff
    assert isinstance(plain, Payoff)
    assert isinstance(look, Payoff)
    assert look.net_usd[:2].tolist() == plain.net_usd[:2].tolist()
