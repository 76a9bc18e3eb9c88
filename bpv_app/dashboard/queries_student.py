"""What a student has to do today, as few lines as possible. School roles get `pok.queries_tellers`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from bpv_app.dashboard.queries_afspraken import list_afspraak_taken
from bpv_app.dashboard.rules_vandaag import ALLES_GEDAAN, Taak, zin_van
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import toon_datum, toon_moment
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_mijn_plaatsing import TeLezen, list_te_lezen
from bpv_app.matching.queries_voorkeur import list_te_kiezen
from bpv_app.pok.queries_blad import BladKort, list_mijn_bladen
from bpv_app.pok.queries_mijn import MijnPok, list_mijn_poks
from bpv_app.pok.rules_manen import partijen_tekst
from bpv_app.uren.queries_open import list_open_weken, tel_reacties

GEEN_STAGE = Tekst(
    "Er is nog geen stage om te laten zien. Je BPV-coördinator is ermee bezig.",
    "There is no placement to show yet. Your placement coordinator is working on it.",
)


@dataclass(frozen=True, slots=True)
class Vandaag:
    """The tasks, the most urgent first; `heeft_stage` is False while there is no agreement to see."""

    taken: tuple[Taak, ...]
    heeft_stage: bool

    @property
    def zin(self) -> Tekst:
        """The first line of the page."""
        return zin_van(self.taken, ALLES_GEDAAN if self.heeft_stage else GEEN_STAGE)


def get_vandaag(session: Session, actor: Actor, vandaag: date, nu: datetime) -> Vandaag:
    """The student's day. Raises GeenRecht."""
    poks = list_mijn_poks(session, actor, vandaag)
    taken: list[Taak] = []
    if begonnen := [p for p in poks if p.is_begonnen_ongetekend]:
        taken.append(_begonnen(begonnen))
    if tekenen := [p for p in poks if p.moet_tekenen and not p.is_begonnen_ongetekend]:
        taken.append(
            Taak(
                len(tekenen),
                Tekst("Teken je overeenkomst", "Sign your agreement"),
                Tekst(f"Voor {tekenen[0].bedrijf}.", f"For {tekenen[0].bedrijf}."),
                "/mijn-pok",
                "warning",
            )
        )
    taken += [_blad(b) for b in list_mijn_bladen(session, actor, vandaag) if b.vraagt]
    for keuze in list_te_kiezen(session, actor, nu):
        doe = (
            Tekst("Stuur je lijst opnieuw in", "Send in your list again")
            if keuze.is_gewijzigd
            else Tekst("Kies je stageplaatsen", "Choose your places")
        )
        tot_nl, tot_en = toon_moment(keuze.sluit_op), toon_moment(keuze.sluit_op, "en")
        uitleg = Tekst(f"{keuze.naam}. Het kan tot {tot_nl}.", f"{keuze.naam}. You can until {tot_en}.")
        taken.append(Taak(1, doe, uitleg, f"/voorkeuren?ronde={keuze.deelname_id}", "warning"))
    taken += [_uitslag(x) for x in list_te_lezen(session, actor, vandaag)]
    weken = list_open_weken(session, actor, vandaag)
    if n := len(weken.maandagen):
        taken.append(
            Taak(
                n,
                Tekst(f"Stuur je uren in: {n} {'week' if n == 1 else 'weken'}", f"Send in your hours: {_weeks(n)}"),
                _over_weken(weken.terug),
                f"/uren?week={weken.maandagen[0].isoformat()}",
                "warning",
            )
        )
    taken += list_afspraak_taken(session, actor, nu)
    if n := tel_reacties(session, actor, nu):
        nieuw = Tekst("1 nieuwe reactie", "1 new comment") if n == 1 else Tekst(f"{n} nieuwe reacties", f"{n} comments")
        taken.append(
            Taak(
                n,
                Tekst(f"Lees je logboek: {nieuw.nl}", f"Read your logbook: {nieuw.en}"),
                Tekst("Van de laatste 7 dagen.", "Of the last 7 days."),
                "/logboek",
                "info",
            )
        )
    return Vandaag(tuple(taken), bool(poks))


def _begonnen(poks: Sequence[MijnPok]) -> Taak:
    """The placement runs and the agreement is not signed: above everything else."""
    eerst = poks[0]
    nog = partijen_tekst([h.partij for h in eerst.handtekeningen if h.getekend_op is None])
    if eerst.moet_tekenen:
        uitleg = Tekst(f"{eerst.bedrijf}. Teken hem vandaag.", f"{eerst.bedrijf}. Sign it today.")
    elif nog.nl:
        uitleg = Tekst(f"{eerst.bedrijf}. Nog niet: {nog.nl}.", f"{eerst.bedrijf}. Not yet: {nog.en}.")
    else:
        uitleg = Tekst(
            f"{eerst.bedrijf}. Vraag je BPV-coördinator waar het papier blijft.",
            f"{eerst.bedrijf}. Ask your placement coordinator where the paper is.",
        )
    return Taak(
        len(poks),
        Tekst("Je stage begon zonder getekende overeenkomst", "Your placement started without a signed agreement"),
        uitleg,
        "/mijn-pok",
        "error",
    )


def _blad(b: BladKort) -> Taak:
    """Something changes in the agreement, and nothing was said to it yet."""
    tot, until = toon_datum(b.bezwaar_tot), toon_datum(b.bezwaar_tot, "en")
    return Taak(
        1,
        Tekst("Bekijk wat er verandert in je stage", "See what changes in your placement"),
        Tekst(f"{b.bedrijf}. Bezwaar kan tot en met {tot}.", f"{b.bedrijf}. You can object until {until}."),
        f"/bpv-blad/{b.id}",
        "warning",
    )


def _weeks(n: int) -> str:
    return "1 week" if n == 1 else f"{n} weeks"


def _over_weken(terug: int) -> Tekst:
    if not terug:
        return Tekst("De oudste week staat voor je klaar.", "The oldest week is ready for you.")
    return Tekst(
        f"{terug} {'kwam' if terug == 1 else 'kwamen'} terug met een reden.", f"{terug} came back with a reason."
    )


def _uitslag(x: TeLezen) -> Taak:
    """A place that was given and not answered yet."""
    adres = f"/plaatsing?ronde={x.deelnemer_id}"
    if x.moet_bevestigen:
        doe = Tekst("Bekijk je stageplaats en ga akkoord", "See your placement and agree")
        return Taak(1, doe, Tekst(f"Je gaat naar {x.bedrijf}.", f"You go to {x.bedrijf}."), adres, "warning")
    tot_nl, tot_en = toon_datum(x.bezwaar_tot), toon_datum(x.bezwaar_tot, "en")
    uitleg = Tekst(
        f"Je gaat naar {x.bedrijf}. Bezwaar maken kan tot en met {tot_nl}.",
        f"You go to {x.bedrijf}. You can object until {tot_en}.",
    )
    return Taak(1, Tekst("Bekijk je stageplaats", "See your placement"), uitleg, adres, "info")
