"""The life cycle of a stageplaats as ONE table: the guard, the buttons and the questions come from `OVERGANGEN`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import DomeinFout, GeenRecht
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.rules_plaats import STATUS_LABEL, VELD_LABEL, Bezetting, Gebeurtenis, PlaatsStatus


class Stap(StrEnum):
    """The verbs of a place's life."""

    BIED_AAN = "bied_aan"
    SLUIT = "sluit"
    HEROPEN = "heropen"
    TREK_IN = "trek_in"
    ZET_TERUG = "zet_terug"


class Voorwaarde(StrEnum):
    """An extra condition of a step, besides status, right and required fields."""

    NOG_NIET_VOORBIJ = "nog_niet_voorbij"
    ERKEND = "erkend"
    NIEMAND_OP_DE_PLEK = "niemand_op_de_plek"


VOORWAARDE_LABEL: dict[Voorwaarde, Tekst] = {
    Voorwaarde.NOG_NIET_VOORBIJ: Tekst(
        "De periode van deze plaats is al voorbij. Pas de data aan.", "The period is over. Change the dates."
    ),
    Voorwaarde.ERKEND: Tekst(
        "Het leerbedrijf is niet voor elke gekozen opleiding erkend.",
        "The company is not accredited for every chosen programme.",
    ),
    Voorwaarde.NIEMAND_OP_DE_PLEK: Tekst(
        "Er zit nog een student op deze plaats. Geef die plek eerst vrij.",
        "A student still has a slot of this place. Release that slot first.",
    ),
}


@dataclass(frozen=True, slots=True)
class Overgang:
    """One row of the life cycle. One of `acties` is enough; the company only for its own place (the fetch sees to it).

    `vereist`: fields that must be filled. `mits`: extra conditions. `reden`: a reason must be given. `vervalt`:
    reservations lapse.
    """

    stap: Stap
    van: frozenset[PlaatsStatus]
    naar: PlaatsStatus
    label: Tekst
    vraag: Tekst
    gebeurtenis: Gebeurtenis
    vereist: tuple[str, ...] = ()
    mits: tuple[Voorwaarde, ...] = ()
    reden: bool = False
    vervalt: bool = False
    acties: frozenset[Actie] = frozenset({Actie.PLAATS_BEWERKEN, Actie.EIGEN_PLAATS_AANBIEDEN})


_VEREIST = ("crebos", "taken", "praktijkopleider_id")
_MITS = (Voorwaarde.NOG_NIET_VOORBIJ, Voorwaarde.ERKEND)

OVERGANGEN: dict[Stap, Overgang] = {
    o.stap: o
    for o in (
        Overgang(
            Stap.BIED_AAN,
            frozenset({PlaatsStatus.CONCEPT}),
            PlaatsStatus.AANGEBODEN,
            Tekst("Aanbieden", "Offer"),
            Tekst(
                "Studenten van de gekozen opleidingen zien de plaats vanaf nu.",
                "Students of the chosen programmes see the place from now on.",
            ),
            Gebeurtenis.AANGEBODEN,
            vereist=_VEREIST,
            mits=_MITS,
        ),
        Overgang(
            Stap.SLUIT,
            frozenset({PlaatsStatus.AANGEBODEN}),
            PlaatsStatus.GESLOTEN,
            Tekst("Sluiten", "Close"),
            Tekst(
                "Er komt niemand meer bij en studenten zien de plaats niet meer. Wie een plek heeft, houdt die.",
                "Nobody is added and students no longer see the place. Who has a slot keeps it.",
            ),
            Gebeurtenis.GESLOTEN,
        ),
        Overgang(
            Stap.HEROPEN,
            frozenset({PlaatsStatus.GESLOTEN}),
            PlaatsStatus.AANGEBODEN,
            Tekst("Weer aanbieden", "Offer again"),
            Tekst("Studenten zien de plaats weer.", "Students see the place again."),
            Gebeurtenis.HEROPEND,
            vereist=_VEREIST,
            mits=_MITS,
        ),
        Overgang(
            Stap.TREK_IN,
            frozenset({PlaatsStatus.CONCEPT, PlaatsStatus.AANGEBODEN, PlaatsStatus.GESLOTEN}),
            PlaatsStatus.INGETROKKEN,
            Tekst("Intrekken", "Withdraw"),
            Tekst("De plaats gaat niet door.", "The place is off."),
            Gebeurtenis.INGETROKKEN,
            reden=True,
            vervalt=True,
        ),
        Overgang(
            Stap.ZET_TERUG,
            frozenset({PlaatsStatus.INGETROKKEN}),
            PlaatsStatus.CONCEPT,
            Tekst("Terug naar concept", "Back to draft"),
            Tekst(
                "De plaats is daarna weer te wijzigen en aan te bieden. Vervallen reserveringen komen niet terug.",
                "The place can be changed and offered again. Lapsed reservations do not come back.",
            ),
            Gebeurtenis.TERUGGEZET,
            mits=(Voorwaarde.NIEMAND_OP_DE_PLEK,),
        ),
    )
}


class StapMagNiet(DomeinFout):
    """The status does not allow this step."""

    http_status = 409

    def __init__(self, stap: Stap, status: PlaatsStatus) -> None:
        label = OVERGANGEN[stap].label
        super().__init__(
            "stap_mag_niet",
            Tekst(
                f"“{label.nl}” kan niet: de plaats is {STATUS_LABEL[status].nl.lower()}.",
                f"“{label.en}” is not possible: the place is {STATUS_LABEL[status].en.lower()}.",
            ),
        )


class Onvolledig(DomeinFout):
    """Fields are missing; all of them are listed at once."""

    def __init__(self, ontbreekt: Iterable[str]) -> None:
        namen = tuple(ontbreekt)
        super().__init__(
            "onvolledig",
            Tekst(
                "Nog niet ingevuld: " + ", ".join(VELD_LABEL[n].nl for n in namen) + ".",
                "Not filled in yet: " + ", ".join(VELD_LABEL[n].en for n in namen) + ".",
            ),
            {n: Tekst("Vul dit in.", "Fill this in.") for n in namen},
        )


class VoorwaardeOntbreekt(DomeinFout):
    """An extra condition of the step does not hold; `uitleg` says more than the condition's own sentence."""

    http_status = 409

    def __init__(self, voorwaarde: Voorwaarde, uitleg: Tekst | None = None) -> None:
        super().__init__(voorwaarde.value, uitleg or VOORWAARDE_LABEL[voorwaarde])


@dataclass(frozen=True, slots=True)
class PlaatsGegevens:
    """The values the life cycle looks at. `niet_erkend`: why a chosen crebo is not accredited, one sentence each."""

    status: PlaatsStatus
    tot: date
    bezetting: Bezetting
    crebos: tuple[str, ...] = ()
    taken: str = ""
    praktijkopleider_id: int | None = None
    niet_erkend: tuple[Tekst, ...] = ()


def mag_stap(actor: Actor, status: PlaatsStatus, stap: Stap) -> bool:
    """Whether this actor may take this step from this status (object scope is checked in the fetch)."""
    overgang = OVERGANGEN[stap]
    return status in overgang.van and any(actor.mag(actie) for actie in overgang.acties)


def stappen_voor(actor: Actor, status: PlaatsStatus) -> tuple[Overgang, ...]:
    """The steps a screen offers."""
    return tuple(o for o in OVERGANGEN.values() if mag_stap(actor, status, o.stap))


def check_stap(actor: Actor, gegevens: PlaatsGegevens, stap: Stap, vandaag: date, reden: str = "") -> Overgang:
    """Guard of every step; returns the table's row.

    Raises GeenRecht, StapMagNiet, Onvolledig or VoorwaardeOntbreekt, in this order.
    """
    overgang = OVERGANGEN[stap]
    if not any(actor.mag(actie) for actie in overgang.acties):
        raise GeenRecht
    if gegevens.status not in overgang.van:
        raise StapMagNiet(stap, gegevens.status)
    ontbreekt = [naam for naam in overgang.vereist if not getattr(gegevens, naam)]
    if overgang.reden and not reden.strip():
        ontbreekt.append("reden")
    if ontbreekt:
        raise Onvolledig(ontbreekt)
    for voorwaarde in overgang.mits:
        _check_voorwaarde(gegevens, voorwaarde, vandaag)
    return overgang


def _check_voorwaarde(gegevens: PlaatsGegevens, voorwaarde: Voorwaarde, vandaag: date) -> None:
    if voorwaarde is Voorwaarde.NOG_NIET_VOORBIJ and gegevens.tot < vandaag:
        raise VoorwaardeOntbreekt(voorwaarde)
    if voorwaarde is Voorwaarde.ERKEND and gegevens.niet_erkend:
        nl, en = (" ".join(getattr(t, taal) for t in gegevens.niet_erkend) for taal in ("nl", "en"))
        raise VoorwaardeOntbreekt(voorwaarde, Tekst(nl, en))
    if voorwaarde is Voorwaarde.NIEMAND_OP_DE_PLEK and gegevens.bezetting.vergeven:
        raise VoorwaardeOntbreekt(voorwaarde)


def vraag_bij(stap: Stap, bezetting: Bezetting) -> Tekst:
    """The consequence of a step for this place, asked before it is taken."""
    vraag = OVERGANGEN[stap].vraag
    nl, en = [vraag.nl], [vraag.en]
    if OVERGANGEN[stap].vervalt:
        n, m = bezetting.gereserveerd, bezetting.bezet
        if n:
            nl.append(f"{n} {'reservering vervalt' if n == 1 else 'reserveringen vervallen'}.")
            en.append(f"{n} {'reservation lapses' if n == 1 else 'reservations lapse'}.")
        if m:
            nl.append(
                f"{m} {'student zit' if m == 1 else 'studenten zitten'} er al: de school moet een vervangende plek "
                "zoeken."
            )
            en.append(
                f"{m} {'student is' if m == 1 else 'students are'} placed already: the school must find another place."
            )
    return Tekst(" ".join(nl), " ".join(en))
