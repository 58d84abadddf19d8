"""Compressed files unpacked in memory: a gzip, or a zip with one file inside."""

import gzip
import io
import struct
import zipfile
import zlib

from alvh_desktop.domain.problems import Problem

LARGEST_CONTENT_BYTES = 256 * 1024 * 1024
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, IndexError, KeyError, OverflowError,
    NotImplementedError, RuntimeError,
)  # fmt: skip
"""What the standard library raises for bytes that are no archive; RuntimeError is a file with a password."""


def unpacked(content: bytes, name: str) -> tuple[bytes, str] | Problem:
    """The content of a file and its name without the archive around it; what is not compressed stays as it is."""
    if content.startswith(_GZIP):
        inner = _from_gzip(content, name)
        return inner if isinstance(inner, Problem) else (inner, _without_ending(name, ".gz"))
    if content.startswith(_ZIP):
        return _from_zip(content, name)
    return content, name


def _without_ending(name: str, ending: str) -> str:
    return name[: -len(ending)] if name.lower().endswith(ending) and len(name) > len(ending) else name


def _from_gzip(content: bytes, name: str) -> bytes | Problem:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as archive:
            inner = archive.read(LARGEST_CONTENT_BYTES + 1)
    except EOFError:
        return Problem(name, "the gzip file breaks off: download it again; nothing was imported")
    except (gzip.BadGzipFile, zlib.error):
        return Problem(name, "the gzip file is damaged: download it again; nothing was imported")
    return _within_limit(inner, name)


def _from_zip(content: bytes, name: str) -> tuple[bytes, str] | Problem:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # Apple's archives hold a second, hidden file of attributes beside each
            files = [each for each in archive.infolist() if not each.is_dir() and "__MACOSX/" not in each.filename]
            if len(files) != 1:
                return Problem(name, f"the zip file holds {len(files)} files: unpack it and import each of them")
            if files[0].compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                return Problem(name, "the zip file is compressed in a rare way: unpack it and import the file inside")
            with archive.open(files[0]) as packed:
                inner = _within_limit(packed.read(LARGEST_CONTENT_BYTES + 1), name)
    except _BROKEN:
        return Problem(name, "the zip file cannot be unpacked: it is damaged, or needs a password")
    return inner if isinstance(inner, Problem) else (inner, files[0].filename.rsplit("/", 1)[-1] or name)


def _within_limit(inner: bytes, name: str) -> bytes | Problem:
    if len(inner) > LARGEST_CONTENT_BYTES:
        return Problem(name, "the file is larger than 256 MB when unpacked; nothing was imported")
    return inner
