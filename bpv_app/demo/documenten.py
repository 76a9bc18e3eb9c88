"""The demo school's own paper: its house style with a logo, general terms that hold, and a letter being written."""

from __future__ import annotations

import io
from datetime import timedelta

from PIL import Image, ImageDraw
from sqlmodel import Session, select

from bpv_app.kernel.actor import Actor, RolToewijzing
from bpv_app.kernel.clock import Clock, FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.pok.logo import verwerk_logo
from bpv_app.pok.queries_documenttekst import get_tekst
from bpv_app.pok.rules_documenttekst import TekstInvoer, TekstSoort
from bpv_app.pok.rules_huisstijl import lees_huisstijl
from bpv_app.pok.service_documenttekst import bewaar_concept, maak_concept, stel_vast
from bpv_app.pok.service_huisstijl import bewaar_huisstijl, zet_logo
from bpv_app.toegang.tables import Account

_EXTRA = (
    "\n## Telefoon en foto's\n\n"
    "1. De student houdt zich aan de regels van het leerbedrijf voor telefoon en foto's.\n"
    "2. Foto's voor het logboek laten geen mensen zien die daar geen toestemming voor gaven.\n"
)
_BRIEF = """# Teken je praktijkovereenkomst met {leerbedrijf}

Beste {roepnaam},

Op {begin} begint je stage bij {leerbedrijf}. Fijn dat je een plek hebt!
In deze envelop zit je praktijkovereenkomst, in {aantal}.

## Dit moet je doen
{stappen}

## Heb je een vraag?
{vraag}

Veel plezier en succes,

{ondertekenaar}
{functie}
"""


def maak_logo() -> bytes:
    """A wave above a bar, in the colour of the app."""
    beeld = Image.new("RGBA", (900, 260), (255, 255, 255, 0))
    pen = ImageDraw.Draw(beeld)
    for n in range(3):
        pen.ellipse((20 + n * 110, 20, 240 + n * 110, 240), outline=(11, 90, 134, 255), width=26)
    pen.rectangle((520, 116, 880, 144), fill=(11, 90, 134, 255))
    uit = io.BytesIO()
    beeld.save(uit, "PNG")
    return verwerk_logo(uit.getvalue())


def richt_documenten_in(session: Session, clock: Clock) -> None:
    """Fill in the house style, adopt terms as of today, and leave a letter as a draft.

    What was printed before keeps the text of the app, as it would in a school.
    """
    account = session.exec(select(Account).where(Account.gebruikersnaam == "beheer@demo.bpv")).one()
    wie = Actor(account.id, account.naam, (RolToewijzing(Rol.BEHEER),))
    form = {
        "ondertekenaar": "M. van der Linden",
        "functie": "directeur onderwijs",
        "email": "studentenzaken@roc.example",
        "telefoon": "071 555 10 00",
    }
    bewaar_huisstijl(session, wie, clock, lees_huisstijl(form), 0)
    zet_logo(session, wie, clock, maak_logo())
    vandaag = clock.vandaag()
    eerder = FixedClock(clock.nu() - timedelta(days=20))
    nummer = maak_concept(session, wie, eerder, TekstSoort.VOORWAARDEN)
    tekst = get_tekst(session, wie, nummer).tekst.rstrip() + "\n" + _EXTRA
    invoer = TekstInvoer(None, tekst, vandaag, None, vandaag - timedelta(days=30))
    bewaar_concept(session, wie, eerder, nummer, invoer, None)
    stel_vast(session, wie, eerder, nummer, None)
    brief = maak_concept(session, wie, clock, TekstSoort.BRIEF_STUDENT)
    straks = TekstInvoer(None, _BRIEF, vandaag + timedelta(days=30))
    bewaar_concept(session, wie, clock, brief, straks, None)
