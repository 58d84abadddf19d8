"""Pictures that a trader would paste into a note: the path of a day, drawn into a PNG by a few loops."""

import struct
import zlib
from collections.abc import Sequence
from itertools import pairwise

WIDTH, HEIGHT, _MARGIN = 360, 150, 12
_WHITE, _LINE, _GRID = (255, 255, 255), (0, 114, 178), (217, 217, 217)


def path_png(values: Sequence[float]) -> bytes:
    """The bytes of a PNG in which the values are joined by a line, the first to the left."""
    pixels = [[_WHITE] * WIDTH for _ in range(HEIGHT)]
    low, high = min(values), max(values)
    room = (high - low) or 1.0
    for share in (0.0, 0.5, 1.0):
        y = _MARGIN + round(share * (HEIGHT - 2 * _MARGIN))
        pixels[y] = [_GRID] * WIDTH
    points = [
        (
            _MARGIN + place * (WIDTH - 2 * _MARGIN) / max(1, len(values) - 1),
            HEIGHT - _MARGIN - (value - low) / room * (HEIGHT - 2 * _MARGIN),
        )
        for place, value in enumerate(values)
    ]
    for one, other in pairwise(points):
        _join(pixels, one, other)
    rows = b"".join(b"\0" + bytes(part for pixel in row for part in pixel) for row in pixels)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = _chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows, 9)), _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _join(pixels: list[list[tuple[int, int, int]]], one: tuple[float, float], other: tuple[float, float]) -> None:
    steps = max(1, round(max(abs(other[0] - one[0]), abs(other[1] - one[1]))))
    for step in range(steps + 1):
        x = round(one[0] + (other[0] - one[0]) * step / steps)
        y = round(one[1] + (other[1] - one[1]) * step / steps)
        for below in (0, 1):
            pixels[min(y + below, HEIGHT - 1)][x] = _LINE


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
