"""Opening and closing an SQLite file by other means drops this process's locks on it: nothing here may do that."""

import ast
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from subprocess import DEVNULL

from support.stored_books import findings, make_history, open_to_write, run_child

import alvh_desktop.storage
from alvh_desktop.storage.opening import look

FOLDER = Path(alvh_desktop.storage.__file__).parent
OPENING_CALLS = {
    "open",
    "read_bytes",
    "read_text",
    "write_bytes",
    "write_text",
    "fdopen",
    "copyfile",
    "copy",
    "copy2",
}
ALLOWED = {
    ("lock.py", "path.open"): "the lock's own file",
    ("copying.py", "os.open"): "a folder, to flush it",
    ("preferences_file.py", "path.open"): "settings, no database",
    ("preferences_file.py", "os.fdopen"): "settings, no database",
}


def opening_calls() -> Iterator[tuple[str, str]]:
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if called.rpartition(".")[2] in OPENING_CALLS:
                    yield path.name, called
            if isinstance(node, ast.Import | ast.ImportFrom) and "shutil" in ast.unparse(node):
                yield path.name, "shutil"


def test_no_code_of_the_store_opens_a_file_past_sqlite() -> None:
    assert set(opening_calls()) == set(ALLOWED)


def test_a_look_drops_no_lock_of_this_process(tmp_path: Path) -> None:
    path = make_history(tmp_path / "book.alvh")
    with closing(open_to_write(path)) as file:
        connection = file._connection
        assert connection is not None
        connection.execute("BEGIN IMMEDIATE")
        look(path)
        findings(path)
        assert not another_process_can_write_to(path)
        connection.execute("ROLLBACK")
        assert another_process_can_write_to(path)


def another_process_can_write_to(path: Path) -> bool:
    with run_child("storing_child.py", "hold_the_database", path, stdin=DEVNULL) as child:
        assert child.stdout is not None
        return child.stdout.readline() == "ready\n"
