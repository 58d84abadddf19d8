"""The colour table: everything readable, gain and loss apart, light and dark different."""

from itertools import product

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from alvh_desktop.widgets.theme import apply_theme, tokens
from alvh_desktop.widgets.tokens import ProfitColours, ThemeName, Tokens

THEMES: tuple[ThemeName, ...] = ("light", "dark")
PROFITS: tuple[ProfitColours, ...] = ("blue_orange", "green_red", "red_green")
TABLES = [tokens(name, profit) for name, profit in product(THEMES, PROFITS)]
READABLE = 4.5


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(ink: str, ground: str) -> float:
    bright, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#777777") == pytest.approx(1.0)


@pytest.mark.parametrize("worn", TABLES)
def test_every_text_is_readable_on_every_ground_it_can_stand_on(worn: Tokens) -> None:
    for ink, ground in product(
        (worn.text, worn.dim, worn.problem, worn.caution, worn.gain, worn.loss, worn.accent),
        (worn.window, worn.surface, worn.stripe, worn.raised, worn.selection),
    ):
        assert contrast(ink, ground) >= READABLE, f"{ink} on {ground}"
    for ink, ground in ((worn.on_banner, worn.banner), (worn.text, worn.notice), (worn.on_accent, worn.accent)):
        assert contrast(ink, ground) >= READABLE


@pytest.mark.parametrize("worn", TABLES)
def test_badges_are_readable_and_unknown_is_grey(worn: Tokens) -> None:
    for ground, ink in worn.badges.values():
        assert contrast(ink, ground) >= READABLE
    grey, green = worn.badges["unknown"][0], worn.badges["quiet"][0]
    red, middle, blue = (int(grey[place : place + 2], 16) for place in (1, 3, 5))
    assert max(red, middle, blue) - min(red, middle, blue) <= 24, "no colour in it"
    assert grey != green


@pytest.mark.parametrize("worn", TABLES)
def test_curves_can_be_told_apart_from_the_ground(worn: Tokens) -> None:
    for curve in (worn.today, worn.settlement, worn.condors, worn.hedge, worn.later, worn.spot):
        assert contrast(curve, worn.surface) >= 3.0


@pytest.mark.parametrize("name", THEMES)
def test_the_other_profit_colours_turn_round(name: ThemeName) -> None:
    assert tokens(name, "green_red").gain == tokens(name, "red_green").loss
    assert tokens(name, "green_red").loss == tokens(name, "red_green").gain
    assert tokens(name).gain not in {tokens(name, "green_red").gain, tokens(name, "red_green").gain}


def test_the_theme_dresses_the_whole_application(qapp: QApplication) -> None:
    grounds = set()
    for name in THEMES:
        worn = apply_theme(qapp, name)
        assert qapp.palette().color(QPalette.ColorRole.Base).name() == worn.surface
        assert worn.banner in qapp.styleSheet()
        grounds.add(worn.surface)
    assert len(grounds) == 2
