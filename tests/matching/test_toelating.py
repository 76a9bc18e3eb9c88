"""Eligibility: the rules one by one, and the joins for a whole region against them."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from bpv_app.leerbedrijf.rules import ErkenningRegel
from bpv_app.ligging.rules_regio import REGIO_LIGGING, ligging_van
from bpv_app.matching.rules_toelating import (
    REGEL_LABEL,
    REGEL_UITLEG,
    REGELS,
    Regel,
    RegelFout,
    ToelatingPlaats,
    ToelatingStudent,
    Trede,
    beoordeel,
    heeft_rijbewijs,
    leeftijd_op,
    lees_rijbewijs,
    maak_waterval,
    waterval,
    waterval_tekst,
)
from bpv_app.matching.toelating import Toelating
from tests.conftest import GEDEELD

PEIL = date(2027, 2, 1)
TABEL = {"1011": (52.371, 4.904), "3511": (52.09, 5.11), "9711": (53.22, 6.57), "9712": (53.21, 6.56)}
STUDENT_SCHEMA: dict[str, Any] = {
    "s": pl.UInt32,
    "crebo": pl.String,
    "leerweg": pl.String,
    "niveau": pl.Int64,
    "van": pl.Date,
    "tot": pl.Date,
    "geboortedatum": pl.Date,
    "rijbewijs": pl.String,
    "postcode": pl.String,
    "max_km": pl.Float64,
}
PLAATS_SCHEMA: dict[str, Any] = {
    "p": pl.UInt32,
    "leerbedrijf": pl.String,
    "crebo": pl.List(pl.String),
    "leerweg": pl.List(pl.String),
    "niveau_min": pl.Int64,
    "niveau_max": pl.Int64,
    "van": pl.Date,
    "tot": pl.Date,
    "min_leeftijd": pl.Int64,
    "rijbewijs": pl.String,
    "postcode": pl.String,
}


def test_who_knows_nothing_is_refused_nothing() -> None:
    assert beoordeel(ToelatingStudent(), ToelatingPlaats(), PEIL) is None
    vol = ToelatingPlaats(frozenset({"25180"}), (), frozenset({"bbl"}), 3, 4, PEIL, PEIL, 18, frozenset("B"), (52, 5))
    assert beoordeel(ToelatingStudent(), vol, PEIL) is None


@pytest.mark.parametrize(
    ("regel", "student", "plaats"),
    [
        (Regel.CREBO, {"crebo": "25180"}, {"crebos": frozenset({"25181"})}),
        (Regel.ERKENNING, {"crebo": "25180"}, {"erkenningen": ()}),
        (
            Regel.ERKENNING,
            {"crebo": "25180", "van": date(2027, 3, 1)},
            {"erkenningen": (ErkenningRegel("25180", date(2020, 1, 1), date(2027, 2, 28)),)},
        ),
        (Regel.PERIODE, {"van": date(2027, 1, 31)}, {"van": date(2027, 2, 1)}),
        (Regel.PERIODE, {"tot": date(2027, 7, 2)}, {"tot": date(2027, 7, 1)}),
        (Regel.PERIODE, {"van": date(2027, 7, 2)}, {"tot": date(2027, 7, 1)}),
        (Regel.LEERWEG, {"leerweg": "bol"}, {"leerwegen": frozenset({"bbl"})}),
        (Regel.NIVEAU, {"niveau": 2}, {"niveau_min": 3}),
        (Regel.NIVEAU, {"niveau": 4}, {"niveau_max": 3}),
        (Regel.REISAFSTAND, {"ligging": (52.0, 5.0), "max_km": 110}, {"ligging": (53.0, 5.0)}),
        (Regel.LEEFTIJD, {"geboortedatum": date(2009, 2, 2)}, {"min_leeftijd": 18}),
        (Regel.RIJBEWIJS, {"rijbewijs": frozenset({"AM"})}, {"rijbewijs": frozenset({"B"})}),
    ],
)
def test_each_rule_refuses_what_it_must(regel: Regel, student: dict[str, Any], plaats: dict[str, Any]) -> None:
    assert beoordeel(ToelatingStudent(**student), ToelatingPlaats(**plaats), PEIL) is regel


@pytest.mark.parametrize(
    ("student", "plaats"),
    [
        ({"crebo": "25180"}, {"crebos": frozenset({"25181", "25180"})}),
        (
            {"crebo": "25180", "van": date(2027, 2, 28)},
            {"erkenningen": (ErkenningRegel("25180", date(2020, 1, 1), date(2027, 2, 28)),)},
        ),
        ({"van": date(2027, 2, 1), "tot": date(2027, 7, 1)}, {"van": date(2027, 2, 1), "tot": date(2027, 7, 1)}),
        ({"niveau": 3}, {"niveau_min": 3, "niveau_max": 3}),
        ({"ligging": (52.0, 5.0), "max_km": 112}, {"ligging": (53.0, 5.0)}),
        ({"geboortedatum": date(2009, 2, 1)}, {"min_leeftijd": 18}),
        ({"geboortedatum": date(2009, 6, 1), "van": date(2027, 6, 1)}, {"min_leeftijd": 18}),
        ({"rijbewijs": frozenset({"C"})}, {"rijbewijs": frozenset({"B"})}),
    ],
)
def test_the_edge_is_inside(student: dict[str, Any], plaats: dict[str, Any]) -> None:
    assert beoordeel(ToelatingStudent(**student), ToelatingPlaats(**plaats), PEIL) is None


def test_a_leap_day_birthday_counts_from_the_first_of_march() -> None:
    assert leeftijd_op(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert leeftijd_op(date(2008, 2, 29), date(2026, 3, 1)) == 18


def test_licences_are_read_and_compared_as_schools_write_them() -> None:
    assert lees_rijbewijs("ja") == lees_rijbewijs("b") == frozenset({"B"})
    assert lees_rijbewijs("nee") == frozenset()
    assert lees_rijbewijs(" ") is None
    assert lees_rijbewijs("AM; BE") == frozenset({"AM", "BE"})
    with pytest.raises(RegelFout, match="MISSCHIEN"):
        lees_rijbewijs("misschien")
    assert heeft_rijbewijs(frozenset({"BE"}), frozenset({"B", "AM"}))
    assert not heeft_rijbewijs(frozenset(), frozenset({"AM"}))
    assert heeft_rijbewijs(None, frozenset({"B"}))


def test_the_waterfall_says_what_is_left_after_each_rule_that_takes_something_away() -> None:
    student = ToelatingStudent(crebo="25180", niveau=2)
    plaatsen = [
        ToelatingPlaats(frozenset({"25181"})),
        ToelatingPlaats(frozenset({"25180"}), niveau_min=3),
        ToelatingPlaats(frozenset({"25181"}), niveau_min=3),
    ]
    treden = waterval(student, plaatsen, PEIL)
    assert treden == (Trede(Regel.CREBO, 1), Trede(Regel.NIVEAU, 0))
    assert waterval_tekst(3, treden).nl == "Van 3 plaatsen bleven er over: na opleiding 1, na niveau 0."
    assert "geen plaatsen" in waterval_tekst(0, ()).nl
    assert maak_waterval(4, {}) == ()


def test_every_rule_has_words() -> None:
    assert set(REGEL_LABEL) == set(REGEL_UITLEG) == set(REGELS)


def test_a_postal_region_stands_in_for_a_postcode_that_no_table_has() -> None:
    assert len(REGIO_LIGGING) == 90
    assert ligging_van("9711AB", TABEL) == (53.22, 6.57)
    assert ligging_van("9799", TABEL) == REGIO_LIGGING["97"]
    assert ligging_van(None, TABEL) is None
    assert ligging_van("0000") is None


@pytest.mark.skipif(not (GEDEELD / "data").is_dir(), reason="no public postcode table here")
def test_the_middle_of_a_postal_region_is_near_the_middle_of_its_postcodes() -> None:
    import json
    from statistics import mean

    from bpv_app.ligging.rules import afstand_km

    tabel = json.loads((GEDEELD / "data/postcodes/pc4geoloc.json").read_text())
    for regio, plek in REGIO_LIGGING.items():
        hier = [punt for pc4, punt in tabel.items() if pc4[:2] == regio]
        assert afstand_km(plek, (mean(p[0] for p in hier), mean(p[1] for p in hier))) < 10, regio


def _misschien(kans: random.Random, keuzes: list[Any], leeg: float = 0.3) -> Any:
    return None if kans.random() < leeg else kans.choice(keuzes)


def _dag(kans: random.Random) -> date | None:
    return None if kans.random() < 0.4 else PEIL + timedelta(days=kans.choice([-40, 0, 1, 60, 61, 150]))


def _wereld(seed: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]] | None]:
    kans = random.Random(seed)
    crebos = ["25180", "25181", "25655"]
    codes = ["1011", "3511", "9711", "9712", "9799"]
    studenten, plaatsen = [], []
    for s in range(kans.randint(1, 12)):
        van, tot = sorted((_dag(kans), _dag(kans)), key=lambda d: d or PEIL)
        studenten.append(
            {
                "s": s,
                "crebo": _misschien(kans, crebos),
                "leerweg": _misschien(kans, ["bol", "bbl"]),
                "niveau": _misschien(kans, [2, 3, 4]),
                "van": van,
                "tot": tot,
                "geboortedatum": _misschien(kans, [PEIL.replace(year=2009), date(2009, 2, 2), date(2008, 2, 29)]),
                "rijbewijs": _misschien(kans, ["", "B", "AM", "C"]),
                "postcode": _misschien(kans, codes),
                "max_km": _misschien(kans, [0.0, 5.0, 60.0, 200.0]),
            }
        )
    for p in range(kans.randint(1, 12)):
        van, tot = sorted((_dag(kans), _dag(kans)), key=lambda d: d or PEIL)
        plaatsen.append(
            {
                "p": p,
                "leerbedrijf": _misschien(kans, ["x", "y", "z"]),
                "crebo": _misschien(kans, [["25180"], ["25180", "25181"], ["25655"]]),
                "leerweg": _misschien(kans, [["bol"], ["bbl", "bol"]], 0.6),
                "niveau_min": _misschien(kans, [2, 3], 0.6),
                "niveau_max": _misschien(kans, [3, 4], 0.6),
                "van": van if kans.random() < 0.5 else None,
                "tot": tot if kans.random() < 0.5 else None,
                "min_leeftijd": _misschien(kans, [16, 18], 0.5),
                "rijbewijs": _misschien(kans, ["", "B", "AM"], 0.5),
                "postcode": _misschien(kans, codes),
            }
        )
    register = None
    if kans.random() < 0.7:
        register = [
            {"leerbedrijf": bedrijf, "crebo": kans.choice(crebos), "van": _dag(kans), "tot": _dag(kans)}
            for bedrijf in ("x", "y")
            for _ in range(kans.randint(0, 4))
        ]
    return studenten, plaatsen, register


def _in_woorden(
    student: dict[str, Any], plaats: dict[str, Any], register: list[dict[str, Any]] | None
) -> tuple[ToelatingStudent, ToelatingPlaats]:
    erkend = None
    if register is not None and plaats["leerbedrijf"]:
        erkend = tuple(
            ErkenningRegel(r["crebo"], r["van"] or date.min, r["tot"])
            for r in register
            if r["leerbedrijf"] == plaats["leerbedrijf"]
        )
    return (
        ToelatingStudent(
            student["crebo"],
            student["leerweg"],
            student["niveau"],
            student["van"],
            student["tot"],
            student["geboortedatum"],
            lees_rijbewijs(student["rijbewijs"] or "nee") if student["rijbewijs"] is not None else None,
            ligging_van(student["postcode"], TABEL),
            student["max_km"],
        ),
        ToelatingPlaats(
            frozenset(plaats["crebo"] or ()),
            erkend,
            frozenset(plaats["leerweg"] or ()),
            plaats["niveau_min"],
            plaats["niveau_max"],
            plaats["van"],
            plaats["tot"],
            plaats["min_leeftijd"],
            lees_rijbewijs(plaats["rijbewijs"] or ""),
            ligging_van(plaats["postcode"], TABEL),
        ),
    )


def test_the_joins_for_a_region_say_of_every_pair_what_the_rules_in_words_say() -> None:
    mogelijk = 0
    gezien: set[str | None] = set()
    for seed in range(100):
        studenten, plaatsen, register = _wereld(seed)
        toelating = Toelating(
            pl.DataFrame(studenten, schema=STUDENT_SCHEMA),
            pl.DataFrame(plaatsen, schema=PLAATS_SCHEMA),
            None
            if register is None
            else pl.DataFrame(
                register, schema={"leerbedrijf": pl.String, "crebo": pl.String, "van": pl.Date, "tot": pl.Date}
            ),
            PEIL,
            TABEL,
        )
        woorden = [
            [beoordeel(*_in_woorden(student, plaats, register), PEIL) for plaats in plaatsen] for student in studenten
        ]
        csr = toelating.maak_csr()
        for s, rij in enumerate(woorden):
            goed = [p for p, regel in enumerate(rij) if regel is None]
            assert csr.plaats[csr.begin[s] : csr.begin[s + 1]].tolist() == goed, (seed, s)
            mogelijk += len(goed)
        alle_s = np.repeat(np.arange(len(studenten)), len(plaatsen))
        alle_p = np.tile(np.arange(len(plaatsen)), len(studenten))
        gevonden = toelating.beoordeel_paren(alle_s, alle_p).to_list()
        assert gevonden == [r.value if r else None for rij in woorden for r in rij], seed
        assert ((csr.vind(alle_s, alle_p) >= 0) == np.array([g is None for g in gevonden])).all()
        gezien.update(gevonden)
        telling = toelating.tel_waterval(np.arange(len(studenten)))
        for s, rij in enumerate(woorden):
            mijn = {str(r): n for _, r, n in telling.filter(pl.col("s") == s).iter_rows()}
            assert mijn == {r.value: rij.count(r) for r in set(rij) if r}, seed
    assert mogelijk > 400
    assert gezien == {None, *(r.value for r in REGELS)} - {Regel.RANGORDE.value}
