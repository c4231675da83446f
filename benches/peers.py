#!/usr/bin/env python3
"""How fast firedrill is, beside its peers: one table of ratios with their goals and verdicts.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install simpy==4.1.2
    /tmp/peers/bin/python benches/peers.py

Builds `benches/peers` and runs every program in turn, round by round, so that what else the machine
does falls on all alike. Figures are processor time, medians of the rounds (5 unless told otherwise).

    --rounds N      rounds
    --only abcd     which parts: (a) the drill against SimPy, (b) the queue against everybody,
                    (c) whole drills, (d) growth of work
    --others        Ciw and salabim as well, for information (`pip install ciw salabim`)
    --json          the figures as JSON

SimPy needs some ten minutes for the drill of an hour, so a part of it is played, calm and in trouble
apart, and scaled by simulated time: 54 minutes calm, 6 in trouble.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent / "peers"
BUILT = HERE.parent.parent / "target" / "peers" / "release"
HOUR, TROUBLE = 3600, 360
# Customers of the M/M/8 in each run: a second or so for each program.
QUEUE = {"tight": 10_000_000, "firedrill": 2_000_000, "simu": 1_000_000, "nexosim": 1_000_000}
PYTHON_QUEUE = {"simpy": 60_000, "ciw": 30_000, "salabim": 5_000}
# Most that a service-hour may cost more in a larger system, or in a longer drill, to be linear.
LINEAR = 1.5


def run(*command):
    """What a program printed."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def own(*words):
    return run(BUILT / "firedrill", *words)


def python(script, *words):
    return run(sys.executable, HERE / script, *words)


def rate(told):
    return told["customers"] / told["cpu"]


def drill(system, seed):
    """Processor seconds of the hour in SimPy, and what its users saw."""
    told = python("twelve_simpy.py", system, 10, 20, 10, seed)
    calm, hot = told["calm"], told["hot"]
    cost = [part["cpu"] / part["seconds"] for part in (calm, hot)]
    return cost[0] * (HOUR - TROUBLE) + cost[1] * TROUBLE, calm, hot


class Table:
    """Figures by name, round by round, and the rows made of their medians."""

    def __init__(self):
        self.figures, self.rows = {}, []

    def note(self, name, figure):
        self.figures.setdefault(name, []).append(figure)

    def median(self, name):
        return statistics.median(self.figures[name])

    def row(self, what, figure, unit, goal, met, aim=""):
        self.rows.append((what, f"{figure} {unit}".strip(), goal, "met" if met else "MISSED", aim))

    def least(self, what, figure, goal, unit="x", aim=None):
        wish = "" if aim is None else f"aim {aim:,} {unit}: {'met' if figure >= aim else 'not yet'}"
        self.row(what, f"{figure:,.1f}" if figure < 100 else f"{figure:,.0f}", unit,
                 f">= {goal:,} {unit}", figure >= goal, wish)

    def most(self, what, figure, goal, aim=""):
        self.row(what, f"{figure:.2f}", "x", f"<= {goal:g} x", figure <= goal, aim)

    def print(self):
        wide = [max(len(row[place]) for row in self.rows) for place in range(5)]
        for row in self.rows:
            cells = (cell.ljust(width) for cell, width in zip(row, wide))
            print("  ".join(cells).rstrip())


def round_of(table, parts, others, files, number):
    """Runs everything once, firedrill and its peers in turn."""
    if "a" in parts:
        hour = own("fluid", HOUR, TROUBLE)
        table.note("fluid", hour["cpu"])
        cost, calm, hot = drill(files / "system.json", number)
        table.note("drill simpy", cost)
        for name, told in (("p50", calm), ("p99", calm), ("errors", hot)):
            table.note(f"{name} simpy", told[name])
            table.note(f"{name} fluid", hour["errors"] if name == "errors" else hour["calm"][name])
    if "b" in parts:
        for peer, customers in QUEUE.items():
            words = ("oracle", customers, number) if peer == "firedrill" else (customers, number)
            table.note(f"queue {peer}", rate(run(BUILT / peer, *words)))
        for peer, customers in PYTHON_QUEUE.items():
            if peer == "simpy" or others:
                table.note(f"queue {peer}", rate(python(f"mm8_{peer}.py", customers, number)))
    if "c" in parts:
        count, first = files_count(files), 1 + 1000 * number
        alone, both = (own("drills", count, threads, first) for threads in (1, 2))
        table.note("drill-hour", both["cpu"] / both["hours"])
        table.note("wall of 2", both["wall"] / both["hours"])
        table.note("same", float(alone["digest"] == both["digest"]))
    if "d" in parts:
        for copies in (1, 10, 100):
            told = own("growth", copies, 600, 60)
            table.note(f"growth {12 * copies}", told["cpu"] * HOUR / 600 / (12 * copies))
        for seconds in (1800, 7200):
            told = own("fluid", seconds, seconds // 10)
            table.note(f"time {seconds}", told["cpu"] / seconds)


def files_count(files):
    """Whole drills in a round: as many as take ten seconds or so, two at least."""
    known = files / "drills"
    if not known.exists():
        one = own("drills", 1, 1, 1)
        known.write_text(str(max(2, min(200, int(10 / one["cpu"])))))
    return int(known.read_text())


def conclude(table, parts, others):
    """The rows, in the order of the goals."""
    if "a" in parts:
        ratio = table.median("drill simpy") / table.median("fluid")
        table.least("engine F: hour of 12 services, hot 10 %, vs SimPy", ratio, 3000, aim=10_000)
    if "b" in parts:
        ours = table.median("queue firedrill")
        table.most("engine D: tight loop is faster by", table.median("queue tight") / ours, 2)
        for peer, goal in (("simpy", 50), ("nexosim", 3), ("simu", 3)):
            table.least(f"engine D: M/M/8 vs {peer}", ours / table.median(f"queue {peer}"), goal)
    if "c" in parts:
        drills = 120 / table.median("drill-hour")
        table.least("whole one-hour drills in 60 s on 2 cores", drills, 2000, unit="", aim=10_000)
        same = all(table.figures["same"])
        table.row("the same bytes at 1 and 2 threads", "yes" if same else "no", "", "yes", same)
    if "d" in parts:
        for size in (120, 1200):
            ratio = table.median(f"growth {size}") / table.median("growth 12")
            table.most(f"a service-hour among {size:,} services vs 12", ratio, LINEAR)
        ratio = table.median("time 7200") / table.median("time 1800")
        table.most("a drill-second of 2 hours vs 30 minutes", ratio, LINEAR)


def details(table, parts):
    """The figures behind the rows."""
    if "a" in parts:
        print(f"\nthe hour: firedrill {table.median('fluid') * 1000:.0f} ms, "
              f"SimPy {table.median('drill simpy'):.0f} s (scaled)")
        for name, unit, factor in (("p50", "ms", 1000), ("p99", "ms", 1000), ("errors", "%", 100)):
            pair = (table.median(f"{name} {whose}") * factor for whose in ("fluid", "simpy"))
            print("{}: firedrill {:.1f} {unit}, SimPy {:.1f} {unit}".format(name, *pair, unit=unit))
    if "b" in parts:
        print("\nM/M/8, thousand customers a second on one core:")
        for name in table.figures:
            if name.startswith("queue "):
                print(f"  {name[6:]:10} {table.median(name) / 1000:10,.0f}")
    if "c" in parts:
        print(f"\na drill-hour with crew and score: {table.median('drill-hour') * 1000:,.0f} ms of "
              f"processor, {table.median('wall of 2') * 1000:,.0f} ms on the clock with 2 threads")
    if "d" in parts:
        print("\na service-hour, hot 10 % of the time, every copy at once:")
        for size in (12, 120, 1200):
            print(f"  {size:5,} services {table.median(f'growth {size}') * 1000:8.2f} ms")


def main():
    reader = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    reader.add_argument("--rounds", type=int, default=5)
    reader.add_argument("--only", default="abcd")
    reader.add_argument("--others", action="store_true")
    reader.add_argument("--json", action="store_true")
    told = reader.parse_args()
    cargo = os.environ.get("CARGO", "cargo")
    subprocess.run([cargo, "build", "--release", "--locked", "--quiet"], cwd=HERE, check=True)
    table = Table()
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder)
        (files / "system.json").write_text(json.dumps(own("system")))
        for number in range(1, told.rounds + 1):
            print(f"round {number} of {told.rounds}", file=sys.stderr)
            round_of(table, told.only, told.others, files, number)
    if told.json:
        print(json.dumps(table.figures))
        return
    conclude(table, told.only, told.others)
    table.print()
    details(table, told.only)
    if any(row[3] == "MISSED" for row in table.rows):
        sys.exit(1)


main()
