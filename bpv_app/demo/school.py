"""The school itself: teams, programmes, the people who work there, the dossier set-ups."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from random import Random

from bpv_app.demo.boek import Boek, id_van
from bpv_app.demo.kalender import Kalender, moment
from bpv_app.demo.naamgever import Naamgever
from bpv_app.dossier.rules import standaard_uren
from bpv_app.dossier.rules_inrichting import check_inrichting, standaard_inrichting
from bpv_app.dossier.rules_momenten import als_opgeslagen
from bpv_app.dossier.tables import Inrichting
from bpv_app.kernel.actor import Actor, RolToewijzing
from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.rechten import Rol
from bpv_app.student.rules import Leerweg
from bpv_app.student.tables import Opleiding, Team
from bpv_app.toegang.tables import Account, AccountRol

WACHTWOORD = "demo"
DEMO_NAMEN: dict[Rol, tuple[str, str]] = {
    Rol.COORDINATOR: ("coordinator@demo.bpv", "Marloes van den Berg"),
    Rol.ONDERWIJSBEGELEIDER: ("begeleider@demo.bpv", "Rachid El Amrani"),
    Rol.STUDENTENZAKEN: ("studentenzaken@demo.bpv", "Linh Đặng"),
    Rol.STUDENT: ("student@demo.bpv", "Yusuf Bakker"),
    Rol.PRAKTIJKOPLEIDER: ("praktijkopleider@demo.bpv", "Jolanda Prins"),
    Rol.BEHEER: ("beheer@demo.bpv", "Sander Hoekstra"),
}
"""One account per role, as the login page offers them: user name and who it is."""


@dataclass(frozen=True, slots=True)
class Aanbod:
    """A programme as the team offers it: route, how many of a hundred students, in which trades one learns it."""

    crebo: str
    naam: str
    niveau: int
    leerweg: Leerweg
    deel: int
    jaren: int
    branches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """A team with its size and its programmes."""

    code: str
    naam: str
    studenten: int
    bedrijven: int
    begeleiders: int
    aanbod: tuple[Aanbod, ...]


_EI = "Eerste monteur elektrotechnische installaties woning en utiliteit"
TEAMS = (
    TeamPlan("TEC", "Techniek", 112, 40, 7, (
        Aanbod("25736", _EI, 3, Leerweg.BOL, 48, 3, ("Elektrotechniek", "Installaties B.V.")),
        Aanbod("25736", _EI, 3, Leerweg.BBL, 18, 3, ("Elektrotechniek", "Installaties B.V.")),
        Aanbod("25297", "Technicus engineering", 4, Leerweg.BOL, 18, 4, ("Techniek & Onderhoud",)),
        Aanbod("25244", "Eerste autotechnicus", 3, Leerweg.BBL, 16, 3, ("Autobedrijf",)),
    )),
    TeamPlan("ICT", "ICT", 96, 30, 4, (
        Aanbod("25604", "Software developer", 4, Leerweg.BOL, 50, 4, ("Software",)),
        Aanbod("25606", "Expert IT systems and devices", 4, Leerweg.BOL, 30, 4, ("ICT Diensten B.V.", "Systeembeheer")),
        Aanbod("25607", "Medewerker ICT support", 2, Leerweg.BOL, 20, 2, ("ICT Diensten B.V.", "Systeembeheer")),
    )),
    TeamPlan("ZW", "Zorg en Welzijn", 88, 32, 4, (
        Aanbod("25656", "Verzorgende IG", 3, Leerweg.BBL, 40, 3, ("Zorggroep", "Thuiszorg")),
        Aanbod("25655", "Mbo-verpleegkundige", 4, Leerweg.BOL, 36, 4, ("Zorggroep", "Thuiszorg")),
        Aanbod("25698", "Onderwijsassistent", 4, Leerweg.BOL, 24, 3, ("Kinderopvang & School",)),
    )),
    TeamPlan("EO", "Economie en Ondernemen", 60, 26, 3, (
        Aanbod("25134", "Commercieel medewerker", 3, Leerweg.BOL, 62, 3, ("Handelsonderneming", "Groothandel")),
        Aanbod("25371", "Logistiek medewerker", 2, Leerweg.BBL, 38, 2, ("Logistiek B.V.", "Groothandel")),
    )),
    TeamPlan("HT", "Horeca en Toerisme", 44, 22, 2, (
        Aanbod("25182", "Zelfstandig werkend kok", 3, Leerweg.BBL, 55, 3, ("Restaurant", "Eten & Drinken")),
        Aanbod("25182", "Zelfstandig werkend kok", 3, Leerweg.BOL, 45, 3, ("Restaurant", "Eten & Drinken")),
    )),
)  # fmt: skip

PERIODEN: dict[Leerweg, dict[str, tuple[int, int]]] = {
    Leerweg.BOL: {"vorig": (-217, -26), "nu": (-70, 82), "straks": (21, 161)},
    Leerweg.BBL: {"vorig": (-330, -24), "nu": (-112, 240), "straks": (14, 364)},
}
"""First and last week of a placement period per route, in days from today."""


@dataclass(slots=True)
class School:
    """Who and what there is, for the rest of the demo."""

    teams: dict[str, Team] = field(default_factory=dict)
    coordinator: dict[str, Actor] = field(default_factory=dict)
    begeleiders: dict[str, list[Actor]] = field(default_factory=dict)
    studentenzaken: list[Actor] = field(default_factory=list)
    inrichtingen: dict[tuple[str, Leerweg, str], Inrichting] = field(default_factory=dict)
    email: dict[int, str] = field(default_factory=dict)


class SchoolMaker:
    """Makes teams, programmes, staff and set-ups."""

    def __init__(self, boek: Boek, kalender: Kalender, r: Random, namen: Naamgever, wachtwoord_hash: str) -> None:
        self._boek, self._kalender, self._r, self._namen = boek, kalender, r, namen
        self._hash = wachtwoord_hash
        self._op = moment(kalender.werkdag(-400), 9)

    def maak(self) -> School:
        school = School()
        for plan in TEAMS:
            team = self._boek.voeg(Team(code=plan.code, naam=plan.naam))
            school.teams[plan.code] = team
        bekend: set[str] = set()
        for plan in TEAMS:
            for aanbod in plan.aanbod:
                if aanbod.crebo not in bekend:
                    bekend.add(aanbod.crebo)
                    self._boek.voeg(
                        Opleiding(
                            crebo=aanbod.crebo,
                            naam=aanbod.naam,
                            niveau=aanbod.niveau,
                            team_id=school.teams[plan.code].id,
                        )
                    )
        self._personeel(school)
        self._inrichtingen(school)
        return school

    # --- people -----------------------------------------------------------------------------------------------------

    def account(
        self, naam: str, toewijzingen: tuple[RolToewijzing, ...], *, demo: Rol | None = None, is_actief: bool = True
    ) -> Actor:
        """An account with its roles. Only the six demo accounts have a password."""
        email = self._namen.email(naam, "rocvoorbeeld.example")
        rij = self._boek.voeg(
            Account(
                gebruikersnaam=DEMO_NAMEN[demo][0] if demo else email,
                naam=naam,
                email=email,
                telefoon=self._namen.telefoon("071"),
                wachtwoord_hash=self._hash if demo else "",
                is_actief=is_actief,
                aangemaakt_op=self._op,
            )
        )
        for t in toewijzingen:
            self._boek.voeg(
                AccountRol(
                    account_id=id_van(rij),
                    rol=t.rol,
                    team_id=t.team_id,
                    student_id=t.student_id,
                    leerbedrijf_id=t.leerbedrijf_id,
                    contactpersoon_id=t.contactpersoon_id,
                )
            )
        return Actor(rij.id, naam, toewijzingen)

    def demo_account(self, rol: Rol, *toewijzingen: RolToewijzing) -> Actor:
        """The demo account of a role."""
        return self.account(DEMO_NAMEN[rol][1], toewijzingen or (RolToewijzing(rol),), demo=rol)

    def _personeel(self, school: School) -> None:
        team_id = {code: id_van(team) for code, team in school.teams.items()}
        demo_teams = ("TEC", "ICT")
        demo = self.demo_account(
            Rol.COORDINATOR, *(RolToewijzing(Rol.COORDINATOR, team_id=team_id[c]) for c in demo_teams)
        )
        school.coordinator = dict.fromkeys(demo_teams, demo)
        begeleider = self.demo_account(
            Rol.ONDERWIJSBEGELEIDER, RolToewijzing(Rol.ONDERWIJSBEGELEIDER, team_id=team_id["TEC"])
        )
        school.begeleiders["TEC"] = [begeleider]
        school.studentenzaken = [self.demo_account(Rol.STUDENTENZAKEN)]
        self.demo_account(Rol.BEHEER)
        school.studentenzaken.append(self.account(self._namen.naam(), (RolToewijzing(Rol.STUDENTENZAKEN),)))
        for plan in TEAMS:
            eigen = team_id[plan.code]
            rijtje = school.begeleiders.setdefault(plan.code, [])
            if plan.code not in school.coordinator:  # a small team: its coordinator guides students as well
                rollen = (RolToewijzing(Rol.COORDINATOR, eigen), RolToewijzing(Rol.ONDERWIJSBEGELEIDER, eigen))
                school.coordinator[plan.code] = self.account(self._namen.naam(), rollen)
                rijtje.append(school.coordinator[plan.code])
            while len(rijtje) < plan.begeleiders:
                rijtje.append(self.account(self._namen.naam(), (RolToewijzing(Rol.ONDERWIJSBEGELEIDER, eigen),)))
        self.account(
            self._namen.naam(), (RolToewijzing(Rol.ONDERWIJSBEGELEIDER, team_id["ICT"]),), is_actief=False
        )  # fmt: skip

    # --- set-ups ----------------------------------------------------------------------------------------------------

    def _inrichtingen(self, school: School) -> None:
        for plan in TEAMS:
            for leerweg in dict.fromkeys(a.leerweg for a in plan.aanbod):
                for periode, (begin, eind) in PERIODEN[leerweg].items():
                    dagen = (self._kalender.maandag(begin), self._kalender.vrijdag(eind))
                    rij = self._inrichting(plan, school.teams[plan.code], leerweg, dagen)
                    school.inrichtingen[plan.code, leerweg, periode] = rij
        oud = (self._kalender.maandag(-600), self._kalender.vrijdag(-460))
        self._inrichting(TEAMS[0], school.teams["TEC"], Leerweg.BOL, oud, is_actief=False)

    def _inrichting(
        self, plan: TeamPlan, team: Team, leerweg: Leerweg, dagen: tuple[date, date], *, is_actief: bool = True
    ) -> Inrichting:
        begin, eind = dagen
        per_week = Decimal(4)
        uren = standaard_uren(begin, eind, per_week)
        invoer = standaard_inrichting(leerweg)
        goed = check_inrichting(
            type(invoer)(
                naam=f"{plan.naam} {leerweg.value}, start {toon_datum(begin)}",
                leerweg=leerweg,
                team_id=team.id,
                begin_op=begin,
                eind_op=eind,
                uren_totaal=uren.uren_totaal,
                uren_per_week=uren.uren_per_week,
                dagen_per_week=per_week,
                gespreksmomenten=invoer.gespreksmomenten,
                documenten=invoer.documenten,
                exemplaren=invoer.exemplaren,
                ondertekenaars=invoer.ondertekenaars,
            )
        )
        velden = {naam: getattr(goed, naam) for naam in type(goed).__dataclass_fields__}
        velden |= {
            "gespreksmomenten": [als_opgeslagen(g) for g in goed.gespreksmomenten],
            "documenten": list(goed.documenten),
            "ondertekenaars": list(goed.ondertekenaars),
        }
        return self._boek.voeg(Inrichting(**velden, is_actief=is_actief))


def verdeel(aantal: int, aanbod: tuple[Aanbod, ...]) -> list[Aanbod]:
    """The programmes of `aantal` students, in proportion and spread evenly over the row."""
    grenzen = [0]
    for a in aanbod:
        grenzen.append(grenzen[-1] + a.deel)
    uit: list[Aanbod] = []
    for i in range(aantal):
        # 37 and 100 share no factor: a hundred students in a row get each share exactly once.
        plek = i * 37 % 100
        uit.append(next(a for a, (van, tot) in zip(aanbod, pairwise(grenzen), strict=True) if van <= plek < tot))
    return uit


def eind_van_cohort(begin: datetime | date, jaren: int) -> date:
    """31 July, so many years after the cohort began."""
    return date(begin.year + jaren, 7, 31)
