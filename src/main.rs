//! The `panelkit` program: everything is in the library.

fn main() -> std::process::ExitCode {
    panelkit::cli::main()
}
