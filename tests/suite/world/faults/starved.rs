//! Memory, disks, descriptors, pauses: what runs out.

use firedrill::model::condition::Scope;
use firedrill::model::fault::FaultKind;
use firedrill::model::metric::Metric;
use firedrill::model::system::{Disk, System};
use firedrill::model::time::Span;
use firedrill::world::World;

use super::super::build::{change, fault, shared, store, twelve};
use super::super::{give, hit, logs, read, run, shows};

const GIB: f64 = 1_073_741_824.0;

fn shop() -> System {
    let mut shop = twelve(300.0);
    change(&mut shop, "cart", |cart| cart.memory = Some(0.6));
    let disk = Disk { size: 100.0 * GIB, used: 60.0 * GIB, grows: 0.0, writes: 0.4 };
    change(&mut shop, "cart", |cart| cart.disk = Some(disk));
    store(&mut shop, "orders-db", |db| db.disk = Some(disk));
    shop
}

#[test]
fn a_leak_slows_then_kills_and_begins_anew() {
    let mut world = World::new(shared(shop()), 1, 0);
    let mut leak = fault("f", "cart", FaultKind::Memory { used: 1.0 });
    leak.ramp = Span(100_000);
    let usual = read(&world, "cart", Metric::P99);
    let climb = |world: &mut World, from: u32, to: u32| {
        for second in from..to {
            world.set_fault(&leak, f64::from(second + 1) / 100.0);
            world.step();
        }
    };
    climb(&mut world, 0, 60);
    let half = read(&world, "cart", Metric::Memory);
    assert!((0.8..0.86).contains(&half), "{half}");
    assert!(read(&world, "cart", Metric::P99) < 1.5 * usual, "nobody notices yet");
    climb(&mut world, 60, 98);
    assert!(read(&world, "cart", Metric::P50) > 1.3 * 0.01, "collecting garbage costs time");
    assert!(read(&world, "cart", Metric::Restarts) < 0.5);
    assert!(logs(&world, "cart", "collecting"));
    climb(&mut world, 98, 100);
    run(&mut world, 15);
    assert!(read(&world, "cart", Metric::Restarts) > 0.5);
    assert!(logs(&world, "cart", "exit code 137"));
    run(&mut world, 30);
    assert!(read(&world, "cart", Metric::Memory) < 0.9, "memory begins anew");
    let once = read(&world, "cart", Metric::Restarts);
    run(&mut world, 150);
    assert!(read(&world, "cart", Metric::Restarts) > once, "and comes back");
}

#[test]
fn a_cache_whose_memory_is_taken_forgets() {
    let mut world = hit(twelve(200.0), &fault("f", "products", FaultKind::Memory { used: 0.9 }), 5);
    let before = read(&world, "products", Metric::HitRatio);
    run(&mut world, 120);
    assert!(read(&world, "products", Metric::HitRatio) < 0.5 * before);
    assert!(read(&world, "products", Metric::Memory) > 0.95);
    assert!(read(&world, "catalog-db", Metric::Rate) > 50.0, "the database does the work");
}

#[test]
fn a_disk_is_quiet_until_it_is_full_and_then_writes_fail() {
    let mut world = World::new(shared(shop()), 1, 0);
    let fill = fault("f", "orders-db", FaultKind::Disk { used: 1.0 });
    for percent in 1..=99 {
        world.set_fault(&fill, f64::from(percent) / 100.0);
        world.step();
    }
    let free = read(&world, "orders-db", Metric::DiskFree);
    assert!((0.0..0.02).contains(&free), "{free}");
    assert!(read(&world, "orders-db", Metric::ErrorRatio) < 1e-3);
    assert!(logs(&world, "orders-db", "disk nearly full"));
    world.set_fault(&fill, 1.0);
    run(&mut world, 10);
    let errors = read(&world, "orders-db", Metric::ErrorRatio);
    assert!((0.35..0.45).contains(&errors), "those that write: {errors}");
    assert!(logs(&world, "orders-db", "no space left on device"));
    assert!(shows(&world, "orders-db", "disk 100.0 % used"));
    assert!(read(&world, "orders", Metric::ErrorRatio) > 0.1, "and its callers");
    give(&mut world, "purge", "orders-db", "");
    run(&mut world, 10);
    assert!(read(&world, "orders-db", Metric::ErrorRatio) < 1e-3);
    run(&mut world, 70);
    assert!(read(&world, "orders-db", Metric::ErrorRatio) > 0.3, "it fills again");
}

#[test]
fn a_disk_that_grows_fills_by_itself() {
    let mut s = shop();
    let disk = Disk { size: 100.0 * GIB, used: 99.0 * GIB, grows: GIB / 60.0, writes: 1.0 };
    store(&mut s, "orders-db", |db| db.disk = Some(disk));
    let mut world = World::new(shared(s), 1, 0);
    run(&mut world, 55);
    assert!(read(&world, "orders-db", Metric::ErrorRatio) < 1e-3);
    run(&mut world, 15);
    assert!(read(&world, "orders-db", Metric::ErrorRatio) > 0.99);
    give(&mut world, "purge", "orders-db", "");
    run(&mut world, 10);
    assert!(read(&world, "orders-db", Metric::ErrorRatio) < 1e-3);
    assert!(read(&world, "orders-db", Metric::DiskFree) > 0.005);
}

#[test]
fn pauses_show_in_the_tail_and_not_in_the_middle() {
    let pause = FaultKind::Pause { lasts: Span(1500), every: Span(15_000) };
    let mut world = hit(twelve(300.0), &fault("f", "cart", pause), 1);
    let (mut worst, mut calm) = (0.0_f64, f64::INFINITY);
    for _ in 0..45 {
        world.step();
        let p99 = world.read(&"cart".into(), Metric::P99, &Scope::default(), 1).unwrap_or(0.0);
        worst = worst.max(p99);
        calm = calm.min(p99);
    }
    assert!(worst > 1.0, "{worst}");
    assert!(calm < 0.3, "{calm}");
    assert!(read(&world, "cart", Metric::Ready) > 2.5, "nothing restarts");
    assert!(logs(&world, "cart", "stopped the world"));
}

#[test]
fn a_slow_disk_slows_a_database_and_what_follows_it() {
    let io = FaultKind::Io { factor: 5.0, errors: 0.0 };
    let usual = hit(twelve(100.0), &fault("f", "nobody", FaultKind::Down), 40);
    let world = hit(twelve(100.0), &fault("f", "orders-db", io), 40);
    let times = read(&world, "orders-db", Metric::P50) / read(&usual, "orders-db", Metric::P50);
    assert!(times > 3.5, "{times}");
    let lag = read(&world, "orders-db", Metric::Lag) / read(&usual, "orders-db", Metric::Lag);
    assert!(lag > 3.0, "{lag}");
    assert!(logs(&world, "orders-db", "slow sync"));
    let failing = FaultKind::Io { factor: 1.0, errors: 0.2 };
    let world = hit(twelve(100.0), &fault("f", "orders-db", failing), 20);
    let errors = read(&world, "orders-db", Metric::ErrorRatio);
    assert!((0.17..0.23).contains(&errors), "{errors}");
    assert!(logs(&world, "orders-db", "Input/output error"));
}

#[test]
fn waiting_for_a_disk_burns_no_processor() {
    let mut s = twelve(100.0);
    change(&mut s, "search", |search| {
        search.cpu = Some(firedrill::model::system::Cpu { cores: 2.0, usual: 0.2 });
    });
    let io = FaultKind::Io { factor: 3.0, errors: 0.0 };
    let waits = hit(s.clone(), &fault("f", "search", io), 30);
    let works = hit(s, &fault("f", "search", FaultKind::Slow { factor: 3.0 }), 30);
    let (waits, works) = (read(&waits, "search", Metric::Cpu), read(&works, "search", Metric::Cpu));
    assert!(waits < 0.3 && works > 0.45, "{waits} {works}");
}

#[test]
fn a_service_without_descriptors_refuses() {
    let taken = FaultKind::Handles { connections: 100_000 };
    let world = hit(twelve(200.0), &fault("f", "identity", taken), 20);
    assert!(read(&world, "identity", Metric::ErrorRatio) > 0.99);
    assert!(read(&world, "identity", Metric::Rejected) > 0.99);
    assert!(logs(&world, "identity", "too many open files"));
}
