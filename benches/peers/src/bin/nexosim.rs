//! M/M/8 with nexosim on one thread: one model that schedules its own arrivals and departures, the
//! shortest way it offers. `nexosim CUSTOMERS SEED`.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use nexosim::model::{Context, Model, schedulable};
use nexosim::simulation::{Mailbox, SimInit};
use nexosim::time::MonotonicTime;
use peers::{Draws, SERVERS, argument, measured_customers};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Station {
    seed: u64,
    #[serde(skip)]
    draws: Option<Draws>,
    left: u64,
    busy: usize,
    line: VecDeque<MonotonicTime>,
    served: u64,
    sum: f64,
    #[serde(skip)]
    told: Arc<Mutex<(u64, f64)>>,
}

/// Never nothing: nexosim refuses to schedule at the same instant.
fn span(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds).max(Duration::from_nanos(1))
}

#[Model]
impl Station {
    fn draws(&mut self) -> &mut Draws {
        let seed = self.seed;
        self.draws.get_or_insert_with(|| Draws::new(seed))
    }

    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        let pause = span(self.draws().pause());
        cx.schedule_event(pause, schedulable!(Self::arrive), ()).expect("a later time");
    }

    #[nexosim(schedulable)]
    async fn arrive(&mut self, (): (), cx: &Context<Self>) {
        if self.busy < SERVERS {
            self.busy += 1;
            self.start(cx.time(), cx);
        } else {
            self.line.push_back(cx.time());
        }
        self.left -= 1;
        if self.left > 0 {
            let pause = span(self.draws().pause());
            cx.schedule_event(pause, schedulable!(Self::arrive), ()).expect("a later time");
        }
    }

    fn start(&mut self, came: MonotonicTime, cx: &Context<Self>) {
        let time = span(self.draws().service());
        cx.schedule_event(time, schedulable!(Self::leave), came).expect("a later time");
    }

    #[nexosim(schedulable)]
    async fn leave(&mut self, came: MonotonicTime, cx: &Context<Self>) {
        self.served += 1;
        self.sum += cx.time().duration_since(came).as_secs_f64();
        match self.line.pop_front() {
            Some(next) => self.start(next, cx),
            None => self.busy -= 1,
        }
        if self.left == 0 {
            *self.told.lock().expect("one thread") = (self.served, self.sum);
        }
    }
}

fn main() {
    let (customers, seed) = (argument(1), argument(2));
    measured_customers(|| {
        let told = Arc::new(Mutex::new((0, 0.0)));
        let station = Station {
            seed,
            draws: None,
            left: customers,
            busy: 0,
            line: VecDeque::new(),
            served: 0,
            sum: 0.0,
            told: Arc::clone(&told),
        };
        let mut simulation = SimInit::with_num_threads(1)
            .add_model(station, Mailbox::new(), "station")
            .init(MonotonicTime::EPOCH)
            .expect("a sound bench");
        simulation.run().expect("it comes to its end");
        let (served, sum) = *told.lock().expect("one thread");
        (served, sum / served as f64)
    });
}
