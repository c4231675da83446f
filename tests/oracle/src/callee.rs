//! What callees do: door, line, slots, own service, the end of an execution, and messages that
//! consumers take. Who called and why is the caller's business.

use crate::engine::Oracle;
use crate::events::{Kind, Note};
use crate::plan::Role;
use crate::task::{NONE, Task, Where};

impl Oracle {
    /// A call comes to the callee's door.
    #[inline(always)]
    pub(crate) fn arrive(&mut self, call: u32, edge: usize) {
        let now = self.now;
        let at = self.tasks[call].node;
        let node = &mut self.nodes[usize::from(at)];
        node.book.arrived += 1;
        if node.role == Role::Queue {
            self.publish(call, usize::from(at));
            return;
        }
        let full = node.busy >= node.slots && node.waiting >= node.room;
        let direct = !self.edges[edge].pooled && node.busy + node.waiting >= node.connections;
        let kept = node.shed > 0.0 || !node.limits.is_empty();
        if !node.up || full || direct || kept && self.is_kept_out(usize::from(at)) {
            self.turn_away(call);
            return;
        }
        let node = &mut self.nodes[usize::from(at)];
        node.book.enters(now);
        let task = &mut self.tasks[call];
        task.arrived = now;
        if node.busy < node.slots && node.waiting == 0 {
            self.start(call);
            return;
        }
        task.place = Where::Line;
        node.waiting += 1;
        node.line.push_back((call, task.age));
        let patience = self.edges[edge].patience;
        if patience > 0.0 {
            let wait = self.dice.exponential(patience);
            self.heap.push(now + wait, Note::new(Kind::Leaves, call, self.tasks[call].age));
        }
    }

    /// Whether the next call is shed, or a limit at the door refuses it.
    fn is_kept_out(&mut self, node: usize) -> bool {
        let now = self.now;
        if self.dice.happens(self.nodes[node].shed) {
            return true;
        }
        for bucket in &mut self.nodes[node].limits {
            if !self.dice.happens(bucket.meets) {
                continue;
            }
            let fresh = bucket.rate * (now - bucket.filled);
            bucket.tokens = (bucket.tokens + fresh).min(bucket.rate);
            bucket.filled = now;
            if bucket.tokens < 1.0 || self.dice.happens(bucket.ratio) {
                return true;
            }
            bucket.tokens -= 1.0;
        }
        false
    }

    fn turn_away(&mut self, call: u32) {
        let task = &mut self.tasks[call];
        task.place = Where::Way;
        let note = Note::new(Kind::Badly, call, task.age);
        let node = &mut self.nodes[usize::from(task.node)];
        node.book.rejected += 1;
        node.counter.put(0.001, false);
        self.lanes.push(self.soon, self.now, note);
    }

    /// A call gets a slot.
    #[inline(always)]
    fn start(&mut self, call: u32) {
        let now = self.now;
        let task = &mut self.tasks[call];
        task.place = Where::Serving;
        let node = &mut self.nodes[usize::from(task.node)];
        node.busy += 1;
        node.book.takes_slot(now, task.arrived);
        if node.error > 0.0 && self.dice.happens(node.error) {
            self.lanes.push(self.soon, now, Note::new(Kind::Broken, call, task.age));
            return;
        }
        let mut mean = node.time;
        if !node.slows.is_empty() {
            mean *= node.slows[self.dice.below(node.slows.len())];
        }
        if mean <= 0.0 {
            self.at_once(Kind::Served, call);
            return;
        }
        let spread = node.spread;
        let time = if (spread - 1.0).abs() < 1e-9 {
            self.dice.exponential(mean)
        } else {
            self.dice.gamma(mean, spread)
        };
        self.heap.push(now + time, Note::new(Kind::Served, call, task.age));
    }

    /// Free slots are given to who waits in line; consumers take messages for what is left.
    #[inline(always)]
    pub(crate) fn serve(&mut self, at: usize) {
        loop {
            let node = &mut self.nodes[at];
            if node.busy >= node.slots || node.waiting == 0 {
                break;
            }
            let Some((call, age)) = node.line.pop_front() else {
                break;
            };
            if self.tasks.is(call, age) {
                self.nodes[at].waiting -= 1;
                self.start(call);
            }
        }
        if self.nodes[at].consumes {
            self.take_messages(at);
        }
    }

    /// An execution ends.
    pub(crate) fn finish(&mut self, run: u32, good: bool) {
        let now = self.now;
        let task = &self.tasks[run];
        let (at, arrived) = (task.node, task.arrived);
        let node = &mut self.nodes[usize::from(at)];
        let class = node.role == Role::Class;
        node.busy -= 1;
        if !class {
            node.book.gives_slot(now);
        }
        node.book.leaves(now, arrived);
        node.book.served += u64::from(good);
        node.book.failed += u64::from(!good);
        node.counter.put(now - arrived, good);
        if class {
            self.visit_ends(run, good);
            return;
        }
        if self.serves_no_call(run) {
            self.confirm(run, good);
        } else if self.tasks[run].waiting {
            self.reply(run, good);
        } else {
            self.tasks.close(run);
        }
        self.serve(usize::from(at));
    }

    /// The answer sets out.
    #[inline]
    pub(crate) fn reply(&mut self, call: u32, good: bool) {
        let task = &mut self.tasks[call];
        task.place = Where::Way;
        let delay = self.edges[usize::from(task.edge)].delay;
        if delay > 0.0 {
            let kind = if good { Kind::Well } else { Kind::Badly };
            self.heap.push(self.now + delay, Note::new(kind, call, task.age));
            self.disconnect(call);
        } else {
            self.answered(call, good);
        }
    }

    /// Somebody in line has no more patience.
    pub(crate) fn leave_line(&mut self, call: u32) {
        if self.tasks[call].place == Where::Line {
            self.stop(call);
            self.nodes[usize::from(self.tasks[call].node)].counter.put(0.0, false);
            self.tasks.renew(call);
            self.at_once(Kind::Badly, call);
        }
    }

    /// The callee stops working on a call, in line or in a slot; nobody is told.
    pub(crate) fn stop(&mut self, call: u32) {
        let now = self.now;
        let task = &self.tasks[call];
        let (at, arrived, place) = (usize::from(task.node), task.arrived, task.place);
        if place == Where::Calling {
            self.abandon_calls(call);
        }
        self.tasks.renew(call);
        self.tasks[call].place = Where::Caller;
        let node = &mut self.nodes[at];
        node.book.leaves(now, arrived);
        node.book.dropped += 1;
        if place == Where::Line {
            node.waiting -= 1;
            return;
        }
        node.busy -= 1;
        node.book.gives_slot(now);
        self.serve(at);
    }

    /// A share of a node's instances dies with all it had in flight; callers learn it at once.
    pub(crate) fn drop_share(&mut self, at: usize, share: f64) {
        if share <= 0.0 || self.nodes[at].role == Role::Class {
            return;
        }
        // Nobody gets a slot while they die.
        let slots = std::mem::replace(&mut self.nodes[at].slots, 0);
        for call in self.tasks.used() {
            let task = &self.tasks[call];
            if usize::from(task.node) != at || !task.inside() || !self.dice.happens(share) {
                continue;
            }
            let age = self.now - task.arrived;
            self.nodes[at].counter.put(age, false);
            self.stop(call);
            if self.serves_no_call(call) {
                self.confirm(call, false);
            } else if self.tasks[call].waiting {
                self.at_once(Kind::Badly, call);
            } else {
                self.disconnect(call);
                self.tasks.close(call);
            }
        }
        self.nodes[at].slots = slots;
        self.serve(at);
        self.catch_up();
    }

    /// A message reaches a queue.
    fn publish(&mut self, call: u32, queue: usize) {
        let node = &mut self.nodes[queue];
        if !node.up || node.messages.len() >= node.room as usize {
            self.turn_away(call);
            return;
        }
        node.messages.push_back(0);
        node.book.served += 1;
        node.counter.put(0.001, true);
        let task = &mut self.tasks[call];
        task.place = Where::Way;
        let note = Note::new(Kind::Well, call, task.age);
        self.lanes.push(self.soon, self.now, note);
        self.wake_consumers(queue);
    }

    /// A failed message is there again.
    pub(crate) fn deliver(&mut self, queue: u32, attempt: u8) {
        self.nodes[queue as usize].messages.push_back(attempt);
        self.wake_consumers(queue as usize);
    }

    fn wake_consumers(&mut self, queue: usize) {
        for place in 0..self.plan.nodes[queue].taken_by.len() {
            let consumer = self.plan.nodes[queue].taken_by[place];
            self.take_messages(consumer);
        }
    }

    /// A consumer takes what it has slots for, so many messages at once.
    fn take_messages(&mut self, at: usize) {
        for place in 0..self.plan.nodes[at].takes.len() {
            let (queue, most) = self.plan.nodes[at].takes[place];
            loop {
                let node = &self.nodes[at];
                let free = node.up && node.busy < node.slots && node.waiting == 0;
                if !free || self.nodes[queue].messages.is_empty() {
                    break;
                }
                let count = self.nodes[queue].messages.len().min(most);
                let batch = self.free_batches.pop().unwrap_or_else(|| {
                    self.batches.push(Vec::new());
                    self.batches.len() as u32 - 1
                });
                let messages = self.nodes[queue].messages.drain(..count);
                self.batches[batch as usize].extend(messages);
                let run = self.tasks.open(Task {
                    arrived: self.now,
                    batch,
                    node: at as u16,
                    attempt: place as u8,
                    ..Task::AT_REST
                });
                let book = &mut self.nodes[at].book;
                book.arrived += 1;
                book.enters(self.now);
                self.start(run);
            }
        }
    }

    /// A consumer is done with its messages: those of a failed execution come again, or are given up.
    fn confirm(&mut self, run: u32, good: bool) {
        let task = &mut self.tasks[run];
        let batch = std::mem::replace(&mut task.batch, NONE);
        let takes = &self.plan.nodes[usize::from(task.node)].takes;
        let queue = takes.get(usize::from(task.attempt)).map(|take| take.0);
        self.tasks.close(run);
        let messages = std::mem::take(&mut self.batches[batch as usize]);
        if let Some(queue) = queue.filter(|_| !good) {
            let (lane, times) = self.nodes[queue].redeliver;
            for &attempt in messages.iter().filter(|&&attempt| attempt < times) {
                let note = Note::new(Kind::Deliver, queue as u32, u32::from(attempt) + 1);
                self.lanes.push(lane, self.now, note);
            }
        }
        let mut messages = messages;
        messages.clear();
        self.batches[batch as usize] = messages;
        self.free_batches.push(batch);
    }
}
