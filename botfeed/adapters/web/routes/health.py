"""Serve /healthz for process supervisors, and /metrics for Prometheus on this machine."""

from __future__ import annotations

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Gauge, generate_latest
from starlette.requests import Request as Http
from starlette.responses import JSONResponse, PlainTextResponse, Response

from botfeed.adapters.web import site
from botfeed.adapters.web.access import callers, gate, guard
from botfeed.core.model import Account, Delivery, Job, KeyValue, Painting, Picture, Post, PostState, SendState
from botfeed.core.ports import Unit

log = structlog.get_logger()


async def healthz(http: Http) -> JSONResponse:
    """Answer 200 if the database answers, else 503."""
    try:
        await site.of(http).services.store.read(lambda uow: uow.count(KeyValue))
    except Exception:  # whatever a driver raises
        log.exception("the database does not answer")
        return JSONResponse({"ok": False, "database": "does not answer"}, 503)
    return JSONResponse({"ok": True})


async def metrics(http: Http) -> Response:
    """Return Prometheus text, to this machine only."""
    if guard.bare(http.headers.get("host", "")) not in guard.LOOPBACK or not callers.is_direct(
        http.scope, http.headers
    ):
        return PlainTextResponse("Metrics are read on the machine itself.\n", 403)
    rows = await site.of(http).services.store.read(count)
    return Response(generate_latest(REGISTRY) + generate_latest(gauges(rows)), media_type=CONTENT_TYPE_LATEST)


def count(uow: Unit) -> dict[str, int]:
    """Count accounts, pictures, posts, and the jobs and deliveries that wait or are stuck."""
    return {
        "accounts": uow.count(Account),
        "pictures": uow.count(Picture),
        "paintings": uow.count(Painting),
        "posts_public": uow.count(Post, state=PostState.PUBLIC),
        "jobs_waiting": uow.count(Job, state="ready"),
        "jobs_dead": uow.count(Job, state="dead"),
        "deliveries_dead": uow.count(Delivery, state=SendState.DEAD),
        "deliveries_unknown": uow.count(Delivery, state=SendState.UNKNOWN),
    }


def gauges(rows: dict[str, int]) -> CollectorRegistry:
    registry = CollectorRegistry()
    for name, value in rows.items():
        Gauge(f"botfeed_{name}", name.replace("_", " "), registry=registry).set(value)
    return registry


ROUTES = [gate.route("/healthz", healthz, gate.Rule.OPEN), gate.route("/metrics", metrics, gate.Rule.CALLER)]
