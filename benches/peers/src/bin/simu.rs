//! M/M/8 with simu-des: a process a customer, a resource of eight. `simu CUSTOMERS SEED`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use peers::{Draws, SERVERS, argument, measured_customers};
use simu::{Resource, SimEnv};

fn main() {
    let (customers, seed) = (argument(1), argument(2));
    measured_customers(|| {
        let mut env = SimEnv::with_seed(seed);
        let draws = Rc::new(RefCell::new(Draws::new(seed)));
        let sum = Rc::new(Cell::new(0.0));
        let servers = Resource::new(SERVERS);
        let (h, total) = (env.handle(), Rc::clone(&sum));
        let _source = env.spawn(async move {
            for _ in 0..customers {
                let pause = draws.borrow_mut().pause();
                h.timeout(pause).await;
                let (own, servers) = (h.clone(), servers.clone());
                let (draws, sum) = (Rc::clone(&draws), Rc::clone(&total));
                let _customer = h.spawn(async move {
                    let came = own.now();
                    let _server = servers.request().await;
                    let time = draws.borrow_mut().service();
                    own.timeout(time).await;
                    sum.set(sum.get() + own.now() - came);
                });
            }
        });
        env.run();
        (customers, sum.get() / customers as f64)
    });
}
