//! The one table of keys: it dispatches, and it writes the key bar, the help overlay and the page
//! of the docs. It never acts.

mod table;

use crate::model::text::Lang;
use crate::tui::chord::Chord;
use crate::tui::message::ReelStep;
use crate::tui::pane::Pane;
use crate::tui::words::{HostWord, KeyWord, Word};

pub(crate) use table::BINDINGS;

/// Where a key has its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// On every screen where letters act.
    Everywhere,
    /// On the home screen.
    Home,
    /// In the lobby of a host.
    Lobby,
    /// While another's seat is looked at.
    Shoulder,
    /// On the console of who steers.
    Console,
    /// After the drill was stopped for a real incident.
    Aborted,
    /// In the briefing.
    Briefing,
    /// In play, whatever pane has the keys.
    Play,
    /// Among the panes of play and of replay.
    Panes,
    /// While a past drill is watched.
    Replay,
    /// In one pane of play.
    In(Pane),
    /// On the line.
    Line,
    /// In a form.
    Form,
    /// In the debrief.
    Debrief,
}

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Action {
    /// Moves the selection.
    Move(Step),
    /// Goes to a pane; a second time zooms.
    Go(Pane),
    /// Goes to a page of home or debrief.
    Page(u8),
    /// The next pane.
    NextPane,
    /// The pane before.
    LastPane,
    /// Zooms, or back.
    Zoom,
    /// The next layout that fits.
    Layout,
    /// The line, with a `/`.
    Command,
    /// The line, for a message.
    Message,
    /// The help overlay.
    Help,
    /// One step out.
    Back,
    /// Leaves this screen.
    Leave,
    /// Leaves the program; asks for a second press.
    Quit,
    /// Draws everything anew.
    Repaint,
    /// The language.
    Language,
    /// The overlay of settings.
    Settings,
    /// The theme.
    Look,
    /// The glyphs.
    Glyphs,
    /// Whatever Enter means here.
    Enter,
    /// Whatever Space means here.
    Space,
    /// A new drill of the scenario.
    New,
    /// Practice instead of graded, and back.
    Practice,
    /// The coach on or off.
    Coach,
    /// Acknowledges the page that waits.
    Ack,
    /// Opens a form.
    Form(FormKind),
    /// The runbook chooser.
    Others,
    /// Marks the step of the runbook as left out.
    SkipStep,
    /// The metric of the chart.
    Metric(Step),
    /// The range of the chart.
    Range(Step),
    /// Keeps the order of the services.
    Freeze,
    /// The coach's rows away, or back.
    CoachLine,
    /// Services as a map of who calls whom, or as a list.
    Map,
    /// The selected service beside the charted one.
    Compare,
    /// Only errors among the lines.
    ErrorsOnly,
    /// The same look again.
    Repeat,
    /// Finds in the pane.
    Find,
    /// The next hit, or the one before.
    Hit(Step),
    /// The other incident.
    Incident,
    /// Pauses, or lets the clock run.
    Pause,
    /// The speed.
    Speed(Step),
    /// Lets the clock jump where that is offered.
    Jump,
    /// Ends the drill; asks once.
    End,
    /// Sends what is written.
    Send,
    /// Takes a completion.
    Complete,
    /// Looks through what was sent before.
    History(Step),
    /// The next field.
    Next,
    /// The field before.
    Previous,
    /// A line break in a field of many lines.
    NewLine,
    /// Rates the own team.
    Rate(crate::command::Rating),
    /// The report as a file or on the screen.
    Report,
    /// Disputes the line of the score.
    Dispute,
    /// Watches the drill again, from what is selected.
    Watch,
    /// Moves the replay.
    Reel(ReelStep),
    /// Begins the drill of a table.
    Start,
    /// Crew in empty seats, or not.
    Crew,
    /// A code for somebody else.
    Invite,
    /// The briefing of a table.
    Brief,
    /// The next seat, for who watches.
    NextSeat,
    /// Shows an inject now.
    Fire,
    /// Keeps an inject back.
    Hold,
    /// An inject of one's own.
    OwnInject,
    /// A note for the debrief.
    Observe,
    /// Rates an objective.
    RateIt,
    /// Rules on a dispute or a witness.
    Rule(bool),
    /// Looks at the seat of a player.
    Shoulder,
}

/// A direction, and how far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// One back.
    Back,
    /// One on.
    On,
    /// A page back.
    PageBack,
    /// A page on.
    PageOn,
    /// The first.
    First,
    /// The last.
    Last,
}

/// A form, by the command it writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FormKind {
    /// `/declare`.
    Declare,
    /// `/update`.
    Update,
    /// `/assign`.
    Assign,
    /// `/handover`.
    Handover,
    /// `/page`.
    Page,
    /// `/look`.
    Look,
    /// `/do`.
    Do,
    /// `/status`.
    Status,
    /// `/severity`.
    Severity,
    /// `/note`.
    Note,
    /// `/decision`.
    Decision,
    /// `/action`.
    Action,
    /// `/answer`.
    Answer,
    /// `/ask`.
    Ask,
    /// `/cause`.
    Cause,
    /// `/runbook`.
    Runbook,
    /// `/step`.
    Step,
    /// `/hint`.
    Hint,
    /// `/close`.
    Close,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Binding {
    /// Where it holds.
    pub(crate) place: Place,
    /// Keys.
    pub(crate) keys: &'static [Chord],
    /// How the key bar writes them, where that is not the first one.
    pub(crate) written: &'static str,
    /// What it asks for.
    pub(crate) action: Action,
    /// In one word, for the key bar.
    pub(crate) name: KeyWord,
    /// In one sentence, for help.
    pub(crate) says: KeyWord,
    /// Its turn in the key bar: 0 never, then 1 first.
    pub(crate) bar: u8,
}

/// What a chord asks for in these places, the nearest first.
pub(crate) fn action(places: &[Place], chord: Chord) -> Option<Action> {
    let letters = !places.iter().any(|place| matches!(place, Place::Line | Place::Form));
    let chord = if letters { chord.latin() } else { chord };
    places.iter().find_map(|place| {
        let found = BINDINGS.iter().find(|own| own.place == *place && own.keys.contains(&chord));
        found.map(|own| own.action)
    })
}

/// Rows for the key bar of these places, most needed first. What a nearer place has bound is not
/// shown for a farther one.
pub(crate) fn bar(places: &[Place]) -> Vec<&'static Binding> {
    let mut rows: Vec<&Binding> = Vec::new();
    for place in places {
        let own = BINDINGS.iter().filter(|row| row.place == *place && row.bar > 0);
        let taken: Vec<Chord> = rows.iter().filter_map(|row| row.keys.first()).copied().collect();
        let free = |row: &&Binding| row.keys.first().is_some_and(|key| !taken.contains(key));
        let mut own: Vec<&Binding> = own.filter(free).collect();
        own.sort_by_key(|row| row.bar);
        rows.extend(own);
    }
    // A page comes before whatever the pane can do.
    rows.sort_by_key(|row| row.action != Action::Ack);
    rows
}

impl Binding {
    /// Its keys as they are written: `↑ k`.
    pub(crate) fn all_keys(&self) -> String {
        let names: Vec<String> = self.keys.iter().map(Chord::to_string).collect();
        names.join(" ")
    }
}

impl Place {
    /// What it is called in help.
    pub(crate) fn title(self, lang: Lang) -> String {
        match self {
            Self::Everywhere => Word::PlaceEverywhere.get(lang).to_owned(),
            Self::Home => Word::PlaceHome.get(lang).to_owned(),
            Self::Lobby => HostWord::PlaceLobby.get(lang).to_owned(),
            Self::Console => HostWord::PlaceConsole.get(lang).to_owned(),
            Self::Aborted => HostWord::PlaceAborted.get(lang).to_owned(),
            Self::Shoulder => HostWord::PlaceShoulder.get(lang).to_owned(),
            Self::Briefing => Word::PlaceBriefing.get(lang).to_owned(),
            Self::Play => Word::PlacePlay.get(lang).to_owned(),
            Self::Panes => Word::PlacePanes.get(lang).to_owned(),
            Self::Replay => Word::PlaceReplay.get(lang).to_owned(),
            Self::In(pane) => pane.title(lang).to_owned(),
            Self::Line => Word::PlaceLine.get(lang).to_owned(),
            Self::Form => Word::PlaceForm.get(lang).to_owned(),
            Self::Debrief => Word::PlaceDebrief.get(lang).to_owned(),
        }
    }
}

/// The table as Markdown, for the README.
#[must_use]
pub fn key_table_markdown() -> String {
    let mut out = String::from("| where | keys | does |\n| --- | --- | --- |\n");
    let mut last = None;
    for row in BINDINGS {
        let place = if last == Some(row.place) { String::new() } else { row.place.title(Lang::En) };
        last = Some(row.place);
        let keys: Vec<String> = row.keys.iter().map(|key| format!("`{key}`")).collect();
        let says = row.says.get(Lang::En);
        out.extend(["| ", &place, " | ", &keys.join(" "), " | ", says, " |\n"]);
    }
    out
}
