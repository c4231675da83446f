//! Ratings in JSON: a letter, or `-` where nothing was judged.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::command::Rating;

#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde's own shape")]
pub(super) fn serialize<S: Serializer>(rating: &Option<Rating>, to: S) -> Result<S::Ok, S::Error> {
    match rating {
        Some(rating) => rating.serialize(to),
        None => to.serialize_str("-"),
    }
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Rating>, D::Error> {
    let letter = String::deserialize(from)?;
    match letter.as_str() {
        "P" => Ok(Some(Rating::P)),
        "S" => Ok(Some(Rating::S)),
        "M" => Ok(Some(Rating::M)),
        "U" => Ok(Some(Rating::U)),
        "-" => Ok(None),
        other => Err(D::Error::custom(format!("`{other}` is no rating: P, S, M, U or -"))),
    }
}
