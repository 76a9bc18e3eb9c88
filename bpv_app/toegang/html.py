"""The few pages that stand on their own: they must work before and without the frontend, and without their script."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from html import escape

from starlette.responses import HTMLResponse

from bpv_app.config import instellingen
from bpv_app.kernel.tekst import Tekst

STIJL = """
:root{color-scheme:light dark;--achter:#f4f6f8;--vlak:#fff;--tekst:#1b2430;--zacht:#465366;--rand:#7a8699;
--knop:#0b5cab;--knoptekst:#fff;--link:#0b5cab;--fout:#a1121f}
@media (prefers-color-scheme:dark){:root{--achter:#12171e;--vlak:#1c232d;--tekst:#f0f3f7;--zacht:#b9c4d2;
--rand:#8794a7;--knop:#8cc4ff;--knoptekst:#0a1929;--link:#9fceff;--fout:#ffb3b9}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;background:var(--achter);
color:var(--tekst);font:1.0625rem/1.55 system-ui,sans-serif}
main{width:100%;max-width:30rem;background:var(--vlak);border-radius:.75rem;padding:1.75rem;
box-shadow:0 1px 3px rgb(0 0 0/.2)}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem}
p{margin:.75rem 0}
.school{color:var(--zacht);margin:0 0 .25rem;font-size:.9375rem}
.fout{color:var(--fout);font-weight:600}
label{display:block;font-weight:600;margin-top:1rem}
input{width:100%;font:inherit;padding:.6rem .75rem;min-height:2.75rem;border:1px solid var(--rand);
border-radius:.5rem;background:var(--vlak);color:var(--tekst)}
button,.knop{display:inline-block;min-height:2.75rem;padding:.6rem 1.4rem;margin-top:1rem;border:0;
border-radius:.5rem;background:var(--knop);color:var(--knoptekst);font:inherit;font-weight:600;
text-decoration:none;cursor:pointer}
:focus-visible{outline:3px solid var(--tekst);outline-offset:2px}
a{color:var(--link)}
a.knop{color:var(--knoptekst)}
code{font-size:1.25rem;font-weight:600;overflow-wrap:anywhere}
.andere{margin-top:1.5rem;font-size:.9375rem;color:var(--zacht)}
""".strip()

GA_VERDER = """
const ga=()=>{if(document.visibilityState==="visible"){document.removeEventListener("visibilitychange",ga);
document.forms[0].requestSubmit()}};document.addEventListener("visibilitychange",ga);ga()
""".strip()
"""Sends the first form of a page as soon as a person can see it. A mail scanner that runs no script spends nothing."""


def _hash(inhoud: str) -> str:
    return f"'sha256-{b64encode(sha256(inhoud.encode()).digest()).decode()}'"


KOPPEN = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src {_hash(STIJL)}; script-src {_hash(GA_VERDER)}; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    # Not "no-referrer": browsers would then say Origin: null for our own forms.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def pagina(titel: Tekst, inhoud: str, taal: str, status: int = 200, *, gaat_verder: bool = False) -> HTMLResponse:
    """A whole page; `inhoud` is HTML made here, with everything that came from outside already escaped.

    `gaat_verder`: its form sends itself as soon as somebody sees the page.
    """
    kop = escape(titel.in_taal(taal))
    school = escape(instellingen().school_naam)
    html = (
        f'<!doctype html><html lang="{"en" if taal == "en" else "nl"}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{kop} – BPV-app</title>'
        f'<style>{STIJL}</style></head><body><main><p class="school">{school}</p><h1>{kop}</h1>{inhoud}'
        f"</main>{f'<script>{GA_VERDER}</script>' if gaat_verder else ''}</body></html>"
    )
    return HTMLResponse(html, status, KOPPEN)


def alinea(tekst: Tekst, taal: str, klasse: str = "") -> str:
    """A paragraph; `klasse` is one of ours."""
    return f"<p{f' class={klasse!r}' if klasse else ''}>{escape(tekst.in_taal(taal))}</p>"


def knop_formulier(
    actie: str, knop: Tekst, taal: str, verborgen: dict[str, str] | None = None, velden: str = ""
) -> str:
    """A form that posts; its fields are HTML made here."""
    geheim = "".join(
        f'<input type="hidden" name="{escape(naam)}" value="{escape(waarde)}">'
        for naam, waarde in (verborgen or {}).items()
    )
    return (
        f'<form method="post" action="{escape(actie)}">{geheim}{velden}'
        f'<button type="submit">{escape(knop.in_taal(taal))}</button></form>'
    )


def wachtwoord_veld(naam: str, label: Tekst, taal: str, vulhulp: str) -> str:
    """A labelled password field; `vulhulp` is its autocomplete token."""
    return (
        f'<label for="{naam}">{escape(label.in_taal(taal))}</label>'
        f'<input type="password" id="{naam}" name="{naam}" required maxlength="200" autocomplete="{vulhulp}">'
    )


_HELAAS = Tekst("Dat ging niet", "That did not work")
_START = Tekst("Naar de startpagina", "To the start page")


def tekst_veld(naam: str, label: Tekst, taal: str, soort: str, vulhulp: str) -> str:
    """A labelled one-line field; `soort` is its input type."""
    return (
        f'<label for="{naam}">{escape(label.in_taal(taal))}</label>'
        f'<input type="{soort}" id="{naam}" name="{naam}" required maxlength="200" autocomplete="{vulhulp}">'
    )


def fout_pagina(tekst: Tekst, status: int, taal: str, velden: Sequence[Tekst] = ()) -> HTMLResponse:
    """What happened and where to go from here."""
    regels = alinea(tekst, taal) + "".join(alinea(veld, taal, "fout") for veld in velden if veld != tekst)
    return pagina(_HELAAS, regels + f'<a class="knop" href="/">{escape(_START.in_taal(taal))}</a>', taal, status)
