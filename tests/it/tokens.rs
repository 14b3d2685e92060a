//! Forged and misused access tokens: each is answered 401, and always with the same words.

use crate::both;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

fn part(value: &str) -> String {
    URL_SAFE_NO_PAD.encode(value)
}

fn signed(key: &[u8], header: &str, claims: &str) -> String {
    let text = format!("{}.{}", part(header), part(claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

both! {
    async fn no_crafted_token_is_taken(app: TestApp) {
        let good = app.account("admin", "sysadmin", json!({})).await;
        let body = good.split('.').nth(1).unwrap();
        let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(body).unwrap()).unwrap();
        let key = app.config.auth.token_key.expose().to_vec();
        let header = r#"{"typ":"at+jwt","alg":"HS256"}"#;
        let now = app.clock.now().and_utc().timestamp();
        // The craft itself is right: unchanged claims under our key are taken.
        app.get("/api/v1/me").token(&signed(&key, header, &claims.to_string())).await.expect(200);

        let mut forged: Vec<(String, String)> = Vec::new();
        for (name, changed) in [
            ("alg none", r#"{"typ":"at+jwt","alg":"none"}"#),
            ("alg None", r#"{"typ":"at+jwt","alg":"None"}"#),
            ("alg HS384", r#"{"typ":"at+jwt","alg":"HS384"}"#),
            ("alg HS512", r#"{"typ":"at+jwt","alg":"HS512"}"#),
            ("alg RS256", r#"{"typ":"at+jwt","alg":"RS256"}"#),
            ("alg ES256", r#"{"typ":"at+jwt","alg":"ES256"}"#),
            ("alg EdDSA", r#"{"typ":"at+jwt","alg":"EdDSA"}"#),
            ("alg hs256", r#"{"typ":"at+jwt","alg":"hs256"}"#),
            ("alg missing", r#"{"typ":"at+jwt"}"#),
            ("alg a number", r#"{"typ":"at+jwt","alg":256}"#),
            ("typ JWT", r#"{"typ":"JWT","alg":"HS256"}"#),
            ("typ missing", r#"{"alg":"HS256"}"#),
            ("typ rt+jwt", r#"{"typ":"rt+jwt","alg":"HS256"}"#),
            ("kid a path", r#"{"typ":"at+jwt","alg":"HS256","kid":"../../dev/null"}"#),
            ("kid sql", r#"{"typ":"at+jwt","alg":"HS256","kid":"' or 1=1 --"}"#),
            ("jku", r#"{"typ":"at+jwt","alg":"HS256","jku":"https://evil.example/k"}"#),
            ("x5u", r#"{"typ":"at+jwt","alg":"HS256","x5u":"https://evil.example/k"}"#),
            ("x5c", r#"{"typ":"at+jwt","alg":"HS256","x5c":["AAAA"]}"#),
            ("jwk", r#"{"typ":"at+jwt","alg":"HS256","jwk":{"kty":"oct","k":"AAAA"}}"#),
            ("header no object", "[]"),
            ("header empty", ""),
        ] {
            forged.push((name.into(), signed(&key, changed, &claims.to_string())));
        }
        for (name, field, value) in [
            ("exp past", "exp", json!(now - 6)),
            ("exp text", "exp", json!("9999999999")),
            ("exp float", "exp", json!(9_999_999_999.5)),
            ("exp null", "exp", Value::Null),
            ("exp negative", "exp", json!(-1)),
            ("exp huge", "exp", json!(1e300)),
            ("nbf future", "nbf", json!(now + 60)),
            ("nbf text", "nbf", json!("0")),
            ("iat future", "iat", json!(now + 60)),
            ("iat text", "iat", json!("0")),
            ("iss other", "iss", json!("elsewhere")),
            ("iss list", "iss", json!(["wanlian"])),
            ("aud other", "aud", json!("pages")),
            ("aud list", "aud", json!(["wanlian-api", "x"])),
            ("sub no id", "sub", json!("admin")),
            ("sub number", "sub", json!(1)),
            ("sub other", "sub", json!("0190b6d0-0000-7000-8000-000000000000")),
            ("sid no id", "sid", json!("' or 1=1")),
            ("sid other", "sid", json!("0190b6d0-0000-7000-8000-000000000000")),
            ("ver older", "ver", json!(0)),
            ("ver newer", "ver", json!(2)),
            ("ver text", "ver", json!("1")),
        ] {
            let mut changed = claims.clone();
            changed[field] = value;
            forged.push((name.into(), signed(&key, header, &changed.to_string())));
        }
        for field in ["exp", "nbf", "iat", "iss", "aud", "sub", "sid", "ver"] {
            let mut changed = claims.clone();
            changed.as_object_mut().unwrap().remove(field);
            forged.push((format!("without {field}"), signed(&key, header, &changed.to_string())));
        }
        let twice = claims.to_string().replacen('{', r#"{"ver":1,"#, 1);
        let (unsigned, last) = good.rsplit_once('.').unwrap();
        for (name, token) in [
            ("claims twice", signed(&key, header, &twice)),
            ("other key", signed(&[7; 32], header, &claims.to_string())),
            ("empty key", signed(&[], header, &claims.to_string())),
            ("unsigned", format!("{unsigned}.")),
            ("no third part", unsigned.to_owned()),
            ("padded", format!("{good}==")),
            ("cut", good[..good.len() - 1].to_owned()),
            ("other signature", format!("{unsigned}.{}", last.chars().rev().collect::<String>())),
            ("five parts", format!("{good}.a.b")),
            ("nested", signed(&key, r#"{"typ":"at+jwt","alg":"HS256","cty":"JWT"}"#, &good)),
            ("a megabyte", "a".repeat(1_000_000)),
            ("claims no object", signed(&key, header, "[]")),
            ("empty", String::new()),
        ] {
            forged.push((name.into(), token));
        }
        assert!(forged.len() >= 40);
        let constant = app.get("/api/v1/me").await.expect(401).body;
        for (name, token) in &forged {
            let reply = app.get("/api/v1/me").token(token).await;
            assert_eq!((reply.status, &reply.body), (401, &constant), "{name}");
            assert_eq!(reply.header("WWW-Authenticate"), "Bearer", "{name}");
        }
        for header in ["Basic YWRtaW46YWRtaW4=", "Bearer", "bearer  ", "Token x"] {
            app.get("/api/v1/me").header("Authorization", header).await.expect(401);
        }
        app.get("/api/v1/me").token(&good).await.expect(200);
        app.clock.advance(chrono::Duration::seconds(606));
        app.get("/api/v1/me").token(&good).await.expect(401);
    }
}
