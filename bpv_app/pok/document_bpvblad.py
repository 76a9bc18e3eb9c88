"""The bpv-blad: one page with everything that was agreed for this student, and a box for every signature.

Long texts: a value wraps to at most three lines; when the page would get too full, it is set smaller, on two lines, on
one, and at last cut with "…". Whatever was cut stands in full on the annex page that is then added to the copy.
"""

from __future__ import annotations

from dataclasses import dataclass

from bpv_app.pok.document_blad import ACCENT, GRIJS, Blad, Stijl
from bpv_app.pok.document_lettertype import Letters
from bpv_app.pok.document_opmaak import (
    BREED,
    KLEIN,
    KOP,
    LABEL,
    LINKS,
    ONDERTITEL,
    RECHTS,
    TITEL,
    VOET,
    WAARDE,
    WAARDE_VET,
)
from bpv_app.pok.document_pagina import MM
from bpv_app.pok.document_rules import Ondertekenaar, PokDocument
from bpv_app.pok.rules_tonen import datum, getal

_GOOT = 9.0
_KOLOM = (BREED - _GOOT) / 2
_LABEL_BREED = 26.0
_BLOK = Stijl(8.6, 11)
_CIJFER = Stijl(12.5, 15, is_vet=True)
_CIJFER_KLEIN = Stijl(8.2, 10, kleur=GRIJS)
_VAK_WIT = 3.5
MAX_BIJLAGE_TEKENS = 1200

Rij = tuple[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Dichtheid:
    """How full the page is set: size of the values, lines per value, size and lines of the three texts."""

    pt: float
    regels: int
    tekst_pt: float
    tekst_regels: int


# Tried in this order, until the signature boxes fit below.
_DICHTHEDEN = (
    _Dichtheid(9.5, 3, 8.6, 8),
    _Dichtheid(9, 3, 8.6, 8),
    _Dichtheid(8.5, 3, 8.1, 8),
    _Dichtheid(8.5, 2, 8.1, 8),
    _Dichtheid(8, 2, 7.6, 7),
    _Dichtheid(8, 1, 7.6, 6),
)


@dataclass(frozen=True, slots=True)
class BpvBlad:
    """The drawn page, and the texts that did not fit in full: (what it is, the whole text)."""

    blad: Blad
    afgekapt: tuple[tuple[str, str], ...]


def maak_bpvblad(letters: Letters, document: PokDocument) -> BpvBlad:
    """Draw the page as open as the signature boxes leave room for."""
    grens = VOET - _hoogte_vakken(len(document.ondertekenaars)) - 9
    for dichtheid in _DICHTHEDEN:
        poging = _Poging(letters, document, dichtheid)
        if poging.y + 4.5 <= grens:
            break
    poging.handtekeningen(grens)
    return BpvBlad(poging.blad, tuple(poging.afgekapt))


class _Poging:
    """The page above the signatures, at one density."""

    def __init__(self, letters: Letters, document: PokDocument, dichtheid: _Dichtheid) -> None:
        self.blad = Blad(letters)
        self.afgekapt: list[tuple[str, str]] = []
        self._dicht = dichtheid
        self._document = document
        self.y = 0.0
        self._kop()
        self._partijen()
        self._periode()
        self._afspraken()

    def _kop(self) -> None:
        blad, d = self.blad, self._document
        x = LINKS
        if d.school.logo:
            x += blad.teken_logo(d.school.logo, LINKS, 12.5, 36, 12, uitlijn="L") + 4
        naam, stijl, _ = blad.pas(
            d.school.naam, LINKS + 96 - x, Stijl(11, 13, is_vet=True, kleur=ACCENT), regels=2, min_pt=8.5
        )
        for plaats, regel in enumerate(reversed(naam)):
            blad.tekst(x, 21.5 - plaats * stijl.regel / MM, regel, stijl)
        blad.tekst(LINKS, 34, "Praktijkovereenkomst", TITEL)
        van = f", van {datum(d.afsluit_op)}" if d.afsluit_op else ""
        blad.tekst(LINKS, 40, f"bpv-blad bij overeenkomst {d.nummer}, versie {d.versie}{van}", ONDERTITEL)
        blad.vlak(LINKS, 44, BREED, 0.35)
        self.y = 51.5

    def _rijen(self, x: float, y: float, titel: str, rijen: list[Rij]) -> float:
        """Draw a titled list of label and value; return the baseline after it."""
        blad, dicht = self.blad, self._dicht
        blad.tekst(x, y, titel, KOP)
        y += 5.4
        with blad.als("Table"):
            for nummer, (label, waarde) in enumerate(rijen):
                delen = tuple(d for d in ((waarde,) if isinstance(waarde, str) else waarde) if d.strip())
                stijl = (WAARDE_VET if nummer == 0 else WAARDE).kleiner(dicht.pt)
                with blad.als("TR"):
                    with blad.als("TH"):
                        blad.tekst(x, y, label, LABEL)
                    with blad.als("TD"):
                        einde, is_afgekapt = blad.alinea(
                            x + _LABEL_BREED,
                            y,
                            _KOLOM - _LABEL_BREED,
                            delen or "–",
                            stijl,
                            regels=dicht.regels,
                            min_pt=7,
                        )
                if is_afgekapt:
                    self.afgekapt.append((f"{titel}: {label}", ", ".join(delen)))
                y = max(einde, y + stijl.regel / MM) + 0.45
        return y

    def _partijen(self) -> None:
        d = self._document
        student: list[Rij] = [
            ("Naam", d.student.naam),
            ("Adres", d.student.adres.delen()),
            ("Geboortedatum", datum(d.student.geboortedatum) if d.student.geboortedatum else ""),
            ("Studentnummer", d.student.studentnummer),
        ]
        if d.student.is_minderjarig:
            student.append(("Ouder of voogd", d.student.voogd))
        leerbedrijf: list[Rij] = [
            ("Naam", d.leerbedrijf.naam),
            ("Adres", d.leerbedrijf.adres.delen()),
            ("Leerbedrijf-ID", d.leerbedrijf.leerbedrijf_id),
            ("KvK-nummer", d.leerbedrijf.kvk),
            ("Praktijkopleider", d.praktijkopleider.naam),
            ("Bereikbaar", d.praktijkopleider.bereikbaar()),
        ]
        if d.namens is not None:
            leerbedrijf.append(("Namens dit tekent", (d.namens.naam, *d.namens.adres.delen())))
        if d.erkenning.strip():
            leerbedrijf.append(("Erkenning", d.erkenning))
        school: list[Rij] = [
            ("Naam", d.school.naam),
            ("Adres", d.school.adres.delen()),
            ("BRIN", d.school.brin),
            ("Begeleider", d.onderwijsbegeleider.naam),
            ("Bereikbaar", d.onderwijsbegeleider.bereikbaar()),
        ]
        opleiding: list[Rij] = [
            ("Opleiding", d.opleiding.naam),
            ("Crebo", d.opleiding.crebo),
            ("Niveau, leerweg", (_niveau(d.opleiding.niveau), d.opleiding.leerweg)),
        ]
        if d.opleiding.keuzedelen:
            opleiding.append(
                ("Keuzedeel" if len(d.opleiding.keuzedelen) == 1 else "Keuzedelen", d.opleiding.keuzedelen)
            )
        opleiding.append(("Te behalen", d.opleiding.te_behalen))
        rechts = LINKS + _KOLOM + _GOOT
        for (titel_l, rijen_l), (titel_r, rijen_r) in (
            (("Student", student), ("Leerbedrijf", leerbedrijf)),
            (("School", school), ("Opleiding", opleiding)),
        ):
            einde = max(self._rijen(LINKS, self.y, titel_l, rijen_l), self._rijen(rechts, self.y, titel_r, rijen_r))
            self.blad.lijn(LINKS, einde - 2.2, RECHTS, einde - 2.2, pt=0.3)
            self.y = einde + 4.2

    def _periode(self) -> None:
        blad, d = self.blad, self._document
        blad.tekst(LINKS, self.y, "Periode en uren", KOP)
        cijfers = (
            (0.0, "Begindatum", datum(d.begin_op)),
            (45.0, "Einddatum", datum(d.eind_op)),
            (91.0, "Totaal aantal uren", getal(d.uren_totaal)),
            (122.0, "Uren per week", getal(d.uren_per_week)),
            (146.0, "Dagen per week", getal(d.dagen_per_week)),
        )
        self.y += 6
        with blad.als("Table"):
            for stap, label, waarde in cijfers:
                with blad.als("TR"):
                    with blad.als("TH"):
                        blad.tekst(LINKS + stap, self.y, label, _CIJFER_KLEIN)
                    with blad.als("TD"):
                        blad.tekst(LINKS + stap, self.y + 5.4, waarde, _CIJFER)
        self.y += 11
        if d.verdeling:
            verdeling = "; ".join(f"{v.studiejaar}: {getal(v.uren)} uur" for v in d.verdeling)
            blad.tekst(LINKS, self.y, "Per studiejaar", LABEL)
            self.y, is_afgekapt = blad.alinea(
                LINKS + _LABEL_BREED,
                self.y,
                BREED - _LABEL_BREED,
                verdeling,
                WAARDE.kleiner(self._dicht.pt),
                regels=2,
                min_pt=7,
            )
            if is_afgekapt:
                self.afgekapt.append(("Uren per studiejaar", verdeling))
            self.y += 0.8
        blad.lijn(LINKS, self.y - 2, RECHTS, self.y - 2, pt=0.3)
        self.y += 4.2

    def _afspraken(self) -> None:
        d = self._document
        wit = 7.0
        breedte = (BREED - 2 * wit) / 3
        einde = self.y
        for plaats, (titel, tekst) in enumerate(
            (("Begeleiding", d.begeleiding), ("Beoordeling", d.beoordeling), ("Eerder beëindigen", d.ontbinding))
        ):
            x = LINKS + plaats * (breedte + wit)
            self.blad.tekst(x, self.y, titel, KOP)
            onder, is_afgekapt = self.blad.alinea(
                x,
                self.y + 5,
                breedte,
                tekst,
                _BLOK.kleiner(self._dicht.tekst_pt),
                regels=self._dicht.tekst_regels,
                min_pt=7.1,
            )
            einde = max(einde, onder)
            if is_afgekapt:
                self.afgekapt.append((titel, tekst))
        self.y = einde

    def handtekeningen(self, y: float) -> None:
        """Draw the declaration with its baseline at `y` and the boxes down to the foot."""
        blad, d = self.blad, self._document
        blad.tekst(LINKS, y, "Ondertekening", KOP)
        blad.alinea(
            LINKS,
            y + 4.8,
            BREED,
            "Door te tekenen gaan partijen akkoord met dit bpv-blad en met de Algemene Voorwaarden "
            f"(versie {d.voorwaarden_versie}), die zij hebben gekregen en gelezen.",
            KLEIN,
            regels=1,
            min_pt=7,
        )
        boven = y + 8.2
        kolommen, rijen, _ = _raster(len(d.ondertekenaars))
        wit = _GOOT if kolommen == 2 else 5.0
        breedte = (BREED - (kolommen - 1) * wit) / kolommen
        hoogte = (VOET - boven - (rijen - 1) * _VAK_WIT) / rijen
        for plaats, ondertekenaar in enumerate(d.ondertekenaars):
            rij, kolom = divmod(plaats, kolommen)
            self._vak(
                LINKS + kolom * (breedte + wit), boven + rij * (hoogte + _VAK_WIT), breedte, hoogte, ondertekenaar
            )

    def _vak(self, x: float, y: float, breedte: float, hoogte: float, wie: Ondertekenaar) -> None:
        """Draw one box: who, place and date, signature; side by side in a low box, below each other in a high one."""
        blad = self.blad
        blad.kader(x, y, breedte, hoogte, pt=0.5)
        binnen = breedte - 6
        klein = KLEIN.kleiner(7)
        label, stijl, kort = blad.pas(wie.label, binnen, Stijl(9.2, 11, is_vet=True), min_pt=7.5)
        blad.tekst(x + 3, y + 4.6, label[0] if label else "", stijl)
        naam, stijl, is_afgekapt = blad.pas(wie.naam, binnen, Stijl(8.6, 11), min_pt=7)
        blad.tekst(x + 3, y + 8.6, naam[0] if naam else "", stijl)
        lager = 0.0
        if wie.bedrijf:
            bedrijf, stijl, te_lang = blad.pas(wie.bedrijf, binnen, Stijl(8.6, 11), min_pt=7)
            blad.tekst(x + 3, y + 12.3, bedrijf[0] if bedrijf else "", stijl)
            lager, is_afgekapt = 3.6, is_afgekapt or te_lang
        if kort or is_afgekapt:
            wat = ", ".join(deel for deel in (wie.naam, wie.bedrijf) if deel)
            self.afgekapt.append(("Ondertekening", f"{wie.label}: {wat}"))
        blad.tekst(x + 3, y + 12.6 + lager, "Plaats en datum", klein)
        if hoogte < 30:
            midden = x + breedte * 0.45
            blad.lijn(x + 3, y + hoogte - 3.2, midden - 3, y + hoogte - 3.2, pt=0.3)
            blad.tekst(midden, y + 12.6 + lager, "Handtekening", klein)
        else:
            blad.lijn(x + 3, y + 18.4 + lager, x + breedte - 3, y + 18.4 + lager, pt=0.3)
            blad.tekst(x + 3, y + 21.8 + lager, "Handtekening", klein)


def _niveau(niveau: str) -> str:
    """`3` is shown as `niveau 3`; anything else as it is."""
    return f"niveau {niveau.strip()}" if niveau.strip().isdigit() else niveau


def _raster(aantal: int) -> tuple[int, int, float]:
    """Columns and rows of boxes and the height of one in mm: to three high ones in a row, more as low ones in two
    columns.
    """
    if aantal <= 3:
        return aantal, 1, 39.0
    return (2, 2, 25.0) if aantal == 4 else (2, 3, 21.5)


def _hoogte_vakken(aantal: int) -> float:
    """The height in mm of all boxes together."""
    _, rijen, hoogte = _raster(aantal)
    return rijen * hoogte + (rijen - 1) * _VAK_WIT


def maak_bijlage(letters: Letters, afgekapt: tuple[tuple[str, str], ...]) -> Blad:
    """Draw the annex: in full what was cut on the bpv-blad, to MAX_BIJLAGE_TEKENS each and one page in all."""
    blad = Blad(letters)
    blad.tekst(LINKS, 34, "Bijlage bij het bpv-blad", TITEL)
    blad.tekst(
        LINKS, 40, "Deze gegevens pasten niet in hun geheel op het bpv-blad. Zij horen bij de overeenkomst.", ONDERTITEL
    )
    blad.vlak(LINKS, 44, BREED, 0.35)
    y = 53.0
    regel = _BLOK.regel / MM
    for label, waarde in afgekapt:
        ruimte = int((VOET - y - 6) / regel)
        if ruimte < 1:
            break
        blad.tekst(LINKS, y, label, WAARDE_VET)
        y, _ = blad.alinea(LINKS, y + 4.8, BREED, blad.schoon(waarde, MAX_BIJLAGE_TEKENS), _BLOK, regels=ruimte)
        y += 3
    return blad
