//! What faults do, in numbers: instance by instance, so that a fault of one version or zone touches
//! no other; and on the way from caller to callee. It never decides when a fault acts.

use crate::model::fault::{FaultKind, Touches};
use crate::model::quantity::rounded;
use crate::model::system::{Cache, Station, Time};
use crate::world::fleet::{Fleet, Instance, Phase};
use crate::world::policy::acting::{Acting, Faults};
use crate::world::quantile::{Delay, Moments};

/// The instances of a fleet that a fault strikes as it begins.
pub fn struck(acting: &Acting, fleet: &Fleet) -> Vec<usize> {
    let touched = fleet.touched(&acting.fault.touches, acting.zone());
    touched.iter().enumerate().filter(|(_, part)| **part >= 0.5).map(|(place, _)| place).collect()
}

/// Sets what faults do to each instance of a part; tells which of them are to be gone.
/// `mean` is the part's own service time in seconds.
pub fn touch(faults: &Faults, part: &str, fleet: &mut Fleet, mean: f64) -> Vec<bool> {
    let mut down = vec![false; fleet.instances.len()];
    for instance in &mut fleet.instances {
        instance.heal();
    }
    for acting in faults.on(part).filter(|acting| acting.on_instances_of(part)) {
        let touched = fleet.touched(&acting.fault.touches, acting.zone());
        for ((instance, part), gone) in fleet.instances.iter_mut().zip(touched).zip(&mut down) {
            let strength = acting.level * part;
            match acting.fault.kind {
                FaultKind::Down => *gone |= strength >= 0.5,
                ref kind => touch_one(instance, kind, strength, mean),
            }
        }
    }
    down
}

/// What the kinds that act on each instance alike do to one; `mean` is its own service time.
pub fn touch_one(instance: &mut Instance, kind: &FaultKind, strength: f64, mean: f64) {
    match *kind {
        FaultKind::Slow { factor } => {
            instance.slow *= 1.0 + (factor - 1.0).max(-0.99) * strength;
        }
        FaultKind::Error { ratio } => fail(&mut instance.error, ratio * strength),
        FaultKind::Cpu { share } => instance.cpu *= 1.0 - (share * strength).min(1.0),
        FaultKind::Cut => fail(&mut instance.cut, strength),
        FaultKind::Stuck { share } => fail(&mut instance.cut, strength * share.unwrap_or(1.0)),
        FaultKind::Io { factor, errors } => {
            let more = (factor - 1.0).max(0.0) * strength;
            instance.idle += mean * instance.slow * more;
            instance.slow *= 1.0 + more;
            fail(&mut instance.error, errors * strength);
        }
        FaultKind::Lock { share, lasts } => {
            let (share, lasts) = (share * strength, lasts.as_f64());
            instance.idle += share * lasts;
            instance.wait_more(share * lasts, share * lasts * lasts);
        }
        _ => {}
    }
}

/// Adds a chance to fail that has nothing to do with those before.
pub(crate) fn fail(all: &mut f64, own: f64) {
    *all = 1.0 - (1.0 - *all) * (1.0 - own.clamp(0.0, 1.0));
}

/// Takes away instances that are to be gone and starts those that may come back. The share of
/// those that served which has died.
pub fn end_or_start(fleet: &mut Fleet, down: Vec<bool>, now: f64) -> f64 {
    let ready = fleet.ready().max(1) as f64;
    let mut died = 0.0;
    let mut told = Vec::new();
    let starts_in = fleet.starts_in;
    for (place, (instance, gone)) in fleet.instances.iter_mut().zip(down).enumerate() {
        if gone && instance.phase != Phase::Gone {
            died += f64::from(u8::from(instance.phase == Phase::Ready));
            instance.phase = Phase::Gone;
            told.push((place, "terminated: node lost"));
        } else if !gone && instance.phase == Phase::Gone {
            instance.phase = Phase::Starting(now + starts_in);
            told.push((place, "starting"));
        }
    }
    for (place, says) in told {
        fleet.tell(now, place, says);
    }
    died / ready
}

/// The instances of a part that serve, taken together: calls are spread evenly over them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Average {
    /// How many serve.
    pub ready: f64,
    /// Mean own service time in seconds.
    pub time: f64,
    /// Its variance.
    pub variance: f64,
    /// Its third central moment.
    pub third: f64,
    /// Share of executions that fail by themselves.
    pub error: f64,
    /// Share of calls that never arrive.
    pub cut: f64,
    /// Processors there, in instances.
    pub cpu: f64,
    /// Seconds of a call in which the processors have nothing to do.
    pub idle: f64,
}

/// A part's numbers from those of its instances.
pub fn average(fleet: &Fleet, time: Time) -> Average {
    let serving = || fleet.instances.iter().filter(|instance| instance.phase == Phase::Ready);
    let count = serving().count() as f64;
    let mean = time.mean.as_f64();
    let mut sum = Average { ready: count, ..Average::default() };
    let mut own = Moments::default();
    for instance in serving() {
        let work = Delay::gamma(mean * instance.slow, time.spread);
        own.add(1.0, work.then(&waiting(instance)));
        sum.idle += instance.idle / count;
        sum.error += instance.error / count;
        sum.cut += instance.cut / count;
        sum.cpu += instance.cpu;
    }
    let own = own.time();
    sum.time = own.mean;
    sum.variance = own.variance();
    sum.third = own.third();
    sum
}

/// What a call waits in an instance beside its work: some do for a while, the others not at all.
fn waiting(instance: &Instance) -> Delay {
    let (mean, square) = (instance.wait, instance.wait_square);
    let cube = if mean > 0.0 { square * square / mean } else { 0.0 };
    Delay { mean, square, cube }
}

/// The slots of a station whose instances have this many processors' worth of instances left:
/// part of a slot serves nobody, and what is left of the processors serves somebody.
pub fn slots(station: &Station, cpu: f64) -> f64 {
    let slots = rounded(f64::from(station.slots.max(1)) * cpu);
    slots.max(i64::from(cpu > 0.0)) as f64
}

/// What faults do to calls on their way.
#[derive(Clone, Copy, Debug, Default)]
pub struct OnWay {
    /// Share whose names do not resolve: it fails at the caller.
    pub unresolved: f64,
    /// Share that fails at once on the way.
    pub error: f64,
    /// Share that is lost.
    pub cut: f64,
    /// How much longer the way takes, in service times of the callee.
    pub longer: f64,
}

/// What faults do to calls from `caller` to `callee`; `class` says whether a client class calls,
/// `share` which share of the caller's instances a fault touches.
pub fn on_way(
    faults: &Faults,
    (caller, callee): (&str, &str),
    class: bool,
    share: impl Fn(&Touches) -> f64,
) -> OnWay {
    let path = format!("{caller}.calls.{callee}");
    let mut way = OnWay::default();
    for acting in faults.between(caller, callee).filter(|acting| !acting.left_behind) {
        let target = acting.fault.target.as_str();
        let on_edge = target == path || (class && target == caller);
        let by_name = target == callee;
        let share = if on_edge { share(&acting.fault.touches) } else { 1.0 } * acting.level;
        match acting.fault.kind {
            FaultKind::Dns { ratio } if on_edge || by_name => {
                way.unresolved = 1.0 - (1.0 - way.unresolved) * (1.0 - ratio * share);
            }
            FaultKind::Error { ratio } if on_edge => {
                way.error = 1.0 - (1.0 - way.error) * (1.0 - ratio * share);
            }
            FaultKind::Cut if on_edge => way.cut = 1.0 - (1.0 - way.cut) * (1.0 - share),
            FaultKind::Slow { factor } if on_edge => {
                way.longer += (factor - 1.0).max(0.0) * share;
            }
            _ => {}
        }
    }
    way.unresolved = way.unresolved.clamp(0.0, 1.0);
    way.error = way.error.clamp(0.0, 1.0);
    way.cut = way.cut.clamp(0.0, 1.0);
    way
}

/// Seconds of a look-up in a cache, and the share of look-ups it does not answer because it is gone.
pub fn cached(faults: &Faults, id: &str, cache: &Cache) -> (f64, f64) {
    let (mut time, mut gone) = (cache.time.as_f64(), 0.0);
    for acting in faults.on(id).filter(|acting| acting.fault.target.as_str() == id) {
        match acting.fault.kind {
            FaultKind::Slow { factor } => time *= 1.0 + (factor - 1.0) * acting.level,
            FaultKind::Error { ratio } => gone = ratio * acting.level,
            FaultKind::Down | FaultKind::Kill | FaultKind::Cut => gone = acting.level,
            _ => {}
        }
    }
    (time.max(0.0), gone.clamp(0.0, 1.0))
}

/// The factor of floods on a class's traffic.
pub fn flood(faults: &Faults, class: &str) -> f64 {
    faults
        .on(class)
        .filter(|acting| acting.fault.target.as_str() == class)
        .map(|acting| match acting.fault.kind {
            FaultKind::Flood { factor } => 1.0 + (factor - 1.0).max(-1.0) * acting.level,
            _ => 1.0,
        })
        .product()
}

/// Whether new instances of a part cannot be had.
pub fn no_capacity(faults: &Faults, part: &str) -> bool {
    faults.on(part).any(|acting| {
        matches!(acting.fault.kind, FaultKind::NoCapacity)
            && acting.level > 0.0
            && acting.on_instances_of(part)
    })
}

/// Connections of a database that others hold.
pub fn handles(faults: &Faults, database: &str) -> f64 {
    faults
        .on(database)
        .filter(|acting| acting.fault.target.as_str() == database)
        .map(|acting| match acting.fault.kind {
            FaultKind::Handles { connections } => f64::from(connections) * acting.level,
            _ => 0.0,
        })
        .sum()
}

/// What is left of the pools into a database when only so many connections are free: they shrink
/// in proportion.
pub fn pool_scale(pools: f64, free: f64) -> f64 {
    if pools > free && pools > 0.0 { free / pools } else { 1.0 }
}
