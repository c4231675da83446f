//! Evenings with crew at the table.

use firedrill::model::text::Lang;

use crate::crew::evening::Evening;

#[test]
fn probe() {
    let seats = std::env::var("SEATS").unwrap_or("comms,tech,scribe".to_owned());
    let seats: Vec<&str> = seats.split(',').collect();
    let scenario = std::env::var("SCEN").unwrap_or("first-shift".to_owned());
    let profile = std::env::var("PROF").unwrap_or("senior".to_owned());
    let lang = if std::env::var("TH").is_ok() { Lang::Th } else { Lang::En };
    let mut evening = Evening::new(&scenario, &seats, &profile, 7, lang);
    let lines: &[(u32, &str, &str)] = if seats.contains(&"lead") {
        &[]
    } else {
        &[
            (240, "ann", "/ack A-1"),
            (270, "ann", "/declare sev2 Checkout errors"),
            (280, "ann", "/assign tech ton"),
            (290, "ann", "/assign comms nok"),
            (300, "ann", "/assign scribe ploy"),
            (500, "ann", "/ask ton roll back checkout please"),
            (800, "ann", "/ask ton verify checkout"),
            (900, "ann", "/status resolved errors gone"),
        ]
    };
    let start = std::time::Instant::now();
    evening.until(30, lines);
    println!("took {:?}", start.elapsed());
    for line in evening.channel("p1") {
        println!("{line}");
    }
    println!("--- commands");
    for (at, by, command) in &evening.given {
        println!("{at} {by} {command}");
    }
    println!("--- refused");
    for line in evening.refused() {
        println!("{line}");
    }
}
