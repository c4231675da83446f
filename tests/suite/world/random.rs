//! Ten thousand systems nobody would write: circles of calls, no capacity, absurd numbers, any
//! faults and remedies. Whatever a system is, its world neither falls over nor hangs nor shows a
//! number that is none. A failing seed is printed; `FIREDRILL_SEED=n` plays that one alone.
#![expect(
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "who looks for a failure names its seed and reads what it plays"
)]

use std::ops::Range;

use firedrill::model::chance::Stream;
use firedrill::model::condition::Scope;
use firedrill::model::fault::{Fault, FaultKind, Limit, Line, Setting, Touches};
use firedrill::model::id::{PartId, RemedyRun};
use firedrill::model::metric::Metric;
use firedrill::model::remedy::{Order, REMEDIES};
use firedrill::model::system::{
    Autoscale, Breaker, Business, Call, Certificate, Counts, Cpu, Disk, Feature, Flag, Health,
    HealthAction, PartKind, Peaks, Redeliver, Secret, Station, System, Time,
};
use firedrill::model::time::Span;
use firedrill::world::{What, World};

use super::build::{self, call, fault, shared};

/// Seconds that are played.
const SECONDS: u32 = 8;
/// Names parts may have, and one that none has.
static NAMES: [&str; 7] = ["a", "b", "c", "d", "e", "f", "nowhere"];

/// Draws of one seed, and how wild they are.
struct Dice {
    stream: Stream,
    wild: f64,
    /// Whether calls may come round.
    round: bool,
    /// Whether services may take longer than a step; then nothing is tried again, since what
    /// dwells and what waits for another try multiply in the engine's books yet.
    slow: bool,
}

impl Dice {
    fn new(seed: u64) -> Self {
        let mut stream = Stream::named(seed, "random system");
        let wild = [0.0, 0.02, 0.02, 0.06][usize::try_from(stream.below(4)).unwrap()];
        let round = stream.below(4) == 0;
        let slow = stream.below(4) == 0;
        Self { stream, wild, round, slow }
    }

    fn chance(&mut self, share: f64) -> bool {
        self.stream.uniform() < share
    }

    fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.stream.below(all.len() as u64)).unwrap()].clone()
    }

    /// One of the tame values, and now and then one of the wild ones.
    fn pick<T: Clone>(&mut self, tame: &[T], wild: &[T]) -> T {
        if self.chance(self.wild) { self.of(wild) } else { self.of(tame) }
    }

    fn some<T>(&mut self, share: f64, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.chance(share).then(|| make(self))
    }

    fn count(&mut self) -> u32 {
        self.pick(&[1, 2, 3], &[0, 1, 1000, 4_000_000, u32::MAX])
    }

    fn span(&mut self) -> Span {
        let days = 3 * 86_400_000;
        Span(self.pick(&[200, 500, 2000], &[0, 1, 20, 60_000, days, u64::MAX]))
    }

    fn ratio(&mut self) -> f64 {
        self.pick(&[0.02, 0.3, 0.9], &[0.0, 1.0, 1e-300])
    }

    fn number(&mut self) -> f64 {
        self.pick(&[0.5, 2.0, 10.0], &[0.0, 1e-12, 1e6, 1e18, f64::MAX])
    }

    fn name(&mut self) -> PartId {
        PartId::from(self.of(&NAMES))
    }

    fn station(&mut self) -> Station {
        Station {
            instances: self.count(),
            slots: self.pick(&[4, 16, 64], &[0, 1, 1_000_000, u32::MAX]),
            time: self.time(),
            queue: self.pick(&[0, 50, 400], &[0, u32::MAX]),
        }
    }

    fn time(&mut self) -> Time {
        let slow = self.slow && self.chance(0.2);
        let mean = if slow { self.span() } else { Span(self.of(&[2, 10, 40])) };
        Time { mean, spread: self.pick(&[0.0, 0.5, 1.0, 2.0], &[1e-9, 20.0, 100.0]) }
    }

    fn call(&mut self, to: &str) -> Call {
        let per_call = self.pick(&[0.1, 0.5, 1.0], &[0.0, 2.5, 40.0, 1e6, f64::MAX]);
        let retries = self.pick(&[0, 0, 1, 3], &[40, u32::MAX]);
        Call {
            per_call,
            timeout: self.some(0.8, Self::span),
            // Each of many calls keeps its own retries, which takes seconds and gigabytes yet.
            retries: if per_call > 3.0 || self.slow { 0 } else { retries },
            backoff: self.span(),
            jitter: self.ratio(),
            budget: self.some(0.2, Self::number),
            breaker: self.some(0.2, |dice| Breaker {
                errors: dice.ratio(),
                over: dice.span(),
                opens_for: dice.span(),
                probes: dice.count(),
            }),
            pool: self.some(0.3, Self::count),
            critical: self.chance(0.7),
            fallback: self.some(0.2, Self::span),
            parallel: self.chance(0.2),
            cancel: self.chance(0.1),
            cache: self.some(0.2, Self::name),
            ..call(to, 0)
        }
    }

    /// Calls of a part; mostly of parts that come after it, so that none comes round.
    fn calls(&mut self, from: &str) -> Vec<Call> {
        let after = NAMES.iter().position(|name| *name == from).map_or(0, |place| place + 1);
        let names = &NAMES[if self.round { 0 } else { after }..];
        let number = self.of(&[0, 1, 1, 2, 3]);
        let whom: Vec<&str> = (0..number).map(|_| self.of(names)).collect();
        whom.into_iter().map(|to| self.call(to)).collect()
    }

    fn disk(&mut self) -> Disk {
        Disk {
            size: self.number(),
            used: self.number(),
            grows: self.number(),
            writes: self.ratio(),
        }
    }

    /// A service with everything a service can have.
    fn service(&mut self, system: &mut System, id: &str) {
        let (station, calls) = (self.station(), self.calls(id));
        build::service(system, id, station, calls);
        let Some(PartKind::Service(service)) = system.parts.get_mut(id).map(|part| &mut part.kind)
        else {
            return;
        };
        service.zones = self.of(&[vec![], vec!["a".into()], vec!["a".into(), "b".into()]]);
        service.rolls_in = self.span();
        service.starts_in = self.span();
        if self.chance(0.2) {
            let (queue, batch) = (self.name(), self.count());
            service.takes.push(firedrill::model::system::Take { queue, batch });
        }
        service.cpu = self.some(0.3, |dice| Cpu { cores: dice.number(), usual: dice.ratio() });
        service.memory = self.some(0.3, Self::ratio);
        service.disk = self.some(0.2, Self::disk);
        service.health = self.some(0.2, |dice| Health {
            every: dice.span(),
            fails: dice.count(),
            then: dice.of(&[HealthAction::Restart, HealthAction::Remove]),
        });
        service.autoscale = self.some(0.2, |dice| Autoscale {
            metric: dice.of(&[Metric::Cpu, Metric::Saturation, Metric::Queue, Metric::Rate]),
            target: dice.number(),
            min: dice.count(),
            max: dice.count(),
            every: dice.span(),
            cooldown: dice.span(),
        });
        service.certificate = self.some(0.1, Self::name);
    }

    fn part(&mut self, system: &mut System, id: &str) {
        match self.stream.below(12) {
            0 | 1 => {
                let (station, connections) = (self.station(), self.count());
                build::database(system, id, station, connections);
            }
            2 => {
                let (hit, warms_in) = (self.ratio(), self.span().0);
                build::cache(system, id, hit, warms_in);
            }
            3 => {
                build::queue(system, id, self.pick(&[100, 10_000], &[0, 1, u64::MAX]));
                if let Some(PartKind::Queue(queue)) = system.parts.get_mut(id).map(|p| &mut p.kind)
                {
                    queue.partitions = self.count();
                    queue.redeliver = self
                        .some(0.5, |dice| Redeliver { after: dice.span(), times: dice.count() });
                }
            }
            4 => {
                let time = self.time();
                build::provider(system, id, time.mean.0, time.spread);
            }
            5 => {
                let kind = if self.chance(0.5) {
                    PartKind::Certificate(Certificate {
                        expires: self.span(),
                        manual: true,
                        reloads: self.some(0.5, Self::span),
                    })
                } else {
                    PartKind::Secret(Secret {
                        opens: vec![self.name()],
                        reloads: self.some(0.5, Self::span),
                    })
                };
                let part = firedrill::model::system::Part { id: id.into(), team: None, kind };
                system.parts.insert(id.into(), part);
            }
            _ => self.service(system, id),
        }
    }

    fn system(&mut self) -> System {
        let mut system = build::system();
        for id in NAMES.iter().take(self.of(&[1, 1, 2, 2, 3, 5])) {
            self.part(&mut system, id);
        }
        for id in ["users", "robots"].iter().take(self.of(&[1, 1, 2])) {
            let rate = self.pick(&[0.5, 20.0], &[0.0, 1e-9, 2000.0, 1e9, 1e18]);
            let tries = if self.slow { 1 } else { self.count() };
            let mut calls = self.calls(id);
            calls.push(self.call("a"));
            build::clients(&mut system, id, rate, tries, calls);
            if let Some(class) = system.clients.get_mut(*id) {
                class.users = self.pick(&[10, 10_000], &[0, u64::MAX]);
                class.profile = self.of(&[vec![], vec![(0, 1.0)], vec![(10, 0.0), (20, 3.0)]]);
                class.peaks = self.some(0.2, |dice| Peaks {
                    every: dice.span(),
                    factor: dice.number(),
                    lasts: dice.span(),
                });
            }
        }
        let (counts, of) = (self.of(&[Counts::Success, Counts::Failure]), self.name());
        let worth = |dice: &mut Self| dice.pick(&[1.0, 300.0], &[0.0, 1e18]);
        let (per, worth) = (self.span(), self.some(0.5, worth));
        system.business.insert("orders".into(), Business { counts, of, per, worth });
        let feature = Feature { name: "shop".into(), served_by: self.name(), important: true };
        system.features.insert("shop".into(), feature);
        system.flags.insert("switch".into(), Flag { service: self.name(), on: true });
        system
    }

    /// Something to act on: a part, a call of it, a zone, a class, or nothing at all.
    fn target(&mut self) -> String {
        let name = self.of(&NAMES);
        match self.stream.below(6) {
            0 => format!("{name}.calls.{}", self.of(&NAMES)),
            1 => self.of(&["zones.a", "users", "tools.metrics", "switch", ""]).to_owned(),
            _ => name.to_owned(),
        }
    }

    fn setting(&mut self) -> FaultKind {
        let key = self.of(&[
            "slots",
            "time",
            "queue",
            "instances",
            "timeout",
            "retries",
            "backoff",
            "per_call",
            "pool",
            "budget",
            "hit",
            "warms_in",
            "connections",
            "holds",
            "rate",
            "jitter",
            "cancel",
            "starts_in",
            "autoscale.target",
            "autoscale.max",
            "nothing",
        ]);
        let value = match self.stream.below(3) {
            0 => Setting::Number(self.number()),
            1 => Setting::Span(self.span()),
            _ => Setting::Switch(self.chance(0.5)),
        };
        FaultKind::Setting([(key.to_owned(), value)].into())
    }

    fn fault(&mut self, id: &str) -> Fault {
        let kind = match self.stream.below(36) {
            0 => FaultKind::Slow { factor: self.number() },
            1 => FaultKind::Error { ratio: self.ratio() },
            2 => FaultKind::Down,
            3 => FaultKind::Kill,
            4 => FaultKind::NoCapacity,
            5 => FaultKind::Cpu { share: self.ratio() },
            6 => FaultKind::Handles { connections: self.count() },
            7 => FaultKind::Cold { share: self.ratio() },
            8 => FaultKind::Flood { factor: self.number() },
            9 => FaultKind::Dns { ratio: self.ratio() },
            10 => FaultKind::Cut,
            11 => FaultKind::Stale { by: self.span() },
            12 => FaultKind::Absent,
            13..=24 => self.starved_or_data(),
            25..=33 => self.others(),
            _ => self.setting(),
        };
        let touches = Touches {
            version: self.some(0.1, |dice| dice.of(&["v1", "v2"]).into()),
            zone: self.some(0.1, |dice| dice.of(&["a", "z"]).to_owned()),
            share: self.some(0.1, Self::ratio),
            instances: self.some(0.1, Self::count),
        };
        Fault { touches, ..fault(id, &self.target(), kind) }
    }

    fn starved_or_data(&mut self) -> FaultKind {
        match self.stream.below(12) {
            0 => FaultKind::Memory { used: self.number() },
            1 => FaultKind::Disk { used: self.number() },
            2 => FaultKind::Pause { lasts: self.span(), every: self.span() },
            3 => FaultKind::Io { factor: self.number(), errors: self.ratio() },
            4 => FaultKind::Wrong { ratio: self.ratio(), factor: self.number() },
            5 => FaultKind::Failover { pauses: self.some(0.5, Self::span) },
            6 => FaultKind::Replication { lag: self.some(0.5, Self::span) },
            7 => FaultKind::Diverge { rate: self.number() },
            8 => FaultKind::Lock { share: self.number(), lasts: self.span() },
            9 => FaultKind::Corrupt { ratio: self.ratio(), rate: self.number() },
            10 => FaultKind::Poison { messages: self.count(), ratio: self.ratio() },
            _ => FaultKind::Stuck { share: self.some(0.5, Self::ratio) },
        }
    }

    fn others(&mut self) -> FaultKind {
        match self.stream.below(9) {
            0 | 1 => FaultKind::Network(Line {
                delay: self.span(),
                jitter: self.span(),
                loss: self.ratio(),
                corrupt: self.ratio(),
                bandwidth: self.some(0.5, Self::number),
                per_call: self.number(),
            }),
            2 => FaultKind::Throttled(Limit {
                rate: self.some(0.5, Self::number),
                ratio: self.ratio(),
                each: self.chance(0.5),
            }),
            3 => FaultKind::Retries { factor: self.number(), backoff: self.span() },
            4 => FaultKind::Expire,
            5 => FaultKind::Skew { by: self.span() },
            6 => FaultKind::Revoked,
            7 => FaultKind::Stalled,
            _ => FaultKind::Truncated { lines: self.some(0.5, Self::count), share: self.ratio() },
        }
    }

    fn order(&mut self) -> Order {
        let args = ["", "8", "x2", "x1e9", "0", "50", "50%", "100%", "off", "on", "b", "-1", "NaN"];
        Order {
            remedy: self.of(&REMEDIES.iter().map(|own| own.name).collect::<Vec<_>>()).into(),
            target: self.target().as_str().into(),
            args: Some(self.of(&args).to_owned()),
        }
    }
}

/// Prints the seed when a test comes down with it.
struct Told(u64);

impl Drop for Told {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("seed {}: play it alone by FIREDRILL_SEED={}", self.0, self.0);
        }
    }
}

/// Every reading, fact and loss there is.
fn look(world: &World, system: &System, dice: &mut Dice) {
    let scope = Scope {
        zone: dice.some(0.2, |dice| dice.of(&["a", "b", "z"]).to_owned()),
        version: dice.some(0.2, |dice| dice.of(&["v1", "v2"]).into()),
        class: None,
    };
    let window = dice.of(&[0, 1, 5, 60, u32::MAX]);
    let parts = system.parts.keys().chain(system.clients.keys());
    for part in parts.chain(system.business.keys()) {
        for metric in world.metrics_of(part) {
            let value = world.read(part, metric, &scope, window);
            assert!(
                value.is_none_or(|value| value.is_finite() && value >= 0.0),
                "{part}.{metric} {value:?}"
            );
        }
        assert!(world.logs(part, 20).len() <= 20);
        for what in [What::Deps, What::Config] {
            world.describe(part, what);
        }
    }
    for (fact, value) in world.facts() {
        assert!(value.is_finite() && value >= 0.0, "{fact} {value}");
    }
    let lost = world.losses();
    for value in [lost.customer_seconds, lost.money, lost.visits] {
        assert!(value.is_finite() && value >= 0.0, "{lost:?}");
    }
    assert!(world.harm().values().all(|harm| harm.is_finite()), "{:?}", world.harm());
}

fn survives(seed: u64) {
    let _told = Told(seed);
    let mut dice = Dice::new(seed);
    let system = shared(dice.system());
    let mut world = World::new(system.clone(), seed, dice.of(&[0, 43_200, 86_399]));
    let mut faults: Vec<Fault> = Vec::new();
    for second in 0..SECONDS {
        if second % 4 == 1 {
            let fault = dice.fault(&format!("f{second}"));
            world.set_fault(&fault, dice.of(&[0.3, 1.0]));
            faults.push(fault);
        }
        if second % 5 == 4 {
            let order = dice.order();
            world.remedy(RemedyRun(second), &order);
        }
        if second % 6 == 5 {
            if let Some(fault) = faults.pop() {
                world.set_fault(&fault, 0.0);
            }
            world.deploy(&dice.name(), &dice.of(&["v2", "v3"]).into());
        }
        world.step();
        if second % 4 == 3 {
            look(&world, &system, &mut dice);
        }
    }
}

fn survive(seeds: Range<u64>) {
    match std::env::var("FIREDRILL_SEED").ok().and_then(|seed| seed.parse().ok()) {
        Some(seed) => {
            if seeds.contains(&seed) {
                eprintln!("{:#?}", Dice::new(seed).system());
                survives(seed);
            }
        }
        None => seeds.for_each(survives),
    }
}

#[test]
fn the_first_2500_random_systems_stay_finite_and_come_to_an_end() {
    survive(0..2500);
}

#[test]
fn the_second_2500_random_systems_stay_finite_and_come_to_an_end() {
    survive(2500..5000);
}

#[test]
fn the_third_2500_random_systems_stay_finite_and_come_to_an_end() {
    survive(5000..7500);
}

#[test]
fn the_last_2500_random_systems_stay_finite_and_come_to_an_end() {
    survive(7500..10_000);
}
