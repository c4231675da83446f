//! The ten panes of play by number and name. How each is drawn stands in `play`.

use crate::model::text::Lang;
use crate::tui::words::Word;

/// A pane; its number is the same at every size and seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pane {
    /// 1: alerts and pages.
    Alerts,
    /// 2: services, worst first.
    Services,
    /// 3: one metric over time.
    Chart,
    /// 4: what was looked at, logs among it.
    Looks,
    /// 5: the incident channel.
    Channel,
    /// 6: who waits for an answer.
    Inbox,
    /// 7: the runbook in use.
    Runbook,
    /// 8: roles and people.
    Team,
    /// 9: decisions, notes, causes, action items.
    Record,
    /// 0: updates sent, and what is promised.
    Updates,
}

impl Pane {
    /// All of them, in the order of Tab.
    pub(crate) const ALL: [Self; 10] = [
        Self::Alerts,
        Self::Services,
        Self::Chart,
        Self::Looks,
        Self::Channel,
        Self::Inbox,
        Self::Runbook,
        Self::Team,
        Self::Record,
        Self::Updates,
    ];

    /// Its digit.
    pub(crate) const fn digit(self) -> char {
        match self {
            Self::Alerts => '1',
            Self::Services => '2',
            Self::Chart => '3',
            Self::Looks => '4',
            Self::Channel => '5',
            Self::Inbox => '6',
            Self::Runbook => '7',
            Self::Team => '8',
            Self::Record => '9',
            Self::Updates => '0',
        }
    }

    /// Its name.
    pub(crate) const fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Alerts => Word::Alerts.get(lang),
            Self::Services => Word::Services.get(lang),
            Self::Chart => Word::Chart.get(lang),
            Self::Looks => Word::Looks.get(lang),
            Self::Channel => Word::Channel.get(lang),
            Self::Inbox => Word::Inbox.get(lang),
            Self::Runbook => Word::Runbook.get(lang),
            Self::Team => Word::Team.get(lang),
            Self::Record => Word::Record.get(lang),
            Self::Updates => Word::Updates.get(lang),
        }
    }
}
