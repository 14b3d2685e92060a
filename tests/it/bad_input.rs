//! Requests that cannot be read are refused with a clear 4xx; the description of the API is the API.

use crate::both;
use crate::support::*;
use actix_web::http::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use wanlian::api::operation::BASE;
use wanlian::api::operations;

both! {
    async fn bodies_are_refused_with_their_reason(app: TestApp) {
        let admin = app.account("admin", "sysadmin", json!({})).await;
        let good = json!({"login": "viewer", "name": "某人", "password": PASSWORD, "role": "sysadmin"});
        let with = |field: &str, value: Value| {
            let mut body = good.clone();
            body[field] = value;
            body.to_string().into_bytes()
        };
        let deep = format!("{{\"login\":{}", "[".repeat(200_000)).into_bytes();
        for (name, content_type, bytes, status, code, field) in [
            ("unknown field", "application/json", with("admin", json!(true)), 422, "unknown_field", "admin"),
            ("wrong type", "application/json", with("login", json!(17)), 422, "wrong_type", "login"),
            ("control character", "application/json", with("name", json!("a\u{0}b")), 422, "control_character", "name"),
            ("line end", "application/json", with("name", json!("a\r\nBcc: x")), 422, "control_character", "name"),
            ("too long", "application/json", with("name", json!("长".repeat(101))), 422, "too_long", "name"),
            ("bad mail", "application/json", with("email", json!("nobody")), 422, "email_format", "email"),
            ("unknown code", "application/json", with("role", json!("king")), 422, "unknown_code", "role"),
            ("empty object", "application/json", b"{}".to_vec(), 422, "missing", "login"),
            ("empty", "application/json", Vec::new(), 400, "", ""),
            ("no json", "application/json", b"{".to_vec(), 400, "", ""),
            ("two values", "application/json", b"{}{}".to_vec(), 400, "", ""),
            ("no utf-8", "application/json", vec![b'"', 0xff, b'"'], 400, "", ""),
            ("deep", "application/json", deep, 400, "", ""),
            ("large", "application/json", vec![b' '; 1024 * 1024 + 1], 413, "", ""),
            ("form", "application/x-www-form-urlencoded", b"login=x".to_vec(), 415, "", ""),
            ("text", "text/plain", good.to_string().into_bytes(), 415, "", ""),
        ] {
            let reply = app.post("/api/v1/users", json!(null)).bytes(content_type, bytes).token(&admin).await;
            assert_eq!(reply.status, status, "{name}: {}", reply.text());
            assert_eq!(reply.header("Content-Type"), "application/problem+json", "{name}");
            assert_eq!((reply.at("/errors/0/code"), reply.at("/errors/0/field")), (code, field), "{name}");
        }
        // Whoever is not permitted learns nothing of the body.
        let viewer = app.account("viewer", "federation_viewer", json!({"region_code": "330200"})).await;
        app.post("/api/v1/users", json!(null)).bytes("text/plain", vec![0; 10]).token(&viewer).await.expect(403);
    }

    async fn a_problem_speaks_both_languages(app: TestApp) {
        let reply = app.get("/api/v1/users").await.expect(401);
        assert_eq!(reply.at("/type"), "urn:wanlian:problem:unauthenticated");
        assert!(reply.at("/title").is_ascii() && reply.at("/title_zh").contains("登录"));
        assert_eq!(reply.json["status"], 401);
    }

    async fn unknown_paths_and_methods(app: TestApp) {
        app.get("/api/v1/nothing").await.expect(404);
        for (path, operations) in paths() {
            let path = path.replace("{id}", "0190b6d0-0000-7000-8000-000000000000").replace("{item}", "agreement");
            let reply = app.call(Method::TRACE, &path, None).await.expect(405);
            let allowed: BTreeSet<&str> = reply.header("Allow").split(", ").collect();
            assert_eq!(allowed, operations.iter().map(String::as_str).collect(), "{path}");
        }
    }

    async fn the_description_and_the_router_are_the_same(app: TestApp) {
        let described = app.get("/openapi.json").await.expect(200).json;
        assert!(described["openapi"].as_str().unwrap().starts_with("3.1"));
        let mut listed = BTreeSet::new();
        for (path, item) in described["paths"].as_object().unwrap() {
            for method in item.as_object().unwrap().keys().filter(|key| ["get", "post", "put", "patch", "delete"].contains(&key.as_str())) {
                listed.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
        let table: BTreeSet<String> = operations::all().iter().map(|one| format!("{} {BASE}{}", one.method, one.path)).collect();
        assert_eq!(listed, table);
        // Every reference leads somewhere.
        let text = described.to_string();
        for reference in text.split("\"$ref\":\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(described.pointer(reference).is_some(), "{reference}");
        }
        // Every operation of the table is mounted: without a token it is refused, not missing.
        for one in operations::all().iter().filter(|one| one.permission.is_some()) {
            let path = format!("{BASE}{}", one.path.replace("{id}", "0190b6d0-0000-7000-8000-000000000000").replace("{item}", "agreement"));
            app.call(one.method.clone(), &path, Some(json!({}))).await.expect(401);
        }
    }

    async fn the_page_for_people_loads_nothing_from_elsewhere(app: TestApp) {
        let page = app.get("/docs/").await.expect(200);
        assert!(page.text().contains("swagger-ui") && !page.text().contains("https://"));
        assert!(app.get("/docs/swagger-initializer.js").await.expect(200).text().contains("/openapi.json"));
        app.get("/docs/nothing").await.expect(404);
    }

    async fn the_vocabulary_has_both_languages(app: TestApp) {
        let reply = app.get("/api/v1/vocabulary").await.expect(200);
        assert_eq!(reply.at("/terms/role/0/code"), "sysadmin");
        assert!(reply.json["problems"].as_array().unwrap().iter().all(|one| one["zh"] != "" && one["en"] != ""));
    }
}

fn paths() -> std::collections::BTreeMap<String, Vec<String>> {
    let mut paths = std::collections::BTreeMap::new();
    for one in operations::all() {
        paths.entry(format!("{BASE}{}", one.path)).or_insert_with(Vec::new).push(one.method.to_string());
    }
    paths
}
