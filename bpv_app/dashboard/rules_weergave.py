"""A saved view: its name, what it asks, whether it can still be asked. Values in, values out."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl, urlencode

from bpv_app.dashboard.rules_cijfers import Per
from bpv_app.dashboard.rules_keuze import als_delen, lees_keuze
from bpv_app.dashboard.rules_periode import Periode, lees_jaar
from bpv_app.dashboard.rules_rapport import RAPPORTEN
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.nummers import schoon_tekst
from bpv_app.kernel.rechten import RECHTEN, Actie, Rol
from bpv_app.kernel.tekst import Tekst

CIJFERS = "cijfers"
"""The name of the overview itself, beside those of the reports."""
MAX_NAAM = 100
MAX_WEERGAVEN = 100
MAX_VRAAG = 1000
DEELBARE_ROLLEN = tuple(rol for rol in Rol if Actie.RAPPORT_ZIEN in RECHTEN[rol])


class WeergaveVerouderd(DomeinFout):
    """What it asks does not exist any more."""

    http_status = 409

    def __init__(self, tekst: Tekst) -> None:
        super().__init__("weergave_verouderd", tekst)


class TeVeelWeergaven(DomeinFout):
    """A person keeps at most `MAX_WEERGAVEN`."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "weergaven_vol",
            Tekst(
                f"Je hebt al {MAX_WEERGAVEN} weergaven. Verwijder er eerst een.",
                f"You have {MAX_WEERGAVEN} views already. Delete one first.",
            ),
        )


def lees_naam(tekst: str) -> str:
    """The name of a view. Raises OngeldigeInvoer (field `naam`)."""
    naam = schoon_tekst(tekst)
    if not naam:
        raise OngeldigeInvoer({"naam": Tekst("Geef de weergave een naam.", "Give the view a name.")})
    if len(naam) > MAX_NAAM:
        raise OngeldigeInvoer(
            {
                "naam": Tekst(
                    f"Een naam heeft hoogstens {MAX_NAAM} tekens.", f"A name has at most {MAX_NAAM} characters."
                )
            }
        )
    return naam


def lees_vraag(rapport: str, query: str, vandaag: date) -> str:
    """What a view keeps of an address: only what a choice is made of, in one order."""
    standaard = RAPPORTEN[rapport].per if rapport in RAPPORTEN else Per.TEAM
    return urlencode(als_delen(lees_keuze(dict(parse_qsl(query[:4000])), vandaag, standaard)))[:MAX_VRAAG]


def verouderd(rapport: str, vraag: str) -> Tekst | None:
    """Why a view that was kept cannot be asked any more; None when it can."""
    if rapport != CIJFERS and rapport not in RAPPORTEN:
        return Tekst(
            f"Het rapport “{rapport}” bestaat niet meer. Maak een nieuwe weergave.",
            f"The report “{rapport}” does not exist any more. Make a new view.",
        )
    delen = dict(parse_qsl(vraag))
    per, periode = delen.get("per", Per.TEAM.value), delen.get("periode", Periode.ALLE.value)
    if per not in set(Per) or (rapport in RAPPORTEN and Per(per) not in RAPPORTEN[rapport].pers):
        return Tekst(
            f"De indeling “{per}” bestaat niet meer in dit rapport. Maak een nieuwe weergave.",
            f"The grouping “{per}” does not exist in this report any more. Make a new view.",
        )
    if periode not in set(Periode) and lees_jaar(periode) is None:
        return Tekst(
            f"De periode “{periode}” bestaat niet meer. Maak een nieuwe weergave.",
            f"The period “{periode}” does not exist any more. Make a new view.",
        )
    return None


def adres(rapport: str, vraag: str, weergave_id: int | None = None) -> str:
    """Where the view is seen."""
    delen = dict(parse_qsl(vraag)) | ({} if weergave_id is None else {"weergave": str(weergave_id)})
    if rapport == CIJFERS:
        return f"/rapportages?{urlencode(delen)}"
    return f"/rapportages/rapport?{urlencode({'rapport': rapport} | delen)}"


def lees_ontvanger(tekst: str) -> tuple[str, str]:
    """`account:12`, `team:3` or `rol:coordinator`. Raises OngeldigeInvoer (field `met`)."""
    soort, _, wie = tekst.partition(":")
    is_id = wie.isascii() and wie.isdigit() and len(wie) < 10
    if (soort in ("account", "team") and is_id) or (soort == "rol" and wie in set(DEELBARE_ROLLEN)):
        return soort, wie
    raise OngeldigeInvoer({"met": Tekst("Kies met wie je deelt.", "Choose with whom you share.")})
