"""The werkprocessen of a qualification (kwalificatiedossier): code, name, and for which cohorts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bpv_app.beoordeling.rules import MAX_WERKPROCESSEN, WerkprocesKeus
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.nummers import is_crebo, schoon_tekst
from bpv_app.kernel.tekst import Tekst

EERSTE, LAATSTE = 0, 9999
"""A werkproces without a first or last cohort."""
MAX_NAAM = 300
_CODE = re.compile(r"([BPDK]\d{1,2}-K\d{1,2})-W\d{1,2}", re.ASCII)
_KORT = re.compile(r"(K\d{1,2})-?W\d{1,2}|(\d{1,2})\.\d{1,2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class WerkprocesInvoer:
    """A werkproces as filled in. Cohorts are years, both included."""

    crebo: str
    code: str
    naam: str
    kerntaak_naam: str = ""
    cohort_van: int = EERSTE
    cohort_tot: int = LAATSTE

    @property
    def kerntaak(self) -> str:
        return kerntaak_van(self.code)


def lees_code(tekst: str) -> str:
    """`b1-k1-w1` as `B1-K1-W1`; older dossiers also have `K1-W1` and `1.1`. Raises ValueError."""
    schoon = re.sub(r"\s+", "", tekst).upper()
    if _CODE.fullmatch(schoon) or _KORT.fullmatch(schoon):
        return schoon
    raise ValueError(f"no werkproces code: {schoon[:20]!r}")


def kerntaak_van(code: str) -> str:
    """`B1-K1` of `B1-K1-W1`."""
    lang, kort = _CODE.fullmatch(code), _KORT.fullmatch(code)
    return lang[1] if lang else (kort[1] or kort[2]) if kort else code


def cohort_jaar(cohort: str) -> int | None:
    """The year a cohort began: `2026`, `2026-2027`; None when it is not known."""
    gevonden = re.match(r"(?:19|20)\d\d", cohort.strip(), re.ASCII)
    return int(gevonden[0]) if gevonden else None


def check_werkproces(invoer: WerkprocesInvoer) -> WerkprocesInvoer:
    """As stored. Raises `OngeldigeInvoer` with every wrong field."""
    fouten: dict[str, Tekst] = {}
    code = invoer.code
    try:
        code = lees_code(code)
    except ValueError:
        fouten["werkproces_code"] = Tekst("Schrijf een code als B1-K1-W1.", "Write a code such as B1-K1-W1.")
    naam, kerntaak = schoon_tekst(invoer.naam), schoon_tekst(invoer.kerntaak_naam)
    if not is_crebo(invoer.crebo):
        fouten["crebo"] = Tekst("Een crebo heeft vijf cijfers.", "A crebo has five digits.")
    if not 0 < len(naam) <= MAX_NAAM:
        fouten["werkproces_naam"] = Tekst(
            f"Een naam heeft 1 tot {MAX_NAAM} tekens.", f"A name has 1 to {MAX_NAAM} characters."
        )
    if len(kerntaak) > MAX_NAAM:
        fouten["kerntaak_naam"] = Tekst(f"Hoogstens {MAX_NAAM} tekens.", f"At most {MAX_NAAM} characters.")
    if cohort := cohorten_fout(invoer.cohort_van, invoer.cohort_tot):
        fouten["cohort_van"] = cohort
    if fouten:
        raise OngeldigeInvoer(fouten)
    return WerkprocesInvoer(invoer.crebo, code, naam, kerntaak, invoer.cohort_van, invoer.cohort_tot)


def cohorten_fout(van: int, tot: int) -> Tekst | None:
    """Years between 2000 and 2100, or open; the first not after the last."""
    if any(j not in (EERSTE, LAATSTE) and not 2000 <= j <= 2100 for j in (van, tot)):
        return Tekst("Een cohort is een jaar, zoals 2026.", "A cohort is a year, such as 2026.")
    return Tekst("Het eerste cohort ligt na het laatste.", "The first cohort is after the last.") if van > tot else None


def overlapt(een: tuple[int, int], ander: tuple[int, int]) -> bool:
    """Whether two ranges of cohorts share a year."""
    return een[0] <= ander[1] and ander[0] <= een[1]


def lees_werkproces(form: Mapping[str, str]) -> WerkprocesInvoer:
    """A submitted form (hostile text). Raises `OngeldigeInvoer`."""

    def jaar(veld: str, anders: int) -> int:
        tekst = form.get(veld, "").strip()
        return anders if not tekst else int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) == 4 else -1

    return check_werkproces(
        WerkprocesInvoer(
            form.get("crebo", "").strip(),
            form.get("werkproces_code", "")[:40],
            form.get("werkproces_naam", ""),
            form.get("kerntaak_naam", ""),
            jaar("cohort_van", EERSTE),
            jaar("cohort_tot", LAATSTE),
        )
    )


def lees_codes(tekst: str) -> tuple[str, ...]:
    """Codes separated by commas, spaces or lines, each once. Raises `OngeldigeInvoer` (field `codes`)."""
    codes: dict[str, None] = {}
    for deel in filter(None, re.split(r"[\s,;]+", tekst)):
        try:
            codes[lees_code(deel)] = None
        except ValueError:
            raise OngeldigeInvoer(
                {
                    "codes": Tekst(
                        f"‘{deel[:20]}’ is geen code als B1-K1-W1.", f"‘{deel[:20]}’ is no code such as B1-K1-W1."
                    )
                }
            ) from None
    if len(codes) > MAX_WERKPROCESSEN:
        raise OngeldigeInvoer({"codes": Tekst(f"Hoogstens {MAX_WERKPROCESSEN}.", f"At most {MAX_WERKPROCESSEN}.")})
    return tuple(codes)


def kies(alle: Iterable[WerkprocesKeus], codes: Sequence[str]) -> tuple[WerkprocesKeus, ...]:
    """Which count in a placement: those the set-up names; all when it names none of this qualification."""
    volgorde = sorted(alle, key=lambda w: (w.kerntaak, w.code))
    gekozen = tuple(w for w in volgorde if w.code in set(codes))
    return (gekozen or tuple(volgorde))[:MAX_WERKPROCESSEN]
