//! A QR code as a picture that is part of the page: nothing is loaded, nothing can be clicked.

use crate::base::error::{Error, Result};
use qrcode::{Color, QrCode};

/// The quiet zone around it that readers need, in modules (ISO/IEC 18004).
const QUIET: usize = 4;

/// A code, as the template draws it.
pub(super) struct Qr {
    /// Its side with the quiet zone, in modules.
    pub side: usize,
    /// Its dark modules, as the path of an SVG.
    pub path: String,
}

/// The code of a text.
pub(super) fn of(text: &str) -> Result<Qr> {
    let code = QrCode::new(text).map_err(Error::internal)?;
    let width = code.width();
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
    let path = dark.map(|(at, _)| format!("M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET)).collect();
    Ok(Qr { side: width + 2 * QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_finders_and_its_quiet_zone() {
        let qr = of("https://wanlian.example/apply/ABCDEFGHJK").unwrap();
        let dark = |x: usize, y: usize| qr.path.contains(&format!("M{x} {y}h"));
        let last = qr.side - QUIET - 1;
        for (x, y) in [(QUIET, QUIET), (last, QUIET), (QUIET, last), (QUIET + 3, QUIET + 3)] {
            assert!(dark(x, y), "{x} {y}");
        }
        assert!(!dark(last - 3, last - 3) || !dark(last, last), "no finder in the fourth corner");
        assert!(!(0..qr.side).any(|x| dark(x, QUIET - 1) || dark(QUIET - 1, x)));
    }
}
