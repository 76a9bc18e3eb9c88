"""A school's file of whatever kind: told apart by its content, never by its name."""

from __future__ import annotations

import json

import polars as pl

from bpv_app.kernel.codering import OnleesbaarBestand, decodeer
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.bestand.blad import RIJ, Blad, te_veel_rijen
from bpv_app.koppeling.bestand.lezen_csv import lees_csv
from bpv_app.koppeling.bestand.lezen_xlsx import lees_xlsx


def lees_blad(inhoud: bytes) -> Blad:
    """Read XLSX, CSV or JSON (`{"1011": [52.37, 4.90], …}`). Raises OnleesbaarBestand."""
    if not inhoud:
        raise OnleesbaarBestand(Tekst("Het bestand is leeg.", "The file is empty."))
    if inhoud.startswith(b"PK\x03\x04"):
        return lees_xlsx(inhoud)
    if inhoud.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _lees_json(inhoud)
    return lees_csv(inhoud)


def _lees_json(inhoud: bytes) -> Blad:
    fout = OnleesbaarBestand(
        Tekst(
            'Deze JSON begrijpen we niet; verwacht is {"1011": [52.37, 4.90], …}.',
            'We do not understand this JSON; expected is {"1011": [52.37, 4.90], …}.',
        )
    )
    try:
        gegevens = json.loads(decodeer(inhoud)[0])
        te_veel_rijen(len(gegevens))
        rijen = [(str(pc4), str(plek[0]), str(plek[1])) for pc4, plek in gegevens.items()]
    except (ValueError, AttributeError, TypeError, LookupError, RecursionError):
        raise fout from None
    if not rijen:
        raise fout
    namen = ("postcode", "breedte", "lengte")
    frame = pl.DataFrame(rijen, schema=dict.fromkeys(namen, pl.String), orient="row")
    return Blad(frame.with_row_index(RIJ, offset=1), namen, codering="json")
