"""Undoing a merge: what was moved and still is where the merge put it goes back; the rest stays, and is told.

An agreement and its praktijkopleider stay together: what was added after the merge keeps the contact or location it
uses, and then whatever else uses that stays too. No agreement gets another leerbedrijf-ID by it (ADR
een-bedrijf-een-keer).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.opgegaan import volg
from bpv_app.leerbedrijf.rules_samenvoegen import VERWIJZINGEN, DeelSoort, Naar, NietTerug, Verplaatsing
from bpv_app.leerbedrijf.samenvoegen_tekenen import past_terug
from bpv_app.leerbedrijf.service_samenvoegen import ververs
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.leerbedrijf.tables_samenvoegen import Samenvoeging, SamenvoegingDeel
from bpv_app.leerbedrijf.verplaatsen import lees_kolommen, list_gebonden_poks, tabel, verplaats
from bpv_app.toegang.audit import AuditRij, AuditSoort, noteer, noteer_bulk

STRENG = {"pok": ("praktijkopleider_id", "locatie_id"), "plaats": ("praktijkopleider_id", "locatie_id")}
"""Tables whose contact and location belong to their company."""
_WAT = {v.tabel: v.wat for v in VERWIJZINGEN if v.wat is not None}
_DATUMS = frozenset({"actief_van", "actief_tot"})
_TEKENEN = ("tekent_via_id", "tekenaar_id")


def maak_ongedaan(session: Session, actor: Actor, clock: Clock, samenvoeging_id: int, versie: int) -> list[Tekst]:
    """Undo a merge; the sentences say what could not be put back.

    Raises GeenRecht, NietGevonden, Verouderd or NietTerug. Merges may be undone in any order, but not of a company that
    has itself gone up in another since.
    """
    require(actor, Actie.LEERBEDRIJF_SAMENVOEGEN)
    vraag = sa.select(Samenvoeging).where(col(Samenvoeging.id) == samenvoeging_id).with_for_update()
    rij = session.execute(vraag).scalar_one_or_none() if is_sleutel(samenvoeging_id) else None
    if rij is None:
        raise NietGevonden
    if rij.ongedaan_op is not None:
        raise NietTerug(
            f"{rij.ongedaan_door} heeft dit samenvoegen al ongedaan gemaakt.",
            f"{rij.ongedaan_door} has undone this merge already.",
        )
    check_versie(rij, versie)
    bedrijven = {
        b.id: b
        for b in session.execute(
            sa.select(Leerbedrijf)
            .where(col(Leerbedrijf.id).in_((rij.blijft_id, rij.weg_id)))
            .order_by(col(Leerbedrijf.id))
            .with_for_update()
        ).scalars()
    }
    blijft, weg = bedrijven[rij.blijft_id], bedrijven[rij.weg_id]
    _check_volgorde(session, blijft, weg)
    terug = _Terug(session, rij)
    _check_id(session, blijft, weg, terug)
    rest = terug.voer_uit(actor, clock)
    rest += _zet_waarden_terug(session, clock, rij, blijft, weg)
    rij.ongedaan_op, rij.ongedaan_door = clock.nu(), actor.naam[:200]
    rij.rest = [[t.nl, t.en] for t in rest]
    wat = f"samenvoegen van {weg.naam} ({weg.id}) met {blijft.naam} ({blijft.id}) ongedaan gemaakt"
    for leerbedrijf_id in (rij.blijft_id, rij.weg_id):
        noteer(session, actor, "leerbedrijf", leerbedrijf_id, wat, clock.nu())
    session.flush()
    return rest


def _check_volgorde(session: Session, blijft: Leerbedrijf, weg: Leerbedrijf) -> None:
    if blijft.opgegaan_in_id is not None:
        nu = session.get_one(Leerbedrijf, volg(session, blijft.opgegaan_in_id)).naam
        raise NietTerug(
            f"{blijft.naam} is daarna zelf samengevoegd met {nu}. Maak eerst dat ongedaan.",
            f"{blijft.naam} was itself merged into {nu} afterwards. Undo that first.",
        )
    assert weg.opgegaan_in_id == blijft.id


def _id_daarna(rij: Samenvoeging, bedrijf: Leerbedrijf) -> str | None:
    """The leerbedrijf-ID this company gets back: what it was, when it is still what the merge made of it."""
    for naam, rij_id, veld, oud, nieuw in rij.waarden:
        if (naam, rij_id, veld) == ("leerbedrijf", bedrijf.id, "sbb_id") and bedrijf.sbb_id == nieuw:
            return cast("str | None", oud)
    return bedrijf.sbb_id


def _check_id(session: Session, blijft: Leerbedrijf, weg: Leerbedrijf, terug: _Terug) -> None:
    """Refuse when an ID that must go back is in use, or when agreements made since then would lose theirs."""
    van_blijft, van_weg = _id_daarna(terug.rij, blijft), _id_daarna(terug.rij, weg)
    for wil, bedrijf, ander, van_ander in ((van_blijft, blijft, weg, van_weg), (van_weg, weg, blijft, van_blijft)):
        if not wil or wil == bedrijf.sbb_id:
            continue
        bezet = sa.select(Leerbedrijf).where(col(Leerbedrijf.sbb_id) == wil, col(Leerbedrijf.id) != ander.id)
        houder = session.execute(bezet).scalars().first() or (ander if wil == van_ander else None)
        if houder is not None:
            raise NietTerug(
                f"Leerbedrijf-ID {wil} hoort nu bij {houder.naam}. Pas dat eerst aan.",
                f"SBB company ID {wil} now belongs to {houder.naam}. Change that first.",
            )
    gebonden = list_gebonden_poks(session, terug.rij.blijft_id)
    if van_weg != blijft.sbb_id:
        terug.laat_staan("pok", gebonden)
    if van_blijft != blijft.sbb_id and (blijven := gebonden - terug.bedrijf["pok"]):
        raise NietTerug(
            f"Sinds het samenvoegen zijn er {len(blijven)} POK's op leerbedrijf-ID {blijft.sbb_id} die niet mee terug "
            "kunnen. Dat ID staat op papier en in de KRD, en blijft bij dit bedrijf.",
            f"Since the merge there are {len(blijven)} agreements under SBB company ID {blijft.sbb_id} that cannot go "
            "back. That ID is on paper and in the register, and stays with this company.",
        )


@dataclass(slots=True)
class _Terug:
    """Which rows go back to the company that went away, worked out before anything is written."""

    session: Session
    rij: Samenvoeging
    bedrijf: dict[str, set[int]] = field(default_factory=dict)
    """Per table: rows whose company goes back."""
    personen: dict[tuple[str, str], dict[int, tuple[int, int]]] = field(default_factory=dict)
    """Per table and column: rows whose contact goes back, (now, before)."""
    verplaatst: dict[str, set[int]] = field(default_factory=dict)
    toegevoegd: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        delen = self.session.execute(
            sa.select(SamenvoegingDeel).where(col(SamenvoegingDeel.samenvoeging_id) == self.rij.id)
        ).scalars()
        bedrijfskolommen = {(v.tabel, v.kolom) for v in VERWIJZINGEN if v.naar is Naar.LEERBEDRIJF}
        for deel in delen:
            if deel.soort is DeelSoort.TOEGEVOEGD:
                self.toegevoegd += deel.ids
            elif (deel.tabel, deel.kolom) in bedrijfskolommen:
                nu = lees_kolommen(self.session, deel.tabel, [deel.kolom], deel.ids)
                self.verplaatst[deel.tabel] = set(deel.ids)
                self.bedrijf[deel.tabel] = {r[0] for r in nu if r[1] == self.rij.blijft_id}
            else:
                nu = lees_kolommen(self.session, deel.tabel, [deel.kolom], deel.ids)
                terug = self.personen.setdefault((deel.tabel, deel.kolom), {})
                terug |= {r[0]: (cast("int", deel.nieuw), cast("int", deel.oud)) for r in nu if r[1] == deel.nieuw}
        for naam in ("pok", "plaats", "contactpersoon", "locatie", "evaluatie"):
            self.bedrijf.setdefault(naam, set())
        self._laat_getelde_evaluaties()
        self._houd_bij_elkaar()

    def laat_staan(self, naam: str, ids: Iterable[int]) -> None:
        """These rows stay with the company they are at, and what they use stays with them."""
        self.bedrijf[naam] -= set(ids)
        self._houd_bij_elkaar()

    def _laat_getelde_evaluaties(self) -> None:
        """An evaluation that was counted in a slice of the one that stays belongs there: slices are for ever."""
        rijen = lees_kolommen(self.session, "evaluatie", ["bedrijf_deel"], self.bedrijf["evaluatie"])
        delen = {r.bedrijf_deel for r in rijen if r.bedrijf_deel is not None}
        van = {r[0]: r[1] for r in lees_kolommen(self.session, "evaluatie_deel", ["leerbedrijf_id"], delen)}
        self.bedrijf["evaluatie"] -= {r.id for r in rijen if van.get(r.bedrijf_deel) == self.rij.blijft_id}

    def _contact(self, naam: str, rij_id: int, kolom: str, waarde: int | None) -> int | None:
        """The contact of a row after undoing, if the row goes back."""
        terug = self.personen.get((naam, kolom), {}).get(rij_id)
        return terug[1] if terug else waarde

    def _houd_bij_elkaar(self) -> None:
        """Take rows out until all that go back have their people and places there, and so have all that stay."""
        s, blijft = self.session, self.rij.blijft_id
        rijen = {}
        for naam, kolommen in STRENG.items():
            t = tabel(naam)
            vraag = sa.select(t.c.id, *(t.c[k] for k in kolommen)).where(t.c.leerbedrijf_id == blijft)
            rijen[naam] = list(s.execute(vraag))
        c = tabel("contactpersoon")
        mensen = list(s.execute(sa.select(c.c.id, c.c.locatie_id).where(c.c.leerbedrijf_id == blijft)))
        # People who were made one stay behind at the company that went away, and so are there already.
        achter = set(s.execute(sa.select(c.c.id).where(c.c.leerbedrijf_id == self.rij.weg_id)).scalars())
        while True:
            voor = [len(ids) for ids in self.bedrijf.values()]
            daar_c, daar_l = self.bedrijf["contactpersoon"] | achter, self.bedrijf["locatie"]
            vast_c: set[int | None] = set()
            vast_l: set[int | None] = {m.locatie_id for m in mensen if m.id not in self.bedrijf["contactpersoon"]}
            for naam, lijst in rijen.items():
                for r in lijst:
                    wie = self._contact(naam, r.id, "praktijkopleider_id", r.praktijkopleider_id)
                    if r.id not in self.bedrijf[naam]:
                        vast_c.add(r.praktijkopleider_id)
                        vast_l.add(r.locatie_id)
                    elif not ((wie is None or wie in daar_c) and (r.locatie_id is None or r.locatie_id in daar_l)):
                        self.bedrijf[naam].discard(r.id)
                        vast_c.add(r.praktijkopleider_id)
                        vast_l.add(r.locatie_id)
            self.bedrijf["locatie"] -= cast("set[int]", vast_l)
            self.bedrijf["contactpersoon"] -= cast("set[int]", vast_c)
            zonder_plek = {m.id for m in mensen if m.locatie_id not in {None, *self.bedrijf["locatie"]}}
            self.bedrijf["contactpersoon"] -= zonder_plek
            if voor == [len(ids) for ids in self.bedrijf.values()]:
                return

    def voer_uit(self, actor: Actor, clock: Clock) -> list[Tekst]:
        """Write it; says what stays."""
        s, rij = self.session, self.rij
        waarom = f"samenvoegen ongedaan: {rij.weg_id} uit {rij.blijft_id}"
        self._neem_toegang_terug(actor, clock)
        # Access goes with the person, whatever it was before.
        rol, c = tabel("account_rol"), tabel("contactpersoon")
        daar = sa.select(c.c.id).where(c.c.leerbedrijf_id == rij.weg_id)
        mee = sa.or_(rol.c.contactpersoon_id.in_(self.bedrijf["contactpersoon"]), rol.c.contactpersoon_id.in_(daar))
        vraag = sa.select(rol.c.id).where(rol.c.leerbedrijf_id == rij.blijft_id, mee)
        self.bedrijf["account_rol"] = set(s.execute(vraag).scalars())
        for (naam, kolom), rijen in self.personen.items():
            if naam in STRENG or naam == "evaluatie":
                blijven = self.verplaatst.get(naam, set()) - self.bedrijf[naam]
                rijen = {i: w for i, w in rijen.items() if i not in blijven}
            for nu, oud in sorted(set(rijen.values())):
                welke = tuple(sorted(i for i, w in rijen.items() if w == (nu, oud)))
                verplaats(s, actor, clock, Verplaatsing(naam, kolom, nu, oud, welke), waarom)
        for naam, ids in self.bedrijf.items():
            weg = Verplaatsing(naam, "leerbedrijf_id", rij.blijft_id, rij.weg_id, tuple(sorted(ids)))
            verplaats(s, actor, clock, weg, waarom)
        return self._wat_bleef()

    def _neem_toegang_terug(self, actor: Actor, clock: Clock) -> None:
        rol = tabel("account_rol")
        weg = self.session.execute(
            sa.delete(rol).where(rol.c.id.in_(self.toegevoegd)).returning(rol.c.id),
            execution_options={"synchronize_session": False},
        ).scalars()
        regels = [AuditRij(AuditSoort.VERWIJDERD, "account_rol", i, "samenvoegen ongedaan gemaakt") for i in weg]
        noteer_bulk(self.session, actor, clock.nu(), regels)

    def _wat_bleef(self) -> list[Tekst]:
        uit = []
        for naam, ids in self.verplaatst.items():
            if naam == "account_rol" or not (aantal := len(ids - self.bedrijf[naam])):
                continue
            wat = _WAT[naam] or Tekst(naam, naam)
            uit.append(
                Tekst(
                    f"{wat.nl}: {aantal} niet teruggezet. Die zijn sindsdien veranderd, weg, of horen bij iets dat na "
                    "het samenvoegen is gemaakt.",
                    f"{wat.en}: {aantal} not put back. They were changed or deleted since, or belong to something that "
                    "was made after the merge.",
                )
            )
        return uit


def _zet_waarden_terug(
    session: Session, clock: Clock, rij: Samenvoeging, blijft: Leerbedrijf, weg: Leerbedrijf
) -> list[Tekst]:
    """Fields that are still what the merge made of them become what they were; the others stay, and are told."""
    session.flush()
    bron: dict[tuple[str, int], Any] = {("leerbedrijf", rij.blijft_id): blijft, ("leerbedrijf", rij.weg_id): weg}
    anders: list[str] = []
    blijft_zo: set[int] = set()
    later: list[tuple[Any, str, Any]] = []
    for naam, rij_id, veld, oud, nieuw in rij.waarden:
        if (naam, rij_id) not in bron:
            bron[naam, rij_id] = session.get(Leerbedrijf if naam == "leerbedrijf" else Contactpersoon, rij_id)
        doel = bron[naam, rij_id]
        if doel is None:
            continue
        wordt, was = _van_json(veld, oud), _van_json(veld, nieuw)
        if veld == "tekent_via_id" and wordt is not None and not past_terug(session, doel, wordt):
            blijft_zo.add(rij_id)
        if getattr(doel, veld) != was or (veld in _TEKENEN and rij_id in blijft_zo):
            anders.append(f"{veld} van {doel.naam}")
        elif veld == "sbb_id" and wordt is not None:
            later.append((doel, veld, wordt))
            doel.sbb_id = None  # no two rows have the same, not even for a moment
        else:
            setattr(doel, veld, wordt)
    session.flush()
    for doel, veld, wordt in later:
        setattr(doel, veld, wordt)
    weg.opgegaan_in_id = None
    ververs(blijft, clock)
    ververs(weg, clock)
    session.flush()
    if not anders:
        return []
    welke = ", ".join(sorted(set(anders)))
    return [
        Tekst(
            f"Gewijzigd sinds het samenvoegen, en zo gelaten: {welke}.",
            f"Changed since the merge, left as is: {welke}.",
        )
    ]


def _van_json(veld: str, waarde: Any) -> Any:
    return date.fromisoformat(waarde) if veld in _DATUMS and waarde else waarde
