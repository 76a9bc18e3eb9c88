"""How the cells of one field become values: an expression that gives the value, or null where the cell is no good.

Checks of domain.md section 6, for a whole column at once; a test holds them against python-stdnum and `kernel.nummers`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import polars as pl

from bpv_app.kernel import nummers
from bpv_app.koppeling.bestand.rules_velden import Veld, Vorm
from bpv_app.koppeling.bestand.schoon import ONGELDIG
from bpv_app.leerbedrijf.rules_kenmerken import OnbekendKenmerk, lees_sectoren, lees_talen

_ISO = r"^(\d{4}-\d{1,2}-\d{1,2})(?:[T ].*)?$"
_NL = r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: .*)?$"
_PLAT = r"^\d{8}$"
VROEGSTE_JAAR = 1900
OPEN_EINDE_JAAR = 2200
"""From this year on a date means "without end" (registers write 9999-12-31)."""

_LEERWEG = {
    "bol": "BOL", "bol voltijd": "BOL", "bol vt": "BOL", "bolvt": "BOL", "bol-vt": "BOL", "bbl": "BBL", "ovo": "OVO",
    "bol_dt": "BOL_DT", "bol-dt": "BOL_DT", "bol dt": "BOL_DT", "bol deeltijd": "BOL_DT", "boldt": "BOL_DT", "ex": "EX",
    "examendeelnemer": "EX", "odt": "ODT",
}  # fmt: skip
_GESLACHT = {
    "m": "M", "man": "M", "mannelijk": "M", "j": "M", "v": "V", "vrouw": "V", "vrouwelijk": "V", "f": "V", "o": "O",
    "x": "O", "onbekend": "O", "anders": "O",
}  # fmt: skip


_VRIJ_SOORT = {
    "vakantie": "vakantie", "schoolvakantie": "vakantie", "holiday": "vakantie", "studiedag": "studiedag",
    "studie": "studiedag", "study day": "studiedag", "lesvrij": "studiedag", "lesvrije dag": "studiedag",
}  # fmt: skip
_REGIO = {
    "noord": "noord", "midden": "midden", "zuid": "zuid", "regio noord": "noord", "regio midden": "midden",
    "regio zuid": "zuid", "north": "noord", "central": "midden", "south": "zuid",
}  # fmt: skip


_CREBO_VERBAND = {
    "opvolging": "opvolging", "opvolger": "opvolging", "vervangen door": "opvolging", "succession": "opvolging",
    "successor": "opvolging", "groep": "groep", "lid": "groep", "dossier": "groep", "group": "groep",
}  # fmt: skip
_MUTATIE = {
    "nieuw": "nieuw", "n": "nieuw", "toegevoegd": "nieuw", "new": "nieuw",
    "gewijzigd": "gewijzigd", "w": "gewijzigd", "g": "gewijzigd", "changed": "gewijzigd",
    "ingetrokken": "ingetrokken", "i": "ingetrokken", "vervallen": "ingetrokken", "withdrawn": "ingetrokken",
}  # fmt: skip
_WERKPROCES = r"[A-Z]\d{1,2}-K\d{1,2}-W\d{1,2}"


def _werkprocessen(kolom: pl.Expr) -> pl.Expr:
    """Codes in any order and with any sign between them, as sorted codes with a space between them."""
    codes = kolom.str.to_uppercase().str.replace_all(r"[\s,;/|+]+", " ").str.strip_chars(" ")
    goed = codes.str.contains(rf"^{_WERKPROCES}(?: {_WERKPROCES})*$")
    return pl.when(goed).then(codes.str.split(" ").list.unique().list.sort().list.join(" "))


def _woorden(betekenis: dict[str, str]) -> Callable[[pl.Expr], pl.Expr]:
    return lambda kolom: kolom.str.to_lowercase().replace_strict(betekenis, default=None, return_dtype=pl.String)


def _datum(kolom: pl.Expr) -> pl.Expr:
    """Dates as files write them; a year from `OPEN_EINDE_JAAR` on gives 31 December of that year."""
    nl = pl.concat_str([kolom.str.extract(_NL, i) for i in (3, 2, 1)], separator="-").str.to_date(
        "%Y-%m-%d", strict=False
    )
    iso = kolom.str.extract(_ISO, 1).str.to_date("%Y-%m-%d", strict=False)
    plat = pl.when(kolom.str.contains(_PLAT)).then(kolom).str.to_date("%Y%m%d", strict=False)
    dag = pl.coalesce(iso, nl, plat)
    return pl.when(dag.dt.year() >= VROEGSTE_JAAR).then(dag)


def _patroon(patroon: str) -> Callable[[pl.Expr], pl.Expr]:
    return lambda kolom: pl.when(kolom.str.contains(patroon)).then(kolom)


def _cijfers(patroon: str) -> Callable[[pl.Expr], pl.Expr]:
    def lees(kolom: pl.Expr) -> pl.Expr:
        schoon = kolom.str.replace_all(r"[ .\-]", "")
        return pl.when(schoon.str.contains(patroon)).then(schoon)

    return lees


def _postcode(kolom: pl.Expr) -> pl.Expr:
    schoon = kolom.str.replace_all(r"[ \-]", "").str.to_uppercase().str.strip_prefix("NL")
    return pl.when(schoon.str.contains(r"^[1-9][0-9]{3}[A-Z]{2}$") & ~schoon.str.contains(r"S[ADS]$")).then(schoon)


def _kvk(kolom: pl.Expr) -> pl.Expr:
    schoon = kolom.str.replace_all(r"[ .\-]", "")
    return pl.when(schoon.str.contains(r"^[0-9]{7,8}$")).then(schoon.str.zfill(8))


def _naam(kolom: pl.Expr) -> pl.Expr:
    """`Vries, Eva de` becomes `Eva de Vries`; something without a letter is no name."""
    achter, voor = (kolom.str.extract(r"^([^,]*[^, ])\s*,\s*([^,]+)$", i) for i in (1, 2))
    omgekeerd = pl.concat_str([voor, achter], separator=" ")
    return pl.when(kolom.str.contains(r"\pL")).then(pl.coalesce(omgekeerd, kolom))


def _sleutel(kolom: pl.Expr) -> pl.Expr:
    def lees(waarde: str) -> str | None:
        if nummers.is_onderwijsnummer(waarde):
            return nummers.cijfers(waarde)
        return waarde if nummers.is_opake_sleutel(waarde) else None

    return kolom.map_elements(lees, return_dtype=pl.String)


def _pc4_of_pc6(kolom: pl.Expr) -> pl.Expr:
    schoon = kolom.str.replace_all(r"[ \-]", "").str.to_uppercase()
    return pl.when(schoon.str.contains(r"^[1-9][0-9]{3}(?:[A-Z]{2})?$") & ~schoon.str.contains(r"S[ADS]$")).then(schoon)


def _coordinaat(kolom: pl.Expr) -> pl.Expr:
    getal = kolom.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    return pl.when(getal.is_finite()).then(getal)


def _kenmerken(lees: Callable[[str], str]) -> Callable[[pl.Expr], pl.Expr]:
    """Codes with a semicolon between them; companies share few combinations, so each is read once."""

    @lru_cache(maxsize=4096)
    def een(cel: str) -> str | None:
        try:
            return lees(cel) or None
        except OnbekendKenmerk:
            return None

    return lambda kolom: kolom.map_elements(een, return_dtype=pl.String)


_LEZERS: dict[Vorm, Callable[[pl.Expr], pl.Expr]] = {
    Vorm.NAAM: _naam,
    Vorm.NUMMER: _patroon(r"^[A-Za-z0-9._/\-]{1,20}$"),
    Vorm.SLEUTEL: _sleutel,
    Vorm.BSN: lambda kolom: pl.when(kolom != ONGELDIG).then(kolom),
    Vorm.DATUM: _datum,
    Vorm.CREBO: _cijfers(r"^[0-9]{5}$"),
    Vorm.LEERWEG: _woorden(_LEERWEG),
    Vorm.NIVEAU: lambda kolom: kolom.str.extract(r"(?i)^(?:mbo|niveau|mbo[- ]niveau)?[- ]?([1-4])$", 1).cast(pl.Int64),
    Vorm.COHORT: _patroon(r"^(?:19|20)[0-9]{2}(?:[-/ ](?:19|20)?[0-9]{2})?$"),
    Vorm.GESLACHT: _woorden(_GESLACHT),
    Vorm.EMAIL: _patroon(r"^[^@\s,;<>\x22]+@[^@\s,;<>\x22.]+(?:\.[^@\s,;<>\x22.]+)+$"),
    Vorm.POSTCODE: _postcode,
    Vorm.SBB_ID: _cijfers(r"^[1-9][0-9]{8}$"),
    Vorm.KVK: _kvk,
    Vorm.PC4_OF_PC6: _pc4_of_pc6,
    Vorm.COORDINAAT: _coordinaat,
    Vorm.VRIJ_SOORT: _woorden(_VRIJ_SOORT),
    Vorm.REGIO: _woorden(_REGIO),
    Vorm.WERKPROCESSEN: _werkprocessen,
    Vorm.CREBO_VERBAND: _woorden(_CREBO_VERBAND),
    Vorm.MUTATIE: _woorden(_MUTATIE),
    Vorm.SECTOREN: _kenmerken(lees_sectoren),
    Vorm.TALEN: _kenmerken(lees_talen),
}

ALLEEN_WAARSCHUWEN = frozenset({Vorm.EMAIL, Vorm.POSTCODE, Vorm.GESLACHT, Vorm.BSN})
"""Where a cell that is no good costs the cell, not the row: a foreign postcode or a wrong address is no reason to leave
a person out."""


def waarde(veld: Veld, kolom: pl.Expr) -> pl.Expr:
    """The value of a cleaned cell, null when it is no good (or too long)."""
    lezer = _LEZERS.get(veld.vorm)
    gelezen = lezer(kolom) if lezer else kolom
    if veld.vorm in (Vorm.TEKST, Vorm.NAAM, Vorm.EMAIL, Vorm.COHORT, Vorm.WERKPROCESSEN, Vorm.SECTOREN, Vorm.TALEN):
        gelezen = pl.when(kolom.str.len_chars() <= veld.lengte).then(gelezen)
    return gelezen
