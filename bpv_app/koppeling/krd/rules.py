"""The KRD link: our message in the register's words, and the register's answer in ours.

Pure: values in, values out. The words on the line are described in `docs/koppeling-krd.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bpv_app.kernel.tekst import Tekst
from bpv_app.outbox.rules import GEEN_LIJN, Aangenomen, BerichtStatus, GeenAntwoord, Geweigerd, TeLeveren, Uitkomst
from bpv_app.pok.rules import KRD_LABEL, KrdStatus
from bpv_app.pok.rules_krd import GEWIJZIGD, VERVANGEN

REGISTER_STATUS: dict[str, KrdStatus] = {
    "Voorlopig": KrdStatus.VOORLOPIG,
    "Volledig": KrdStatus.VOLLEDIG,
    "Afgedrukt": KrdStatus.AFGEDRUKT,
    "Definitief": KrdStatus.DEFINITIEF,
    "Beëindigd": KrdStatus.BEEINDIGD,
    "Afgemeld": KrdStatus.AFGEMELD,
    "Afgewezen": KrdStatus.AFGEWEZEN,
}
"""The register's own words for its statuses."""

MAX_NUMMER = 40
POK_ONBEKEND = "POK_ONBEKEND"
VOLGORDE = "VOLGORDE"
VERVALLEN = frozenset({KrdStatus.VOORLOPIG, KrdStatus.AFGEMELD, KrdStatus.AFGEWEZEN})
"""Events after which the register need not hold the POK at all."""

TOEGANG = "toegang_geweigerd"
ONLEESBAAR = "onleesbaar_antwoord"
GEEN_TIJDIG_ANTWOORD = "geen_tijdig_antwoord"
LIJN_VERBROKEN = "lijn_verbroken"

BERICHT_LABEL: dict[BerichtStatus, Tekst] = {
    BerichtStatus.WACHT: Tekst("wacht op antwoord", "waits for an answer"),
    BerichtStatus.AFGELEVERD: Tekst("aangenomen", "accepted"),
    BerichtStatus.GEWEIGERD: Tekst("geweigerd", "refused"),
    BerichtStatus.INGETROKKEN: Tekst("ingetrokken", "withdrawn"),
}
BERICHT_TOON: dict[BerichtStatus, str] = {
    BerichtStatus.WACHT: "info",
    BerichtStatus.AFGELEVERD: "success",
    BerichtStatus.GEWEIGERD: "error",
    BerichtStatus.INGETROKKEN: "",
}
GEBEURTENIS_LABEL: dict[str, Tekst] = {
    **{status.value: label for status, label in KRD_LABEL.items()},
    VERVANGEN: Tekst("Vervangen", "Replaced"),
    GEWIJZIGD: Tekst("Gewijzigd", "Changed"),
}
ONBEKEND = Tekst("niet bekend", "not known")
"""Said of a POK the register does not hold."""
KENT_NIET = Tekst("De KRD kent deze POK niet.", "The register does not know this agreement.")
VERSCHILT = Tekst("De KRD heeft een andere status.", "The register holds another status.")

_DATUMS = Tekst("Pas de data van de POK aan en verstuur opnieuw.", "Correct the dates and send again.")
_GETALLEN = Tekst("Pas de uren of dagen aan en verstuur opnieuw.", "Correct the hours or days and send again.")
_STUDENTENZAKEN = Tekst(
    "Laat studentenzaken de verbintenis in de KRD nakijken en verstuur daarna opnieuw.",
    "Have the student administration check the enrolment in the register, then send again.",
)
_BEDRIJF = Tekst(
    "Kijk het leerbedrijf na, kies zo nodig een ander, en verstuur opnieuw.",
    "Check the company, choose another if needed, and send again.",
)
_STUUR = Tekst(
    "Verstuur opnieuw: dan krijgt de KRD alle stappen die zij mist.",
    "Send again: the register then gets every step it misses.",
)
_VANZELF = Tekst("Dit gaat vanzelf opnieuw; je hoeft niets te doen.", "This is tried again by itself; nothing to do.")
_BEHEER = Tekst("Meld dit bij de functioneel beheerder.", "Tell the functional administrator.")

ADVIES: dict[str, Tekst] = {
    "BEGIN_VOOR_VERBINTENIS": _DATUMS,
    "EIND_NA_VERBINTENIS": _DATUMS,
    "EIND_VOOR_BEGIN": _DATUMS,
    "EIND_ONTBREEKT": _DATUMS,
    "VERBINTENIS_ONBEKEND": _STUDENTENZAKEN,
    "VERBINTENIS_ONGELDIG": _STUDENTENZAKEN,
    "BEDRIJF_ONBEKEND": _BEDRIJF,
    "BEDRIJF_NIET_ACTIEF": _BEDRIJF,
    "DAGEN_PER_WEEK": _GETALLEN,
    "UREN_PER_WEEK": _GETALLEN,
    "UREN_TOTAAL": _GETALLEN,
    "VERPLICHT_VELD": Tekst("Vul aan wat ontbreekt en verstuur opnieuw.", "Fill in what is missing and send again."),
    "MUTATIESTOP": Tekst(
        "De KRD is dicht voor deze periode. Vraag studentenzaken om een ontheffing op de POK en verstuur opnieuw.",
        "The register is closed for this period. Ask the student administration for an exemption and send again.",
    ),
    "VOLGNUMMER_BEZET": _STUDENTENZAKEN,
    "VELD_OP_SLOT": Tekst(
        "Klopt onze POK? Verstuur opnieuw: de KRD gaat terug naar volledig en neemt haar over. Anders: muteer.",
        "Is ours right? Send again: the register goes back to complete and takes it over. If not, make an amendment.",
    ),
    "STATUS": _STUUR,
    POK_ONBEKEND: _STUUR,
    VOLGORDE: _STUUR,
    GEEN_LIJN: _VANZELF,
    GEEN_TIJDIG_ANTWOORD: _VANZELF,
    LIJN_VERBROKEN: _VANZELF,
    ONLEESBAAR: _VANZELF,
    TOEGANG: _BEHEER,
}


def advies(code: str) -> Tekst:
    """What a person can do about an error code; codes we do not know are for the administrator."""
    if code.startswith("http_5"):
        return _VANZELF
    return ADVIES.get(code, _BEHEER)


def _aantal(n: int, een: str, meer: str) -> str:
    return f"{n} {een if n == 1 else meer}"


def vat_samen(*, geweigerd: int, verschil: int, wacht: int, hapert: int, verbintenis: int = 0) -> Tekst:
    """The first line of the KRD screen: what was refused, where we differ, what is under way. Numbers of POKs."""
    nl, en = [], []
    if geweigerd:
        nl.append(f"{_aantal(geweigerd, 'POK', 'POK’s')} geweigerd door de KRD")
        en.append(f"{_aantal(geweigerd, 'agreement', 'agreements')} refused by the register")
    if verschil:
        nl.append(_aantal(verschil, "verschil", "verschillen"))
        en.append(_aantal(verschil, "difference", "differences"))
    if verbintenis:
        nl.append(_aantal(verbintenis, "POK past niet bij de verbintenis", "POK’s passen niet bij de verbintenis"))
        en.append(_aantal(verbintenis, "agreement does not fit its enrolment", "agreements do not fit their enrolment"))
    if not nl:
        nl, en = ["Geen verschillen"], ["No differences"]
        if not wacht:
            nl, en = (
                ["Geen verschillen: de KRD heeft wat hier staat"],
                ["No differences: the register holds what is here"],
            )
    if wacht:
        nl.append(f"{_aantal(wacht, 'wacht', 'wachten')} op antwoord")
        en.append(f"{_aantal(wacht, 'waits', 'wait')} for an answer")
    if hapert:
        nl.append(f"bij {hapert} lukte het nog niet, dat gaat vanzelf opnieuw")
        en.append(f"{hapert} did not get through yet and will be tried again by itself")
    return Tekst(", ".join(nl) + ".", ", ".join(en) + ".")


def maak_bericht(bericht: TeLeveren) -> dict[str, Any]:
    """The body the register wants, from what the outbox holds (`pok.krd_bericht.als_payload`).

    `beginstand`: the register disagreed about the order last time (one side was restored from a backup, or lost its
    data). A person saw that and sent again: from here on the count starts anew.
    """
    payload = bericht.payload
    verbintenis, bedrijf = payload["verbintenis"], payload["leerbedrijf"]
    return {
        "gebeurtenis": payload["gebeurtenis"],
        "volgorde": bericht.volgnummer,
        "beginstand": bericht.vorige_fout == VOLGORDE,
        "pok_nummer": payload["nummer"],
        "reden": payload["reden"],
        "ontheffing": bool(payload.get("ontheffing")),
        "ontheffing_reden": payload.get("ontheffing", ""),
        "pok": {
            "volgnummer": str(payload["volgnummer"]),
            "begin": payload["begin"],
            "gepland_eind": payload["gepland_eind"],
            "afsluitdatum": payload["afsluitdatum"],
            "uren_totaal": payload["uren_totaal"],
            "uren_per_week": payload["uren_per_week"],
            "dagen_per_week": payload["dagen_per_week"],
            "leerbedrijf_id": bedrijf["sbb_id"] if bedrijf else "",
            "crebo": payload["crebo"],
            "keuzedeel": payload["keuzedeel"],
            "werkelijk_eind": payload["werkelijk_eind"],
            "eind_reden": payload["eind_reden"],
            "gerealiseerde_uren": payload["gerealiseerde_uren"],
            "praktijkopleider": payload["praktijkopleider"],
            "onderwijsbegeleider": payload["onderwijsbegeleider"],
        },
        "verbintenis": {
            "student": verbintenis["student_sleutel"] or verbintenis["studentnummer"],
            "volgnummer": verbintenis["volgnummer"],
            "begin": verbintenis["begin"],
            "gepland_eind": verbintenis["gepland_eind"],
            "werkelijk_eind": verbintenis["werkelijk_eind"],
            "crebo": payload["crebo"],
            "leerweg": payload["leerweg"],
        },
        "leerbedrijf": bedrijf
        and {
            "leerbedrijf_id": bedrijf["sbb_id"],
            "naam": bedrijf["naam"],
            "actief_van": bedrijf["actief_van"],
            "actief_tot": bedrijf["actief_tot"],
        },
    }


def _tekst(waarde: object, lengte: int) -> str:
    return "".join(c for c in str(waarde) if c.isprintable())[:lengte] if isinstance(waarde, str) else ""


def _op(lichaam: Mapping[str, Any]) -> dict[str, str]:
    """When the register says it was so, if it says so."""
    op = _tekst(lichaam.get("op"), 40)
    return {"op": op} if op else {}


def _aangenomen(lichaam: Mapping[str, Any]) -> Uitkomst:
    status = REGISTER_STATUS.get(_tekst(lichaam.get("krd_status"), 40))
    nummer = _tekst(lichaam.get("krd_nummer"), MAX_NUMMER)
    if status is None or not nummer:
        return GeenAntwoord(ONLEESBAAR, "De KRD gaf een antwoord zonder status of nummer.")
    return Aangenomen({"krd_status": status.value, "krd_nummer": nummer, **_op(lichaam)})


def _geweigerd(http: int, lichaam: Mapping[str, Any]) -> Uitkomst:
    code, tekst = _tekst(lichaam.get("code"), 60), _tekst(lichaam.get("tekst"), 500)
    if not code:
        return GeenAntwoord(f"http_{http}", f"De KRD antwoordde met fout {http} zonder reden.")
    antwoord: dict[str, Any] = {}
    if "krd_status" in lichaam:  # absent: the register did not say what it holds
        status = REGISTER_STATUS.get(_tekst(lichaam["krd_status"], 40))
        antwoord["krd_status"] = status.value if status else None
    return Geweigerd(code, tekst or code, antwoord | _op(lichaam))


def lees_antwoord(http: int, lichaam: Any) -> Uitkomst:
    """Classify an answer: accepted, refused for good, or no answer worth the name (try again).

    `lichaam` is the JSON body, or None when there was none. What cannot be understood is never taken for a yes.
    """
    inhoud: Mapping[str, Any] = lichaam if isinstance(lichaam, dict) else {}
    if http == 200:
        return _aangenomen(inhoud)
    if http in (400, 409, 413, 422):
        return _geweigerd(http, inhoud)
    if http in (401, 403):
        return GeenAntwoord(TOEGANG, "De KRD laat ons niet toe met deze client.", lijn_dood=True)
    return GeenAntwoord(f"http_{http}", f"De KRD antwoordde met fout {http}.", lijn_dood=http in (404, 429, 503))


def verzoen(soort: str, uitkomst: Aangenomen | Geweigerd) -> Aangenomen | Geweigerd:
    """A POK that lapsed before the register ever knew it is as it should be, though the register says "unknown"."""
    if isinstance(uitkomst, Geweigerd) and uitkomst.code == POK_ONBEKEND and soort in VERVALLEN:
        return Aangenomen({"krd_status": None, "krd_nummer": ""})
    return uitkomst
