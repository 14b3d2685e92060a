//! Builds again when a migration is added: they are embedded, and cargo does not see new folders by itself.

#[allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]
fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
