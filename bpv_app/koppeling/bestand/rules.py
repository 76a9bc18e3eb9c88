"""The proposal which column of a school's own file is which of our fields.

Pure: names and a few example values in, a mapping out. A proposal needs a name that fits (exactly, or nearly); the
content can only veto it. The one thing content alone decides is a BSN: that is never mapped to anything else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence

from rapidfuzz import fuzz

from bpv_app.kernel import nummers
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.inlezen import ImportSoort
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.bestand.rules_velden import VELDEN, VERPLICHT, Veld, Vorm

LIJKT_GENOEG = 88.0
"""Similarity (0-100) from which a name that is not in our list still counts."""


class OngeldigeIndeling(DomeinFout):
    """The mapping of columns to fields cannot be used."""

    http_status = 400

    def __init__(self, tekst: Tekst) -> None:
        super().__init__("ongeldige_indeling", tekst)


def vouw_kolom(naam: str) -> str:
    """A column name for comparing: lower case letters and digits with single spaces."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", naam.casefold()).split())


def _is_datum(waarde: str) -> bool:
    return bool(re.match(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}", waarde, re.ASCII))


_INHOUD: dict[Vorm, Callable[[str], bool]] = {
    Vorm.NUMMER: lambda w: bool(re.fullmatch(r"[A-Za-z0-9._-]{1,20}", w, re.ASCII)),
    Vorm.SLEUTEL: lambda w: nummers.is_onderwijsnummer(w) or nummers.is_opake_sleutel(w),
    Vorm.DATUM: _is_datum,
    Vorm.CREBO: nummers.is_crebo,
    Vorm.LEERWEG: lambda w: w.casefold()[:3] in {"bol", "bbl", "ovo", "odt", "ex", "exa"},
    Vorm.NIVEAU: lambda w: bool(re.search(r"[1-4]$", w, re.ASCII)),
    Vorm.COHORT: lambda w: bool(re.match(r"(19|20)\d\d", w, re.ASCII)),
    Vorm.GESLACHT: lambda w: (
        w.casefold() in {"m", "v", "o", "x", "man", "vrouw", "mannelijk", "vrouwelijk", "onbekend"}
    ),
    Vorm.EMAIL: lambda w: "@" in w,
    Vorm.POSTCODE: lambda w: bool(re.match(r"[1-9]\d{3}\s?[A-Za-z]{2}", w, re.ASCII)),
    Vorm.SBB_ID: nummers.is_leerbedrijf_id,
    Vorm.KVK: lambda w: bool(re.fullmatch(r"\d{7,8}", nummers.cijfers(w), re.ASCII)),
    Vorm.PC4_OF_PC6: lambda w: bool(re.match(r"[1-9]\d{3}", w, re.ASCII)),
    Vorm.COORDINAAT: lambda w: bool(re.fullmatch(r"-?\d{1,6}([.,]\d+)?", w, re.ASCII)),
    Vorm.NAAM: lambda w: any(c.isalpha() for c in w),
}


def inhoud_past(veld: Veld, waarden: Sequence[str], deel: float = 0.6) -> bool:
    """Whether at least `deel` of the example values could be this field (no values: nothing speaks against it)."""
    gevuld = [w.strip() for w in waarden if w and w.strip()][:200]
    past = _INHOUD.get(veld.vorm)
    return past is None or not gevuld or sum(map(past, gevuld)) >= len(gevuld) * deel


def is_bsn_kolom(naam: str, waarden: Sequence[str]) -> bool:
    """Whether a column holds BSNs: by its name, or because (nearly) every value passes the eleven test."""
    woorden = vouw_kolom(naam).split()
    if any(w.startswith(("leerbedrijf", "sbb", "kvk")) for w in woorden):
        return False  # numbers of companies have nine digits too: one in eleven passes the test
    if any(w in {"bsn", "bsnnummer", "bsnnr", "burgerservicenummer", "sofinummer", "sofinr"} for w in woorden):
        return True
    gevuld = [w.strip() for w in waarden if w and w.strip()][:500]
    return bool(gevuld) and sum(map(nummers.is_bsn, gevuld)) * 10 >= len(gevuld) * 8


def _score(veld: Veld, kolom: str) -> float:
    gevouwen = vouw_kolom(kolom)
    namen = [vouw_kolom(n) for n in (*veld.namen, veld.naam.replace("_", " "))]
    if gevouwen in namen or gevouwen.replace(" ", "") in {n.replace(" ", "") for n in namen}:
        return 100.0
    if len(gevouwen) < 5:
        return 0.0
    return max(max(fuzz.ratio(gevouwen, n), fuzz.token_sort_ratio(gevouwen, n)) for n in namen) - 1


def stel_indeling_voor(
    soort: ImportSoort,
    kolommen: Sequence[str],
    voorbeelden: Mapping[str, Sequence[str]],
    bsn_kolommen: Sequence[str] = (),
) -> dict[str, str]:
    """Field -> column, best fits first; every field and every column at most once."""
    bsn = set(bsn_kolommen)
    nodig = {veldnaam for keuze in VERPLICHT[soort] for veldnaam in keuze}
    kansen = []
    for i, veld in enumerate(VELDEN[soort]):
        for j, kolom in enumerate(kolommen):
            if (veld.vorm is Vorm.BSN) != (kolom in bsn):
                continue
            score = 100.0 if veld.vorm is Vorm.BSN else _score(veld, kolom)
            # a name that fits exactly only needs some good values (none at all for what must be there): the rest may be
            # the rows to refuse
            deel = 0.6 if score < 100.0 else 0.0 if veld.naam in nodig else 0.2
            if score >= LIJKT_GENOEG and inhoud_past(veld, voorbeelden.get(kolom, ()), deel):
                kansen.append((-score, i, j, veld.naam, kolom))
    indeling: dict[str, str] = {}
    for *_, veldnaam, kolom in sorted(kansen):
        if veldnaam not in indeling and kolom not in indeling.values():
            indeling[veldnaam] = kolom
    return indeling


def check_indeling(
    soort: ImportSoort, indeling: Mapping[str, str], kolommen: Sequence[str], bsn_kolommen: Sequence[str] = ()
) -> dict[str, str]:
    """The mapping without empty choices. Raises `OngeldigeIndeling` when a column is unknown, used twice or missing."""
    bekend = {v.naam: v for v in VELDEN[soort]}
    schoon = {veld: kolom for veld, kolom in indeling.items() if kolom}
    for veld, kolom in schoon.items():
        if veld not in bekend or kolom not in kolommen:
            raise OngeldigeIndeling(
                Tekst(
                    f"Er is geen veld '{nummers.kort(veld, 40)}' of kolom '{nummers.kort(kolom, 40)}'.",
                    f"There is no field '{nummers.kort(veld, 40)}' or column '{nummers.kort(kolom, 40)}'.",
                )
            )
        if kolom in bsn_kolommen and bekend[veld].vorm is not Vorm.BSN:
            raise OngeldigeIndeling(
                Tekst(
                    f"In kolom '{kolom}' staan BSN's; die mag je alleen gebruiken om te koppelen.",
                    f"Column '{kolom}' holds BSNs; you may only use it to link.",
                )
            )
    dubbel = [k for k in set(schoon.values()) if list(schoon.values()).count(k) > 1]
    if dubbel:
        raise OngeldigeIndeling(
            Tekst(f"Kolom '{min(dubbel)}' is twee keer gekozen.", f"Column '{min(dubbel)}' is chosen twice.")
        )
    for keuze in VERPLICHT[soort]:
        if not any(veld in schoon for veld in keuze):
            nl = " of ".join(bekend[v].label.nl for v in keuze)
            en = " or ".join(bekend[v].label.en for v in keuze)
            raise OngeldigeIndeling(Tekst(f"Wijs een kolom aan voor: {nl}.", f"Choose a column for: {en}."))
    return schoon


def kolommen_hash(kolommen: Sequence[str]) -> str:
    """By what a remembered mapping is found again: the set of column names, whatever their order and capitals."""
    return hashlib.sha256("\n".join(sorted({vouw_kolom(k) for k in kolommen})).encode()).hexdigest()
