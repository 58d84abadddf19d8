"""Start to first painted frame, whole process, five runs: `python tests/benchmarks/start.py`.

Prints each run and the medians beside a bare Qt window of the same size in the same run, and what the imports of
the program cost. Needs a display or QT_QPA_PLATFORM=offscreen.
"""

import os
import re
import statistics
import subprocess
import sys
import time

RUNS = 5
BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.resize(1280, 800)
window.show()
app.processEvents()
"""
PAINTED = re.compile(r"first frame")


def bare_qt() -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", BARE], check=True)
    return time.perf_counter() - start


def program() -> float:
    """Seconds until the program says on stderr that its first frame is painted; it is ended then."""
    start = time.perf_counter()
    environment = {**os.environ, "ALVH_SAY_FIRST_FRAME": "1"}
    command = [sys.executable, "-m", "alvh_desktop"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stderr is not None
        for line in running.stderr:
            if PAINTED.search(line):
                break
        took = time.perf_counter() - start
        running.terminate()
    return took


def imports() -> list[str]:
    """The costliest imports of the window, in ms, cumulated."""
    command = [sys.executable, "-X", "importtime", "-c", "import alvh_desktop.app"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr.splitlines()
    rows = [line.split("|") for line in told if "|" in line][1:]
    rows.sort(key=lambda row: int(row[1]), reverse=True)
    return [f"{int(row[1]) / 1000:8.1f} ms  {row[2].strip()}" for row in rows[:12]]


def main() -> None:
    bare, ours = [], []
    for _ in range(RUNS):
        bare.append(bare_qt())
        ours.append(program())
        print(f"bare Qt {bare[-1]:.3f} s   program {ours[-1]:.3f} s")
    print(f"medians: bare Qt {statistics.median(bare):.3f} s, program {statistics.median(ours):.3f} s, ", end="")
    print(f"ratio {statistics.median(ours) / statistics.median(bare):.2f}")
    print("\n".join(imports()))


if __name__ == "__main__":
    main()
