//! JSON Schema of each kind of file (draft 2020-12), drawn up by the readers themselves.

use serde_json::{Value, json};

use crate::content::calibration::Calibration;
use crate::content::library::Kind;
use crate::content::reader::Reading;
use crate::content::shape::Shapes;
use crate::content::table::Table;
use crate::content::{ladder, process_file, runbook_file, scenario_file, system_file};
use crate::model::id::{ProcessId, RunbookId, ScenarioId, SystemId};

/// The schema of a kind of file; of a runbook, that of its front matter.
#[must_use]
pub fn schema(kind: Kind) -> Value {
    if kind == Kind::Calibration {
        return schemars::schema_for!(Calibration).to_value();
    }
    let mut reading = Reading { shapes: Some(Shapes::default()), ..Reading::default() };
    let mut table = Table::root(&mut reading, "", None);
    let title = match kind {
        Kind::Scenario => {
            scenario_file::read_table(
                &mut table,
                &ScenarioId::default(),
                scenario_file::no_system(),
            );
            "a firedrill scenario"
        }
        Kind::System => {
            system_file::read_table(&mut table, &SystemId::default());
            "a firedrill system"
        }
        Kind::Process => {
            process_file::read_table(&mut table, &ProcessId::default());
            "a firedrill process"
        }
        Kind::Ladder => {
            ladder::read_table(&mut table);
            "a firedrill ladder of skills"
        }
        Kind::Runbook => {
            runbook_file::read_table(&mut table, &RunbookId::default());
            "the front matter of a firedrill runbook"
        }
        Kind::Calibration => "",
    };
    let mut schema = table.into_shape().schema();
    let definitions = reading.shapes.unwrap_or_default().into_definitions();
    if let Value::Object(object) = &mut schema {
        object.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        object.insert("title".to_owned(), json!(title));
        if definitions != json!({}) {
            object.insert("$defs".to_owned(), definitions);
        }
    }
    schema
}
