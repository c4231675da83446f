//! What every measured program shares: draws, the customers of an M/M/8, processor time, and the
//! line of JSON it prints. It simulates nothing.

use cpu_time::ProcessTime;
use serde_json::{Value, json};

/// Servers of the queue.
pub const SERVERS: usize = 8;
/// Share of them that is busy.
pub const BUSY: f64 = 0.8;
/// Mean service time in seconds.
pub const SERVICE: f64 = 0.1;

/// A small fast generator (splitmix64), the same for every program in Rust, so that only their
/// loops differ.
#[derive(Clone, Debug)]
pub struct Draws(u64);

impl Draws {
    /// Draws of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    /// Between 0 and 1.
    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((word ^ (word >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Exponential with this mean.
    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.uniform()).ln()
    }

    /// Time to the next customer.
    pub fn pause(&mut self) -> f64 {
        self.exponential(SERVICE / (SERVERS as f64 * BUSY))
    }

    /// Time a customer is served.
    pub fn service(&mut self) -> f64 {
        self.exponential(SERVICE)
    }
}

/// The mean time a customer of the M/M/8 is there, by Erlang C.
#[must_use]
pub fn erlang() -> f64 {
    let (c, a) = (SERVERS as f64, SERVERS as f64 * BUSY);
    let mut b = 1.0;
    for k in 1..=SERVERS {
        b = a * b / (k as f64 + a * b);
    }
    let waits = b / (1.0 - BUSY * (1.0 - b));
    SERVICE + waits * SERVICE / (c - a)
}

/// A number from the command line.
///
/// # Panics
/// Where there is none: the driver always gives it.
#[must_use]
pub fn argument(place: usize) -> u64 {
    let text = std::env::args().nth(place).expect("a number");
    text.parse().expect("a whole number")
}

/// Runs `work` and prints what it returns with the processor seconds it took.
pub fn measured(work: impl FnOnce() -> Value) {
    let start = ProcessTime::now();
    let mut told = work();
    told["cpu"] = json!(start.elapsed().as_secs_f64());
    println!("{told}");
}

/// Prints customers, their mean time and the processor time of an M/M/8.
pub fn measured_customers(work: impl FnOnce() -> (u64, f64)) {
    measured(|| {
        let (customers, mean) = work();
        json!({ "customers": customers, "mean": mean, "erlang": erlang() })
    });
}
