//! One case for each word of the vocabulary that the other cases leave out: faults of some instances
//! only, machines that act, cancellation, budgets, calls made at once, messages, remedies.

use std::sync::Arc;

use firedrill::model::fault::{Fault, FaultKind, Touches};
use firedrill::model::metric::Metric;
use firedrill::model::system::{
    Autoscale, Call, Health, HealthAction, PartKind, Redeliver, Service, System,
};
use firedrill::model::time::Span;

use crate::shapes::{call, chain, clients, database, fault, one, service, station, system, twelve};
use crate::story::{Act, Story};

const SECONDS: u32 = 150;
const FROM: u32 = 20;
const UNTIL: u32 = 80;

/// All of them.
pub fn vocabulary() -> Vec<Story> {
    let mut stories = instances();
    stories.extend(machines());
    stories.extend(callers());
    stories.extend(messages());
    stories.extend(remedies());
    stories
}

fn of_twelve(name: &str, system: System) -> Story {
    Story::new(&format!("words: {name}"), &Arc::new(system), "shoppers", SECONDS)
}

fn of_chain(name: &str, system: System) -> Story {
    Story::new(&format!("words: {name}"), &Arc::new(system), "users", SECONDS)
}

fn some(part: &str, kind: FaultKind, touches: Touches) -> Fault {
    Fault { touches, ..fault("f", part, kind) }
}

/// Faults of some instances only.
fn instances() -> Vec<Story> {
    let share = |share: f64| Touches { share: Some(share), ..Touches::default() };
    let zone = Touches { zone: Some("a".into()), ..Touches::default() };
    let case =
        |name: &str, fault: Fault| of_twelve(name, twelve(300.0)).acts_for(&fault, FROM, UNTIL);
    vec![
        case("zone a down", some("zones.a", FaultKind::Down, Touches::default())),
        case("half of catalog x8", some("catalog", FaultKind::Slow { factor: 8.0 }, share(0.5))),
        case("search of zone a fails", some("search", FaultKind::Error { ratio: 0.9 }, zone)),
        case("a third of web cut off", some("web", FaultKind::Cut, share(0.375))),
        case("half of cart killed", some("cart", FaultKind::Kill, share(0.5))),
        case("all of web -60 %", some("web", FaultKind::Cpu { share: 0.6 }, share(1.0))),
    ]
}

fn service_of<'a>(system: &'a mut System, part: &str) -> &'a mut Service {
    match system.parts.get_mut(part).map(|part| &mut part.kind) {
        Some(PartKind::Service(service)) => service,
        _ => panic!("{part} is no service"),
    }
}

/// Health checks, autoscalers, long service times.
fn machines() -> Vec<Story> {
    let half = Touches { share: Some(0.5), ..Touches::default() };
    let checked = |then: HealthAction| {
        let mut system = twelve(300.0);
        service_of(&mut system, "catalog").health =
            Some(Health { every: Span(5000), fails: 2, then });
        system
    };
    let broken = some("catalog", FaultKind::Error { ratio: 0.8 }, half);
    let mut scaled = twelve(200.0);
    service_of(&mut scaled, "search").autoscale = Some(Autoscale {
        metric: Metric::Saturation,
        target: 0.3,
        min: 2,
        max: 12,
        every: Span(15_000),
        cooldown: Span(30_000),
    });
    let mut long = system();
    service(&mut long, "video", station(2, 40, 2000, 0.7, 200), vec![]);
    clients(&mut long, "users", 28.0, 1, vec![call("video", 12_000)]);
    vec![
        of_twelve("sick instances removed", checked(HealthAction::Remove))
            .acts_for(&broken, FROM, UNTIL),
        of_twelve("sick instances restarted", checked(HealthAction::Restart))
            .acts_for(&broken, FROM, UNTIL),
        of_twelve("search scales out", scaled).trouble(
            "shoppers",
            FaultKind::Flood { factor: 2.5 },
            FROM,
            UNTIL,
        ),
        of_chain("service of two seconds", long).trouble(
            "video",
            FaultKind::Slow { factor: 2.0 },
            FROM,
            UNTIL,
        ),
    ]
}

fn each_call(system: &mut System, change: impl Fn(&mut Call)) {
    for part in system.parts.values_mut() {
        if let PartKind::Service(service) = &mut part.kind {
            service.calls.iter_mut().for_each(&change);
        }
    }
}

/// What callers do: cancel, save, call at once, give up.
fn callers() -> Vec<Story> {
    let slow =
        |story: Story, factor: f64| story.trouble("leaf", FaultKind::Slow { factor }, FROM, UNTIL);
    let mut cancelling = chain(200.0);
    each_call(&mut cancelling, |call| call.cancel = true);
    let mut saving = chain(200.0);
    each_call(&mut saving, |call| call.budget = Some(0.1));
    let mut together = system();
    database(&mut together, "left", station(1, 30, 40, 1.0, 2000), 5000);
    database(&mut together, "right", station(1, 30, 60, 0.5, 2000), 5000);
    let left = Call { parallel: true, ..call("left", 1000) };
    let right = Call { critical: false, ..call("right", 800) };
    service(&mut together, "front", station(2, 400, 5, 1.0, 1000), vec![left, right]);
    clients(&mut together, "users", 300.0, 1, vec![call("front", 3000)]);
    let mut full = one(500.0, 20, 50, 1000, 2);
    service_of(&mut full, "s").station.queue = 300;
    vec![
        slow(of_chain("calls cancelled", cancelling), 4.0),
        slow(of_chain("retries on a budget", saving), 4.0),
        of_chain("calls at once", together).trouble(
            "right",
            FaultKind::Slow { factor: 6.0 },
            FROM,
            UNTIL,
        ),
        of_chain("a short line", full),
        of_chain("names of leaf", chain(300.0)).trouble(
            "leaf",
            FaultKind::Dns { ratio: 0.4 },
            FROM,
            UNTIL,
        ),
        of_chain("leaf cut off", chain(300.0)).trouble(
            "middle.calls.leaf",
            FaultKind::Cut,
            FROM,
            50,
        ),
    ]
}

/// Messages with redelivery.
fn messages() -> Vec<Story> {
    let mut mailing = twelve(300.0);
    if let Some(PartKind::Queue(queue)) = mailing.parts.get_mut("mails").map(|part| &mut part.kind)
    {
        queue.redeliver = Some(Redeliver { after: Span(10_000), times: 3 });
    }
    let watched = |mut story: Story| {
        story.watch = "notify".into();
        story
    };
    vec![
        watched(of_twelve("consumers fail", mailing.clone())).trouble(
            "notify",
            FaultKind::Error { ratio: 0.6 },
            FROM,
            UNTIL,
        ),
        watched(of_twelve("consumers slow", mailing)).trouble(
            "notify",
            FaultKind::Slow { factor: 20.0 },
            FROM,
            UNTIL,
        ),
    ]
}

/// What people do about it.
fn remedies() -> Vec<Story> {
    let cold = |name: &str| {
        of_twelve(name, twelve(460.0)).trouble(
            "products",
            FaultKind::Cold { share: 0.95 },
            FROM,
            UNTIL,
        )
    };
    vec![
        cold("half is shed").then(60, Act::Shed("edge".into(), 0.5)),
        of_twelve("checkout restarts", twelve(300.0)).then(40, Act::Restart("checkout".into())),
        of_twelve("search is scaled", twelve(400.0))
            .trouble("search", FaultKind::Slow { factor: 3.0 }, FROM, 120)
            .then(60, Act::Scale("search".into(), 12)),
    ]
}
