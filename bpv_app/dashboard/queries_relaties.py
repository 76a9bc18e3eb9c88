"""The counter of the start page about the relations file."""

from __future__ import annotations

from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.queries_dubbel import DUBBELEN, tel_paren
from bpv_app.pok.queries_tellers import Teller


def tel_relaties(session: Session, actor: Actor) -> tuple[Teller, ...]:
    """Companies that are all but certainly in the file twice, for who may merge; the list has exactly these rows."""
    if not actor.mag(Actie.LEERBEDRIJF_SAMENVOEGEN):
        return ()
    vraag = LijstVraag(filters={"zeker": "ja"})
    return (
        Teller(
            "leerbedrijf_dubbel",
            Tekst("Leerbedrijven vrijwel zeker dubbel", "Companies all but certainly double"),
            Tekst("voeg ze samen, of zeg waarom niet", "merge them, or say why not"),
            tel_paren(session, actor, vraag),
            DUBBELEN,
            vraag,
            "",
        ),
    )
