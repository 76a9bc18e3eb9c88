"""The students of the big demo school: enrolled in one of three cohorts, in classes, each with an account."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
from sqlmodel import Session

from bpv_app.demo.groot_lot import geef_ids, kaal, kies, lot, op_uur, schrijf
from bpv_app.demo.groot_school import DOMEIN, JAREN, PER_BEGELEIDER, GroteSchool
from bpv_app.demo.kalender import Kalender, moment
from bpv_app.demo.naamgever import slak
from bpv_app.demo.namen import ACHTERNAMEN, POSTCODE_LETTERS, POSTCODES, STRATEN, VOORNAMEN
from bpv_app.kernel.rechten import Rol
from bpv_app.kernel.zoek import vouw
from bpv_app.student.inlezen_verbintenis import BRON_KRD
from bpv_app.student.rules import Leerweg
from bpv_app.student.tables import Student, Verbintenis, VerbintenisPeriode
from bpv_app.toegang.tables import Account, AccountRol

PER_KLAS = 26
_DELEN = (0.36, 0.34, 0.30)
"""Share of the students in their first, second and third year."""
_EERSTE_NUMMER = 500_000
_TUSSEN = pl.col("tussenvoegsel") != ""


def maak_studenten(session: Session, kalender: Kalender, school: GroteSchool, aantal: int) -> pl.DataFrame:
    """Write them; returns what their placements need."""
    frame = _wie(aantal).hstack(_waar(school, kalender, aantal))
    klas = pl.format(
        "{}{}{}", "code", "leerjaar", _letter(pl.int_range(pl.len()).over("team_id", "leerjaar") // PER_KLAS)
    )
    frame = frame.sort("ploeg", "leerjaar", "crebo", "nummer").with_columns(klas.alias("klas"))
    plek = pl.int_range(pl.len()).over("ploeg") // PER_BEGELEIDER
    begeleiders = pl.DataFrame(
        [(n, k, *b) for n, ploeg in enumerate(school.ploegen) for k, b in enumerate(ploeg.begeleiders)],
        schema=["ploeg", "beurt", "begeleider_id", "begeleider"],
        orient="row",
    )
    frame = frame.with_columns(plek.alias("beurt")).join(begeleiders, on=["ploeg", "beurt"], how="left")
    ouder = pl.concat_str(
        pl.lit("Sandra"), pl.when(_TUSSEN).then("tussenvoegsel"), "een", separator=" ", ignore_nulls=True
    )
    frame = frame.sort("nummer").with_columns(
        pl.col("begeleider").alias("mentor"),
        pl.when("heeft_voogd").then(ouder).otherwise(pl.lit("")).alias("voogd_naam"),
    )
    frame = geef_ids(session, Student, _met_zoektekst(frame)).with_columns(
        pl.lit(kaal(moment(kalender.werkdag(-3), 7))).alias("bijgewerkt_op")
    )
    schrijf(session, Student, frame)
    frame = frame.rename({"id": "student_id"})
    frame = geef_ids(
        session, Verbintenis, frame.with_columns(pl.lit("1").alias("volgnummer"), pl.lit(BRON_KRD).alias("bron"))
    )
    schrijf(session, Verbintenis, frame)
    frame = frame.rename({"id": "verbintenis_id"})
    aanbieder = frame.with_columns(pl.lit("123A456").alias("aanbieder"), pl.lit("123X789").alias("locatie"))
    schrijf(session, VerbintenisPeriode, aanbieder)
    _accounts(session, frame)
    return frame


def _letter(nummer: pl.Expr) -> pl.Expr:
    """0 is A, 25 is Z, 26 is AA."""
    alles = [f"{a}{b}" for a in ("", *"ABCDEFGH") for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    return nummer.replace_strict(list(range(len(alles))), alles, return_dtype=pl.String)


def _wie(aantal: int) -> pl.DataFrame:
    """Names, addresses, numbers."""
    r = lot("studenten")
    voor, achter, tweede = (r.integers(n, size=aantal) for n in (len(VOORNAMEN), len(ACHTERNAMEN), len(ACHTERNAMEN)))
    dubbel = r.random(aantal) < 0.3
    pc = r.integers(len(POSTCODES), size=aantal)
    letters = [a + b for a in POSTCODE_LETTERS for b in POSTCODE_LETTERS]
    achternaam = pl.when("dubbel").then(pl.format("{}-{}", "een", "twee")).otherwise("een")
    frame = pl.DataFrame(
        {
            "nummer": np.arange(aantal),
            "roepnaam": kies([v for v, _ in VOORNAMEN], voor),
            "geslacht": kies([g for _, g in VOORNAMEN], voor),
            "tussenvoegsel": kies([t for t, _ in ACHTERNAMEN], achter),
            "een": kies([a for _, a in ACHTERNAMEN], achter),
            "twee": kies([a for _, a in ACHTERNAMEN], tweede),
            "dubbel": dubbel,
            "straat": kies(STRATEN, r.integers(len(STRATEN), size=aantal)),
            "huisnummer": pl.Series(r.integers(1, 200, size=aantal)).cast(pl.String),
            "postcode": kies([p[0] for p in POSTCODES], pc) + kies(letters, r.integers(len(letters), size=aantal)),
            "plaats": kies([p[1] for p in POSTCODES], pc),
            "telefoon": pl.select(
                pl.format("06 555 {} {}", *(pl.Series(r.integers(10, 100, size=aantal)) for _ in range(2)))
            ).to_series(),
        }
    ).with_columns(achternaam.alias("achternaam"))
    delen = pl.concat_str(
        "roepnaam",
        pl.when(_TUSSEN).then("tussenvoegsel"),
        "achternaam",
        separator=" ",
        ignore_nulls=True,
    )
    frame = frame.with_columns(
        delen.alias("naam"),
        (pl.col("nummer") + _EERSTE_NUMMER).cast(pl.String).alias("studentnummer"),
        pl.format("GROOT{}", pl.col("nummer").cast(pl.String).str.zfill(6)).alias("krd_sleutel"),
    )
    slakken = {naam: slak(naam).replace("-", ".") for naam in frame["naam"].unique().to_list()}
    adres = pl.col("naam").replace_strict(slakken, return_dtype=pl.String)
    return frame.with_columns(pl.format("{}.{}@student." + DOMEIN, adres, "studentnummer").alias("email"))


def _waar(school: GroteSchool, kalender: Kalender, aantal: int) -> pl.DataFrame:
    """Team, programme, cohort and the age that goes with it."""
    r = lot("verbintenissen")
    ploeg = np.arange(aantal) * len(school.ploegen) // aantal
    keuze = r.random(aantal)
    programmas = [school.ploegen[p].programmas for p in ploeg]
    gekozen = [ps[int(k * len(ps))] for ps, k in zip(programmas, keuze.tolist(), strict=True)]
    # Level 2 takes two years: nobody is in a third one there.
    hoogste = np.array([min(p.jaren, JAREN) for p in gekozen])
    leerjaar = np.minimum(np.searchsorted(np.cumsum(_DELEN[:-1]), r.random(aantal), side="right") + 1, hoogste)
    is_bbl = np.array([p.leerweg is Leerweg.BBL for p in gekozen])
    leeftijd = np.where(is_bbl, r.integers(17, 27, size=aantal), r.integers(16, 19, size=aantal))
    jaar = kalender.studiejaar - leerjaar + 1
    frame = pl.DataFrame(
        {
            "ploeg": ploeg,
            "code": [school.ploegen[p].code for p in ploeg],
            "team_id": [school.ploegen[p].team_id for p in ploeg],
            "crebo": [p.crebo for p in gekozen],
            "opleiding_naam": [p.naam for p in gekozen],
            "niveau": [p.niveau for p in gekozen],
            "jaren": [p.jaren for p in gekozen],
            "leerweg": [p.leerweg.value for p in gekozen],
            "vak": [p.vak for p in gekozen],
            "leerjaar": leerjaar,
            "cohort_jaar": jaar,
            "geboortejaar": jaar - leeftijd,
            "maand": r.integers(1, 13, size=aantal),
            "dag": r.integers(1, 29, size=aantal),
            "kans_voogd": r.random(aantal),
        }
    )
    vandaag = kalender.vandaag
    geboren = pl.date("geboortejaar", "maand", "dag")
    minderjarig = geboren > date(vandaag.year - 18, vandaag.month, min(vandaag.day, 28))
    eind = pl.date(pl.col("cohort_jaar") + pl.max_horizontal("jaren", "leerjaar"), 7, 31)
    return frame.with_columns(
        geboren.alias("geboortedatum"),
        pl.date("cohort_jaar", 8, 1).alias("begin_op"),
        eind.alias("gepland_eind_op"),
        pl.col("cohort_jaar").cast(pl.String).alias("cohort"),
        (minderjarig & (pl.col("kans_voogd") > 0.1)).alias("heeft_voogd"),
    )


def _met_zoektekst(frame: pl.DataFrame) -> pl.DataFrame:
    """As `demo.studenten.zoektekst_van` makes it: folding goes letter by letter, so each part is folded once."""
    delen = []
    for kolom in ("naam", "achternaam", "studentnummer", "krd_sleutel", "klas", "mentor"):
        gevouwen = {w: vouw(w) for w in frame[kolom].unique().to_list()}
        delen.append(pl.col(kolom).replace_strict(gevouwen, return_dtype=pl.String))
    return frame.with_columns(pl.concat_str(*delen, separator=" ").alias("zoektekst"))


def _accounts(session: Session, frame: pl.DataFrame) -> None:
    accounts = geef_ids(
        session,
        Account,
        frame.select(
            pl.col("email").alias("gebruikersnaam"),
            "naam",
            "email",
            op_uur(pl.col("begin_op"), 8).alias("aangemaakt_op"),
            "student_id",
        ),
    )
    schrijf(session, Account, accounts)
    rollen = accounts.select(pl.col("id").alias("account_id"), pl.lit(Rol.STUDENT.value).alias("rol"), "student_id")
    schrijf(session, AccountRol, rollen)
