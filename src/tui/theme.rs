//! Colours and glyphs by meaning. Nothing is told by colour alone: each token also has a sigil,
//! a word or a weight. It never asks the terminal what it is.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

/// What a piece of the screen means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// Body.
    Text,
    /// Ages, units, what is calm.
    Quiet,
    /// Borders.
    Frame,
    /// The border of what has the keys.
    Focus,
    /// Firing, late, refused.
    Critical,
    /// Warning, soon.
    Warning,
    /// Resolved, met.
    Ok,
    /// My page, my role.
    Me,
    /// What a name or a heading is.
    Strong,
    /// Lines of charts.
    Data,
    /// What stands beside the line of a chart.
    Beside,
    /// Marks on charts.
    Mark,
}

/// A set of colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// The terminal's own sixteen colours and background.
    #[default]
    Terminal,
    /// No colour at all: weight and reversal only.
    Mono,
    /// White on the terminal's background, reversal for what matters.
    Contrast,
    /// Fixed colours for a dark background.
    Dark,
    /// Fixed colours for a light background.
    Light,
}

impl Theme {
    /// Every theme, in the order the home screen steps through them.
    pub const ALL: &[Self] = &[Self::Terminal, Self::Mono, Self::Contrast, Self::Dark, Self::Light];

    /// Its name in settings and on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Mono => "mono",
            Self::Contrast => "contrast",
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }

    /// The theme of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|theme| theme.name() == name).copied()
    }

    /// The one after it, or before it, round the list.
    #[must_use]
    pub fn next(self, on: bool) -> Self {
        beside(Self::ALL, self, on)
    }

    pub(crate) fn style(self, token: Token) -> Style {
        let plain = Style::new();
        let weight = match token {
            Token::Critical | Token::Focus | Token::Strong => plain.add_modifier(Modifier::BOLD),
            Token::Me => plain.add_modifier(Modifier::REVERSED),
            Token::Warning if matches!(self, Self::Mono | Self::Contrast) => {
                plain.add_modifier(Modifier::BOLD)
            }
            _ => plain,
        };
        match self.colour(token) {
            Some(colour) => weight.fg(colour),
            None if self == Self::Contrast && token == Token::Critical => {
                weight.add_modifier(Modifier::REVERSED)
            }
            None => weight,
        }
    }

    /// The hue, where the theme has one: orange-red against blue, never red against green.
    fn colour(self, token: Token) -> Option<Color> {
        match self {
            Self::Mono => None,
            Self::Contrast => {
                (!matches!(token, Token::Critical | Token::Me)).then_some(Color::White)
            }
            Self::Terminal => match token {
                Token::Critical => Some(Color::Red),
                Token::Warning => Some(Color::Yellow),
                Token::Ok => Some(Color::Cyan),
                Token::Data => Some(Color::Blue),
                Token::Mark | Token::Beside => Some(Color::Magenta),
                _ => None,
            },
            Self::Dark => hue(token, DARK),
            Self::Light => hue(token, LIGHT),
        }
    }
}

/// Fixed hues for a dark background.
const DARK: &[(Token, u32)] = &[
    (Token::Text, 0x00D8_DEE9),
    (Token::Strong, 0x00D8_DEE9),
    (Token::Quiet, 0x009A_A5B1),
    (Token::Frame, 0x004C_566A),
    (Token::Focus, 0x0088_C0D0),
    (Token::Critical, 0x00FF_8066),
    (Token::Warning, 0x00E6_9F00),
    (Token::Ok, 0x0056_B4E9),
    (Token::Data, 0x0056_B4E9),
    (Token::Beside, 0x00F0_E442),
    (Token::Mark, 0x00CC_79A7),
];

/// Fixed hues for a light background.
const LIGHT: &[(Token, u32)] = &[
    (Token::Text, 0x001F_2933),
    (Token::Strong, 0x001F_2933),
    (Token::Quiet, 0x0052_606D),
    (Token::Frame, 0x009A_A5B1),
    (Token::Focus, 0x0000_72B2),
    (Token::Critical, 0x00B2_3A00),
    (Token::Warning, 0x008A_5A00),
    (Token::Ok, 0x0000_60A0),
    (Token::Data, 0x0000_60A0),
    (Token::Beside, 0x006B_5E00),
    (Token::Mark, 0x00A0_487F),
];

fn hue(token: Token, hues: &[(Token, u32)]) -> Option<Color> {
    hues.iter().find(|(own, _)| *own == token).map(|(_, hex)| Color::from_u32(*hex))
}

/// A style whose exact colours are the nearest of the 256 that older terminals know: the cube of six
/// levels a side, as xterm has it.
pub(crate) fn of_256(style: Style) -> Style {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let nearest = |value: u8| {
        let far = |level: &u8| level.abs_diff(value);
        let at = (0_u8..).zip(LEVELS).min_by_key(|(_, level)| far(level));
        at.map_or(0, |(at, _)| at)
    };
    match style.fg {
        Some(Color::Rgb(red, green, blue)) => {
            let place = 36 * nearest(red) + 6 * nearest(green) + nearest(blue);
            style.fg(Color::Indexed(16 + place))
        }
        _ => style,
    }
}

/// A set of glyphs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Glyphs {
    /// Box drawing, blocks and braille.
    #[default]
    Unicode,
    /// No braille: some fonts draw its empty dots.
    Blocks,
    /// ASCII alone for everything that is ours.
    Ascii,
}

impl Glyphs {
    /// Every set.
    pub const ALL: &[Self] = &[Self::Unicode, Self::Blocks, Self::Ascii];

    /// The name in settings and on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unicode => "unicode",
            Self::Blocks => "blocks",
            Self::Ascii => "ascii",
        }
    }

    /// The set of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|glyphs| glyphs.name() == name).copied()
    }

    /// The one after it, or before it, round the list.
    #[must_use]
    pub fn next(self, on: bool) -> Self {
        beside(Self::ALL, self, on)
    }
}

/// The neighbour of one in a list that closes to a ring.
fn beside<T: Copy + PartialEq>(all: &[T], one: T, on: bool) -> T {
    let count = all.len().max(1);
    let at = all.iter().position(|own| *own == one).unwrap_or(0);
    let next = if on { at + 1 } else { at + count - 1 };
    all.get(next % count).copied().unwrap_or(one)
}

/// Glyphs of ours, and the ASCII letter that stands for each.
const ASCII: &[(&str, &str)] = &[
    ("─━╌┄–—▃", "-"),
    ("│┃▏▕", "|"),
    ("┌┐└┘┏┓┗┛├┤┣┫▆", "+"),
    ("┊▄", ":"),
    ("▲≠", "!"),
    ("△↑", "^"),
    ("✓↓", "v"),
    ("▌▐→›", ">"),
    ("←‹", "<"),
    ("·▂", "."),
    ("…", "~"),
    ("•●▇", "*"),
    ("■█▉▊▋", "#"),
    ("░", "%"),
    ("«»“”", "\""),
    ("▁", "_"),
    ("▅▍▎", "="),
    ("×", "x"),
];

/// Turns every glyph of ours into ASCII, one column each. Letters of a language stay.
pub(crate) fn to_ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let symbol = cell.symbol();
        if symbol.is_ascii() {
            continue;
        }
        let plain = ASCII.iter().find(|(glyphs, _)| glyphs.contains(symbol)).map(|own| own.1);
        if let Some(plain) = plain {
            cell.set_symbol(plain);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_colours_have_a_neighbour_among_the_256() {
        let plain = Style::new().fg(Color::from_u32(0x00FF_8066));
        assert_eq!(of_256(plain).fg, Some(Color::Indexed(209)));
        let named = Style::new().fg(Color::Red);
        assert_eq!(of_256(named), named, "what a terminal names stays its own");
    }
}
