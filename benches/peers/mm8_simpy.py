"""M/M/8 with SimPy: a process a customer, a resource of eight. `mm8_simpy.py CUSTOMERS SEED`."""

import json
import random
import sys
import time

import simpy

SERVERS, BUSY, SERVICE = 8, 0.8, 0.1


def customer(env, servers, draw, told):
    came = env.now
    with servers.request() as server:
        yield server
        yield env.timeout(draw(1.0 / SERVICE))
    told[0] += env.now - came


def source(env, servers, customers, draw, told):
    rate = SERVERS * BUSY / SERVICE
    for _ in range(customers):
        yield env.timeout(draw(rate))
        env.process(customer(env, servers, draw, told))


def main():
    customers, seed = int(sys.argv[1]), int(sys.argv[2])
    draw = random.Random(seed).expovariate
    begun = time.process_time()
    env, told = simpy.Environment(), [0.0]
    env.process(source(env, simpy.Resource(env, SERVERS), customers, draw, told))
    env.run()
    cpu = time.process_time() - begun
    print(json.dumps({"customers": customers, "mean": told[0] / customers, "cpu": cpu}))


main()
