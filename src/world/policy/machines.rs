//! What machines decide by themselves: health checks, autoscalers, failover without a person. The
//! rules are the system file's; each can be wrong. They read numbers and never measure any.

use crate::model::metric::Metric;
use crate::model::quantity::rounded;
use crate::model::system::{Autoscale, Health, HealthAction};
use crate::world::fleet::{Fleet, Phase};

/// Seconds a health check waits for its answer.
const CHECK_TIMEOUT: f64 = 1.0;
/// Own errors of an instance from which on its check fails.
const CHECK_ERRORS: f64 = 0.5;
/// Never more than this share of instances is taken out of use.
const MOST_REMOVED: f64 = 0.5;

/// What the health checks of a second did.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Instances taken out of use or back into it.
    pub changed: bool,
    /// Instances to be started anew.
    pub restarts: Vec<usize>,
}

/// The health checks of a second: who waits in line now waits `line` seconds, and the part's own
/// service takes `mean` seconds.
pub fn health(fleet: &mut Fleet, rule: Health, second: i64, line: f64, mean: f64) -> Checked {
    let every = i64::from(rule.every.seconds().max(1));
    let count = fleet.instances.len();
    let removed = fleet.instances.iter().filter(|instance| instance.phase == Phase::Removed);
    let mut out = removed.count() as f64;
    let mut checked = Checked::default();
    for (place, instance) in fleet.instances.iter_mut().enumerate() {
        let turn = i64::try_from(place).unwrap_or(0);
        if (second + turn).rem_euclid(every) != 0 {
            continue;
        }
        let serving = instance.phase == Phase::Ready;
        let wait = if serving { line + instance.wait } else { 0.0 };
        let sick = instance.error >= CHECK_ERRORS
            || instance.cut >= CHECK_ERRORS
            || wait + mean * instance.slow.max(1.0) * 0.5 > CHECK_TIMEOUT;
        match (instance.phase, sick) {
            (Phase::Ready, true) => instance.failed += 1,
            (Phase::Ready, false) => instance.failed = 0,
            (Phase::Removed, false) => {
                checked.changed = true;
                instance.phase = Phase::Ready;
                instance.failed = 0;
            }
            _ => {}
        }
        if instance.phase == Phase::Ready && instance.failed >= rule.fails.max(1) {
            instance.failed = 0;
            match rule.then {
                HealthAction::Restart => checked.restarts.push(place),
                HealthAction::Remove if (out + 1.0) <= MOST_REMOVED * count as f64 => {
                    checked.changed = true;
                    instance.phase = Phase::Removed;
                    out += 1.0;
                }
                HealthAction::Remove => {}
            }
        }
    }
    checked
}

/// An autoscaler's signal as it compares it with its target, from the part's reading.
pub fn each_signal(rule: &Autoscale, reading: f64, count: usize) -> f64 {
    match rule.metric {
        Metric::Queue | Metric::Rate => reading / count.max(1) as f64,
        _ => reading,
    }
}

/// How many instances an autoscaler wants; `None` to leave them as they are.
pub fn wanted(rule: &Autoscale, reading: f64, count: usize) -> Option<usize> {
    if rule.target <= 0.0 {
        return None;
    }
    let ratio = each_signal(rule, reading, count) / rule.target;
    // The tolerance of the common controllers: a tenth does not move anything.
    if (ratio - 1.0).abs() <= 0.1 {
        return None;
    }
    let wanted = rounded(libm::ceil(count as f64 * ratio - 1e-9));
    let (least, most) = (i64::from(rule.min.max(1)), i64::from(rule.max.max(rule.min.max(1))));
    let wanted = usize::try_from(wanted.clamp(least, most)).unwrap_or(count);
    (wanted != count).then_some(wanted)
}

/// Whether a part's only instance has been gone for `after` seconds.
pub fn is_gone_for(fleet: &mut Fleet, now: f64, after: f64) -> bool {
    let gone = fleet.instances.iter().all(|instance| matches!(instance.phase, Phase::Gone));
    if !gone {
        fleet.gone_since = None;
        return false;
    }
    let since = *fleet.gone_since.get_or_insert(now);
    now - since >= after
}
