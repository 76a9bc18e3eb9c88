"""The one decorator for event handlers: says who may call it, and turns errors into words.

Every public method of a State can be called by anyone over the websocket. So each carries an access mark (`Toegang`);
the gate in `toegang.pages.poort` refuses whatever has none, and a test walks the registry to find one that forgot.
"""

from __future__ import annotations

import asyncio
import functools
import uuid
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import reflex as rx
import structlog
from reflex_base.event import EventSpec
from sqlmodel import Session

from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import DomeinFout, NietIngelogd
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState

log = structlog.get_logger()
MERK = "__bpv_toegang__"
T = TypeVar("T")
HUIDIGE_ACTOR: ContextVar[Actor | None] = ContextVar("huidige_actor", default=None)


@dataclass(frozen=True, slots=True)
class Toegang:
    """Access mark of a handler. Any one of `acties` is enough; `openbaar` needs no login; `van_lijst` takes the right
    of the State's own list; none of these means: everyone who is logged in."""

    acties: tuple[Actie, ...] = ()
    openbaar: bool = False
    van_lijst: bool = False
    laadt: bool = False


def actor() -> Actor:
    """The person whose event is being handled. Raises NietIngelogd when there is none."""
    wie = HUIDIGE_ACTOR.get()
    if wie is None:
        raise NietIngelogd
    return wie


async def schrijf(werk: Callable[[Session, Actor], T]) -> T:
    """Run `werk(session, actor)` in one transaction, in a thread: a handler that waits must not stop everybody."""
    wie = actor()

    def draai() -> T:
        with transaction(wie) as session:
            return werk(session, wie)

    return await asyncio.to_thread(draai)


async def lees(werk: Callable[[Session, Actor], T]) -> T:
    """Run `werk(session, actor)` in a reading session, in a thread."""
    wie = actor()

    def draai() -> T:
        with lezen(wie) as session:
            return werk(session, wie)

    return await asyncio.to_thread(draai)


def pad_deel(state: Any, plaats: int) -> str:
    """Part `plaats` (from 0) of the address' path: 1 gives "12" of `/poks/12`. Hostile until parsed."""
    delen = [d for d in str(state.router.url.path).split("/") if d]
    return delen[plaats] if plaats < len(delen) else ""


def naar_veld(state: Any, velden: Mapping[str, str]) -> Any:
    """Event that puts the cursor in the field the address asks for (`?veld=eind_op`); None when it asks for none.

    `velden`: the names that may be asked for, and the id of the input of each.
    """
    invoer = velden.get(dict(parse_qsl(str(state.router.url.query or ""))).get("veld", ""))
    if not invoer:
        return None
    return rx.call_script(
        f"setTimeout(() => {{ const veld = document.getElementById('{invoer}');"
        " if (veld) { veld.scrollIntoView({block: 'center'}); veld.focus({preventScroll: true}); } }, 200)"
    )


def als_id(waarde: object) -> int:
    """A database id from something a browser sent; 0 (which never exists) when it is none."""
    tekst = str(waarde)
    return int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) < 16 else 0


def formulier(gegevens: object) -> dict[str, str]:
    """A submitted form as plain text: whatever is not text is dropped, each value is cut at 20,000 characters."""
    if not isinstance(gegevens, dict):
        return {}
    return {
        str(naam)[:60]: waarde[:20_000].replace("\x00", "").strip()
        for naam, waarde in list(gegevens.items())[:200]
        if isinstance(waarde, str)
    }


async def zeg(state: Any, nl: str | Tekst, en: str = "", soort: str = "success") -> None:
    """Tell the person what happened, in the message area every screen has."""
    basis = await state.get_state(BasisState)
    basis._zeg(nl if isinstance(nl, Tekst) else Tekst(nl, en), soort)


_NAAR_DE_FOUT = rx.call_script(
    "setTimeout(() => {"
    " const veld = [...document.querySelectorAll('[aria-invalid=true]')].find(v => v.offsetParent !== null);"
    " if (veld) veld.focus(); else document.getElementById('melding')?.scrollIntoView({block: 'center'});"
    "}, 60)"
)
"""After an error: to the first wrong field that is in sight, otherwise to the message."""


def _gaat_verder(uit: Any) -> bool:
    """Whether a handler's answer sends the browser to another screen, so that what it said belongs to that one."""
    events = uit if isinstance(uit, list) else [uit]
    return any(isinstance(e, EventSpec) and e.handler.fn.__qualname__ == "_redirect" for e in events)


def _pad(state: Any) -> str:
    """The path the browser is at, without a slash at the end."""
    return str(state.router.url.path).rstrip("/") or "/"


def _geladen(state: Any, basis: BasisState, uit: Any) -> Any:
    """Say for which address the data were read; after a move to another screen the focus goes to its heading.

    A screen that is one field (the search) marks that with `data-eerst`; then the focus goes there.
    """
    url = state.router.url
    pad = _pad(state)
    verhuisd = bool(basis.pad) and basis.pad != pad
    basis._zet_pad(pad)
    basis.geladen_voor = f"{pad}?{url.query}" if url.query else pad
    if not verhuisd:
        return uit
    focus = rx.call_script(
        "setTimeout(() => (document.querySelector('[data-eerst]') ?? document.getElementById('kop'))?.focus(), 60)"
    )
    return [*(uit if isinstance(uit, list) else [uit] if uit is not None else []), focus]


def _noteer_bug(fn: Callable[..., Awaitable[Any]]) -> Tekst:
    """Log the error being handled with a number, and give the neutral sentence that names it."""
    nummer = uuid.uuid4().hex[:8]
    log.exception("handler_fout", handler=fn.__qualname__, nummer=nummer)
    return Tekst(
        f"Er ging iets mis bij ons. Er is niets opgeslagen. Noem nummer {nummer} als je het meldt.",
        f"Something went wrong on our side. Nothing was saved. Mention number {nummer} when you report it.",
    )


def handler(
    *acties: Actie,
    openbaar: bool = False,
    ingelogd: bool = False,
    van_lijst: bool = False,
    laadt: bool = False,
) -> Callable[[Callable[..., Awaitable[Any]]], Any]:
    """Make an async method an event handler with an access mark.

    Give the rights that are needed, or `ingelogd=True` for anyone with a session, or `openbaar=True` for everyone.
    `laadt=True` marks the handler that reads a page's data (on_load): its errors take the place of the page.
    """
    if not (acties or openbaar or ingelogd or van_lijst):
        raise TypeError("a handler says who may call it")
    merk = Toegang(acties, openbaar, van_lijst, laadt)

    def maak(fn: Callable[..., Awaitable[Any]]) -> Any:
        @functools.wraps(fn)
        async def draai(self: Any, *args: Any, **kwargs: Any) -> Any:
            basis = await self.get_state(BasisState)
            if laadt:
                basis._begin_scherm(_pad(self))
            else:
                basis._begin_actie()
            uit = None
            try:
                uit = await fn(self, *args, **kwargs)
            except DomeinFout as fout:
                if laadt:
                    basis.pagina_fout = fout.tekst.in_taal(basis.taal)
                else:
                    basis._meld_fout(fout)
                    uit = _NAAR_DE_FOUT
            except Exception:
                tekst = _noteer_bug(fn)
                if laadt:
                    basis.pagina_fout = tekst.in_taal(basis.taal)
                else:
                    basis._zeg(tekst, "error")
            if laadt:
                return _geladen(self, basis, uit)
            basis._melding_reist = _gaat_verder(uit)
            return uit

        setattr(draai, MERK, merk)
        return rx.event(draai)

    return maak
