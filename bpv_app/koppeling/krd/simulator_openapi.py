"""The OpenAPI description of the KRD link, as the simulator serves it (in words: `docs/koppeling-krd.md`)."""

from __future__ import annotations

import json
import sys
from typing import Any

from bpv_app.koppeling.krd.simulator_bericht import MAX_REDEN, MAX_TEKST, MAX_VOLGORDE, Gebeurtenis
from bpv_app.koppeling.krd.simulator_rules import RegisterStatus
from bpv_app.koppeling.krd.simulator_storing import MAX_KEER, MAX_MS_NEER, Moment, StoringSoort
from bpv_app.koppeling.krd.simulator_wijziging import ADRES_VELDEN, WijzigingSoort

_Schema = dict[str, Any]


def _tekst(lengte: int = MAX_TEKST) -> _Schema:
    return {"type": ["string", "null"], "maxLength": lengte}


def _object(verplicht: list[str], **velden: _Schema) -> _Schema:
    return {"type": "object", "required": verplicht, "properties": velden}


def _ref(naam: str) -> _Schema:
    return {"$ref": f"#/components/schemas/{naam}"}


def _inhoud(schema: _Schema, soort: str = "application/json") -> _Schema:
    return {"content": {soort: {"schema": schema}}}


def _antwoord(wat: str, schema: _Schema) -> _Schema:
    return {"description": wat, **_inhoud(schema)}


_DATUM: _Schema = {"type": ["string", "null"], "format": "date"}
_GETAL: _Schema = {"type": ["string", "integer", "null"], "pattern": r"^-?\d{1,7}(\.\d{1,2})?$"}
_JA_NEE: _Schema = {"type": "boolean"}
_MOMENT: _Schema = {"type": "string", "format": "date-time"}

SCHEMAS: dict[str, _Schema] = {
    "Verbintenis": _object(
        ["student", "volgnummer"],
        student=_tekst(),
        volgnummer=_tekst(20),
        begin=_DATUM,
        gepland_eind=_DATUM,
        werkelijk_eind=_DATUM,
        crebo=_tekst(10),
        leerweg=_tekst(10),
        geldig=_JA_NEE,
    ),
    "Leerbedrijf": _object(
        ["leerbedrijf_id"], leerbedrijf_id=_tekst(20), naam=_tekst(), actief_van=_DATUM, actief_tot=_DATUM
    ),
    "Pok": _object(
        ["volgnummer"],
        volgnummer=_tekst(20),
        begin=_DATUM,
        gepland_eind=_DATUM,
        afsluitdatum=_DATUM,
        uren_totaal=_GETAL,
        uren_per_week=_GETAL,
        dagen_per_week=_GETAL,
        leerbedrijf_id=_tekst(20),
        crebo=_tekst(10),
        keuzedeel=_tekst(10),
        werkelijk_eind=_DATUM,
        eind_reden=_tekst(60),
        gerealiseerde_uren=_GETAL,
        praktijkopleider=_tekst(),
        onderwijsbegeleider=_tekst(),
    ),
    "PokBericht": _object(
        ["gebeurtenis", "volgorde", "pok_nummer", "pok", "verbintenis"],
        gebeurtenis={"enum": [str(g) for g in Gebeurtenis]},
        volgorde={"type": "integer", "minimum": 1, "maximum": MAX_VOLGORDE},
        beginstand=_JA_NEE,
        pok_nummer=_tekst(40),
        reden=_tekst(MAX_REDEN),
        ontheffing=_JA_NEE,
        ontheffing_reden=_tekst(MAX_REDEN),
        pok=_ref("Pok"),
        verbintenis=_ref("Verbintenis"),
        leerbedrijf=_ref("Leerbedrijf"),
    ),
    "Aangenomen": _object(
        ["uitkomst", "krd_nummer", "krd_status"],
        uitkomst={"const": "aangenomen"},
        krd_nummer={"type": "string"},
        krd_status={"enum": [str(s) for s in RegisterStatus]},
        op=_MOMENT,
    ),
    "Geweigerd": _object(
        ["code", "tekst"],
        uitkomst={"const": "geweigerd"},
        code={"type": "string"},
        tekst={"type": "string"},
        redenen={"type": "array", "items": _object(["code", "tekst"], code=_tekst(), tekst=_tekst())},
        krd_status={"type": ["string", "null"]},
        verwacht={"type": "integer"},
        op=_MOMENT,
    ),
    "Wijziging": _object(
        ["soort"],
        soort={"enum": [str(s) for s in WijzigingSoort]},
        student=_tekst(),
        adres=_object([], **{naam: _tekst(lengte) for naam, lengte in ADRES_VELDEN.items()}),
        verbintenis=_ref("Verbintenis"),
        pok_nummer=_tekst(40),
        krd_status={"enum": [*(str(s) for s in RegisterStatus), None]},
        reden=_tekst(),
        datum=_DATUM,
    ),
    "Wijzigingen": _object(
        ["laatste", "wijzigingen"],
        laatste={"type": "integer"},
        wijzigingen={
            "type": "array",
            "items": {
                "allOf": [
                    _ref("Wijziging"),
                    _object(
                        ["nummer", "sleutel", "op"], nummer={"type": "integer"}, sleutel={"type": "string"}, op=_MOMENT
                    ),
                ]
            },
        },
    ),
    "Storing": _object(
        ["soort"],
        soort={"enum": [str(s) for s in StoringSoort]},
        keer={"type": "integer", "minimum": 0, "maximum": MAX_KEER},
        moment={"enum": [str(m) for m in Moment]},
        ms={"type": "integer", "minimum": 0, "maximum": MAX_MS_NEER},
        code=_tekst(),
        tekst=_tekst(),
        pok_nummer=_tekst(),
    ),
}

_FOUT = _ref("Geweigerd")
_BEVEILIGD: _Schema = {"security": [{"client": []}]}
_ANTWOORDEN: _Schema = {
    "200": _antwoord("Aangenomen", _ref("Aangenomen")),
    "400": _antwoord("Niet leesbaar", _FOUT),
    "401": _antwoord("Geen geldig token", _FOUT),
    "409": _antwoord("Verkeerde volgorde, of sleutel van een ander bericht", _FOUT),
    "422": _antwoord("Geweigerd door een regel", _FOUT),
    "413": _antwoord("Te groot", _FOUT),
    "415": _antwoord("Geen application/json", _FOUT),
    "500": _antwoord("Storing; nog eens sturen met dezelfde sleutel", _FOUT),
    "503": _antwoord("Even buiten gebruik; nog eens sturen met dezelfde sleutel", _FOUT),
}
_GEWOON: _Schema = {
    "200": {"description": "Goed"},
    "400": _antwoord("Niet leesbaar; er is niets gedaan", _FOUT),
    "401": _antwoord("Geen geldig token", _FOUT),
    "413": _antwoord("Te groot", _FOUT),
    "415": _antwoord("Geen application/json", _FOUT),
}


def _paden() -> dict[str, Any]:
    sleutel = {"type": "string", "minLength": 8, "maxLength": 100}
    stam = _object(
        [],
        verbintenissen={"type": "array", "items": _ref("Verbintenis")},
        leerbedrijven={"type": "array", "items": _ref("Leerbedrijf")},
    )
    formulier = _object(
        ["grant_type"],
        grant_type={"const": "client_credentials"},
        client_id={"type": "string"},
        client_secret={"type": "string"},
    )
    regels = _object([], leert=_JA_NEE, mutatiestop=_DATUM, ontheffing_toegestaan=_JA_NEE)
    ok = {"200": {"description": "Goed"}}
    return {
        "/gezond": {"get": {"summary": "Leeft het register?", "responses": ok}},
        "/token": {
            "post": {
                "summary": "Token vragen (OAuth2 client credentials)",
                "requestBody": _inhoud(formulier, "application/x-www-form-urlencoded"),
                "responses": {**ok, "400": {"description": "Andere grant_type"}, "401": {"description": "Onbekend"}},
            }
        },
        "/verbintenissen": {
            "put": {
                "summary": "Verbintenissen en leerbedrijven die het register kent",
                "requestBody": _inhoud(stam),
                "responses": _GEWOON,
                **_BEVEILIGD,
            }
        },
        "/poks/berichten": {
            "post": {
                "summary": "Een gebeurtenis van een POK",
                "parameters": [{"name": "Idempotency-Key", "in": "header", "required": True, "schema": sleutel}],
                "requestBody": _inhoud(_ref("PokBericht")),
                "responses": _ANTWOORDEN,
                **_BEVEILIGD,
            }
        },
        "/poks": {
            "get": {
                "summary": "Wat het register heeft, per bladzijde",
                "parameters": [
                    {"name": "status", "in": "query", "schema": {"enum": [str(s) for s in RegisterStatus]}},
                    {"name": "vanaf", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": 2**31}},
                    {"name": "aantal", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 1000}},
                ],
                "responses": {
                    **ok,
                    "400": _antwoord("Onbekende bladzijde of status", _FOUT),
                    "503": _antwoord("Even buiten gebruik", _FOUT),
                },
            },
            "delete": {"summary": "Alle POK's en berichten vergeten", "responses": _GEWOON, **_BEVEILIGD},
        },
        "/poks/{nummer}": {
            "get": {
                "summary": "Eén POK, met tellingen en alle berichten",
                "parameters": [{"name": "nummer", "in": "path", "required": True, "schema": {"type": "string"}}],
                "responses": {**ok, "404": _antwoord("Onbekend", _FOUT)},
            }
        },
        "/wijzigingen": {
            "get": {
                "summary": "Wat bij het register zelf is gewijzigd, op volgorde",
                "parameters": [
                    {"name": "na", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": 2**31}},
                    {"name": "aantal", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 1000}},
                ],
                "responses": {
                    "200": _antwoord("Wijzigingen", _ref("Wijzigingen")),
                    "400": _antwoord("Onbekende bladzijde", _FOUT),
                    "503": _antwoord("Even buiten gebruik", _FOUT),
                },
            },
            "post": {
                "summary": "Iets bij het register wijzigen, zoals de eigen mensen daar (oefenen en testen)",
                "requestBody": _inhoud(_ref("Wijziging")),
                "responses": {**_GEWOON, "404": _antwoord("Onbekende POK", _FOUT)},
                **_BEVEILIGD,
            },
        },
        "/regels": {
            "get": {"summary": "Instellingen van het register", "responses": ok},
            "put": {
                "summary": "Instellingen zetten",
                "requestBody": _inhoud(regels),
                "responses": _GEWOON,
                **_BEVEILIGD,
            },
        },
        "/storing": {
            "get": {"summary": "Ingestelde storingen", "responses": ok},
            "post": {
                "summary": "Storing zetten voor de volgende berichten",
                "requestBody": _inhoud(_ref("Storing")),
                "responses": _GEWOON,
                **_BEVEILIGD,
            },
            "delete": {"summary": "Alle storingen opheffen", "responses": _GEWOON, **_BEVEILIGD},
        },
    }


def als_bestand() -> str:
    """The same as a file: docs/koppeling-krd.openapi.json, which a test holds against this."""
    return json.dumps(beschrijving(), ensure_ascii=False, indent=2) + "\n"


def beschrijving() -> dict[str, Any]:
    """The whole description (OpenAPI 3.1)."""
    stroom = {"clientCredentials": {"tokenUrl": "/token", "scopes": {}}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "KRD-koppeling voor praktijkovereenkomsten",
            "version": "1",
            "description": "Berichten over POK's van BPV-app naar het studentregister (KRD).",
        },
        "paths": _paden(),
        "components": {"schemas": SCHEMAS, "securitySchemes": {"client": {"type": "oauth2", "flows": stroom}}},
    }


if __name__ == "__main__":
    sys.stdout.write(als_bestand())
