"""From checked files to the engine's `Probleem`: eligibility, locks and blocks, lists, ranks of companies, lots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.inlezen import Invoer
from bpv_app.matching.inlezen_bestand import REGEL, Fouten
from bpv_app.matching.rules import Modus, Probleem
from bpv_app.matching.rules_lot import maak_loten, seed_van_deelnemers
from bpv_app.matching.rules_toelating import REGEL_LABEL, REGELS, Regel, Trede, maak_waterval
from bpv_app.matching.toelating import Toelating
from bpv_app.matching.toelating_csr import Csr, Getallen


@dataclass(slots=True)
class Opstelling:
    """The problem, and what the files asked that is not in it.

    `niet_mogelijk`: s, p, rang, regel of listed pairs that a rule forbids; `uitgesloten`: s, p, rang of listed pairs
    that a block forbids; `was_mogelijk`: per student whether a place was possible before blocks; `lotnummers`: what the
    school calls the lot of who comes first, second ….
    """

    probleem: Probleem
    csr: Csr
    rang: Getallen
    niet_mogelijk: pl.DataFrame
    uitgesloten: pl.DataFrame
    was_mogelijk: Getallen
    seed: str
    seed_herkomst: str
    toelating: Toelating
    buiten_rangorde: Getallen
    alleen_lijst: bool
    lotnummers: list[int]


def stel_op(
    invoer: Invoer, modus: Modus, seed: str | None, alleen_lijst: bool, peildatum: date, fouten: Fouten
) -> Opstelling | None:
    """Build the problem. Locks that break a rule are mistakes (rule 1), then there is no answer."""
    toelating = Toelating(invoer.studenten, invoer.plaatsen, invoer.erkenningen, peildatum, invoer.postcodes)
    vast = invoer.afspraken.filter(pl.col("soort") == "vast")
    _check_vast(toelating, vast, invoer, fouten)
    if fouten.fouten:
        return None
    csr = toelating.maak_csr()
    blok = invoer.afspraken.filter(pl.col("soort") == "uitgesloten")
    was_mogelijk = np.diff(csr.begin) > 0
    rangorde, buiten_rangorde = None, np.zeros(csr_breedte(csr), dtype=np.int64)
    if invoer.rangorde is not None:
        gerangschikt = np.zeros(len(csr.plaats), dtype=np.int32)
        positie = _posities(csr, invoer.rangorde)
        gerangschikt[positie[positie >= 0]] = invoer.rangorde["rang"].to_numpy()[positie >= 0]
        houden = gerangschikt > 0
        voor = np.diff(csr.begin)
        csr = csr.kies(houden)
        rangorde, buiten_rangorde = gerangschikt[houden], voor - np.diff(csr.begin)
        was_mogelijk = np.diff(csr.begin) > 0
    voorkeuren = invoer.voorkeuren
    plek = _posities(csr, voorkeuren)
    buiten = voorkeuren.filter(pl.Series(plek < 0))
    regels = toelating.beoordeel_paren(buiten["s"].to_numpy(), buiten["p"].to_numpy())
    niet_mogelijk = buiten.with_columns(regel=regels.fill_null(Regel.RANGORDE.value))
    rang = np.zeros(len(csr.plaats), dtype=np.int32)
    rang[plek[plek >= 0]] = voorkeuren["rang"].to_numpy()[plek >= 0]

    houden = np.ones(len(csr.plaats), dtype=bool)
    if alleen_lijst:
        houden = rang > 0
    weg = _posities(csr, blok)
    houden[weg[weg >= 0]] = False
    houden[_posities(csr, vast)] = True
    uitgesloten = voorkeuren.join(blok.select("s", "p"), on=["s", "p"], how="semi", maintain_order="left").join(
        niet_mogelijk.select("s", "p"), on=["s", "p"], how="anti", maintain_order="left"
    )
    csr, rang = csr.kies(houden), rang[houden]
    rangorde = None if rangorde is None else rangorde[houden]

    lot, gebruikt, herkomst = _loten(invoer, seed)
    probleem = Probleem(
        capaciteit=_rij(invoer.plaatsen["capaciteit"].to_numpy().astype(np.int32)),
        begin=_rij(csr.begin),
        plaats=_rij(csr.plaats),
        rang=_rij(rang),
        lot=_rij(lot),
        vast=_rij(_per_student(vast, invoer.studenten.height)),
        rangorde=_rij(rangorde) if rangorde is not None and modus is Modus.LOTING else None,
        vorige=None if invoer.vorige is None else _rij(_per_student(invoer.vorige, invoer.studenten.height)),
    )
    return Opstelling(
        probleem, csr, rang, niet_mogelijk, uitgesloten, was_mogelijk, gebruikt, herkomst, toelating, buiten_rangorde,
        alleen_lijst, _lotnummers(invoer, lot),
    )  # fmt: skip


def _rij(getallen: Getallen) -> Any:
    """An array is a sequence of whole numbers to the engine; numpy's types do not say so."""
    return getallen


def csr_breedte(csr: Csr) -> int:
    """The number of students."""
    return len(csr.begin) - 1


def _posities(csr: Csr, paren: pl.DataFrame) -> Getallen:
    return csr.vind(paren["s"].to_numpy().astype(np.int64), paren["p"].to_numpy().astype(np.int64))


def _per_student(paren: pl.DataFrame, aantal: int) -> Getallen:
    uit = np.full(aantal, -1, dtype=np.int32)
    uit[paren["s"].to_numpy()] = paren["p"].to_numpy()
    return uit


def _check_vast(toelating: Toelating, vast: pl.DataFrame, invoer: Invoer, fouten: Fouten) -> None:
    """A lock that breaks a hard rule is refused with the rule; so is one that its company did not rank."""
    if not vast.height:
        return
    oordeel = toelating.beoordeel_paren(vast["s"].to_numpy(), vast["p"].to_numpy())
    gekeurd = vast.with_columns(oordeel)
    if invoer.rangorde is not None:
        gekozen = invoer.rangorde.select("s", "p", gekozen=pl.lit(value=True))
        gekeurd = gekeurd.join(gekozen, on=["s", "p"], how="left", maintain_order="left").with_columns(
            regel_=pl.when(pl.col("gekozen").is_null()).then(pl.lit(Regel.RANGORDE.value))
        )
        gekeurd = gekeurd.with_columns(pl.coalesce("oordeel", "regel_").alias("oordeel"))
    naam = invoer.bestanden["afspraken"].naam
    for nummer, student, plaats, regel in gekeurd.select(REGEL, "student", "plaats", "oordeel").iter_rows():
        if regel is not None:
            label = REGEL_LABEL[Regel(regel)]
            fouten.weiger(
                naam,
                nummer,
                Tekst(
                    f"Student {student} kan niet vast op plaats {plaats}: dat mag niet om de regel {label.nl}.",
                    f"Student {student} cannot be locked to place {plaats}: the rule {label.en} forbids it.",
                ),
            )


def _loten(invoer: Invoer, seed: str | None) -> tuple[Getallen, str, str]:
    """The lots, the seed that was used and where it came from (`opgegeven`, `deelnemers` or `bestand`)."""
    studenten = invoer.studenten["student"].to_list()
    groepen = invoer.studenten["groep"].to_list()
    if invoer.met_lot():
        loten = maak_loten(studenten, "", groepen, invoer.studenten["lot"].to_list())
        return np.array(loten, dtype=np.int32), "", "bestand"
    gebruikt = seed_van_deelnemers(studenten) if seed is None else seed
    loten = maak_loten(studenten, gebruikt, groepen)
    return np.array(loten, dtype=np.int32), gebruikt, "deelnemers" if seed is None else "opgegeven"


def _lotnummers(invoer: Invoer, lot: Getallen) -> list[int]:
    if not invoer.met_lot():
        return list(range(1, len(lot) + 1))
    nummers: list[int] = invoer.studenten["lot"].to_numpy()[np.argsort(lot)].tolist()
    return nummers


def watervallen(opstelling: Opstelling, studenten: Getallen) -> dict[int, tuple[Trede, ...]]:
    """Why nothing is possible, for these students (rule 5)."""
    aantal = opstelling.toelating.plaatsen.height
    telling: dict[int, dict[Regel, int]] = {int(s): dict.fromkeys(REGELS, 0) for s in studenten}
    for s, regel, n in opstelling.toelating.tel_waterval(studenten).iter_rows():
        telling[s][Regel(regel)] += n
    if len(opstelling.buiten_rangorde):
        for s in telling:
            telling[s][Regel.RANGORDE] += int(opstelling.buiten_rangorde[s])
    return {s: maak_waterval(aantal, gevallen) for s, gevallen in telling.items()}
