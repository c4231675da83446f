//! The host's own metrics, apart from those of the simulated systems: how many are in, how many
//! drills run, how the store answers. Names begin with `firedrill_host_`; no text of a person is a
//! label.

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use tokio::time::Instant;

use crate::room::Health;
use crate::server::hall::Hall;
use crate::server::ssh::Ssh;

/// What `/metrics` is written as.
pub(super) const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The meters.
#[derive(Debug)]
pub(super) struct Meters {
    registry: Registry,
    ssh: Ssh,
    began: Instant,
    connections: Gauge,
    strangers: Gauge,
    boards: Gauge,
    people: Gauge,
    playing: Gauge,
    over: Gauge,
    stalled: Gauge,
    resident: Gauge,
    uptime: Gauge,
}

impl Meters {
    pub(super) fn new(ssh: Ssh) -> Self {
        let mut registry = Registry::with_prefix("firedrill_host");
        let mut gauge = |name: &str, help: &str| {
            let own = Gauge::default();
            registry.register(name, help, own.clone());
            own
        };
        Self {
            connections: gauge("ssh_connections", "Connections at the ssh door"),
            strangers: gauge("ssh_strangers", "Connections that have not logged in"),
            boards: gauge("boards", "Boards open in a browser"),
            people: gauge("people", "People who are in"),
            playing: gauge("drills_playing", "Drills that run"),
            over: gauge("drills_over", "Drills that are over and looked back on"),
            stalled: gauge("drills_stalled", "Drills whose store cannot be written"),
            resident: gauge("resident_memory_bytes", "Memory of this program"),
            uptime: gauge("uptime_seconds", "Since the doors opened"),
            registry,
            ssh,
            began: Instant::now(),
        }
    }

    /// As Prometheus reads them.
    pub(super) fn written(&self, hall: &Hall, boards: usize) -> String {
        let set = |gauge: &Gauge, value: usize| {
            gauge.set(i64::try_from(value).unwrap_or(i64::MAX));
        };
        let (all, strangers) = self.ssh.counts();
        set(&self.connections, all);
        set(&self.strangers, strangers);
        set(&self.boards, boards);
        set(&self.people, hall.people());
        let drills = hall.drills();
        let over = drills.iter().filter(|(_, own)| own.ended()).count();
        let stalled = drills
            .iter()
            .filter(|(_, own)| matches!(own.room.status().borrow().health, Health::Stalled { .. }));
        set(&self.stalled, stalled.count());
        set(&self.over, over);
        set(&self.playing, drills.len() - over);
        set(&self.resident, resident());
        set(&self.uptime, usize::try_from(self.began.elapsed().as_secs()).unwrap_or(0));
        let mut text = String::new();
        // Writing to a string does not fail.
        let _written = encode(&mut text, &self.registry);
        text
    }
}

/// Bytes of this program in memory, where the system tells.
fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm.split(' ').nth(1).and_then(|own| own.parse::<usize>().ok());
    pages.unwrap_or(0) * 4_096
}
