//! Systems of many services: copies of one below a tree of gates, ten branches each, so that calls
//! of one entry reach every copy at the rate the one copy has by itself.

use firedrill::model::id::PartId;
use firedrill::model::system::{Call, PartKind, System};

use firedrill_oracle::shapes::{call, clients, service, station, system};

/// Branches of a gate.
const BRANCHES: usize = 10;

/// So many copies of a system with one client class.
pub(crate) fn of(one: &System, copies: u64) -> System {
    let class = one.clients.values().next().expect("a client class");
    let mut all = system();
    let mut below: Vec<(String, f64)> = Vec::new();
    for copy in 0..copies {
        add(&mut all, one, copy);
        below.push((format!("{}-{copy}", class.calls[0].to), class.rate));
    }
    let mut level = 0;
    while below.len() > 1 {
        let gates = below.chunks(BRANCHES).enumerate();
        below = gates.map(|(place, under)| gate(&mut all, level, place, under)).collect();
        level += 1;
    }
    let (entry, rate) = &below[0];
    clients(&mut all, "shoppers", *rate, class.tries, vec![call(entry, 20_000)]);
    all
}

/// A service that passes each request on to one of those under it.
fn gate(all: &mut System, level: u32, place: usize, under: &[(String, f64)]) -> (String, f64) {
    let rate: f64 = under.iter().map(|(_, rate)| rate).sum();
    let timeout = 10_000 + 1000 * u64::from(level);
    let passes = |(to, own): &(String, f64)| Call { per_call: own / rate, ..call(to, timeout) };
    let name = format!("gate-{level}-{place}");
    // Room for every request that waits a second.
    let instances = u32::try_from(under.len()).expect("ten") * 10_u32.pow(level);
    let own = station(instances, 1200, 1, 1.0, 4800);
    service(all, &name, own, under.iter().map(passes).collect());
    (name, rate)
}

/// A copy with names of its own.
fn add(all: &mut System, one: &System, copy: u64) {
    let renamed = |id: &PartId| PartId::from(format!("{id}-{copy}"));
    for (id, part) in &one.parts {
        let mut part = part.clone();
        part.id = renamed(id);
        if let PartKind::Service(service) = &mut part.kind {
            for call in &mut service.calls {
                call.to = renamed(&call.to);
                call.cache = call.cache.as_ref().map(renamed);
            }
            for take in &mut service.takes {
                take.queue = renamed(&take.queue);
            }
        }
        all.parts.insert(renamed(id), part);
    }
}
