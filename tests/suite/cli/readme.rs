//! The README and the page on hosting: every command they show is one the program takes.

use crate::cli::Stranger;

#[test]
fn every_command_it_shows_is_taken() {
    let text =
        concat!(include_str!("../../../README.md"), include_str!("../../../docs/hosting.md"));
    let lines = text.lines().filter_map(|line| line.strip_prefix("firedrill "));
    let inline = text.split('`').filter_map(|code| code.strip_prefix("firedrill "));
    let mut shown = 0;
    for line in lines.chain(inline) {
        let mut words = line.split_whitespace();
        let mut asked = vec![words.next().unwrap(), "--help"];
        let mut help = Stranger::new().firedrill(&asked);
        if String::from_utf8_lossy(&help.stdout).contains("Commands:")
            && let Some(word) = words.next()
        {
            asked.insert(1, word);
            help = Stranger::new().firedrill(&asked);
        }
        assert!(help.status.success(), "`firedrill {line}`");
        let help = String::from_utf8_lossy(&help.stdout);
        let command = line.split('#').next().unwrap();
        for option in command.split_whitespace().filter(|word| word.starts_with("--")) {
            assert!(help.contains(option), "`firedrill {line}` has no {option}");
        }
        shown += 1;
    }
    assert!(shown >= 10, "{shown} commands");
}

#[test]
fn the_scenarios_it_lists_are_those_there_are() {
    let text = include_str!("../../../README.md");
    let listed = Stranger::new().firedrill(&["list"]);
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    let ids = listed.lines().filter(|line| line.contains(" min ")).map(|line| {
        let mut words = line.split_whitespace();
        (words.next().unwrap(), words.next().unwrap())
    });
    for (id, minutes) in ids {
        assert!(text.contains(&format!("| `{id}` | {minutes} |")), "{id} {minutes}");
    }
}
