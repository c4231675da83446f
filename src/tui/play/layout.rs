//! Which panes stand where at which size. It computes rectangles and draws nothing.

use ratatui::layout::Rect;

use crate::tui::ink::cells;
use crate::tui::model::extent;
use crate::tui::pane::Pane;
use crate::tui::play::Play;

/// A place of a layout: a pane, and which of several alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    /// The pane.
    pub(super) pane: Pane,
    /// 0 for the one that takes the keys; 1 and 2 are further charts.
    pub(super) nth: u8,
}

/// A row of a layout: its share of the height; slots with their share of the width.
type Shelf = (u16, &'static [(Slot, u16)]);

/// A layout.
pub(super) struct Preset {
    /// What it is called.
    pub(super) name: &'static str,
    /// Columns and rows it needs.
    needs: (u16, u16),
    /// Rows above which another is better.
    most: u16,
    shelves: &'static [Shelf],
}

const fn one(pane: Pane) -> Slot {
    Slot { pane, nth: 0 }
}

const fn chart(nth: u8) -> Slot {
    Slot { pane: Pane::Chart, nth }
}

const FULL: &[Preset] = &[
    Preset {
        name: "all",
        needs: (160, 50),
        most: 500,
        shelves: &[
            (13, &[(one(Pane::Alerts), 65), (one(Pane::Services), 70), (one(Pane::Team), 65)]),
            (16, &[(chart(0), 66), (chart(1), 70), (chart(2), 64)]),
            (13, &[(one(Pane::Looks), 65), (one(Pane::Runbook), 70), (one(Pane::Inbox), 65)]),
            (12, &[(one(Pane::Channel), 100), (one(Pane::Record), 50), (one(Pane::Updates), 50)]),
        ],
    },
    Preset {
        name: "lead",
        needs: (120, 30),
        most: 500,
        shelves: &[
            (12, &[(one(Pane::Alerts), 40), (one(Pane::Services), 44), (one(Pane::Team), 36)]),
            (12, &[(chart(0), 78), (one(Pane::Inbox), 42)]),
            (11, &[(one(Pane::Channel), 78), (one(Pane::Record), 42)]),
        ],
    },
    Preset {
        name: "tech",
        needs: (120, 30),
        most: 500,
        shelves: &[
            (12, &[(one(Pane::Services), 62), (one(Pane::Looks), 58)]),
            (12, &[(chart(0), 60), (chart(1), 60)]),
            (11, &[(one(Pane::Channel), 62), (one(Pane::Runbook), 58)]),
        ],
    },
    Preset {
        name: "comms",
        needs: (120, 30),
        most: 500,
        shelves: &[
            (12, &[(one(Pane::Inbox), 58), (one(Pane::Services), 62)]),
            (12, &[(one(Pane::Updates), 58), (chart(2), 62)]),
            (11, &[(one(Pane::Channel), 78), (one(Pane::Alerts), 42)]),
        ],
    },
    Preset {
        name: "scribe",
        needs: (120, 30),
        most: 500,
        shelves: &[
            (17, &[(one(Pane::Channel), 78), (one(Pane::Record), 42)]),
            (14, &[(one(Pane::Alerts), 44), (one(Pane::Updates), 40), (one(Pane::Team), 36)]),
        ],
    },
    Preset {
        name: "side by side",
        needs: (120, 20),
        most: 29,
        shelves: &[(
            1,
            &[(one(Pane::Alerts), 36), (one(Pane::Services), 42), (one(Pane::Channel), 42)],
        )],
    },
    Preset {
        name: "three",
        needs: (100, 28),
        most: 500,
        shelves: &[
            (12, &[(one(Pane::Alerts), 44), (one(Pane::Services), 56)]),
            (12, &[(one(Pane::Channel), 60), (one(Pane::Inbox), 40)]),
        ],
    },
    Preset {
        name: "two",
        needs: (80, 24),
        most: 500,
        shelves: &[
            (10, &[(one(Pane::Alerts), 35), (one(Pane::Services), 45)]),
            (9, &[(one(Pane::Channel), 80)]),
        ],
    },
];

/// The layouts that fit a screen of this size, the seat's own first.
pub(super) fn fitting(play: &Play, screen: (u16, u16)) -> Vec<&'static Preset> {
    let fits = |preset: &&Preset| {
        screen.0 >= preset.needs.0 && screen.1 >= preset.needs.1 && screen.1 <= preset.most
    };
    let mut fit: Vec<&Preset> = FULL.iter().filter(fits).collect();
    if let [role] = play.view.my_roles.as_slice()
        && let Some(at) = fit.iter().position(|preset| is_of(play, preset, role))
        && screen.0 < 160
    {
        fit.swap(0, at);
    }
    fit
}

/// Whether a layout is made for a role, by its own name or by one that it goes by elsewhere.
fn is_of(play: &Play, preset: &Preset, role: &str) -> bool {
    let also = play.view.words.also.get(role).map_or(&[][..], Vec::as_slice);
    preset.name == role || also.iter().any(|name| name == preset.name)
}

/// The layout in use; none where one pane stands alone.
pub(super) fn preset(play: &Play, screen: (u16, u16)) -> Option<&'static Preset> {
    let fit = fitting(play, screen);
    let count = fit.len().max(1);
    fit.get(play.layout % count).copied()
}

/// Its slots in order, with what the player put in the place of others. What has a place of its own
/// in this layout stands there, and never twice.
pub(super) fn slots(play: &Play, preset: &Preset) -> Vec<Slot> {
    let plain: Vec<Slot> = plain(preset).collect();
    let own = |pane: Pane| plain.contains(&one(pane));
    let swapped = plain.iter().enumerate().map(|(index, slot)| {
        let other = play.swaps.get(&index).filter(|pane| !own(**pane));
        other.map_or(*slot, |pane| one(*pane))
    });
    swapped.collect()
}

fn plain(preset: &Preset) -> impl Iterator<Item = Slot> {
    preset.shelves.iter().flat_map(|(_, slots)| slots.iter().map(|(slot, _)| *slot))
}

/// Where each slot is drawn in `body`.
pub(super) fn places(play: &Play, preset: &Preset, body: Rect) -> Vec<(Slot, Rect)> {
    let slots = slots(play, preset);
    let heights: Vec<u16> = preset.shelves.iter().map(|(share, _)| *share).collect();
    let mut out = Vec::new();
    let mut y = body.y;
    let mut index = 0;
    for ((_, shelf), height) in preset.shelves.iter().zip(shares(body.height, &heights)) {
        let widths: Vec<u16> = shelf.iter().map(|(_, share)| *share).collect();
        let mut x = body.x;
        for width in shares(body.width, &widths) {
            if let Some(slot) = slots.get(index) {
                out.push((*slot, Rect::new(x, y, width, height)));
            }
            x += width;
            index += 1;
        }
        y += height;
    }
    out
}

/// A length cut by shares; the last one takes what rounding leaves.
fn shares(length: u16, shares: &[u16]) -> Vec<u16> {
    let total: usize = shares.iter().map(|share| usize::from(*share)).sum();
    let mut left = length;
    let mut out = Vec::new();
    for (index, share) in shares.iter().enumerate() {
        let own = if index + 1 == shares.len() {
            left
        } else {
            cells(usize::from(length) * usize::from(*share) / total.max(1)).min(left)
        };
        left -= own;
        out.push(own);
    }
    out
}

/// Puts the pane on the screen where it is not, in the place of the upper slot that has not had
/// the keys last.
pub(super) fn bring(play: &mut Play, pane: Pane, screen: (u16, u16)) {
    let Some(preset) = preset(play, screen) else { return };
    let slots = slots(play, preset);
    if slots.iter().any(|slot| slot.pane == pane && slot.nth == 0) {
        return;
    }
    let keeps = [play.focus, Pane::Channel];
    // A pane that was put out of its own place comes back to it; what stood there goes elsewhere.
    if let Some(home) = plain(preset).position(|slot| slot == one(pane)) {
        let there = play.swaps.remove(&home);
        let free = slots
            .iter()
            .enumerate()
            .position(|(index, slot)| index != home && slot.pane != Pane::Channel && slot.nth == 0);
        if let (Some(other), Some(index)) = (there.filter(|own| *own == play.focus), free) {
            play.swaps.insert(index, other);
        }
        return;
    }
    let swap = slots
        .iter()
        .position(|slot| slot.nth > 0 && pane == Pane::Chart)
        .or_else(|| slots.iter().position(|slot| !keeps.contains(&slot.pane)));
    if let Some(index) = swap {
        play.swaps.insert(index, pane);
    }
}

impl Play {
    /// Shows a pane somewhere, unless one pane has the whole screen.
    pub(crate) fn bring(&mut self, pane: Pane, screen: (u16, u16)) {
        if !self.zoomed {
            bring(self, pane, screen);
        }
    }
}

/// The panes of the screen in the order of Tab.
pub(super) fn on_screen(play: &Play, screen: (u16, u16)) -> Vec<Pane> {
    let Some(preset) = preset(play, screen) else { return Pane::ALL.to_vec() };
    let mut panes: Vec<Pane> =
        slots(play, preset).iter().filter(|slot| slot.nth == 0).map(|slot| slot.pane).collect();
    panes.dedup();
    panes
}

/// Whether a chart with an axis can be read in an area.
pub(super) fn roomy(area: Rect) -> bool {
    let (columns, rows) = extent(area);
    columns >= 26 && rows >= 5
}
