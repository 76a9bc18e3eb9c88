"""The students with their enrolments, as the register and the school's own file would have brought them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from bpv_app.demo.boek import Boek, id_van
from bpv_app.demo.kalender import Kalender, moment
from bpv_app.demo.naamgever import Naamgever, Persoonsnaam
from bpv_app.demo.namen import STRATEN
from bpv_app.demo.school import TEAMS, Aanbod, School, TeamPlan, eind_van_cohort, verdeel
from bpv_app.kernel.zoek import maak_zoektekst
from bpv_app.pok.rules import is_minderjarig
from bpv_app.student.inlezen_verbintenis import BRON_KRD
from bpv_app.student.rules import Leerweg
from bpv_app.student.tables import Student, Verbintenis, VerbintenisPeriode

NAMELOOS = 3
"""Students the register told us of whose names no file has brought yet."""


@dataclass(slots=True, eq=False)
class Leerling:
    """A student with the current enrolment. `leerjaar` 1 has no placement yet."""

    student: Student
    verbintenis: Verbintenis
    periode: VerbintenisPeriode
    team: str
    aanbod: Aanbod
    leerjaar: int
    bezet_tot: date | None = field(default=None)
    """Last day of the placements made so far."""

    @property
    def leerweg(self) -> Leerweg:
        return self.aanbod.leerweg


class StudentenMaker:
    """Makes the students of all teams; a quarter of them are in their first year."""

    def __init__(self, boek: Boek, kalender: Kalender, r: Random, namen: Naamgever, school: School) -> None:
        self._boek, self._kalender, self._r, self._namen, self._school = boek, kalender, r, namen, school
        self._op = moment(kalender.werkdag(-3), 7)

    def maak(self, demo_student: str) -> list[Leerling]:
        """`demo_student`: name of the first student, the one with the demo account."""
        uit: list[Leerling] = []
        for plan in TEAMS:
            for n, aanbod in enumerate(verdeel(plan.studenten, plan.aanbod)):
                # Two years at level 2: nobody is in a third one there.
                leerjaar = 1 + (n % 4 != 0) + (n % 4 == 3 and aanbod.jaren > 2)
                naam = self._namen.persoon()
                if not uit:
                    roepnaam, _, achternaam = demo_student.partition(" ")
                    naam, leerjaar, aanbod = Persoonsnaam(roepnaam, "", achternaam, "M"), 3, plan.aanbod[0]
                uit.append(self._leerling(plan, aanbod, leerjaar, naam, len(uit)))
        for leerling in [x for x in uit if x.leerjaar == 1][-NAMELOOS:]:
            self._zonder_naam(leerling.student)
        return uit

    def _leerling(self, plan: TeamPlan, aanbod: Aanbod, leerjaar: int, naam: Persoonsnaam, nummer: int) -> Leerling:
        cohort = self._kalender.studiejaar - leerjaar + 1
        ouder = self._r.randint(17, 26) if aanbod.leerweg is Leerweg.BBL else self._r.randint(16, 18)
        if nummer == 0:
            ouder = 18  # the demo student signs without a guardian
        adres = self._namen.adres(STRATEN)
        team_id = id_van(self._school.teams[plan.code])
        letter = "ABC"[nummer % (2 if plan.studenten < 80 else 3)]
        mentor = self._school.begeleiders[plan.code][nummer % len(self._school.begeleiders[plan.code])].naam
        geboren = date(cohort - ouder, self._r.randint(1, 12), self._r.randint(1, 28))
        student = Student(
            studentnummer=str(410_000 + 7 * nummer),
            krd_sleutel=f"DEMO{nummer + 1:05d}",
            naam=naam.naam,
            roepnaam=naam.roepnaam,
            tussenvoegsel=naam.tussenvoegsel,
            achternaam=naam.achternaam,
            geboortedatum=geboren,
            geboortejaar=geboren.year,
            geslacht=naam.geslacht,
            email=self._namen.email(naam.naam, "student.rocvoorbeeld.example"),
            telefoon=self._namen.telefoon("06"),
            straat=adres.straat,
            huisnummer=adres.huisnummer,
            postcode=adres.postcode,
            plaats=adres.plaats,
            voogd_naam=self._voogd(naam, geboren),
            klas=f"{plan.code}{leerjaar}{letter}",
            mentor=mentor,
            team_id=team_id,
            bijgewerkt_op=self._op,
        )
        student.zoektekst = zoektekst_van(student)
        self._boek.voeg(student)
        return self._met_verbintenis(student, plan, aanbod, leerjaar)

    def _voogd(self, naam: Persoonsnaam, geboren: date) -> str:
        """Known of nearly every minor; where it is not, the paper leaves a line for it."""
        if not is_minderjarig(geboren, self._kalender.vandaag) or self._r.random() < 0.1:
            return ""
        voornaam = self._r.choice(("Fatma", "Karin", "Ahmed", "Monique", "Piotr", "Sandra", "Thanh", "Erik"))
        return " ".join(d for d in (voornaam, naam.tussenvoegsel, naam.achternaam) if d)

    def _met_verbintenis(self, student: Student, plan: TeamPlan, aanbod: Aanbod, leerjaar: int) -> Leerling:
        begin = date(self._kalender.studiejaar - leerjaar + 1, 8, 1)
        verbintenis = self._boek.voeg(
            Verbintenis(
                student_id=id_van(student),
                volgnummer="1",
                begin_op=begin,
                gepland_eind_op=eind_van_cohort(begin, max(aanbod.jaren, leerjaar)),
                crebo=aanbod.crebo,
                opleiding_naam=aanbod.naam,
                leerweg=aanbod.leerweg,
                niveau=aanbod.niveau,
                cohort=str(begin.year),
                team_id=student.team_id,
                bron=BRON_KRD,
            )
        )
        periode = self._boek.voeg(
            VerbintenisPeriode(
                verbintenis_id=id_van(verbintenis),
                begin_op=begin,
                crebo=aanbod.crebo,
                leerweg=aanbod.leerweg,
                niveau=aanbod.niveau,
                aanbieder="123A456",
                locatie="123X789",
            )
        )
        return Leerling(student, verbintenis, periode, plan.code, aanbod, leerjaar)

    def _zonder_naam(self, student: Student) -> None:
        for veld in ("naam", "roepnaam", "tussenvoegsel", "achternaam", "email", "telefoon", "voogd_naam", "mentor"):
            setattr(student, veld, "")
        for veld in ("straat", "huisnummer", "postcode", "plaats", "klas"):
            setattr(student, veld, "")
        student.studentnummer = None
        student.zoektekst = zoektekst_van(student)


def zoektekst_van(student: Student) -> str:
    """What a search for this student looks in; the same parts as the import takes."""
    return maak_zoektekst(
        student.naam, student.achternaam, student.studentnummer, student.krd_sleutel, student.klas, student.mentor
    )


def houd_lang_genoeg(leerling: Leerling, eind: date) -> None:
    """Let the enrolment run at least until the end of a placement: the register refuses one that ends later."""
    gepland = leerling.verbintenis.gepland_eind_op
    while gepland is not None and gepland < eind:
        gepland = (gepland + timedelta(days=366)).replace(month=7, day=31)
    leerling.verbintenis.gepland_eind_op = gepland
