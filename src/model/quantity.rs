//! Numbers with units as authors write them. It never rounds what the world computes with, only
//! what is published.

/// The nearest whole number; saturates at the ends, 0 for NaN.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "the one place where it is meant to saturate")]
pub fn rounded(value: f64) -> i64 {
    libm::round(value) as i64
}

/// The nearest multiple of `1 / steps`: 10 for tenths, 100 for hundredths.
#[must_use]
pub fn rounded_to(value: f64, steps: f64) -> f64 {
    rounded(value * steps) as f64 / steps
}

/// Reads a rate, `380/s` or `90/min`, as events per second.
///
/// # Errors
/// A sentence when the form is another or the rate lies outside 0 to 10,000,000.
pub fn parse_rate(text: &str) -> Result<f64, String> {
    let (number, unit) = text
        .split_once('/')
        .ok_or_else(|| format!("`{text}` has no unit of rate: write `380/s` or `90/min`"))?;
    let per = match unit {
        "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        _ => return Err(format!("`{text}` has no unit of rate: /s, /min or /h")),
    };
    let number: f64 = number
        .trim()
        .replace('_', "")
        .parse()
        .map_err(|_| format!("`{text}` begins with no number"))?;
    let rate = number / per;
    if (0.0..=10_000_000.0).contains(&rate) {
        Ok(rate)
    } else {
        Err(format!("`{text}` is not a rate between 0/s and 10,000,000/s"))
    }
}

/// Reads an amount of memory or disk, `8GiB`, as bytes.
///
/// # Errors
/// A sentence when number or unit are missing.
pub fn parse_bytes(text: &str) -> Result<f64, String> {
    let split = text.find(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let factor = match unit {
        "B" => 1.0,
        "KiB" => 1024.0,
        "MiB" => 1_048_576.0,
        "GiB" => 1_073_741_824.0,
        "TiB" => 1_099_511_627_776.0,
        _ => {
            return Err(format!("`{text}` has no unit of size: B, KiB, MiB, GiB or TiB"));
        }
    };
    let number: f64 =
        number.trim().parse().map_err(|_| format!("`{text}` begins with no number"))?;
    if number.is_finite() && number >= 0.0 {
        Ok(number * factor)
    } else {
        Err(format!("`{text}` is not a size"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_and_sizes_need_their_units() {
        assert_eq!(parse_rate("90/min"), Ok(1.5));
        assert!(parse_rate("380").is_err());
        assert!(parse_rate("NaN/s").is_err());
        assert_eq!(parse_bytes("2KiB"), Ok(2048.0));
        assert!(parse_bytes("2").is_err());
    }
}
