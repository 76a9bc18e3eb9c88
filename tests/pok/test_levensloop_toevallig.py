"""Random walks through the life cycle over the real services, with what must always hold checked after every step."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy.engine import Engine
from sqlmodel import Session, col

from bpv_app import opslag
from bpv_app.db import lezen, maak_engine, transaction
from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.mutatie.queries import bezwaar_tot, doel_van, lees_keten
from bpv_app.mutatie.service import start_vervangende_plek
from bpv_app.outbox.rules import BerichtStatus
from bpv_app.outbox.tables import Bericht
from bpv_app.pok import service
from bpv_app.pok.krd_bericht import KANAAL
from bpv_app.pok.rules import KRD_STATUS, LOPEND, EindReden, KrdStatus, MutatieSoort, PokStatus
from bpv_app.pok.rules_bezwaar import WijzigingStand, WijzigingStatus, bepaal_stand
from bpv_app.pok.rules_voortraject import Voortraject
from bpv_app.pok.rules_wijziging import naar_json
from bpv_app.pok.tables import Pok, PokDocument, PokHandtekening, PokHistorie
from bpv_app.pok.tables_wijziging import PokBezwaar, PokWijziging
from bpv_app.student.rules import Leerweg
from bpv_app.student.tables import Verbintenis
from tests.makers import make_contactpersoon, make_erkenning
from tests.pok.hulp import ALLE_PARTIJEN, ander_bedrijf, id_van
from tests.pok.rolverdeling import Cast, make_cast

# Which status may follow which, written out once more: the walk must never leave these paths.
MAG = {
    (None, "concept"), ("concept", "volledig"), ("volledig", "afgedrukt"), ("afgedrukt", "definitief"),
    ("definitief", "afgerond"), ("concept", "afgemeld"), ("volledig", "afgemeld"), ("afgedrukt", "afgemeld"),
    ("concept", "afgewezen"), ("volledig", "afgewezen"), ("afgedrukt", "afgewezen"), ("afgedrukt", "volledig"),
    ("definitief", "volledig"), ("volledig", "concept"), ("afgedrukt", "concept"), ("definitief", "concept"),
    ("volledig", "vervangen"), ("afgedrukt", "vervangen"), ("definitief", "vervangen"),
}  # fmt: skip
VAST = ("leerbedrijf_id", "begin_op", "eind_op", "afsluitdatum", "crebo", "uren_totaal")
KRD_EVENT = {**{s: k.value for s, k in KRD_STATUS.items()}, PokStatus.VERVANGEN: "vervangen"}


BUITENSTAANDERS = ("ander_team", "andere_begeleider", "student", "praktijkopleider", "beheer", "niemand")
CREBOS = ("25736", "25111")


def _doel(session: Session, dossier_id: int) -> int:
    return doel_van(session, lees_keten(session, dossier_id))


ACTIES = (
    *("vooruit",) * 12,
    *("muteer", "blad") * 3,
    *("zet_terug", "bezwaar", "handel_af", "opleider", "stop_vroeg", "vervang_plek") * 2,
    *("zet_klaar", "druk_af", "teken", "streep_door", "sluit_af", "vreemde", "krd", "val_af", "begeleider", "wacht"),
)
POK_SOORTEN = (MutatieSoort.OVERIG, MutatieSoort.VERLENGING, MutatieSoort.VERKORTING, MutatieSoort.ANDER_LEERBEDRIJF,
               MutatieSoort.ANDERE_UREN, MutatieSoort.ANDER_KEUZEDEEL, MutatieSoort.ANDERE_CREBO,
               MutatieSoort.ANDERE_LEERWEG)  # fmt: skip
BLAD_SOORTEN = (MutatieSoort.VERLENGING, MutatieSoort.VERKORTING, MutatieSoort.ANDERE_UREN,
                MutatieSoort.ANDER_KEUZEDEEL)  # fmt: skip


class Wandeling(RuleBasedStateMachine):
    """Everybody tries everything on one placement; what is refused must change nothing."""

    sjabloon: ClassVar[Path]
    map: ClassVar[Path]
    teller: ClassVar[int] = 0
    gezien: ClassVar[set[str]] = set()

    motor: Engine
    clock: FixedClock
    cast: Cast

    @initialize()
    def begin(self) -> None:
        Wandeling.teller += 1
        pad = self.map / f"{Wandeling.teller}.db"
        shutil.copy(self.sjabloon, pad)
        self.motor = maak_engine(f"sqlite:///{pad}")
        self.clock = FixedClock(datetime(2026, 11, 26, 9, 0, tzinfo=UTC))
        with transaction(op=self.motor) as session:
            self.cast = make_cast(session)
            self.ander = ander_bedrijf(session, self.cast)
            self.collega = id_van(make_contactpersoon(session, self.cast.leerbedrijf))
            for bedrijf in (self.cast.leerbedrijf.id, self.ander["leerbedrijf_id"]):
                make_erkenning(session, session.get_one(Leerbedrijf, bedrijf), CREBOS[1])
        self.gedrukt: dict[tuple[int, int], tuple[object, ...]] = {}

    def teardown(self) -> None:
        if hasattr(self, "motor"):
            self.motor.dispose()

    def _doe(self, werk: Callable[[Session], Any]) -> None:
        """One transaction, as a handler does it; a refusal rolls it back."""
        try:
            with transaction(op=self.motor) as session:
                werk(session)
        except DomeinFout:
            return

    def _pok(self, session: Session) -> int:
        pok = service.huidige_pok(session, self.cast.dossier_id)
        return id_van(pok) if pok else 0

    @rule(actie=st.sampled_from(ACTIES), n=st.integers(0, 10_000))
    def stap(self, actie: str, n: int) -> None:
        """One attempt; one rule with weights, because separate rules would be left out of whole walks."""
        getattr(self, f"_{actie}")(n)

    def _zet_klaar(self, n: int) -> None:
        v = self.cast.voortraject(begin_op=date(2026, 12, 7) + timedelta(days=n % 40), uren_totaal=n % 900)
        self._doe(lambda s: service.zet_klaar(s, self.cast.coordinator, self.clock, self.cast.dossier_id, v))

    def _maak_volledig(self, _n: int) -> None:
        self._doe(lambda s: service.maak_volledig_alle(s, self.cast.coordinator, self.clock, [self._pok(s)]))

    def _druk_af(self, _n: int) -> None:
        self._doe(lambda s: service.druk_af(s, self.cast.studentenzaken, self.clock, [self._pok(s)]))

    def _teken(self, n: int) -> None:
        partij, op = ALLE_PARTIJEN[n % 3], self.clock.vandaag() - timedelta(days=n // 3 % 3)
        zaken = self.cast.studentenzaken
        self._doe(lambda s: service.registreer_handtekening(s, zaken, self.clock, self._pok(s), partij, op))

    def _teken_alles(self, _n: int) -> None:
        for n in range(3):
            self._teken(n)

    def _vooruit(self, n: int) -> None:
        """The straight road, one to four steps: so that walks also get far."""
        for _ in range(1 + n % 4):
            with lezen(op=self.motor) as session:
                pok = service.huidige_pok(session, self.cast.dossier_id)
                status = pok.status if pok else None
            if status is PokStatus.CONCEPT:
                self._maak_volledig(n)
            elif status is PokStatus.VOLLEDIG:
                self._druk_af(n)
            elif status is PokStatus.AFGEDRUKT:
                self._teken_alles(n)
            elif status is not PokStatus.DEFINITIEF:
                self._zet_klaar(500)

    def _streep_door(self, n: int) -> None:
        partij, zaken = ALLE_PARTIJEN[n % 3], self.cast.studentenzaken
        self._doe(lambda s: service.verwijder_handtekening(s, zaken, self.clock, self._pok(s), partij, "Vergissing"))

    def _zet_terug(self, n: int) -> None:
        naar = (PokStatus.CONCEPT, PokStatus.VOLLEDIG)[n % 2]
        self._doe(lambda s: service.zet_terug(s, self.cast.studentenzaken, self.clock, self._pok(s), naar, "Terug"))

    def _val_af(self, n: int) -> None:
        verb = (service.meld_af, service.wijs_af)[n % 2]
        self._doe(lambda s: verb(s, self.cast.coordinator, self.clock, self._pok(s), "Gaat niet door"))

    def _anders(self, pok: Pok, soort: MutatieSoort, n: int) -> Voortraject:
        """A form for this kind, now and then with a mistake in it."""
        v = replace(service.voortraject_van(pok), uren_totaal=1 + n % 900, afsluitdatum=None)
        dagen = timedelta(days=1 + n % 60)
        if soort is MutatieSoort.VERLENGING and v.eind_op:
            v = replace(v, eind_op=v.eind_op + dagen)
        elif soort is MutatieSoort.VERKORTING and v.eind_op:
            v = replace(v, eind_op=v.eind_op - dagen)
        elif soort is MutatieSoort.ANDER_LEERBEDRIJF:
            v = replace(v, **self.ander)
        elif soort is MutatieSoort.ANDER_KEUZEDEEL:
            v = replace(v, keuzedeel=f"K{n % 9999:04d}")
        return v

    def _kies(self, soorten: tuple[MutatieSoort, ...], wat: str, n: int) -> MutatieSoort:
        """A kind that no walk has carried out yet, as long as there is one: none is left out."""
        over = [s for s in soorten if f"{wat}:{s}" not in Wandeling.gezien] or soorten
        return over[n % len(over)]

    def _muteer(self, n: int) -> None:
        """A new POK, of every kind that makes one."""
        soort = self._kies(POK_SOORTEN, "pok", n)

        def werk(session: Session) -> None:
            pok = service.get_pok(session, self.cast.begeleider, self._pok(session))
            ingang = (pok.begin_op or date(2026, 12, 7)) + timedelta(days=n % 200)
            verbintenis = session.get_one(Verbintenis, pok.verbintenis_id)
            if soort is MutatieSoort.ANDERE_CREBO:  # the register changed the enrolment first
                verbintenis.crebo = CREBOS[pok.crebo == CREBOS[0]]
            if soort is MutatieSoort.ANDERE_LEERWEG:
                verbintenis.leerweg = Leerweg.BBL if pok.leerweg is Leerweg.BOL else Leerweg.BOL
            session.flush()
            v = self._anders(pok, soort, n)
            uit = service.muteer(session, self.cast.begeleider, self.clock, id_van(pok), soort, ingang, v, "Anders",
                                 op_verzoek=n % 5 > 0)  # fmt: skip
            Wandeling.gezien.add(f"pok:{uit.nieuw.mutatie_soort}")

        self._doe(werk)

    def _blad(self, n: int) -> None:
        """A new version of the bpv-blad, of every kind that makes one."""
        soort = self._kies(BLAD_SOORTEN, "blad", n)

        def werk(session: Session) -> None:
            pok = service.get_pok(session, self.cast.coordinator, self._pok(session))
            tot = bezwaar_tot(self.clock.vandaag())
            service.maak_bpvblad(session, self.cast.coordinator, self.clock, id_van(pok), soort, pok.begin_op,
                                 self._anders(pok, soort, n), "Anders", tot, op_verzoek=n % 5 > 0)  # fmt: skip
            Wandeling.gezien.add(f"blad:{soort}")

        self._doe(werk)

    def _wijziging(self, session: Session) -> int:
        return session.execute(sa.select(sa.func.max(PokWijziging.id))).scalar_one() or 0

    def _bezwaar(self, n: int) -> None:
        partij, wie = ALLE_PARTIJEN[n % 3], (self.cast.begeleider, self.cast.studentenzaken)[n % 2]
        self._doe(
            lambda s: service.registreer_bezwaar(s, wie, self.clock, self._wijziging(s), partij, "Niet eens", None)
        )

    def _handel_af(self, n: int) -> None:
        verb = (service.handhaaf, service.trek_in)[n % 2]
        self._doe(lambda s: verb(s, self.cast.coordinator, self.clock, self._wijziging(s), "Overlegd"))

    def _opleider(self, n: int) -> None:
        def werk(session: Session) -> None:
            pok = service.get_pok(session, self.cast.begeleider, self._pok(session))
            wie = (self.collega, self.cast.opleider.id)[n % 2]
            v = replace(service.voortraject_van(pok), praktijkopleider_id=wie)
            service.wijzig_opleider(session, self.cast.begeleider, self.clock, id_van(pok), v, "Vertrokken")

        self._doe(werk)

    def _begeleider(self, n: int) -> None:
        wie = (self.cast.begeleider, self.cast.andere_begeleider)[n % 2].account_id
        self._doe(lambda s: service.stel_begeleider_in(s, self.cast.coordinator, self.clock, self.cast.dossier_id, wie))

    def _wacht(self, n: int) -> None:
        """Time passes: terms end."""
        self.clock.moment += timedelta(days=n % 20)

    def _stop_vroeg(self, n: int) -> None:
        self.clock.moment += timedelta(days=20)
        afsluiting = service.Afsluiting(self.clock.vandaag(), EindReden.GESTOPT_BEDRIJF, Decimal(n % 300), "Gestopt")
        self._doe(lambda s: service.sluit_af(s, self.cast.begeleider, self.clock, self._pok(s), afsluiting))

    def _vervang_plek(self, _n: int) -> None:
        def werk(session: Session) -> None:
            co, dossier = self.cast.coordinator, self.cast.dossier_id
            voor = _doel(session, dossier)
            eerder = lees_keten(session, dossier)
            nieuw = start_vervangende_plek(session, co, self.clock, dossier, "Bedrijf weg")
            Wandeling.gezien.add("vervangende_plek")
            oud = session.get_one(Pok, nieuw.voorganger_id)
            vooraf = doel_van(session, [p for p in eerder if p.id != oud.id])
            gedaan = int(oud.gerealiseerde_uren or 0)
            if nieuw.uren_totaal != 5120 and gedaan * 60 >= vooraf and vooraf % 60 == 0:
                assert _doel(session, dossier) + (nieuw.uren_totaal or 0) * 60 == voor, "hours target right"
            service.zet_klaar(session, co, self.clock, dossier, replace(service.voortraject_van(nieuw), **self.ander))

        self._doe(werk)

    def _sluit_af(self, _n: int) -> None:
        self.clock.moment += timedelta(days=60)
        afsluiting = service.Afsluiting(self.clock.vandaag(), EindReden.ANDERS, Decimal(10), "Klaar")
        self._doe(lambda s: service.sluit_af(s, self.cast.begeleider, self.clock, self._pok(s), afsluiting))

    def _vreemde(self, n: int) -> None:
        """Nobody outside gets anything done."""
        actor: Actor = self.cast.wie()[BUITENSTAANDERS[n % len(BUITENSTAANDERS)]]
        voor = self._foto()
        self._doe(lambda s: service.meld_af(s, actor, self.clock, self._pok(s), "x"))
        self._doe(lambda s: service.druk_af(s, actor, self.clock, [self._pok(s)]))
        self._doe(lambda s: service.maak_volledig(s, actor, self.clock, self._pok(s)))
        assert self._foto() == voor

    def _krd(self, _n: int) -> None:
        """The register accepts everything that waits."""

        def werk(session: Session) -> None:
            wachtend = session.execute(
                sa.select(Bericht)
                .where(col(Bericht.status) == BerichtStatus.WACHT, col(Bericht.kanaal) == KANAAL)
                .order_by(col(Bericht.id))
            ).scalars()
            for bericht in wachtend:
                bericht.status = BerichtStatus.AFGELEVERD
                service.verwerk_krd_antwoord(
                    session,
                    int(bericht.groep.removeprefix("pok:")),
                    krd_status=KrdStatus(bericht.payload["status"]),
                    krd_nummer="K",
                    fout_code="",
                    fout_tekst="",
                    op=self.clock.nu(),
                )

        self._doe(werk)

    def _foto(self) -> list[tuple[Any, ...]]:
        with lezen(op=self.motor) as session:
            vraag = sa.select(col(Pok.id), col(Pok.status), col(Pok.versie)).order_by(col(Pok.id))
            return [tuple(rij) for rij in session.execute(vraag)]

    @invariant()
    def alles_klopt(self) -> None:
        if not hasattr(self, "motor"):
            return
        with lezen(op=self.motor) as session:
            poks = session.execute(sa.select(Pok).order_by(col(Pok.id))).scalars().all()
            assert sum(p.status in LOPEND for p in poks) <= 1, "one current POK"
            assert [p.volgnummer for p in poks] == list(range(1, len(poks) + 1))
            for pok in poks:
                self._check_historie(session, pok)
                self._check_handtekeningen(session, pok)
                self._check_document(session, pok)
                self._check_slot(session, pok)
                self._check_berichten(session, pok)
                self._check_wijzigingen(session, pok)
                if pok.status is PokStatus.VERVANGEN:
                    opvolgers = [p for p in poks if p.voorganger_id == pok.id]
                    assert len(opvolgers) == 1
                    assert pok.werkelijk_eind_op is not None
                    begin = opvolgers[0].begin_op
                    # While a successor is still a concept its begin may be corrected; afterwards they fit together.
                    assert begin is not None

            self._check_uren(session, list(poks))

    def _check_uren(self, session: Session, poks: list[Pok]) -> None:
        """The dossier follows its current POK, and the engine asks what the chain was agreed to ask."""
        huidig = [p for p in poks if p.status in LOPEND]
        dossier = session.get_one(Dossier, self.cast.dossier_id)
        if huidig:
            p = huidig[0]
            assert (dossier.begin_op, dossier.eind_op, dossier.uren_totaal) == (p.begin_op, p.eind_op, p.uren_totaal)
            assert dossier.afgesloten_op is None
        uren = {p.id: p for p in lees_keten(session, self.cast.dossier_id)}
        for pok in poks:
            if pok.id not in uren:
                continue
            doel = doel_van(session, [uren[pok.id]])
            vol = (pok.uren_totaal if pok.uren_doel is None else pok.uren_doel) or 0
            if pok.status is PokStatus.VERVANGEN:
                assert 0 <= doel <= vol * 60, "only its share"
            else:
                assert doel == vol * 60

    def _check_wijzigingen(self, session: Session, pok: Pok) -> None:
        """At most one bpv-blad in dispute; the last one that holds says what the POK holds; every version is there."""
        vraag = sa.select(PokWijziging).where(col(PokWijziging.pok_id) == pok.id).order_by(col(PokWijziging.id))
        lijst = list(session.execute(vraag).scalars())
        open_ = [w for w in lijst if bepaal_stand(w.status, w.bezwaar_tot, self.clock.vandaag())
                 in (WijzigingStand.TERMIJN, WijzigingStand.BEZWAAR)]  # fmt: skip
        assert len(open_) <= 1, "one bpv-blad in dispute at a time"
        if open_:
            assert pok.status in (PokStatus.DEFINITIEF, PokStatus.AFGEROND)
        assert pok.blad_versies == 0 or pok.status in (PokStatus.DEFINITIEF, PokStatus.AFGEROND, PokStatus.VERVANGEN)
        assert all(w.reden or w.gevolg == "vastgelegd" for w in lijst)
        for w in open_:
            nu = naar_json({veld: getattr(pok, veld) for veld in w.na})
            assert nu == w.na, "what was amended is what holds"
        opvolgers = [w.nieuw_pok_id for w in lijst if w.nieuw_pok_id]
        echte = session.execute(sa.select(col(Pok.id)).where(col(Pok.voorganger_id) == pok.id)).scalars()
        assert opvolgers == list(echte), "the chain is in the history of amendments"
        bezwaren = session.execute(
            sa.select(col(PokBezwaar.wijziging_id))
            .join(PokWijziging, col(PokWijziging.id) == col(PokBezwaar.wijziging_id))
            .where(col(PokWijziging.pok_id) == pok.id)
        ).scalars()
        for wijziging_id in bezwaren:
            w = next(x for x in lijst if x.id == wijziging_id)
            assert w.status not in (WijzigingStatus.LOOPT, WijzigingStatus.VAST), "an objection never gets lost"

    def _historie(self, session: Session, pok: Pok) -> list[PokHistorie]:
        vraag = sa.select(PokHistorie).where(col(PokHistorie.pok_id) == pok.id).order_by(col(PokHistorie.id))
        return list(session.execute(vraag).scalars())

    def _check_historie(self, session: Session, pok: Pok) -> None:
        rijen = self._historie(session, pok)
        Wandeling.gezien.add(pok.status)
        assert rijen[-1].naar is pok.status, "the last line is the status"
        assert [r.van for r in rijen] == [None, *(r.naar for r in rijen[:-1])], "no step is missing"
        assert {(r.van.value if r.van else None, r.naar.value) for r in rijen} <= MAG
        assert all(r.door_naam and r.account_id for r in rijen)

    def _check_handtekeningen(self, session: Session, pok: Pok) -> None:
        geldig = session.execute(
            sa.select(PokHandtekening).where(
                col(PokHandtekening.pok_id) == pok.id, col(PokHandtekening.vervallen_op).is_(None)
            )
        ).scalars()
        partijen = {h.partij for h in geldig if h.document_versie == pok.getekende_versie}
        if pok.status in (PokStatus.CONCEPT, PokStatus.VOLLEDIG):
            assert not partijen
        if pok.status in (PokStatus.DEFINITIEF, PokStatus.AFGEROND):
            assert partijen == set(ALLE_PARTIJEN)
        if pok.status is PokStatus.AFGEDRUKT:
            assert partijen < set(ALLE_PARTIJEN), "with all signatures it would be definitief"

    def _check_document(self, session: Session, pok: Pok) -> None:
        vraag = sa.select(PokDocument).where(col(PokDocument.pok_id) == pok.id)
        documenten = list(session.execute(vraag.order_by(col(PokDocument.document_versie))).scalars())
        assert [d.document_versie for d in documenten] == list(range(1, pok.document_versie + 1))
        for document in documenten:
            assert len(opslag.lees(document.sha256)) == document.bytes_aantal
        op_papier = pok.status in (PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF, PokStatus.AFGEROND)
        # Valid are the version the parties signed and the newest bpv-blad on it.
        versies = sorted({pok.getekende_versie, pok.document_versie}) if op_papier else []
        assert [d.document_versie for d in documenten if d.vervallen_op is None] == versies or (
            pok.status in (PokStatus.AFGEMELD, PokStatus.AFGEWEZEN, PokStatus.VERVANGEN)
        )
        assert (pok.afgedrukt_op is not None) is bool([d for d in documenten if d.vervallen_op is None])

    def _check_slot(self, session: Session, pok: Pok) -> None:
        """What was printed stays as it was printed, as long as that version counts."""
        if pok.status not in (PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF, PokStatus.AFGEROND):
            return
        nu = tuple(getattr(pok, veld) for veld in VAST)
        assert self.gedrukt.setdefault((id_van(pok), pok.document_versie), nu) == nu
        blad = self.gedrukt.get((id_van(pok), pok.getekende_versie), nu)
        assert blad[:2] == nu[:2], "company and begin never change with a bpv-blad"
        assert blad[4] == nu[4], "nor the crebo"

    def _check_berichten(self, session: Session, pok: Pok) -> None:
        soorten = list(
            session.execute(
                sa.select(col(Bericht.soort)).where(col(Bericht.groep) == f"pok:{pok.id}").order_by(col(Bericht.id))
            ).scalars()
        )
        naar = [r.naar for r in self._historie(session, pok)]
        if PokStatus.VOLLEDIG not in naar:
            assert soorten == [], "the register never heard of it"
        else:
            zonder = [s for s in soorten if s != "gewijzigd"]
            assert zonder[-1] == KRD_EVENT[pok.status], "the last message says where it stands"
            if soorten[-1] == "gewijzigd":
                assert pok.status in (PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF)
        # Every transition after the first volledig is told, and a change in volledig once more.
        verteld = [KRD_EVENT[s] for s in naar[naar.index(PokStatus.VOLLEDIG) :]] if PokStatus.VOLLEDIG in naar else []
        over = list(soorten)
        for soort in verteld:
            assert soort in over
            over = over[over.index(soort) + 1 :]
        assert set(over) <= {"volledig", "gewijzigd"}


@pytest.mark.timeout(600)
def test_any_walk_keeps_the_rules(sqlite_sjabloon: Path, tmp_path: Path) -> None:
    Wandeling.sjabloon, Wandeling.map = sqlite_sjabloon, tmp_path
    run_state_machine_as_test(
        Wandeling,
        settings=settings(
            max_examples=20,
            stateful_step_count=40,
            deadline=None,
            phases=(Phase.generate,),
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Wandeling.gezien >= {"definitief", "afgerond", "vervangen"}, "the walks got far enough to mean something"
    gedaan = {f"pok:{s}" for s in POK_SOORTEN} | {f"blad:{s}" for s in BLAD_SOORTEN} | {"vervangende_plek"}
    assert Wandeling.gezien >= gedaan, f"not seen: {gedaan - Wandeling.gezien}"
