"""Lets every system call of an operation fail once, and kills the process at each; prints how each of them ended.

Run by hand, it needs strace: python tests/benchmarks/store_syscall_faults.py [OPERATION ...]

The point of failure moves one call further until the operation ends undisturbed. Whatever happens, an
acknowledged line must be there, what was not acknowledged must be there whole or not at all, `check` must find
nothing, and an error must be one that a person is told in a sentence.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests")]

from support.founded_books import CLOCK  # noqa: E402
from support.old_books import LADDER, make_old_history  # noqa: E402
from support.stored_books import create, make_history, next_entry, open_to_read, open_to_write  # noqa: E402

from alvh_desktop.domain.problems import KnownError  # noqa: E402 - the script stands outside the package
from alvh_desktop.storage.backups import back_up_now, back_up_to, restore  # noqa: E402
from alvh_desktop.storage.book_file import BookFile  # noqa: E402
from alvh_desktop.storage.checking import check  # noqa: E402

CALLS = (
    "openat",
    "pread64",
    "pwrite64",
    "ftruncate",
    "fdatasync",
    "fsync",
    "unlink",
    "unlinkat",
    "rename",
    "link",
    "fcntl",
)
FAULTS = ("error=ENOSPC", "error=EIO", "signal=KILL")
MOST = 400
"""An operation that makes so many calls of one kind is not waited for."""


@dataclass(frozen=True)
class Operation:
    """What is done to `book.alvh` in a folder, which files may fail, and what is wrong with the outcome."""

    prepare: Callable[[Path], object]
    work: Callable[[Path], object]
    files: tuple[str, ...]
    wrong: Callable[[Path, bool], str | None]


def lines_in(path: Path) -> int:
    with closing(open_to_read(path)) as file:
        return file.recent(1)[0].number


def save(folder: Path) -> None:
    with closing(open_to_write(folder / "book.alvh")) as file:
        file.commit(next_entry(file))


def is_saved_wrongly(folder: Path, is_acknowledged: bool) -> str | None:
    path = folder / "book.alvh"
    findings = check(path, CLOCK).findings
    lines = lines_in(path)
    if findings:
        return findings[0]
    if is_acknowledged and lines != 7:
        return "an acknowledged line is lost"
    return None if lines in (6, 7) else f"{lines} lines"


def is_made_wrongly(name: str) -> Callable[[Path, bool], str | None]:
    def wrong(folder: Path, is_acknowledged: bool) -> str | None:
        path = folder / name
        if not path.exists():
            return "an acknowledged file is not there" if is_acknowledged else None
        return next(iter(check(path, CLOCK).findings), None)

    return wrong


def prepare_restore(folder: Path) -> None:
    path = make_history(folder / "book.alvh")
    back_up_to(path, folder / "old.alvh")
    save(folder)


def is_restored_wrongly(folder: Path, is_acknowledged: bool) -> str | None:
    path = folder / "book.alvh"
    if not path.exists():
        return "nothing stands under the name"
    findings, lines = check(path, CLOCK).findings, lines_in(path)
    if findings:
        return findings[0]
    return "the old file is still there" if is_acknowledged and lines != 6 else None


def is_migrated_wrongly(folder: Path, is_acknowledged: bool) -> str | None:
    path = folder / "book.alvh"
    first = check(path, CLOCK, LADDER).findings
    if first:
        return first[0]
    with closing(BookFile.open_for_writing(path, CLOCK, folder / "later", LADDER)) as file:
        if len(file.load().fills) != 6:
            return "fills are lost"
    copies = list((folder / "backups").glob("*.alvh"))
    if is_acknowledged and len(copies) != 1:
        return "no backup was made"
    bad = [copy.name for copy in copies if check(copy, CLOCK, LADDER[:1]).findings]
    return f"a bad backup {bad[0]}" if bad else next(iter(check(path, CLOCK, LADDER).findings), None)


PROCESS = 77
"""The number that a child believes to have: it stands in the names of the files that are on their way."""


def on_the_way(name: str) -> tuple[str, ...]:
    part = f"{name}.{PROCESS}.part"
    return name, part, f"{part}-journal"


BOOK = ("book.alvh", "book.alvh-journal", "book.alvh.lock", ".")
BACKUPS = ("backups", *on_the_way("backups/book-20261120T203000Z.alvh"))

OPERATIONS: Mapping[str, Operation] = {
    "save": Operation(lambda folder: make_history(folder / "book.alvh"), save, BOOK, is_saved_wrongly),
    "create": Operation(
        lambda folder: None,
        lambda folder: create(folder / "book.alvh").close(),
        (*BOOK, *on_the_way("book.alvh")),
        is_made_wrongly("book.alvh"),
    ),
    "copy": Operation(
        lambda folder: make_history(folder / "book.alvh"),
        lambda folder: back_up_to(folder / "book.alvh", folder / "copy.alvh"),
        (*BOOK, *on_the_way("copy.alvh")),
        is_made_wrongly("copy.alvh"),
    ),
    "backup": Operation(
        lambda folder: make_history(folder / "book.alvh"),
        lambda folder: back_up_now(folder / "book.alvh", folder / "backups", CLOCK),
        (*BOOK, *BACKUPS),
        is_made_wrongly("backups/book-20261120T203000Z.alvh"),
    ),
    "restore": Operation(
        prepare_restore,
        lambda folder: restore(folder / "old.alvh", folder / "book.alvh", folder / "backups", CLOCK),
        (*BOOK, *BACKUPS, *on_the_way("book.alvh")),
        is_restored_wrongly,
    ),
    "migrate": Operation(
        lambda folder: make_old_history(folder / "book.alvh"),
        lambda folder: BookFile.open_for_writing(folder / "book.alvh", CLOCK, folder / "backups", LADDER).close(),
        (
            *BOOK,
            "backups",
            *on_the_way("backups/book-before-format-2-20261120T203000Z.alvh"),
            *on_the_way("book.alvh"),
        ),
        is_migrated_wrongly,
    ),
}


def run_child(name: str, folder: Path) -> int:
    """The operation by itself: 0 done, 3 refused in a sentence, anything else is a bug."""
    os.getpid = lambda: PROCESS
    try:
        OPERATIONS[name].work(folder)
    except KnownError as error:
        sys.stderr.write(f"{error}\n")
        return 3
    return 0


def sweep(name: str) -> Counter[str]:
    """Every call of the operation with every fault, one at a time."""
    outcomes: Counter[str] = Counter()
    operation = OPERATIONS[name]
    with tempfile.TemporaryDirectory() as scratch:
        pristine = Path(scratch) / "pristine"
        pristine.mkdir()
        operation.prepare(pristine)
        for call in CALLS:
            for fault in FAULTS:
                for when in range(1, MOST):
                    outcome = fail_once(
                        name, operation, pristine, Path(scratch) / "folder", f"{call}:{fault}:when={when}"
                    )
                    if outcome is None:
                        break
                    outcomes[outcome] += 1
    return outcomes


def fail_once(name: str, operation: Operation, pristine: Path, folder: Path, fault: str) -> str | None:
    """How the operation ended with one call failing; None when it made no such call."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(pristine, folder)
    trace = folder.with_name("trace")
    call = fault.partition(":")[0]
    ended = subprocess.run(
        ["strace", "-f", "-qq", "-o", str(trace), "-e", f"trace={call}", "-e", f"inject={fault}", "-P", str(folder),
         *(part for file in operation.files for part in ("-P", str(folder / file))),
         sys.executable, __file__, "child", name, str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    traced = trace.read_text(encoding="utf-8", errors="replace")
    if "(INJECTED)" not in traced and "killed by SIGKILL" not in traced:
        return None
    how = {0: "done", 3: "refused", -9: "killed", 137: "killed"}.get(ended.returncode, f"BUG {ended.returncode}")
    wrong = operation.wrong(folder, how == "done")
    if wrong or how.startswith("BUG"):
        print(name, fault, how, wrong, ended.stderr[-300:])
        return "WRONG"
    litter = [path.name for path in folder.rglob("*.part*") if how != "killed"]
    if litter:
        print(name, fault, how, "left", litter, ended.stderr[-200:])
    return how


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        sys.exit(run_child(sys.argv[2], Path(sys.argv[3])))
    for chosen in sys.argv[1:] or OPERATIONS:
        print(chosen, dict(sweep(chosen)))
