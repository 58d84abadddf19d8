"""The Position menu: tickets, closing and rolling, regrouping, settlements, marks; and the same by a right click."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol, get_args

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from alvh_desktop.domain.records import Role
from alvh_desktop.viewmodels.regrouping import Offer
from alvh_desktop.viewmodels.selection import chosen_trade, hedge_trade, open_leg

if TYPE_CHECKING:
    from alvh_desktop.widgets.commands import Commands


class Adding(Protocol):
    """Adds a command to the menu that is being made: its words, what it does, and its key."""

    def __call__(self, text: str, act: Callable[[], object], key: str | None = None) -> QAction: ...


class PositionMenu:
    def __init__(self, menu: QMenu, add: Adding, commands: Commands) -> None:
        self._do, self._window = commands, commands.window
        trades = commands.trades
        new_ticket = add("New &ticket", trades.new_ticket, "Ctrl+T")
        self._of_trade = [
            add("&Close the trade…", trades.close, "Ctrl+D"),
            add("&Roll or close…", trades.roll, "Ctrl+R"),
        ]
        self._fills = add("Correct &fills…", trades.correct_fills, "Ctrl+Shift+D")
        self._regroup = menu.addMenu("Re&group")
        self._regroup.aboutToShow.connect(self._offer)
        menu.addSeparator()
        roles: tuple[Role, ...] = get_args(Role)
        self._layers = [add(f"Move to the &{r} layer", partial(commands.move_to_layer, r)) for r in roles]
        self._layers.append(add("Move to &no layer", partial(commands.move_to_layer, None)))
        menu.addSeparator()
        self._settle = add("S&ettle…", commands.settle, "Ctrl+E")
        queue = add("Settlement &queue…", commands.show_settlements, "Ctrl+Shift+E")
        self._mark = add("T&ype a mark…", commands.type_mark, "Ctrl+M")
        self._mark_back = add("Take the typed mark &back", commands.take_mark_back)
        level = add("Type a le&vel of an index…", partial(commands.marks.ask, "SPX"), "Ctrl+Shift+M")
        menu.addSeparator()
        add("Open &all rows", self._window.tree.open_all)
        self.needs_portfolio = [new_ticket, queue, self._mark, level]

    def right_click(self, *copying: QAction) -> QMenu:
        """What fits a row, for the menu of a right click."""
        menu = QMenu("Position", self._window)
        menu.addActions([*self._of_trade, self._fills, self._regroup.menuAction(), *self._layers, self._settle])
        menu.addActions([self._mark, self._mark_back, *copying])
        return menu

    def refresh(self) -> None:
        """What fits the chosen row."""
        picture, row = self._do.session.picture, self._window.tree.current_row
        is_hedge = picture is not None and hedge_trade(picture, row) is not None
        for action in self._layers:
            action.setEnabled(is_hedge)
        self._settle.setEnabled(picture is not None and open_leg(picture, row) is not None)
        for action in self._of_trade:
            action.setEnabled(picture is not None and chosen_trade(picture, row) is not None)
        for action in (self._fills, self._regroup.menuAction()):
            action.setEnabled(bool(self._window.tree.chosen_rows))
        self._mark_back.setEnabled(self._do.has_typed_mark())

    def _offer(self) -> None:
        """The ways to regroup what is chosen, each with what keeps it from being done."""
        self._regroup.clear()
        groups: dict[str, QMenu] = {}
        for offer in self._do.trades.regroupings():
            menu = self._regroup
            if offer.group:
                menu = groups.get(offer.group) or self._regroup.addMenu(offer.group)
                groups[offer.group] = menu
            self._add_offer(menu, offer)
        if self._regroup.isEmpty():
            self._regroup.addAction("Choose legs, trades or one campaign first").setEnabled(False)

    def _add_offer(self, menu: QMenu, offer: Offer) -> None:
        action = menu.addAction(f"{offer.text.replace('&', '&&')}{'…' if offer.asks else ''}")
        action.setEnabled(not offer.why_not)
        action.setToolTip(offer.why_not)
        menu.setToolTipsVisible(True)
        action.triggered.connect(lambda _: self._do.trades.regroup(offer))
