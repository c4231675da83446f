"""M/M/8 with salabim, as information. `mm8_salabim.py CUSTOMERS SEED`."""

import json
import random
import sys
import time

import salabim as sim

sim.yieldless(False)
SERVERS, BUSY, SERVICE = 8, 0.8, 0.1


class Source(sim.Component):
    def process(self):
        for _ in range(self.customers):
            yield self.hold(self.draw(SERVERS * BUSY / SERVICE))
            customer = Customer()
            customer.source = self


class Customer(sim.Component):
    def process(self):
        source, came = self.source, self.env.now()
        yield self.request(source.servers)
        yield self.hold(source.draw(1.0 / SERVICE))
        self.release()
        source.told += self.env.now() - came


def main():
    customers, seed = int(sys.argv[1]), int(sys.argv[2])
    begun = time.process_time()
    env = sim.Environment(trace=False)
    source = Source()
    source.customers, source.draw, source.told = customers, random.Random(seed).expovariate, 0.0
    source.servers = sim.Resource(capacity=SERVERS)
    env.run()
    cpu = time.process_time() - begun
    print(json.dumps({"customers": customers, "mean": source.told / customers, "cpu": cpu}))


main()
