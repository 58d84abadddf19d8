"""Several states of widgets in one string of bytes, as the settings keep them."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QDataStream, QIODevice


def pack(states: Sequence[QByteArray]) -> bytes:
    packed = QByteArray()
    stream = QDataStream(packed, QIODevice.OpenModeFlag.WriteOnly)
    for state in states:
        stream << state
    return bytes(packed.data())


def unpack(packed: bytes, count: int) -> tuple[QByteArray, ...]:
    """As many states as were packed; empty ones where the bytes are not such states."""
    source = QByteArray(packed)  # the stream reads from this object and does not keep it
    stream = QDataStream(source, QIODevice.OpenModeFlag.ReadOnly)
    found = []
    for _ in range(count):
        state = QByteArray()
        stream >> state
        found.append(state if stream.status() is QDataStream.Status.Ok else QByteArray())
    return tuple(found)
