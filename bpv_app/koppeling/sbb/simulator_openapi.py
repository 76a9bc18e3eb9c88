"""The OpenAPI description of the link with SBB, as the simulator serves it (in words: `docs/koppeling-sbb.md`)."""

from __future__ import annotations

import json
import sys
from typing import Any

from bpv_app.koppeling.krd.simulator_storing import MAX_KEER, MAX_MS_NEER, StoringSoort
from bpv_app.koppeling.sbb.rules import MAX_REGELS
from bpv_app.leerbedrijf.inlezen_wijzigingen import Mutatie
from bpv_app.leerbedrijf.rules import Uitkomst

MAX_PAGINA = 1000
STORINGEN = (StoringSoort.TRAAG, StoringSoort.FOUT500, StoringSoort.VERBREEK, StoringSoort.NEER)
"""What this simulator can be told to have."""
_Schema = dict[str, Any]


def _object(verplicht: list[str], **velden: _Schema) -> _Schema:
    return {"type": "object", "required": verplicht, "properties": velden}


def _ref(naam: str) -> _Schema:
    return {"$ref": f"#/components/schemas/{naam}"}


def _lijst(van: _Schema, hoogstens: int = 0) -> _Schema:
    return {"type": "array", "items": van, **({"maxItems": hoogstens} if hoogstens else {})}


def _inhoud(schema: _Schema, soort: str = "application/json") -> _Schema:
    return {"content": {soort: {"schema": schema}}}


def _antwoord(wat: str, schema: _Schema) -> _Schema:
    return {"description": wat, **_inhoud(schema)}


_TEKST: _Schema = {"type": ["string", "null"], "maxLength": 200}
_DAG: _Schema = {"type": ["string", "null"], "format": "date"}
_ID: _Schema = {"type": "string", "pattern": "^[1-9][0-9]{8}$"}
_CREBO: _Schema = {"type": "string", "pattern": "^[0-9]{5}$"}
_NUMMER: _Schema = {"type": "integer", "minimum": 0}
_REGEL = {
    "crebo": _CREBO,
    "erkend_van": {"type": "string", "format": "date"},
    "erkend_tot": _DAG,
    "leerweg": {"type": ["string", "null"], "pattern": "^[A-Z_]{0,8}$"},
    "werkprocessen": _lijst({"type": "string", "pattern": "^[A-Z][0-9]{1,2}-K[0-9]{1,2}-W[0-9]{1,2}$"}, 40),
}
_BEDRIJF = {"leerbedrijf_id": _ID, "naam": _TEKST, "postcode": _TEKST, "plaats": _TEKST, "kvk": _TEKST}
SCHEMAS: dict[str, _Schema] = {
    "Erkenning": _object(["crebo", "erkend_van"], **_REGEL),
    "Leerbedrijf": _object(["leerbedrijf_id", "naam"], **_BEDRIJF),
    "Leerbedrijven": _object(["leerbedrijven"], leerbedrijven=_lijst(_ref("Leerbedrijf"))),
    "Details": _object(
        ["leerbedrijf_id", "naam", "erkenningen"], **_BEDRIJF, erkenningen=_lijst(_ref("Erkenning"), MAX_REGELS)
    ),
    "Antwoord": _object(
        ["leerbedrijf_id", "uitkomst", "reden", "erkenningen", "op"],
        leerbedrijf_id=_ID,
        crebo={"type": "string"},
        keuzedeel={"type": "string"},
        leerweg={"type": "string"},
        peildatum={"type": "string", "format": "date"},
        uitkomst={"enum": [str(u) for u in Uitkomst]},
        reden={"type": "string"},
        reden_en={"type": "string"},
        erkenningen=_lijst(_ref("Erkenning")),
        op={"type": "string", "format": "date-time"},
    ),
    "Wijzigingen": _object(
        ["laatste", "wijzigingen"],
        laatste=_NUMMER,
        wijzigingen=_lijst(
            _object(
                ["nummer", "leerbedrijf_id", "mutatie", "crebo", "erkend_van"],
                nummer=_NUMMER,
                leerbedrijf_id=_ID,
                mutatie={"enum": [str(m) for m in Mutatie]},
                op={"type": "string", "format": "date-time"},
                **_REGEL,
            )
        ),
    ),
    "Aantal": _object(["aantal"], aantal=_NUMMER),
    "Storing": _object(
        ["soort"],
        soort={"enum": [str(s) for s in STORINGEN]},
        keer={"type": "integer", "minimum": 0, "maximum": MAX_KEER},
        ms={"type": "integer", "minimum": 0, "maximum": MAX_MS_NEER},
    ),
    "Fout": _object(["code", "tekst"], code={"type": "string"}, tekst={"type": "string"}),
}
_FOUT = _ref("Fout")
_VEILIG: _Schema = {"security": [{"client": []}, {"sleutel": []}]}
_FOUTEN: _Schema = {
    "400": _antwoord("Niet leesbaar", _FOUT),
    "401": _antwoord("Geen geldige sleutel", _FOUT),
    "500": _antwoord("Storing; nog eens vragen", _FOUT),
    "503": _antwoord("Even buiten gebruik; later nog eens vragen", _FOUT),
}
_LICHAAM: _Schema = {"413": _antwoord("Te groot", _FOUT), "415": _antwoord("Geen application/json", _FOUT)}


def _vraag(naam: str, schema: _Schema, *, verplicht: bool = False) -> _Schema:
    return {"name": naam, "in": "query", "required": verplicht, "schema": schema}


def _haal(wat: str, schema: str, *parameters: _Schema, ook: _Schema | None = None) -> _Schema:
    return {
        "summary": wat,
        "parameters": list(parameters),
        "responses": {"200": _antwoord("Goed", _ref(schema)), **_FOUTEN, **(ook or {})},
        **_VEILIG,
    }


def _stuur(wat: str, lichaam: _Schema, uit: _Schema) -> _Schema:
    antwoorden = {"200": _antwoord("Goed", uit), **_FOUTEN, **_LICHAAM}
    return {"summary": wat, "requestBody": _inhoud(lichaam), "responses": antwoorden, **_VEILIG}


def _paden() -> dict[str, Any]:
    ok = {"200": {"description": "Goed"}}
    dag = {"type": "string", "format": "date"}
    formulier = _object(
        ["grant_type"],
        grant_type={"const": "client_credentials"},
        client_id={"type": "string"},
        client_secret={"type": "string"},
    )
    storingen = _lijst(_object(["soort"], soort={"type": "string"}))
    return {
        "/gezond": {"get": {"summary": "Leeft de dienst?", "responses": ok}},
        "/token": {
            "post": {
                "summary": "Token vragen (OAuth2 client credentials)",
                "requestBody": _inhoud(formulier, "application/x-www-form-urlencoded"),
                "responses": {**ok, "400": {"description": "Andere grant_type"}, "401": {"description": "Onbekend"}},
            }
        },
        "/verificatie": {
            "get": _haal(
                "Is dit leerbedrijf erkend?",
                "Antwoord",
                _vraag("leerbedrijf_id", _ID, verplicht=True),
                _vraag("peildatum", dag, verplicht=True),
                _vraag("crebo", {"type": "string"}),
                _vraag("keuzedeel", {"type": "string"}),
                _vraag("leerweg", {"type": "string"}),
                ook={"422": _antwoord("Geen crebo en geen keuzedeel", _FOUT)},
            )
        },
        "/leerbedrijven": {
            "get": _haal(
                "Zoek leerbedrijven op naam of plaats",
                "Leerbedrijven",
                _vraag("zoek", {"type": "string"}),
                _vraag("crebo", _CREBO),
            ),
            "put": _stuur(
                "Leerbedrijven met hun erkenningen zetten (oefenen en testen)",
                _object(["leerbedrijven"], leerbedrijven=_lijst(_ref("Details"))),
                _ref("Aantal"),
            ),
            "delete": {"summary": "Alles vergeten (oefenen en testen)", "responses": {**ok, **_FOUTEN}, **_VEILIG},
        },
        "/leerbedrijven/identificeer": {
            "get": _haal(
                "Welk leerbedrijf is dit?",
                "Leerbedrijven",
                _vraag("postcode", {"type": "string"}, verplicht=True),
                _vraag("naam", {"type": "string"}),
            )
        },
        "/leerbedrijven/{nummer}": {
            "get": _haal(
                "Eén leerbedrijf met al zijn erkenningen",
                "Details",
                {"name": "nummer", "in": "path", "required": True, "schema": {"type": "string"}},
                ook={"404": _antwoord("Onbekend", _FOUT)},
            )
        },
        "/abonnement": {
            "put": _stuur(
                "Volg deze leerbedrijven, en geen andere",
                _object(["leerbedrijven"], leerbedrijven=_lijst(_ID)),
                _ref("Aantal"),
            )
        },
        "/wijzigingen": {
            "get": _haal(
                "Wat er bij de gevolgde leerbedrijven veranderde, op volgorde",
                "Wijzigingen",
                _vraag("na", {"type": "integer", "minimum": 0, "maximum": 2**31}),
                _vraag("aantal", {"type": "integer", "minimum": 1, "maximum": MAX_PAGINA}),
            )
        },
        "/storing": {
            "get": {"summary": "Ingestelde storingen", "responses": ok},
            "post": _stuur("Storing zetten voor de volgende vragen", _ref("Storing"), storingen),
            "delete": {"summary": "Alle storingen opheffen", "responses": {**ok, **_FOUTEN}, **_VEILIG},
        },
    }


def als_bestand() -> str:
    """The same as a file: docs/koppeling-sbb.openapi.json, which a test holds against this."""
    return json.dumps(beschrijving(), ensure_ascii=False, indent=2) + "\n"


def beschrijving() -> dict[str, Any]:
    """The whole description (OpenAPI 3.1)."""
    stroom = {"clientCredentials": {"tokenUrl": "/token", "scopes": {}}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "SBB-koppeling voor erkenningen",
            "version": "1",
            "description": "Vragen van BPV-app aan de erkenningendienst van SBB.",
        },
        "paths": _paden(),
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                "client": {"type": "oauth2", "flows": stroom},
                "sleutel": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
            },
        },
    }


if __name__ == "__main__":
    sys.stdout.write(als_bestand())
