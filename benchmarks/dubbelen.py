"""Doubles: how many of those a person would enter by mistake are found, and how often a new company is held for one.

A file of 250,000 companies; probes are copies with the errors people make (typing, order of words, spaces, legal form,
abbreviation, missing fields, another way of writing a number) and really new companies: branches of a chain, neighbours
in the same building, namesakes in another town. The ratio is the part of the doubles that is NOT found.
"""

from __future__ import annotations

import random
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bpv_app.db import lezen, maak_engine, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.leerbedrijf.rules_dubbel import Kenmerken
from bpv_app.leerbedrijf.rules_invoer import LeerbedrijfInvoer, zoektekst_van
from bpv_app.leerbedrijf.service_dubbel import zoek_dubbelen
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.migrate import migrate

SEED = 20261127
N = 250_000
PROEVEN = 1_000
GOAL = 0.05
BRANCHES = (
    "Bakkerij", "Garage", "Autobedrijf", "Kapsalon", "Installatiebedrijf", "Bouwbedrijf", "Zorgcentrum", "Hotel",
    "Restaurant", "Schildersbedrijf", "Hoveniersbedrijf", "Kinderopvang", "Apotheek", "Drukkerij", "Slagerij",
)  # fmt: skip
KORT = {
    "Autobedrijf": "Auto",
    "Installatiebedrijf": "Installatie",
    "Bouwbedrijf": "Bouw",
    "Schildersbedrijf": "Schilders",
}
STUKKEN = (
    "ba", "ber", "bo", "da", "den", "dijk", "el", "gen", "hof", "in", "ja", "ker", "kui", "lo", "ma", "mer", "mul",
    "no", "oo", "pe", "ra", "roe", "sen", "smi", "ter", "val", "ver", "vis", "wil", "zan",
)  # fmt: skip
VOOR = ("", "", "", "van ", "de ", "van der ", "van den ", "Jan ", "Gebr. ")
VORM = ("", "", " B.V.", " BV", " V.O.F.", " & Zn.", " Groep")
STREKEN = ("Noord", "Zuid", "Oost", "West", "Nieuw", "Oud")
PLAATSEN = tuple(f"{a}{b}" for a in STREKEN for b in ("dorp", "wijk", "veen", "dam", "beek"))
SOORTEN = ("keten", "zelfde pand", "naamgenoot", "los")


def _naam(toeval: random.Random) -> str:
    eigen = "".join(toeval.choice(STUKKEN) for _ in range(toeval.randint(2, 3))).title()
    return f"{toeval.choice(BRANCHES)} {toeval.choice(VOOR)}{eigen}{toeval.choice(VORM)}"


def maak_bedrijf(toeval: random.Random) -> Kenmerken:
    """A made-up company with most of its fields filled in."""
    naam = _naam(toeval)
    slak = "".join(c for c in naam.lower() if c.isalpha())[:18]
    return Kenmerken(
        naam=naam,
        kvk=str(toeval.randint(10_000_000, 99_999_999)) if toeval.random() < 0.7 else "",
        huisnummer=str(toeval.randint(1, 300)),
        postcode=f"{toeval.randint(1000, 9999)}{toeval.choice('ABCDEFGH')}{toeval.choice('ABCDEFGHJK')}",
        plaats=toeval.choice(PLAATSEN),
        telefoon=f"0{toeval.randint(100_000_000, 899_999_999)}" if toeval.random() < 0.6 else "",
        email=f"info@{slak}.example" if toeval.random() < 0.6 else "",
    )


def _tikfout(tekst: str, toeval: random.Random) -> str:
    plek = toeval.randrange(1, max(2, len(tekst) - 1))
    soort = toeval.randrange(4)
    if soort == 0:
        return tekst[:plek] + tekst[plek + 1 :]
    if soort == 1:
        return tekst[:plek] + tekst[plek] + tekst[plek:]
    if soort == 2:
        return tekst[: plek - 1] + tekst[plek] + tekst[plek - 1] + tekst[plek + 1 :]
    return tekst[:plek] + toeval.choice("aeinorst") + tekst[plek + 1 :]


def met_fouten(bedrijf: Kenmerken, toeval: random.Random) -> Kenmerken:
    """The same company as somebody types it from memory: one or two errors in the name, some fields left empty."""
    naam = bedrijf.naam
    for _ in range(toeval.randint(1, 2)):
        soort = toeval.randrange(5)
        if soort == 0:
            naam = _tikfout(naam, toeval)
        elif soort == 1:
            naam = naam.replace(" B.V.", "").replace(" BV", "").replace(" V.O.F.", "").replace(" & Zn.", " en Zn")
        elif soort == 2:
            naam = naam.lower()
        elif soort == 3:
            naam = " ".join(reversed(naam.rsplit(" ", 1)))
        else:
            naam = next((naam.replace(lang, kort) for lang, kort in KORT.items() if lang in naam), naam)
    postcode = bedrijf.postcode if toeval.random() < 0.8 else ""
    nummer = bedrijf.huisnummer + toeval.choice(("", "", "a", "-1", " bis"))
    return Kenmerken(
        naam=naam,
        kvk=bedrijf.kvk if toeval.random() < 0.4 else "",
        huisnummer=nummer if postcode else "",
        postcode=postcode[:4] + " " + postcode[4:].lower() if postcode else "",
        plaats=bedrijf.plaats,
        telefoon=bedrijf.telefoon.replace("0", "+31 ", 1) if toeval.random() < 0.4 else "",
        email=bedrijf.email.replace("info", "stage") if toeval.random() < 0.4 else "",
    )


def echt_nieuw(bedrijf: Kenmerken, soort: str, toeval: random.Random) -> Kenmerken:
    """Another company that has something in common with `bedrijf`: chain, building, name, or nothing at all."""
    nieuw = maak_bedrijf(toeval)
    if soort == "keten":
        return replace(nieuw, naam=bedrijf.naam, kvk=bedrijf.kvk, email=bedrijf.email)
    if soort == "zelfde pand":
        return replace(nieuw, huisnummer=bedrijf.huisnummer, postcode=bedrijf.postcode, plaats=bedrijf.plaats)
    if soort == "naamgenoot":
        return replace(nieuw, naam=bedrijf.naam)
    return nieuw


def _rij(nr: int, bedrijf: Kenmerken) -> dict[str, Any]:
    velden = {naam: getattr(bedrijf, naam) for naam in Kenmerken.__dataclass_fields__}
    tekst = zoektekst_van(LeerbedrijfInvoer(**velden))
    return {**velden, "id": nr, "sbb_id": None, "straat": "", "zoektekst": tekst, "versie": 1,
            "bijgewerkt_op": datetime(2026, 11, 26, tzinfo=UTC), "actief_van": None, "actief_tot": None}  # fmt: skip


def run() -> dict[str, Any]:
    """The benchmark."""
    toeval = random.Random(SEED)
    print(f"{N} companies, {PROEVEN} probes of each kind, SQLite, seed {SEED}")
    bedrijven = [maak_bedrijf(toeval) for _ in range(N)]
    wie = systeem("bench")
    goed = zeker_goed = 0
    vals, zeker_vals = dict.fromkeys(SOORTEN, 0), 0
    tijden: list[float] = []
    with tempfile.TemporaryDirectory(prefix="bpv-dubbelen-") as map_:
        url = f"sqlite:///{Path(map_) / 'bpv.db'}"
        migrate(url)
        engine = maak_engine(url)
        for begin in range(0, N, 50_000):
            deel = [_rij(begin + i + 1, b) for i, b in enumerate(bedrijven[begin : begin + 50_000])]
            with transaction(wie, op=engine) as session:
                session.execute(sa.insert(Leerbedrijf), deel)
        with lezen(wie, op=engine) as session:
            for proef in range(PROEVEN):
                nr = toeval.randrange(N)
                start = time.perf_counter()
                gevonden = zoek_dubbelen(session, wie, met_fouten(bedrijven[nr], toeval))
                tijden.append(time.perf_counter() - start)
                goed += any(d.id == nr + 1 for d in gevonden)
                zeker_goed += any(d.id == nr + 1 and d.gelijkenis.is_vrijwel_zeker for d in gevonden)
                soort = SOORTEN[proef % len(SOORTEN)]
                ander = zoek_dubbelen(session, wie, echt_nieuw(bedrijven[toeval.randrange(N)], soort, toeval))
                vals[soort] += bool(ander)
                zeker_vals += any(d.gelijkenis.is_vrijwel_zeker for d in ander)
        engine.dispose()
    ratio, getoond = 1 - goed / PROEVEN, sum(vals.values())
    tijden.sort()
    detail = {
        "seed": SEED,
        "recall": round(goed / PROEVEN, 4),
        "precision": round(goed / (goed + getoond), 4),
        "shown_for_new": vals,
        "certain_recall": round(zeker_goed / PROEVEN, 4),
        "certain_precision": round(zeker_goed / (zeker_goed + zeker_vals), 4),
        "ms_p50": round(tijden[len(tijden) // 2] * 1000, 1),
        "ms_p99": round(tijden[int(len(tijden) * 0.99)] * 1000, 1),
    }
    return {"bench": "dubbelen", "ratio": round(ratio, 4), "goal": GOAL, "ok": ratio <= GOAL, "n": N, "detail": detail}
