"""The big demo school itself: teams, programmes, set-ups of every school year, people who work there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.demo.groot_lot import frame_van, geef_ids, lot, schrijf
from bpv_app.demo.groot_namen import EERSTE_CREBO, NIVEAUS, PLAATSEN, VAKKEN
from bpv_app.demo.kalender import Kalender, moment
from bpv_app.demo.naamgever import slak
from bpv_app.demo.namen import ACHTERNAMEN, VOORNAMEN
from bpv_app.demo.school import DEMO_NAMEN, TEAMS
from bpv_app.dossier.rules import standaard_uren
from bpv_app.dossier.rules_inrichting import standaard_inrichting
from bpv_app.dossier.rules_momenten import als_opgeslagen
from bpv_app.dossier.tables import Inrichting
from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.rechten import Rol
from bpv_app.student.rules import Leerweg
from bpv_app.student.tables import Opleiding, Team
from bpv_app.toegang.tables import Account, AccountRol

PER_TEAM, PER_BEGELEIDER, PER_STUDENTENZAKEN = 600, 28, 2000
"""Students."""
BIJ_DEMO_COORDINATOR = 4
"""New teams of which the demo's coordinator is the coordinator too."""
DOMEIN = "rocvoorbeeld.example"
DAGEN_PER_WEEK = Decimal(4)
JAREN = 3
"""School years, this one included."""


@dataclass(frozen=True, slots=True)
class Programma:
    """A programme as a team offers it."""

    crebo: str
    naam: str
    niveau: int
    jaren: int
    leerweg: Leerweg
    vak: str


@dataclass(frozen=True, slots=True)
class Ploeg:
    """A team with what it teaches and who works there: (account id, name)."""

    team_id: int
    code: str
    sector: str
    programmas: tuple[Programma, ...]
    coordinator: tuple[int, str]
    begeleiders: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class GroteSchool:
    """What students and placements rest on."""

    ploegen: tuple[Ploeg, ...]
    studentenzaken: tuple[tuple[int, str], ...]
    inrichtingen: pl.DataFrame
    """`inrichting_id`, `team_id`, `leerweg`, `jaar`, `helft`, `i_begin`, `i_eind`."""


def maak_school(session: Session, kalender: Kalender, studenten: int) -> GroteSchool:
    """The demo's own teams grow, and new ones come beside them."""
    op = moment(kalender.werkdag(-1200), 9)
    programmas = _programmas(session)
    teams = _teams(session, max(len(TEAMS), round(studenten / PER_TEAM)))
    per_team = -(-studenten // len(teams))
    personeel = _Personeel(session, op, len(teams), per_team, studenten)
    ploegen = []
    for nummer, (team_id, code, sector) in enumerate(teams):
        vakken = list(dict.fromkeys(p.vak for p in programmas[sector]))
        mijn = {vakken[(nummer // len(TEAMS) * 2 + k) % len(vakken)] for k in range(3)}
        ploegen.append(
            Ploeg(
                team_id,
                code,
                sector,
                tuple(p for p in programmas[sector] if p.vak in mijn),
                personeel.coordinator(team_id, nummer),
                personeel.begeleiders(team_id, code),
            )
        )
    personeel.schrijf()
    return GroteSchool(tuple(ploegen), personeel.studentenzaken, _inrichtingen(session, kalender, ploegen))


def _programmas(session: Session) -> dict[str, list[Programma]]:
    """Per sector: those of the demo, and every trade at every level."""
    nieuw: list[Opleiding] = []
    team_van: dict[str, int] = {code: i for i, code in session.execute(sa.select(col(Team.id), col(Team.code))).all()}
    uit: dict[str, list[Programma]] = {}
    for plan in TEAMS:
        uit[plan.code] = [Programma(a.crebo, a.naam, a.niveau, a.jaren, a.leerweg, a.branches[0]) for a in plan.aanbod]
        for vak in VAKKEN[plan.code]:
            for niveau, wie, jaren in NIVEAUS:
                crebo, naam = str(EERSTE_CREBO + len(nieuw)), f"{wie} {vak.lower()}"
                leerweg = Leerweg.BBL if niveau == 3 else Leerweg.BOL
                nieuw.append(Opleiding(crebo=crebo, naam=naam, niveau=niveau, team_id=team_van[plan.code]))
                uit[plan.code].append(Programma(crebo, naam, niveau, jaren, leerweg, vak))
    schrijf(session, Opleiding, frame_van(nieuw))
    return uit


def _teams(session: Session, aantal: int) -> list[tuple[int, str, str]]:
    """Id, code and sector of all teams; the demo's own come first."""
    eigen: dict[str, int] = {code: i for i, code in session.execute(sa.select(col(Team.id), col(Team.code))).all()}
    uit = [(eigen[plan.code], plan.code, plan.code) for plan in TEAMS]
    nieuw = []
    for n in range(aantal - len(uit)):
        plan, (code, plaats) = TEAMS[n % len(TEAMS)], PLAATSEN[n // len(TEAMS) % len(PLAATSEN)]
        ronde = n // (len(TEAMS) * len(PLAATSEN))
        nieuw.append(
            (
                plan.code,
                Team(code=f"{plan.code}-{code}{ronde or ''}", naam=f"{plan.naam} {plaats} {ronde or ''}".strip()),
            )
        )
    if nieuw:
        frame = geef_ids(session, Team, frame_van([team for _, team in nieuw]))
        schrijf(session, Team, frame)
        uit += [(i, team.code, sector) for i, (sector, team) in zip(frame["id"], nieuw, strict=True)]
    return uit


class _Personeel:
    """Accounts of the people who work at the school, without a password; names repeat, addresses do not."""

    def __init__(self, session: Session, op: object, teams: int, per_team: int, studenten: int) -> None:
        self._session, self._op = session, op
        self._per_team = -(-per_team // PER_BEGELEIDER)
        zaken = -(-studenten // PER_STUDENTENZAKEN)
        van_demo = 1 + min(BIJ_DEMO_COORDINATOR, teams - len(TEAMS))
        aantal = teams * (self._per_team + 1) + zaken - van_demo
        ids = geef_ids(session, Account, pl.DataFrame({"x": range(aantal)}))["id"].to_list()
        r = lot("personeel")
        voor, achter = r.integers(len(VOORNAMEN), size=aantal), r.integers(len(ACHTERNAMEN), size=aantal)
        self._vrij = iter(zip(ids, voor.tolist(), achter.tolist(), strict=True))
        self._accounts: list[Account] = []
        self._rollen: list[AccountRol] = []
        demo: dict[str, tuple[int, str]] = {
            gebruikersnaam: (i, naam)
            for i, gebruikersnaam, naam in session.execute(
                sa.select(col(Account.id), col(Account.gebruikersnaam), col(Account.naam))
            ).all()
        }
        self._demo = {rol: demo[naam] for rol, (naam, _) in DEMO_NAMEN.items()}
        self.studentenzaken = tuple(self._account(Rol.STUDENTENZAKEN, None) for _ in range(zaken))

    def _account(self, rol: Rol, team_id: int | None) -> tuple[int, str]:
        nummer, voor, achter = next(self._vrij)
        naam = " ".join(d for d in (VOORNAMEN[voor][0], *ACHTERNAMEN[achter]) if d)
        email = f"{slak(naam).replace('-', '.')}.{nummer}@{DOMEIN}"
        self._accounts.append(
            Account(id=nummer, gebruikersnaam=email, naam=naam, email=email, aangemaakt_op=self._op)  # type: ignore[arg-type]
        )
        self._rollen.append(AccountRol(account_id=nummer, rol=rol, team_id=team_id))
        return nummer, naam

    def coordinator(self, team_id: int, nummer: int) -> tuple[int, str]:
        """Of the demo's own teams there is one already; of some new ones it is the demo's coordinator as well."""
        if len(TEAMS) <= nummer < len(TEAMS) + BIJ_DEMO_COORDINATOR:
            demo = self._demo[Rol.COORDINATOR]
            self._rollen.append(AccountRol(account_id=demo[0], rol=Rol.COORDINATOR, team_id=team_id))
            return demo
        return self._account(Rol.COORDINATOR, team_id)

    def begeleiders(self, team_id: int, code: str) -> tuple[tuple[int, str], ...]:
        """Enough for the team; the demo's begeleider gets as many students as any other of Techniek."""
        eerst = (self._demo[Rol.ONDERWIJSBEGELEIDER],) if code == "TEC" else ()
        aantal = self._per_team - len(eerst)
        return (*eerst, *(self._account(Rol.ONDERWIJSBEGELEIDER, team_id) for _ in range(aantal)))

    def schrijf(self) -> None:
        schrijf(self._session, Account, frame_van(self._accounts))
        schrijf(self._session, AccountRol, frame_van(self._rollen))


def _perioden(jaar: int, leerweg: Leerweg) -> list[tuple[date, date]]:
    """First and last day of the placements of a school year: BOL has two halves, BBL runs through."""
    herfst, lente = _maandag(date(jaar, 9, 4)), _maandag(date(jaar + 1, 2, 4))
    if leerweg is Leerweg.BBL:
        return [(herfst, herfst + timedelta(days=41 * 7 + 4))]
    return [(begin, begin + timedelta(days=19 * 7 + 4)) for begin in (herfst, lente)]


def _maandag(dag: date) -> date:
    return dag - timedelta(days=dag.weekday())


def _inrichtingen(session: Session, kalender: Kalender, ploegen: list[Ploeg]) -> pl.DataFrame:
    rijen, sleutels = [], []
    for ploeg in ploegen:
        for leerweg in (Leerweg.BOL, Leerweg.BBL):
            voorbeeld = standaard_inrichting(leerweg)
            for jaar in range(kalender.studiejaar - JAREN + 1, kalender.studiejaar + 1):
                for helft, (begin, eind) in enumerate(_perioden(jaar, leerweg)):
                    uren = standaard_uren(begin, eind, DAGEN_PER_WEEK)
                    sleutels.append((ploeg.team_id, leerweg.value, jaar, helft, begin, eind, uren.uren_totaal))
                    rijen.append(
                        Inrichting(
                            naam=f"{ploeg.code} {leerweg.value}, start {toon_datum(begin)}",
                            leerweg=leerweg,
                            team_id=ploeg.team_id,
                            begin_op=begin,
                            eind_op=eind,
                            uren_totaal=uren.uren_totaal,
                            uren_per_week=uren.uren_per_week,
                            dagen_per_week=DAGEN_PER_WEEK,
                            gespreksmomenten=[als_opgeslagen(g) for g in voorbeeld.gespreksmomenten],
                            documenten=list(voorbeeld.documenten),
                            in_te_leveren=list(voorbeeld.in_te_leveren),
                            exemplaren=voorbeeld.exemplaren,
                            ondertekenaars=list(voorbeeld.ondertekenaars),
                            is_actief=jaar == kalender.studiejaar,
                        )
                    )
    frame = geef_ids(session, Inrichting, frame_van(rijen))
    schrijf(session, Inrichting, frame)
    kolommen = ("team_id", "leerweg", "jaar", "helft", "i_begin", "i_eind", "i_uren")
    return pl.DataFrame(sleutels, schema=list(kolommen), orient="row").with_columns(frame["id"].alias("inrichting_id"))
