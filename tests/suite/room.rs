//! The room of a live drill: nothing is answered or shown that is not stored, and its clock is
//! right. Time stands still in these tests but where they let it pass.

mod clock;
mod drills;
mod failing;
mod lines;
mod memory;
mod scripts;
mod stored;
mod toy;
