//! Instances of a part: which version and zone they are of, whether they are there, how a version
//! rolls over them, how they start again. It never serves a call.

use std::collections::BTreeMap;

use crate::model::fault::Touches;
use crate::model::id::Version;
use crate::model::system::Cpu;
use crate::world::logs::Level;

/// Whether an instance serves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Phase {
    /// It serves.
    Ready,
    /// It starts, and will be ready then.
    Starting(f64),
    /// It is gone and does not come back by itself.
    Gone,
    /// Its health check has taken it out of use.
    Removed,
    /// People have taken it out of use, in order.
    Drained,
}

/// Seconds a container that keeps crashing waits before its next start: 10, doubled each time, 300
/// at most, forgotten after ten minutes without a crash (as Kubernetes does).
const BACK_OFF: (f64, f64, f64) = (10.0, 300.0, 600.0);

/// An instance.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance {
    /// Its zone.
    pub zone: String,
    /// Its version.
    pub version: Version,
    /// Whether it serves.
    pub phase: Phase,
    /// When it turns to another version, and which.
    pub turns: Option<(f64, Version)>,
    /// Health checks failed in a row.
    pub failed: u32,
    /// Factor on its service time.
    pub slow: f64,
    /// Share of its executions that fail.
    pub error: f64,
    /// Share of its processors that is there.
    pub cpu: f64,
    /// Share of calls to it that never arrive.
    pub cut: f64,
    /// Share of its memory in use, where a fault fills it.
    pub memory: f64,
    /// What a call waits in it beside its work: mean, in seconds.
    pub wait: f64,
    /// Mean square of the same.
    pub wait_square: f64,
    /// Seconds of a call in which its processors have nothing to do.
    pub idle: f64,
    /// When it began to run.
    pub started: f64,
    /// Crashes in a row.
    pub crashes: u32,
}

impl Instance {
    /// As it is without any fault.
    pub(crate) fn heal(&mut self) {
        self.slow = 1.0;
        self.error = 0.0;
        self.cpu = 1.0;
        self.cut = 0.0;
        self.memory = 0.0;
        self.wait = 0.0;
        self.wait_square = 0.0;
        self.idle = 0.0;
    }

    /// Adds a wait that has nothing to do with those before.
    pub(crate) fn wait_more(&mut self, mean: f64, square: f64) {
        self.wait_square += square + 2.0 * self.wait * mean;
        self.wait += mean;
    }
}

/// Something that happened to an instance, for its log.
#[derive(Clone, Debug)]
pub struct Happening {
    /// When.
    pub at: f64,
    /// To which instance.
    pub instance: String,
    /// What, as its log says it.
    pub says: String,
    /// How loud.
    pub level: Level,
}

/// The instances of a part.
#[derive(Clone, Debug, Default)]
pub struct Fleet {
    /// What the part is called.
    pub name: String,
    /// Instances, in the order they were made.
    pub instances: Vec<Instance>,
    /// Versions it ever ran, the last one being what it shall run now.
    pub history: Vec<Version>,
    /// Its zones, in turn.
    pub zones: Vec<String>,
    /// Seconds an instance takes to start.
    pub starts_in: f64,
    /// Seconds a version takes to reach all.
    pub rolls_in: f64,
    /// Restarts since the drill began.
    pub restarts: f64,
    /// When the autoscaler may change something again.
    pub cools_until: f64,
    /// Until when writes stand still.
    pub paused_until: f64,
    /// Since when the primary is gone.
    pub gone_since: Option<f64>,
    /// Work an instance does at the usual load, in busy slots.
    pub usual_work: f64,
    /// Processors of an instance, where they are modelled.
    pub cpu: Option<Cpu>,
    /// Whether a machine looks after it: a health check, an autoscaler, a failover by itself.
    pub watched: bool,
    /// Share refused at the door by order.
    pub shed: f64,
    /// Seconds of a call in which the processors have nothing to do.
    pub idle: f64,
    /// Seconds that replicas are behind, beyond the usual.
    pub behind: f64,
    /// Bytes on the disk that were thrown away, and when.
    pub freed: Option<(f64, f64)>,
    /// When it began and ceased to be in trouble, for whoever reports on it late.
    pub troubles: Vec<(f64, bool)>,
    /// Whether its disk is full.
    pub full: bool,
    /// What happened lately, the newest last.
    pub happenings: Vec<Happening>,
}

/// Most instances of a part, which is as many as a system file may ask for; more are played as
/// this many.
const MOST: usize = 10_000;

impl Fleet {
    /// Brings the number of instances to `count`; new ones start now.
    pub fn resize(&mut self, count: usize, now: f64, ready_at_once: bool) {
        let count = count.min(MOST);
        while self.instances.len() > count {
            self.instances.pop();
        }
        while self.instances.len() < count {
            let place = self.instances.len();
            let zone = self.zones.get(place % self.zones.len().max(1)).cloned().unwrap_or_default();
            let version = self.history.last().cloned().unwrap_or_default();
            let phase =
                if ready_at_once { Phase::Ready } else { Phase::Starting(now + self.starts_in) };
            self.instances.push(Instance {
                zone,
                version,
                phase,
                turns: None,
                failed: 0,
                slow: 1.0,
                error: 0.0,
                cpu: 1.0,
                cut: 0.0,
                memory: 0.0,
                wait: 0.0,
                wait_square: 0.0,
                idle: 0.0,
                started: if ready_at_once { f64::NEG_INFINITY } else { now + self.starts_in },
                crashes: 0,
            });
            if !ready_at_once {
                self.tell(now, place, "starting");
            }
        }
    }

    /// Begins to roll a version over the instances that do not run it.
    pub fn roll(&mut self, version: &Version, now: f64) {
        self.history.push(version.clone());
        let count = self.instances.len().max(1) as f64;
        let rolls_in = self.rolls_in;
        for (place, instance) in self.instances.iter_mut().enumerate() {
            let due = now + rolls_in * (place as f64 + 1.0) / count;
            instance.turns = (instance.version != *version).then(|| (due, version.clone()));
        }
    }

    /// Kills instances; they start again, the first half in half the time.
    pub fn restart(&mut self, which: &[usize], now: f64, halves: bool) {
        let count = which.len();
        for (turn, &place) in which.iter().enumerate() {
            let half = halves && count > 1 && turn < count / 2;
            let pause = self.starts_in * if half { 0.5 } else { 1.0 };
            if let Some(instance) = self.instances.get_mut(place)
                && instance.phase != Phase::Drained
            {
                instance.phase = Phase::Starting(now + pause);
                instance.failed = 0;
                instance.crashes = 0;
                self.restarts += 1.0;
                self.tell(now, place, "received SIGTERM, shutting down");
            }
        }
    }

    /// An instance dies by itself and is started again, the later the more often it died.
    pub(crate) fn crash(&mut self, place: usize, now: f64, says: &str) {
        let (first, most, forgotten) = BACK_OFF;
        let starts_in = self.starts_in;
        let Some(instance) = self.instances.get_mut(place) else {
            return;
        };
        if now - instance.started > forgotten {
            instance.crashes = 0;
        }
        let pause = match instance.crashes {
            0 => 0.0,
            again => (first * f64::from(1_u32 << (again - 1).min(16))).min(most),
        };
        instance.crashes += 1;
        instance.failed = 0;
        instance.phase = Phase::Starting(now + pause + starts_in);
        self.restarts += 1.0;
        self.cry(now, place, says);
        if pause > 0.0 {
            self.cry(now, place, &format!("back-off {pause:.0}s restarting crashed container"));
        }
    }

    /// A control loop that stands still: nothing that was to come does.
    pub(crate) fn stand_still(&mut self) {
        for instance in &mut self.instances {
            if let Some((due, _)) = &mut instance.turns {
                *due += 1.0;
            }
            if let Phase::Starting(due) = &mut instance.phase {
                *due += 1.0;
            }
        }
    }

    /// Time goes on: versions turn, instances become ready.
    pub fn advance(&mut self, now: f64) {
        let mut told = Vec::new();
        for (place, instance) in self.instances.iter_mut().enumerate() {
            if let Some((due, version)) = &instance.turns
                && *due <= now
            {
                instance.version = version.clone();
                instance.turns = None;
                instance.started = now;
                told.push((place, format!("started version {}", instance.version)));
            }
            if let Phase::Starting(due) = instance.phase
                && due <= now
            {
                instance.phase = Phase::Ready;
                instance.started = now;
                told.push((place, "ready to serve".to_owned()));
            }
        }
        for (place, says) in told {
            self.tell(now, place, &says);
        }
    }

    /// Puts something into an instance's log.
    pub fn tell(&mut self, at: f64, place: usize, says: &str) {
        self.put(at, place, says, Level::Info);
    }

    /// The same, when something broke.
    pub fn cry(&mut self, at: f64, place: usize, says: &str) {
        self.put(at, place, says, Level::Error);
    }

    fn put(&mut self, at: f64, place: usize, says: &str, level: Level) {
        let instance = self.instance_name(place);
        self.happenings.push(Happening { at, instance, says: says.to_owned(), level });
        let surplus = self.happenings.len().saturating_sub(64);
        self.happenings.drain(..surplus);
    }

    /// What an instance is called in logs.
    pub fn instance_name(&self, place: usize) -> String {
        match self.instances.get(place) {
            Some(instance) if !instance.zone.is_empty() => {
                format!("{}-{}-{}", self.name, instance.zone, place + 1)
            }
            _ => format!("{}-{}", self.name, place + 1),
        }
    }

    /// Whether something about it changes by itself just now.
    pub fn moving(&self, now: f64) -> bool {
        self.paused_until >= now - 1.0
            || self
                .instances
                .iter()
                .any(|instance| instance.phase != Phase::Ready || instance.turns.is_some())
    }

    /// Instances that serve.
    pub fn ready(&self) -> usize {
        self.instances.iter().filter(|instance| instance.phase == Phase::Ready).count()
    }

    /// How much of each instance a fault touches, 0 to 1.
    pub fn touched(&self, touches: &Touches, zone: Option<&str>) -> Vec<f64> {
        let fits = |instance: &Instance| {
            touches.version.as_ref().is_none_or(|version| *version == instance.version)
                && touches.zone.as_ref().is_none_or(|zone| *zone == instance.zone)
                && zone.is_none_or(|zone| zone == instance.zone)
        };
        let fitting = self.instances.iter().filter(|&instance| fits(instance)).count() as f64;
        let mut left = fitting;
        if let Some(share) = touches.share {
            left = left.min(fitting * share.clamp(0.0, 1.0));
        }
        if let Some(count) = touches.instances {
            left = left.min(f64::from(count));
        }
        self.instances
            .iter()
            .map(|instance| {
                if !fits(instance) {
                    return 0.0;
                }
                let part = left.clamp(0.0, 1.0);
                left -= part;
                part
            })
            .collect()
    }

    /// The share of instances a fault touches.
    pub fn share(&self, touches: &Touches) -> f64 {
        if self.instances.is_empty() {
            return 1.0;
        }
        self.touched(touches, None).iter().sum::<f64>() / self.instances.len() as f64
    }

    /// Instances by version.
    pub fn versions(&self) -> BTreeMap<Version, u32> {
        let mut versions = BTreeMap::new();
        for instance in &self.instances {
            if !instance.version.as_str().is_empty() {
                *versions.entry(instance.version.clone()).or_insert(0) += 1;
            }
        }
        versions
    }
}
