//! The binary: hands its arguments to `cli` and returns its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    firedrill::cli::main()
}
