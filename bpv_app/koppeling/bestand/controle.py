"""From a sheet and a mapping to typed, checked rows; what is no good is named with row, column and reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from bpv_app.kernel import nummers
from bpv_app.kernel.inlezen import MAX_MELDINGEN, ImportSoort, Melding, Verslag
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.bestand.blad import RIJ, Blad
from bpv_app.koppeling.bestand.controle_vorm import ALLEEN_WAARSCHUWEN, waarde
from bpv_app.koppeling.bestand.rules_velden import VELDEN, VERPLICHT, Veld, Vorm

_ONREIN = r"[\x00-\x1f\x7f-\xa0\x{ad}\x{200b}-\x{200f}\x{2028}-\x{202f}\x{2060}-\x{2069}\x{feff}]|  |^ | $"
_ONZICHTBAAR = r"[\x{ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}\x{feff}]"
_ONLEESBAAR = r"[\x00\x{fffd}]"

TEKENS = Tekst(
    "Er staan onleesbare tekens in (verkeerde codering?).", "It holds unreadable characters (wrong encoding?)."
)
ONTBREEKT = Tekst("Dit moet ingevuld zijn.", "This has to be filled in.")
TE_LANG = Tekst("De tekst is te lang (hoogstens {n} tekens).", "The text is too long (at most {n} characters).")
_FOUT: dict[Vorm, Tekst] = {
    Vorm.NAAM: Tekst("Dit is geen naam.", "This is not a name."),
    Vorm.NUMMER: Tekst("Dit nummer klopt niet.", "This number is wrong."),
    Vorm.SLEUTEL: Tekst("Dit is geen onderwijsnummer (elfproef).", "This is not an education number (eleven test)."),
    Vorm.BSN: Tekst(
        "Dit BSN klopt niet (elfproef); er is niet mee gekoppeld.", "This BSN is wrong (eleven test); not used to link."
    ),
    Vorm.DATUM: Tekst("Dit is geen datum.", "This is not a date."),
    Vorm.CREBO: Tekst("Een crebo heeft 5 cijfers.", "A crebo has 5 digits."),
    Vorm.LEERWEG: Tekst("Deze leerweg kennen we niet.", "We do not know this learning route."),
    Vorm.NIVEAU: Tekst("Een niveau is 1, 2, 3 of 4.", "A level is 1, 2, 3 or 4."),
    Vorm.COHORT: Tekst("Een cohort is een jaar.", "A cohort is a year."),
    Vorm.GESLACHT: Tekst("Dit begrijpen we niet; leeg gelaten.", "We do not understand this; left empty."),
    Vorm.EMAIL: Tekst("Dit is geen e-mailadres; leeg gelaten.", "This is not an e-mail address; left empty."),
    Vorm.POSTCODE: Tekst("Dit is geen postcode; leeg gelaten.", "This is not a Dutch postcode; left empty."),
    Vorm.SBB_ID: Tekst(
        "Een leerbedrijf-ID heeft 9 cijfers en begint niet met 0.",
        "An SBB company ID has 9 digits and does not start with 0.",
    ),
    Vorm.KVK: Tekst("Een KvK-nummer heeft 8 cijfers.", "A Chamber of Commerce number has 8 digits."),
    Vorm.PC4_OF_PC6: Tekst("Een postcode is 2312 of 2312 AB.", "A postcode is 2312 or 2312 AB."),
    Vorm.VRIJ_SOORT: Tekst("Een soort is vakantie of studiedag.", "A kind is vakantie or studiedag."),
    Vorm.REGIO: Tekst("Een regio is noord, midden of zuid.", "A region is noord, midden or zuid."),
    Vorm.WERKPROCESSEN: Tekst(
        "Schrijf werkprocessen als B1-K1-W1, met een komma ertussen.",
        "Write work processes as B1-K1-W1, with commas between them.",
    ),
    Vorm.CREBO_VERBAND: Tekst("Een soort is opvolging of groep.", "A kind is opvolging or groep."),
    Vorm.MUTATIE: Tekst(
        "Een mutatie is nieuw, gewijzigd of ingetrokken.", "A change is nieuw, gewijzigd or ingetrokken."
    ),
    Vorm.SECTOREN: Tekst(
        "Dit zijn niet alleen sectoren van SBB. Kies uit de acht, met een komma ertussen.",
        "These are not all sectors of SBB. Choose from the eight, with commas between them.",
    ),
    Vorm.TALEN: Tekst(
        "Niet alle talen staan in de lijst. Schrijf wat er niet in staat als ‘andere: Spaans’ (hoogstens 60 tekens).",
        "Not all languages are listed. Write what is not as ‘andere: Spaans’ (at most 60 characters).",
    ),
    Vorm.COORDINAAT: Tekst("Dit is geen aantal graden of meters.", "This is no number of degrees or metres."),
}


@dataclass(frozen=True, slots=True)
class Gecontroleerd:
    """`frame`: the good rows, column `rij` and one per mapped field; `fout`: what was readable of the rest."""

    frame: pl.DataFrame
    fout: pl.DataFrame
    geweigerd: int


def controleer(soort: ImportSoort, blad: Blad, indeling: Mapping[str, str], verslag: Verslag) -> Gecontroleerd:
    """Check every mapped column of the sheet. Refusals and warnings go into `verslag`."""
    velden = [v for v in VELDEN[soort] if v.naam in indeling]
    for melding in blad.kapot:
        verslag.weiger(melding.regel, melding.reden, melding.veld, melding.waarde)
    kolommen: list[pl.Series] = [blad.frame[RIJ].alias("rij")]
    foute_rijen: list[pl.Series] = []
    for veld in velden:
        ruw = blad.frame[indeling[veld.naam]]
        foute_rijen += _onleesbaar(veld, indeling[veld.naam], ruw, blad, verslag)
        schoon = _schoon(ruw)
        gelezen = pl.DataFrame({"cel": schoon}).select(waarde(veld, pl.col("cel")).alias(veld.naam)).to_series()
        kolommen.append(gelezen)
        mis = schoon.is_not_null() & gelezen.is_null()
        if mis.any():
            foute_rijen += _meld(veld, indeling[veld.naam], blad.frame[RIJ].filter(mis), schoon.filter(mis), verslag)
    frame = pl.DataFrame(kolommen)
    for keuze in VERPLICHT[soort]:
        foute_rijen += _verplicht([k for k in keuze if k in indeling], indeling, frame, foute_rijen, verslag)
    slecht = pl.concat(foute_rijen).unique() if foute_rijen else pl.Series("rij", [], dtype=pl.UInt32)
    is_slecht = frame["rij"].is_in(slecht.implode())
    return Gecontroleerd(frame.filter(~is_slecht), frame.filter(is_slecht), slecht.len() + len(blad.kapot))


def _schoon(ruw: pl.Series) -> pl.Series:
    """Cells as one line of readable text, null when nothing is left; untouched when there is nothing to clean."""
    if not ruw.str.contains(_ONREIN).any():
        return _zonder_leeg(ruw)
    zichtbaar = (
        ruw.str.replace_all(_ONZICHTBAAR, "")
        .str.replace_all(r"[\s\x00-\x1f\x7f-\x{a0}]+", " ")
        .str.strip_chars(" ")
        .str.normalize("NFC")
    )
    return _zonder_leeg(zichtbaar)


def _zonder_leeg(cellen: pl.Series) -> pl.Series:
    return pl.DataFrame({"cel": cellen}).select(pl.when(pl.col("cel") != "").then(pl.col("cel"))).to_series()


def _onleesbaar(veld: Veld, kolom: str, ruw: pl.Series, blad: Blad, verslag: Verslag) -> list[pl.Series]:
    masker = ruw.str.contains(_ONLEESBAAR)
    if not masker.any():
        return []
    rijen = blad.frame[RIJ].filter(masker.fill_null(value=False))
    for rij, cel in zip(rijen.to_list(), ruw.filter(masker.fill_null(value=False)).to_list(), strict=True):
        if len(verslag.geweigerd) < MAX_MELDINGEN:
            verslag.weiger(rij, TEKENS, kolom, "" if veld.vorm is Vorm.BSN else nummers.kort(cel, 40))
    return [rijen.alias("rij")]


def _meld(veld: Veld, kolom: str, rijen: pl.Series, cellen: pl.Series, verslag: Verslag) -> list[pl.Series]:
    """Name the cells that are no good; returns the rows that are refused for it."""
    zacht = veld.vorm in ALLEEN_WAARSCHUWEN
    doel = verslag.waarschuwingen if zacht else verslag.geweigerd
    for rij, cel in zip(rijen.to_list(), cellen.to_list(), strict=True):
        if len(doel) >= MAX_MELDINGEN:
            break
        tekst = _FOUT.get(veld.vorm)
        if tekst is None or (veld.vorm in (Vorm.NAAM, Vorm.EMAIL) and len(cel) > veld.lengte):
            tekst = TE_LANG.vul(n=veld.lengte)
        zichtbaar = "" if veld.vorm in (Vorm.BSN, Vorm.SLEUTEL) else nummers.kort(cel, 40)
        doel.append(Melding(rij, tekst, kolom, zichtbaar))
    return [] if zacht else [rijen.alias("rij")]


def _verplicht(
    keuze: list[str],
    indeling: Mapping[str, str],
    frame: pl.DataFrame,
    al_fout: list[pl.Series],
    verslag: Verslag,
) -> list[pl.Series]:
    """Rows in which none of these fields is filled."""
    leeg = frame.filter(pl.all_horizontal(pl.col(k).is_null() for k in keuze))["rij"]
    if not leeg.len():
        return []
    gemeld = pl.concat(al_fout).unique() if al_fout else pl.Series("rij", [], dtype=pl.UInt32)
    for rij in leeg.filter(~leeg.is_in(gemeld.implode())).to_list():
        if len(verslag.geweigerd) >= MAX_MELDINGEN:
            break
        verslag.weiger(rij, ONTBREEKT, " / ".join(indeling[k] for k in keuze))
    return [leeg]
