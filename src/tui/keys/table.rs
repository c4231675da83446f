//! The rows of the key table. A letter means one thing in all of play; only Enter, Space, signs
//! and `e o r T` belong to a pane.

use crate::command::Rating;
use crate::tui::chord::{Chord, Code};
use crate::tui::keys::{Action, Binding, FormKind, Place, Step};
use crate::tui::message::ReelStep;
use crate::tui::pane::Pane;
use crate::tui::words::KeyWord;

const fn key(
    place: Place,
    keys: &'static [Chord],
    action: Action,
    name: KeyWord,
    says: KeyWord,
    bar: u8,
) -> Binding {
    Binding { place, keys, written: "", action, name, says, bar }
}

const fn shown(written: &'static str, binding: Binding) -> Binding {
    Binding { written, ..binding }
}

const fn form(
    letter: &'static [Chord],
    kind: FormKind,
    name: KeyWord,
    says: KeyWord,
    bar: u8,
) -> Binding {
    key(Place::Play, letter, Action::Form(kind), name, says, bar)
}

const ENTER: &[Chord] = &[Chord::key(Code::Enter)];
const SPACE: &[Chord] = &[Chord::char(' ')];
const ESC: &[Chord] = &[Chord::key(Code::Esc)];
const TAB: &[Chord] = &[Chord::key(Code::Tab)];
const BACK_TAB: &[Chord] = &[Chord::key(Code::BackTab)];
const UP: &[Chord] = &[Chord::char('k'), Chord::key(Code::Up)];
const DOWN: &[Chord] = &[Chord::char('j'), Chord::key(Code::Down)];
const PAGE_UP: &[Chord] = &[Chord::key(Code::PageUp), Chord::ctrl('u')];
const PAGE_DOWN: &[Chord] = &[Chord::key(Code::PageDown), Chord::ctrl('d')];
const FIRST: &[Chord] = &[Chord::char('g'), Chord::key(Code::Home)];
const LAST: &[Chord] = &[Chord::char('G'), Chord::key(Code::End)];

/// Every key of the program.
#[rustfmt::skip]
pub(crate) const BINDINGS: &[Binding] = &[
    key(Place::Everywhere, &[Chord::char('?'), Chord::key(Code::F(1))], Action::Help, KeyWord::KHelp, KeyWord::SHelp, 90),
    key(Place::Everywhere, UP, Action::Move(Step::Back), KeyWord::KUp, KeyWord::SUp, 0),
    key(Place::Everywhere, DOWN, Action::Move(Step::On), KeyWord::KDown, KeyWord::SDown, 0),
    key(Place::Everywhere, PAGE_UP, Action::Move(Step::PageBack), KeyWord::KPageUp, KeyWord::SPageUp, 0),
    key(Place::Everywhere, PAGE_DOWN, Action::Move(Step::PageOn), KeyWord::KPageDown, KeyWord::SPageDown, 0),
    key(Place::Everywhere, FIRST, Action::Move(Step::First), KeyWord::KFirst, KeyWord::SFirst, 0),
    key(Place::Everywhere, LAST, Action::Move(Step::Last), KeyWord::KLast, KeyWord::SLast, 0),
    key(Place::Everywhere, ESC, Action::Back, KeyWord::KBack, KeyWord::SBack, 0),
    key(Place::Everywhere, &[Chord::ctrl('l')], Action::Repaint, KeyWord::KRepaint, KeyWord::SRepaint, 0),
    key(Place::Everywhere, &[Chord::char(',')], Action::Settings, KeyWord::KSettings, KeyWord::SSettings, 0),
    key(Place::Everywhere, &[Chord::key(Code::F(2))], Action::Look, KeyWord::KTheme, KeyWord::STheme, 0),
    key(Place::Everywhere, &[Chord::key(Code::F(3))], Action::Glyphs, KeyWord::KGlyphs, KeyWord::SGlyphs, 0),
    key(Place::Everywhere, &[Chord::key(Code::F(4))], Action::Language, KeyWord::KLanguage, KeyWord::SLanguage, 0),
    key(Place::Everywhere, &[Chord::ctrl('c')], Action::Quit, KeyWord::KLeave, KeyWord::SQuit, 0),

    key(Place::Home, ENTER, Action::Enter, KeyWord::KOpen, KeyWord::SHomeEnter, 1),
    key(Place::Home, &[Chord::char('n')], Action::New, KeyWord::KNew, KeyWord::SNew, 2),
    key(Place::Home, TAB, Action::NextPane, KeyWord::KPage, KeyWord::SHomePage, 0),
    key(Place::Home, BACK_TAB, Action::LastPane, KeyWord::KPage, KeyWord::SPageBack, 0),
    shown("1-6", key(Place::Home, &[Chord::char('1')], Action::Page(1), KeyWord::KPage, KeyWord::SHomePlay, 3)),
    key(Place::Home, &[Chord::char('2')], Action::Page(2), KeyWord::KPage, KeyWord::SHomeResume, 0),
    key(Place::Home, &[Chord::char('3')], Action::Page(3), KeyWord::KPage, KeyWord::SHomeReview, 0),
    key(Place::Home, &[Chord::char('4')], Action::Page(4), KeyWord::KPage, KeyWord::SHomeActions, 0),
    key(Place::Home, &[Chord::char('5')], Action::Page(5), KeyWord::KPage, KeyWord::SHomeTrends, 0),
    key(Place::Home, &[Chord::char('6')], Action::Page(6), KeyWord::KPage, KeyWord::SHomeLadder, 0),
    key(Place::Home, &[Chord::char('f')], Action::Find, KeyWord::KFind, KeyWord::SHomeFind, 4),
    key(Place::Home, &[Chord::char('c')], Action::Form(FormKind::Close), KeyWord::KCloseAction, KeyWord::SCloseAction, 2),
    key(Place::Home, &[Chord::char(',')], Action::Settings, KeyWord::KSettings, KeyWord::SSettings, 6),
    key(Place::Home, &[Chord::char('l')], Action::Language, KeyWord::KOtherLang, KeyWord::SLanguage, 5),
    key(Place::Home, &[Chord::char('q')], Action::Leave, KeyWord::KLeave, KeyWord::SLeaveHome, 7),

    key(Place::Briefing, ENTER, Action::Enter, KeyWord::KStart, KeyWord::SStart, 1),
    key(Place::Briefing, &[Chord::char('g')], Action::Practice, KeyWord::KPractice, KeyWord::SPractice, 2),
    key(Place::Briefing, &[Chord::char('c')], Action::Coach, KeyWord::KCoach, KeyWord::SCoach, 3),
    key(Place::Briefing, &[Chord::char('l')], Action::Language, KeyWord::KOtherLang, KeyWord::SLanguage, 4),
    key(Place::Briefing, &[Chord::char('q')], Action::Back, KeyWord::KBack, KeyWord::SBackHome, 5),

    key(Place::Lobby, ENTER, Action::Enter, KeyWord::KSit, KeyWord::SSit, 1),
    key(Place::Lobby, &[Chord::char('s')], Action::Start, KeyWord::KStart, KeyWord::SStartTable, 2),
    key(Place::Lobby, &[Chord::char('b')], Action::Brief, KeyWord::KBriefing, KeyWord::SBriefing, 3),
    key(Place::Lobby, &[Chord::char('w')], Action::Watch, KeyWord::KWatch, KeyWord::SWatchTable, 4),
    key(Place::Lobby, &[Chord::char('c')], Action::Crew, KeyWord::KCrew, KeyWord::SCrew, 5),
    key(Place::Lobby, &[Chord::char('p')], Action::Practice, KeyWord::KPractice, KeyWord::SPracticeTable, 6),
    key(Place::Lobby, &[Chord::char('i')], Action::Invite, KeyWord::KInvite, KeyWord::SInvite, 7),
    key(Place::Lobby, &[Chord::char('n')], Action::New, KeyWord::KAnew, KeyWord::SAnew, 8),
    key(Place::Lobby, &[Chord::char('l')], Action::Language, KeyWord::KOtherLang, KeyWord::SLanguage, 9),
    key(Place::Lobby, &[Chord::char('q')], Action::Leave, KeyWord::KLeave, KeyWord::SLeaveHost, 10),

    key(Place::Shoulder, &[Chord::char('s')], Action::NextSeat, KeyWord::KSeat, KeyWord::SNextSeat, 1),
    key(Place::Shoulder, &[Chord::char('q')], Action::Leave, KeyWord::KBack, KeyWord::SLeaveWatch, 2),

    key(Place::Aborted, &[Chord::char('q'), Chord::key(Code::Enter)], Action::Leave, KeyWord::KLeave, KeyWord::SLeaveAborted, 1),

    key(Place::Console, SPACE, Action::Pause, KeyWord::KPause, KeyWord::SPauseAll, 1),
    key(Place::Console, &[Chord::char('F')], Action::Fire, KeyWord::KFire, KeyWord::SFire, 2),
    key(Place::Console, &[Chord::char('K')], Action::SkipStep, KeyWord::KSkip, KeyWord::SSkipInject, 3),
    key(Place::Console, &[Chord::char('B')], Action::Hold, KeyWord::KHold, KeyWord::SHold, 4),
    key(Place::Console, &[Chord::char('I')], Action::OwnInject, KeyWord::KInject, KeyWord::SInject, 5),
    key(Place::Console, &[Chord::char('O')], Action::Observe, KeyWord::KObserve, KeyWord::SObserve, 6),
    key(Place::Console, &[Chord::char('R')], Action::RateIt, KeyWord::KRateIt, KeyWord::SRateIt, 7),
    key(Place::Console, &[Chord::char('o')], Action::Shoulder, KeyWord::KShoulder, KeyWord::SShoulder, 8),
    key(Place::Console, &[Chord::char('Y')], Action::Rule(true), KeyWord::KAccept, KeyWord::SAccept, 9),
    key(Place::Console, &[Chord::char('X')], Action::Rule(false), KeyWord::KReject, KeyWord::SReject, 10),
    key(Place::Console, &[Chord::char('>')], Action::Speed(Step::On), KeyWord::KSpeed, KeyWord::SFaster, 0),
    key(Place::Console, &[Chord::char('<')], Action::Speed(Step::Back), KeyWord::KSpeed, KeyWord::SSlower, 0),
    key(Place::Console, &[Chord::char('/')], Action::Command, KeyWord::KCommand, KeyWord::SCommand, 80),
    key(Place::Console, &[Chord::char('m')], Action::Message, KeyWord::KMessage, KeyWord::SMessage, 14),
    key(Place::Console, TAB, Action::NextPane, KeyWord::KPane, KeyWord::SNextPane, 12),
    key(Place::Console, BACK_TAB, Action::LastPane, KeyWord::KPane, KeyWord::SLastPane, 0),
    key(Place::Console, &[Chord::char('1')], Action::Page(1), KeyWord::KPane, KeyWord::SGoTruth, 0),
    key(Place::Console, &[Chord::char('2')], Action::Page(2), KeyWord::KPane, KeyWord::SGoSeats, 0),
    key(Place::Console, &[Chord::char('3')], Action::Page(3), KeyWord::KPane, KeyWord::SGoInjects, 0),
    key(Place::Console, &[Chord::char('4')], Action::Page(4), KeyWord::KPane, KeyWord::SGoObjectives, 0),
    key(Place::Console, &[Chord::char('5')], Action::Page(5), KeyWord::KPane, KeyWord::SGoChannel, 0),
    key(Place::Console, &[Chord::char('6')], Action::Page(6), KeyWord::KPane, KeyWord::SGoNotes, 0),
    key(Place::Console, &[Chord::char('z'), Chord::key(Code::Enter)], Action::Zoom, KeyWord::KZoom, KeyWord::SZoom, 13),
    key(Place::Console, &[Chord::char('E')], Action::End, KeyWord::KEnd, KeyWord::SEnd, 20),
    key(Place::Console, &[Chord::char('q')], Action::Leave, KeyWord::KLeave, KeyWord::SLeaveConsole, 21),

    key(Place::Play, &[Chord::char('/')], Action::Command, KeyWord::KCommand, KeyWord::SCommand, 80),
    key(Place::Play, &[Chord::char('m'), Chord::char('i')], Action::Message, KeyWord::KMessage, KeyWord::SMessage, 14),
    key(Place::Play, &[Chord::char('a')], Action::Ack, KeyWord::KAck, KeyWord::SAck, 1),
    form(&[Chord::char('d')], FormKind::Declare, KeyWord::KDeclare, KeyWord::SDeclare, 2),
    form(&[Chord::char('u')], FormKind::Update, KeyWord::KUpdate, KeyWord::SUpdate, 3),
    form(&[Chord::char('w')], FormKind::Assign, KeyWord::KWho, KeyWord::SAssign, 4),
    form(&[Chord::char('W')], FormKind::Handover, KeyWord::KHandover, KeyWord::SHandover, 0),
    form(&[Chord::char('v')], FormKind::Look, KeyWord::KLook, KeyWord::SLook, 5),
    form(&[Chord::char('x')], FormKind::Do, KeyWord::KDo, KeyWord::SDo, 6),
    form(&[Chord::char('p')], FormKind::Page, KeyWord::KPageWhom, KeyWord::SPage, 7),
    form(&[Chord::char('s')], FormKind::Status, KeyWord::KStatus, KeyWord::SStatus, 8),
    form(&[Chord::char('S')], FormKind::Severity, KeyWord::KSeverity, KeyWord::SSeverity, 0),
    form(&[Chord::char('c')], FormKind::Cause, KeyWord::KCause, KeyWord::SCause, 9),
    form(&[Chord::char('b')], FormKind::Runbook, KeyWord::KRunbook, KeyWord::SRunbook, 10),
    form(&[Chord::char('y')], FormKind::Decision, KeyWord::KDecision, KeyWord::SDecision, 11),
    form(&[Chord::char('t')], FormKind::Note, KeyWord::KNote, KeyWord::SNote, 12),
    form(&[Chord::char('A')], FormKind::Action, KeyWord::KActionItem, KeyWord::SAction, 13),
    form(&[Chord::char('H')], FormKind::Hint, KeyWord::KHint, KeyWord::SHint, 13),
    key(Place::Play, &[Chord::char('C')], Action::CoachLine, KeyWord::KCoach, KeyWord::SCoachLine, 0),
    key(Place::Play, &[Chord::char('P')], Action::Pause, KeyWord::KPause, KeyWord::SPause, 19),
    key(Place::Play, &[Chord::char('>')], Action::Speed(Step::On), KeyWord::KSpeed, KeyWord::SFaster, 0),
    key(Place::Play, &[Chord::char('<')], Action::Speed(Step::Back), KeyWord::KSpeed, KeyWord::SSlower, 0),
    key(Place::Play, &[Chord::char('J')], Action::Jump, KeyWord::KJump, KeyWord::SJump, 0),
    key(Place::Play, &[Chord::char('E')], Action::End, KeyWord::KEnd, KeyWord::SEnd, 20),
    key(Place::Play, &[Chord::char('q')], Action::Back, KeyWord::KBack, KeyWord::SBack, 0),
    key(Place::Panes, TAB, Action::NextPane, KeyWord::KPane, KeyWord::SNextPane, 15),
    key(Place::Panes, BACK_TAB, Action::LastPane, KeyWord::KPane, KeyWord::SLastPane, 0),
    key(Place::Panes, &[Chord::char('1')], Action::Go(Pane::Alerts), KeyWord::KPane, KeyWord::SGoAlerts, 0),
    key(Place::Panes, &[Chord::char('2')], Action::Go(Pane::Services), KeyWord::KPane, KeyWord::SGoServices, 0),
    key(Place::Panes, &[Chord::char('3')], Action::Go(Pane::Chart), KeyWord::KPane, KeyWord::SGoChart, 0),
    key(Place::Panes, &[Chord::char('4')], Action::Go(Pane::Looks), KeyWord::KPane, KeyWord::SGoLooks, 0),
    key(Place::Panes, &[Chord::char('5')], Action::Go(Pane::Channel), KeyWord::KPane, KeyWord::SGoChannel, 0),
    key(Place::Panes, &[Chord::char('6')], Action::Go(Pane::Inbox), KeyWord::KPane, KeyWord::SGoInbox, 0),
    key(Place::Panes, &[Chord::char('7')], Action::Go(Pane::Runbook), KeyWord::KPane, KeyWord::SGoRunbook, 0),
    key(Place::Panes, &[Chord::char('8')], Action::Go(Pane::Team), KeyWord::KPane, KeyWord::SGoTeam, 0),
    key(Place::Panes, &[Chord::char('9')], Action::Go(Pane::Record), KeyWord::KPane, KeyWord::SGoRecord, 0),
    key(Place::Panes, &[Chord::char('0')], Action::Go(Pane::Updates), KeyWord::KPane, KeyWord::SGoUpdates, 0),
    key(Place::Panes, &[Chord::char('z')], Action::Zoom, KeyWord::KZoom, KeyWord::SZoom, 16),
    key(Place::Panes, &[Chord::char('L')], Action::Layout, KeyWord::KLayout, KeyWord::SLayout, 17),
    key(Place::Panes, &[Chord::char('\'')], Action::Incident, KeyWord::KIncident, KeyWord::SIncident, 0),
    key(Place::Panes, &[Chord::char('f')], Action::Find, KeyWord::KFind, KeyWord::SFind, 18),
    key(Place::Panes, &[Chord::char('n')], Action::Hit(Step::On), KeyWord::KFind, KeyWord::SHit, 0),
    key(Place::Panes, &[Chord::char('N')], Action::Hit(Step::Back), KeyWord::KFind, KeyWord::SHitBack, 0),

    key(Place::Replay, SPACE, Action::Reel(ReelStep::Toggle), KeyWord::KRunStop, KeyWord::SReelToggle, 1),
    shown("n N", key(Place::Replay, &[Chord::char('n')], Action::Reel(ReelStep::Moment(true)), KeyWord::KMoment, KeyWord::SReelMoment, 2)),
    key(Place::Replay, &[Chord::char('N')], Action::Reel(ReelStep::Moment(false)), KeyWord::KMoment, KeyWord::SReelMomentBack, 0),
    shown("← →", key(Place::Replay, &[Chord::key(Code::Right)], Action::Reel(ReelStep::Seconds(10)), KeyWord::KTenSeconds, KeyWord::SReelOn, 3)),
    key(Place::Replay, &[Chord::key(Code::Left)], Action::Reel(ReelStep::Seconds(-10)), KeyWord::KTenSeconds, KeyWord::SReelBack, 0),
    shown("< >", key(Place::Replay, &[Chord::char('>')], Action::Reel(ReelStep::Speed(true)), KeyWord::KSpeed, KeyWord::SReelFaster, 4)),
    key(Place::Replay, &[Chord::char('<')], Action::Reel(ReelStep::Speed(false)), KeyWord::KSpeed, KeyWord::SReelSlower, 0),
    key(Place::Replay, &[Chord::char('s')], Action::Reel(ReelStep::Seat), KeyWord::KSeat, KeyWord::SReelSeat, 5),
    key(Place::Replay, &[Chord::char('t')], Action::Reel(ReelStep::Truth), KeyWord::KTruth, KeyWord::SReelTruth, 6),
    key(Place::Replay, &[Chord::char('q')], Action::Leave, KeyWord::KBack, KeyWord::SLeaveReplay, 7),

    key(Place::In(Pane::Services), ENTER, Action::Enter, KeyWord::KChart, KeyWord::SServicesEnter, 1),
    key(Place::In(Pane::Services), &[Chord::char('=')], Action::Freeze, KeyWord::KFreeze, KeyWord::SFreeze, 0),
    key(Place::In(Pane::Services), &[Chord::char('o')], Action::Map, KeyWord::KMap, KeyWord::SMap, 2),
    key(Place::In(Pane::Services), SPACE, Action::Compare, KeyWord::KCompare, KeyWord::SCompare, 3),
    shown("[ ]", key(Place::In(Pane::Chart), &[Chord::char(']'), Chord::key(Code::Right)], Action::Metric(Step::On), KeyWord::KMetric, KeyWord::SMetric, 1)),
    key(Place::In(Pane::Chart), &[Chord::char('['), Chord::key(Code::Left)], Action::Metric(Step::Back), KeyWord::KMetric, KeyWord::SMetricBack, 0),
    shown("+ -", key(Place::In(Pane::Chart), &[Chord::char('+')], Action::Range(Step::On), KeyWord::KRange, KeyWord::SRange, 2)),
    key(Place::In(Pane::Chart), &[Chord::char('-')], Action::Range(Step::Back), KeyWord::KRange, KeyWord::SRangeBack, 0),
    key(Place::In(Pane::Looks), &[Chord::char('e')], Action::ErrorsOnly, KeyWord::KErrors, KeyWord::SErrors, 1),
    key(Place::In(Pane::Looks), &[Chord::char('r')], Action::Repeat, KeyWord::KRepeat, KeyWord::SRepeat, 2),
    key(Place::In(Pane::Inbox), ENTER, Action::Enter, KeyWord::KAnswer, KeyWord::SInboxEnter, 1),
    key(Place::In(Pane::Runbook), ENTER, Action::Enter, KeyWord::KRun, KeyWord::SRunbookEnter, 1),
    key(Place::In(Pane::Runbook), SPACE, Action::Space, KeyWord::KDone, KeyWord::SRunbookSpace, 2),
    key(Place::In(Pane::Runbook), &[Chord::char('-')], Action::SkipStep, KeyWord::KSkip, KeyWord::SSkip, 3),
    key(Place::In(Pane::Runbook), &[Chord::char('o')], Action::Others, KeyWord::KOthers, KeyWord::SOthers, 4),
    key(Place::In(Pane::Alerts), ENTER, Action::Enter, KeyWord::KChart, KeyWord::SAlertsEnter, 1),
    key(Place::In(Pane::Team), ENTER, Action::Enter, KeyWord::KWho, KeyWord::STeamEnter, 1),
    key(Place::In(Pane::Updates), ENTER, Action::Enter, KeyWord::KUpdate, KeyWord::SUpdatesEnter, 1),

    key(Place::Line, ENTER, Action::Send, KeyWord::KSend, KeyWord::SSend, 3),
    key(Place::Line, TAB, Action::Complete, KeyWord::KComplete, KeyWord::SComplete, 1),
    key(Place::Line, &[Chord::key(Code::Up)], Action::History(Step::Back), KeyWord::KHistory, KeyWord::SHistory, 2),
    key(Place::Line, &[Chord::key(Code::Down)], Action::History(Step::On), KeyWord::KHistory, KeyWord::SHistoryOn, 0),
    key(Place::Line, ESC, Action::Back, KeyWord::KPanes, KeyWord::SLineBack, 4),

    key(Place::Form, &[Chord::ctrl('o')], Action::Send, KeyWord::KSend, KeyWord::SFormSend, 1),
    key(Place::Form, &[Chord::key(Code::Tab), Chord::key(Code::Down)], Action::Next, KeyWord::KNext, KeyWord::SNext, 2),
    key(Place::Form, &[Chord::key(Code::BackTab), Chord::key(Code::Up)], Action::Previous, KeyWord::KPrevious, KeyWord::SPrevious, 0),
    key(Place::Form, SPACE, Action::Space, KeyWord::KChoose, KeyWord::SChoose, 3),
    key(Place::Form, ENTER, Action::Enter, KeyWord::KNext, KeyWord::SFormEnter, 0),
    key(Place::Form, &[Chord { code: Code::Enter, ctrl: false, alt: true }], Action::NewLine, KeyWord::KNewLine, KeyWord::SNewLine, 0),
    key(Place::Form, &[Chord::key(Code::F(4))], Action::Language, KeyWord::KLanguage, KeyWord::SLanguage, 0),
    key(Place::Form, ESC, Action::Back, KeyWord::KLeaveForm, KeyWord::SFormBack, 4),

    shown("1-5", key(Place::Debrief, &[Chord::char('1')], Action::Page(1), KeyWord::KPage, KeyWord::SPageScore, 3)),
    key(Place::Debrief, &[Chord::char('2')], Action::Page(2), KeyWord::KPage, KeyWord::SPageTimeline, 0),
    key(Place::Debrief, &[Chord::char('3')], Action::Page(3), KeyWord::KPage, KeyWord::SPageUpdates, 0),
    key(Place::Debrief, &[Chord::char('4')], Action::Page(4), KeyWord::KPage, KeyWord::SPagePost, 0),
    key(Place::Debrief, &[Chord::char('5')], Action::Page(5), KeyWord::KPage, KeyWord::SPageDiscuss, 0),
    key(Place::Debrief, TAB, Action::NextPane, KeyWord::KPage, KeyWord::SPageNext, 0),
    key(Place::Debrief, BACK_TAB, Action::LastPane, KeyWord::KPage, KeyWord::SPageBack, 0),
    key(Place::Debrief, ENTER, Action::Enter, KeyWord::KWhy, KeyWord::SDebriefEnter, 1),
    shown("p s m u", key(Place::Debrief, &[Chord::char('p'), Chord::char('P')], Action::Rate(Rating::P), KeyWord::KRate, KeyWord::SRateP, 2)),
    key(Place::Debrief, &[Chord::char('s'), Chord::char('S')], Action::Rate(Rating::S), KeyWord::KRate, KeyWord::SRateS, 0),
    key(Place::Debrief, &[Chord::char('m'), Chord::char('M')], Action::Rate(Rating::M), KeyWord::KRate, KeyWord::SRateM, 0),
    key(Place::Debrief, &[Chord::char('u'), Chord::char('U')], Action::Rate(Rating::U), KeyWord::KRate, KeyWord::SRateU, 0),
    key(Place::Debrief, &[Chord::char('d')], Action::Dispute, KeyWord::KDispute, KeyWord::SDispute, 4),
    key(Place::Debrief, &[Chord::char('r')], Action::Report, KeyWord::KReport, KeyWord::SReport, 5),
    key(Place::Debrief, &[Chord::char('A')], Action::Form(FormKind::Action), KeyWord::KActionItem, KeyWord::SAction, 6),
    key(Place::Debrief, &[Chord::char('v')], Action::Watch, KeyWord::KWatch, KeyWord::SWatch, 5),
    key(Place::Debrief, &[Chord::char('Y')], Action::Rule(true), KeyWord::KAccept, KeyWord::SAcceptLine, 6),
    key(Place::Debrief, &[Chord::char('X')], Action::Rule(false), KeyWord::KReject, KeyWord::SRejectLine, 7),
    key(Place::Debrief, &[Chord::char('q')], Action::Leave, KeyWord::KHome, KeyWord::SLeaveDebrief, 8),
];
