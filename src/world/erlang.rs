//! How long calls wait for a slot while a station still keeps up: Erlang's delay formula. It knows
//! one station at rest, never a backlog that grows.

/// The chance that an arrival has to wait at a station of `slots` slots, `busy` (0 to 1) of them
/// in use on average (Erlang C by the stable recursion of Erlang B; between whole numbers of
/// slots linear).
pub(crate) fn waits(slots: f64, busy: f64) -> f64 {
    if slots <= 0.0 || busy <= 0.0 {
        return 0.0;
    }
    if busy >= 1.0 {
        return 1.0;
    }
    // Far from full a large station never makes anybody wait: below 1e-9 here.
    if slots >= 36.0 && busy < 1.0 - 6.0 / libm::sqrt(slots) {
        return 0.0;
    }
    let low = libm::floor(slots).max(1.0);
    let share = (slots - low).clamp(0.0, 1.0);
    let below = whole(low, busy);
    if share < 1e-9 {
        return below;
    }
    below + share * (whole(low + 1.0, busy) - below)
}

fn whole(slots: f64, busy: f64) -> f64 {
    let each = 1.0 / (slots * busy);
    let mut inverse_blocking = 1.0;
    let mut k = 1.0;
    while k <= slots {
        inverse_blocking = 1.0 + inverse_blocking * (k * each);
        k += 1.0;
        if inverse_blocking > 1e200 {
            return 0.0;
        }
    }
    let blocking = 1.0 / inverse_blocking;
    blocking / (1.0 - busy * (1.0 - blocking))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn erlang_c_has_its_textbook_values() {
        // c = 1: C = rho. c = 2, rho = 0.5: C = 1/3. c = 8, rho = 0.8: 0.2 erl tables 0.4 range.
        assert!((waits(1.0, 0.8) - 0.8).abs() < 1e-12);
        assert!((waits(2.0, 0.5) - 1.0 / 3.0).abs() < 1e-12);
        assert!((waits(100.0, 0.8) - 0.019_6).abs() < 5e-4);
    }
}
