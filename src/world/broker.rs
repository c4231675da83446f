//! Message queues: calls without waiting on one side, consumers that take what they can serve on
//! the other, redelivery of what failed. It knows nothing of what a message says.

use crate::world::engine::{Engine, Frame, NOTHING, Out, Who};
use crate::world::quantile::Delay;
use crate::world::times::Times;

/// How long a queue takes to accept a message, in seconds.
const ACCEPTS_IN: f64 = 0.001;

impl Engine {
    /// Messages reach a queue.
    pub(crate) fn publish(&mut self, node: usize, mass: f64) -> Out {
        let at = &mut self.nodes[node];
        let held = at.parked + at.messages.iter().sum::<f64>();
        let room = if at.up { (at.room - held).max(0.0) } else { 0.0 };
        let kept = mass.min(room);
        let parked = kept * at.stuck;
        at.parked += parked;
        add(&mut at.messages, 0, kept - parked);
        at.passage.go(mass, self.middle);
        at.counts.good += kept;
        at.counts.bad += mass - kept;
        at.counts.full += mass - kept;
        let accepted = Delay::fixed(ACCEPTS_IN);
        at.latencies.add(mass, accepted);
        if mass > kept {
            self.origins.all += mass - kept;
        }
        Out { good: Times::of(kept, accepted), bad: Times::of(mass - kept, accepted), stuck: 0.0 }
    }

    /// A queue's turn: what consumers have done, and what they can take now.
    pub(crate) fn deliver(&mut self, node: usize) {
        let end = self.middle + self.dt / 2.0;
        while let Some(&(due, attempt, mass)) = self.nodes[node].again.front() {
            if due >= end {
                break;
            }
            self.nodes[node].again.pop_front();
            add(&mut self.nodes[node].messages, attempt, mass);
        }
        let at = &mut self.nodes[node];
        if at.parked > 0.0 && at.stuck <= 0.0 {
            let parked = std::mem::take(&mut at.parked);
            add(&mut at.messages, 0, parked);
        }
        let (begin, stop) = self.layout.nodes[node].stages;
        for stage in begin..stop {
            self.confirm(node, stage);
        }
        for stage in begin..stop {
            self.pull(node, stage);
        }
    }

    /// Consumers have ended executions that got stuck before.
    fn confirm(&mut self, node: usize, stage: usize) {
        for id in std::mem::take(&mut self.waits[stage].answered) {
            let Some(entry) = self.entries.get_mut(id) else {
                continue;
            };
            let good = std::mem::take(&mut entry.good).mass();
            let bad = std::mem::take(&mut entry.bad).mass();
            let done = good + bad;
            entry.inside = (entry.inside - done).max(0.0);
            entry.waiting = (entry.waiting - done).max(0.0);
            let over = entry.waiting <= NOTHING;
            if over {
                self.entries.close(id);
            }
            let working: f64 = self
                .entries
                .live()
                .filter(|entry| entry.stage == stage)
                .map(|entry| entry.waiting)
                .sum::<f64>()
                + done;
            let share = if working > 0.0 { done / working } else { 1.0 };
            let at = &mut self.nodes[node];
            let messages: Vec<f64> = at.taken.iter().map(|mass| mass * share).collect();
            for mass in &mut at.taken {
                *mass *= 1.0 - share;
            }
            let failed = if done > 0.0 { bad / done } else { 0.0 };
            self.settle(node, &messages, failed);
        }
        while let Some(born) = self.waits[stage].born.first_mut()
            && let Some(&id) = born.front()
            && self.entries.get(id).is_none()
        {
            self.waits[stage].born[0].pop_front();
        }
    }

    /// A consumer takes what it has slots for.
    fn pull(&mut self, node: usize, stage: usize) {
        let edge = self.layout.stages[stage].edge;
        let (to, batch) = (self.layout.edges[edge].to, self.layout.edges[edge].batch);
        for _ in 0..4 {
            let waiting: f64 = self.nodes[node].messages.iter().sum();
            if waiting <= NOTHING || !self.nodes[to].up || self.nodes[to].queued > NOTHING {
                break;
            }
            let begin = self.capacity(to).min(waiting);
            if begin <= NOTHING {
                break;
            }
            let share = (begin * batch / waiting).min(1.0);
            let at = &mut self.nodes[node];
            let messages: Vec<f64> = at.messages.iter().map(|mass| mass * share).collect();
            for mass in &mut at.messages {
                *mass *= 1.0 - share;
            }
            let consumer = &mut self.nodes[to];
            consumer.passage.come(begin, self.middle);
            consumer.counts.arrived += begin;
            let frame = self.frames.len();
            let birth = self.middle;
            let parent = Who::Nobody;
            self.frames.push(Frame { stage, attempt: 0, birth, arrival: birth, parent });
            let out = self.execute(to, begin, 0.0, Who::Frame(frame), true);
            self.frames.truncate(frame);
            for part in out.good.parts().iter().chain(out.bad.parts()) {
                self.nodes[to].latencies.join(part);
                self.nodes[to].passage.took(part.sum);
            }
            let done = out.good.mass() + out.bad.mass();
            let stuck = out.stuck / begin;
            for (attempt, mass) in messages.iter().enumerate() {
                add(&mut self.nodes[node].taken, attempt, mass * stuck);
            }
            let ended: Vec<f64> = messages.iter().map(|mass| mass * (1.0 - stuck)).collect();
            let failed = if done > 0.0 { out.bad.mass() / done } else { 0.0 };
            self.settle(node, &ended, failed);
        }
    }

    /// Messages were worked on: a share failed and comes again, or is given up.
    fn settle(&mut self, node: usize, messages: &[f64], failed: f64) {
        if failed <= 0.0 {
            return;
        }
        let due = self.middle + self.nodes[node].redeliver_after;
        let times = self.nodes[node].redeliver_times;
        for (attempt, mass) in messages.iter().enumerate() {
            let mass = mass * failed;
            if mass <= NOTHING {
                continue;
            }
            if attempt < times {
                self.nodes[node].again.push_back((due, attempt + 1, mass));
            } else {
                self.nodes[node].dead += mass;
            }
        }
    }
}

fn add(masses: &mut Vec<f64>, attempt: usize, mass: f64) {
    if masses.len() <= attempt {
        masses.resize(attempt + 1, 0.0);
    }
    masses[attempt] += mass;
}
