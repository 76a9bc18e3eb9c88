"""Casts students, companies and begeleiders for the parts, and lets everything happen in order of time."""

from __future__ import annotations

from collections import Counter
from random import Random

from bpv_app.demo.bedrijven import Bedrijf, Bedrijven
from bpv_app.demo.boek import Boek, id_van
from bpv_app.demo.kalender import Kalender, moment
from bpv_app.demo.lot import Lot
from bpv_app.demo.rollen import Duur, Rollen
from bpv_app.demo.rolverdeling import AANTALLEN, GEWEIGERD, NIET_ERKEND, NU, VORIG, periode_van
from bpv_app.demo.school import PERIODEN, TEAMS, School
from bpv_app.demo.studenten import Leerling, houd_lang_genoeg
from bpv_app.demo.verhalen import Tijdlijn, Verhalen, Wie
from bpv_app.demo.verteller import Verteller
from bpv_app.leerbedrijf.rules import Aanleiding
from bpv_app.student.rules import Leerweg
from bpv_app.student.tables import KrdPok

BIJ_GROOT_BEDRIJF = 6
BIJ_DEMO_OPLEIDER = ("definitief", "deels")
"""Parts of the two trainees the demo's praktijkopleider has besides the demo's student."""
BIJ_DEMO_BEGELEIDER = ("laat", "deels", "definitief_voorbij", "ander_leerbedrijf")
"""Parts the demo's begeleider has in any case, so that there is something to do."""


class Draaiboek:
    """One per load."""

    def __init__(
        self,
        boek: Boek,
        kalender: Kalender,
        r: Random,
        school: School,
        bedrijven: Bedrijven,
        leerlingen: list[Leerling],
        verteller: Verteller,
    ) -> None:
        self._boek, self._k, self._r = boek, kalender, r
        self._school, self._bedrijven, self._leerlingen = school, bedrijven, leerlingen
        self._verteller = verteller
        self._tijd = Tijdlijn()
        self._rollen = Rollen(boek, kalender, r, Verhalen(self._tijd, verteller, kalender, r), bedrijven)
        self._beurt: Counter[str] = Counter()
        self._bij_opleider = list(BIJ_DEMO_OPLEIDER)
        self._bij_groot: list[Bedrijf] = []
        self._bij_begeleider = list(BIJ_DEMO_BEGELEIDER)

    def vertel(self) -> None:
        """Plan every part, then play the time line."""
        self._krd_verleden()
        for n, plan in enumerate(TEAMS):
            self._team(plan.code, [naam for naam, aantallen in AANTALLEN.items() for _ in range(aantallen[n])])
        self._met_de_hand()
        self._tijd.speel()

    def _krd_verleden(self) -> None:
        """Agreements of two years ago that only the register knows: our own numbers go on after them."""
        for leerling in [x for x in self._leerlingen if x.leerjaar == 3][::3]:
            begin, eind = self._k.maandag(-560), self._k.vrijdag(-450)
            erkend = self._bedrijven.erkend_voor(leerling.aanbod.crebo, leerling.aanbod.branches, begin, eind)
            bedrijf = self._r.choice(erkend)
            self._boek.voeg(
                KrdPok(
                    verbintenis_id=id_van(leerling.verbintenis),
                    volgnummer="1",
                    afsluitdatum=self._k.werkdag(-575),
                    begin_op=begin,
                    gepland_eind_op=eind,
                    werkelijk_eind_op=eind,
                    uren=400,
                    sbb_id=bedrijf.rij.sbb_id or "",
                    crebo=leerling.aanbod.crebo,
                )
            )
            self._verteller.begin_volgnummer(id_van(leerling.verbintenis), 1)

    def _met_de_hand(self) -> None:
        """Accreditation checks a coordinator made before calling a company, some with a no."""
        for n in range(0, len(self._bedrijven.alle), 12):
            bedrijf, team = self._bedrijven.alle[n], TEAMS[n % len(TEAMS)]
            op = moment(self._k.werkdag(-2 - n % 17), 13, n % 60)
            crebo = next((r.crebo for r in bedrijf.regels), team.aanbod[0].crebo)
            actor = self._school.coordinator[team.code]
            self._verteller.werk.controle(
                actor, op, bedrijf, crebo, self._k.maandag(21), Aanleiding.HANDMATIG
            )  # fmt: skip

    # --- casting ----------------------------------------------------------------------------------------------------

    def _team(self, team: str, rollen: list[str]) -> None:
        """Later-year students in turn; one in two who finished a placement goes on to a next one."""
        vrij = [x for x in self._leerlingen if x.team == team and x.leerjaar > 1]
        if team == "TEC":
            demo = vrij.pop(0)
            self._geef(demo, "afgerond")
            self._geef(demo, "loopt_kort", self._bedrijven.van_demo)
            self._geef(demo, "afgedrukt", self._bedrijven.van_demo)
            rollen.remove("afgerond")
            rollen.remove("afgedrukt")
        self._r.shuffle(vrij)
        klaar: list[Leerling] = []
        for rol in rollen:
            mag_opnieuw = rol not in (*VORIG, *NU, *GEWEIGERD, *NIET_ERKEND)
            gaat_verder = mag_opnieuw and klaar and self._r.random() < 0.5
            leerling = klaar.pop(0) if gaat_verder else self._neem(vrij, rol)
            bedrijf = None
            if rol in self._bij_opleider and team == "TEC" and leerling.aanbod.crebo == self._demo_crebo():
                self._bij_opleider.remove(rol)
                bedrijf = self._bedrijven.van_demo
            self._geef(leerling, rol, bedrijf)
            if rol == "afgerond":
                klaar.append(leerling)

    def _demo_crebo(self) -> str:
        return TEAMS[0].aanbod[0].crebo

    def _neem(self, vrij: list[Leerling], rol: str) -> Leerling:
        """The next student; for a part with an ended accreditation one whose programme has such a company."""
        for n, leerling in enumerate(vrij):
            if rol not in NIET_ERKEND or leerling.aanbod.crebo in self._bedrijven.pas_afgelopen:
                return vrij.pop(n)
        raise AssertionError(f"no student left for {rol}")

    def _geef(self, leerling: Leerling, rol: str, bedrijf: Bedrijf | None = None) -> None:
        """Give a student a part; `bedrijf`: at this company, with its first praktijkopleider."""
        duur = self._rollen.duur(rol, self._duur(leerling.leerweg, periode_van(rol)))
        houd_lang_genoeg(leerling, duur.eind)
        team, beurt = leerling.team, self._beurt[leerling.team]
        begeleiders = self._school.begeleiders[team]
        # The demo's student has the demo's begeleider in every placement.
        is_demo = leerling is self._leerlingen[0] or (team == "TEC" and rol in self._bij_begeleider)
        if is_demo and rol in self._bij_begeleider:
            self._bij_begeleider.remove(rol)
        self._beurt[team] += not is_demo
        wie = Wie(
            coordinator=self._school.coordinator[team],
            studentenzaken=self._school.studentenzaken[beurt % 3 == 2],
            begeleider=begeleiders[0 if is_demo else beurt % len(begeleiders)],
        )
        gekozen = bedrijf or self._rollen.kies_bedrijf(leerling, duur)
        if bedrijf is None and rol == "afgerond" and team == "TEC":
            gekozen = self._groot_of(gekozen, leerling, duur)
        tweede = bedrijf is None and beurt % 4 == 3
        lot = Lot(
            leerling=leerling,
            inrichting=self._school.inrichtingen[team, leerling.leerweg, periode_van(rol)],
            begeleider=wie.begeleider,
            bedrijf=gekozen,
            opleider=gekozen.opleiders[-1 if tweede else 0],
            locatie=gekozen.locaties[0] if gekozen.locaties and self._r.random() < 0.6 else None,
        )
        self._rollen.speel(rol, lot, wie, duur)

    def _groot_of(self, gekozen: Bedrijf, leerling: Leerling, duur: Duur) -> Bedrijf:
        """The one company that had many trainees, while it has room and may have this student.

        So that there are enough answers for the totals of a company, and other companies that have too few.
        """
        if not self._bij_groot:
            self._bij_groot = [gekozen]
        elif len(self._bij_groot) < BIJ_GROOT_BEDRIJF and self._bij_groot[0] in self._rollen.list_geschikt(
            leerling, duur
        ):
            gekozen = self._bij_groot[0]
            self._bij_groot.append(gekozen)
        return gekozen

    def _duur(self, leerweg: Leerweg, periode: str) -> Duur:
        """The set-up's period; one in three begins a week or two later, as agreed with the company."""
        begin, eind = PERIODEN[leerweg][periode]
        schuif = self._r.choice((0, 0, 0, 0, 7, 14))
        return Duur(self._k.maandag(begin + schuif), self._k.vrijdag(eind))
