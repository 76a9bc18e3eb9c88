"""The RO file without BSNs, as it is kept between dry run and apply: same lines, same meaning, keys for numbers."""

from __future__ import annotations

from bpv_app.kernel import nummers
from bpv_app.koppeling.duo.rules import LANG_GETAL, MAX_REGEL, OVERGESLAGEN, REGEL
from bpv_app.koppeling.duo.rules_veld import Pseudoniem

_ONLEESBAAR = "?"
_LEERBEDRIJF_ID = ("BPV", 10)
"""The one other field with nine digits; one in eleven of those numbers passes the test of a BSN."""


def _sleutel(waarde: str, pseudoniem: Pseudoniem) -> str:
    schoon = waarde.strip().strip('"').strip()
    if not schoon.strip("0"):
        return schoon
    if nummers.is_bsn(schoon):
        return pseudoniem(nummers.cijfers(schoon))
    if nummers.is_onderwijsnummer(schoon) or nummers.is_opake_sleutel(schoon):
        return schoon
    return _ONLEESBAAR  # may be a BSN with a typing error: stays unreadable, is not kept


def _schone_regel(regel: str, pseudoniem: Pseudoniem) -> str:
    kaal = regel.strip("\r \t\ufeff\x1a")
    treffer = REGEL.match(kaal) if len(kaal) <= MAX_REGEL else None
    if not treffer:
        return LANG_GETAL.sub(nummers.MASKER, kaal[:400])
    soort, teken = treffer.group(1).upper(), treffer.group(2)
    if soort in OVERGESLAGEN or not teken:
        return soort  # not used here, so not kept either
    velden = kaal.split(teken)
    if soort != "VLP":
        velden[1:3] = [_sleutel(v, pseudoniem) for v in velden[1:3]]
    if soort not in ("VLP", "PER", "ISG", "ISP", "BPV"):
        velden[3:] = []
    return teken.join(v if (soort, i) == _LEERBEDRIJF_ID else nummers.zonder_bsn(v, "?") for i, v in enumerate(velden))


def schoon_ro(tekst: str, pseudoniem: Pseudoniem) -> str:
    """Every line as it was, with keys for BSNs; what is not understood loses its long numbers; unused records their
    content."""
    einde = "\n" if "\n" in tekst else "\r"
    return "\n".join(_schone_regel(r, pseudoniem) for r in tekst.removeprefix("\ufeff").split(einde))
