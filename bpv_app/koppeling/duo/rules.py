"""The RO file as the national registry gives it back to a school (DUO; domain.md section 6), read leniently.

By record type, one record per line. What is not understood is reported with line and reason, and never stops the rest.
A person with one broken record is refused whole: no half persons.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from bpv_app.kernel import nummers
from bpv_app.kernel.inlezen import Melding
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.duo.rules_persoon import PersoonBouwer
from bpv_app.koppeling.duo.rules_veld import Onleesbaar, Pseudoniem, lees_datum, lees_sleutels
from bpv_app.student.rules_krd import KrdPersoon

OVERGESLAGEN = frozenset({"DIP", "GEO", "KZD", "AMO", "BII", "BID", "ISE", "SLR"})
"""Diplomas, exams, keuzedelen and totals: known, not needed here, counted."""
VAN_PERSOON = frozenset({"ISG", "ISP", "BPV"})
MAX_REGEL = 20_000

REGEL = re.compile(r'"?([A-Za-z]{3})"?[ \t]*(?:([|;\t])|$)', re.ASCII)
LANG_GETAL = re.compile(r"\d{8,}", re.ASCII)


@dataclass(frozen=True, slots=True)
class RoKop:
    """Header of the delivery (record VLP)."""

    regel: int
    brin: str
    van: date | None
    tot: date | None
    gemaakt_op: date | None


@dataclass(frozen=True, slots=True)
class RoBestand:
    """What was understood, and what was not. `geweigerd` is the number of persons refused whole."""

    koppen: tuple[RoKop, ...]
    personen: tuple[KrdPersoon, ...]
    geweigerd: int
    weigeringen: tuple[Melding, ...]
    waarschuwingen: tuple[Melding, ...]
    records: dict[str, int]


@dataclass(slots=True)
class _Lezer:
    pseudoniem: Pseudoniem
    koppen: list[RoKop] = field(default_factory=list)
    personen: list[PersoonBouwer] = field(default_factory=list)
    op_ruw: dict[tuple[str, str], PersoonBouwer] = field(default_factory=dict)
    op_sleutel: dict[str, PersoonBouwer] = field(default_factory=dict)
    later: list[tuple[int, str, list[str], PersoonBouwer | None]] = field(default_factory=list)
    los: list[Melding] = field(default_factory=list)
    waarschuwingen: list[Melding] = field(default_factory=list)
    records: Counter[str] = field(default_factory=Counter)
    huidig: PersoonBouwer | None = None

    def lees(self, regel: int, tekst: str) -> None:
        treffer = REGEL.match(tekst) if len(tekst) <= MAX_REGEL else None
        if not treffer:
            self._niet_begrepen(regel, tekst)
            return
        soort = treffer.group(1).upper()
        velden = [v.strip().strip('"').strip() for v in tekst.split(treffer.group(2) or "\n")]
        self.records[soort] += 1
        if soort == "VLP":
            self._lees_kop(regel, velden)
        elif soort == "PER":
            self._lees_persoon(regel, velden)
        elif soort in VAN_PERSOON:
            self._lees_bij_persoon(regel, soort, velden)
        elif soort not in OVERGESLAGEN:
            self.waarschuwingen.append(
                Melding(
                    regel,
                    Tekst("Onbekende recordsoort; overgeslagen.", "Unknown kind of record; skipped."),
                    soort,
                    masker(velden),
                )
            )

    def _niet_begrepen(self, regel: int, tekst: str) -> None:
        """A line without a record type may have been part of the person above it: that person is not taken either."""
        kort = nummers.kort(LANG_GETAL.sub(nummers.MASKER, tekst[:400]))
        reden = Tekst(
            "Regel niet begrepen: geen recordsoort met | of ; erachter.",
            "Line not understood: no record type followed by | or ;.",
        )
        if self.huidig is None:
            self.los.append(Melding(regel, reden, "", kort))
        else:
            self.huidig.breek(regel, reden, "", kort)

    def _lees_kop(self, regel: int, velden: list[str]) -> None:
        velden = velden + [""] * 5
        if not nummers.is_brin(velden[1]):
            reden = Tekst("BRIN in de kop klopt niet.", "BRIN in the header is wrong.")
            self.waarschuwingen.append(Melding(regel, reden, "VLP"))
        datums: list[date | None] = []
        for i, wat in enumerate((Tekst("Van", "From"), Tekst("Tot", "To"), Tekst("Gemaakt", "Made")), start=2):
            try:
                datums.append(lees_datum(velden[i], wat))
            except Onleesbaar as fout:
                datums.append(None)
                self.waarschuwingen.append(Melding(regel, fout.reden, "VLP"))
        self.koppen.append(RoKop(regel, nummers.kort(velden[1], 8).upper(), *datums))

    def _lees_persoon(self, regel: int, velden: list[str]) -> None:
        velden = velden + [""] * 5
        ruw = (velden[1], velden[2])
        try:
            sleutels = lees_sleutels(*ruw, self.pseudoniem)
        except Onleesbaar as fout:
            persoon = PersoonBouwer(regel, ())
            persoon.breek(regel, fout.reden, "PER", masker(velden))
        else:
            persoon = next(
                (self.op_sleutel[s] for s in sleutels if s in self.op_sleutel), PersoonBouwer(regel, sleutels)
            )
            self.op_sleutel.update({s: persoon for s in sleutels if s not in self.op_sleutel})
        if persoon not in self.personen[-1:] and persoon.regel == regel:
            self.personen.append(persoon)
        self.op_ruw.setdefault(ruw, persoon)
        self.huidig = persoon
        persoon.lees_per(regel, velden, masker(velden))

    def _lees_bij_persoon(self, regel: int, soort: str, velden: list[str]) -> None:
        velden = velden + [""] * 16
        ruw = (velden[1], velden[2])
        persoon = self.huidig if not any(ruw) else self.op_ruw.get(ruw)
        if persoon is None:
            self.later.append((regel, soort, velden, self.huidig))
        else:
            persoon.lees_record(regel, soort, velden, masker(velden))

    def sluit(self) -> None:
        """Records whose person came later in the file, or under its other number; what is left belongs to nobody."""
        for regel, soort, velden, boven in self.later:
            persoon = self.op_ruw.get((velden[1], velden[2]))
            if persoon is None:
                try:
                    sleutels = lees_sleutels(velden[1], velden[2], self.pseudoniem)
                except Onleesbaar:
                    sleutels = ()
                persoon = next((self.op_sleutel[s] for s in sleutels if s in self.op_sleutel), None)
            if persoon is not None:
                persoon.lees_record(regel, soort, velden, masker(velden))
                continue
            reden = Tekst("Dit record hoort bij niemand in het bestand.", "This record belongs to nobody in the file.")
            if boven is None:
                self.los.append(Melding(regel, reden, soort, masker(velden)))
            else:
                boven.breek(regel, reden, soort, masker(velden))


def masker(velden: list[str]) -> str:
    """The record for a report: BSN and onderwijsnummer hidden, nothing that looks like a BSN, cut short."""
    zichtbaar = list(velden)
    for i in (1, 2):
        if i < len(zichtbaar) and zichtbaar[i]:
            zichtbaar[i] = nummers.MASKER
    return nummers.kort("|".join(v[:60] for v in zichtbaar[:20]).rstrip("|"), 100)


def lees_ro(tekst: str, pseudoniem: Pseudoniem) -> RoBestand:
    """Read a whole delivery. `pseudoniem` turns a BSN into an opaque key. Never raises for what is in the file."""
    lezer = _Lezer(pseudoniem)
    einde = "\n" if "\n" in tekst else "\r"
    for nummer, regel in enumerate(tekst.removeprefix("\ufeff").split(einde), start=1):
        schoon = regel.strip("\r \t\ufeff\x1a")
        if schoon:
            lezer.lees(nummer, schoon)
    lezer.sluit()
    personen, weigeringen, geweigerd = [], list(lezer.los), 0
    for bouwer in lezer.personen:
        persoon = bouwer.bouw()
        if persoon is not None:
            personen.append(persoon)
        else:
            geweigerd += 1
            weigeringen += bouwer.meldingen()
    if not lezer.koppen:
        lezer.waarschuwingen.insert(
            0, Melding(0, Tekst("Er is geen kop (VLP) in het bestand.", "There is no header (VLP) in the file."))
        )
    return RoBestand(
        tuple(lezer.koppen),
        tuple(personen),
        geweigerd,
        tuple(sorted(weigeringen, key=lambda m: m.regel)),
        tuple(lezer.waarschuwingen),
        dict(sorted(lezer.records.items())),
    )
