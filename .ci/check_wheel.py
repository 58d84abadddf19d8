"""Run by the wheel's own Python: is it whole, is it not the checkout in disguise, does its report say something?

Usage: check_wheel.py ENVIRONMENT REPORT.json
"""

import json
import sys
from pathlib import Path

import alvh_desktop
from alvh_desktop.domain.resources import resource

environment, report_file = (Path(argument).resolve() for argument in sys.argv[1:])

for path in (Path(alvh_desktop.__file__), resource("products.toml")):
    if environment not in path.resolve().parents:
        raise SystemExit(f"{path} is not the wheel's: it lies outside {environment}")

report = json.loads(report_file.read_text("utf-8"))
absent = {"at", "portfolio", "market", "legs", "trades", "campaigns", "sleeves", "totals", "problems"} - set(report)
if absent:
    raise SystemExit(f"the report lacks {', '.join(sorted(absent))}")
if not report["legs"] or not all(leg["symbol"] and leg["quantity"] for leg in report["legs"]):
    raise SystemExit("the report of the sample has no legs, or legs without symbol and quantity")
