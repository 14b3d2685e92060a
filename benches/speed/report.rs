//! The lines of the report: what was measured, the probe beside it, what is wanted, and whether it is met.

use std::sync::Mutex;

/// What is wanted of a figure.
#[derive(Clone, Copy)]
pub enum Wanted {
    AtLeast(f64),
    Below(f64),
}

static MISSED: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Prints a figure as it is.
pub fn figure(name: &str, measured: f64, unit: &str, wanted: Wanted) {
    line(name, &format!("{measured:.1} {unit}"), measured, wanted, unit);
}

/// Prints a figure as a ratio to its probe.
pub fn ratio(name: &str, measured: f64, probe: (&str, f64), wanted: Wanted) {
    let ratio = measured / probe.1;
    let said = format!("{measured:.0}/s against {} {:.0}/s = {ratio:.2}", probe.0, probe.1);
    line(name, &said, ratio, wanted, "");
}

/// Something to know that is no figure.
pub fn note(text: &str) {
    println!("      {text}");
}

fn line(name: &str, said: &str, value: f64, wanted: Wanted, unit: &str) {
    let (met, wanted) = match wanted {
        Wanted::AtLeast(least) => (value >= least, format!("at least {least} {unit}")),
        Wanted::Below(most) => (value < most, format!("below {most} {unit}")),
    };
    let word = if met { "met " } else { "MISS" };
    println!("{word}  {name}: {said} (wanted {})", wanted.trim_end());
    if !met {
        MISSED.lock().unwrap().push(name.to_owned());
    }
}

/// The last line: what is not met.
pub fn end() {
    let missed = MISSED.lock().unwrap();
    if missed.is_empty() {
        println!("all met");
    } else {
        println!("not met: {}", missed.join("; "));
    }
}
