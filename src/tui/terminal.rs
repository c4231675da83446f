//! The terminal of this computer, taken and given back. It knows no tokio and reads no key; what
//! it is told to draw, it draws.

use std::io::{self, Stdout, Write};
use std::time::Duration;

use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use crate::tui::Model;

/// The terminal while the screens have it; given back when dropped, also by a panic.
#[derive(Debug)]
pub struct Session {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    mouse: bool,
}

impl Session {
    /// Takes the terminal.
    ///
    /// # Errors
    /// When standard output is no terminal, or closed.
    pub fn enter(mouse: bool) -> io::Result<Self> {
        give_back_on_panic();
        take(mouse)?;
        // From here on a change of size is heard, even one before the first key is waited for.
        crossterm::event::poll(Duration::ZERO)?;
        let terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
        Ok(Self { terminal, mouse })
    }

    /// Gives the terminal back for a while: the program is about to be stopped.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn lend(&self) -> io::Result<()> {
        give_back(self.mouse)
    }

    /// Takes the terminal again; the next frame draws all of it. Once more does no harm.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn reclaim(&mut self) -> io::Result<()> {
        take(self.mouse)?;
        self.repaint()
    }

    /// Draws the model.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn draw(&mut self, model: &Model) -> io::Result<()> {
        self.terminal.draw(|frame| crate::tui::draw(model, frame))?;
        Ok(())
    }

    /// The size now: columns, rows.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        let size = self.terminal.size()?;
        Ok((size.width, size.height))
    }

    /// Forgets what stands on the screen, so that the next frame draws all of it.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn repaint(&mut self) -> io::Result<()> {
        // `clear` would ask the terminal where its cursor is, and keys would come in as the answer.
        let size = self.terminal.size()?;
        self.terminal.resize(size.into())
    }

    /// Whether the mouse acts here, or selects text as the terminal likes.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn mouse(&mut self, on: bool) -> io::Result<()> {
        if on == self.mouse {
            return Ok(());
        }
        self.mouse = on;
        let mut out = io::stdout();
        if on { execute!(out, EnableMouseCapture) } else { execute!(out, DisableMouseCapture) }
    }

    /// Rings once.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn bell(&mut self) -> io::Result<()> {
        let mut out = io::stdout();
        out.write_all(b"\x07")?;
        out.flush()
    }

    /// Gives the terminal back.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn leave(self) -> io::Result<()> {
        give_back(self.mouse)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // A terminal that is gone cannot be given back, and nobody is left to be told.
        drop(give_back(self.mouse));
    }
}

/// Takes the terminal: raw keys, the other screen, pastes marked, the mouse if wanted.
fn take(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    let mut out = io::stdout();
    execute!(out, EnterAlternateScreen, EnableBracketedPaste)?;
    if mouse { execute!(out, EnableMouseCapture) } else { Ok(()) }
}

/// Gives the terminal back; more than once does no harm.
fn give_back(mouse: bool) -> io::Result<()> {
    let mut out = io::stdout();
    if mouse {
        execute!(out, DisableMouseCapture)?;
    }
    execute!(out, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show)?;
    disable_raw_mode()
}

/// A panic's words belong on the usual screen, where they can be read.
fn give_back_on_panic() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            drop(give_back(true));
            usual(info);
        }));
    });
}
