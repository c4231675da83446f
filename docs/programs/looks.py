#!/usr/bin/env python3
"""A technical colleague: looks at what looks worst, and says what was found.

Everything the seat sees comes in as lines of JSON on standard input; a command goes out as
{"say": "..."} on standard output. `firedrill schema player` prints the shape of both.
"""

import json
import sys

VIEWS = ["metrics", "deploys", "logs"]


def say(text):
    print(json.dumps({"say": text}), flush=True)


def worst(services):
    """The part that alerts, or looks worst; nothing while all is calm."""
    bad = [own for own in services if own["badness"] > 0]
    return max(bad, key=lambda own: own["badness"])["part"] if bad else None


def main():
    looked = set()
    busy_until = 0
    for line in sys.stdin:
        told = json.loads(line)
        if told["type"] == "ended":
            return
        if told["type"] != "view" or told["paused"]:
            continue
        for look in told["looks"]:
            busy_until = told["now"]
            if look["lines"]:
                say(f"{look['target']} {look['view']}: {look['lines'][0]}")
        part = worst(told["services"])
        if part is None or told["now"] < busy_until:
            continue
        for view in VIEWS:
            if (part, view) not in looked:
                looked.add((part, view))
                # A look takes time; the next one waits for it, a minute at most.
                busy_until = told["now"] + 60
                say(f"/look {part} {view}")
                break


if __name__ == "__main__":
    main()
