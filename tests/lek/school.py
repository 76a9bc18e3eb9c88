"""A school in which everything was done with what is kept from others, so that every way out had its chance."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from bpv_app.gesprek.queries_zorg import SignaalVraag
from bpv_app.gesprek.rules_verslag import ReactieSoort
from bpv_app.gesprek.service_gedeeld import reageer
from bpv_app.gesprek.service_moment import houd, plan
from bpv_app.gesprek.service_verslag import bewaar_antwoord, deel, voeg_afspraak_toe
from bpv_app.gesprek.service_zorg import bekijk_signalen, bewaar_zorg, exporteer, toon_zorg
from bpv_app.kernel.actor import Actor, RolToewijzing, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.rules_ongeschikt import OngeschiktInvoer
from bpv_app.leerbedrijf.service_contact import plan_contact, rond_contact_af
from bpv_app.leerbedrijf.service_notitie import schrijf_notitie, verwijder_notitie
from bpv_app.leerbedrijf.service_ongeschikt import zet_ongeschikt
from bpv_app.leerbedrijf.service_wijziging import stel_wijziging_voor, waarden_van, weiger_wijziging
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.signaal import service_melding
from bpv_app.signaal.rules_melding import MeldingSoort
from tests.gesprek.cast import Cast, afspraak, gehouden, make_cast, momenten_van
from tests.gesprek.test_verslag import AFSPRAAK, verslag_id
from tests.lek.vinden import GEDEELD, MELDING, RELATIE, SCHOOL, ZORG
from tests.makers import make_account

NIEMAND = Actor(None, "niemand")


@dataclass(frozen=True)
class Wereld:
    """A placement with a shared report, care notes and a report to the vertrouwenspersoon, and everybody who looks."""

    cast: Cast
    clock: FixedClock
    moment_id: int
    verslag_id: int
    melding_id: int
    vertrouwenspersoon: Actor
    andere_vertrouwenspersoon: Actor

    @property
    def mensen(self) -> dict[str, Actor]:
        """By name: the cast, both vertrouwenspersonen, and who is not logged in."""
        uit = {naam: wie for naam, wie in vars(self.cast).items() if isinstance(wie, Actor)}
        return uit | {
            "vertrouwenspersoon": self.vertrouwenspersoon,
            "andere_vertrouwenspersoon": self.andere_vertrouwenspersoon,
            "niemand": NIEMAND,
        }

    @property
    def lezers_van_lijsten(self) -> dict[str, Actor]:
        """Everybody, and `bpv export` on the command line: it writes lists and lines of hours, and nothing else."""
        return self.mensen | {"opdrachtregel": systeem("opdrachtregel")}


def _bespreek(session: Session, cast: Cast, clock: FixedClock) -> int:
    """Planned, written down, held, shared twice, commented on; care notes written, seen, listed and exported."""
    moment_id = momenten_van(session, cast)[0].id or 0
    wie = cast.begeleider
    plan(session, wie, clock, moment_id, afspraak())
    for veld, tekst in {"gaat": "4", "start": f"{GEDEELD} begin.", "veilig": "ja", "school": f"{SCHOOL} een."}.items():
        bewaar_antwoord(session, wie, clock, moment_id, veld, tekst, [""])
    voeg_afspraak_toe(session, wie, clock, moment_id, AFSPRAAK, "a1")
    for n in range(1, 5):
        bewaar_zorg(session, wie, clock, moment_id, f"licht_{n}", "rood", [""])
        bewaar_zorg(session, wie, clock, moment_id, f"notitie_{n}", f"{ZORG} {n}", [""])
    houd(session, wie, clock, moment_id, gehouden())
    deel(session, wie, clock, moment_id)
    nummer = verslag_id(session, moment_id)
    reageer(session, cast.student_actor, clock, nummer, 1, ReactieSoort.OPMERKING, "Klopt bijna.")
    bewaar_antwoord(session, wie, clock, moment_id, "school", f"{SCHOOL} twee.", [f"{SCHOOL} een."])
    bewaar_antwoord(session, wie, clock, moment_id, "start", f"{GEDEELD} beter.", [f"{GEDEELD} begin."])
    deel(session, wie, clock, moment_id)
    reageer(session, cast.opleider_actor, clock, nummer, 2, ReactieSoort.AKKOORD, "")
    # Somebody else at the same time: what was written comes back to who writes, and the look is recorded.
    assert bewaar_zorg(session, cast.coordinator, clock, moment_id, "notitie_1", "Iets anders", [""]).botst
    toon_zorg(session, wie, clock, moment_id)
    bekijk_signalen(session, cast.coordinator, clock, SignaalVraag())
    exporteer(session, cast.coordinator, clock, "csv", "Voor de test van lekken", None, None)
    return moment_id


def _meld(session: Session, cast: Cast, clock: FixedClock) -> tuple[int, Actor, Actor]:
    """Every verb of the confidential route but withdrawing, which erases."""
    mensen = []
    for _ in range(2):
        account = make_account(session, Rol.STUDENTENZAKEN)
        service_melding.noem(session, cast.beheer, clock, account.id or 0, None)
        mensen.append(Actor(account.id, account.naam, (RolToewijzing(Rol.STUDENTENZAKEN),)))
    vp, ander = mensen
    melding_id = service_melding.doe_melding(
        session, cast.student_actor, clock, MeldingSoort.ONVEILIG, f"{MELDING} hij doet het steeds.",
        vp.account_id or 0, begeleider_weet=True, sleutel="lek",
    )  # fmt: skip
    service_melding.lees(session, vp, clock, melding_id)
    service_melding.antwoord(session, vp, clock, melding_id, f"{MELDING} antwoord.")
    service_melding.vul_aan(session, cast.student_actor, clock, melding_id, f"{MELDING} erbij.")
    service_melding.lees(session, vp, clock, melding_id)
    service_melding.rond_af(session, vp, clock, melding_id, f"{MELDING} klaar.")
    return melding_id, vp, ander


def _oordeel(session: Session, cast: Cast, clock: FixedClock) -> None:
    """Not suitable with why, notes of all and of a team, and the company asks for a change that is refused."""
    bedrijf = session.get_one(Leerbedrijf, cast.opleider.leerbedrijf_id)
    nummer = bedrijf.id or 0
    zet_ongeschikt(session, cast.coordinator, clock, nummer, OngeschiktInvoer(f"{RELATIE} te weinig begeleiding."))
    schrijf_notitie(session, cast.coordinator, clock, nummer, f"{RELATIE} laat op.", cast.team.id)
    schrijf_notitie(session, cast.coordinator, clock, nummer, f"{RELATIE} voor iedereen.", None)
    weg = schrijf_notitie(session, cast.coordinator, clock, nummer, f"{RELATIE} vergissing.", None)
    verwijder_notitie(session, cast.coordinator, weg.id or 0, weg.versie)
    wie_id = cast.begeleider.account_id or 0
    contact = plan_contact(session, cast.begeleider, clock, nummer, clock.vandaag(), f"{RELATIE} bellen.", wie_id)
    plan_contact(session, cast.begeleider, clock, nummer, clock.vandaag(), f"{RELATIE} langsgaan.", wie_id)
    rond_contact_af(session, cast.begeleider, clock, contact.id or 0, f"{RELATIE} viel tegen.", contact.versie)
    wil = {**waarden_van(bedrijf), "plaats": "Elders"}
    rij = stel_wijziging_voor(session, cast.opleider_actor, clock, nummer, wil, "", bedrijf.versie)
    weiger_wijziging(session, cast.coordinator, clock, rij.id or 0, "Klopt niet.", rij.versie)


def make_wereld(session: Session, clock: FixedClock) -> Wereld:
    """Do everything, through the services."""
    cast = make_cast(session)
    moment_id = _bespreek(session, cast, clock)
    _oordeel(session, cast, clock)
    melding_id, vp, ander = _meld(session, cast, clock)
    session.flush()
    return Wereld(cast, clock, moment_id, verslag_id(session, moment_id), melding_id, vp, ander)
