"""The companies around the big demo school: every one in one trade, nearly all of them accredited for it."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl
from sqlmodel import Session

from bpv_app.demo.groot_lot import frame_van, geef_ids, lot, schrijf
from bpv_app.demo.groot_school import GroteSchool
from bpv_app.demo.kalender import Kalender, moment
from bpv_app.demo.naamgever import slak
from bpv_app.demo.namen import (
    ACHTERNAMEN,
    BEDRIJF_STAMMEN,
    BEDRIJFSSTRATEN,
    FUNCTIES,
    POSTCODE_LETTERS,
    POSTCODES,
    VOORNAMEN,
)
from bpv_app.kernel.nummers import is_bsn
from bpv_app.kernel.zoek import maak_zoektekst
from bpv_app.leerbedrijf.tables import Contactpersoon, Erkenning, Leerbedrijf, Locatie

_EERSTE_ID = 200_100_200
_ZONDER = 0.03
"""Companies without any accreditation."""


def maak_bedrijven(session: Session, kalender: Kalender, school: GroteSchool, aantal: int) -> pl.DataFrame:
    """Write them; returns the accredited ones by `vak`, with number `plek` in it, address and who guides there."""
    crebos: dict[str, set[str]] = {}
    sector: dict[str, str] = {}
    for ploeg in school.ploegen:
        for p in ploeg.programmas:
            crebos.setdefault(p.vak, set()).add(p.crebo)
            sector[p.vak] = ploeg.sector
    maker = _Maker(kalender, list(crebos), aantal)
    frame = geef_ids(session, Leerbedrijf, frame_van([maker.bedrijf(n) for n in range(aantal)]))
    frame = frame.with_columns(pl.Series("vak", maker.vakken), pl.Series("is_erkend", maker.erkend))
    schrijf(session, Leerbedrijf, frame)
    ids = frame["id"].to_list()
    mensen, locaties = [], []
    for n, bedrijf_id in enumerate(ids):
        mensen += maker.mensen(n, bedrijf_id, FUNCTIES[sector[maker.vakken[n]]])
        locaties += maker.locaties(n, bedrijf_id)
    contacten = geef_ids(session, Contactpersoon, frame_van(mensen))
    schrijf(session, Contactpersoon, contacten)
    schrijf(session, Locatie, frame_van(locaties))
    regels = [
        Erkenning(sbb_id=sbb_id, crebo=crebo, erkend_van=maker.van[n], erkend_tot=maker.tot[n])
        for n, sbb_id in enumerate(frame["sbb_id"])
        if maker.erkend[n]
        for crebo in sorted(crebos[maker.vakken[n]])
    ]
    schrijf(session, Erkenning, frame_van(regels))
    eerste = contacten.group_by("leerbedrijf_id").agg(
        pl.col("id").first().alias("opleider_id"),
        pl.col("naam").first().alias("opleider"),
        pl.col("email").first().alias("opleider_email"),
    )
    adres = pl.format(
        "{} {}, {} {} {}", "straat", "huisnummer", *(pl.col("postcode").str.slice(*s) for s in _PC), "plaats"
    )
    return (
        frame.filter("is_erkend")
        .select(pl.col("id").alias("leerbedrijf_id"), "sbb_id", "vak", adres.alias("adres"))
        .join(eerste, on="leerbedrijf_id")
        .sort("vak", "leerbedrijf_id")
        .with_columns(pl.int_range(pl.len()).over("vak").alias("plek"), pl.len().over("vak").alias("keus"))
    )


_PC = ((0, 4), (4, 2))


class _Maker:
    """Companies one by one: twelve thousand objects are a second."""

    def __init__(self, kalender: Kalender, vakken: list[str], aantal: int) -> None:
        r = lot("bedrijven")
        self._r, self._op = r, moment(kalender.werkdag(-1100), 10)
        self.vakken = [vakken[n % len(vakken)] for n in range(aantal)]
        self.erkend = (r.random(aantal) >= _ZONDER).tolist()
        self.van: list[date] = [kalender.dag(-int(d)) for d in r.integers(1500, 3000, size=aantal)]
        open_, over = r.random(aantal), r.integers(500, 1400, size=aantal)
        self.tot = [kalender.dag(int(d)) if kans < 0.7 else None for kans, d in zip(open_, over, strict=True)]
        self._actief_van = kalender.dag(-3500)
        self._pc = r.integers(len(POSTCODES), size=aantal).tolist()
        self._straat = r.integers(len(BEDRIJFSSTRATEN), size=aantal).tolist()
        self._letters = r.integers(len(POSTCODE_LETTERS), size=(aantal, 2)).tolist()
        self._nummer = r.integers(1, 240, size=aantal).tolist()
        self._kvk = r.integers(20_000_000, 89_999_999, size=aantal).tolist()
        self._mensen = r.integers(1, 4, size=aantal).tolist()
        self._namen = r.integers(len(VOORNAMEN) * len(ACHTERNAMEN), size=(aantal, 3)).tolist()
        self._locaties = (r.random(aantal) < 0.25).tolist()
        self._ids = _leerbedrijf_ids(r, aantal)
        self._gezien: dict[str, int] = {}
        self._domein: list[str] = []

    def bedrijf(self, n: int) -> Leerbedrijf:
        pc4, plaats, _, _ = POSTCODES[self._pc[n]]
        ronde = n // len(set(self.vakken))
        stam = BEDRIJF_STAMMEN[(ronde + n) % len(BEDRIJF_STAMMEN)]
        naam = f"{stam} {self.vakken[n]} {plaats}"
        keer = self._gezien[naam] = self._gezien.get(naam, 0) + 1
        naam = naam if keer == 1 else f"{naam} {keer}"
        domein = f"{slak(naam)}.example"
        self._domein.append(domein)
        rij = Leerbedrijf(
            sbb_id=self._ids[n],
            naam=naam,
            kvk=str(self._kvk[n]),
            straat=BEDRIJFSSTRATEN[self._straat[n]],
            huisnummer=str(self._nummer[n]),
            postcode=pc4 + "".join(POSTCODE_LETTERS[x] for x in self._letters[n]),
            plaats=plaats,
            telefoon=f"071 555 {n % 90 + 10} {n // 90 % 90 + 10}",
            email=f"info@{domein}",
            website=f"https://www.{domein}",
            actief_van=self._actief_van,
            bijgewerkt_op=self._op,
            is_vergeleken=True,
        )
        rij.zoektekst = maak_zoektekst(
            rij.naam, rij.plaats, rij.sbb_id, rij.kvk, rij.postcode, rij.straat, rij.huisnummer
        )
        return rij

    def mensen(self, n: int, bedrijf_id: int, functies: tuple[str, ...]) -> list[Contactpersoon]:
        uit = []
        for k in range(self._mensen[n]):
            voor, achter = divmod(self._namen[n][k], len(ACHTERNAMEN))
            naam = " ".join(d for d in (VOORNAMEN[voor][0], *ACHTERNAMEN[achter]) if d)
            uit.append(
                Contactpersoon(
                    leerbedrijf_id=bedrijf_id,
                    naam=naam,
                    functie=functies[k % len(functies)] if k < 2 else "Personeelszaken",
                    email=f"{slak(naam).replace('-', '.')}@{self._domein[n]}",
                    telefoon=f"06 555 {n % 90 + 10} {k + 10}",
                    is_praktijkopleider=k < 2,
                    is_tekenbevoegd=k != 1,
                )
            )
        return uit

    def locaties(self, n: int, bedrijf_id: int) -> list[Locatie]:
        if not self._locaties[n]:
            return []
        pc4, plaats, _, _ = POSTCODES[(self._pc[n] + 7) % len(POSTCODES)]
        return [
            Locatie(
                leerbedrijf_id=bedrijf_id,
                naam=f"Vestiging {plaats}",
                vestigingsnummer=f"{10_000_000 + n:012d}",
                straat=BEDRIJFSSTRATEN[(self._straat[n] + 3) % len(BEDRIJFSSTRATEN)],
                huisnummer=str(self._nummer[n]),
                postcode=f"{pc4}AB",
                plaats=plaats,
            )
        ]


def _leerbedrijf_ids(r: np.random.Generator, aantal: int) -> list[str]:
    """Nine digits as SBB gives them, each once, none that would pass for a BSN."""
    uit: list[str] = []
    nummer: Any = _EERSTE_ID
    while len(uit) < aantal:
        for stap in r.integers(11, 4999, size=aantal).tolist():
            nummer += stap
            if not is_bsn(str(nummer)):
                uit.append(str(nummer))
    return uit[:aantal]
