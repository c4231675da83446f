//! How long a frame takes with every pane live: 200x60 and 80x24, in English and Thai. The goal is
//! under 5 ms for the slowest of a thousand. `cargo bench --bench frame`.

#[path = "../tests/suite/tui/story.rs"]
#[expect(
    clippy::unwrap_used,
    reason = "the suite tells more of the story than the bench draws, and may fail over it"
)]
mod story;

use std::sync::Arc;

use divan::Bencher;
use firedrill::model::text::Lang;
use firedrill::tui::{Model, Msg, Settings, draw, update};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

fn main() {
    divan::main();
}

fn playing(columns: u16, rows: u16, lang: Lang) -> (Model, Terminal<TestBackend>) {
    let mut model = Model::new(Settings { lang, ..Settings::default() }, "ann");
    update(&mut model, Msg::Resize(columns, rows));
    update(&mut model, Msg::View(Arc::new(story::late(lang))));
    let terminal = Terminal::new(TestBackend::new(columns, rows)).expect("a terminal in memory");
    (model, terminal)
}

#[divan::bench(args = [(200, 60), (120, 40), (80, 24)], sample_count = 1000, sample_size = 1)]
fn english(bencher: Bencher<'_, '_>, (columns, rows): (u16, u16)) {
    let (model, mut terminal) = playing(columns, rows, Lang::En);
    bencher.bench_local(|| terminal.draw(|frame| draw(&model, frame)).map(|_| ()));
}

#[divan::bench(args = [(200, 60), (120, 40), (80, 24)], sample_count = 1000, sample_size = 1)]
fn thai(bencher: Bencher<'_, '_>, (columns, rows): (u16, u16)) {
    let (model, mut terminal) = playing(columns, rows, Lang::Th);
    bencher.bench_local(|| terminal.draw(|frame| draw(&model, frame)).map(|_| ()));
}

/// The first frame, from nothing: what stands between the command and the screen.
#[divan::bench(sample_count = 200, sample_size = 1)]
fn first_frame_of_home() {
    let model = Model::new(Settings::default(), "ann");
    let mut terminal = Terminal::new(TestBackend::new(200, 60)).expect("a terminal in memory");
    terminal.draw(|frame| draw(&model, frame)).expect("memory can be drawn on");
}

#[divan::bench(args = [(200, 60), (80, 24)], sample_count = 200, sample_size = 1)]
fn home_then_debrief(bencher: Bencher<'_, '_>, (columns, rows): (u16, u16)) {
    let (mut model, mut terminal) = playing(columns, rows, Lang::En);
    update(&mut model, Msg::Library(story::library()));
    update(&mut model, Msg::Drills(story::drills()));
    update(&mut model, Msg::FollowUps(story::follow_ups()));
    update(&mut model, Msg::Trends(Box::new(story::trends())));
    update(&mut model, Msg::Standing(Box::new(story::standing())));
    update(&mut model, Msg::Debrief(Box::new(story::debriefing(true))));
    bencher.bench_local(|| assert!(terminal.draw(|frame| draw(&model, frame)).is_ok()));
}
