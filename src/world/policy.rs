//! The rules by which callers, machines and faults act, without the queues they act on. The fluid
//! engine passes masses and the per-request engine of the tests passes single calls, so that the two
//! can differ in queueing only. Nothing here moves a call or reads a clock.

mod acting;
mod breaker;
mod effect;
mod machines;
mod retry;

pub use crate::world::clients::traffic;
pub use crate::world::fleet::{Fleet, Happening, Instance, Phase};
pub use crate::world::settings::apply as apply_setting;
pub use crate::world::setup::{WARM_UP, staffed, warming};

pub use acting::{Acting, Faults};
pub use breaker::{BREAKER_LEAST, Breaker, State};
pub(crate) use effect::fail;
pub use effect::{
    Average, OnWay, average, cached, end_or_start, flood, handles, no_capacity, on_way, pool_scale,
    slots, struck, touch, touch_one,
};
pub use machines::{Checked, each_signal, health, is_gone_for, wanted};
pub use retry::{BUDGET_WINDOW, Budget, jittered, pause};
