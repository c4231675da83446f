//! What callers do: visits, calls, attempts, timeouts, answers, pools. The rules of breakers and
//! budgets are the world's own; calls that queue are only here.

use firedrill::world::TRIES_AGAIN_AFTER;
use firedrill::world::policy::{WARM_UP, jittered, pause};

use crate::engine::Oracle;
use crate::events::{Kind, Note};
use crate::task::{NO_EDGE, NONE, Task, Where};

/// Seconds after which a name that does not resolve is known not to.
const UNRESOLVED: f64 = 0.002;
/// Half-width of the random factor on the pause before a visit is begun again.
const VISIT_JITTER: f64 = 0.5;

impl Oracle {
    /// A try of a visit begins.
    #[inline(always)]
    pub(crate) fn visit(&mut self, class: u32, attempt: u32) {
        let node = self.classes[class as usize].node;
        let now = self.now;
        let run = self.tasks.open(Task {
            arrived: now,
            batch: class,
            node,
            attempt: attempt as u8,
            place: Where::Calling,
            ..Task::AT_REST
        });
        let state = &mut self.nodes[node as usize];
        state.book.arrived += 1;
        state.book.enters(now);
        state.busy += 1;
        self.go_on(run);
    }

    /// A try of a visit has ended.
    #[inline(always)]
    pub(crate) fn visit_ends(&mut self, run: u32, good: bool) {
        let (class, attempt) = (self.tasks[run].batch, u32::from(self.tasks[run].attempt));
        self.tasks.close(run);
        if !good && attempt + 1 < self.classes[class as usize].tries {
            let usual = pause(TRIES_AGAIN_AFTER as f64 / 1000.0, attempt as usize);
            let place = 2.0 * self.dice.uniform() - 1.0;
            let wait = jittered(usual, VISIT_JITTER, place);
            self.heap.push(self.now + wait, Note::new(Kind::VisitAgain, class, attempt + 1));
        }
    }

    /// An execution goes on with its next calls, those made at once together, or ends well.
    pub(crate) fn go_on(&mut self, run: u32) {
        let task = &mut self.tasks[run];
        let (begin, end) = self.nodes[task.node as usize].stages;
        let mut stage = begin + u32::from(task.stage);
        if stage >= end {
            self.finish(run, true);
            return;
        }
        task.place = Where::Calling;
        let mut open = 0;
        while stage < end {
            let plan = self.stages[stage as usize];
            if open > 0 && !plan.joins {
                break;
            }
            if self.dice.happens(plan.chance) {
                self.tasks.open_call(run, plan.edge, 0);
                open += 1;
            }
            stage += 1;
        }
        let task = &mut self.tasks[run];
        task.stage = (stage - begin) as u16;
        task.open = open;
        if open == 0 {
            self.finish(run, true);
            return;
        }
        let mut call = task.child;
        for _ in 0..open {
            let next = self.tasks[call].sibling;
            self.launch(call);
            call = next;
        }
    }

    /// An attempt is made.
    #[inline(always)]
    pub(crate) fn launch(&mut self, call: u32) {
        let now = self.now;
        let task = &mut self.tasks[call];
        task.birth = now;
        task.waiting = true;
        // The place may have served an attempt before.
        task.stage = 0;
        let edge = usize::from(task.edge);
        task.node = self.edges[edge].to;
        if self.edges[edge].guarded && !self.passes(call, edge) {
            return;
        }
        self.start_clock(call, edge);
        if self.edges[edge].guarded {
            self.way(call, edge);
        } else {
            self.connect(call, edge);
        }
    }

    #[inline(always)]
    fn start_clock(&mut self, call: u32, edge: usize) {
        if let Some(lane) = self.edges[edge].lane {
            let note = Note::new(Kind::Timeout, call, self.tasks[call].age);
            self.lanes.push(lane, self.now, note);
        }
    }

    /// Breaker, name, cache: whether the attempt leaves the caller now.
    fn passes(&mut self, call: u32, edge: usize) -> bool {
        self.tell_time(edge);
        let state = &mut self.edges[edge];
        let age = self.tasks[call].age;
        if let Some(breaker) = &mut state.breaker
            && breaker.admit(1.0) < 0.5
        {
            // Failing fast is meant: no further attempt.
            self.tasks[call].place = Where::Caller;
            self.at_once(Kind::Fails, call);
            return false;
        }
        if self.dice.happens(state.unresolved) {
            self.tasks[call].place = Where::Way;
            self.heap.push(self.now + UNRESOLVED, Note::new(Kind::Badly, call, age));
            return false;
        }
        let Some(cache) = state.cache else {
            return true;
        };
        let cache = &mut self.caches[cache];
        cache.asked += 1;
        let hit = self.dice.happens(cache.hit * cache.warmth * (1.0 - cache.gone));
        let kind = if hit { Kind::Own } else { Kind::Asked };
        let time = self.dice.exponential(cache.time);
        self.tasks[call].place = Where::Caller;
        if !hit {
            self.start_clock(call, edge);
        }
        self.heap.push(self.now + time, Note::new(kind, call, age));
        false
    }

    /// A look-up found nothing: the callee is asked.
    pub(crate) fn set_out(&mut self, call: u32) {
        let edge = usize::from(self.tasks[call].edge);
        self.way(call, edge);
    }

    /// On the way: lost, refused, or on to the pool.
    fn way(&mut self, call: u32, edge: usize) {
        let state = &self.edges[edge];
        let cut = 1.0 - (1.0 - state.cut) * (1.0 - self.nodes[usize::from(state.to)].cut);
        let error = state.error;
        if self.dice.happens(cut) {
            self.tasks[call].place = Where::Lost;
        } else if self.dice.happens(error) {
            self.tasks[call].place = Where::Way;
            let note = Note::new(Kind::Badly, call, self.tasks[call].age);
            self.lanes.push(self.soon, self.now, note);
        } else {
            self.connect(call, edge);
        }
    }

    #[inline(always)]
    fn connect(&mut self, call: u32, edge: usize) {
        let state = &mut self.edges[edge];
        if state.pooled {
            if state.connected >= state.pool {
                let task = &mut self.tasks[call];
                task.place = Where::Pool;
                state.line.push_back((call, task.age));
                return;
            }
            state.connected += 1;
            self.tasks[call].connected = true;
        }
        self.arrive(call, edge);
    }

    /// Gives a call's connection back; who waits for one sets out.
    #[inline]
    pub(crate) fn disconnect(&mut self, call: u32) {
        if !self.tasks[call].connected {
            return;
        }
        self.tasks[call].connected = false;
        let edge = usize::from(self.tasks[call].edge);
        self.edges[edge].connected -= 1;
        self.connect_waiting(edge);
    }

    /// Free connections are given to who waits for one.
    pub(crate) fn connect_waiting(&mut self, edge: usize) {
        while self.edges[edge].connected < self.edges[edge].pool {
            let Some((next, age)) = self.edges[edge].line.pop_front() else {
                return;
            };
            if self.tasks.is(next, age) {
                self.edges[edge].connected += 1;
                self.tasks[next].connected = true;
                self.arrive(next, edge);
            }
        }
    }

    /// Breaker and budget learn what time it is.
    fn tell_time(&mut self, edge: usize) {
        let state = &mut self.edges[edge];
        let passed = self.now - state.told;
        state.told = self.now;
        if let Some(breaker) = &mut state.breaker {
            breaker.tick(self.now - WARM_UP as f64, passed);
        }
        if let Some(budget) = &mut state.budget {
            budget.tick(passed);
        }
    }

    /// A breaker learns what came of an attempt, and acts on it at once.
    #[inline]
    fn tell_breaker(&mut self, call: u32, edge: usize, good: bool) {
        if self.edges[edge].breaker.is_none() {
            return;
        }
        self.tell_time(edge);
        let birth = self.tasks[call].birth - WARM_UP as f64;
        let (well, badly) = if good { (1.0, 0.0) } else { (0.0, 1.0) };
        if let Some(breaker) = &mut self.edges[edge].breaker {
            breaker.note(birth, well, badly);
            breaker.tick(self.now - WARM_UP as f64, 0.0);
        }
    }

    /// The callee has answered, and the caller still waits.
    #[inline(always)]
    pub(crate) fn answered(&mut self, call: u32, good: bool) {
        let edge = usize::from(self.tasks[call].edge);
        self.disconnect(call);
        if good && !self.edges[edge].guarded {
            self.settle(call);
            return;
        }
        self.tell_breaker(call, edge, good);
        if !good {
            self.again(call);
            return;
        }
        if self.edges[edge].budget.is_some() {
            self.tell_time(edge);
            if let Some(budget) = &mut self.edges[edge].budget {
                budget.earn(1.0);
            }
        }
        if let Some(cache) = self.edges[edge].cache {
            let cache = &mut self.caches[cache];
            if cache.fills > 0.0 {
                cache.warmth = 1.0 - (1.0 - cache.warmth) * libm::exp(-1.0 / cache.fills);
            }
        }
        self.settle(call);
    }

    /// A call is done: its execution goes on once all made with it are.
    #[inline(always)]
    pub(crate) fn settle(&mut self, call: u32) {
        let run = self.tasks.unlink(call);
        self.tasks.close(call);
        let parent = &mut self.tasks[run];
        parent.open -= 1;
        if parent.open == 0 {
            self.go_on(run);
        }
    }

    /// The caller stops waiting.
    pub(crate) fn timeout(&mut self, call: u32) {
        let edge = usize::from(self.tasks[call].edge);
        self.tell_breaker(call, edge, false);
        if !self.tasks[call].inside() {
            self.disconnect(call);
            self.again(call);
        } else if self.edges[edge].cancel {
            self.stop(call);
            self.disconnect(call);
            self.again(call);
        } else {
            // The callee does not know: it works on for nobody, and the caller has a new call.
            let run = self.tasks.unlink(call);
            let attempt = self.tasks[call].attempt;
            self.tasks[call].waiting = false;
            self.disconnect(call);
            let next = self.tasks.open_call(run, edge as u16, attempt);
            self.tasks[next].waiting = true;
            self.again(next);
        }
    }

    /// An attempt has failed and nothing of it is left at the callee: another one after a pause, or
    /// the end of it.
    fn again(&mut self, call: u32) {
        self.tasks.renew(call);
        let task = &mut self.tasks[call];
        task.place = Where::Caller;
        let edge = usize::from(task.edge);
        let attempt = task.attempt;
        if attempt >= self.edges[edge].retries || !self.affords(edge) {
            self.at_once(Kind::Fails, call);
            return;
        }
        let state = &self.edges[edge];
        let usual = pause(state.backoff, usize::from(attempt));
        let wait = jittered(usual, state.jitter, 2.0 * self.dice.uniform() - 1.0);
        self.tasks[call].attempt = attempt + 1;
        let note = Note::new(Kind::Attempt, call, self.tasks[call].age);
        self.heap.push(self.now + wait, note);
    }

    fn affords(&mut self, edge: usize) -> bool {
        if self.edges[edge].budget.is_none() {
            return true;
        }
        self.tell_time(edge);
        self.edges[edge].budget.as_mut().is_none_or(firedrill::world::policy::Budget::take_one)
    }

    /// No attempt is left: a plain answer, none, or a failure of the caller's own.
    pub(crate) fn failed_for_good(&mut self, call: u32) {
        let edge = &self.edges[usize::from(self.tasks[call].edge)];
        match edge.fallback {
            Some(time) => {
                let note = Note::new(Kind::Own, call, self.tasks[call].age);
                self.heap.push(self.now + time, note);
            }
            None if !edge.critical => self.settle(call),
            None => {
                let run = self.tasks.unlink(call);
                self.tasks.close(call);
                self.abandon_calls(run);
                self.finish(run, false);
            }
        }
    }

    /// An execution no longer waits for its calls.
    pub(crate) fn abandon_calls(&mut self, run: u32) {
        let mut call = self.tasks[run].child;
        self.tasks[run].child = NONE;
        self.tasks[run].open = 0;
        while call != NONE {
            let next = self.tasks[call].sibling;
            self.abandon(call);
            call = next;
        }
    }

    fn abandon(&mut self, call: u32) {
        let edge = usize::from(self.tasks[call].edge);
        self.tasks[call].waiting = false;
        if self.tasks[call].inside() {
            if self.edges[edge].cancel {
                self.stop(call);
            } else {
                self.disconnect(call);
                return;
            }
        }
        self.disconnect(call);
        self.tasks.close(call);
    }

    /// Whether an execution serves a visit or messages rather than a call.
    #[inline]
    pub(crate) fn serves_no_call(&self, run: u32) -> bool {
        self.tasks[run].edge == NO_EDGE
    }
}
