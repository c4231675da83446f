"""The drill of twelve services with SimPy, request by request: the same system as firedrill plays,
read from the JSON of `firedrill system`, with its queues, timeouts, retries, pools, cache, breaker
and messages. Plays some seconds calm and some in trouble, and prints what each cost.

`twelve_simpy.py SYSTEM.json WARM CALM HOT SEED`; the same rules as engine D: a caller that stops
waiting leaves its request behind, which still costs service.
"""

import json
import math
import random
import sys
import time
from collections import deque

import simpy

UNANSWERED = 900.0
TRY_AGAIN = 3.0


def span(value):
    """A span of the system's JSON, which is in milliseconds."""
    return None if value is None else value / 1000.0


class Node:
    """A service, database or provider: slots, a bounded line, calls in order."""

    def __init__(self, env, station, mean, spread):
        count = station["slots"] * station["instances"] if station else None
        self.slots = simpy.Resource(env, count) if station else None
        self.room = station["queue"] * station["instances"] if station else math.inf
        self.mean, self.spread, self.slow = mean, spread, 1.0
        self.stages = []


class Messages:
    """A queue: takes messages at once, and consumers take them in batches."""

    def __init__(self, env, holds):
        self.env, self.holds, self.waiting, self.idle = env, holds, 0, deque()

    def put(self):
        if self.waiting >= self.holds:
            return False
        self.waiting += 1
        if self.idle:
            self.idle.popleft().succeed()
        return True

    def consumer(self, node, batch, play):
        while True:
            if not self.waiting:
                wake = self.env.event()
                self.idle.append(wake)
                yield wake
            taken = min(batch, self.waiting)
            self.waiting -= taken
            if taken:
                yield self.env.timeout(play.time_of(node))


class Cache:
    """Hits, and fills that warm it."""

    def __init__(self, known):
        self.hit, self.time = known["hit"], span(known["time"])
        self.warms_in, self.warmth, self.asked = span(known["warms_in"]), 1.0, 0

    def fill(self, now):
        looks = math.log((1 - self.hit * 0.95) / 0.05) / (1 - self.hit)
        fills = max(1.0, self.asked / max(now, 1.0) * self.warms_in / looks)
        self.warmth = 1.0 - (1.0 - self.warmth) * math.exp(-1.0 / fills)


class Breaker:
    """Opens over the share of failures in a decaying window, then probes."""

    LEAST = 10.0

    def __init__(self, known):
        self.errors, self.over = known["errors"], span(known["over"])
        self.opens_for, self.probes = span(known["opens_for"]), known["probes"]
        self.state, self.good, self.bad, self.seen = "closed", 0.0, 0.0, 0.0
        self.until = self.since = 0.0
        self.sent = self.passed = 0

    def lets(self, now):
        if self.state == "open" and now >= self.until:
            self.state, self.since, self.sent, self.passed = "probing", now, 0, 0
        if self.state == "probing":
            self.sent += 1
            return self.sent <= self.probes
        return self.state == "closed"

    def notes(self, now, birth, well):
        keep = math.exp(-(now - self.seen) / self.over)
        self.good, self.bad, self.seen = self.good * keep, self.bad * keep, now
        if self.state == "closed":
            self.good, self.bad = self.good + well, self.bad + (not well)
            seen = self.good + self.bad
            if seen >= self.LEAST and self.bad >= self.errors * seen:
                self.state, self.until = "open", now + self.opens_for
        elif self.state == "probing" and birth >= self.since:
            if not well:
                self.state, self.until = "open", now + self.opens_for
                return
            self.passed += 1
            if self.passed >= self.probes:
                self.state, self.good, self.bad = "closed", 0.0, 0.0


class Edge:
    """One caller's way to one callee."""

    def __init__(self, env, call, to, caches):
        self.to = to
        self.timeout = span(call["timeout"]) or UNANSWERED
        self.retries, self.backoff, self.jitter = call["retries"], span(call["backoff"]), call["jitter"]
        self.pool = simpy.Resource(env, call["pool"]) if call["pool"] else None
        self.breaker = Breaker(call["breaker"]) if call["breaker"] else None
        self.cache = caches.get(call["cache"])
        self.critical, self.fallback = call["critical"], span(call["fallback"])
        # The system of this drill has no budgets, parallel calls or cancellation.
        assert not (call["budget"] or call["parallel"] or call["cancel"])


class Play:
    """The system, its visits, and what its users saw."""

    def __init__(self, system, seed):
        self.env, self.dice = simpy.Environment(), random.Random(seed)
        self.calls, self.ages, self.ended, self.failed = 0, [], 0, 0
        self.nodes, caches = {}, {}
        for name, part in system["parts"].items():
            (kind, own), = part["kind"].items()
            if kind == "Cache":
                caches[name] = Cache(own)
            elif kind == "Queue":
                self.nodes[name] = Messages(self.env, own["holds"])
            else:
                station = own.get("station")
                spent = station["time"] if station else own["time"]
                self.nodes[name] = Node(self.env, station, span(spent["mean"]), spent["spread"])
        for name, part in system["parts"].items():
            own = part["kind"].get("Service", {})
            self.nodes.get(name) and self.lay(self.nodes[name], own.get("calls", []), caches)
            for take in own.get("takes", []):
                for _ in range(self.nodes[name].slots.capacity):
                    consumes = self.nodes[take["queue"]].consumer
                    self.env.process(consumes(self.nodes[name], take["batch"], self))
        for known in system["clients"].values():
            visit = Node(self.env, None, 0.0, 0.0)
            self.lay(visit, known["calls"], caches)
            self.env.process(self.source(visit, known["rate"], known["tries"]))

    def lay(self, node, calls, caches):
        for call in calls:
            edge, left = Edge(self.env, call, self.nodes[call["to"]], caches), call["per_call"]
            while left > 1e-9:
                node.stages.append((edge, min(left, 1.0)))
                left -= 1.0

    def source(self, visit, rate, tries):
        while True:
            yield self.env.timeout(self.dice.expovariate(rate))
            self.env.process(self.visit(visit, tries))

    def visit(self, visit, tries):
        for attempt in range(tries):
            came = self.env.now
            good = yield from self.stages(visit)
            self.ended, self.failed = self.ended + 1, self.failed + (not good)
            self.ages.append(self.env.now - came)
            if good or attempt + 1 == tries:
                return
            pause = TRY_AGAIN * 2**attempt * self.dice.uniform(0.5, 1.5)
            yield self.env.timeout(pause)

    def stages(self, node):
        for edge, chance in node.stages:
            if chance >= 1.0 or self.dice.random() < chance:
                good = yield from self.call(edge)
                if not good and edge.fallback is not None:
                    yield self.env.timeout(edge.fallback)
                elif not good and edge.critical:
                    return False
        return True

    def call(self, edge):
        env = self.env
        for attempt in range(edge.retries + 1):
            if edge.breaker and not edge.breaker.lets(env.now):
                return False
            if edge.cache:
                edge.cache.asked += 1
                if self.dice.random() < edge.cache.hit * edge.cache.warmth:
                    yield env.timeout(self.dice.expovariate(1.0 / edge.cache.time))
                    return True
            good = yield from self.attempt(edge)
            if good:
                if edge.cache:
                    edge.cache.fill(env.now)
                return True
            if attempt < edge.retries:
                factor = self.dice.uniform(1.0 - edge.jitter, 1.0 + edge.jitter)
                yield env.timeout(edge.backoff * 2**attempt * factor)
        return False

    def attempt(self, edge):
        """One attempt, with the caller's timeout over all of it."""
        env, birth = self.env, self.env.now
        self.calls += 1
        if isinstance(edge.to, Messages):
            yield env.timeout(0.001)
            return edge.to.put()
        answer = env.event()
        # Cheaper than a condition over both: whichever comes first answers.
        env.timeout(edge.timeout).callbacks.append(lambda _: answer.triggered or answer.succeed(False))
        connection = None
        if edge.pool:
            connection = edge.pool.request()
            if not connection.triggered:
                connection.callbacks.append(lambda _: answer.triggered or answer.succeed("go"))
                if (yield answer) != "go":
                    connection.cancel()
                    return self.noted(edge, birth, False)
                left = edge.timeout - (env.now - birth)
                answer = env.event()
                late = answer
                env.timeout(left).callbacks.append(lambda _: late.triggered or late.succeed(False))
        good = yield from self.send(edge.to, answer)
        if connection:
            edge.pool.release(connection)
        return self.noted(edge, birth, good)

    def noted(self, edge, birth, good):
        if edge.breaker:
            edge.breaker.notes(self.env.now, birth, good)
        return good

    def send(self, node, answer):
        slots = node.slots
        if slots and slots.count >= slots.capacity and len(slots.queue) >= node.room:
            yield self.env.timeout(0.001)
            return False
        self.env.process(self.serve(node, answer))
        return (yield answer)

    def serve(self, node, answer):
        if node.slots:
            with node.slots.request() as slot:
                yield slot
                yield self.env.timeout(self.time_of(node))
                good = yield from self.stages(node)
        else:
            yield self.env.timeout(self.time_of(node))
            good = yield from self.stages(node)
        if not answer.triggered:
            answer.succeed(good)

    def time_of(self, node):
        mean, spread = node.mean * node.slow, node.spread
        if spread == 1.0:
            return self.dice.expovariate(1.0 / mean)
        if spread <= 0.0 or mean <= 0.0:
            return mean
        shape = 1.0 / spread**2
        return self.dice.gammavariate(shape, mean / shape)

    def run(self, seconds):
        """Plays so many seconds; what they cost, and what users saw in them."""
        self.calls, self.ages, self.ended, self.failed = 0, [], 0, 0
        begun = time.process_time()
        self.env.run(until=self.env.now + seconds)
        cpu = time.process_time() - begun
        ages = sorted(self.ages)
        at = lambda share: ages[int(len(ages) * share)] if ages else 0.0
        return {
            "seconds": seconds, "cpu": cpu, "calls": self.calls, "p50": at(0.5), "p99": at(0.99),
            "errors": self.failed / max(self.ended, 1),
        }


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        known = json.load(file)
    warm, calm, hot = (float(word) for word in sys.argv[2:5])
    play = Play(known["system"], int(sys.argv[5]))
    play.run(warm)
    quiet = play.run(calm)
    play.nodes[known["victim"]].slow = known["slow"]
    play.run(20.0)
    print(json.dumps({"calm": quiet, "hot": play.run(hot)}))


main()
