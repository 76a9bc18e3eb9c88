"""What a praktijkopleider has to do today: approve weeks, sign, discuss entries. And which trainees are there now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from bpv_app.dashboard.queries_afspraken import list_afspraak_taken
from bpv_app.dashboard.queries_stagiairs import Stagiair, list_stagiairs
from bpv_app.dashboard.rules_vandaag import ALLES_GEDAAN, Taak, zin_van
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import toon_datum, toon_moment
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_rangorde import list_rangordes
from bpv_app.pok.queries_blad import BladKort, list_mijn_bladen
from bpv_app.pok.rules import Partij
from bpv_app.uren.queries_beoordelen import MAX_WEKEN, list_te_beoordelen

ONGETEKEND = "begonnen=ongetekend"
"""Of /stagiairs only who has begun without a signed agreement."""
GEEN_STAGIAIRS = Tekst("Je hebt nu geen eigen stagiairs.", "You have no trainees of your own now.")


@dataclass(frozen=True, slots=True)
class BedrijfVandaag:
    """The tasks, the most urgent first, and the trainees of now."""

    taken: tuple[Taak, ...]
    stagiairs: tuple[Stagiair, ...]

    @property
    def zin(self) -> Tekst:
        """The first line of the page."""
        return zin_van(self.taken, ALLES_GEDAAN if self.stagiairs else GEEN_STAGIAIRS)


def get_bedrijf_vandaag(session: Session, actor: Actor, vandaag: date, nu: datetime) -> BedrijfVandaag:
    """The praktijkopleider's day: exactly the weeks of /uren/beoordelen, also a colleague's. Raises GeenRecht."""
    stagiairs = list_stagiairs(session, actor, vandaag)
    taken = (
        _begonnen(stagiairs),
        *(_blad(b) for b in list_mijn_bladen(session, actor, vandaag) if b.vraagt),
        _weken(session, actor),
        _rangschikken(session, actor, nu),
        _tekenen(stagiairs),
        *list_afspraak_taken(session, actor, nu),
        _bespreken(stagiairs),
    )
    return BedrijfVandaag(tuple(t for t in taken if t), tuple(s for s in stagiairs if s.is_nu))


def _blad(b: BladKort) -> Taak:
    """Something changes in the agreement of a trainee, and the company said nothing to it yet."""
    tot, until = toon_datum(b.bezwaar_tot), toon_datum(b.bezwaar_tot, "en")
    return Taak(
        1,
        Tekst(f"Bekijk wat er verandert in de stage van {b.student}", f"See what changes for {b.student}"),
        Tekst(f"Bezwaar kan tot en met {tot}.", f"You can object until {until}."),
        f"/bpv-blad/{b.id}",
        "warning",
    )


def _weken(session: Session, actor: Actor) -> Taak | None:
    weken = list_te_beoordelen(session, actor)
    if not weken:
        return None
    namen = list(dict.fromkeys(w.pok.student for w in weken))
    wie, who = _opsomming(namen)
    n = len(weken)
    aantal = f"{n} of meer" if n == MAX_WEKEN else str(n)
    number = f"{n} or more" if n == MAX_WEKEN else str(n)
    return Taak(
        n,
        Tekst(
            f"Keur uren goed: {aantal} {'week' if n == 1 else 'weken'}",
            f"Approve hours: {number} {'week' if n == 1 else 'weeks'}",
        ),
        Tekst(f"Van {wie}.", f"Of {who}."),
        "/uren/beoordelen",
        "warning",
    )


def _rangschikken(session: Session, actor: Actor, nu: datetime) -> Taak | None:
    wacht = [
        r
        for r in list_rangordes(session, actor)
        if r.tijd.is_open(nu) and r.tijd.tot and (r.ingestuurd_op is None or r.is_gewijzigd)
    ]
    if not wacht:
        return None
    n, tot = len(wacht), min(r.tijd.tot for r in wacht if r.tijd.tot)
    return Taak(
        n,
        Tekst(
            f"Zet kandidaten op volgorde: {n} {'plaats' if n == 1 else 'plaatsen'}",
            f"Put candidates in order: {n} {'place' if n == 1 else 'places'}",
        ),
        Tekst(
            f"Dat kan tot {toon_moment(tot)}. Niets insturen mag: dan beslist de loting.",
            f"Until {toon_moment(tot, 'en')}. You may send in nothing: then the lottery decides.",
        ),
        "/bedrijf/rangorde",
        "info",
    )


def _begonnen(stagiairs: tuple[Stagiair, ...]) -> Taak | None:
    """Who is here without a signed agreement: above everything else. The link shows exactly these trainees."""
    zonder = [s for s in stagiairs if s.is_begonnen_ongetekend]
    if not zonder:
        return None
    wie, who = _opsomming([s.naam for s in zonder])
    wij = any(Partij.LEERBEDRIJF in s.tekenen for s in zonder)
    return Taak(
        len(zonder),
        Tekst(f"Begonnen zonder getekende overeenkomst: {wie}", f"Started without a signed agreement: {who}"),
        Tekst("Teken hem vandaag, of bel de school.", "Sign it today, or call the school.")
        if wij
        else Tekst("Jij hebt getekend; er mist nog een ander.", "You have signed; somebody else has not.")
        if any(s.tekenen for s in zonder)
        else Tekst("De school moet hem nog afdrukken.", "The school still has to print it."),
        f"/stagiairs?{ONGETEKEND}",
        "error",
    )


def _tekenen(stagiairs: tuple[Stagiair, ...]) -> Taak | None:
    wacht = [s for s in stagiairs if Partij.LEERBEDRIJF in s.tekenen and not s.is_begonnen_ongetekend]
    if not wacht:
        return None
    wie, who = _opsomming([s.naam for s in wacht])
    eerst = min((s.begin_op for s in wacht if s.begin_op), default=None)
    return Taak(
        len(wacht),
        Tekst(f"Teken de overeenkomst van {wie}", f"Sign the agreement of {who}"),
        Tekst(
            f"De student brengt hem mee. Vóór {toon_datum(eerst)}.",
            f"The student brings it. Before {toon_datum(eerst, 'en')}.",
        ),
        "/stagiairs",
        "warning",
    )


def _bespreken(stagiairs: tuple[Stagiair, ...]) -> Taak | None:
    wacht = [s for s in stagiairs if s.te_bespreken]
    if not wacht:
        return None
    n = sum(s.te_bespreken for s in wacht)
    wie, who = _opsomming([s.naam for s in wacht])
    return Taak(
        n,
        Tekst(
            f"Bespreek het logboek: {n} {'verslag' if n == 1 else 'verslagen'}",
            f"Discuss the logbook: {n} {'entry' if n == 1 else 'entries'}",
        ),
        Tekst(f"Van {wie}.", f"Of {who}."),
        "/logboek?toestand=gedeeld",
        "info",
    )


def _opsomming(namen: list[str]) -> tuple[str, str]:
    """At most three names, in Dutch and in English."""
    if len(namen) == 1:
        return namen[0], namen[0]
    if len(namen) > 3:
        rest = len(namen) - 2
        return f"{', '.join(namen[:2])} en {rest} anderen", f"{', '.join(namen[:2])} and {rest} others"
    begin = ", ".join(namen[:-1])
    return f"{begin} en {namen[-1]}", f"{begin} and {namen[-1]}"
