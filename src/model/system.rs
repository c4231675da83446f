//! A system as values: its parts, their calls, the people who own it, what watches it. It never
//! computes how the system behaves; that is `world`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::condition::Condition;
use crate::model::id::{AlertRule, FeatureId, PartId, PersonId, SystemId, Target, TeamId, Version};
use crate::model::metric::{Metric, MetricRef};
use crate::model::text::Text;
use crate::model::time::Span;

pub use crate::model::business::{Business, Counts, Feature};
pub use crate::model::people::{Person, Team};

/// A whole system.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct System {
    /// Its file's id.
    pub id: SystemId,
    /// What it is called.
    pub title: Text,
    /// Zones instances are spread over, at least one.
    pub zones: Vec<String>,
    /// The currency of its money, such as THB.
    pub currency: String,
    /// Who has a duty the process may page: `vp-engineering`, `support`.
    pub duties: BTreeMap<String, PersonId>,
    /// Teams.
    pub teams: BTreeMap<TeamId, Team>,
    /// Everybody in the story.
    pub people: BTreeMap<PersonId, Person>,
    /// Services, databases, caches, queues, providers, certificates, secrets.
    pub parts: BTreeMap<PartId, Part>,
    /// Those who call the system from outside.
    pub clients: BTreeMap<PartId, ClientClass>,
    /// What users know the system by, with the service that serves it.
    pub features: BTreeMap<FeatureId, Feature>,
    /// Numbers the business watches.
    pub business: BTreeMap<PartId, Business>,
    /// Alert rules over what monitoring has.
    pub alerts: BTreeMap<AlertRule, Alert>,
    /// Dashboards: what they show, in order.
    pub dashboards: BTreeMap<String, Vec<MetricRef>>,
    /// Feature flags.
    pub flags: BTreeMap<PartId, Flag>,
    /// Deploys, the drill's start being 0; those before it are history.
    pub deploys: Vec<Deploy>,
    /// Tools of the responders.
    pub tools: Tools,
}

/// A part that calls reach or that others lean on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Its name.
    pub id: PartId,
    /// Who owns it.
    pub team: Option<TeamId>,
    /// What it is.
    pub kind: PartKind,
}

/// What a part is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PartKind {
    /// Serves calls and makes calls.
    Service(Service),
    /// Keeps data; serves calls.
    Database(Database),
    /// Answers look-ups before a callee is asked.
    Cache(Cache),
    /// Holds messages for consumers.
    Queue(Queue),
    /// Somebody else's service.
    Provider(Provider),
    /// Expires.
    Certificate(Certificate),
    /// Opens things.
    Secret(Secret),
}

/// What holds calls while they are served.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Station {
    /// Instances wanted.
    pub instances: u32,
    /// Calls one instance serves at once.
    pub slots: u32,
    /// Its own service time, waiting and callees not counted.
    pub time: Time,
    /// Calls one instance lets wait for a slot; further ones are rejected.
    pub queue: u32,
}

/// A service time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Time {
    /// Mean.
    pub mean: Span,
    /// Coefficient of variation: 1 is exponential.
    pub spread: f64,
}

/// A service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Service {
    /// Where its calls are held.
    pub station: Station,
    /// Zones its instances are spread over.
    pub zones: Vec<String>,
    /// The version it runs when the drill begins.
    pub version: Version,
    /// How long a version takes to reach all instances.
    pub rolls_in: Span,
    /// How long an instance takes to start.
    pub starts_in: Span,
    /// Its calls, in the order they are made.
    pub calls: Vec<Call>,
    /// Queues it takes messages from.
    pub takes: Vec<Take>,
    /// Processors, where they are modelled.
    pub cpu: Option<Cpu>,
    /// Share of memory usually in use.
    pub memory: Option<f64>,
    /// Its disk.
    pub disk: Option<Disk>,
    /// Its health check.
    pub health: Option<Health>,
    /// Its autoscaler.
    pub autoscale: Option<Autoscale>,
    /// The certificate it shows.
    pub certificate: Option<PartId>,
}

/// A call from one part to another; client classes call by the same keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// Who is called.
    pub to: PartId,
    /// Calls per request: below 1 a chance, above a count.
    pub per_call: f64,
    /// How long the caller waits; for ever when left out.
    pub timeout: Option<Span>,
    /// Further attempts after the first.
    pub retries: u32,
    /// Wait before the first retry; doubled for each further one.
    pub backoff: Span,
    /// Half-width of the random factor on the backoff: 0.5 is 0.5 to 1.5.
    pub jitter: f64,
    /// Most retries per success (token bucket).
    pub budget: Option<f64>,
    /// Stops calling while too many fail.
    pub breaker: Option<Breaker>,
    /// Connections the caller has for this callee, all its instances together.
    pub pool: Option<u32>,
    /// Whether the request fails when the call does.
    pub critical: bool,
    /// Time of the plain answer used instead of a failed call.
    pub fallback: Option<Span>,
    /// Whether it is made at once with the next one.
    pub parallel: bool,
    /// Whether the callee stops working when the caller stops waiting.
    pub cancel: bool,
    /// The cache that is asked first.
    pub cache: Option<PartId>,
}

/// A circuit breaker.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Breaker {
    /// Share of failed calls that opens it.
    pub errors: f64,
    /// Window of that share.
    pub over: Span,
    /// How long it stays open before it probes.
    pub opens_for: Span,
    /// Probes that must succeed.
    pub probes: u32,
}

/// A consumer's side of a queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Take {
    /// The queue.
    pub queue: PartId,
    /// Messages taken at once.
    pub batch: u32,
}

/// Processors of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cpu {
    /// Cores.
    pub cores: f64,
    /// Share in use at the usual load.
    pub usual: f64,
}

/// A disk.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Disk {
    /// Bytes in all.
    pub size: f64,
    /// Bytes in use when the drill begins.
    pub used: f64,
    /// Bytes a second that are added.
    pub grows: f64,
    /// Share of calls that cannot do without writing, 0 to 1: they fail when it is full.
    pub writes: f64,
}

/// What a health check does with an instance that fails it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HealthAction {
    /// Starts it anew.
    Restart,
    /// Sends it no calls until it passes.
    Remove,
}

/// A health check.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Health {
    /// Between two checks.
    pub every: Span,
    /// Checks failed in a row before it acts.
    pub fails: u32,
    /// What it does then.
    pub then: HealthAction,
}

/// An autoscaler.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Autoscale {
    /// Its signal: `cpu`, `saturation`, `queue` or `rate`.
    pub metric: Metric,
    /// Where it wants the signal.
    pub target: f64,
    /// Fewest instances.
    pub min: u32,
    /// Most instances.
    pub max: u32,
    /// Between two decisions.
    pub every: Span,
    /// After a change, before the next.
    pub cooldown: Span,
}

/// A database: a station whose slots are what it works on at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Database {
    /// Where its calls are held; one instance.
    pub station: Station,
    /// Connections it accepts.
    pub connections: u32,
    /// Its disk.
    pub disk: Option<Disk>,
    /// Copies that follow it.
    pub replicas: Vec<Replica>,
    /// How a replica takes over.
    pub failover: Option<Failover>,
    /// Backups.
    pub backups: Vec<Backup>,
}

/// A copy that follows a primary.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Replica {
    /// Its name.
    pub name: String,
    /// Its zone.
    pub zone: Option<String>,
    /// How far it usually is behind.
    pub lag: Span,
}

/// Taking over by a replica.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failover {
    /// Whether it happens by itself.
    pub auto: bool,
    /// After the primary has been gone this long.
    pub after: Span,
    /// How long writes stand still.
    pub pauses: Span,
}

/// A backup.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Backup {
    /// Its name.
    pub name: String,
    /// Between two.
    pub every: Span,
    /// How long ago it was last tried out; never when left out.
    pub tested: Option<Span>,
    /// How long a restore takes.
    pub restores_in: Span,
    /// Whether it can be restored.
    pub works: bool,
}

/// A cache.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cache {
    /// Bytes it holds.
    pub memory: f64,
    /// Time of a look-up.
    pub time: Span,
    /// Share of look-ups it answers when warm.
    pub hit: f64,
    /// How long it takes from empty to nearly warm at the usual rate of fills that succeed.
    pub warms_in: Span,
}

/// A message queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Queue {
    /// Partitions.
    pub partitions: u32,
    /// Messages it holds at most.
    pub holds: u64,
    /// Redelivery of what no consumer confirmed.
    pub redeliver: Option<Redeliver>,
}

/// Redelivery of messages.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Redeliver {
    /// After this long.
    pub after: Span,
    /// So many times.
    pub times: u32,
}

/// Somebody else's service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Provider {
    /// Its time to answer.
    pub time: Time,
    /// Whom to ask there.
    pub desk: Option<PersonId>,
    /// How late its status page speaks.
    pub status_page_lag: Option<Span>,
}

/// A certificate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Certificate {
    /// Time left when the drill begins.
    pub expires: Span,
    /// Whether it is renewed by hand.
    pub manual: bool,
    /// How long it takes until every host that shows it has taken up a new one; hosts need a
    /// restart when left out.
    pub reloads: Option<Span>,
}

/// A secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Secret {
    /// What it opens.
    pub opens: Vec<PartId>,
    /// How long it takes until every host that uses it has taken up a new one; hosts need a
    /// restart when left out.
    pub reloads: Option<Span>,
}

/// Those who call the system from outside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClientClass {
    /// How many people it stands for.
    pub users: u64,
    /// Visits a second where the profile is 1.0.
    pub rate: f64,
    /// Factor by the story's time of day in seconds, linear between, round the clock.
    pub profile: Vec<(u32, f64)>,
    /// Regular peaks.
    pub peaks: Option<Peaks>,
    /// How often people begin again: attempts of a visit in all.
    pub tries: u32,
    /// Their calls; a visit makes them all.
    pub calls: Vec<Call>,
}

/// Regular peaks of traffic.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Peaks {
    /// From one to the next, on the story's clock.
    pub every: Span,
    /// Factor on the rate.
    pub factor: f64,
    /// How long each lasts.
    pub lasts: Span,
}

/// An alert rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// Its condition, `for` included, over what monitoring has.
    pub when: Condition,
    /// The team it pages; nobody when left out.
    pub pages: Option<TeamId>,
    /// What it says.
    pub says: Text,
}

/// A feature flag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flag {
    /// The service it switches something in.
    pub service: PartId,
    /// Whether it is on when the drill begins.
    pub on: bool,
}

/// A deploy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deploy {
    /// Of which service.
    pub target: PartId,
    /// Which version.
    pub version: Version,
    /// Seconds from the drill's start; negative before it.
    pub at: i64,
    /// By whom.
    pub by: Option<PersonId>,
    /// What it changes, as the change log says.
    pub what: Text,
}

/// Tools of the responders, and what they share fate with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tools {
    /// Between two scrapes of metrics.
    pub every: Span,
    /// From scrape to screen.
    pub lag: Span,
    /// Per tool (`metrics`, `logs`, `alerts`, `chat`, `status_page`, `deploys`, `console`,
    /// `login`) the parts it works through.
    pub through: BTreeMap<String, Vec<PartId>>,
}

impl System {
    /// Whether a target's first word, or the whole path, names something of this system.
    #[must_use]
    pub fn has_target(&self, target: &Target) -> bool {
        let path: Vec<&str> = target.as_str().split('.').collect();
        match path.as_slice() {
            ["tools", tool] => TOOLS.contains(tool),
            ["zones", zone] => self.zones.iter().any(|own| own == zone),
            [part] => self.has_part(part),
            [part, "calls", to] => self.calls_of(part).iter().any(|call| call.to.as_str() == *to),
            _ => false,
        }
    }

    /// Whether a part, client class, flag or business metric has this name.
    #[must_use]
    pub fn has_part(&self, name: &str) -> bool {
        self.parts.contains_key(name)
            || self.clients.contains_key(name)
            || self.flags.contains_key(name)
            || self.business.contains_key(name)
    }

    /// The calls a service or a client class makes; none for anything else.
    #[must_use]
    pub fn calls_of(&self, name: &str) -> &[Call] {
        if let Some(class) = self.clients.get(name) {
            return &class.calls;
        }
        match self.parts.get(name).map(|part| &part.kind) {
            Some(PartKind::Service(service)) => &service.calls,
            _ => &[],
        }
    }

    /// The team a person belongs to; the first that lists them.
    #[must_use]
    pub fn team_of(&self, person: &PersonId) -> Option<&TeamId> {
        self.teams.iter().find(|(_, team)| team.people.contains(person)).map(|(id, _)| id)
    }
}

/// The tools that targets and `through` may name.
pub const TOOLS: &[&str] =
    &["metrics", "logs", "alerts", "chat", "status_page", "deploys", "console", "login"];
