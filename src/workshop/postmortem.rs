//! A post-mortem's text to what a scenario can take from it: its title and day, and when what
//! happened. It guesses at sorts and at the failure class by words, and says that it guesses.

use chrono::NaiveDate;

use crate::model::text::DisplayText;

/// Most moments taken.
pub const MOMENTS_MAX: usize = 120;
/// The longest text taken of one, in characters.
const TEXT_MAX: usize = 240;
/// A day, in minutes.
pub(super) const DAY: u32 = 24 * 60;

/// What was found in a post-mortem.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Its first heading.
    pub title: Option<String>,
    /// The first date in it.
    pub day: Option<NaiveDate>,
    /// The time of day of its first moment, in minutes.
    pub clock: Option<u32>,
    /// What its section on causes says, sentence by sentence.
    pub causes: Vec<String>,
    /// Its timeline, in order.
    pub moments: Vec<Moment>,
    /// The failure class its words point at most; none where nothing points anywhere.
    pub class: Option<&'static str>,
}

/// A moment of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Line of the file, from 1.
    pub line: usize,
    /// Minutes after the first moment.
    pub minute: u32,
    /// What it seems to be.
    pub sort: Sort,
    /// What is said of it.
    pub says: String,
}

/// What a moment seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Something was released.
    Deploy,
    /// Customers were heard.
    Customers,
    /// A machine told of it.
    Alarm,
    /// Responders did or said something.
    Response,
    /// Anything else.
    Other,
}

impl Sort {
    /// In a word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Deploy => "deploy",
            Self::Customers => "customers",
            Self::Alarm => "alarm",
            Self::Response => "response",
            Self::Other => "?",
        }
    }
}

/// Words that point at a sort; the first sort with one of them is taken.
const SORTS: &[(Sort, &[&str])] = &[
    (
        Sort::Response,
        &[
            "status page",
            "declared",
            "rolled back",
            "rollback",
            "roll back",
            "restarted",
            "mitigat",
            "resolved",
            "identified",
            "root cause",
            "fixed",
            "escalat",
            "joined",
            "scaled",
            "disabled",
            "reverted",
            "failed over",
            "incident channel",
            "acknowledg",
            "restarts",
            "finds ",
            "found ",
            "proposes",
            "decides",
            "decided",
            "investigat",
            "drained",
            "are back",
            "recovered",
            "all clear",
            "ย้อน",
            "ประกาศ",
            "แก้ไขแล้ว",
            "รีสตาร์ท",
        ],
    ),
    (
        Sort::Customers,
        &[
            "customer",
            "user report",
            "users ",
            "patients",
            "ticket",
            "support",
            "complain",
            "help desk",
            "care desk",
            "ลูกค้า",
        ],
    ),
    (Sort::Alarm, &["alert", "paged", "pager", "alarm", "monitor", "แจ้งเตือน"]),
    (
        Sort::Deploy,
        &["deploy", "release", "rollout", "rolled out", "merged", "shipped", "ปล่อยเวอร์ชัน"],
    ),
];

/// Words that point at a failure class.
const POINTS: &[(&str, &[&str])] = &[
    ("certificate", &["certificate", "tls", "expired", "ใบรับรอง"]),
    ("dns", &["dns", "nxdomain", "hostname"]),
    ("cache", &["cache", "stampede", "แคช"]),
    ("database", &["database", "postgres", "mysql", "replica", "deadlock", "ฐานข้อมูล"]),
    ("network", &["network", "packet", "partition", "routing", "เครือข่าย"]),
    ("provider", &["provider", "third party", "third-party", "upstream", "vendor"]),
    ("capacity", &["out of memory", "oom", "disk full", "cpu", "capacity", "saturat"]),
    ("traffic", &["ddos", "flood", "traffic spike", "surge", "scraper", "bots"]),
    ("config", &["configuration", "config", "setting", "limit", "feature flag"]),
    ("release", &["deploy", "release", "rollback", "regression", "bug"]),
    ("false-alarm", &["false alarm", "false positive"]),
];

/// Reads a post-mortem in Markdown or plain text.
#[must_use]
pub fn read(text: &str) -> Found {
    let mut moments: Vec<Moment> = Vec::new();
    let mut first: Option<u32> = None;
    let mut last = 0;
    for (number, line) in (1..).zip(text.lines()) {
        let Some((clock, says)) = timed(line) else { continue };
        let start = *first.get_or_insert(clock);
        // A clock that goes back has passed midnight.
        let mut minute = (clock + DAY - start) % DAY + last / DAY * DAY;
        if minute < last {
            minute += DAY;
        }
        last = minute;
        if moments.len() < MOMENTS_MAX {
            let sort = sort(&says);
            moments.push(Moment { line: number, minute, sort, says });
        }
    }
    let heading = text.lines().find_map(|line| line.strip_prefix("# "));
    Found {
        title: heading.map(titled).filter(|title| !title.is_empty()),
        day: text.lines().find_map(|line| day_in(line).map(|(day, _)| day)),
        clock: first,
        causes: causes(text),
        moments,
        class: class(text),
    }
}

fn day(word: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(word, "%Y-%m-%d").ok().filter(|_| word.len() == 10)
}

/// The first date of a line, and the byte it begins at: `2026-03-12`, `12 March 2026`,
/// `Mar 12, 2026`.
fn day_in(line: &str) -> Option<(NaiveDate, usize)> {
    let ends = |letter: char| !(letter.is_alphanumeric() || letter == '-');
    let at = |word: &str| word.as_ptr() as usize - line.as_ptr() as usize;
    let words: Vec<&str> = line.split(ends).filter(|word| !word.is_empty()).collect();
    if let Some((day, word)) = words.iter().find_map(|word| Some((day(word)?, word))) {
        return Some((day, at(word)));
    }
    words.windows(3).find_map(|three| {
        let written = three.join(" ");
        let orders = ["%d %B %Y", "%B %d %Y"];
        let day = orders.iter().find_map(|order| NaiveDate::parse_from_str(&written, order).ok());
        Some((day?, at(three.first()?)))
    })
}

/// A heading without what every post-mortem's has: the word itself, and the date.
fn titled(heading: &str) -> String {
    let until = day_in(heading).map_or(heading.len(), |(_, at)| at);
    let mark = |letter: char| letter.is_whitespace() || ",:;-–—".contains(letter);
    let before = heading.get(..until).unwrap_or(heading);
    let bare = before.trim_matches(|letter| mark(letter) || letter == '(');
    let lower = bare.to_lowercase();
    let word = ["post-mortem", "postmortem", "incident report", "incident review"];
    let rest =
        word.iter().find_map(|word| lower.starts_with(word).then(|| bare.get(word.len()..))?);
    let rest = rest.unwrap_or(bare);
    short(rest.trim_start_matches(mark))
}

/// Headings of a section on causes.
const CAUSES: &[&str] = &["root cause", "cause", "contributing", "what went wrong", "สาเหตุ"];
/// Most causes taken, and the longest text of one, in characters.
const CAUSES_MAX: usize = 6;
const CAUSE_MAX: usize = 120;

fn causes(text: &str) -> Vec<String> {
    let heads = |line: &str| line.starts_with('#');
    let tells = |line: &&str| {
        let lower = line.to_lowercase();
        heads(line) && CAUSES.iter().any(|word| lower.contains(word))
    };
    let section = text.lines().skip_while(|line| !tells(line)).skip(1);
    let lines: Vec<&str> = section.take_while(|line| !heads(line)).collect();
    let whole = lines.join(" ");
    let sentences = whole.split(['.', ';']).flat_map(|own| own.split(" - "));
    let bare = |own: &str| short(own.trim_matches(|c: char| c.is_whitespace() || "-*".contains(c)));
    let causes = sentences.map(bare).filter(|own| own.chars().count() > 8);
    causes.map(|own| own.chars().take(CAUSE_MAX).collect()).take(CAUSES_MAX).collect()
}

/// A line of a timeline: its clock in minutes, and the rest. A list item, a row of a table or a line
/// by itself that begins with a time of day.
fn timed(line: &str) -> Option<(u32, String)> {
    let bare = line
        .trim_start_matches(|letter: char| letter.is_whitespace() || "-*|>[(`".contains(letter));
    // A date before the time is left out.
    let bare = bare.get(..10).and_then(day).map_or(bare, |_| bare.get(10..).unwrap_or_default());
    let bare = bare.trim_start_matches([' ', 'T', ',', '*']);
    let (hour, rest) = number(bare)?;
    let (minute, rest) = number(rest.strip_prefix(':')?)?;
    let two_digits = bare.split(':').nth(1)?.bytes().take_while(u8::is_ascii_digit).count() == 2;
    if hour > 23 || minute > 59 || !two_digits {
        return None;
    }
    let rest = rest.strip_prefix(':').and_then(number).map_or(rest, |(_, rest)| rest);
    let rest = rest
        .trim_start_matches(|letter: char| letter.is_whitespace() || "*|:-–—])`".contains(letter));
    let rest = ["UTC", "Z", "GMT", "ICT", "น."]
        .iter()
        .find_map(|zone| rest.strip_prefix(zone))
        .unwrap_or(rest);
    let rest =
        rest.trim_matches(|letter: char| letter.is_whitespace() || "*|:-–—])`".contains(letter));
    let says = short(rest);
    (!says.is_empty()).then_some((hour * 60 + minute, says))
}

/// One or two digits at the front.
fn number(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits)?;
    Some((number.parse().ok()?, rest))
}

/// A text that fits a line of a scenario, harmless.
fn short(text: &str) -> String {
    let clean = DisplayText::one_line(text);
    let clean = clean.as_str().replace(['"', '\\'], "'");
    clean.chars().take(TEXT_MAX).collect()
}

fn sort(says: &str) -> Sort {
    let says = says.to_lowercase();
    let points = |words: &&[&str]| words.iter().any(|word| says.contains(word));
    SORTS.iter().find(|(_, words)| points(words)).map_or(Sort::Other, |(sort, _)| *sort)
}

fn class(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    let count = |words: &[&str]| words.iter().map(|word| text.matches(word).count()).sum::<usize>();
    let counted = POINTS.iter().map(|(name, words)| (*name, count(words)));
    // Of two that are named as often the rarer word says more, so the first one stays.
    let most = counted.fold(("", 0), |best, own| if own.1 > best.1 { own } else { best });
    (most.1 > 0).then_some(most.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_lists_tables_and_lines_are_found() {
        let said = |line: &str| timed(line);
        let at = Some((602, "deploy".to_owned()));
        for line in [
            "- 10:02 deploy",
            "* **10:02** – deploy",
            "| 10:02 | deploy |",
            "10:02:31 UTC: deploy",
            "2026-11-03 10:02 deploy",
            "- [10:02] deploy",
            "  > 10:02 - deploy",
        ] {
            assert_eq!(said(line), at, "{line}");
        }
        for line in ["# 10 things", "99:99 no", "it took 10:02 minutes", "- 10:0x deploy", "10:02"]
        {
            assert_eq!(said(line), None, "{line}");
        }
    }

    #[test]
    fn a_title_has_neither_its_kind_nor_its_day() {
        for heading in [
            "Post-mortem: bookings fail, 3 March 2026",
            "bookings fail (2026-03-03)",
            "Incident report – bookings fail - March 3, 2026",
        ] {
            assert_eq!(titled(heading), "bookings fail", "{heading}");
            assert_eq!(day_in(heading).map(|own| own.0), NaiveDate::from_ymd_opt(2026, 3, 3));
        }
    }

    #[test]
    fn causes_are_what_their_section_says() {
        let text = "# X\n## Root cause\n\nIt takes dates that do not exist; nobody\nsaw it.\n## Actions\n- a thing to do\n";
        assert_eq!(causes(text), ["It takes dates that do not exist", "nobody saw it"]);
    }

    #[test]
    fn a_clock_that_goes_back_has_passed_midnight() {
        let found = read("23:50 alert fired\n00:10 rolled back\n01:00 resolved\n");
        let minutes: Vec<u32> = found.moments.iter().map(|own| own.minute).collect();
        assert_eq!(minutes, [0, 20, 70]);
    }
}
