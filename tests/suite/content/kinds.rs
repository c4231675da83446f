//! The vocabulary whole: every kind of fault on everything it can act on, every remedy, in files
//! that are accepted.

use firedrill::content::Library;
use firedrill::journal::ENGINE;
use firedrill::model::fault::FAULT_KINDS;
use firedrill::model::remedy::REMEDIES;

const SYSTEM: &str = r#"
format = 1
title = "A shop with everything"
zones = ["a", "b"]
currency = "THB"
team.ops = { people = ["ann"], on_call = ["ann"] }
duties = { vp-engineering = "ann" }
feature.buying = { served_by = "shop", important = true }
business.orders = { counts = "success", of = "shop", per = "1m" }
cache.shelf = { memory = "1GiB", hit = 0.9 }
queue.mails = { partitions = 4, redeliver = { after = "30s", times = 5 } }
certificate.door-cert = { expires = "62d", reloads = "never" }
secret.key = { opens = ["db"], reloads = "2m" }
flag.new-shelf = { service = "shop" }
provider.bank = { time = "100ms", status_page = { lag = "20m" } }
service.shop = { certificate = "door-cert", memory = { usual = 0.6 }, disk = { size = "10GiB", used = "1GiB", writes = 0.2 }, health = { every = "5s" }, autoscale = { target = 0.7, max = 9 }, calls.db = { timeout = "1s", pool = 20, cache = "shelf" }, calls.bank = { per_call = 0.1, timeout = "3s", breaker = { errors = 0.5 } }, calls.mails = {} }
service.sender = { takes.mails = { batch = 5 } }
[database.db]
connections = 100
disk = { size = "100GiB", used = "60GiB", grows = "1GiB/h" }
replicas = [{ name = "db-b", zone = "b", lag = "200ms" }]
failover = { auto = true }
backups = [{ name = "nightly", every = "24h", restores_in = "4h" }]
[clients.people]
users = 1000
rate = "20/s"
calls.shop = { timeout = "5s" }
"#;

const HEAD: &str = r#"
format = 1
title = "A drill"
system = "everything"
starts = 2026-11-24T12:00:00+07:00
minutes = 20
briefing = "You are on call."
truth = [{ cause = "none" }]
"#;

/// Kinds, what each says, and on what it can act.
const FAULTS: &[(&str, &str, &[&str])] = &[
    ("kill", "{}", &["shop", "db", "shelf", "zones.a"]),
    ("down", "{}", &["shop", "db", "bank", "shelf", "mails", "zones.a"]),
    ("no_capacity", "{}", &["shop", "zones.a"]),
    ("cpu", "{ share = 0.5 }", &["shop", "db", "zones.a"]),
    ("memory", "{ used = 0.97 }", &["shop", "db", "shelf"]),
    ("memory", "{}", &["shop"]),
    ("disk", "{ used = 1.0 }", &["shop", "db"]),
    ("handles", "{ connections = 90 }", &["db", "shop"]),
    ("pause", "{ for = \"900ms\", every = \"20s\" }", &["shop", "db"]),
    ("io", "{ factor = 8, errors = 0.01 }", &["db", "shop"]),
    ("network", "{ delay = \"200ms\", jitter = \"50ms\", loss = 0.02 }", &["shop", "db", "bank"]),
    ("network", "{ corrupt = 0.1 }", &["shop.calls.db", "people", "zones.b"]),
    ("network", "{ bandwidth = \"2MiB/s\", per_call = \"40KiB\" }", &["shop.calls.bank"]),
    ("cut", "{}", &["shop.calls.db"]),
    ("dns", "{}", &["bank"]),
    ("slow", "{ factor = 3 }", &["shop"]),
    ("error", "{ ratio = 0.4 }", &["shop"]),
    ("throttled", "{ rate = \"50/s\", per = \"instance\" }", &["shop", "db", "bank"]),
    ("throttled", "{ ratio = 0.97 }", &["shop"]),
    ("wrong", "{ ratio = 0.2, factor = 0.5 }", &["shop", "db", "bank", "shelf", "orders"]),
    ("wrong", "{ factor = 0 }", &["tools.metrics"]),
    ("failover", "{}", &["db"]),
    ("replication", "{ lag = \"10m\" }", &["db"]),
    ("diverge", "{ rate = \"15/s\" }", &["db"]),
    ("cold", "{ share = 0.9 }", &["shelf"]),
    ("lock", "{ share = 0.3, for = \"40s\" }", &["db"]),
    ("corrupt", "{ ratio = 0.01 }", &["db", "mails", "shelf"]),
    ("poison", "{ messages = 2 }", &["mails"]),
    ("stuck", "{}", &["mails", "shop", "sender"]),
    ("flood", "{ factor = 6 }", &["people"]),
    ("retries", "{ factor = 5, backoff = \"100ms\" }", &["people", "shop", "shop.calls.db"]),
    ("expire", "{}", &["door-cert", "key"]),
    ("skew", "{ by = \"4m\" }", &["shop", "db", "zones.a"]),
    ("revoked", "{}", &["key", "door-cert"]),
    ("exposed", "{ to = \"everyone\" }", &["key", "door-cert", "db"]),
    ("setting", "{ \"autoscale.metric\" = \"rate\", \"health.then\" = \"remove\" }", &["shop"]),
    ("setting", "{ \"failover.auto\" = false }", &["db"]),
    ("setting", "{ \"breaker.errors\" = 0.9, timeout = \"9s\" }", &["shop.calls.bank"]),
    ("setting", "{ tries = 5 }", &["people"]),
    ("stalled", "{}", &["shop", "db", "mails", "tools.deploys", "tools.console"]),
    ("stale", "{ by = \"6m\" }", &["tools.metrics"]),
    ("absent", "{}", &["tools.login", "tools.status_page"]),
    ("truncated", "{ lines = 3, share = 0.5 }", &["tools.logs"]),
];

/// Remedies with a target and arguments.
const ORDERS: &[(&str, &str, &str)] = &[
    ("rollback", "shop", ""),
    ("restart", "shop", ""),
    ("scale", "shop", "x2"),
    ("failover", "db", "db-b"),
    ("shed", "shop", "0.5"),
    ("flag", "new-shelf", "on"),
    ("verify", "door-cert", ""),
    ("block", "shop", "people 0.05"),
    ("drain", "zones.a", ""),
    ("purge", "mails", ""),
    ("renew", "door-cert", ""),
    ("revoke", "key", ""),
    ("restore", "db", "nightly"),
    ("pause-automation", "shop", "autoscale"),
];

fn told(scenario: &str) -> Vec<String> {
    let mut beside = Library::built_in();
    beside.add("systems/everything.toml", SYSTEM.to_owned());
    let told = Library::from_files([("drill.toml", scenario)]).check(&beside, ENGINE);
    told.into_iter().map(|own| own.to_string()).collect()
}

#[test]
fn every_kind_of_fault_can_be_said_of_all_it_acts_on() {
    for (kind, _) in FAULT_KINDS {
        assert!(FAULTS.iter().any(|(own, ..)| own == kind), "{kind} is not among these");
    }
    for (kind, table, targets) in FAULTS {
        for target in *targets {
            let line = format!("fault.it = {{ target = \"{target}\", {kind} = {table} }}\n");
            let told = told(&format!("{HEAD}{line}"));
            assert!(told.is_empty(), "{line}{told:?}");
        }
    }
}

#[test]
fn every_remedy_can_have_an_arm_and_be_waited_for() {
    for kind in REMEDIES {
        assert!(ORDERS.iter().any(|(own, ..)| *own == kind.name), "{} is missing", kind.name);
    }
    for (remedy, target, args) in ORDERS {
        let args = if args.is_empty() { String::new() } else { format!(", args = \"{args}\"") };
        let arm =
            format!("remedy.{remedy} = [{{ target = \"{target}\", takes = \"3m\"{args} }}]\n");
        let when = format!("when = {{ remedy = \"{remedy}\", target = \"{target}\" }}");
        let fault =
            format!("fault.it = {{ target = \"shop\", {when}, slow = {{ factor = 2 }} }}\n");
        let told = told(&format!("{HEAD}{arm}{fault}"));
        assert!(told.is_empty(), "{arm}{fault}{told:?}");
    }
}
