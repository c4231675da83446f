//! The Markdown below the front matter: prose before and after, numbered steps between, and the same
//! in Thai below a line `+++ th`. Only words and code spans are kept; HTML, pictures and addresses of
//! links are not.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::content::diagnostic::Place;
use crate::content::reader::Reading;
use crate::content::runbook::{Directive, Runbook, Step};
use crate::content::runbook_file::directive;
use crate::model::text::{DisplayText, Text};

/// Most steps of a runbook.
const STEPS_MAX: usize = 200;

/// The line above the Thai part.
const THAI: &str = "+++ th";

/// Reads a body that begins at byte `at` of its file.
pub(super) fn read(reading: &mut Reading, body: &str, at: usize, runbook: &mut Runbook) {
    let (english, thai) = parts(body);
    let english_part = part(reading, english, at);
    let at = at + body.len() - thai.unwrap_or_default().len();
    let thai_part = thai.map(|thai| part(reading, thai, at));
    if let Some(thai) = &thai_part {
        compare(reading, &english_part, thai, Place { file: 0, at });
    }
    let (mut thai_steps, [intro, outro]) = match thai_part {
        Some(own) => (own.steps.into_iter(), [Some(own.before), Some(own.after)]),
        None => (Vec::new().into_iter(), [None, None]),
    };
    let in_both = |english: String, thai: Option<String>| Text {
        en: DisplayText::from(english),
        th: thai.map(DisplayText::from),
    };
    runbook.intro = in_both(english_part.before, intro);
    runbook.outro = in_both(english_part.after, outro);
    runbook.steps = english_part
        .steps
        .into_iter()
        .zip(1..)
        .map(|(own, number)| {
            let thai = thai_steps.next().map(|own| own.words);
            Step { number, text: in_both(own.words, thai), directives: own.directives }
        })
        .collect();
}

/// The English part, and the Thai one where there is one.
fn parts(body: &str) -> (&str, Option<&str>) {
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        if line.trim_end() == THAI {
            let (english, thai) = body.split_at(at);
            return (english, thai.get(line.len()..));
        }
        at += line.len();
    }
    (body, None)
}

/// A part in one language.
struct Part {
    before: String,
    steps: Vec<Item>,
    after: String,
}

/// A step in one language.
#[derive(Default)]
struct Item {
    words: String,
    directives: Vec<Directive>,
    place: Place,
}

fn part(reading: &mut Reading, body: &str, at: usize) -> Part {
    let mut walk = Walk {
        reading,
        body,
        at,
        steps: Vec::new(),
        before: String::new(),
        after: String::new(),
        lists: Vec::new(),
        hidden: 0,
    };
    for (event, range) in Parser::new(body).into_offset_iter() {
        walk.take(event, range);
    }
    Part {
        before: walk.before.trim().to_owned(),
        steps: walk.steps.into_iter().map(|own| Item { words: tidy(&own.words), ..own }).collect(),
        after: walk.after.trim().to_owned(),
    }
}

/// What is done is said once, by the English steps; the Thai ones say the same in other words.
fn compare(reading: &mut Reading, english: &Part, thai: &Part, place: Place) {
    let (own, wanted) = (thai.steps.len(), english.steps.len());
    if own != wanted {
        let message = format!("the Thai part has {own} steps, the English one has {wanted}");
        reading.error(place, message, "give both the same steps in the same order");
    }
    for (number, (english, thai)) in (1..).zip(english.steps.iter().zip(&thai.steps)) {
        let more = thai.directives.iter().find(|own| !english.directives.contains(own));
        let Some(more) = more else { continue };
        let message =
            format!("step {number} of the Thai part has `{more}`, the English one has not");
        reading.error(
            thai.place,
            message,
            "leave it out: directives are taken from the English step",
        );
    }
}

struct Walk<'a> {
    reading: &'a mut Reading,
    body: &'a str,
    at: usize,
    /// Steps so far.
    steps: Vec<Item>,
    before: String,
    after: String,
    /// Lists around the cursor: whether each is a numbered one at the top.
    lists: Vec<bool>,
    /// How many pictures stand around the cursor; their words are not shown.
    hidden: u32,
}

impl Walk<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::List(first)) => self.begin_list(first, range.start),
            Event::End(TagEnd::List(_)) => drop(self.lists.pop()),
            Event::Start(Tag::Item) => self.begin_item(range.start),
            Event::Start(Tag::Image { .. }) => self.hidden += 1,
            Event::End(TagEnd::Image) => self.hidden = self.hidden.saturating_sub(1),
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_))
            | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock) => {
                self.say("\n");
            }
            Event::Text(text) if self.hidden == 0 => self.say(&text),
            Event::SoftBreak if self.in_step() => self.say(" "),
            Event::SoftBreak | Event::HardBreak => self.say("\n"),
            Event::Code(code) => self.code(&code, range.start),
            _ => {}
        }
    }

    /// Whether the cursor is in a numbered item.
    fn in_step(&self) -> bool {
        self.lists.first() == Some(&true)
    }

    fn begin_list(&mut self, first: Option<u64>, start: usize) {
        let steps = first.is_some() && self.lists.is_empty();
        self.lists.push(steps);
        let next = self.steps.len() as u64 + 1;
        if let Some(first) = first.filter(|first| steps && *first != next) {
            let message = format!("this list begins with {first}; the next step is {next}");
            let place = self.place(start);
            self.reading.error(place, message, "steps are numbered from 1 without a gap");
        }
    }

    fn begin_item(&mut self, start: usize) {
        if self.lists.len() > 1 || !self.in_step() {
            self.say("\n- ");
            return;
        }
        if self.steps.len() == STEPS_MAX {
            let message = format!("this runbook has more than {STEPS_MAX} steps");
            let place = self.place(start);
            self.reading.error(place, message, "split it into several runbooks");
        }
        let place = self.place(start);
        self.steps.push(Item { place, ..Item::default() });
    }

    fn code(&mut self, code: &str, start: usize) {
        // The code begins after its backticks, of which there may be several.
        let ticks = self.body.bytes().skip(start).take_while(|byte| *byte == b'`').count();
        if self.in_step() && directive::is_one(code) {
            let place = self.place(start + ticks);
            let read = directive::read(self.reading, code, place);
            if let (Some(read), Some(step)) = (read, self.steps.last_mut()) {
                step.directives.push(read);
            }
        } else {
            self.say(&format!("`{code}`"));
        }
    }

    fn say(&mut self, words: &str) {
        let in_step = self.in_step();
        match self.steps.last_mut() {
            Some(own) if in_step => own.words.push_str(words),
            Some(_) => self.after.push_str(words),
            None => self.before.push_str(words),
        }
    }

    fn place(&self, start: usize) -> Place {
        Place { file: 0, at: self.at + start }
    }
}

/// A step's words without the gaps that its directives left.
fn tidy(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
