"""What student and company do with a report they got: confirm it, or say something about it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.gesprek.queries_gedeeld import get_gedeeld
from bpv_app.gesprek.rules_verslag import MAX_REACTIES, ReactieSoort, schone_reactie
from bpv_app.gesprek.tables_verslag import GespreksverslagReactie
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst

MAX_NAAM = 200


class NieuweVersie(DomeinFout):
    """There is a newer version than the one this person read."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "nieuwe_versie",
            Tekst(
                "Er is een nieuwe versie van dit verslag. Lees die eerst; je tekst blijft staan.",
                "There is a new version of this report. Read that first; your text stays.",
            ),
        )


def reageer(session: Session, actor: Actor, clock: Clock, verslag_id: int, nummer: int, soort: str, tekst: str) -> None:
    """Confirm or comment on version `nummer`, as the student or the praktijkopleider who got it.

    Confirming twice is confirming once. Raises GeenRecht, NietGevonden, NieuweVersie, OngeldigeInvoer or DomeinFout.
    """
    detail = get_gedeeld(session, actor, verslag_id)
    if detail.regel.nummer != nummer:
        raise NieuweVersie
    wat, schoon = schone_reactie(soort, tekst)
    if wat is ReactieSoort.AKKOORD and detail.regel.is_gelezen:
        return
    aantal = sa.select(sa.func.count()).where(col(GespreksverslagReactie.kopie_id) == detail.kopie_id)
    if session.execute(aantal).scalar_one() >= MAX_REACTIES:
        raise DomeinFout("te_veel_reacties", Tekst("Hier staan al heel veel reacties.", "There are too many comments."))
    reactie = GespreksverslagReactie(
        kopie_id=detail.kopie_id,
        deelnemer=detail.regel.als,
        soort=wat,
        account_id=actor.account_id,
        naam=actor.naam[:MAX_NAAM],
        tekst=schoon,
        op=clock.nu(),
    )
    try:
        with session.begin_nested():
            session.add(reactie)
            session.flush()
    except sa.exc.IntegrityError:
        if wat is not ReactieSoort.AKKOORD:  # confirmed on another device a moment ago: that is what was wanted
            raise
