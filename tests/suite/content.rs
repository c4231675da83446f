//! Files that authors write: every shipped one is clean, every refused one says why.

mod shipped;
