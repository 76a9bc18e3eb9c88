"""HTTP at the door: who sends a request, where it comes from, and the access mark every route must carry."""

from __future__ import annotations

import functools
import inspect
import logging
import secrets
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote, urlsplit

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from bpv_app.config import instellingen
from bpv_app.kernel import clock
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietIngelogd
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.toegang.html import fout_pagina
from bpv_app.toegang.rules import COOKIE, veilig_pad
from bpv_app.toegang.service import Gevonden, vind_sessie

log = logging.getLogger(__name__)
VEILIGE_METHODEN = frozenset({"GET", "HEAD", "OPTIONS"})
Handler = Callable[..., Any]
Endpoint = Callable[[Request], Awaitable[Response]]


class VerkeerdeHerkomst(DomeinFout):
    """A form of another site was posted to us (CSRF)."""

    http_status = 403

    def __init__(self) -> None:
        super().__init__(
            "verkeerde_herkomst",
            Tekst(
                "Dit verzoek kwam niet van deze site en is niet uitgevoerd. Ga terug, laad de pagina opnieuw en "
                "probeer het nog eens.",
                "This request did not come from this site and was not carried out. Go back, reload the page and try "
                "again.",
            ),
        )


def controleer_herkomst(request: Request) -> None:
    """Refuse a changing request that another site made the browser send. Raises `VerkeerdeHerkomst`.

    Beside SameSite=Lax on the cookie. Browsers send `Sec-Fetch-Site` and `Origin` and a page cannot forge them; a
    request with neither comes from a program, which has no cookie of somebody else.
    """
    if request.method in VEILIGE_METHODEN:
        return
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        raise VerkeerdeHerkomst
    origin = request.headers.get("origin")
    if origin is None or (origin == "null" and site == "same-origin"):
        return
    if urlsplit(origin).netloc.lower() not in {
        request.headers.get("host", "").lower(),
        urlsplit(instellingen().base_url).netloc.lower(),
    }:
        raise VerkeerdeHerkomst


def ip_van(request: Request) -> str:
    """The caller's address; with BPV_VERTROUWDE_PROXY the last one in X-Forwarded-For: what our own proxy added."""
    if instellingen().vertrouwde_proxy and (keten := request.headers.get("x-forwarded-for")):
        return keten.rsplit(",", 1)[-1].strip()[:64]
    return request.client.host if request.client else ""


def sessie_van_request(request: Request) -> Gevonden | None:
    """The living session of this request, looked up once per request. Uses the database: not on the event loop."""
    if not hasattr(request.state, "bpv_sessie"):
        request.state.bpv_sessie = vind_sessie(request.cookies.get(COOKIE, ""), clock.klok)
    return cast("Gevonden | None", request.state.bpv_sessie)


def actor_van_request(request: Request) -> Actor:
    """Who sends this request. Raises `NietIngelogd`. Uses the database: not on the event loop."""
    gevonden = sessie_van_request(request)
    if gevonden is None:
        raise NietIngelogd
    return gevonden.actor


def taal_van(request: Request, actor: Actor | None = None) -> str:
    """As chosen on screen; otherwise the person's own language, what the browser asks for, or Dutch."""
    gekozen = request.query_params.get("taal", "")
    for keuze in (gekozen, request.cookies.get("bpv_taal", "")):
        if keuze in ("nl", "en"):
            return keuze
    if actor is not None:
        return actor.taal
    for deel in request.headers.get("accept-language", "").lower().split(","):
        if deel.strip()[:2] in ("nl", "en"):
            return deel.strip()[:2]
    return "nl"


@dataclass(frozen=True, slots=True)
class Toegang:
    """The access mark of a route: open, or for a session with at least one of `acties` (none: any session)."""

    is_openbaar: bool
    acties: frozenset[Actie] = frozenset()


def openbaar(handler: Handler) -> Endpoint:
    """Mark a route as open to everyone. The handler gets `(request)`; a plain function runs in a thread."""
    return _wikkel(handler, Toegang(is_openbaar=True))


def route_toegang(*acties: Actie) -> Callable[[Handler], Endpoint]:
    """Mark a route as for people who are logged in and have at least one of `acties` (no acties: any session).

    The handler gets `(request, actor)`; a plain function runs in a thread, so it may use the database. Changing
    requests are checked for their origin. A `DomeinFout` becomes a page people can read, or a problem document for
    programs. Which object is asked for is not checked here: that is the service's scoped fetch.
    """
    return lambda handler: _wikkel(handler, Toegang(is_openbaar=False, acties=frozenset(acties)))


def _wikkel(handler: Handler, toegang: Toegang) -> Endpoint:
    @functools.wraps(handler)
    async def endpoint(request: Request) -> Response:
        try:
            controleer_herkomst(request)
            argumenten: tuple[Any, ...] = (request,)
            if not toegang.is_openbaar:
                actor = await to_thread.run_sync(actor_van_request, request)
                if toegang.acties and not toegang.acties & actor.acties:
                    raise GeenRecht
                argumenten = (request, actor)
            if inspect.iscoroutinefunction(handler):
                antwoord = await handler(*argumenten)
            else:
                antwoord = await to_thread.run_sync(handler, *argumenten)
        except DomeinFout as fout:
            return antwoord_op_fout(request, fout)
        except Exception:
            return _antwoord_op_bug(request)
        assert isinstance(antwoord, Response)
        return antwoord

    endpoint.toegang = toegang  # type: ignore[attr-defined]
    # functools.wraps keeps the handler's own signature, and Starlette must see one argument.
    del endpoint.__wrapped__
    return endpoint


def als_id(waarde: object) -> int:
    """A database id from an address; 0 (which never exists) when it is none."""
    tekst = str(waarde)
    return int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) < 16 else 0


def wil_json(request: Request) -> bool:
    """Whether a program asks: it accepts JSON and not HTML."""
    accept = request.headers.get("accept", "")
    return "json" in accept and "text/html" not in accept


def antwoord_op_fout(request: Request, fout: DomeinFout) -> Response:
    """A problem document (RFC 9457) for programs; for people the login page, or a page that says what happened."""
    taal = taal_van(request, getattr(request.state, "bpv_sessie", None) and request.state.bpv_sessie.actor)
    kop = {"Cache-Control": "no-store"}
    if wil_json(request):
        inhoud = {
            "type": f"urn:bpv:{fout.code}",
            "title": fout.tekst.in_taal(taal),
            "status": fout.http_status,
            "code": fout.code,
            "velden": {veld: tekst.in_taal(taal) for veld, tekst in fout.velden.items()},
        }
        return JSONResponse(inhoud, fout.http_status, kop, media_type="application/problem+json")
    if isinstance(fout, NietIngelogd) and request.method == "GET":
        return RedirectResponse(f"/login?naar={quote(_hier(request), safe='')}", 303, kop)
    return fout_pagina(fout.tekst, fout.http_status, taal, tuple(fout.velden.values()))


def _hier(request: Request) -> str:
    return veilig_pad(request.url.path + (f"?{request.url.query}" if request.url.query else ""))


def _antwoord_op_bug(request: Request) -> Response:
    """A bug: logged with an id and the stack, shown neutrally."""
    nummer = secrets.token_hex(4)
    log.exception("route failed, id=%s method=%s route=%s", nummer, request.method, request.scope.get("path", ""))
    fout = DomeinFout(
        "interne_fout",
        Tekst(
            f"Er ging iets mis bij ons. Er is niets opgeslagen. Meld dit met nummer {nummer}.",
            f"Something went wrong on our side. Nothing was saved. Report this with number {nummer}.",
        ),
    )
    fout.http_status = 500
    return antwoord_op_fout(request, fout)


def ongemarkeerd(routes: Iterable[BaseRoute], pad: str = "") -> list[str]:
    """Paths of routes without an access mark; a test fails when this gives anything."""
    zonder: list[str] = []
    for route in routes:
        hier = pad + getattr(route, "path", "")
        if isinstance(route, Mount) and route.routes:
            zonder += ongemarkeerd(route.routes, hier)
        elif not (isinstance(route, Route) and isinstance(getattr(route.endpoint, "toegang", None), Toegang)):
            zonder.append(hier)
    return zonder
