//! A key as people press it: how it arrives, how it is written, and where a Thai keyboard has it.
//! It knows no meaning of any key.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key with what is held down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Chord {
    /// The key; capitals are their own.
    pub(crate) code: Code,
    /// Whether Ctrl is held.
    pub(crate) ctrl: bool,
    /// Whether Alt is held.
    pub(crate) alt: bool,
}

/// A key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Code {
    /// A letter, digit or sign.
    Char(char),
    /// Function key.
    F(u8),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Tab with Shift.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow.
    Up,
    /// Arrow.
    Down,
    /// Arrow.
    Left,
    /// Arrow.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

/// Keys as they are written: letters as they are, others by name: `u<Tab>check<C-o>`.
#[must_use]
pub fn events(text: &str) -> Vec<KeyEvent> {
    let mut events = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|tail| tail.split_once('>'));
        let named = named.and_then(|(name, after)| Some((event(name)?, after)));
        let (event, after) = named.unwrap_or_else(|| {
            let event = KeyEvent::new(KeyCode::Char(first), KeyModifiers::NONE);
            (event, &rest[first.len_utf8()..])
        });
        events.push(event);
        rest = after;
    }
    events
}

/// A key by its name.
fn event(name: &str) -> Option<KeyEvent> {
    let plain = |code| Some(KeyEvent::new(code, KeyModifiers::NONE));
    if let Some(letter) = name.strip_prefix("C-").and_then(|own| own.chars().next()) {
        return Some(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL));
    }
    if let Some(number) = name.strip_prefix('F').and_then(|own| own.parse().ok()) {
        return plain(KeyCode::F(number));
    }
    plain(match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "BackTab" => KeyCode::BackTab,
        "Backspace" => KeyCode::Backspace,
        "Delete" => KeyCode::Delete,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PageUp" => KeyCode::PageUp,
        "PageDown" => KeyCode::PageDown,
        _ => return None,
    })
}

impl Chord {
    /// A plain letter or sign.
    pub(crate) const fn char(letter: char) -> Self {
        Self::key(Code::Char(letter))
    }

    /// A key alone.
    pub(crate) const fn key(code: Code) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// A letter with Ctrl.
    pub(crate) const fn ctrl(letter: char) -> Self {
        Self { code: Code::Char(letter), ctrl: true, alt: false }
    }

    /// The chord of an event; `None` for keys that mean nothing here. Line feed and Ctrl+H are
    /// read as Enter and Backspace, as terminals over a network send them.
    pub(crate) fn of(event: KeyEvent) -> Option<Self> {
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let alt = event.modifiers.contains(KeyModifiers::ALT);
        let code = match event.code {
            KeyCode::Char('j') if ctrl => return Some(Self::key(Code::Enter)),
            KeyCode::Char('h') if ctrl => return Some(Self::key(Code::Backspace)),
            KeyCode::Char(letter) if ctrl => Code::Char(letter.to_ascii_lowercase()),
            KeyCode::Char(letter) => Code::Char(letter),
            KeyCode::F(number) => Code::F(number),
            KeyCode::Enter => Code::Enter,
            KeyCode::Esc => Code::Esc,
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => Code::BackTab,
            KeyCode::Tab => Code::Tab,
            KeyCode::BackTab => Code::BackTab,
            KeyCode::Backspace => Code::Backspace,
            KeyCode::Delete => Code::Delete,
            KeyCode::Up => Code::Up,
            KeyCode::Down => Code::Down,
            KeyCode::Left => Code::Left,
            KeyCode::Right => Code::Right,
            KeyCode::Home => Code::Home,
            KeyCode::End => Code::End,
            KeyCode::PageUp => Code::PageUp,
            KeyCode::PageDown => Code::PageDown,
            _ => return None,
        };
        Some(Self { code, ctrl, alt })
    }

    /// The Latin key that a Thai letter sits on, for modes where letters act.
    pub(crate) fn latin(self) -> Self {
        match self.code {
            Code::Char(letter) if !self.ctrl => Self { code: Code::Char(latin(letter)), ..self },
            _ => self,
        }
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.code {
            Code::Char(' ') => "Space".to_owned(),
            Code::Char(letter) if self.ctrl => letter.to_ascii_uppercase().to_string(),
            Code::Char(letter) => letter.to_string(),
            Code::F(number) => format!("F{number}"),
            Code::Up => "↑".to_owned(),
            Code::Down => "↓".to_owned(),
            Code::Left => "←".to_owned(),
            Code::Right => "→".to_owned(),
            Code::BackTab => "Shift+Tab".to_owned(),
            Code::PageUp => "PgUp".to_owned(),
            Code::PageDown => "PgDn".to_owned(),
            other => format!("{other:?}"),
        };
        let held = match (self.ctrl, self.alt) {
            (true, _) => "Ctrl+",
            (_, true) => "Alt+",
            _ => "",
        };
        f.pad(&format!("{held}{name}"))
    }
}

/// The four rows of the Thai Kedmanee layout, plain and shifted, over their Latin keys.
const KEDMANEE: &[(&str, &str)] = &[
    ("qwertyuiop[]", "ๆไำพะัีรนยบล"),
    ("QWERTYUIOP", "๐\"ฎฑธํ๊ณฯญ"),
    ("asdfghjkl;'", "ฟหกดเ้่าสวง"),
    ("ASDFGHJKL", "ฤฆฏโฌ็๋ษศ"),
    ("zxcvbnm,.", "ผปแอิืทมใ"),
    ("ZXCVBNM<>", "()ฉฮฺ์?ฒฬ"),
    ("0123456789", "๐๑๒๓๔๕๖๗๘๙"),
];

/// The Latin letter on the key of a Thai one. Signs that Latin keyboards also have stay, so that
/// `/ ? -` are taken as they come.
fn latin(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    let digit = ('๐'..='๙').contains(&letter);
    let found = KEDMANEE
        .iter()
        .filter(|(plain, _)| digit == plain.starts_with('0'))
        .flat_map(|(plain, thai)| plain.chars().zip(thai.chars()))
        .find(|(_, thai)| *thai == letter);
    found.map_or(letter, |(plain, _)| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thai_letters_act_as_the_keys_they_sit_on() {
        let pairs = "ฟa กd หs ีu ไw ยp อv แc ปx ิb ะt ัy ทm รi ดf ืn ผz ่j าk ้h สl เg";
        for pair in pairs.split(' ') {
            let mut letters = pair.chars();
            let (thai, plain) = (letters.next().unwrap(), letters.next().unwrap());
            assert_eq!(Chord::char(thai).latin(), Chord::char(plain), "{pair}");
        }
        assert_eq!(Chord::char('๓').latin(), Chord::char('3'));
        assert_eq!(Chord::char('/').latin(), Chord::char('/'));
        assert_eq!(Chord::char('ศ').latin(), Chord::char('L'));
    }

    #[test]
    fn every_row_of_the_layout_pairs_up() {
        for (plain, thai) in KEDMANEE {
            assert_eq!(plain.chars().count(), thai.chars().count(), "{plain} {thai}");
        }
    }
}
