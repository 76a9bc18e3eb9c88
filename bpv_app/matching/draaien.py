"""One run from files to the frames and the report of a result. Reads files; writes none."""

from __future__ import annotations

import importlib.metadata
import platform
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.inlezen import Invoer, lees_alles
from bpv_app.matching.inlezen_bestand import Fouten
from bpv_app.matching.opstellen import Opstelling, stel_op
from bpv_app.matching.rules import Doel, Modus, Uitkomst, los_op
from bpv_app.matching.rules_lot import seed_hash
from bpv_app.matching.verklaren import bewijs_van, maak_niet_geplaatst, maak_uitleg


@dataclass(frozen=True, slots=True)
class Keuzes:
    """What was asked on the command line. `loting`: the seed, None when nobody gave one."""

    modus: Modus = Modus.GARANTIE
    doel: Doel = Doel.EERSTE_KEUZES
    loting: str | None = None
    alleen_lijst: bool = False
    peildatum: date = date(2000, 1, 1)
    taal: str = "nl"


@dataclass(frozen=True, slots=True)
class Resultaat:
    """`tabellen`: the files of `uitvoer.TABELLEN`, rows in the order of the student file; `verslag`: the report."""

    tabellen: dict[str, pl.DataFrame]
    verslag: dict[str, Any]


def draai(paden: Mapping[str, Path | None], keuzes: Keuzes, fouten: Fouten) -> Resultaat | None:
    """Read, check, solve, explain, prove. None when `fouten` holds anything. Raises DomeinFout of the engine."""
    invoer = lees_alles(paden, fouten)
    opstelling = stel_op(invoer, keuzes.modus, keuzes.loting, keuzes.alleen_lijst, keuzes.peildatum, fouten)
    if opstelling is None:
        return None
    _merk_op(invoer, opstelling, keuzes, fouten)
    uitkomst = los_op(opstelling.probleem, keuzes.modus, keuzes.doel)
    volgorde = invoer.studenten.select("s", "student", "volgorde")
    namen = invoer.plaatsen.select("p", "plaats")
    toewijzing = _toewijzing(invoer, uitkomst)
    niet_geplaatst = maak_niet_geplaatst(invoer, opstelling, uitkomst, keuzes.modus, keuzes.taal)
    uitleg = maak_uitleg(opstelling, uitkomst, keuzes.modus, keuzes.taal)
    tabellen = {
        "toewijzing.csv": toewijzing.filter(pl.col("p") >= 0)
        .join(volgorde, on="s")
        .join(namen, on="p")
        .sort("volgorde")
        .select("student", "plaats", "rang", "grond", "gewijzigd"),
        "niet_geplaatst.csv": niet_geplaatst.join(volgorde, on="s")
        .sort("volgorde")
        .select("student", "code", "toelichting"),
        "uitleg.csv": uitleg.join(volgorde, on="s")
        .join(namen, on="p")
        .sort("volgorde", "rang")
        .select("student", "plaats", "rang", "code", "toelichting"),
        "profiel.csv": _profiel(invoer, uitkomst),
    }
    verslag = _verslag(invoer, opstelling, uitkomst, keuzes, tabellen)
    verslag["opmerkingen"] = [melding.in_taal(keuzes.taal) for melding in fouten.opmerkingen]
    return Resultaat(tabellen, verslag)


def _merk_op(invoer: Invoer, opstelling: Opstelling, keuzes: Keuzes, fouten: Fouten) -> None:
    """What the user must know although it is no mistake."""
    if _afstand_telt(invoer) and not invoer.postcodes:
        fouten.merk_op(
            "max_km",
            Tekst(
                "Afstanden zijn grof: tussen de middens van postcoderegio's (twee cijfers). Geef --postcodes voor de "
                "ligging per vier cijfers.",
                "Distances are coarse: between the middles of the first two digits of postcodes. Give --postcodes for "
                "places by four digits.",
            ),
        )
    if opstelling.seed_herkomst == "deelnemers" and keuzes.modus is not Modus.OPTIMAAL:
        fouten.merk_op(
            "--loting",
            Tekst(
                "Er is geen seed gegeven: de loting volgt uit de lijst van studenten. Geef voor een echte loting een "
                "seed waarvan de hash vooraf bekend was.",
                "No seed was given: the lottery follows from the list of students. For a true lottery give a seed "
                "whose hash was known before.",
            ),
        )
    if invoer.rangorde is not None and keuzes.modus is not Modus.LOTING:
        fouten.merk_op(
            "--rangorde",
            Tekst(
                f"Bij {keuzes.modus.value} zegt de rangorde alleen wie bij een plaats terechtkan; de volgorde telt "
                "alleen bij loting.",
                f"With {keuzes.modus.value} the ranks only say who is welcome at a place; their order counts only with "
                "loting.",
            ),
        )


def _afstand_telt(invoer: Invoer) -> bool:
    grens = invoer.studenten.filter(pl.col("max_km").is_not_null() & pl.col("postcode").is_not_null())
    return grens.height > 0 and invoer.plaatsen["postcode"].null_count() < invoer.plaatsen.height


def _toewijzing(invoer: Invoer, uitkomst: Uitkomst) -> pl.DataFrame:
    """s, p, rang (null outside the list), grond, gewijzigd (null without an earlier result), oud."""
    frame = pl.DataFrame(
        {
            "s": pl.Series(range(invoer.studenten.height), dtype=pl.UInt32),
            "p": pl.Series(uitkomst.toewijzing, dtype=pl.Int64),
            "rang": pl.Series(uitkomst.rang, dtype=pl.Int64),
            "grond": pl.Series([g and g.value for g in uitkomst.grond], dtype=pl.String),
        }
    ).with_columns(pl.when(pl.col("rang") > 0).then(pl.col("rang")).alias("rang"))
    if invoer.vorige is None:
        return frame.with_columns(gewijzigd=pl.lit(None, dtype=pl.String), oud=pl.lit(None, dtype=pl.Int64))
    oud = invoer.vorige.select("s", pl.col("p").cast(pl.Int64).alias("oud"))
    met = frame.join(oud, on="s", how="left", maintain_order="left").with_columns(pl.col("oud").fill_null(-1))
    return met.with_columns(
        gewijzigd=pl.when(pl.col("p") != pl.col("oud")).then(pl.lit("ja")).otherwise(pl.lit("nee"))
    ).with_columns(pl.col("p").cast(pl.Int64))


def _profiel(invoer: Invoer, uitkomst: Uitkomst) -> pl.DataFrame:
    """How many students got which rank; behind the ranks who got a place outside the list, and who got none."""
    langste = invoer.voorkeuren["rang"].max() if invoer.voorkeuren.height else 0
    aantal = Counter(r for p, r in zip(uitkomst.toewijzing, uitkomst.rang, strict=True) if p >= 0)
    rijen = [(str(r), aantal.get(r, 0)) for r in range(1, int(str(langste)) + 1)]
    rijen.append(("buiten_lijst", aantal.get(0, 0)))
    rijen.append(("niet_geplaatst", sum(p < 0 for p in uitkomst.toewijzing)))
    return pl.DataFrame(rijen, schema={"rang": pl.String, "aantal": pl.Int64}, orient="row")


def _verslag(
    invoer: Invoer, opstelling: Opstelling, uitkomst: Uitkomst, keuzes: Keuzes, tabellen: Mapping[str, pl.DataFrame]
) -> dict[str, Any]:
    geplaatst = sum(p >= 0 for p in uitkomst.toewijzing)
    probleem = opstelling.probleem
    return {
        "versie": importlib.metadata.version("bpv-app"),
        "omgeving": {"python": platform.python_version(), "numpy": np.__version__, "polars": pl.__version__},
        "modus": keuzes.modus.value,
        "doel": keuzes.doel.value if keuzes.modus is Modus.OPTIMAAL or invoer.vorige is not None else None,
        "alleen_lijst": keuzes.alleen_lijst,
        "peildatum": keuzes.peildatum.isoformat(),
        "bestanden": {s: {"naam": b.naam, "sha256": b.sha256} for s, b in sorted(invoer.bestanden.items())},
        "loting": {
            "seed": opstelling.seed or None,
            "seed_sha256": seed_hash(opstelling.seed) if opstelling.seed else None,
            "herkomst": opstelling.seed_herkomst,
        },
        "afstanden": None if not _afstand_telt(invoer) else "postcodes" if invoer.postcodes else "postcoderegio",
        "aantallen": {
            "studenten": invoer.studenten.height,
            "met_lijst": invoer.voorkeuren["s"].n_unique(),
            "plaatsen": invoer.plaatsen.height,
            "plekken": int(invoer.plaatsen["capaciteit"].sum()),
            "mogelijke_paren": len(opstelling.csr.plaats),
            "vast": int((np.asarray(probleem.vast) >= 0).sum()),
            "geplaatst": geplaatst,
            "niet_geplaatst": invoer.studenten.height - geplaatst,
        },
        "maximum": uitkomst.maximum,
        "profiel": dict(tabellen["profiel.csv"].iter_rows()),
        "redenen": _tel(tabellen["niet_geplaatst.csv"]),
        "uitleg": _tel(tabellen["uitleg.csv"]),
        "wijzigingen": _wijzigingen(_toewijzing(invoer, uitkomst)) if invoer.vorige is not None else None,
        "bewijs": bewijs_van(probleem, uitkomst, keuzes.modus),
    }


def _tel(tabel: pl.DataFrame) -> dict[str, int]:
    return dict(sorted(Counter(tabel["code"].to_list()).items()))


def _wijzigingen(toewijzing: pl.DataFrame) -> dict[str, int]:
    """Counts of the difference list: who moved, who lost the place, who got one that had none."""
    oud, nu = pl.col("oud"), pl.col("p")
    return {
        "verplaatst": toewijzing.filter((oud >= 0) & (nu >= 0) & (oud != nu)).height,
        "plaats_kwijt": toewijzing.filter((oud >= 0) & (nu < 0)).height,
        "nieuw_geplaatst": toewijzing.filter((oud < 0) & (nu >= 0)).height,
        "gelijk": toewijzing.filter(oud == nu).height,
    }


def samenvatting(verslag: Mapping[str, Any]) -> Tekst:
    """One line for the terminal."""
    aantal, maximum = verslag["aantallen"], verslag["maximum"]
    eerste = verslag["profiel"].get("1", 0)
    geplaatst, studenten = aantal["geplaatst"], aantal["studenten"]
    nl = f"{geplaatst} van {studenten} studenten geplaatst (het hoogst haalbare is {maximum}), {eerste} op keuze 1."
    en = f"{geplaatst} of {studenten} students placed (at most {maximum} can be), {eerste} on choice 1."
    return Tekst(nl, en)
