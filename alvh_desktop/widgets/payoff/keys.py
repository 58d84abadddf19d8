"""The keys that move the strikes of the payoff chart."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from alvh_desktop.widgets.payoff.hand import Hand

_STEPS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: -5, Qt.Key.Key_PageUp: 5}
_KEEP = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NONE, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


def is_for_grips(hand: Hand, event: QKeyEvent) -> bool:
    """H where there are strikes to move; the others only while one is chosen or dragged."""
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if plain not in (_NONE, _SHIFT):
        return False
    if event.key() == Qt.Key.Key_H:
        return bool(hand.handles.handles)
    return hand.hold is not None and (event.key() in (*_STEPS, *_KEEP, Qt.Key.Key_Escape))


def take_key(hand: Hand, event: QKeyEvent) -> bool:
    """Whether the key was for a strike.

    H chooses the next one and Shift+H the one before; Left and Right move it by one listed strike, Page Down and
    Page Up by five, with Shift its whole wing; Enter keeps it there and Escape takes it back.
    """
    if not is_for_grips(hand, event):
        return False
    has_shift = bool(event.modifiers() & _SHIFT)
    if event.key() == Qt.Key.Key_H:
        hand.choose(-1 if has_shift else 1)
    elif event.key() == Qt.Key.Key_Escape:
        hand.cancel()
    elif event.key() not in _KEEP:
        hand.step(_STEPS[event.key()], has_shift)
    elif not hand.is_by_mouse:
        hand.release()
    return True
