"""Whatever is typed, a command answers, refuses in one line or names the fault: never a traceback."""

import shutil
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.command_line import ONE_DAY_SETTLES, SAMPLE_STANDS, ask

COMMANDS = (
    "new", "sample", "trade", "settle", "undo", "redo", "import", "inputs", "input", "report", "alerts", "payoff",
    "days", "check", "backup", "close", "roll", "rolls", "split", "move-legs", "move-trade", "campaign", "accounts",
    "account", "cash", "fees", "fee", "reconcile", "export", "statistics", "tax",
)  # fmt: skip
WORDS = (
    "--json", "--at", SAMPLE_STANDS, ONE_DAY_SETTLES, "2026-11-20", "1990-01-01T00:00Z", "2040-12-31T23:59Z",
    "2039-01-01T00:00+14:00", "--portfolio", "Sample.alvh", "Fresh.alvh", "Sample.market", "Copy.alvh", ".", "/", "~",
    "--quoted-at", "--layer", "short", "--name", "--account", "--profile", "Promoter", "--source", "VRO", "--help",
    "--version", "--", "-", "-1", "+1", "-10", "0", "37", "8", "6850.40", "1e5", "nan", "SPXW", "SPX", "VIX", "VX",
    "23NOV26", "4JAN27", "16DEC26", "20JAN27", "17C", "6650P", "6650/6675P", "6845/6870C", "@5.75", "@", "@-1", "fee",
    "0.65/ct", "1", "total", "at", "in", "Simulated", "SPXW261123P06650000", "VX_2027-01-20", "", " ", "\n",
    "response.a", "0.09", "rate.30", "equity", "default", "--on", "--from",
    "14", "24", "34", "to", "new", "none", "--to", "--puts", "6300/6325", "--calls", "--leg", "17C=2.00", "6650P=1",
    "--lots", "--campaign", "--sleeve", "core", "--ladder", "--paper", "--broker", "any", "open", "credit", "--fee",
    "--position", "VX_2027-01-20=1", "VIX 16DEC26 17C=4", "=", "--cash", "--complete", "--assert", "--as-of",
    "--forget", "--format", "csv", "-o", "Whole.json", "--force", "--by", "vix", "--year", "2026",
)  # fmt: skip
ORDER_WORDS = WORDS[WORDS.index("-1") :]
# A path of any letters could lead out of the folder of the test.
NAMES = st.text(max_size=12).map(lambda text: text.replace("/", "_").replace("\\", "_"))
LINES = st.lists(st.one_of(st.sampled_from(WORDS), NAMES), max_size=9)
PRINTABLE = st.text(st.characters(blacklist_characters="\0", blacklist_categories=()), max_size=40)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(COMMANDS), LINES, st.booleans())
@example("report", ["--at", "0001-01-01T00:00Z"], True)
@example("settle", ["9" * 5000, "5"], True)
@example("settle", ["37", "9" * 5000], True)
@example("trade", ["-" + "9" * 5000 + " SPXW 23NOV26 6650P @1"], True)
@example("new", ["\udcff.alvh"], False)
@example("report", ["--portfolio", "\udcff.alvh"], False)
def test_any_words(written_sample: Path, here: Path, command: str, words: list[str], names_the_sample: bool) -> None:
    _run(written_sample, here, [command, *words, *(["--portfolio", "Sample.alvh"] if names_the_sample else [])])


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PRINTABLE | st.lists(st.sampled_from(ORDER_WORDS), max_size=9).map(" ".join))
def test_any_order(written_sample: Path, here: Path, order: str) -> None:
    _run(written_sample, here, ["trade", "--portfolio", "Sample.alvh", "--", order])


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300) | PRINTABLE.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_quote_file(written_sample: Path, here: Path, content: bytes) -> None:
    (here / "chain.csv").write_bytes(content)
    _run(written_sample, here, ["import", "chain.csv", "--portfolio", "Sample.alvh"])


INPUT_CELLS = st.sampled_from(
    (
        "name",
        "date",
        "value",
        "source",
        "rate.30",
        "equity",
        "2026-11-20",
        "4.25",
        "-1",
        "",
        ",",
        "\n",
        '"',
        "\0",
        "\ufeff",
    )
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=300)
    | st.lists(INPUT_CELLS, max_size=30).map(",".join).map(lambda text: text.encode())
    | st.lists(INPUT_CELLS, max_size=12).map(lambda cells: f"name,date,value,source\n{','.join(cells)}".encode())
)
def test_any_file_of_inputs(written_sample: Path, here: Path, content: bytes) -> None:
    (here / "chain.csv").write_bytes(content)
    _run(written_sample, here, ["inputs", "--from", "chain.csv", "--portfolio", "Sample.alvh"])


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_damage(written_sample: Path, here: Path, data: st.DataObject) -> None:
    """Bytes overwritten anywhere in the file: every command says what is wrong, or does not meet the damage."""
    content = bytearray((written_sample / "Sample.alvh").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.one_of(st.integers(0, 200), st.integers(0, len(content) - 1)))
        noise = data.draw(st.binary(min_size=1, max_size=30))
        content[place : place + len(noise)] = noise
    content = content[: data.draw(st.sampled_from([len(content), len(content), 4096, 8192, 10000]))]
    for command in data.draw(st.permutations(["report", "check", "undo", "redo", "alerts"])):
        (here / "Sample.alvh").write_bytes(content)
        shutil.copy(written_sample / "Sample.market", here)
        assert ask(command, "--portfolio", "Sample.alvh").code in range(5)


def _run(written_sample: Path, here: Path, arguments: list[str]) -> None:
    for name in here.iterdir():
        if name.is_file() and name.name != "chain.csv":
            name.unlink()
    for name in ("Sample.alvh", "Sample.market"):
        shutil.copy(written_sample / name, here / name)
    assert ask(*arguments).code in range(5)
    assert ask("check", "--portfolio", "Sample.alvh").code == 0
