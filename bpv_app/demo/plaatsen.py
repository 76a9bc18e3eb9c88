"""Places of the demo's companies: for the period that runs, the next one and the one after, with who has a slot there.

Who is placed follows from the agreements; statuses come from the app's own life cycle. What its services would write
besides (history, audit) is written here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from bpv_app.demo.bedrijven import AFGELOPEN, Bedrijf, Bedrijven
from bpv_app.demo.boek import Boek, id_van
from bpv_app.demo.kalender import Kalender, moment
from bpv_app.demo.plaatsteksten import INTREKREDENEN, TEKSTEN
from bpv_app.demo.school import PERIODEN, TEAMS, Aanbod, School
from bpv_app.demo.schrijfwerk import Schrijfwerk
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.zoek import maak_zoektekst
from bpv_app.matching.rules_plaats import ClaimSoort, Gebeurtenis, Herkomst, PlaatsStatus
from bpv_app.matching.rules_plaats_stap import OVERGANGEN, Stap
from bpv_app.matching.tables import Plaats, PlaatsClaim, PlaatsCrebo, PlaatsGebeurtenis
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.student.rules import Leerweg
from bpv_app.toegang.tables import AccountRol

AANTAL = 180
STRAKS_AANTAL = 116
NU_AANTAL = 36
LATER = {Leerweg.BOL: (175, 301), Leerweg.BBL: (280, 640)}
"""First and last week of the period after the next one, in days from today."""
_GEPLAATST = frozenset({PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF})
_DAGEN = ((), (), (0, 1, 2, 3), (0, 1, 3, 4), (1, 2, 3, 4))
_VERGOEDING = {Leerweg.BOL: (None, 25000, 30000, 35000, 40000), Leerweg.BBL: (None, 145000, 162500, 171000)}


@dataclass(frozen=True, slots=True)
class Plan:
    """A place to be made: where, for which programmes, when; `poks`: who is there or will be."""

    bedrijf: Bedrijf
    leerweg: Leerweg
    aanbod: tuple[Aanbod, ...]
    wanneer: str
    van: date
    tot: date
    poks: tuple[Pok, ...]


class PlaatsenMaker:
    """One per load."""

    def __init__(self, boek: Boek, werk: Schrijfwerk, kalender: Kalender, school: School, bedrijven: Bedrijven) -> None:
        self._boek, self._werk, self._k = boek, werk, kalender
        self._school, self._bedrijven = school, bedrijven
        self._r = Random("plaatsen")  # noqa: S311 - what a company offers
        self._van_contact = {x.contactpersoon_id: x.account_id for x in boek.alle(AccountRol) if x.contactpersoon_id}
        self._per_bedrijf: dict[int, list[Pok]] = {}
        self._gehouden: dict[int, list[tuple[date, date]]] = {}
        for pok in boek.alle(Pok):
            if pok.leerbedrijf_id is not None and pok.begin_op is not None and pok.eind_op is not None:
                self._per_bedrijf.setdefault(pok.leerbedrijf_id, []).append(pok)

    def maak(self) -> None:
        """Exactly `AANTAL` places: for the next period, for the one that runs, and for the one after."""
        straks = self._plannen("straks", PERIODEN)
        # Where students go, there is a place; of the others every company keeps its first as long as there is room.
        straks.sort(key=lambda p: (p.bedrijf is not self._bedrijven.van_demo, not p.poks, p.leerweg is Leerweg.BBL))
        plannen = straks[:STRAKS_AANTAL]
        nu = [p for p in self._plannen("nu", PERIODEN) if p.poks]
        plannen += nu[:NU_AANTAL]
        later = self._plannen("later", {w: {"later": d} for w, d in LATER.items()})
        self._r.shuffle(later)
        # The demo's own company always has something that still has to be offered.
        later.sort(key=lambda p: p.bedrijf is not self._bedrijven.van_demo)
        for n, plan in enumerate([*plannen, *later][:AANTAL]):
            self._plaats(n, plan)

    def _plannen(self, wanneer: str, perioden: dict[Leerweg, dict[str, tuple[int, int]]]) -> list[Plan]:
        uit = []
        for nummer, bedrijf in enumerate(self._bedrijven.alle):
            aanbod = [a for plan in TEAMS for a in plan.aanbod if bedrijf.branche in a.branches]
            for leerweg in dict.fromkeys(a.leerweg for a in aanbod):
                begin, eind = perioden[leerweg][wanneer]
                van, tot = self._k.maandag(begin), self._k.vrijdag(eind)
                past = tuple(
                    a
                    for a in aanbod
                    if a.leerweg is leerweg
                    and (bedrijf.is_erkend(a.crebo, van, van) or (nummer in AFGELOPEN and wanneer == "straks"))
                )
                if past:
                    uit.append(Plan(bedrijf, leerweg, past, wanneer, van, tot, self._poks(bedrijf, leerweg, van, tot)))
        return uit

    def _poks(self, bedrijf: Bedrijf, leerweg: Leerweg, van: date, tot: date) -> tuple[Pok, ...]:
        """Agreements at this company that lie around this period; each student once."""
        van, tot = van - timedelta(days=21), tot + timedelta(days=21)
        gevonden: dict[int, Pok] = {}
        for pok in self._per_bedrijf.get(id_van(bedrijf.rij), ()):
            begin, eind = pok.begin_op, pok.eind_op
            loopt = begin is not None and eind is not None and van <= begin and eind <= tot
            if loopt and pok.leerweg is leerweg and (pok.status in _GEPLAATST or pok.status is PokStatus.CONCEPT):
                gevonden[pok.student_id] = pok
        return tuple(gevonden.values())

    def _status(self, n: int, plan: Plan) -> PlaatsStatus:
        if plan.wanneer == "nu":
            return PlaatsStatus.GESLOTEN
        if plan.wanneer == "later":
            return (PlaatsStatus.CONCEPT, PlaatsStatus.AANGEBODEN, PlaatsStatus.CONCEPT)[n % 3]
        if plan.bedrijf is self._bedrijven.van_demo:
            return PlaatsStatus.AANGEBODEN
        if n % 29 == 7:
            return PlaatsStatus.INGETROKKEN
        return PlaatsStatus.GESLOTEN if n % 17 == 5 else PlaatsStatus.AANGEBODEN

    def _plaats(self, n: int, plan: Plan) -> None:
        r, rij = self._r, plan.bedrijf.rij
        teksten = TEKSTEN[plan.bedrijf.branche]
        titel, taken = teksten[n % len(teksten)]
        opleider = plan.bedrijf.opleiders[n % len(plan.bedrijf.opleiders)]
        if plan.bedrijf is self._bedrijven.van_demo:
            opleider = plan.bedrijf.opleiders[0]
        van_school = n % 5 == 3
        team = next(t.code for t in TEAMS if plan.aanbod[0] in t.aanbod)
        wie = self._school.coordinator[team] if van_school else Actor(
            self._van_contact.get(id_van(opleider)), opleider.naam
        )  # fmt: skip
        locatie = plan.bedrijf.locaties[0] if plan.bedrijf.locaties and n % 3 == 0 else None
        crebos = sorted({a.crebo for a in plan.aanbod})
        gemaakt = moment(self._k.werkdag(-95 - n % 40 if plan.wanneer == "nu" else -12 - n % 40), 10, n % 60)
        dagen = _DAGEN[n % len(_DAGEN)]
        plaats = self._boek.voeg(
            Plaats(
                leerbedrijf_id=id_van(rij),
                locatie_id=locatie.id if locatie else None,
                praktijkopleider_id=opleider.id,
                titel=titel,
                taken=taken,
                leerweg=plan.leerweg,
                niveau_min=min(a.niveau for a in plan.aanbod),
                niveau_max=max(a.niveau for a in plan.aanbod),
                van=plan.van,
                tot=plan.tot,
                aantal=max(1, len(plan.poks)) + r.choice((0, 0, 0, 1, 1, 2) if plan.wanneer != "nu" else (0,)),
                dagen=list(dagen),
                dagen_per_week=len(dagen) or 4,
                min_leeftijd=18 if "avond" in titel else 17 if "verpleeghuis" in titel else None,
                rijbewijs="rijbewijs is nodig" in taken,
                vergoeding=r.choice(_VERGOEDING[plan.leerweg]),
                max_keuzes=r.choice((None, None, None, 10)),
                bedrijf_rangschikt=n % 11 == 4,
                status=PlaatsStatus.CONCEPT,
                herkomst=Herkomst.SCHOOL if van_school else Herkomst.BEDRIJF,
                aangemaakt_op=gemaakt,
                aangemaakt_door=wie.naam,
                account_id=wie.account_id,
                bijgewerkt_op=gemaakt,
                zoektekst=maak_zoektekst(
                    titel, rij.naam, rij.plaats, *((locatie.naam, locatie.plaats) if locatie else ()), *crebos,
                    *sorted({a.naam for a in plan.aanbod}), taken,
                ),
            )
        )  # fmt: skip
        for crebo in crebos:
            self._boek.voeg(PlaatsCrebo(plaats_id=id_van(plaats), crebo=crebo))
        self._gebeurtenis(wie, gemaakt, plaats, Gebeurtenis.GEMAAKT, aantal=plaats.aantal)
        self._werk.audit_gemaakt(wie, gemaakt, plaats, "leerbedrijf_id", "praktijkopleider_id", "herkomst")
        self._loop(n, plan, plaats, wie, gemaakt)

    def _loop(self, n: int, plan: Plan, plaats: Plaats, wie: Actor, gemaakt: datetime) -> None:
        """From concept to where it stands now, with the slots given on the way."""
        wil = self._status(n, plan)
        if wil is PlaatsStatus.CONCEPT:
            return
        self._stap(wie, gemaakt + timedelta(days=1), plaats, Stap.BIED_AAN)
        op = gemaakt + timedelta(days=6)
        vrij = [pok for pok in plan.poks if not self._heeft_al(pok.student_id, plaats)]
        for nummer, pok in enumerate(vrij, start=1):
            self._claim(nummer, pok, plaats, op + timedelta(hours=nummer))
        if wil is PlaatsStatus.GESLOTEN:
            self._stap(wie, gemaakt + timedelta(days=9), plaats, Stap.SLUIT)
        elif wil is PlaatsStatus.INGETROKKEN:
            self._trek_in(n, plaats, wie, gemaakt + timedelta(days=9))

    def _heeft_al(self, student_id: int, plaats: Plaats) -> bool:
        """Whether the student has a slot of another place on any of these days; as in the app, that is one too many."""
        perioden = self._gehouden.setdefault(student_id, [])
        if any(van <= plaats.tot and plaats.van <= tot for van, tot in perioden):
            return True
        perioden.append((plaats.van, plaats.tot))
        return False

    def _claim(self, nummer: int, pok: Pok, plaats: Plaats, op: datetime) -> None:
        """Who has an agreement is placed; for whom it still is a concept the slot is kept."""
        soort = ClaimSoort.BEZET if pok.status in _GEPLAATST else ClaimSoort.GERESERVEERD
        team = next(code for code, rij in self._school.teams.items() if rij.id == pok.team_id)
        wie = self._school.coordinator[team]
        claim = self._boek.voeg(
            PlaatsClaim(
                plaats_id=id_van(plaats),
                nummer=nummer,
                aantal=plaats.aantal,
                soort=soort,
                student_id=pok.student_id,
                dossier_id=pok.dossier_id,
                op=op,
                account_id=wie.account_id,
                door_naam=wie.naam,
            )
        )
        self._gebeurtenis(wie, op, plaats, Gebeurtenis(soort.value), student_id=pok.student_id)
        self._werk.audit_gemaakt(wie, op, claim, "plaats_id", "student_id", "soort")

    def _trek_in(self, n: int, plaats: Plaats, wie: Actor, op: datetime) -> None:
        """Reservations lapse; who is placed stays in sight."""
        reden = INTREKREDENEN[n % len(INTREKREDENEN)]
        self._stap(wie, op, plaats, Stap.TREK_IN, reden)
        claims = self._boek.alle(PlaatsClaim)
        # The book numbers its rows by their place: a slot that lapses must be the last one made.
        while claims and claims[-1].plaats_id == plaats.id and claims[-1].soort is ClaimSoort.GERESERVEERD:
            weg = claims.pop()
            self._gebeurtenis(wie, op, plaats, Gebeurtenis.VRIJGEGEVEN, student_id=weg.student_id, reden=reden)

    def _stap(self, wie: Actor, op: datetime, plaats: Plaats, stap: Stap, reden: str = "") -> None:
        overgang, van = OVERGANGEN[stap], plaats.status
        assert van in overgang.van
        plaats.status, plaats.bijgewerkt_op = overgang.naar, op
        plaats.versie += 1
        self._gebeurtenis(wie, op, plaats, overgang.gebeurtenis, reden=reden)
        self._werk.audit_status(wie, op, plaats, van)

    def _gebeurtenis(
        self, wie: Actor, op: datetime, plaats: Plaats, wat: Gebeurtenis, *, reden: str = "",
        student_id: int | None = None, aantal: int | None = None,
    ) -> None:  # fmt: skip
        self._boek.noteer(
            PlaatsGebeurtenis,
            plaats_id=id_van(plaats),
            wat=wat,
            op=op,
            account_id=wie.account_id,
            door_naam=wie.naam,
            reden=reden,
            student_id=student_id,
            aantal=aantal,
        )
