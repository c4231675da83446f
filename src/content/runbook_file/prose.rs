//! The Markdown below the front matter: prose before and after, numbered steps between. Only words
//! and code spans are kept; HTML, pictures and addresses of links are not.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::content::diagnostic::Place;
use crate::content::reader::Reading;
use crate::content::runbook::{Directive, Runbook, Step};
use crate::content::runbook_file::directive;
use crate::model::text::DisplayText;

/// Most steps of a runbook.
const STEPS_MAX: usize = 200;

/// Reads a body that begins at byte `at` of its file.
pub(super) fn read(reading: &mut Reading, body: &str, at: usize, runbook: &mut Runbook) {
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
    runbook.intro = DisplayText::from(walk.before.trim());
    runbook.outro = DisplayText::from(walk.after.trim());
    runbook.steps = walk
        .steps
        .into_iter()
        .zip(1..)
        .map(|((words, directives), number)| {
            let text = DisplayText::from(tidy(&words));
            Step { number, text, directives }
        })
        .collect();
}

struct Walk<'a> {
    reading: &'a mut Reading,
    body: &'a str,
    at: usize,
    /// Steps so far: words and directives.
    steps: Vec<(String, Vec<Directive>)>,
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
        self.steps.push((String::new(), Vec::new()));
    }

    fn code(&mut self, code: &str, start: usize) {
        // The code begins after its backticks, of which there may be several.
        let ticks = self.body.bytes().skip(start).take_while(|byte| *byte == b'`').count();
        if self.in_step() && directive::is_one(code) {
            let place = self.place(start + ticks);
            let read = directive::read(self.reading, code, place);
            if let (Some(read), Some(step)) = (read, self.steps.last_mut()) {
                step.1.push(read);
            }
        } else {
            self.say(&format!("`{code}`"));
        }
    }

    fn say(&mut self, words: &str) {
        let in_step = self.in_step();
        match self.steps.last_mut() {
            Some((own, _)) if in_step => own.push_str(words),
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
