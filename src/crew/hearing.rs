//! Who speaks to a colleague, and what becomes of what they want: it is confirmed in the channel,
//! then done, then told. Another's words change nothing but the agenda.

use crate::command::{Command, LookView};
use crate::crew::agenda::Task;
use crate::crew::comms::told;
use crate::crew::scribe::on_record;
use crate::crew::speech::{cut, either, on_it};
use crate::crew::wish::{Wanted, Wish, wishes};
use crate::crew::{Craft, Crew};
use crate::model::id::{AudienceId, RunbookId, Target, Whom};
use crate::model::remedy::Order;
use crate::model::text::DisplayText;
use crate::model::time::DrillTime;
use crate::view::{ChannelLine, SeatView};

/// What was heard so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Ears {
    /// The last line of the channel that was read.
    heard: u64,
    /// What was spoken of last.
    pub(super) about: Option<Target>,
}

impl Crew {
    /// Reads what is new in the channel.
    pub(super) fn listen(&mut self, view: &SeatView, now: DrillTime) {
        let heard = self.ears.heard;
        let from = view.channel.partition_point(|line| line.seq <= heard);
        for line in view.channel.get(from..).unwrap_or_default() {
            self.ears.heard = line.seq;
            let mine = line.who == view.my_name;
            if line.refused && mine {
                self.was_refused(line, view, now);
            } else if !line.machine
                && !line.story
                && !mine
                && let Some((text, alone)) = to_me(line, &view.my_name)
            {
                self.hear(&text, alone, view, now);
            }
        }
    }

    /// What was refused is told, so that nobody counts on it.
    fn was_refused(&mut self, line: &ChannelLine, view: &SeatView, now: DrillTime) {
        let text = line.text.get(view.lang);
        let Some((typed, why)) = text.split_once('\n') else { return };
        let work = ["/do", "/look", "/update", "/page"].iter().any(|word| typed.starts_with(word));
        if work {
            let why = cut(&why.replace('\n', " "), 200);
            let said = either(
                view.lang,
                format!("that did not go through: {why}"),
                format!("ทำไม่ได้: {why}"),
            );
            self.plan_saying(now, said);
        }
    }

    fn hear(&mut self, text: &str, alone: bool, view: &SeatView, now: DrillTime) {
        let wishes = wishes(text, view, self.ears.about.as_ref());
        if wishes.is_empty() && alone {
            let said = either(view.lang, "noted".to_owned(), "รับทราบ".to_owned());
            self.plan_saying(now, said);
        }
        for wish in wishes {
            self.grant(wish, view, now);
        }
    }

    fn grant(&mut self, wish: Wish, view: &SeatView, now: DrillTime) {
        let lang = view.lang;
        match wish {
            Wish::Look(target, views) => self.asked_to_look(target, &views, view, now),
            Wish::Do(order) => self.asked_to_do(order, view, now),
            Wish::Which(remedy) => {
                let said = either(
                    lang,
                    format!("{remedy}: which part, and how much? `/do {remedy} PART` is the form"),
                    format!("{remedy}: ส่วนไหน เท่าไร รูปแบบคือ `/do {remedy} PART`"),
                );
                self.plan_saying(now, said);
            }
            Wish::Opinion(remedy) => self.give_opinion(&remedy, view, now),
            Wish::Runbook(named) => self.asked_for_runbook(named, view, now),
            Wish::Follow(named) => self.asked_to_follow(named, view, now),
            Wish::MayFollow(id) => self.asked_whether_to_follow(&id, view, now),
            Wish::Findings => {
                let said = self.findings(view);
                self.plan_saying(now, said);
            }
            Wish::Told => self.plan_saying(now, told(view)),
            Wish::OnRecord => self.plan_saying(now, on_record(view)),
            Wish::Update(audiences, asked) => {
                self.asked_for_update(&audiences, &asked, view, now);
            }
            Wish::Answer => self.asked_to_answer(view, now),
            Wish::Page(name) => {
                self.plan_saying(now, on_it(lang, &format!("page {name}")));
                let why = self.reason(view);
                let page = Command::Page { whom: Whom::from(name), why: DisplayText::from(why) };
                self.plan(now, Task::Give(Box::new(page)));
            }
            Wish::Note(text) => {
                let note = Command::Note(DisplayText::from(text));
                self.plan(now, Task::Give(Box::new(note)));
            }
            Wish::Command(command) => self.asked_for_command(*command, view, now),
            Wish::Wait => {
                self.agenda.drop(|task| matches!(task, Task::Do(_)));
                let said = either(lang, "ok, I wait".to_owned(), "โอเค รอก่อน".to_owned());
                self.plan_saying(now, said);
            }
            Wish::Unclear => {
                let said = either(
                    lang,
                    "what do you want me to do: look, roll back, restart, scale, shed, …?"
                        .to_owned(),
                    "ต้องการให้ทำอะไร: look, rollback, restart, scale, shed …?".to_owned(),
                );
                self.plan_saying(now, said);
            }
            Wish::Nothing => {}
        }
    }

    fn asked_to_look(&mut self, at: Target, views: &[LookView], view: &SeatView, now: DrillTime) {
        let usual = [LookView::Metrics, LookView::Deploys, LookView::Logs];
        let views = if views.is_empty() { &usual[..1] } else { views };
        self.plan_saying(now, on_it(view.lang, &format!("looking at {at}")));
        for side in views {
            self.plan(now, Task::Look(at.clone(), *side));
        }
        self.ears.about = Some(at);
    }

    fn asked_to_do(&mut self, order: Order, view: &SeatView, now: DrillTime) {
        if self.pace.slips() {
            let said = either(
                view.lang,
                format!("{} {}, did I get that right?", order.remedy, order.target),
                format!("{} {} ถูกต้องไหม", order.remedy, order.target),
            );
            self.plan_saying(now, said);
        }
        self.plan_saying(now, on_it(view.lang, &order.to_string()));
        self.ears.about = Some(order.target.clone());
        self.plan(now, Task::Do(order));
    }

    fn asked_for_command(&mut self, command: Command, view: &SeatView, now: DrillTime) {
        match command {
            Command::Look { target, view: side } => self.asked_to_look(target, &[side], view, now),
            Command::Do(order) => self.asked_to_do(order, view, now),
            other => {
                self.plan_saying(now, on_it(view.lang, &cut(&other.to_string(), 80)));
                self.plan(now, Task::Give(Box::new(other)));
            }
        }
    }

    fn asked_to_follow(&mut self, named: Option<String>, view: &SeatView, now: DrillTime) {
        let open = || view.runbook.as_ref().map(|book| book.id.clone());
        let fits = || view.runbooks.iter().find(|row| row.fits).map(|row| row.id.clone());
        match named.map(RunbookId::from).or_else(open).or_else(fits) {
            Some(id) => {
                self.plan_saying(now, on_it(view.lang, &format!("step by step, runbook {id}")));
                self.follow(id, view, now);
            }
            None => self.asked_for_runbook(None, view, now),
        }
    }

    /// Who leads says yes: a runbook is what the team agreed on beforehand.
    fn asked_whether_to_follow(&mut self, id: &str, view: &SeatView, now: DrillTime) {
        let mender = self.mender(view).filter(|name| *name != view.my_name);
        if let Some(name) = mender.filter(|_| self.has_craft(Craft::Command, view)) {
            let says = either(
                view.lang,
                format!("please go by the runbook {id}"),
                format!("ทำตาม runbook {id} ได้เลย"),
            );
            self.plan(now, Task::Ask(name, says));
        }
    }

    fn asked_for_runbook(&mut self, named: Option<String>, view: &SeatView, now: DrillTime) {
        let fits = || view.runbooks.iter().find(|row| row.fits).map(|row| row.id.clone());
        if let Some(id) = named.map(RunbookId::from).or_else(fits) {
            self.plan_saying(now, on_it(view.lang, &format!("runbook {id}")));
            self.plan(now, Task::Runbook(id));
        } else {
            let said = either(
                view.lang,
                "no runbook fits what fires now".to_owned(),
                "ยังไม่มี runbook ที่ตรงกับ alert ตอนนี้".to_owned(),
            );
            self.plan_saying(now, said);
        }
    }

    fn asked_for_update(
        &mut self,
        audiences: &[String],
        asked: &Wanted,
        view: &SeatView,
        now: DrillTime,
    ) {
        if view.incidents.is_empty() {
            let said = either(
                view.lang,
                "no incident is declared; an update needs one".to_owned(),
                "ยังไม่ได้ประกาศ incident จึงยังส่งอัปเดตไม่ได้".to_owned(),
            );
            self.plan_saying(now, said);
            return;
        }
        let owed = self.audiences_owed(view);
        let named: Vec<AudienceId> =
            audiences.iter().map(|id| AudienceId::from(id.as_str())).collect();
        let audiences = if named.is_empty() { owed } else { named };
        let list: Vec<&str> = audiences.iter().map(AudienceId::as_str).collect();
        self.plan_saying(now, on_it(view.lang, &format!("update {}", list.join(", "))));
        for audience in audiences {
            self.plan_writing(now, Task::Update(vec![audience], Some(asked.clone())));
        }
    }

    fn asked_to_answer(&mut self, view: &SeatView, now: DrillTime) {
        let waits = |item: &&crate::view::InboxItem| item.answered.is_none();
        let waiting = view.inbox.iter().filter(waits).filter_map(|item| item.question);
        let new: Vec<_> =
            waiting.filter(|id| !self.agenda.has(|task| *task == Task::Answer(*id))).collect();
        if new.is_empty() {
            let said = either(
                view.lang,
                "nobody waits for a word of mine".to_owned(),
                "ตอนนี้ไม่มีใครรอคำตอบจากทางนี้".to_owned(),
            );
            self.plan_saying(now, said);
        }
        for question in new {
            self.plan_writing(now, Task::Answer(question));
        }
    }
}

/// What a line says to somebody of that name, and whether nobody else reads it.
fn to_me(line: &ChannelLine, name: &str) -> Option<(String, bool)> {
    let text = line.text.en.as_str();
    if text.starts_with('/') {
        return match Command::parse(text).ok()? {
            Command::Ask { whom, question: text } | Command::Tell { whom, text } => {
                (whom.as_str() == name).then(|| (text.to_string(), true))
            }
            _ => None,
        };
    }
    let trimmed = text.trim_start().trim_start_matches('@');
    let head = trimmed.get(..name.len())?;
    let rest = trimmed.get(name.len()..)?;
    let ends = rest.starts_with([',', ':', ' ', '，']);
    let said = rest.trim_start_matches([',', ':', ' ', '，']);
    (head.eq_ignore_ascii_case(name) && ends && !said.is_empty()).then(|| (said.to_owned(), false))
}
