"""Archives: unpacked in memory up to a limit, and refused in one sentence when they are damaged."""

import gzip
import io
import zipfile

import pytest
from support.market_fixtures import HISTORIES, delivered, refused_file

from alvh_desktop.domain.problems import Problem
from alvh_desktop.market import unpacked as module
from alvh_desktop.market.unpacked import unpacked

CONTENT = (HISTORIES / "VVIX_History.csv").read_bytes()


def zipped(**files: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return kept.getvalue()


def test_what_is_not_compressed_stays_as_it_is() -> None:
    assert unpacked(CONTENT, "a.csv") == (CONTENT, "a.csv")


@pytest.mark.parametrize(
    ("content", "name", "inside"),
    [
        (gzip.compress(CONTENT), "VVIX_History.csv.gz", "VVIX_History.csv"),
        (gzip.compress(CONTENT), "VVIX_History", "VVIX_History"),
        (gzip.compress(CONTENT[:40]) + gzip.compress(CONTENT[40:]), "a.csv.GZ", "a.csv"),
        (zipped(**{"folder/VVIX.csv": CONTENT}), "download.zip", "VVIX.csv"),
        (zipped(**{"VVIX.csv": CONTENT, "__MACOSX/._VVIX.csv": b"\0"}), "download.zip", "VVIX.csv"),
    ],
)
def test_an_archive_gives_its_one_file_and_the_name_of_it(content: bytes, name: str, inside: str) -> None:
    assert unpacked(content, name) == (CONTENT, inside)
    assert delivered(content, name).closes == delivered(CONTENT).closes


@pytest.mark.parametrize("length", [2, 9, 20, 60])
def test_a_gzip_that_breaks_off_gives_nothing(length: int) -> None:
    message = "a.gz: the gzip file breaks off: download it again; nothing was imported"
    assert refused_file(gzip.compress(CONTENT)[:length], "a.gz") == message


def test_a_gzip_cut_at_any_byte_gives_nothing() -> None:
    content = gzip.compress(CONTENT)
    for end in range(2, len(content)):
        assert isinstance(unpacked(content[:end], "a.gz"), Problem)


def test_a_gzip_with_a_wrong_check_sum_gives_nothing() -> None:
    content = bytearray(gzip.compress(CONTENT))
    content[-6] ^= 1
    message = "a.gz: the gzip file is damaged: download it again; nothing was imported"
    assert refused_file(bytes(content), "a.gz") == message


def test_a_zip_of_several_files_or_none_is_refused() -> None:
    expected = "a.zip: the zip file holds 2 files: unpack it and import each of them"
    assert refused_file(zipped(a=CONTENT, b=CONTENT), "a.zip") == expected


@pytest.mark.parametrize("end", [-1, -30, 60, 5])
def test_a_damaged_zip_is_refused(end: int) -> None:
    expected = "a.zip: the zip file cannot be unpacked: it is damaged, or needs a password"
    assert refused_file(zipped(a=CONTENT)[:end], "a.zip") == expected


def test_a_zip_of_a_rare_method_is_to_be_unpacked_by_hand() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.csv", CONTENT)
    expected = "a.zip: the zip file is compressed in a rare way: unpack it and import the file inside"
    assert refused_file(kept.getvalue(), "a.zip") == expected


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_CONTENT_BYTES", 1000)
    for content, name in ((gzip.compress(bytes(1001)), "a.gz"), (zipped(a=bytes(1001)), "a.zip")):
        expected = f"{name}: the file is larger than 256 MB when unpacked; nothing was imported"
        assert str(unpacked(content, name)) == expected
    assert unpacked(gzip.compress(bytes(1000)), "a.gz") == (bytes(1000), "a")


def test_an_archive_in_an_archive_is_not_unpacked_further() -> None:
    expected = "a.csv.gz: the file is compressed: unpack it and import the CSV file inside"
    assert refused_file(gzip.compress(gzip.compress(CONTENT)), "a.csv.gz.gz") == expected
