//! A node's line: calls that found no free slot wait here in order until one is given to them. It
//! never turns anybody away.

use crate::world::cohort::{Owner, scaled};
use crate::world::engine::{Engine, NOTHING, Node, Who};
use crate::world::station::WORTH;

impl Node {
    /// Lines up executions that serve a call.
    fn stand_behind(&mut self, owner: Owner) {
        match self.queue.back_mut() {
            Some(last) if last.id == owner.id => last.join(&owner),
            _ => self.queue.push_back(owner),
        }
    }
}

impl Engine {
    /// Calls line up, behind who came before.
    pub(crate) fn line_up(&mut self, node: usize, mass: f64, who: Who) {
        match who {
            Who::Nobody => {}
            Who::Frame(frame) => {
                let owner = self.holder(frame, mass);
                self.nodes[node].stand_behind(owner);
            }
            Who::List(list) => {
                for owner in scaled(&self.lists[list], mass) {
                    self.nodes[node].stand_behind(owner);
                }
            }
        }
        self.nodes[node].queued += mass;
    }

    /// Who waits in line gets the slots that are free.
    pub(crate) fn serve(&mut self, node: usize) {
        let mut most: f64 = 0.0;
        for _ in 0..8 {
            if self.nodes[node].queued <= NOTHING {
                break;
            }
            let room = self.capacity(node);
            if room <= NOTHING.max(WORTH * most) {
                break;
            }
            most = most.max(room);
            let owners = self.take(node, room);
            let mass: f64 = owners.iter().map(|owner| owner.mass).sum();
            if mass <= 0.0 {
                break;
            }
            let list = self.list(owners);
            let out = self.execute(node, mass, 0.0, Who::List(list), true);
            let owners = self.unlist(list);
            if self.cancels(node) {
                self.nodes[node].account.left += self.unused(node, &owners);
            }
            let blur = self.blur();
            for (times, good) in [(out.good.moved(&blur), true), (out.bad.moved(&blur), false)] {
                self.time_answers(node, &times, &owners);
                self.note(&times, &owners, good);
            }
        }
    }

    /// Takes up to `room` calls from the head of the line. Calls that were cancelled while they
    /// waited leave it without being served.
    fn take(&mut self, node: usize, mut room: f64) -> Vec<Owner> {
        let mut owners = Vec::new();
        let cancels = self.cancels(node);
        while room > NOTHING {
            let Some(mut head) = self.nodes[node].queue.pop_front() else {
                self.nodes[node].queued = 0.0;
                break;
            };
            if cancels {
                head.mass = self.still_wanted(node, &head);
                if head.mass <= NOTHING {
                    continue;
                }
            }
            let take = head.mass.min(room);
            room -= take;
            self.nodes[node].queued = (self.nodes[node].queued - take).max(0.0);
            owners.push(Owner { mass: take, ..head });
            head.mass -= take;
            if head.mass > NOTHING {
                self.nodes[node].queue.push_front(head);
            } else {
                self.nodes[node].passage.go(head.mass, self.middle);
                self.nodes[node].queued = (self.nodes[node].queued - head.mass).max(0.0);
            }
        }
        owners
    }
}
