//! The pack to run a drill by hand, without a machine: what the game master reads out, what happens
//! when nobody acts, what each look and remedy shows, the truth, hints and questions. It is all
//! truth, and for nobody who plays.

mod evening;
mod story;

use std::fmt::Write as _;

use crate::content::Diagnostic;
use crate::content::scenario::Scenario;
use crate::model::character::Character;
use crate::model::id::{PersonId, VariantId};
use crate::model::text::{Lang, Text};
use crate::rehearse::team::{Event, Played};
use crate::report::markdown::escaped;

/// A page that is being written.
struct Page<'a> {
    lang: Lang,
    scenario: &'a Scenario,
    out: String,
}

/// The pack of a scenario, in Markdown: what all variants share, then each by itself.
///
/// # Errors
/// Everything that is wrong with the scenario's files.
pub fn pack(event: &Event<'_>, lang: Lang) -> Result<String, Vec<Diagnostic>> {
    let variants: Vec<VariantId> = match event.variant {
        Some(variant) => vec![variant.clone()],
        None => event.files(0)?.scenario.variants.into_keys().collect(),
    };
    let mut text = String::new();
    for (number, variant) in variants.iter().enumerate() {
        let played =
            Event { variant: Some(variant), ..*event }.play(0, Character::DoNothing.name())?;
        let mut page = Page { lang, scenario: &played.loaded.scenario, out: String::new() };
        if number == 0 {
            page.cover(&played);
        }
        page.variant(&played, variants.len() > 1);
        text.push_str(&page.out);
    }
    Ok(text)
}

impl Page<'_> {
    /// One of two texts.
    const fn either(&self, en: &'static str, th: &'static str) -> &'static str {
        match self.lang {
            Lang::En => en,
            Lang::Th => th,
        }
    }

    /// An author's text, harmless in Markdown.
    fn said(&self, text: &Text) -> String {
        escaped(text.get(self.lang))
    }

    fn person(&self, id: &PersonId) -> String {
        let known = self.scenario.system.people.get(id);
        known.map_or_else(|| id.to_string(), |own| self.said(&own.name))
    }

    fn heading(&mut self, en: &'static str, th: &'static str) {
        let text = self.either(en, th);
        let _ = write!(self.out, "\n## {text}\n\n");
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn item(&mut self, text: &str) {
        let _ = writeln!(self.out, "- {text}");
    }

    /// What all variants share: the briefing, who sits where, how long.
    fn cover(&mut self, played: &Played) {
        let scenario = self.scenario;
        let title = self.said(&scenario.title);
        let warns = self.either(
            "For the game master alone: all of the truth is in here.",
            "สำหรับผู้คุมเกมเท่านั้น: ข้างในมีเฉลยทั้งหมด",
        );
        self.line(&format!("# {title}\n\n{warns}\n"));
        let (minutes, hard) = (scenario.minutes, scenario.difficulty);
        let starts = scenario.starts.format("%Y-%m-%d %H:%M");
        let about = match self.lang {
            Lang::En => format!("{minutes} minutes from {starts}, difficulty {hard} of 5."),
            Lang::Th => format!("{minutes} นาที เริ่ม {starts} ความยาก {hard} จาก 5"),
        };
        self.line(&about);
        for (goal, text) in &scenario.goals {
            let text = self.said(text);
            self.item(&format!("{}: {text}", escaped(goal)));
        }
        self.heading("Read this to everybody", "อ่านให้ทุกคนฟัง");
        for paragraph in scenario.briefing.get(self.lang).lines() {
            self.line(&format!("> {}\n>", escaped(paragraph)));
        }
        self.heading("Seats", "ที่นั่ง");
        for role in &played.loaded.process.roles {
            let seat = scenario.seats.get(role.short.as_str());
            let plays = seat.and_then(|own| own.plays.as_ref()).map(|own| self.person(own));
            let plays = plays.map(|name| format!(", {name}")).unwrap_or_default();
            let mut line = format!("**{}**{plays}", self.said(&role.name));
            if let Some(own) = seat.and_then(|own| own.briefing.as_ref()) {
                let _ = write!(line, ": {}", self.said(own));
            }
            self.item(&line);
        }
        self.line("");
        let rule = self.either(
            "Say it before you begin: this is a drill. If something real happens, say so; then the drill is over.",
            "บอกก่อนเริ่ม: นี่คือการซ้อม ถ้ามีเหตุจริงให้บอกทันที แล้วการซ้อมจบตรงนั้น",
        );
        self.line(rule);
    }

    /// One variant: the evening as it goes by itself, and what answers whom.
    fn variant(&mut self, played: &Played, one_of_several: bool) {
        if one_of_several {
            let (word, own) = (self.either("Variant", "แบบที่"), self.scenario.variant.clone());
            self.line(&format!("\n---\n\n# {word} `{own}`"));
        }
        self.truth(played);
        self.evening(played);
        self.injects(played);
        self.looks(played);
        self.remedies(played);
        self.cast(played);
        self.help(played);
    }
}
