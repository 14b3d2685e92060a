//! The program. All of it is in the library; the command line begins in `cli`.

fn main() -> std::process::ExitCode {
    wanlian::cli::main()
}
