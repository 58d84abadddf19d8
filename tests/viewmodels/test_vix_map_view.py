"""The map as data: what is drawn and said is what was worked out, and what is not known is not shown as fine."""

import math
from dataclasses import replace

import numpy as np
import pytest
from support.hedged_books import CONDOR, QUOTES, SPOT, seen
from support.mapped_books import LATER, LINES, look_at, made_band, made_view, picture_with, plain, values_of, view_of

from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.vix_map.look import PARTS, Look
from alvh_desktop.viewmodels.vix_map.view import map_view

LOOK = Look("net", 0.35, LATER, 6500.0, 20.0, "Crash (measured)", 0.0, dict.fromkeys(PARTS, "whole"))
PUT = "+1 SPXW 24DEC26 6500P @20"


@pytest.fixture(scope="module")
def picture() -> Picture:
    return picture_with(lens=Lens(spx_move=-0.05, gap_share=0.5))


def test_every_part_is_drawn_from_its_own_values(picture: Picture) -> None:
    found = values_of(picture)
    for part, usd in (("net", found.net_usd), ("condors", found.condors_usd), ("hedge", found.hedge_usd)):
        view = view_of(picture, part)  # type: ignore[arg-type]
        assert view.title.startswith(f"{part.capitalize()} P/L in $, Fri 04 Dec 2026")
        for contour in view.contours:
            for x, y in contour.polylines[0][::7]:
                assert float(view.grid.at(usd, x, y)) == pytest.approx(contour.usd, abs=0.02 * np.ptp(usd))
        signs = [np.sign(contour.usd) for contour in view.contours]
        drawn = [strokes.x.size > 0 for strokes in (view.losses, view.even, view.gains)]
        assert drawn == [sign in signs for sign in (-1.0, 0.0, 1.0)]


def test_the_gap_is_counted_by_hand_and_its_share_comes_from_the_lens(picture: Picture) -> None:
    found, view = values_of(picture), view_of(picture)
    assert view.look.share == 0.5
    by_hand = [
        [c < 0.0 and h < 0.5 * -c for c, h in zip(condors, hedge, strict=True)]
        for condors, hedge in zip(found.condors_usd.tolist(), found.hedge_usd.tolist(), strict=True)
    ]
    assert view.gap.tolist() == by_hand
    assert view.gap.any()
    assert view.zone.x.size
    sentence, is_doubt = view.caption[0]
    assert sentence == "Gap (hatched): the condors lose here and the hedge pays less than 50 % of that loss."
    assert not is_doubt


def test_at_todays_levels_the_readout_is_the_books_profit() -> None:
    picture = picture_with()
    now = picture.inputs.now
    view = view_of(picture, at=now)
    assert view.title == "Net P/L in $, now"
    told = plain(view.readout(*view.now))
    # between the levels of the map the values are straight, and the book's are not
    amount = float(told.split("net ")[1].split("  ")[0].split(" ")[-1].replace(",", ""))
    assert amount == pytest.approx(float(picture.total.profit), abs=0.01 * np.ptp(view.usd["net"]))
    assert told.startswith(f"SPX {SPOT:,.0f} (0.0 %)  VIX 17.0 (usual 17.0)")


def test_a_readout_in_full() -> None:
    condors, hedge = np.full((31, 22), -12_345.0), np.full((31, 22), 2_345.0)
    view = made_view(condors, hedge, LOOK, usual=27.9)
    assert plain(view.readout(6168.5, math.log(28.6))) == (
        "SPX 6,168 (-5.1 %)  VIX 28.6 (usual 27.9)\n"
        "condors ▼ -12,345  hedge ▲ +2,345 (19 % of the loss)  net ▼ -10,000  gap"
    )
    paid = made_view(condors, 3.0 * hedge, LOOK)
    assert plain(paid.readout(6500.0, 3.0)).endswith("hedge ▲ +7,035 (57 % of the loss)  net ▼ -5,310")
    worse = made_view(condors, -hedge, LOOK)
    assert "hedge ▼ -2,345 (adds to the loss)  net ▼ -14,690  gap" in plain(worse.readout(6500.0, 3.0))
    gain = made_view(-condors, hedge, LOOK)
    assert plain(gain.readout(6500.0, 3.0)).endswith("condors ▲ +12,345  hedge ▲ +2,345  net ▲ +14,690")


def test_the_band_is_read_out_where_it_is_known(picture: Picture) -> None:
    found = values_of(picture)
    low, high = made_band(found)
    view = view_of(picture, band=(low, high))
    place = 30
    x = float(found.spots[place])
    assert f"90 % {low[place]:.0f}-{high[place]:.0f})" in plain(view.readout(x, 3.0))
    assert ("band", "90 % band") in view.legend
    assert view.band.x.size == 2 * found.spots.size
    unknown = np.full(found.spots.size, np.nan)
    for without in (view_of(picture), view_of(picture, band=(unknown, unknown))):
        assert "band" not in dict(without.legend)
        assert "90 %" not in without.readout(x, 3.0)


def test_the_scenario_stands_on_the_usual_line(picture: Picture) -> None:
    found, view = values_of(picture), view_of(picture)
    assert view.scenario is not None
    spot, height = view.scenario
    assert spot == pytest.approx(0.95 * SPOT)
    assert math.exp(height) == pytest.approx(np.interp(spot, found.spots, found.usual_vix))
    assert ("scenario", "scenario: SPX -5.0 %") in [(sample, plain(name)) for sample, name in view.legend]
    assert view_of(picture_with()).scenario is None
    far = view_of(picture_with(lens=Lens(spx_move=-0.4)))
    assert far.scenario is None
    assert plain(far.legend[-1][1]) == "scenario: SPX -40.0 % (outside the map)"


def test_where_the_gap_lies_on_the_usual_line() -> None:
    spots = np.linspace(5000.0, 8000.0, 31)
    loss = np.where((spots > 5450.0) & (spots < 6050.0) | (spots > 7450.0), -1000.0, 1000.0)
    condors = np.repeat(loss[:, None], 22, axis=1)
    view = made_view(condors, np.zeros_like(condors), LOOK)
    assert view.caption[1][0] == (
        "On the usual line the gap reaches from SPX 6,050 down to 5,450 and from SPX 7,450 up to 8,000 and beyond."
    )
    around = made_view(-condors, np.zeros_like(condors), replace(LOOK, spot=6500.0))
    assert "from SPX 6,050 to 7,450, SPX of now among it" in around.caption[1][0]
    none = made_view(np.abs(condors), np.zeros_like(condors), LOOK)
    assert none.caption[1][0] == "On the usual line there is no gap from SPX 5,000 to 8,000."
    assert not none.gap.any()
    assert "gap" not in dict(none.legend)
    off = made_view(condors, np.zeros_like(condors), LOOK, usual=95.0)
    assert off.caption[1][0] == "The usual line lies outside this map."


def test_the_worst_place_is_told() -> None:
    condors = np.full((31, 22), 500.0)
    condors[10, 5] = -9_000.0
    view = made_view(condors, np.zeros_like(condors), LOOK, usual=float(np.geomspace(10.0, 80.0, 22)[5]))
    vix = np.geomspace(10.0, 80.0, 22)[5]
    assert plain(view.caption[2][0]) == (
        f"Worst net here -9,000 at SPX 6,000, VIX {vix:.1f}; on the usual line -9,000 at SPX 6,000."
    )
    flat = made_view(np.full((31, 22), 500.0), np.zeros((31, 22)), LOOK)
    assert flat.caption[2][0] == "The net P/L is the same everywhere here: +500."


def test_legs_left_out_make_it_partial_and_say_which() -> None:
    picture = picture_with(*LINES, PUT)
    view = view_of(picture)
    assert view.title.startswith("Net P/L in $ (partial), ")
    told, is_doubt = view.caption[-1]
    assert told.startswith("Partial: 1 leg left out: ")
    assert is_doubt
    assert "SPXW 24DEC26 6500 P: left out of the curves: no quote" in view.hint
    assert "(partial)" in view.table().split("\n", 1)[0]


def test_without_quotes_of_the_hedge_there_is_no_gap_and_no_all_clear() -> None:
    quotes = {contract: quote for contract, quote in QUOTES.items() if contract.root not in ("VIX", "VX", "VXM")}
    picture = picture_with(f"-10 {CONDOR} @3.20", "+20 VIX 16DEC26 20C @1.10", market=seen(quotes))
    view = view_of(picture)
    assert view.look.extents["hedge"] == "left out"
    assert view.caption[0] == ("Gap not known: the hedge is left out.", True)
    assert not any("no gap" in sentence for sentence, _ in view.caption)
    assert not view.gap.any()
    assert view.zone.x.size == 0
    assert "hedge left out  net (partial)" in plain(view.readout(6000.0, 3.0))
    title, first = view.table().split("\n")[:2]
    assert title == "SPX\tVIX\tCondors $\tHedge $ (left out)\tNet $ (partial)\tGap"
    assert first.split("\t")[3] == first.split("\t")[5] == ""
    answer = map_view(values_of(picture), look_at(picture, "hedge"))
    assert isinstance(answer, Problem)
    assert "1 leg left out" in answer.message


def test_the_table_has_every_place(picture: Picture) -> None:
    found, view = values_of(picture), view_of(picture)
    lines = view.table().split("\n")
    assert len(lines) == 1 + found.spots.size * found.vixes.size
    row, column = 17, 40
    told = lines[1 + row * found.vixes.size + column].split("\t")
    amounts = [f"{part[row, column]:.2f}" for part in (found.condors_usd, found.hedge_usd, found.net_usd)]
    assert told == [
        f"{found.spots[row]:.2f}",
        f"{found.vixes[column]:.4f}",
        *amounts,
        "yes" if view.gap[row, column] else "no",
    ]


def test_steps_go_from_level_to_level_and_stay_on_the_map(picture: Picture) -> None:
    view = view_of(picture)
    spots, heights = view.grid.spots, view.grid.heights
    x, y = float(spots[40]), float(heights[20])
    assert view.step(x, y, 1, 0) == (spots[41], y)
    assert view.step(x, y, -1, 2) == (spots[39], heights[22])
    assert view.step(x + 1.0, y, -1, 0) == (x, y)
    assert view.step(x + 1.0, y, 1, 0) == (spots[41], y)
    assert view.step(x, y, -200, 200) == (spots[0], heights[-1])
    assert view.nearest(1.0, 99.0) == (spots[0], heights[-1])


def test_the_summary_tells_what_is_seen(picture: Picture) -> None:
    view = view_of(picture)
    assert view.summary.startswith("Net P/L in $, Fri 04 Dec 2026 12:00 NY. SPX 6,690 (0.0 %)  VIX 17.0")
    assert all(sentence in view.summary for sentence, _ in view.caption)
    assert "\N{NO-BREAK SPACE}" not in view.summary
