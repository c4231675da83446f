//! What authors need beside an editor: drafts of scenarios from a failure class or from a
//! post-mortem, and the pack to run one by hand. It makes texts, and writes no file.

pub mod cast;
pub mod class;
pub mod draft;
pub mod pack;
pub mod postmortem;
