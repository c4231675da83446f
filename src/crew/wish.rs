//! What somebody wants who speaks to a colleague: verbs and names of parts, English and Thai. It
//! guesses nothing: what names no part or no verb is asked back.

use crate::command::{Command, LookView};
use crate::model::id::Target;
use crate::model::remedy::Order;
use crate::model::time::Span;
use crate::view::SeatView;

/// Something wanted.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wish {
    /// Look there, at these sides; the usual ones if none.
    Look(Target, Vec<LookView>),
    /// Carry this out.
    Do(Order),
    /// Carry out this remedy, but on what, or how much?
    Which(String),
    /// Whether this would be a good idea.
    Opinion(String),
    /// Open a runbook: the one named, or one that fits.
    Runbook(Option<String>),
    /// Go by this runbook, or one that fits.
    Follow(Option<String>),
    /// Whether to go by this runbook.
    MayFollow(String),
    /// What is found so far, or held for the cause.
    Findings,
    /// What people were told so far.
    Told,
    /// What is on record.
    OnRecord,
    /// Send an update to these audiences; to whomever it is due when none is named.
    Update(Vec<String>, Wanted),
    /// Answer who waits.
    Answer,
    /// Page somebody.
    Page(String),
    /// Put this on record.
    Note(String),
    /// A command, word for word.
    Command(Box<Command>),
    /// Leave what is planned.
    Wait,
    /// It was heard; nothing is wanted.
    Nothing,
    /// It is not clear what is wanted.
    Unclear,
}

/// Verbs of remedies: the remedy, then what means it.
const REMEDY_VERBS: &[(&str, &[&str])] = &[
    (
        "rollback",
        &["roll back", "rollback", "roll it back", "revert", "take back", "back out", "ย้อน"],
    ),
    ("failover", &["failover", "fail over", "switch over", "สลับ"]),
    ("verify", &["verify", "try out", "test order", "ตรวจยืนยัน"]),
    ("restart", &["restart", "reboot", "bounce", "รีสตาร์ต", "รีสตาร์ท"]),
    ("scale", &["scale", "more instances", "ขยาย", "เพิ่ม instance"]),
    ("shed", &["shed", "ตัดโหลด"]),
    ("flag", &["flag", "switch off", "turn off", "switch on", "turn on", "ปิด", "เปิด"]),
];
/// Words of sides of a part.
const VIEW_WORDS: &[(LookView, &[&str])] = &[
    (LookView::Metrics, &["metric", "metrics", "numbers", "graph", "กราฟ"]),
    (LookView::Logs, &["log", "logs"]),
    (LookView::Deploys, &["deploy", "deploys", "release", "releases", "changes", "version"]),
    (LookView::Config, &["config", "setting", "settings", "configuration", "การตั้งค่า"]),
    (LookView::Deps, &["dep", "deps", "dependencies", "dependency", "calls", "callers"]),
];
const LOOK: &[&str] =
    &["look", "check", "find out", "investigate", "inspect", "see what", "dig", "ตรวจ", "ดู"];
const NEGATIONS: &[&str] = &[
    "don't",
    "dont",
    "do not",
    "not yet",
    "never",
    "hold off",
    "stop",
    "wait",
    "อย่า",
    "ห้าม",
    "ยังไม่ต้อง",
    "หยุด",
    "รอก่อน",
];
const OPINIONS: &[&str] = &["should ", "shall ", "would it", "is it worth", "do we need", "ควร"];
const FINDINGS: &[&str] = &[
    "what do you see",
    "what have you",
    "what did you",
    "what do you think",
    "what is it",
    "what's up",
    "any news",
    "status",
    "find",
    "found",
    "cause",
    "hypothesis",
    "how is",
    "how are",
    "how does",
    "where do we stand",
    "เป็นอย่างไร",
    "เป็นไง",
    "เจออะไร",
    "พบอะไร",
    "สาเหตุ",
    "ถึงไหน",
];
const TOLD: &[&str] =
    &["have you told", "did you tell", "was told", "were told", "แจ้งอะไร", "แจ้งใคร"];
const ON_RECORD: &[&str] =
    &["on record", "have you written", "did you write", "จดอะไร", "บันทึกอะไร"];
const FOLLOW: &[&str] = &["go by", "follow", "work through", "ทำตาม"];
const UPDATE: &[&str] = &["update", "tell customers", "tell people", "อัปเดต", "อัพเดต", "อัพเดท"];
const TELL: &[&str] = &["tell ", "inform ", "let ", "แจ้ง", "บอก"];
/// What politeness puts before a wish.
const POLITE: &[&str] = &["please ", "pls ", "can you ", "could you ", "would you ", "ช่วย"];
const ANSWER: &[&str] = &["answer", "reply", "respond", "ตอบ"];
const PAGE: &[&str] = &["page ", "get hold of", "เรียก"];
const NOTE: &[&str] = &["note that", "note:", "note ", "write down", "จดว่า", "จด", "บันทึกว่า"];
const QUESTION_WORDS: &[&str] = &[
    "what", "why", "when", "which", "who", "how", "is ", "are ", "was ", "were ", "did ", "does ",
    "has ", "have ",
];

/// What the parts of a message want, in its order. `about` is what was spoken of last.
pub(super) fn wishes(text: &str, view: &SeatView, about: Option<&Target>) -> Vec<Wish> {
    let mut about = about.cloned();
    let mut wishes = Vec::new();
    for clause in clauses(text) {
        let wish = wish(&clause, view, about.as_ref());
        if let Some(target) = part_in(&clause.to_lowercase(), view) {
            about = Some(target);
        }
        if wish != Wish::Nothing {
            wishes.push(wish);
        }
    }
    wishes
}

/// What an update that was asked for is to say, where that was said.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Wanted {
    /// Its text.
    pub(super) text: Option<String>,
    /// When the next word is promised for.
    pub(super) next: Option<Span>,
}

impl Wanted {
    /// `send a public update: we are back, next word in 20 minutes`: what follows the colon.
    fn of(clause: &str) -> Self {
        Self::saying(clause.split_once(": ").map_or("", |(_, text)| text))
    }

    /// These words, where they are more than one or two.
    fn saying(text: &str) -> Self {
        let text = Some(text.trim().to_owned()).filter(|text| text.chars().count() >= 8);
        let next = text.as_deref().and_then(next_in);
        Self { text, next }
    }
}

/// The minutes after which a text promises the next word.
fn next_in(text: &str) -> Option<Span> {
    let text = text.to_lowercase();
    let (_, after) = text.split_once("next")?;
    let mut words = after.split(|letter: char| !letter.is_alphanumeric());
    let number = |word: &str| {
        let digits = word.trim_end_matches("min").trim_end_matches('m');
        digits.parse::<u32>().ok().filter(|minutes| (1..=240).contains(minutes))
    };
    // A time of day would be two numbers.
    if after.contains("at ") {
        return None;
    }
    words.find_map(number).map(Span::from_minutes)
}

/// A message cut where something else is wanted. What is dictated is one.
fn clauses(text: &str) -> Vec<String> {
    let dictated =
        text.split_once(": ").is_some_and(|(head, _)| holds(&head.to_lowercase(), UPDATE));
    if dictated {
        return vec![text.trim().to_owned()];
    }
    let mut text = text.to_owned();
    for cut in [" and then ", ", then ", " then ", "; ", "แล้วค่อย"] {
        text = text.replace(cut, "\n");
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

fn wish(clause: &str, view: &SeatView, about: Option<&Target>) -> Wish {
    if let Some(command) = written_out(clause) {
        return Wish::Command(Box::new(command));
    }
    let text = clause.to_lowercase();
    let asks = text.trim_end().ends_with('?') || text.contains("ไหม");
    let starts = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    if holds(&text, NEGATIONS) && !(asks && starts(QUESTION_WORDS)) {
        return Wish::Wait;
    }
    if let Some(wish) = in_words(clause, &text, view) {
        return wish;
    }
    if let Some(remedy) = remedy_in(&text, view) {
        return remedy_wish(&remedy, &text, asks, view, about);
    }
    let views = views_in(&text);
    let part = part_in(&text, view);
    if holds(&text, FINDINGS) && views.is_empty() && !holds(&text, LOOK) {
        return Wish::Findings;
    }
    let part = part.or_else(|| about.cloned().filter(|_| !views.is_empty()));
    if let Some(part) = part
        && (holds(&text, LOOK) || !views.is_empty() || asks)
    {
        return Wish::Look(part, views);
    }
    match asks {
        true if starts(QUESTION_WORDS) => Wish::Findings,
        true => Wish::Unclear,
        false => Wish::Nothing,
    }
}

/// A wish without the politeness before it.
fn bare(clause: &str) -> &str {
    let begins =
        |word: &&&str| clause.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    match POLITE.iter().find(begins).and_then(|word| clause.get(word.len()..)) {
        Some(rest) => bare(rest.trim_start()),
        None => clause,
    }
}

/// What is to be told to whom: `tell the public it works again`.
fn tell(clause: &str, text: &str, view: &SeatView) -> Option<Wish> {
    if !TELL.iter().any(|word| text.starts_with(word)) {
        return None;
    }
    let of = |id: &str, thai: Option<&str>| {
        let at = text.find(id).map(|at| at + id.len());
        at.or_else(|| thai.and_then(|thai| text.find(thai).map(|at| at + thai.len())))
    };
    let named = view.words.audiences.iter().find_map(|(id, name)| {
        let thai = name.th.as_ref().map(crate::model::text::DisplayText::as_str);
        Some((id.to_string(), of(id.as_str(), thai)?))
    });
    let (audience, end) = named?;
    let said = clause.get(end..).unwrap_or_default().trim_start_matches([':', ',', ' ']);
    let said = said.strip_prefix("that ").or_else(|| said.strip_prefix("ว่า")).unwrap_or(said);
    Some(Wish::Update(vec![audience], Wanted::saying(said)))
}

/// Wishes that name neither a part nor a remedy.
fn in_words(clause: &str, text: &str, view: &SeatView) -> Option<Wish> {
    let (clause, text) = (bare(clause), bare(text));
    if holds(text, TOLD) {
        return Some(Wish::Told);
    }
    if holds(text, ON_RECORD) {
        return Some(Wish::OnRecord);
    }
    if let Some(wish) = tell(clause, text, view) {
        return Some(wish);
    }
    if let Some(note) = NOTE.iter().find(|word| text.starts_with(**word)) {
        let said = clause.get(note.len()..).unwrap_or_default().trim();
        return (!said.is_empty()).then(|| Wish::Note(said.to_owned()));
    }
    if text.contains("runbook") {
        let named = view.runbooks.iter().find(|row| text.contains(row.id.as_str()));
        if holds(text, FOLLOW) {
            let asks = text.trim_end().ends_with('?') || text.contains("ไหม");
            return Some(match named {
                Some(row) if asks => Wish::MayFollow(row.id.to_string()),
                named => Wish::Follow(named.map(|row| row.id.to_string())),
            });
        }
        return Some(Wish::Runbook(named.map(|row| row.id.to_string())));
    }
    if holds(text, UPDATE) {
        let named = |own: &&(crate::model::id::AudienceId, crate::model::text::Text)| {
            let thai = own.1.th.as_ref().is_some_and(|th| text.contains(th.as_str()));
            has_word(text, own.0.as_str()) || thai
        };
        let audiences = view.words.audiences.iter().filter(named);
        let audiences = audiences.map(|(id, _)| id.to_string()).collect();
        return Some(Wish::Update(audiences, Wanted::of(clause)));
    }
    if ANSWER.iter().any(|word| text.starts_with(word)) {
        return Some(Wish::Answer);
    }
    if holds(text, PAGE) {
        let people = view.words.people.iter().chain(&view.words.pageable);
        let mut named = people.filter(|name| has_word(text, &name.to_lowercase()));
        return named.next().map(|name| Wish::Page(name.clone()));
    }
    None
}

/// A command written out: `please /look orders-db logs`.
fn written_out(clause: &str) -> Option<Command> {
    let at = clause.find('/')?;
    let starts = clause.get(..at)?.chars().next_back().is_none_or(char::is_whitespace);
    let line = clause.get(at..)?.trim_matches(['`', '.', '!']);
    let command = Command::parse(line).ok().filter(|_| starts)?;
    let may = matches!(
        command,
        Command::Look { .. }
            | Command::Do(_)
            | Command::Runbook(_)
            | Command::Step { .. }
            | Command::Page { .. }
            | Command::Note(_)
            | Command::Decision { .. }
            | Command::Action { .. }
            | Command::Cause { .. }
            | Command::Answer { .. }
            | Command::Update(_)
            | Command::Ask { .. }
            | Command::Tell { .. }
            | Command::Assign { .. }
            | Command::Handover { .. }
            | Command::Status { .. }
            | Command::Severity { .. }
    );
    may.then_some(command)
}

/// The remedy a text speaks of: the scenario's own by name, then the program's by its verbs.
fn remedy_in(text: &str, view: &SeatView) -> Option<String> {
    let spoken = |name: &str| text.contains(&name.replace('-', " ")) || text.contains(name);
    let own = view.words.remedies.iter().map(|(name, ..)| name.as_str());
    let program = |name: &str| REMEDY_VERBS.iter().any(|(own, _)| *own == name);
    let mut added = own.filter(|name| !program(name));
    if let Some(name) = added.find(|name| spoken(name)) {
        return Some(name.to_owned());
    }
    let verbs = REMEDY_VERBS.iter().find(|(_, verbs)| holds(text, verbs));
    verbs.map(|(name, _)| (*name).to_owned())
}

fn remedy_wish(
    remedy: &str,
    text: &str,
    asks: bool,
    view: &SeatView,
    about: Option<&Target>,
) -> Wish {
    if asks && OPINIONS.iter().any(|word| text.contains(word)) {
        return Wish::Opinion(remedy.to_owned());
    }
    let starts = QUESTION_WORDS.iter().any(|word| text.starts_with(word));
    if asks && starts {
        return Wish::Findings;
    }
    let args = arguments(remedy, text);
    let needs = matches!(remedy, "scale" | "shed" | "flag");
    let target = part_in(text, view).or_else(|| about.cloned());
    match target {
        Some(target) if args.is_some() || !needs => {
            Wish::Do(Order { remedy: remedy.into(), target, args })
        }
        _ => Wish::Which(remedy.to_owned()),
    }
}

/// The argument of a remedy as the world wants it.
fn arguments(remedy: &str, text: &str) -> Option<String> {
    let words: Vec<&str> =
        text.split(|own: char| own.is_whitespace() || ",;?!".contains(own)).collect();
    let number = |word: &&str| word.trim_end_matches(['%', '.']).parse::<f64>().ok();
    match remedy {
        "scale" => {
            let times = words.iter().find_map(|word| {
                let times = word.strip_prefix('x').or_else(|| word.strip_suffix('x'))?;
                times.parse::<u32>().ok()
            });
            let double = has_word(text, "double").then_some(2);
            let times = times.or(double).map(|times| format!("x{times}"));
            times.or_else(|| {
                words.iter().find_map(|word| word.parse::<u32>().ok()?.to_string().into())
            })
        }
        "shed" => {
            let half = has_word(text, "half").then_some(0.5);
            let share = words.iter().find_map(number).or(half)?;
            let percent = text.contains('%') || text.contains("percent") || share > 1.0;
            let share = if percent { share / 100.0 } else { share };
            (0.0..=1.0).contains(&share).then(|| format!("{share}"))
        }
        "flag" => {
            let off = has_word(text, "off") || text.contains("ปิด");
            let on = has_word(text, "on") || text.contains("เปิด");
            (off || on).then(|| if off { "off" } else { "on" }.to_owned())
        }
        _ => None,
    }
}

/// The part named in a text, the longest name first: `orders-db`, also `orders db`.
pub(super) fn part_in(text: &str, view: &SeatView) -> Option<Target> {
    let mut parts: Vec<&String> = view.words.parts.iter().collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    let named = |part: &&&String| {
        let name = part.to_lowercase();
        has_word(text, &name) || has_word(text, &name.replace('-', " "))
    };
    parts.iter().find(named).map(|part| Target::from(part.as_str()))
}

fn views_in(text: &str) -> Vec<LookView> {
    let named = VIEW_WORDS.iter().filter(|(_, words)| {
        words
            .iter()
            .any(|word| if word.is_ascii() { has_word(text, word) } else { text.contains(word) })
    });
    named.map(|(view, _)| *view).collect()
}

/// Whether a text holds one of these phrases; Latin ones begin where a word begins.
fn holds(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| {
        text.match_indices(phrase).any(|(at, _)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            !phrase.is_ascii() || before.is_none_or(|letter| !letter.is_ascii_alphanumeric())
        })
    })
}

/// Whether a name stands in a text as a whole word.
pub(super) fn has_word(text: &str, name: &str) -> bool {
    let part = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|own| own.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|own| own.chars().next());
        !name.is_empty() && !before.is_some_and(part) && !after.is_some_and(part)
    })
}
