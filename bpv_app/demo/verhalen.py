"""The stories: one method per way a placement can go. Each puts its steps on the time line (`Tijdlijn`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from bpv_app.demo.kalender import Kalender, drukdag, moment, werkdag
from bpv_app.demo.lot import Lot
from bpv_app.demo.verteller import Verteller
from bpv_app.dossier.rules import standaard_uren
from bpv_app.kernel.actor import Actor
from bpv_app.pok.rules import EIND_LABEL, EindReden, MutatieSoort, Partij, Stap
from bpv_app.pok.rules_afsluiten import Afsluiting, check_afsluiting
from bpv_app.pok.rules_voortraject import Voortraject

DAGEN_PER_WEEK = Decimal(4)
REDENEN_AFMELDEN = (
    "Student stopt met de opleiding.",
    "Student is langdurig ziek.",
    "Student gaat naar een andere school.",
)
REDENEN_AFWIJZEN = ("Leerbedrijf heeft toch geen begeleiding beschikbaar.", "Leerbedrijf gaat verhuizen.")
BELLEN = (
    ("{roepnaam}", "Geen gehoor, voicemail ingesproken."),
    ("{roepnaam}", "POK ligt thuis, wordt deze week getekend en ingeleverd."),
    ("{opleider}", "Papieren zijn nog niet ontvangen; opnieuw toegestuurd per e-mail."),
    ("ouder van {roepnaam}", "Zoekt de envelop op en brengt hem langs bij de balie."),
)


@dataclass(slots=True)
class Tijdlijn:
    """What happens when. Played in order of time; at the same moment in the order in which it was told."""

    stappen: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)

    def op(self, wanneer: datetime, stap: Callable[[], None]) -> None:
        self.stappen.append((wanneer, len(self.stappen), stap))

    def speel(self) -> None:
        for _, _, stap in sorted(self.stappen, key=lambda s: s[:2]):
            stap()


@dataclass(slots=True)
class Wie:
    """The people of one placement."""

    coordinator: Actor
    studentenzaken: Actor
    begeleider: Actor


class Verhalen:
    """Every method tells one placement; dates are days, `B` and `E` the agreed first and last day."""

    def __init__(self, tijd: Tijdlijn, verteller: Verteller, kalender: Kalender, r: Random) -> None:
        self.tijd, self.v, self.k, self.r = tijd, verteller, kalender, r

    # --- building blocks --------------------------------------------------------------------------------------------

    def voortraject(self, lot: Lot, begin: date, eind: date, dag: date, *, kaal: bool = False) -> Voortraject:
        """The data of an agreement made on `dag`. `kaal`: no company yet."""
        uren = standaard_uren(begin, eind, DAGEN_PER_WEEK)
        return Voortraject(
            leerbedrijf_id=None if kaal else lot.bedrijf.rij.id,
            locatie_id=lot.locatie.id if lot.locatie and not kaal else None,
            praktijkopleider_id=None if kaal else lot.opleider.id,
            begin_op=begin,
            eind_op=eind,
            afsluitdatum=dag,
            uren_totaal=uren.uren_totaal,
            uren_per_week=uren.uren_per_week,
            dagen_per_week=DAGEN_PER_WEEK,
        )

    def _om(self, dag: date, uur: int) -> datetime:
        return moment(werkdag(dag), uur, self.r.randint(0, 50))

    def geen_pok(self, lot: Lot, wie: Wie, dag: date) -> None:
        op = self._om(dag, 8)
        self.tijd.op(op, lambda: self.v.koppel(lot, wie.coordinator, op))

    def concept(self, lot: Lot, wie: Wie, begin: date, eind: date, dag: date, *, kaal: bool = False) -> None:
        """Coupled some weeks before, made ready on `dag`."""
        self.geen_pok(lot, wie, dag - timedelta(days=self.r.randint(5, 21)))
        op = self._om(dag, 9)
        gegevens = self.voortraject(lot, begin, eind, werkdag(dag), kaal=kaal)
        self.tijd.op(op, lambda: self._maak(lot, wie, op, gegevens))

    def _maak(self, lot: Lot, wie: Wie, op: datetime, gegevens: Voortraject) -> None:
        self.v.maak_concept(lot, wie.coordinator, op, gegevens)

    def concept_niet_erkend(self, lot: Lot, wie: Wie, begin: date, eind: date, dag: date) -> None:
        """Tried to send; the register said no."""
        self.concept(lot, wie, begin, eind, dag)
        op = self._om(dag, 11)
        self.tijd.op(op, lambda: self.v.probeer_volledig(lot, wie.coordinator, op))

    def volledig(self, lot: Lot, wie: Wie, begin: date, eind: date, dag: date) -> None:
        self.concept(lot, wie, begin, eind, dag - timedelta(days=self.r.randint(2, 9)))
        op = self._om(dag, 10)
        self.tijd.op(op, lambda: self.v.verstuur(lot, wie.coordinator, op))

    def afgedrukt(self, lot: Lot, wie: Wie, begin: date, eind: date, dag: date) -> date:
        """Returns the day of printing: the last printing day on or before `dag`."""
        druk = drukdag(dag)
        self.volledig(lot, wie, begin, eind, druk - timedelta(days=self.r.randint(3, 8)))
        self._druk(lot, wie, druk)
        return druk

    def _druk(self, lot: Lot, wie: Wie, dag: date) -> None:
        op = moment(dag, 10, 55)
        self.tijd.op(op, lambda: self.v.druk_af(lot, wie.studentenzaken, op))

    def tekenen(self, lot: Lot, wie: Wie, druk: date, terug: date, *, partijen: int = 9) -> None:
        """The student signs a few days after printing, then the company; `terug` is the day the paper is back.

        `partijen`: how many of them have signed by then.
        """
        student = druk + timedelta(days=self.r.randint(1, 3))
        bedrijf = student + timedelta(days=self.r.randint(0, 2))
        dagen = {Partij.STUDENT: student, Partij.VOOGD: student, Partij.LEERBEDRIJF: bedrijf}
        terug = werkdag(terug)
        op = moment(terug, 14, self.r.randint(0, 40))

        def registreer() -> None:
            for n, partij in enumerate(self.v.partijen(lot, student)[:partijen]):
                dag = min(dagen.get(partij, terug), terug)
                self.v.teken(lot, wie.studentenzaken, op + timedelta(minutes=n), partij, dag)

        self.tijd.op(op, registreer)

    def bel(self, lot: Lot, wie: Wie, dag: date, *, door_begeleider: bool = False, opnieuw: int = 0) -> None:
        """A call on `dag`; `opnieuw`: in how many days to call again, 0 for not."""
        met_wie, notitie = self.r.choice(BELLEN)
        op = self._om(dag, 15)
        wanneer = werkdag(dag) + timedelta(days=opnieuw) if opnieuw else None
        actor = wie.begeleider if door_begeleider else wie.studentenzaken
        naam = met_wie.format(roepnaam=lot.leerling.student.roepnaam, opleider=lot.opleider.naam)
        self.tijd.op(op, lambda: self.v.werk.belnotitie(actor, op, lot.huidig, naam, notitie, wanneer))

    # --- whole stories ----------------------------------------------------------------------------------------------

    def definitief(self, lot: Lot, wie: Wie, begin: date, eind: date, dag: date) -> date:
        """Printed on or before `dag`, back and signed within twelve days. Returns the day it was back."""
        druk = self.afgedrukt(lot, wie, begin, eind, dag)
        terug = werkdag(druk + timedelta(days=self.r.randint(7, 12)))
        self.tekenen(lot, wie, druk, terug)
        plek = f"Archief {terug.year}, map {self.r.randint(1, 24)}"
        met_scan = self.r.random() < 0.12

        def berg_op() -> None:
            self.v.archiveer(lot, plek)
            if met_scan:
                self.v.werk.scan(wie.studentenzaken, moment(terug, 15, 30), lot.huidig)

        self.tijd.op(moment(terug, 15, 30), berg_op)
        return terug

    def afgerond(
        self, lot: Lot, wie: Wie, begin: date, eind: date, dag: date, *, klaar: date, vroeg: date | None = None
    ) -> None:
        """Closed on day `klaar`; `vroeg`: the real, earlier end."""
        self.definitief(lot, wie, begin, eind, dag)
        reden, toelichting, werkelijk = EindReden.VOLTOOID, "", eind
        documenten = list(lot.inrichting.documenten)
        deel = Decimal(self.r.randint(97, 104)) / 100
        if vroeg is not None:
            werkelijk = vroeg
            reden, toelichting = self.r.choice(
                (
                    (EindReden.GESTOPT_STUDENT, "De student is met de opleiding gestopt."),
                    (EindReden.GESTOPT_BEDRIJF, "Het leerbedrijf kon de begeleiding niet meer bieden."),
                    (EindReden.GEDIPLOMEERD, "De student heeft eerder dan gepland het diploma gehaald."),
                )
            )
            documenten = documenten[:2]
            deel = Decimal((vroeg - begin).days) / Decimal((eind - begin).days)
        uren = standaard_uren(begin, eind, DAGEN_PER_WEEK).uren_totaal
        waarden = {
            "werkelijk_eind_op": werkelijk,
            "eind_reden": reden,
            "gerealiseerde_uren": (uren * deel * 2).quantize(Decimal(1)) / 2,
        }
        op = self._om(klaar, 16)
        check_afsluiting(
            Afsluiting(**waarden, toelichting=toelichting, documenten_klaar=tuple(documenten)),  # type: ignore[arg-type]
            begin_op=begin,
            eind_op=eind,
            documenten=lot.inrichting.documenten,
            vandaag=werkdag(klaar),
        )
        waarom = f"{EIND_LABEL[reden].nl}. {toelichting}".strip()
        self.tijd.op(op, lambda: self.v.sluit_af(lot, wie.begeleider, op, waarden, documenten, waarom))

    def stop(self, lot: Lot, wie: Wie, dag: date, stap: Stap) -> None:
        """Withdrawn or rejected on `dag`, from whatever status it has then."""
        reden = self.r.choice(REDENEN_AFMELDEN if stap is Stap.MELD_AF else REDENEN_AFWIJZEN)
        op = self._om(dag, 16)
        self.tijd.op(op, lambda: self.v.stop(lot, wie.coordinator, op, stap, reden))

    def teruggezet(self, lot: Lot, wie: Wie, begin: date, eind: date, dag: date, *, herdruk: date | None) -> None:
        """Printed with a mistake, partly signed, put back; `herdruk`: printed again."""
        druk = self.afgedrukt(lot, wie, begin, eind, dag)
        self.tekenen(lot, wie, druk, druk + timedelta(days=4), partijen=1)
        op = self._om(druk + timedelta(days=7), 16)
        reden = "De naam van de praktijkopleider was veranderd; opnieuw afdrukken."
        self.tijd.op(op, lambda: self.v.zet_terug(lot, wie.studentenzaken, op, reden))
        if herdruk is not None:
            self._druk(lot, wie, drukdag(herdruk))

    def mutatie(
        self,
        lot: Lot,
        wie: Wie,
        dag: date,
        soort: MutatieSoort,
        ingang: date,
        eind: date,
        reden: str,
        nieuw: Lot | None = None,
    ) -> None:
        """Amend a running agreement on `dag`; `nieuw`: the new company and its people, if other."""
        op = self._om(dag, 16)
        door = wie.begeleider if soort is MutatieSoort.OVERIG else wie.coordinator

        def doe() -> None:
            bron = nieuw or lot
            lot.bedrijf, lot.opleider, lot.locatie = bron.bedrijf, bron.opleider, bron.locatie
            gegevens = self.voortraject(lot, ingang, eind, werkdag(dag))
            self.v.muteer(lot, door, op, soort, ingang, gegevens, reden)

        self.tijd.op(op, doe)

    def na_mutatie(self, lot: Lot, wie: Wie, dag: date, *, getekend: bool) -> None:
        """The new agreement of the chain is printed on or before `dag`, and perhaps signed."""
        druk = drukdag(dag)
        self._druk(lot, wie, druk)
        if getekend:
            self.tekenen(lot, wie, druk, druk + timedelta(days=7))
