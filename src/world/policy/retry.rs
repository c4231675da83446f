//! Further attempts of a caller: how many it may make, and when. It never makes one.

/// Seconds of successes a budget of retries remembers.
pub const BUDGET_WINDOW: f64 = 10.0;

/// Seconds a caller pauses after attempt `attempt` has failed, on average: doubled each time.
#[must_use]
pub fn pause(backoff: f64, attempt: usize) -> f64 {
    backoff * f64::from(1_u32 << attempt.min(16))
}

/// A pause with its jitter; `place` from -1 to 1 says where in its width.
#[must_use]
pub fn jittered(pause: f64, jitter: f64, place: f64) -> f64 {
    pause + pause * jitter * place
}

/// A budget of retries: so many per success.
#[derive(Clone, Debug)]
pub struct Budget {
    ratio: f64,
    tokens: f64,
}

impl Budget {
    /// A budget with one retry to begin with.
    #[must_use]
    pub fn new(ratio: f64) -> Self {
        Self { ratio, tokens: 1.0 }
    }

    /// Time goes on: old successes are forgotten.
    pub fn tick(&mut self, dt: f64) {
        self.tokens *= libm::exp(-dt / BUDGET_WINDOW);
    }

    /// Calls succeeded.
    pub fn earn(&mut self, good: f64) {
        self.tokens += good * self.ratio;
    }

    /// How many of `mass` retries may be made.
    pub fn take(&mut self, mass: f64) -> f64 {
        let allowed = mass.min(self.tokens.max(0.0));
        self.tokens -= allowed;
        allowed
    }

    /// Takes one whole retry, if there is one.
    pub fn take_one(&mut self) -> bool {
        let whole = self.tokens >= 1.0;
        if whole {
            self.tokens -= 1.0;
        }
        whole
    }
}
