//! The http door: a live board for the wall, a probe, the host's own metrics. It changes nothing: no
//! route takes anything but GET. Connections are accepted by our own loop, since axum's has no timer
//! and a half-sent request would stay open for ever.

mod board;
mod meters;
mod pages;
mod places;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::server::accept::accept;
use crate::server::hall::Hall;
use crate::server::http::board::Boards;
use crate::server::http::meters::Meters;
use crate::server::http::places::Places;
use crate::server::line::Line;
use crate::server::ssh::Ssh;

/// How long the head of a request may take, from a connection's first moment.
const HEAD_MAX: Duration = Duration::from_secs(10);
/// How long an answer may take; boards stay open longer.
const ANSWER_MAX: Duration = Duration::from_secs(10);
/// How long a far side may take nothing of an answer or a board.
const TAKE_MAX: Duration = Duration::from_secs(15);
/// Connections at once.
const CONNECTIONS_MAX: usize = 512;
/// Connections from one source.
const CONNECTIONS_EACH: usize = 32;

/// The http door.
#[derive(Clone, Debug)]
pub struct Http {
    router: Router,
    closing: CancellationToken,
    tasks: TaskTracker,
    room: Arc<Semaphore>,
    sources: Places,
}

/// What the routes know.
#[derive(Clone, Debug)]
struct House {
    hall: Hall,
    boards: Boards,
    meters: Arc<Meters>,
}

/// Where a request came from.
#[derive(Clone, Copy, Debug)]
struct Source(IpAddr);

impl Http {
    /// A door to this hall; `ssh` is asked for its counts.
    #[must_use]
    pub fn new(hall: Hall, ssh: Ssh) -> Self {
        let closing = CancellationToken::new();
        let boards = Boards::new(closing.clone());
        let meters = Arc::new(Meters::new(ssh));
        let house = House { hall, boards, meters };
        let router = Router::new()
            .route("/", get(index))
            .route("/board/{table}", get(page))
            .route("/board/{table}/events", get(events))
            .route("/board.js", get(script))
            .route("/board.css", get(style))
            .route("/healthz", get(health))
            .route("/metrics", get(metrics))
            .fallback(nothing)
            .with_state(house)
            .layer(middleware::from_fn(in_time))
            .layer(middleware::from_fn(guarded));
        let room = Arc::new(Semaphore::new(CONNECTIONS_MAX));
        let sources = Places::new(CONNECTIONS_MAX, CONNECTIONS_EACH);
        Self { router, closing, tasks: TaskTracker::new(), room, sources }
    }

    /// Accepts connections until the door is closed.
    pub async fn serve(&self, listener: TcpListener) {
        accept(listener, &self.closing, |stream, from| self.connection(stream, from)).await;
    }

    fn connection(&self, stream: TcpStream, from: SocketAddr) {
        let Ok(permit) = Arc::clone(&self.room).try_acquire_owned() else { return };
        let Some(place) = self.sources.take(from.ip()) else { return };
        let router = self.router.clone().layer(Extension(Source(from.ip())));
        let service = TowerToHyperService::new(router);
        let mut builder = http1::Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(HEAD_MAX).max_buf_size(16 * 1024);
        // One request a connection: nobody can ask faster than they take the answers.
        builder.keep_alive(false);
        let line = Line::new(stream, CancellationToken::new()).patient(TAKE_MAX);
        let connection = builder.serve_connection(TokioIo::new(line), service);
        let closing = self.closing.clone();
        self.tasks.spawn(async move {
            let _held = (permit, place);
            let mut connection = std::pin::pin!(connection);
            let served = tokio::select! {
                served = connection.as_mut() => served,
                () = closing.cancelled() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = served {
                tracing::debug!(%error, "a connection ended");
            }
        });
    }

    /// Closes the door; boards are told by their end.
    pub async fn close(&self) {
        self.closing.cancel();
        self.tasks.close();
        drop(timeout(Duration::from_secs(2), self.tasks.wait()).await);
    }
}

async fn index(State(house): State<House>) -> Html<String> {
    Html(pages::index(&house.hall))
}

async fn page(State(house): State<House>, Path(table): Path<u32>) -> Response {
    match house.hall.drill_at(table) {
        Some(hosted) => Html(pages::board(table, &hosted)).into_response(),
        None => (StatusCode::NOT_FOUND, Html(pages::nobody(table))).into_response(),
    }
}

async fn events(
    State(house): State<House>,
    Path(table): Path<u32>,
    Extension(source): Extension<Source>,
) -> Response {
    match house.hall.drill_at(table) {
        Some(hosted) => house.boards.watch(&hosted, source.0),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], pages::SCRIPT)
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], pages::STYLE)
}

async fn health(State(house): State<House>) -> Response {
    match house.hall.store().tables("").await {
        Ok(_) => "ok\n".into_response(),
        Err(error) => {
            tracing::error!(%error, "the store does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n").into_response()
        }
    }
}

async fn metrics(State(house): State<House>) -> Response {
    let text = house.meters.written(&house.hall, house.boards.count());
    ([(header::CONTENT_TYPE, meters::CONTENT_TYPE)], text).into_response()
}

async fn nothing() -> impl IntoResponse {
    (StatusCode::NOT_FOUND, "nothing stands here\n")
}

/// No answer takes for ever; a board's events are no answer but a stream.
async fn in_time(request: Request, next: Next) -> Response {
    match timeout(ANSWER_MAX, next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// What every answer says to a browser: nothing from elsewhere, nothing inline, no frame round it.
async fn guarded(request: Request, next: Next) -> Response {
    const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
        connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    const HEADERS: [(HeaderName, &str); 5] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
