"""The files of a matching, read and checked: every mistake of every file is found before anything is calculated.

Students get their number in the order of their id, places of their postcode and id, so that no outcome depends on the
order of rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from bpv_app.kernel.codering import OnleesbaarBestand, decodeer
from bpv_app.kernel.tekst import Tekst
from bpv_app.ligging.rules import Ligging
from bpv_app.matching import inlezen_velden as velden
from bpv_app.matching.inlezen_bestand import REGEL, Bestand, Fouten, lees_bestand, lees_bytes, vind_dubbele

STUDENT_VELDEN = (
    "crebo", "leerweg", "niveau", "van", "tot", "geboortedatum", "rijbewijs", "postcode", "max_km", "lot", "groep",
)  # fmt: skip
PLAATS_VELDEN = (
    "leerbedrijf", "crebo", "leerweg", "niveau_min", "niveau_max", "van", "tot", "min_leeftijd", "rijbewijs",
    "postcode",
)  # fmt: skip
_UITVOER = ("rang", "grond", "gewijzigd")
MAX_CAPACITEIT, MAX_RANG, MAX_LOT = 1_000_000, 999, 10**12
_MIST = Tekst("De {0} ontbreekt.", "The {0} is missing.")
_DUBBEL = Tekst("{0} {{}} staat er al, op regel {{}}.", "{0} {{}} is there already, in line {{}}.")


@dataclass(slots=True)
class Invoer:
    """What the files say. Frames of numbers: `s` = student, `p` = place (UInt32, in order of id), `regel` = line.

    `studenten`: s, student, volgorde and STUDENT_VELDEN; `plaatsen`: p, plaats, capaciteit and PLAATS_VELDEN (crebo and
    leerweg as lists); `voorkeuren`: s, p, rang; `afspraken`: soort, s, p; `rangorde` and `vorige` None when not given.
    """

    studenten: pl.DataFrame
    plaatsen: pl.DataFrame
    voorkeuren: pl.DataFrame
    erkenningen: pl.DataFrame | None
    afspraken: pl.DataFrame
    rangorde: pl.DataFrame | None
    vorige: pl.DataFrame | None
    postcodes: Mapping[str, Ligging]
    bestanden: dict[str, Bestand] = field(default_factory=dict)

    def met_lot(self) -> bool:
        """Whether the school brings its own lots."""
        return self.studenten["lot"].null_count() < self.studenten.height


def lees_alles(paden: Mapping[str, Path | None], fouten: Fouten) -> Invoer:
    """Read the files (`studenten`, `plaatsen`, `voorkeuren`, and the others or None). Mistakes go into `fouten`."""
    bestanden: dict[str, Bestand] = {}

    def lees(
        soort: str, verplicht: tuple[str, ...], mogelijk: tuple[str, ...] = (), leeg: bool = False
    ) -> Bestand | None:
        pad = paden.get(soort)
        if pad is None:
            return None
        bestanden[soort] = lees_bestand(pad, verplicht, mogelijk, fouten, mag_leeg=leeg)
        return bestanden[soort]

    b_studenten = lees("studenten", ("student",), STUDENT_VELDEN)
    b_plaatsen = lees("plaatsen", ("plaats", "capaciteit"), PLAATS_VELDEN)
    b_voorkeuren = lees("voorkeuren", ("student", "plaats", "rang"), leeg=True)
    if b_studenten is None or b_plaatsen is None or b_voorkeuren is None:
        raise ValueError("studenten, plaatsen and voorkeuren are needed")
    studenten = _lees_studenten(b_studenten, fouten)
    plaatsen = _lees_plaatsen(b_plaatsen, fouten)
    wie = _Wie(studenten, plaatsen)
    b_erkenningen = lees("erkenningen", ("leerbedrijf", "crebo"), ("van", "tot"), leeg=True)
    b_afspraken = lees("afspraken", ("soort", "student", "plaats"), ("reden",), leeg=True)
    b_rangorde = lees("rangorde", ("plaats", "student", "rang"), leeg=True)
    b_vorige = lees("vorige", ("student", "plaats"), _UITVOER, leeg=True)
    return Invoer(
        studenten.drop(REGEL),
        plaatsen.drop(REGEL),
        _lees_voorkeuren(b_voorkeuren, wie, fouten),
        _lees_erkenningen(b_erkenningen, fouten) if b_erkenningen else None,
        _lees_afspraken(b_afspraken, wie, fouten) if b_afspraken else _GEEN_AFSPRAKEN,
        _lees_rangorde(b_rangorde, wie, fouten) if b_rangorde else None,
        _lees_vorige(b_vorige, wie, fouten) if b_vorige else None,
        _lees_postcodes(paden.get("postcodes"), fouten, bestanden),
        bestanden,
    )


def _mist(bestand: Bestand, frame: pl.DataFrame, veld: str, fouten: Fouten) -> None:
    fouten.weiger_rijen(
        bestand.naam, frame.filter(pl.col(veld).is_null()), Tekst(_MIST.nl.format(veld), _MIST.en.format(veld))
    )


def _dubbel(bestand: Bestand, frame: pl.DataFrame, veld: str, fouten: Fouten) -> None:
    tekst = Tekst(_DUBBEL.nl.format(veld.capitalize()), _DUBBEL.en.format(veld.capitalize()))
    fouten.weiger_rijen(bestand.naam, vind_dubbele(frame, veld), tekst, veld, "eerder")


def _nummer(frame: pl.DataFrame, veld: str, nummer: str, *eerst: str) -> pl.DataFrame:
    """Rows with an id, each id once, numbered in the order of `eerst` and then the ids."""
    goed = frame.filter(pl.col(veld).is_not_null()).unique(veld, keep="first", maintain_order=True)
    return goed.with_row_index("volgorde").sort(*eerst, veld).with_row_index(nummer)


def _lees_studenten(bestand: Bestand, fouten: Fouten) -> pl.DataFrame:
    frame = bestand.frame
    _mist(bestand, frame, "student", fouten)
    _dubbel(bestand, frame, "student", fouten)
    frame = velden.lees_woorden(bestand, frame, "crebo", velden.een_crebo, fouten, velden.CREBO_FOUT, pl.String)
    frame = velden.lees_woorden(bestand, frame, "leerweg", str.casefold, fouten, velden.LEERWEG_FOUT, pl.String)
    frame = velden.lees_getal(bestand, frame, "niveau", 1, 8, fouten)
    for veld in ("van", "tot", "geboortedatum"):
        frame = velden.lees_datum(bestand, frame, veld, fouten)
    velden.check_volgorde(bestand, frame, "van", "tot", fouten)
    frame = velden.lees_woorden(bestand, frame, "rijbewijs", velden.rijbewijs, fouten, velden.RIJBEWIJS_FOUT, pl.String)
    frame = velden.lees_postcode(bestand, frame, "postcode", fouten)
    frame = velden.lees_km(bestand, frame, "max_km", fouten)
    fouten_voor = len(fouten.fouten)
    frame = velden.lees_getal(bestand, frame, "lot", -MAX_LOT, MAX_LOT, fouten)
    frame = velden.lees_getal(bestand, frame, "groep", -MAX_LOT, MAX_LOT, fouten)
    _dubbel(bestand, frame, "lot", fouten)
    if len(fouten.fouten) == fouten_voor and 0 < frame["lot"].null_count() < frame.height:
        tekst = Tekst("Hier ontbreekt het lot; anderen hebben er een.", "The lot is missing here; others have one.")
        fouten.weiger_rijen(bestand.naam, frame.filter(pl.col("lot").is_null()), tekst)
    return _nummer(frame, "student", "s")


def _lees_plaatsen(bestand: Bestand, fouten: Fouten) -> pl.DataFrame:
    frame = bestand.frame
    _mist(bestand, frame, "plaats", fouten)
    _dubbel(bestand, frame, "plaats", fouten)
    _mist(bestand, frame, "capaciteit", fouten)
    frame = velden.lees_getal(bestand, frame, "capaciteit", 0, MAX_CAPACITEIT, fouten)
    lijst = pl.List(pl.String)
    frame = velden.lees_woorden(bestand, frame, "crebo", velden.crebos, fouten, velden.CREBO_FOUT, lijst)
    frame = velden.lees_woorden(bestand, frame, "leerweg", velden.leerwegen, fouten, velden.LEERWEG_FOUT, lijst)
    for veld in ("niveau_min", "niveau_max"):
        frame = velden.lees_getal(bestand, frame, veld, 1, 8, fouten)
    hoger = Tekst("niveau_max ({}) is lager dan niveau_min ({}).", "niveau_max ({}) is below niveau_min ({}).")
    lager = frame.filter(pl.col("niveau_max") < pl.col("niveau_min"))
    fouten.weiger_rijen(bestand.naam, lager, hoger, "niveau_max", "niveau_min")
    for veld in ("van", "tot"):
        frame = velden.lees_datum(bestand, frame, veld, fouten)
    velden.check_volgorde(bestand, frame, "van", "tot", fouten)
    frame = velden.lees_getal(bestand, frame, "min_leeftijd", 0, 120, fouten)
    frame = velden.lees_woorden(bestand, frame, "rijbewijs", velden.rijbewijs, fouten, velden.RIJBEWIJS_FOUT, pl.String)
    frame = velden.lees_postcode(bestand, frame, "postcode", fouten)
    return _nummer(frame, "plaats", "p", "postcode")


@dataclass(slots=True)
class _Wie:
    """The known students and places."""

    studenten: pl.DataFrame
    plaatsen: pl.DataFrame

    def zoek(self, bestand: Bestand, frame: pl.DataFrame, fouten: Fouten) -> pl.DataFrame:
        """The rows with numbers `s` and `p`; an unknown student or place is a mistake and the row is left out."""
        for veld in ("student", "plaats"):
            _mist(bestand, frame, veld, fouten)
        met = frame.join(self.studenten.select("student", "s"), on="student", how="left", maintain_order="left").join(
            self.plaatsen.select("plaats", "p"), on="plaats", how="left", maintain_order="left"
        )
        for veld, nummer, nl, en in (
            ("student", "s", "Student {} is onbekend.", "Student {} is unknown."),
            ("plaats", "p", "Plaats {} is onbekend.", "Place {} is unknown."),
        ):
            slecht = met.filter(pl.col(veld).is_not_null() & pl.col(nummer).is_null())
            fouten.weiger_rijen(bestand.naam, slecht, Tekst(nl, en), veld)
        return met.filter(pl.col("s").is_not_null() & pl.col("p").is_not_null())


def _paar_dubbel(bestand: Bestand, frame: pl.DataFrame, fouten: Fouten) -> pl.DataFrame:
    """Name pairs that were there already; return each pair once."""
    dubbel = vind_dubbele(frame, "s", "p")
    if dubbel.height:
        tekst = Tekst(
            "Student {} en plaats {} staan er samen al, op regel {}.",
            "Student {} and place {} are there together already, in line {}.",
        )
        fouten.weiger_rijen(bestand.naam, dubbel, tekst, "student", "plaats", "eerder")
        return frame.unique(["s", "p"], keep="first", maintain_order=True)
    return frame


def _rang(bestand: Bestand, frame: pl.DataFrame, van: str, hoog: int, fouten: Fouten) -> pl.DataFrame:
    """A rank per row, each once per `van`."""
    _mist(bestand, frame, "rang", fouten)
    frame = velden.lees_getal(bestand, frame, "rang", 1, hoog, fouten)
    tekst = Tekst(
        f"{van.capitalize()} {{}} heeft rang {{}} al gegeven, op regel {{}}.",
        f"{van.capitalize()} {{}} gave rank {{}} already, in line {{}}.",
    )
    fouten.weiger_rijen(bestand.naam, vind_dubbele(frame, van, "rang"), tekst, van, "rang", "eerder")
    return frame


def _lees_voorkeuren(bestand: Bestand, wie: _Wie, fouten: Fouten) -> pl.DataFrame:
    frame = _rang(bestand, bestand.frame, "student", MAX_RANG, fouten)
    frame = _paar_dubbel(bestand, wie.zoek(bestand, frame, fouten), fouten)
    return frame.drop_nulls("rang").select("s", "p", pl.col("rang").cast(pl.Int32)).sort("s", "rang")


def _lees_erkenningen(bestand: Bestand, fouten: Fouten) -> pl.DataFrame:
    frame = bestand.frame
    for veld in ("leerbedrijf", "crebo"):
        _mist(bestand, frame, veld, fouten)
    frame = velden.lees_woorden(bestand, frame, "crebo", velden.een_crebo, fouten, velden.CREBO_FOUT, pl.String)
    for veld in ("van", "tot"):
        frame = velden.lees_datum(bestand, frame, veld, fouten)
    velden.check_volgorde(bestand, frame, "van", "tot", fouten)
    return frame.drop(REGEL).drop_nulls(["leerbedrijf", "crebo"])


_GEEN_AFSPRAKEN = pl.DataFrame(
    schema={
        REGEL: pl.UInt32,
        "soort": pl.String,
        "student": pl.String,
        "plaats": pl.String,
        "reden": pl.String,
        "s": pl.UInt32,
        "p": pl.UInt32,
    }
)


def _lees_afspraken(bestand: Bestand, wie: _Wie, fouten: Fouten) -> pl.DataFrame:
    frame = bestand.frame.with_columns(pl.col("soort").str.to_lowercase())
    _mist(bestand, frame, "soort", fouten)
    slecht = frame.filter(~pl.col("soort").is_in(["vast", "uitgesloten"]))
    tekst = Tekst("In soort hoort vast of uitgesloten, niet {}.", "In soort belongs vast or uitgesloten, not {}.")
    fouten.weiger_rijen(bestand.naam, slecht, tekst, "soort")
    frame = _paar_dubbel(bestand, wie.zoek(bestand, frame, fouten), fouten)
    vast = frame.filter(pl.col("soort") == "vast")
    tekst = Tekst(
        "Student {} zit al vast op een andere plaats, op regel {}.",
        "Student {} is locked to another place already, in line {}.",
    )
    fouten.weiger_rijen(bestand.naam, vind_dubbele(vast, "student"), tekst, "student", "eerder")
    vol = vast.with_columns(hoeveelste=pl.int_range(1, pl.len() + 1).over("p")).join(
        wie.plaatsen.select("p", "capaciteit"), on="p", how="left", maintain_order="left"
    )
    tekst = Tekst(
        "Plaats {} heeft {} plekken; dit is de {}e student die er vast zit.",
        "Place {} has {} slots; this is locked student number {}.",
    )
    vol = vol.filter(pl.col("hoeveelste") > pl.col("capaciteit"))
    fouten.weiger_rijen(bestand.naam, vol, tekst, "plaats", "capaciteit", "hoeveelste")
    return frame.filter(pl.col("soort").is_in(["vast", "uitgesloten"])).select(_GEEN_AFSPRAKEN.columns)


def _lees_rangorde(bestand: Bestand, wie: _Wie, fouten: Fouten) -> pl.DataFrame:
    frame = _rang(bestand, bestand.frame, "plaats", MAX_CAPACITEIT, fouten)
    frame = _paar_dubbel(bestand, wie.zoek(bestand, frame, fouten), fouten)
    return frame.drop_nulls("rang").select("s", "p", pl.col("rang").cast(pl.Int32))


def _lees_vorige(bestand: Bestand, wie: _Wie, fouten: Fouten) -> pl.DataFrame:
    """The published result; a row without a place is a student who had none."""
    frame = bestand.frame.filter(~(pl.col("student").is_not_null() & pl.col("plaats").is_null()))
    _dubbel(bestand, bestand.frame, "student", fouten)
    frame = wie.zoek(bestand, frame, fouten)
    return frame.unique("s", keep="first", maintain_order=True).select("s", "p")


def _lees_postcodes(pad: Path | None, fouten: Fouten, bestanden: dict[str, Bestand]) -> dict[str, Ligging]:
    """A table of 4-digit postcodes: CSV (postcode, breedte, lengte) or JSON (`{"1011": [52.37, 4.90], …}`)."""
    if pad is None:
        return {}
    if pad.suffix.casefold() == ".json":
        try:
            inhoud = lees_bytes(pad)
            leeg = pl.DataFrame(schema={REGEL: pl.UInt32})
            bestanden["postcodes"] = Bestand(pad.name, leeg, frozenset(), hashlib.sha256(inhoud).hexdigest())
            gelezen = json.loads(decodeer(inhoud)[0])
            return {str(pc)[:4]: (float(plek[0]), float(plek[1])) for pc, plek in gelezen.items()}
        except (OnleesbaarBestand, ValueError, AttributeError, TypeError, LookupError, RecursionError):
            tekst = Tekst("Deze postcodes zijn niet te lezen.", "These postcodes cannot be read.")
            fouten.weiger(pad.name, 0, tekst)
            return {}
    bestand = lees_bestand(pad, ("postcode", "breedte", "lengte"), (), fouten)
    bestanden["postcodes"] = bestand
    frame = velden.lees_postcode(bestand, bestand.frame, "postcode", fouten)
    graden = [
        pl.col(k).str.replace(",", ".", literal=True).cast(pl.Float64, strict=False) for k in ("breedte", "lengte")
    ]
    frame = frame.with_columns(graden)
    slecht = frame.filter(~(pl.col("breedte").is_between(50, 54) & pl.col("lengte").is_between(3, 8)).fill_null(False))
    tekst = Tekst("Dit is geen plek in Nederland: {}, {}.", "This is no place in the Netherlands: {}, {}.")
    fouten.weiger_rijen(bestand.naam, slecht, tekst, "breedte", "lengte")
    return {
        pc: (noord, oost)
        for pc, noord, oost in frame.select("postcode", "breedte", "lengte").iter_rows()
        if pc and noord and oost
    }
