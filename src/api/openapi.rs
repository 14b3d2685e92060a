//! OpenAPI 3.1, built from the table of operations and the types its rows name.

use super::operation::{BASE, Kind, Operation};
use super::operations;
use super::problem::Problem;
use utoipa::openapi::path::{
    Operation as Described, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, PathsBuilder,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ComponentsBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathItem, RefOr, Required, Response, ResponseBuilder,
};
use utoipa::{IntoParams, PartialSchema, ToSchema};

type Schemas = Vec<(String, RefOr<Schema>)>;

/// The types of one operation.
#[derive(Default)]
pub struct Shape {
    query: Vec<Parameter>,
    body: Option<RefOr<Schema>>,
    reply: Option<RefOr<Schema>>,
    named: Schemas,
}

impl Shape {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn query<T: IntoParams>(mut self) -> Self {
        self.query = T::into_params(|| Some(ParameterIn::Query));
        self
    }

    pub(super) fn body<T: ToSchema>(mut self) -> Self {
        self.body = Some(T::schema());
        T::schemas(&mut self.named);
        self
    }

    pub(super) fn reply<T: ToSchema>(mut self) -> Self {
        self.reply = Some(T::schema());
        T::schemas(&mut self.named);
        self
    }
}

/// The whole description.
pub fn describe() -> OpenApi {
    let mut paths = PathsBuilder::new();
    let mut components = ComponentsBuilder::new().security_scheme(
        "bearer",
        SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build()),
    );
    for (path, operations) in operations::by_path() {
        let mut item = PathItem::default();
        for operation in operations {
            let shape = (operation.shape)();
            components =
                shape.named.iter().fold(components, |all, (name, schema)| all.schema(name.clone(), schema.clone()));
            let described = Some(describe_one(operation, shape));
            match operation.method.as_str() {
                "GET" => item.get = described,
                "POST" => item.post = described,
                "PUT" => item.put = described,
                "PATCH" => item.patch = described,
                _ => item.delete = described,
            }
        }
        paths = paths.path(format!("{}{path}", BASE), item);
    }
    let mut named = vec![("Problem".to_owned(), Problem::schema())];
    Problem::schemas(&mut named);
    components = named.into_iter().fold(components, |all, (name, schema)| all.schema(name, schema));
    OpenApiBuilder::new()
        .info(InfoBuilder::new().title("Wanlian 万联").version("1").description(Some(WORDS)).build())
        .paths(paths.build())
        .components(Some(components.build()))
        .build()
}

const WORDS: &str = "Amounts are integers in fen (分). Days are YYYY-MM-DD in China; instants are UTC. Errors are RFC 9457 \
problem details with a stable `code`. A creating POST needs an `Idempotency-Key`, a change an `If-Match` with the ETag read. \
金额单位为分；日期为中国日期；时间为 UTC。";

fn describe_one(operation: &Operation, shape: Shape) -> Described {
    let mut described = OperationBuilder::new()
        .operation_id(Some(operation.name.replace("::", "_")))
        .tag(operation.name.split("::").next().unwrap_or_default())
        .summary(Some(format!("{} / {}", operation.en, operation.zh)));
    for id in operation.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
        described = described.parameter(text_parameter(id, ParameterIn::Path));
    }
    match operation.kind {
        Kind::Creates => described = described.parameter(text_parameter("Idempotency-Key", ParameterIn::Header)),
        Kind::Changes => described = described.parameter(text_parameter("If-Match", ParameterIn::Header)),
        Kind::Reads | Kind::Acts => {}
    }
    for parameter in shape.query {
        described = described.parameter(parameter);
    }
    if let Some(schema) = shape.body {
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let body = RequestBodyBuilder::new().content("application/json", content).required(Some(Required::True));
        described = described.request_body(Some(body.build()));
    }
    let mut reply = ResponseBuilder::new().description(operation.en);
    if let Some(schema) = shape.reply.filter(|_| operation.status != 204) {
        reply = reply.content("application/json", ContentBuilder::new().schema(Some(schema)).build());
    }
    described = described.response(operation.status.to_string(), reply.build());
    for status in refusals(operation) {
        described = described.response(status.to_string(), problem(status));
    }
    if operation.permission.is_some() {
        described = described.security(SecurityRequirement::new("bearer", Vec::<String>::new()));
    }
    described.build()
}

/// The statuses an operation may refuse with.
fn refusals(operation: &Operation) -> Vec<u16> {
    let mut all = vec![400, 422, 429, 500, 503];
    if operation.permission.is_some() {
        all.extend([401, 403]);
    } else if operation.kind == Kind::Acts {
        all.push(401);
    }
    if operation.path.contains('{') {
        all.push(404);
    }
    if operation.kind != Kind::Reads {
        all.extend([408, 409, 413, 415]);
    }
    if operation.kind == Kind::Changes {
        all.extend([412, 428]);
    }
    all.sort_unstable();
    all
}

fn problem(status: u16) -> Response {
    let name = actix_web::http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    let schema = utoipa::openapi::Ref::from_schema_name("Problem");
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new().description(name.unwrap_or("Problem")).content("application/problem+json", content).build()
}

fn text_parameter(name: &str, place: ParameterIn) -> Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String).build();
    ParameterBuilder::new().name(name).parameter_in(place).required(Required::True).schema(Some(text)).build()
}
