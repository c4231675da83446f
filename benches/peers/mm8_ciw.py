"""M/M/8 with Ciw, as information. `mm8_ciw.py CUSTOMERS SEED`."""

import json
import sys
import time

import ciw

SERVERS, BUSY, SERVICE = 8, 0.8, 0.1


def main():
    customers, seed = int(sys.argv[1]), int(sys.argv[2])
    ciw.seed(seed)
    begun = time.process_time()
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(SERVERS * BUSY / SERVICE)],
        service_distributions=[ciw.dists.Exponential(1.0 / SERVICE)],
        number_of_servers=[SERVERS],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(customers)
    cpu = time.process_time() - begun
    records = simulation.get_all_records()
    mean = sum(own.exit_date - own.arrival_date for own in records) / len(records)
    print(json.dumps({"customers": customers, "mean": mean, "cpu": cpu}))


main()
