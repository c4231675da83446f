//! A far terminal: frames into bytes. It asks the terminal nothing, since the answer would come in
//! as keys, and knows no socket.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen,
};
use crossterm::{cursor, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

use crate::tui::Model;

/// The most columns a far terminal may have; memory grows with its cells.
pub const COLUMNS_MAX: u16 = 500;
/// The most rows a far terminal may have.
pub const ROWS_MAX: u16 = 200;

/// A size within what is drawn.
#[must_use]
pub fn clamped(columns: u32, rows: u32) -> (u16, u16) {
    let within = |own: u32, most: u16| u16::try_from(own).unwrap_or(most).clamp(1, most);
    (within(columns, COLUMNS_MAX), within(rows, ROWS_MAX))
}

/// Bytes on their way out.
#[derive(Clone, Debug, Default)]
struct Wire(Arc<Mutex<Vec<u8>>>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A far terminal while the screens have it.
#[derive(Debug)]
pub struct Screen {
    terminal: Terminal<CrosstermBackend<Wire>>,
    wire: Wire,
    mouse: bool,
}

impl Screen {
    /// Takes a far terminal of this size.
    ///
    /// # Errors
    /// Never by itself: bytes go into memory.
    pub fn enter(size: (u16, u16), mouse: bool) -> io::Result<Self> {
        let mut wire = Wire::default();
        queue!(wire, EnterAlternateScreen, EnableBracketedPaste)?;
        if mouse {
            queue!(wire, EnableMouseCapture)?;
        }
        let terminal = terminal(&wire, size)?;
        Ok(Self { terminal, wire, mouse })
    }

    /// Another size, or everything anew: the next frame draws all of it.
    ///
    /// # Errors
    /// Never by itself: bytes go into memory.
    pub fn resize(&mut self, size: (u16, u16)) -> io::Result<()> {
        self.terminal = terminal(&self.wire, size)?;
        Ok(())
    }

    /// Draws the model; the bytes are taken by [`Self::take`].
    ///
    /// # Errors
    /// Never by itself: bytes go into memory.
    pub fn draw(&mut self, model: &Model) -> io::Result<()> {
        queue!(self.wire, BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| crate::tui::draw(model, frame))?;
        queue!(self.wire, EndSynchronizedUpdate)
    }

    /// Whether the mouse acts there.
    ///
    /// # Errors
    /// Never by itself: bytes go into memory.
    pub fn mouse(&mut self, on: bool) -> io::Result<()> {
        if std::mem::replace(&mut self.mouse, on) == on {
            return Ok(());
        }
        if on {
            queue!(self.wire, EnableMouseCapture)
        } else {
            queue!(self.wire, DisableMouseCapture)
        }
    }

    /// Rings once.
    ///
    /// # Errors
    /// Never by itself: bytes go into memory.
    pub fn bell(&mut self) -> io::Result<()> {
        self.wire.write_all(b"\x07")
    }

    /// Gives the terminal back, with a last word on its usual screen.
    ///
    /// # Errors
    /// Never by itself: bytes go into memory.
    pub fn leave(&mut self, says: &str) -> io::Result<()> {
        queue!(self.wire, DisableMouseCapture, DisableBracketedPaste)?;
        queue!(self.wire, LeaveAlternateScreen, cursor::Show)?;
        self.wire.write_all(says.as_bytes())?;
        self.wire.write_all(b"\r\n")
    }

    /// Bytes that wait to be sent.
    #[must_use]
    pub fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.wire.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A terminal whose next frame draws all of it, on a screen that is clear.
fn terminal(
    wire: &Wire,
    (columns, rows): (u16, u16),
) -> io::Result<Terminal<CrosstermBackend<Wire>>> {
    let mut out = wire.clone();
    queue!(out, Clear(ClearType::All))?;
    let viewport = Viewport::Fixed(Rect::new(0, 0, columns, rows));
    Terminal::with_options(CrosstermBackend::new(out), TerminalOptions { viewport })
}
