"""The choice of account and sleeve: sent as a lens that differs in nothing else, paper with its badge."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support.founded_books import CLOCK, founded_desk
from support.shown_windows import nameless_parts

from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.records import Account
from alvh_desktop.viewmodels.lens import Choice, LensView, Stop
from alvh_desktop.viewmodels.scope import scope_of
from alvh_desktop.widgets.lens.controls import LensControls
from alvh_desktop.widgets.scope_controls import ScopeControls
from alvh_desktop.widgets.tokens import LIGHT

BOOK = founded_desk().book
MAIN, TRIAL = Account(2, "Main"), Account(91, "Trial", "paper")
LENS = Lens(preset="grind", futures_stay=True, trade_id=7)


CRASH = Choice("crash", "Crash", "")


def shown(controls: ScopeControls, lens: Lens, *accounts: Account) -> None:
    book = replace(BOOK, accounts={account.id: account for account in accounts})
    controls.show_scope(scope_of(book, lens), lens)


@pytest.fixture
def controls(qtbot: QtBot) -> ScopeControls:
    controls = ScopeControls()
    qtbot.addWidget(controls)
    controls.show()
    return controls


def test_one_account_shows_sleeves_alone(controls: ScopeControls) -> None:
    shown(controls, Lens(), MAIN)
    assert (controls.account.isVisible(), controls.sleeve.isVisible(), controls.paper.isVisible()) == (
        False, True, False,
    )  # fmt: skip
    assert nameless_parts(controls) == []


def test_a_choice_by_key_changes_the_lens_in_that_alone(controls: ScopeControls) -> None:
    sent: list[Lens] = []
    controls.changed.connect(sent.append)
    shown(controls, LENS, MAIN, TRIAL)
    assert sent == []
    controls.account.setFocus()
    QTest.keyClick(controls.account, Qt.Key.Key_End)
    assert sent == [replace(LENS, account_id=91)]
    shown(controls, sent[-1], MAIN, TRIAL)
    assert controls.paper.isVisible()
    controls.sleeve.setFocus()
    QTest.keyClick(controls.sleeve, Qt.Key.Key_Down)
    assert sent[-1] == replace(LENS, account_id=91, sleeve="core")
    assert len(sent) == 2


def test_an_account_that_is_gone_gives_way(controls: ScopeControls) -> None:
    sent: list[Lens] = []
    controls.changed.connect(sent.append)
    shown(controls, replace(LENS, account_id=91), MAIN)
    assert sent == [LENS]
    shown(controls, LENS, TRIAL)
    assert sent[-1] == replace(LENS, account_id=91), "a book of paper alone is not shown empty"
    assert controls.account.isVisible()
    assert controls.paper.isVisible()


def test_reset_of_the_curves_keeps_whose_positions_are_seen(qtbot: QtBot) -> None:
    curves = LensControls(LIGHT)
    qtbot.addWidget(curves)
    sent: list[Lens] = []
    curves.changed.connect(sent.append)
    curves.reset()
    view = LensView(replace(LENS, account_id=91, sleeve="alvh"), (Stop(CLOCK, "now"),), 0, (CRASH,), "")
    curves.show_lens(view)
    curves.reset()
    assert sent == [Lens(), Lens(account_id=91, sleeve="alvh")]
