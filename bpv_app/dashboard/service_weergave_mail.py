"""The monthly mail of a saved view: on the first working day, with the figures the receiver may see that day.

May be called as often as one likes, by as many processes as there are: the reason of each mail makes it one mail.
"""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from bpv_app.config import instellingen
from bpv_app.dashboard.queries_weergave import Abonnement, WeergaveRij, get_adres, get_weergave, list_abonnementen
from bpv_app.dashboard.queries_weergave_tabel import Tabel, get_tabel
from bpv_app.dashboard.rules_periode import eerste_werkdag
from bpv_app.dashboard.service_weergave import stop_mail
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import AMSTERDAM, Clock, toon_datum
from bpv_app.kernel.errors import GeenRecht, NietGevonden, NietIngelogd
from bpv_app.kernel.tekst import Tekst
from bpv_app.post.rules import Sjabloon
from bpv_app.post.service import al_gemaakt, verstuur
from bpv_app.toegang.service import actor_van_account
from bpv_app.uren.kalender import feestdagen

MAX_PER_KEER = 25
"""Mails written in one transaction."""
MAX_REGELS = 40
"""Lines in one mail; the rest is on the screen and in its file."""


def sleutel(abonnement: Abonnement, maand: date) -> str:
    """The reason: this view, this person, this month."""
    gemaakt = int(abonnement.gemaakt_op.timestamp())
    return f"rapport:{abonnement.weergave_id}-{gemaakt}:{abonnement.account_id}:{maand:%Y-%m}"


def te_sturen_rapportmails(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> list[Abonnement]:
    """What is due this month: from the first working day on, at the hour of the settings; `nu`: also before.

    Who asks for it later in a month gets the first one next month. Raises GeenRecht.
    """
    if not actor.is_systeem:
        raise GeenRecht
    lokaal = clock.nu().astimezone(AMSTERDAM)
    dag, begint = lokaal.date(), eerste_werkdag(lokaal.date(), frozenset(feestdagen((lokaal.year,))))
    if not nu and (dag < begint or (dag == begint and lokaal.hour < instellingen().weekmail_uur)):
        return []
    alle = [a for a in list_abonnementen(session) if nu or a.sinds.astimezone(AMSTERDAM).date() < begint]
    klaar = al_gemaakt(session, [sleutel(a, dag) for a in alle])
    return [a for a in alle if sleutel(a, dag) not in klaar]


def stuur_rapportmails(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> int:
    """Deal with at most `MAX_PER_KEER` of them; returns how many. Raises GeenRecht."""
    te_doen = te_sturen_rapportmails(session, actor, clock, nu=nu)[:MAX_PER_KEER]
    for abonnement in te_doen:
        _stuur(session, clock, abonnement)
    return len(te_doen)


def _stuur(session: Session, clock: Clock, abonnement: Abonnement) -> None:
    """Write the mail; or end the subscription of who has no account, right or view any more."""
    vandaag = clock.vandaag()
    try:
        wie = actor_van_account(session, abonnement.account_id)
        weergave = get_weergave(session, wie, abonnement.weergave_id)
        if weergave.oud is not None:
            tabel = None
        else:
            tabel = get_tabel(session, wie, weergave.rapport, weergave.vraag, vandaag, wie.taal)
    except (GeenRecht, NietGevonden, NietIngelogd):
        stop_mail(session, abonnement.weergave_id, abonnement.account_id)
        return
    naam, email, taal = get_adres(session, abonnement.account_id)
    verstuur(
        session,
        clock,
        sjabloon=Sjabloon.RAPPORT,
        taal=taal,
        aan=email,
        naam=naam,
        velden=_velden(weergave, tabel, naam, vandaag, taal),
        sleutel=sleutel(abonnement, clock.nu().astimezone(AMSTERDAM).date()),
        account_id=abonnement.account_id,
        doel=f"/rapportages/weergaven?open={weergave.id}" if tabel else "/rapportages/weergaven",
    )


def _velden(weergave: WeergaveRij, tabel: Tabel | None, naam: str, vandaag: date, taal: str) -> dict[str, str]:
    velden = {"naam": naam, "weergave": weergave.naam, "dag": toon_datum(vandaag, taal)}
    if tabel is None:
        reden = weergave.oud.in_taal(taal) if weergave.oud else ""
        return velden | {"titel": "", "periode": "", "tabel": "", "melding": reden}
    over = len(tabel.rijen) - MAX_REGELS
    meer = Tekst(f"Nog {over} regels staan op het scherm.", f"{over} more lines are on the screen.")
    regels = [tabel.koppen, *tabel.rijen[:MAX_REGELS], *([] if tabel.totaal is None else [tabel.totaal])]
    return velden | {
        "titel": tabel.titel,
        "periode": tabel.periode,
        "tabel": "\n".join(_tabelregel(r) for r in regels),
        "melding": meer.in_taal(taal) if over > 0 else "",
    }


def _tabelregel(cellen: tuple[str, ...]) -> str:
    """A line that the mail shows as a row: a name cannot make a column."""
    return "| " + " | ".join(" ".join(c.replace("|", "/").split()) or "-" for c in cellen)
