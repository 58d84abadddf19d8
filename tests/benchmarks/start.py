"""Start to first painted frame, and to the live plot of the sample: `python tests/benchmarks/start.py [RUNS]`.

The reference is a window of Qt alone in the same shape: docks with a tree, a table and a list, a tool bar, menus and
a status bar, in the same font and style. Both are whole processes, run in turns, with compiled modules as an
installed program has them. Prints each run, the medians and the two ratios, and what the imports of the program
cost. Needs a display or QT_QPA_PLATFORM=offscreen.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from alvh_desktop.domain.resources import resource
from alvh_desktop.widgets.style_sheet import style_sheet
from alvh_desktop.widgets.tokens import tokens

RUNS = 9
LONGEST_SECONDS = 30
QT_ONLY = """
import sys
from PySide6.QtCore import QStringListModel, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication, QDockWidget, QLabel, QLineEdit, QListView, QMainWindow, QStyleFactory, QTableView, QTreeView
)

class Window(QMainWindow):
    was_painted = False

    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.was_painted:
            self.was_painted = True
            QTimer.singleShot(0, said)

def said():
    sys.stderr.write("first frame\\n")
    sys.stderr.flush()

app = QApplication(sys.argv)
for file in sys.argv[2:]:
    number = QFontDatabase.addApplicationFont(file)
font = QFont(QFontDatabase.applicationFontFamilies(number)[0])
font.setPointSizeF(9.75)
app.setFont(font)
app.setStyle(QStyleFactory.create("Fusion"))
palette = QPalette()
palette.setColor(QPalette.ColorRole.Window, QColor("#f1f3f6"))
palette.setColor(QPalette.ColorRole.Base, QColor("#ffffff"))
app.setPalette(palette)
app.setStyleSheet(sys.argv[1])
window = Window()
window.setWindowTitle("Qt only")
for title in ("&File", "&Edit", "&Position", "&View", "&Help"):
    window.menuBar().addMenu(title)
bar = window.addToolBar("Order")
bar.addWidget(QLabel("&Order"))
bar.addWidget(QLineEdit())
tree, table, names = QTreeView(), QTableView(), QListView()
for view in (tree, table):
    model = QStandardItemModel(0, 10, view)
    model.setHorizontalHeaderLabels([f"Column {number}" for number in range(10)])
    view.setModel(model)
names.setModel(QStringListModel(names))
docks = []
for title, view in (("Positions", tree), ("Payoff", table), ("Alerts", names)):
    docks.append(QDockWidget(title, window))
    docks[-1].setWidget(view)
window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, docks[0])
window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, docks[1])
window.splitDockWidget(docks[1], docks[2], Qt.Orientation.Vertical)
window.setCentralWidget(QLabel(""))
window.statusBar().addWidget(QLabel("Ready"))
window.resize(1280, 800)
window.show()
app.exec()
"""


def moments(command: list[str], until: str, environment: dict[str, str]) -> dict[str, float]:
    """Seconds from the start of the process to each line of its stderr; it is ended after the line `until`."""
    start, told = time.perf_counter(), {}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stderr is not None
        late = threading.Timer(LONGEST_SECONDS, running.kill)
        late.start()
        for line in running.stderr:
            told[line.strip()] = time.perf_counter() - start
            if line.strip() == until:
                break
        late.cancel()
        running.terminate()
    assert until in told, f"{command[1:3]} ended without {until!r}: {list(told)}"
    return told


def imports(environment: dict[str, str]) -> list[str]:
    """What loading the module of the first frame costs, in ms, cumulated."""
    command = [sys.executable, "-X", "importtime", "-c", "import alvh_desktop.app"]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    rows = [line.split("|") for line in ended.stderr.splitlines() if "|" in line][1:]
    rows.sort(key=lambda row: int(row[1]), reverse=True)
    return [f"{int(row[1]) / 1000:8.1f} ms  {row[2].strip()}" for row in rows[:12]]


def environment_in(folder: Path) -> dict[str, str]:
    """Folders of its own, so that the sample is opened, and a place for compiled modules."""
    homes = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"))
    own = {**os.environ, **{name: str(folder / name.lower()) for name in homes}, "ALVH_SAY_FIRST_FRAME": "1"}
    own.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**own, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    fonts = [str(resource("fonts", name)) for name in ("Inter-Regular.otf", "Inter-SemiBold.otf")]
    qt_only = [sys.executable, "-c", QT_ONLY, style_sheet(tokens("light")), *fonts]
    ours = [sys.executable, "-m", "alvh_desktop"]
    floors, firsts, plots = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        environment = environment_in(Path(folder))
        for run in range(-1, runs):
            floor = moments(qt_only, "first frame", environment)["first frame"]
            told = moments(ours, "live plot", environment)
            if run < 0:
                continue  # the first turn compiles the modules
            floors.append(floor)
            firsts.append(told["first frame"])
            plots.append(told["live plot"])
            print(f"Qt only {floor:.3f} s   first frame {firsts[-1]:.3f} s   live plot {plots[-1]:.3f} s")
        floor = statistics.median(floors)
        for name, seconds in (("first frame", firsts), ("live plot", plots)):
            median = statistics.median(seconds)
            print(f"{name} {median:.3f} s / Qt only {floor:.3f} s = {median / floor:.2f}")
        print("\n".join(imports(environment)))


if __name__ == "__main__":
    main()
