"""What a live page of 30,000 options costs: run by hand, prints the worst gap of another thread, CPU and memory.

python tests/benchmarks/feed.py          the reader row by row
python tests/benchmarks/feed.py plain    json.loads in a thread, for comparison
python tests/benchmarks/feed.py spin     a loop of nothing for half a second of CPU: what any Python thread costs here
python tests/benchmarks/feed.py live     asked for over loopback HTTP, unpacked, read and kept in a market file
"""

import gzip
import json
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.delayed_pages import many_rows, page, page_bytes
from support.quote_server import QuoteServer, body

from alvh_desktop.desk.feed import wanted_for
from alvh_desktop.domain.quotes import Delivery
from alvh_desktop.market.cboe_delayed import read_delayed_quotes
from alvh_desktop.market.feeds.cboe import CboeDelayed
from alvh_desktop.storage.market_file import MarketFile

NOW = datetime(2026, 11, 20, 20, 0, 30, tzinfo=UTC)


def read(content: bytes) -> Delivery:
    answer = read_delayed_quotes(content.decode(), "SPX", wanted_for((), NOW))
    assert isinstance(answer, Delivery), answer
    return answer


def ask_and_keep(content: bytes) -> Delivery:
    packed = gzip.compress(content, 6)
    with QuoteServer() as server, tempfile.TemporaryDirectory() as folder:
        server.answers["/_SPX.json"] = body(packed, {"Content-Encoding": "gzip"})
        feed = CboeDelayed(lambda now: wanted_for((), now), symbols=("SPX",), base_url=server.address)
        market = MarketFile(Path(folder) / "a.market")
        for _ in range(2):
            began = time.process_time()
            found = feed.look(NOW, is_asked=True).found
            assert isinstance(found, Delivery), found
            print(f"asked and read {1000 * (time.process_time() - began):6.0f} ms CPU")
            began = time.process_time()
            market.record_live(found)
            print(
                f"kept           {1000 * (time.process_time() - began):6.0f} ms CPU, {market.path.stat().st_size:,} B"
            )
            feed._symbols[0].not_before = feed._symbols[0].validators = None
        feed.stop()
    return found


def spin(content: bytes) -> None:
    began = time.thread_time()
    while time.thread_time() - began < 0.5:
        pass


def measure(content: bytes, work: Callable[[bytes], object]) -> None:
    done, results = threading.Event(), []

    def run() -> None:
        began = time.thread_time()
        results.append((work(content), time.thread_time() - began))
        done.set()

    worst, before = 0.0, time.perf_counter()
    thread = threading.Thread(target=run)
    thread.start()
    while not done.is_set():
        time.sleep(0.001)
        now = time.perf_counter()
        worst, before = max(worst, now - before), now
    thread.join()
    found, seconds = results[0]
    kept = len(found.quotes) if isinstance(found, Delivery) else 0
    rows = found.rows_read if isinstance(found, Delivery) else 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(content) / 1e6:.1f} MB, {rows:,} rows, {kept:,} kept")
    print(f"worst gap {1000 * worst:.1f} ms, CPU {1000 * seconds:.0f} ms, peak RSS {peak:.0f} MB")


def main() -> None:
    content = page_bytes(page(many_rows(30_000)))
    works = {"plain": json.loads, "live": ask_and_keep, "spin": spin}
    measure(content, works.get(sys.argv[1], read) if len(sys.argv) > 1 else read)


if __name__ == "__main__":
    main()
