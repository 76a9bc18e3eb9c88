"""Merging, undoing and working in between, in any order: no placement, contact or place is ever lost or doubled."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, ClassVar

import hypothesis.strategies as st
import pytest
import sqlalchemy as sa
from hypothesis import Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from bpv_app.db import maak_engine
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout
from bpv_app.leerbedrijf.rules_samenvoegen import VELDGROEPEN, ZONDER_ID, AnderId, IsOpgegaan, NietTerug, ZelfdeBedrijf
from bpv_app.leerbedrijf.service_samenvoegen import Keuze, voeg_samen
from bpv_app.leerbedrijf.service_terugdraaien import maak_ongedaan
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf, Locatie
from bpv_app.leerbedrijf.tables_samenvoegen import Samenvoeging
from bpv_app.matching.tables import Plaats
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from tests.leerbedrijf.test_plaatsingen import make_plaatsing
from tests.makers import NU, make_contactpersoon, make_leerbedrijf, make_locatie, make_plaats

ADRESSEN = ("jan@dam.example", "piet@dam.example", "")
GETAL = st.integers(min_value=0, max_value=9_999)
STAPPEN = (*["pok"] * 3, *["samenvoegen"] * 4, *["ongedaan"] * 3, "contact", "ander_contact", "klaarzetten", "nog_eens")
STATUSSEN = (PokStatus.AFGEDRUKT, PokStatus.CONCEPT, PokStatus.AFGEROND)
GROEPEN = st.sets(st.sampled_from(sorted(VELDGROEPEN)), max_size=3)
CLOCK, ACTOR = FixedClock(NU), systeem("proef")


class Relatiebestand(RuleBasedStateMachine):
    """The relations file, worked on by several people; every run is one transaction that is thrown away."""

    motor: ClassVar[Engine]

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(self.motor, expire_on_commit=False)
        self.session.info["actor"] = ACTOR
        self.gemaakt: dict[type[Any], set[int]] = {t: set() for t in (Pok, Contactpersoon, Locatie, Plaats)}
        self.id_van_pok: dict[int, str | None] = {}
        self.weigeringen = 0

    def teardown(self) -> None:
        self.session.rollback()
        self.session.close()

    def alle(self, tabel: type[Any]) -> list[Any]:
        return list(self.session.exec(select(tabel).order_by(sa.column("id"))))

    def kies(self, tabel: type[Any], n: int) -> Any:
        rijen = self.alle(tabel)
        return rijen[n % len(rijen)] if rijen else None

    @initialize(ids=st.lists(st.booleans(), min_size=4, max_size=4))
    def begin(self, ids: list[bool]) -> None:
        for heeft_id in ids:
            bedrijf = make_leerbedrijf(self.session, **({} if heeft_id else {"sbb_id": None}))
            for adres in ADRESSEN[:2]:
                self.onthoud(make_contactpersoon(self.session, bedrijf, email=adres))

    def onthoud(self, rij: Any) -> Any:
        self.gemaakt[type(rij)].add(rij.id)
        return rij

    @rule(
        wat=st.sampled_from(STAPPEN),
        n=GETAL,
        m=GETAL,
        van_weg=GROEPEN,
    )
    def stap(self, wat: str, n: int, m: int, van_weg: set[str]) -> None:
        """One rule for all: of separate ones each run would leave some out."""
        if wat == "samenvoegen":
            self.samenvoegen(n, m, van_weg)
        elif wat == "contact":
            self.contact(n, ADRESSEN[m % 3], bool(m % 2))
        elif wat == "pok":
            self.pok(n, STATUSSEN[m % len(STATUSSEN)])
        elif wat == "ander_contact":
            self.ander_contact(n, m)
        elif wat == "nog_eens":
            self.nog_eens_samenvoegen(n, m)
        elif wat == "klaarzetten":
            self.klaarzetten(n)
        else:
            self.ongedaan(n)

    def contact(self, n: int, adres: str, met_locatie: bool) -> None:
        bedrijf = self.levend(n)
        locatie = self.onthoud(make_locatie(self.session, bedrijf)) if met_locatie else None
        self.onthoud(
            make_contactpersoon(self.session, bedrijf, email=adres, locatie_id=locatie.id if locatie else None)
        )

    def levend(self, n: int) -> Leerbedrijf:
        rijen = self.levenden()
        return rijen[n % len(rijen)]

    def levenden(self) -> list[Leerbedrijf]:
        return [b for b in self.alle(Leerbedrijf) if b.opgegaan_in_id is None]

    def pok(self, n: int, status: PokStatus) -> None:
        bij = [c for c in self.alle(Contactpersoon) if c.leerbedrijf_id == self.levend(n).id]
        if not bij:
            return
        contact = bij[n % len(bij)]
        bedrijf = self.session.get_one(Leerbedrijf, contact.leerbedrijf_id)
        if status is not PokStatus.CONCEPT and bedrijf.sbb_id is None:
            status = PokStatus.CONCEPT
        rij = self.onthoud(make_plaatsing(self.session, contact, status, locatie_id=contact.locatie_id))
        if status is not PokStatus.CONCEPT:
            self.id_van_pok[rij.id] = bedrijf.sbb_id
        self.onthoud(make_plaats(self.session, contact, zonder_erkenning=True))

    def ander_contact(self, n: int, m: int) -> None:
        """Somebody gives a placement another praktijkopleider of its company."""
        pok = self.kies(Pok, n)
        if pok is None:
            return
        bij = [c for c in self.alle(Contactpersoon) if c.leerbedrijf_id == pok.leerbedrijf_id]
        pok.praktijkopleider_id, pok.locatie_id = bij[m % len(bij)].id, None
        self.session.flush()

    def klaarzetten(self, n: int) -> None:
        """A concept becomes complete under the ID its company has now."""
        pok = self.kies(Pok, n)
        if pok is None or pok.status is not PokStatus.CONCEPT:
            return
        nummer = self.session.get_one(Leerbedrijf, pok.leerbedrijf_id).sbb_id
        if nummer is not None:
            pok.status, self.id_van_pok[pok.id] = PokStatus.VOLLEDIG, nummer
            self.session.flush()

    def samenvoegen(self, n: int, m: int, van_weg: set[str]) -> None:
        blijft = self.levend(n)
        anderen = [b for b in self.levenden() if b.id != blijft.id]
        if not anderen:
            return
        weg = anderen[m % len(anderen)]
        keuze = Keuze(blijft.id or 0, weg.id or 0, frozenset(van_weg), blijft.versie, weg.versie)
        self.probeer(lambda: voeg_samen(self.session, ACTOR, CLOCK, keuze), AnderId)

    def nog_eens_samenvoegen(self, n: int, m: int) -> None:
        """Also with one that went up in another, or with itself: refused."""
        blijft, weg = self.kies(Leerbedrijf, n), self.kies(Leerbedrijf, m)
        if blijft.id == weg.id or blijft.opgegaan_in_id or weg.opgegaan_in_id:
            keuze = Keuze(blijft.id, weg.id, frozenset(), blijft.versie, weg.versie)
            with pytest.raises((ZelfdeBedrijf, IsOpgegaan)):
                voeg_samen(self.session, ACTOR, CLOCK, keuze)

    def ongedaan(self, n: int) -> None:
        """Any merge that was not undone yet, in any order."""
        rijen = self.nog_terug()
        if not rijen:
            return
        rij = rijen[n % len(rijen)]
        self.probeer(lambda: maak_ongedaan(self.session, ACTOR, CLOCK, rij.id or 0, rij.versie), NietTerug)

    def nog_terug(self) -> list[Samenvoeging]:
        return [r for r in self.alle(Samenvoeging) if r.ongedaan_op is None]

    def probeer(self, werk: Any, *mag_weigeren: type[DomeinFout]) -> None:
        """It works, or is refused with a reason and changes nothing."""
        try:
            with self.session.begin_nested():
                werk()
        except mag_weigeren:
            self.weigeringen += 1

    @invariant()
    def niets_kwijt_en_niets_dubbel(self) -> None:
        for tabel, ids in self.gemaakt.items():
            assert {r.id for r in self.alle(tabel)} == ids

    @invariant()
    def alles_bij_een_bedrijf_dat_er_is(self) -> None:
        bedrijven = {b.id: b for b in self.alle(Leerbedrijf)}
        contacten = {c.id: c for c in self.alle(Contactpersoon)}
        locaties = {x.id: x for x in self.alle(Locatie)}
        for rij in (*self.alle(Pok), *self.alle(Plaats)):
            assert bedrijven[rij.leerbedrijf_id].opgegaan_in_id is None
            assert contacten[rij.praktijkopleider_id].leerbedrijf_id == rij.leerbedrijf_id
            assert rij.locatie_id is None or locaties[rij.locatie_id].leerbedrijf_id == rij.leerbedrijf_id
        for contact in contacten.values():
            opgegaan = bedrijven[contact.leerbedrijf_id].opgegaan_in_id is not None
            assert not (opgegaan and contact.is_actief)
            if contact.locatie_id is not None and not opgegaan:
                assert locaties[contact.locatie_id].leerbedrijf_id == contact.leerbedrijf_id

    @invariant()
    def wat_op_papier_staat_klopt(self) -> None:
        nummers = {b.id: b.sbb_id for b in self.alle(Leerbedrijf)}
        for pok in self.alle(Pok):
            if pok.status not in ZONDER_ID:
                assert nummers[pok.leerbedrijf_id] == self.id_van_pok[pok.id]


def test_in_any_order_nothing_is_lost_or_doubled(sqlite_sjabloon: Path, tmp_path: Path) -> None:
    pad = tmp_path / "bpv.db"
    shutil.copy(sqlite_sjabloon, pad)
    motor = maak_engine(f"sqlite:///{pad}")
    # Without shrinking: a run is a transaction with many queries, and a failure names its steps anyway.
    zonder = settings(max_examples=60, stateful_step_count=25, phases=[Phase.explicit, Phase.generate])
    proef = type("Proef", (Relatiebestand,), {"motor": motor})
    run_state_machine_as_test(proef, settings=zonder)
    motor.dispose()
