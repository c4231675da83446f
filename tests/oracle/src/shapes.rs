//! Systems written in code, for tests that need a shape rather than a story.

use std::collections::BTreeMap;
use std::sync::Arc;

use firedrill::model::fault::{Acts, Fault, FaultKind, Touches};
use firedrill::model::system::{
    Breaker, Cache, Call, Certificate, ClientClass, Database, Part, PartKind, Provider, Queue,
    Redeliver, Secret, Service, Station, System, Take, Time, Tools,
};
use firedrill::model::time::Span;

/// An empty system.
pub fn system() -> System {
    System {
        id: "test".into(),
        title: "Test".into(),
        zones: vec!["a".into(), "b".into()],
        currency: "THB".into(),
        duties: BTreeMap::new(),
        teams: BTreeMap::new(),
        people: BTreeMap::new(),
        parts: BTreeMap::new(),
        clients: BTreeMap::new(),
        features: BTreeMap::new(),
        business: BTreeMap::new(),
        alerts: BTreeMap::new(),
        dashboards: BTreeMap::new(),
        flags: BTreeMap::new(),
        deploys: Vec::new(),
        tools: Tools { every: Span(15_000), lag: Span(0), through: BTreeMap::new() },
    }
}

/// So many instances of so many slots, with a service time in milliseconds, its spread, and room
/// for so many in line at each instance.
pub fn station(instances: u32, slots: u32, ms: u64, spread: f64, queue: u32) -> Station {
    Station { instances, slots, time: Time { mean: Span(ms), spread }, queue }
}

/// Adds a part.
fn add(system: &mut System, id: &str, kind: PartKind) {
    let part = Part { id: id.into(), team: None, kind };
    system.parts.insert(id.into(), part);
}

/// Adds a service in both zones.
pub fn service(system: &mut System, id: &str, station: Station, calls: Vec<Call>) {
    let service = Service {
        station,
        zones: vec!["a".into(), "b".into()],
        version: "v1".into(),
        rolls_in: Span(30_000),
        starts_in: Span(20_000),
        calls,
        takes: Vec::new(),
        cpu: None,
        memory: None,
        disk: None,
        health: None,
        autoscale: None,
        certificate: None,
    };
    add(system, id, PartKind::Service(service));
}

/// Adds a service that takes messages from a queue.
pub fn consumer(system: &mut System, id: &str, station: Station, queue: &str, batch: u32) {
    service(system, id, station, Vec::new());
    if let Some(PartKind::Service(service)) = system.parts.get_mut(id).map(|part| &mut part.kind) {
        service.takes.push(Take { queue: queue.into(), batch });
    }
}

/// Adds a database with a replica and a failover by hand.
pub fn database(system: &mut System, id: &str, station: Station, connections: u32) {
    let database = Database {
        station,
        connections,
        disk: None,
        replicas: vec![firedrill::model::system::Replica {
            name: format!("{id}-b"),
            zone: Some("b".into()),
            lag: Span(200),
        }],
        failover: Some(firedrill::model::system::Failover {
            auto: false,
            after: Span(30_000),
            pauses: Span(10_000),
        }),
        backups: Vec::new(),
    };
    add(system, id, PartKind::Database(database));
}

/// Adds a cache.
pub fn cache(system: &mut System, id: &str, hit: f64, warms_in: u64) {
    let cache = Cache { memory: 8e9, time: Span(1), hit, warms_in: Span(warms_in) };
    add(system, id, PartKind::Cache(cache));
}

/// Adds a provider.
pub fn provider(system: &mut System, id: &str, ms: u64, spread: f64) {
    let provider =
        Provider { time: Time { mean: Span(ms), spread }, desk: None, status_page_lag: None };
    add(system, id, PartKind::Provider(provider));
}

/// Adds a queue without redelivery.
pub fn queue(system: &mut System, id: &str, holds: u64) {
    let queue = Queue { partitions: 4, holds, redeliver: None };
    add(system, id, PartKind::Queue(queue));
}

/// Messages that nobody confirmed come again after 10 s, so many times.
pub fn redelivers(system: &mut System, id: &str, times: u32) {
    if let Some(PartKind::Queue(queue)) = system.parts.get_mut(id).map(|part| &mut part.kind) {
        queue.redeliver = Some(Redeliver { after: Span(10_000), times });
    }
}

/// A certificate that expires so many seconds after the drill's start, and who shows it.
pub fn certificate(system: &mut System, id: &str, expires: u64, host: &str) {
    let reloads = Some(Span(30_000));
    let certificate = Certificate { expires: Span(expires * 1000), manual: true, reloads };
    add(system, id, PartKind::Certificate(certificate));
    change(system, host, |service| service.certificate = Some(id.into()));
}

/// A secret and what it opens.
pub fn secret(system: &mut System, id: &str, opens: &[&str]) {
    let opens = opens.iter().map(|part| (*part).into()).collect();
    add(system, id, PartKind::Secret(Secret { opens, reloads: Some(Span(30_000)) }));
}

/// Changes a service.
///
/// # Panics
/// When that part is none.
pub fn change(system: &mut System, id: &str, how: impl FnOnce(&mut Service)) {
    let service = match system.parts.get_mut(id).map(|part| &mut part.kind) {
        Some(PartKind::Service(service)) => Some(service),
        _ => None,
    };
    assert!(service.is_some(), "{id} is no service");
    if let Some(service) = service {
        how(service);
    }
}

/// Changes a database.
///
/// # Panics
/// When that part is none.
pub fn store(system: &mut System, id: &str, how: impl FnOnce(&mut Database)) {
    let database = match system.parts.get_mut(id).map(|part| &mut part.kind) {
        Some(PartKind::Database(database)) => Some(database),
        _ => None,
    };
    assert!(database.is_some(), "{id} is no database");
    if let Some(database) = database {
        how(database);
    }
}

/// Adds a client class with flat traffic.
pub fn clients(system: &mut System, id: &str, rate: f64, tries: u32, calls: Vec<Call>) {
    let class = ClientClass { users: 10_000, rate, profile: Vec::new(), peaks: None, tries, calls };
    system.clients.insert(id.into(), class);
}

/// A call: timeout in milliseconds, none when 0.
pub fn call(to: &str, timeout: u64) -> Call {
    Call {
        to: to.into(),
        per_call: 1.0,
        timeout: (timeout > 0).then_some(Span(timeout)),
        retries: 0,
        backoff: Span(50),
        jitter: 0.5,
        budget: None,
        breaker: None,
        pool: None,
        critical: true,
        fallback: None,
        parallel: false,
        cancel: false,
        cache: None,
    }
}

/// A fault of all of its target, at full strength at once.
pub fn fault(id: &str, target: &str, kind: FaultKind) -> Fault {
    Fault {
        id: id.into(),
        target: target.into(),
        touches: Touches::default(),
        kind,
        acts: Acts::Always,
        ramp: Span(0),
        fade: Span(0),
        flap: None,
        again: None,
        known_as: Vec::new(),
    }
}

/// One station behind one class.
pub fn one(rate: f64, slots: u32, ms: u64, timeout: u64, retries: u32) -> System {
    let mut one = system();
    service(&mut one, "s", station(1, slots, ms, 1.0, 1_000_000), vec![]);
    let mut to = call("s", timeout);
    to.retries = retries;
    clients(&mut one, "users", rate, 1, vec![to]);
    one
}

/// A chain of three: front, middle, leaf.
pub fn chain(rate: f64) -> System {
    let mut chain = system();
    database(&mut chain, "leaf", station(1, 20, 30, 1.0, 4000), 5000);
    let mut to_leaf = call("leaf", 800);
    to_leaf.retries = 2;
    service(&mut chain, "middle", station(3, 400, 10, 1.0, 1000), vec![to_leaf]);
    let mut to_middle = call("middle", 2000);
    to_middle.retries = 1;
    service(&mut chain, "front", station(2, 1500, 5, 1.0, 4000), vec![to_middle]);
    clients(&mut chain, "users", rate, 1, vec![call("front", 5000)]);
    chain
}

/// A call made this often, with this timeout.
fn often(to: &str, per_call: f64, timeout: u64) -> Call {
    Call { per_call, ..call(to, timeout) }
}

fn pooled(call: Call, pool: u32) -> Call {
    Call { pool: Some(pool), ..call }
}

fn optional(call: Call) -> Call {
    Call { critical: false, ..call }
}

fn guarded(call: Call) -> Call {
    let breaker = Breaker { errors: 0.5, over: Span(20_000), opens_for: Span(30_000), probes: 3 };
    Call { breaker: Some(breaker), ..call }
}

/// Twelve services with shared children, a diamond, caches, pools, a provider and a queue.
pub fn twelve(rate: f64) -> System {
    let mut s = system();
    cache(&mut s, "products", 0.94, 360_000);
    queue(&mut s, "mails", 100_000);
    provider(&mut s, "bank", 190, 0.6);
    database(&mut s, "orders-db", station(1, 32, 50, 1.0, 600), 160);
    database(&mut s, "catalog-db", station(1, 16, 40, 1.0, 1200), 600);
    database(&mut s, "accounts-db", station(1, 24, 12, 1.0, 200), 200);
    let flags = Call { fallback: Some(Span(1)), ..optional(call("flags", 250)) };
    let products =
        Call { retries: 2, cache: Some("products".into()), ..often("catalog-db", 1.5, 600) };
    let orders = Call { retries: 1, ..pooled(call("orders-db", 1000), 48) };
    let web = vec![
        flags,
        often("identity", 0.3, 1500),
        often("catalog", 0.6, 1200),
        often("search", 0.3, 2000),
        often("cart", 0.25, 1500),
        often("checkout", 0.1, 6000),
        often("orders", 0.08, 3000),
    ];
    let cart =
        vec![pooled(often("accounts-db", 0.8, 1000), 30), optional(often("catalog", 0.3, 1000))];
    let checkout = vec![call("cart", 2000), call("orders", 4000), often("payments", 0.14, 5000)];
    let search = vec![optional(often("catalog-db", 0.15, 800))];
    let payments = vec![guarded(call("bank", 4000)), call("ledger", 3000)];
    let ledger = vec![pooled(often("orders-db", 2.0, 2000), 16)];
    let identity = vec![pooled(often("accounts-db", 1.2, 1000), 40)];
    service(&mut s, "edge", station(2, 600, 2, 1.0, 2400), vec![call("web", 7000)]);
    service(&mut s, "web", station(8, 80, 14, 1.0, 320), web);
    service(&mut s, "catalog", station(6, 64, 9, 1.0, 256), vec![products]);
    service(&mut s, "search", station(4, 24, 55, 0.8, 96), search);
    service(&mut s, "cart", station(3, 24, 10, 1.0, 96), cart);
    service(&mut s, "checkout", station(6, 32, 30, 1.2, 128), checkout);
    service(&mut s, "payments", station(3, 24, 25, 1.0, 96), payments);
    service(&mut s, "orders", station(4, 32, 15, 1.0, 128), vec![orders, often("mails", 0.07, 0)]);
    service(&mut s, "ledger", station(2, 16, 20, 1.0, 64), ledger);
    service(&mut s, "flags", station(2, 32, 3, 1.0, 128), vec![]);
    service(&mut s, "identity", station(3, 32, 12, 1.0, 128), identity);
    consumer(&mut s, "notify", station(2, 16, 80, 1.0, 64), "mails", 10);
    clients(&mut s, "shoppers", rate, 2, vec![call("edge", 10_000)]);
    s
}

/// The same, shared.
pub fn shared(system: System) -> Arc<System> {
    Arc::new(system)
}
