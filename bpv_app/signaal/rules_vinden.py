"""When a running placement needs attention: the thresholds of a team, and what they find. Whole minutes and days.

Defaults are our own decision; a team changes them from a day on (`SignaalRegels`), and what was found before stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst
from bpv_app.signaal.rules import SignaalSoort
from bpv_app.uren.rules_tonen import uren_tekst

VERZUIM_VENSTER = 28
"""Days back in which days of absence are counted: four weeks, so that an old illness wears off."""


@dataclass(frozen=True, slots=True)
class Grenzen:
    """From what on a placement of a team gets a signal.

    `verzuim_dagen`: more days sick or on leave than this in four weeks. `achter_procent` and `achter_uren`: behind by
    more than both, so that the first weeks and the last hours make no noise. `contact_weken`: no conversation for more
    weeks. `escalatie_dagen`: not taken for more days.
    """

    verzuim_dagen: int = 4
    achter_procent: int = 10
    achter_uren: int = 16
    contact_weken: int = 6
    escalatie_dagen: int = 7


HOOGSTENS: Mapping[str, int] = {
    "verzuim_dagen": 20,
    "achter_procent": 100,
    "achter_uren": 400,
    "contact_weken": 52,
    "escalatie_dagen": 60,
}


def lees_grenzen(formulier: Mapping[str, str]) -> Grenzen:
    """The thresholds as typed (hostile). Raises `OngeldigeInvoer` with every wrong field."""
    waarden: dict[str, int] = {}
    fouten: dict[str, Tekst] = {}
    for veld, hoogste in HOOGSTENS.items():
        tekst = formulier.get(veld, "").strip()
        laagste = 1 if veld == "contact_weken" else 0
        if not (tekst.isascii() and tekst.isdigit() and len(tekst) < 5 and laagste <= int(tekst) <= hoogste):
            fouten[veld] = Tekst(
                f"Vul een heel getal in van {laagste} tot en met {hoogste}.",
                f"Fill in a whole number from {laagste} to {hoogste}.",
            )
        else:
            waarden[veld] = int(tekst)
    if fouten:
        raise OngeldigeInvoer(fouten)
    return Grenzen(**waarden)


@dataclass(frozen=True, slots=True)
class Stand:
    """What is known of a running placement on a day. Minutes; `achter` negative when ahead."""

    dossier_id: int
    begin: date
    doel: int = 0
    achter: int = 0
    ziek_dagen: int = 0
    verlof_dagen: int = 0
    laatste_contact: date | None = None
    niet_erkend: Tekst | None = None


def _dagen(n: int, nl: str, en: str) -> Tekst:
    return Tekst(f"{n} {'dag' if n == 1 else 'dagen'} {nl}", f"{n} {'day' if n == 1 else 'days'} {en}")


def verzuim_tekst(ziek: int, verlof: int) -> Tekst:
    """`5 dagen ziek en 1 dag verlof in de laatste 4 weken.`"""
    delen = [d for n, d in ((ziek, _dagen(ziek, "ziek", "sick")), (verlof, _dagen(verlof, "verlof", "leave"))) if n]
    return Tekst(
        " en ".join(d.nl for d in delen) + " in de laatste 4 weken.",
        " and ".join(d.en for d in delen) + " in the last 4 weeks.",
    )


def achter_tekst(achter: int, doel: int) -> Tekst:
    """`24 uur achter op het plan (15%).`; the share is rounded down."""
    uren, deel = uren_tekst(achter), 100 * achter // doel if doel else 100
    return Tekst(f"{uren.nl} achter op het plan ({deel}%).", f"{uren.en} behind the plan ({deel}%).")


def contact_tekst(sinds: date, vandaag: date, *, ooit: bool) -> Tekst:
    """How long ago the last conversation was, or that there was none since the placement began."""
    weken = (vandaag - sinds).days // 7
    if ooit:
        return Tekst(f"Het laatste gesprek was {weken} weken geleden.", f"The last conversation was {weken} weeks ago.")
    return Tekst(
        f"Nog geen gesprek, {weken} weken na het begin.", f"No conversation yet, {weken} weeks after the start."
    )


def vind(stand: Stand, grenzen: Grenzen, vandaag: date) -> dict[SignaalSoort, Tekst]:
    """What is the matter with this placement today, in words."""
    uit: dict[SignaalSoort, Tekst] = {}
    if stand.ziek_dagen + stand.verlof_dagen > grenzen.verzuim_dagen:
        uit[SignaalSoort.VERZUIM] = verzuim_tekst(stand.ziek_dagen, stand.verlof_dagen)
    # Whole numbers: behind/target > p/100, without dividing.
    if stand.achter > 60 * grenzen.achter_uren and 100 * stand.achter > grenzen.achter_procent * stand.doel:
        uit[SignaalSoort.UREN_ACHTER] = achter_tekst(stand.achter, stand.doel)
    ooit = stand.laatste_contact is not None
    sinds = stand.laatste_contact or stand.begin
    if vandaag - sinds > timedelta(weeks=grenzen.contact_weken):
        uit[SignaalSoort.GEEN_CONTACT] = contact_tekst(sinds, vandaag, ooit=ooit)
    if stand.niet_erkend is not None:
        uit[SignaalSoort.ERKENNING_INGETROKKEN] = stand.niet_erkend
    return uit


def sleutel_van(soort: SignaalSoort, dossier_id: int, keer: int) -> str:
    """The reason of a signal: the `keer`-th time (from 1) that this was the matter with this dossier."""
    return f"{soort.value}:{dossier_id}:{keer}"
