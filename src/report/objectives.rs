//! What the program's objectives are called, and what each asks, in one line.

/// Id, title, rule.
const OBJECTIVES: &[(&str, &str, &str)] = &[
    ("acknowledged", "Page acknowledged", "a page is acknowledged in time"),
    ("declared", "Incident declared", "declare once what is shown meets a severity's test"),
    ("severity", "Severity right", "the severity fits what is shown, in doubt the higher"),
    ("roles", "Roles filled", "the roles that the severity needs are held in time"),
    ("command", "One in command", "one holder of command at every moment"),
    ("ladder", "Escalation ladder", "the ladder is neither late nor skipped without a reason"),
    ("owners", "Owners brought in", "the owners of the failing part are brought in"),
    ("handover", "Handovers", "a role changes hands with a brief"),
    ("first-update", "First update", "each audience has its first update in time"),
    ("cadence", "Cadence and promises", "the next update comes when it is due or promised"),
    ("audiences", "Right audiences", "who must be told is told; no noise"),
    ("complete", "Updates complete", "scope, effect, doing and next stand in every update"),
    ("true", "Updates true", "updates say what was shown or so"),
    ("public-text", "Public text", "a public text names nothing that only we know"),
    ("final", "Final message", "each audience hears that it is over"),
    ("answers", "Questions answered", "who asks is answered in time"),
    ("cause", "Cause found", "the cause is named in time; wrong ones cost a third each"),
    ("looked", "Looked before acting", "a look comes before a remedy"),
    ("leads", "False leads dropped", "a lead that is none is ruled out or left alone"),
    ("impact", "Impact ended", "users are relieved in time"),
    ("no-harm", "No harm", "own actions cost customers nothing"),
    ("one-change", "One change at a time", "one unverified change per service at a time"),
    ("verified", "Recovery verified", "recovery is verified before resolved"),
    ("afterwards", "Steps after the fix", "what the fix leaves open is done"),
    ("runbook", "Fitting runbook", "the fitting runbook is opened in time"),
    ("steps", "Runbook steps", "steps in order or skipped with a reason, checks not skipped"),
    ("decisions", "Decisions", "decisions are on record with their why"),
    ("timeline", "Timeline", "the key moments are written down when they happen"),
    ("actions", "Action items", "follow-ups have an owner and a date"),
];

/// Title and rule of an objective of the program.
pub(super) fn named(id: &str) -> Option<(&'static str, &'static str)> {
    OBJECTIVES.iter().find(|(own, ..)| *own == id).map(|(_, title, rule)| (*title, *rule))
}
