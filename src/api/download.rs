//! A file in an answer: never shown by the browser itself, never guessed at, never kept on the way.

use actix_web::body::BoxBody;
use actix_web::{HttpRequest, HttpResponse, Responder};

/// Bytes to save under a name.
pub struct File {
    pub name: String,
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

impl Responder for File {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .content_type(self.content_type)
            .insert_header(("Content-Disposition", disposition(&self.name)))
            .insert_header(("Content-Security-Policy", "sandbox; default-src 'none'"))
            .insert_header(("X-Content-Type-Options", "nosniff"))
            .insert_header(("Cache-Control", "no-store"))
            .body(self.bytes)
    }
}

/// The name as RFC 6266 has it: once in ASCII for old readers, once whole.
fn disposition(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let plain: String = name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let mut whole = String::new();
    for byte in name.bytes() {
        if is_plain(char::from(byte)) {
            whole.push(char::from(byte));
        } else {
            whole.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_breaks_the_header() {
        assert_eq!(disposition("a.pdf"), "attachment; filename=\"a.pdf\"; filename*=UTF-8''a.pdf");
        assert_eq!(
            disposition("卷\"\r\n.pdf"),
            "attachment; filename=\"____.pdf\"; filename*=UTF-8''%E5%8D%B7%22%0D%0A.pdf"
        );
    }
}
