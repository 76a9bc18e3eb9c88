"""The parts students play: for each the days on which its story happened, counted from today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from bpv_app.demo.bedrijven import Bedrijf, Bedrijven
from bpv_app.demo.boek import Boek, id_van
from bpv_app.demo.kalender import Kalender, drukdag, moment, werkdag
from bpv_app.demo.lot import Lot
from bpv_app.demo.studenten import Leerling, houd_lang_genoeg
from bpv_app.demo.verhalen import Verhalen, Wie
from bpv_app.pok.rules import MutatieSoort, Stap
from bpv_app.student.tables import Verbintenis, VerbintenisPeriode


@dataclass(frozen=True, slots=True)
class Duur:
    """First and last day as agreed."""

    begin: date
    eind: date


class Rollen:
    """`speel` tells one part; each part is a method of the same name."""

    def __init__(self, boek: Boek, kalender: Kalender, r: Random, verhalen: Verhalen, bedrijven: Bedrijven) -> None:
        self._boek, self._k, self._r, self._verhalen, self._bedrijven = boek, kalender, r, verhalen, bedrijven
        self._rollen: dict[str, Callable[[Lot, Wie, Duur], None]] = {
            "geen_pok": self._geen_pok,
            "concept": self._concept,
            "concept_kaal": self._concept_kaal,
            "concept_niet_erkend": self._concept_niet_erkend,
            "volledig": self._volledig,
            "geweigerd_eind": self._geweigerd_eind,
            "geweigerd_begin": self._geweigerd_begin,
            "geweigerd_verbintenis": self._geweigerd_verbintenis,
            "afgedrukt": self._afgedrukt,
            "deels": self._deels,
            "laat": self._laat,
            "laat_begonnen": self._laat_begonnen,
            "niet_erkend_bij_tekenen": self._niet_erkend_bij_tekenen,
            "herdrukt": self._herdrukt,
            "teruggezet": self._teruggezet,
            "definitief": self._definitief,
            "loopt_kort": self._definitief,
            "definitief_straks": self._definitief_straks,
            "definitief_voorbij": self._definitief_voorbij,
            "afgerond": self._afgerond,
            "afgerond_vroeg": self._afgerond_vroeg,
            "verlenging": self._verlenging,
            "ander_leerbedrijf": self._ander_leerbedrijf,
            "overig": self._overig,
            "keten": self._keten,
            "afgemeld_concept": lambda lot, wie, d: self._stop(lot, wie, d, self._concept, Stap.MELD_AF),
            "afgemeld_volledig": lambda lot, wie, d: self._stop(lot, wie, d, self._volledig, Stap.MELD_AF),
            "afgemeld_afgedrukt": lambda lot, wie, d: self._stop(lot, wie, d, self._afgedrukt, Stap.MELD_AF),
            "afgewezen_volledig": lambda lot, wie, d: self._stop(lot, wie, d, self._volledig, Stap.WIJS_AF),
            "afgewezen_afgedrukt": lambda lot, wie, d: self._stop(lot, wie, d, self._afgedrukt, Stap.WIJS_AF),
        }

    def speel(self, rol: str, lot: Lot, wie: Wie, duur: Duur) -> None:
        """Put the steps of this part on the time line."""
        self._rollen[rol](lot, wie, duur)

    def duur(self, rol: str, duur: Duur) -> Duur:
        """The days of a placement, where the part needs others than the set-up's period."""
        if rol == "laat":  # starts this week
            begin = self._k.maandag(0) + timedelta(days=self._r.randint(0, 4))
            return Duur(begin, max(duur.eind, self._k.vrijdag(100)))
        if rol == "loopt_kort":  # between a placement that ended and one that is still to be signed
            return Duur(self._k.maandag(-21), self._k.vrijdag(14))
        if rol == "laat_begonnen":
            return Duur(self._k.maandag(-7), duur.eind)
        if rol == "niet_erkend_bij_tekenen":  # before the accreditation ended
            return Duur(self._k.maandag(-14), duur.eind)
        if rol == "definitief_voorbij":
            return Duur(duur.begin, self._k.werkdag(-self._r.randint(2, 9)))
        return duur

    def kies_bedrijf(self, leerling: Leerling, duur: Duur, niet: tuple[Bedrijf | None, ...] = ()) -> Bedrijf:
        """A company of the right trade, accredited from before the placement until after it."""
        return self._r.choice([b for b in self.list_geschikt(leerling, duur) if b not in niet])

    def list_geschikt(self, leerling: Leerling, duur: Duur) -> list[Bedrijf]:
        """The companies that may have this student then; not the demo's own, which has its own students."""
        van = min(duur.begin, self._k.vandaag) - timedelta(days=60)
        tot = max(duur.eind, self._k.dag(200))
        keuze = self._bedrijven.erkend_voor(leerling.aanbod.crebo, leerling.aanbod.branches, van, tot)
        return [b for b in keuze if b is not self._bedrijven.van_demo]

    def _geleden(self, van: int, tot: int) -> date:
        return self._k.dag(-self._r.randint(van, tot))

    # --- before the paper -------------------------------------------------------------------------------------------

    def _geen_pok(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        self._verhalen.geen_pok(lot, wie, self._geleden(3, 28))

    def _concept(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        self._verhalen.concept(lot, wie, duur.begin, duur.eind, self._geleden(2, 9))

    def _concept_kaal(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        self._verhalen.concept(lot, wie, duur.begin, duur.eind, self._geleden(1, 9), kaal=True)

    def _concept_niet_erkend(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        self._bij_afgelopen(lot)
        self._verhalen.concept_niet_erkend(lot, wie, duur.begin, duur.eind, self._geleden(1, 8))

    def _bij_afgelopen(self, lot: Lot) -> None:
        lot.bedrijf = self._bedrijven.pas_afgelopen[lot.leerling.aanbod.crebo]
        lot.opleider, lot.locatie = lot.bedrijf.opleiders[0], None

    def _volledig(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        self._verhalen.volledig(lot, wie, duur.begin, duur.eind, self._geleden(2, 6))

    def _geweigerd_eind(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        """The placement ends after the enrolment does."""
        lot.leerling.verbintenis.gepland_eind_op = duur.eind - timedelta(days=20)
        self._volledig(lot, wie, duur)

    def _geweigerd_begin(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        """The student changes programme; the new enrolment begins after the placement."""
        oud = lot.leerling.verbintenis
        oud.werkelijk_eind_op, oud.eind_reden = self._k.dag(-12), "Andere opleiding"
        velden = oud.model_dump(exclude={"id", "werkelijk_eind_op", "eind_reden"})
        begin = duur.begin + timedelta(days=14)
        lot.leerling.verbintenis = self._boek.voeg(Verbintenis(**{**velden, "volgnummer": "2", "begin_op": begin}))
        lot.leerling.periode = self._boek.voeg(
            VerbintenisPeriode(
                **{
                    **lot.leerling.periode.model_dump(exclude={"id"}),
                    "verbintenis_id": id_van(lot.leerling.verbintenis),
                    "begin_op": begin,
                }
            )
        )
        self._volledig(lot, wie, duur)

    def _geweigerd_verbintenis(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        """The enrolment ended in the register before the agreement was sent."""
        self._verhalen.volledig(lot, wie, duur.begin, duur.eind, self._k.dag(-3))
        verbintenis = lot.leerling.verbintenis

        def eindig() -> None:
            verbintenis.werkelijk_eind_op, verbintenis.eind_reden = self._k.dag(-8), "Gestopt"

        self._verhalen.tijd.op(moment(self._k.werkdag(-3), 7), eindig)

    # --- on paper ---------------------------------------------------------------------------------------------------

    def _afgedrukt(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        self._verhalen.afgedrukt(lot, wie, duur.begin, duur.eind, self._geleden(3, 10))

    def _deels(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        druk = self._verhalen.afgedrukt(lot, wie, duur.begin, duur.eind, self._geleden(10, 18))
        terug = druk + timedelta(days=self._r.randint(4, 8))
        self._verhalen.tekenen(lot, wie, druk, terug, partijen=self._r.choice((1, 2)))
        if self._r.random() < 0.3:
            self._verhalen.bel(lot, wie, self._k.dag(-1), opnieuw=3)

    def _laat(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        """Starts this week and is not signed."""
        druk = self._verhalen.afgedrukt(lot, wie, duur.begin, duur.eind, self._geleden(16, 24))
        if self._r.random() < 0.4:
            self._verhalen.tekenen(lot, wie, druk, druk + timedelta(days=8), partijen=1)
        self._verhalen.bel(lot, wie, self._k.dag(-7), opnieuw=4)
        if self._r.random() < 0.6:
            self._verhalen.bel(lot, wie, self._k.dag(-2), door_begeleider=True, opnieuw=2)

    def _laat_begonnen(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        self._verhalen.afgedrukt(lot, wie, duur.begin, duur.eind, self._geleden(22, 28))
        for dagen in (10, 5, 1):
            self._verhalen.bel(lot, wie, self._k.dag(-dagen), door_begeleider=dagen == 5, opnieuw=min(dagen, 4))

    def _niet_erkend_bij_tekenen(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        """All parties signed, but the accreditation had ended by then: it does not become definitief."""
        self._bij_afgelopen(lot)
        druk = self._verhalen.afgedrukt(lot, wie, duur.begin, duur.eind, self._k.dag(-26))
        self._verhalen.tekenen(lot, wie, druk, self._k.dag(-5))

    def _herdrukt(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        herdruk = self._k.dag(-6)
        self._verhalen.teruggezet(lot, wie, duur.begin, duur.eind, self._k.dag(-24), herdruk=herdruk)

    def _teruggezet(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        self._verhalen.teruggezet(lot, wie, duur.begin, duur.eind, self._geleden(11, 14), herdruk=None)

    # --- signed and done --------------------------------------------------------------------------------------------

    def _definitief(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        dag = duur.begin - timedelta(days=self._r.randint(12, 24))
        self._verhalen.definitief(lot, wie, duur.begin, duur.eind, dag)

    def _definitief_straks(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        self._verhalen.definitief(lot, wie, duur.begin, duur.eind, self._geleden(16, 24))

    def _definitief_voorbij(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        self._definitief(lot, wie, duur)

    def _afgerond(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        dag = duur.begin - timedelta(days=self._r.randint(12, 24))
        klaar = duur.eind + timedelta(days=self._r.randint(3, 10))
        self._verhalen.afgerond(lot, wie, duur.begin, duur.eind, dag, klaar=klaar)

    def _afgerond_vroeg(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        dag = duur.begin - timedelta(days=self._r.randint(12, 24))
        vroeg = werkdag(self._geleden(40, 90))
        klaar = vroeg + timedelta(days=self._r.randint(3, 10))
        self._verhalen.afgerond(lot, wie, duur.begin, duur.eind, dag, klaar=klaar, vroeg=vroeg)

    def _stop(self, lot: Lot, wie: Wie, duur: Duur, eerst: Callable[[Lot, Wie, Duur], None], stap: Stap) -> None:
        """Stopped yesterday, or on the last school day before."""
        eerst(lot, wie, duur)
        self._verhalen.stop(lot, wie, self._k.dag(-1), stap)

    # --- amendments -------------------------------------------------------------------------------------------------

    def _ander_lot(self, lot: Lot, duur: Duur) -> Lot:
        bedrijf = self.kies_bedrijf(lot.leerling, duur, (lot.bedrijf,))
        return replace(lot, bedrijf=bedrijf, opleider=bedrijf.opleiders[0], locatie=None)

    def _verlenging(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        self._definitief(lot, wie, duur)
        self._verleng(lot, wie, duur)

    def _verleng(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        eind = duur.eind + timedelta(days=56)
        houd_lang_genoeg(lot.leerling, eind)
        self._verhalen.mutatie(
            lot,
            wie,
            self._geleden(4, 8),
            MutatieSoort.VERLENGING,
            self._k.maandag(7),
            eind,
            "De student heeft meer tijd nodig om alle werkprocessen te laten zien.",
        )

    def _ander_leerbedrijf(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        """Printed again, waiting for signatures."""
        self._definitief(lot, wie, duur)
        self._naar_ander(lot, wie, duur, self._geleden(18, 21))
        self._verhalen.na_mutatie(lot, wie, self._k.dag(-8), getekend=False)

    def _naar_ander(self, lot: Lot, wie: Wie, duur: Duur, dag: date) -> None:
        ingang = dag + timedelta(days=7 - dag.weekday())
        reden = "Het leerbedrijf heeft te weinig werk voor de opdrachten van de opleiding."
        self._verhalen.mutatie(
            lot, wie, dag, MutatieSoort.ANDER_LEERBEDRIJF, ingang, duur.eind, reden, self._ander_lot(lot, duur)
        )

    def _overig(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        """Other days, agreed, printed and signed again."""
        self._definitief(lot, wie, duur)
        self._verhalen.mutatie(
            lot, wie, self._geleden(30, 33), MutatieSoort.OVERIG, self._k.maandag(-28), duur.eind,
            "De student werkt voortaan op andere dagen.",
        )  # fmt: skip
        self._verhalen.na_mutatie(lot, wie, drukdag(self._k.dag(-20)), getekend=True)

    def _keten(self, lot: Lot, wie: Wie, duur: Duur) -> None:
        """Three agreements: another company, signed again, and then longer."""
        self._definitief(lot, wie, duur)
        self._naar_ander(lot, wie, duur, self._k.dag(-45))
        self._verhalen.na_mutatie(lot, wie, self._k.dag(-36), getekend=True)
        self._verleng(lot, wie, duur)
