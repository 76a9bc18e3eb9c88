"""What conversations ask of a student or a praktijkopleider today: choose a time, or be somewhere."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from bpv_app.dashboard.rules_vandaag import Taak
from bpv_app.gesprek.queries_eigen import list_eigen_momenten
from bpv_app.gesprek.rules import MomentStatus
from bpv_app.gesprek.rules_tonen import wanneer_tekst
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst

BINNENKORT = timedelta(days=7)


def list_afspraak_taken(session: Session, actor: Actor, nu: datetime) -> tuple[Taak, ...]:
    """At most two lines: times to choose from, and the next appointment within a week; nothing without the right."""
    if not actor.mag(Actie.EIGEN_GESPREK_ZIEN):
        return ()
    momenten = list_eigen_momenten(session, actor)
    taken: list[Taak] = []
    vraagt = [m for m in momenten if m.voorstel is not None and m.voorstel.kan is None]
    if n := len(vraagt):
        taken.append(
            Taak(
                n,
                Tekst("Kies een tijd voor een gesprek", "Choose a time for a conversation"),
                Tekst(f"{vraagt[0].naam}.", f"{vraagt[0].naam}."),
                "/afspraken",
                "warning",
            )
        )
    komt = sorted(
        (m.afspraak_op, m.naam)
        for m in momenten
        if m.status is MomentStatus.GEPLAND and m.afspraak_op is not None and nu <= m.afspraak_op <= nu + BINNENKORT
    )
    if komt:
        op, naam = komt[0]
        taken.append(
            Taak(
                len(komt),
                Tekst(f"{naam}: {wanneer_tekst(op)}", f"{naam}: {wanneer_tekst(op, 'en')}"),
                Tekst("Je volgende afspraak.", "Your next appointment."),
                "/afspraken",
                "info",
            )
        )
    return tuple(taken)
