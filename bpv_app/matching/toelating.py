"""All possible pairs of students and places at once: the rules of `rules_toelating.py` as joins, for a whole region.

Students who differ in nothing but their birthday share one profile, and profiles meet places on crebo and on the
postcodes within reach; only then are profiles written out to students. Frames in:

- students: `s` (0, 1, 2 …, in order), crebo, leerweg, niveau, van, tot, geboortedatum, rijbewijs, postcode, max_km;
- places: `p` (0, 1, 2 …, in order), leerbedrijf, crebo (list), leerweg (list), niveau_min, niveau_max, van, tot,
  min_leeftijd, rijbewijs, postcode;
- accreditations: leerbedrijf, crebo, van, tot, or None when there is no register to look in.

Dates are dates, postcodes four digits, `rijbewijs` categories with spaces between ("" is none); null asks nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from bpv_app.leerbedrijf.rules import AARDSTRAAL_KM
from bpv_app.matching.rules_ligging import Ligging, ligging_van
from bpv_app.matching.rules_toelating import REGELS, Regel, heeft_rijbewijs

Getallen = npt.NDArray[Any]
_SOORT = ("crebo", "leerweg", "niveau", "van", "tot", "rijbewijs")
_REIS = ("postcode", "max_km")


@dataclass(slots=True)
class Csr:
    """The possible places of student `s`: `plaats[begin[s]:begin[s + 1]]`, in order. int64 and int32."""

    begin: Getallen
    plaats: Getallen

    def student(self) -> Getallen:
        """The student of each pair."""
        return np.repeat(np.arange(len(self.begin) - 1, dtype=np.int32), np.diff(self.begin))

    def kies(self, houden: Getallen) -> Csr:
        """Only the pairs for which `houden` (one bool per pair) is true."""
        telling = np.concatenate(([0], np.cumsum(houden, dtype=np.int64)))
        return Csr(telling[self.begin], self.plaats[houden])

    def vind(self, s: Getallen, p: Getallen) -> Getallen:
        """The position of each pair (s, p), or -1: a binary search in all rows at once."""
        laag, einde = self.begin[s], self.begin[s + 1]
        hoog = einde.copy()
        while True:
            open_ = laag < hoog
            if not open_.any():
                break
            midden = (laag + hoog) // 2
            kleiner = np.zeros(len(s), dtype=bool)
            kleiner[open_] = self.plaats[midden[open_]] < p[open_]
            laag = np.where(open_ & kleiner, midden + 1, laag)
            hoog = np.where(open_ & ~kleiner, midden, hoog)
        gevonden = laag < einde
        gevonden[gevonden] = self.plaats[laag[gevonden]] == p[gevonden]
        return np.where(gevonden, laag, -1)


@dataclass(slots=True)
class Toelating:
    """The records of one round; `peildatum` counts as first day where neither student nor place names one."""

    studenten: pl.DataFrame
    plaatsen: pl.DataFrame
    erkenningen: pl.DataFrame | None
    peildatum: date
    postcodes: Mapping[str, Ligging]

    def maak_csr(self) -> Csr:
        """Every possible pair."""
        profielen, profiel_van = self._profielen()
        paren = self._profielparen(profielen)
        aantal = np.bincount(paren["profiel"].to_numpy(), minlength=profielen.height)
        start = np.concatenate(([0], np.cumsum(aantal)))
        lengte = aantal[profiel_van]
        begin = np.concatenate(([0], np.cumsum(lengte))).astype(np.int64)
        positie = np.arange(begin[-1], dtype=np.int64)
        positie += np.repeat(start[profiel_van] - begin[:-1], lengte)
        csr = Csr(begin, paren["p"].to_numpy().astype(np.int32)[positie])
        return self._oud_genoeg(csr)

    def _profielen(self) -> tuple[pl.DataFrame, Getallen]:
        """Distinct profiles (soort, reis and number `profiel`), and the number of each student."""
        sleutels = [*_SOORT, *_REIS]
        profielen = self.studenten.select(sleutels).unique(maintain_order=True).with_row_index("profiel")
        van = self.studenten.select(sleutels).join(
            profielen, on=sleutels, how="left", nulls_equal=True, maintain_order="left"
        )
        return profielen, van["profiel"].to_numpy()

    def _profielparen(self, profielen: pl.DataFrame) -> pl.DataFrame:
        """profiel, p: sorted; all rules but age."""
        soorten = profielen.select(_SOORT).unique(maintain_order=True).with_row_index("soort")
        reizen = profielen.select(_REIS).unique(maintain_order=True).with_row_index("reis")
        met = profielen.join(soorten, on=_SOORT, nulls_equal=True).join(reizen, on=_REIS, nulls_equal=True)
        mogelijk = self._soortparen(soorten).join(self.plaatsen.select("p", "postcode"), on="p")
        bereik = self._bereik(reizen)
        return (
            met.select("profiel", "soort", "reis")
            .join(bereik, on="reis")
            .join(mogelijk, on=["soort", "postcode"], nulls_equal=True)
            .select("profiel", "p")
            .sort("profiel", "p")
        )

    def _soortparen(self, soorten: pl.DataFrame) -> pl.DataFrame:
        """soort, p: everything that does not depend on where the student lives or on the birthday."""
        plaatsen = self.plaatsen
        zonder = soorten.filter(pl.col("crebo").is_null())
        met = soorten.filter(pl.col("crebo").is_not_null())
        vast = plaatsen.filter(pl.col("crebo").is_not_null()).select("p", "crebo").explode("crebo")
        delen = [zonder.select("soort").join(plaatsen.select("p"), how="cross"), met.join(vast, on="crebo")]
        vrij = plaatsen.filter(pl.col("crebo").is_null())
        if self.erkenningen is None:
            delen.append(met.join(vrij.select("p"), how="cross"))
        else:
            via = self.erkenningen.select("leerbedrijf", "crebo").unique()
            erkend = vrij.select("p", "leerbedrijf").join(via, on="leerbedrijf").select("p", "crebo")
            delen.append(met.join(erkend, on="crebo"))
            delen.append(met.join(vrij.filter(pl.col("leerbedrijf").is_null()).select("p"), how="cross"))
        paren = pl.concat([d.select("soort", "p") for d in delen])
        breed = paren.join(soorten, on="soort").join(plaatsen.drop("crebo"), on="p", suffix="_plaats")
        breed = breed.filter(_periode() & _leerweg() & _niveau())
        breed = self._erkend(breed).filter(pl.col("is_erkend"))
        return self._rijbewijs(breed).filter(pl.col("mag_rijden")).select("soort", "p")

    def _erkend(self, breed: pl.DataFrame) -> pl.DataFrame:
        """Add `is_erkend`. `breed`: crebo, van, leerbedrijf, van_plaats."""
        if self.erkenningen is None:
            return breed.with_columns(is_erkend=pl.lit(value=True))
        genummerd = breed.with_row_index("__rij")
        dag = pl.coalesce("van", "van_plaats", pl.lit(self.peildatum))
        vraag = genummerd.filter(pl.col("crebo").is_not_null() & pl.col("leerbedrijf").is_not_null())
        register = self.erkenningen.rename({"van": "erkend_van", "tot": "erkend_tot"})
        ja = (
            vraag.select("__rij", "crebo", "leerbedrijf", dag=dag)
            .join(register, on=["leerbedrijf", "crebo"])
            .filter(
                (pl.col("erkend_van").is_null() | (pl.col("erkend_van") <= pl.col("dag")))
                & (pl.col("erkend_tot").is_null() | (pl.col("dag") <= pl.col("erkend_tot")))
            )
            .select("__rij")
            .unique()
        )
        los = pl.col("crebo").is_null() | pl.col("leerbedrijf").is_null()
        gevonden = genummerd.join(
            ja.with_columns(__ja=pl.lit(value=True)), on="__rij", how="left", maintain_order="left"
        )
        return gevonden.with_columns(is_erkend=los | pl.col("__ja").fill_null(value=False)).drop("__rij", "__ja")

    def _rijbewijs(self, breed: pl.DataFrame) -> pl.DataFrame:
        """Add `mag_rijden`. `breed`: rijbewijs, rijbewijs_plaats."""
        combinaties = breed.select("rijbewijs", "rijbewijs_plaats").unique()
        antwoord = [
            heeft_rijbewijs(_categorieen(heeft), _categorieen(nodig)) for heeft, nodig in combinaties.iter_rows()
        ]
        tabel = combinaties.with_columns(mag_rijden=pl.Series(antwoord, dtype=pl.Boolean))
        return breed.join(
            tabel, on=["rijbewijs", "rijbewijs_plaats"], how="left", nulls_equal=True, maintain_order="left"
        )

    def _ligging(self, postcodes: pl.Series) -> Getallen:
        """Degrees north and east per postcode, NaN where there is none."""
        niets = (float("nan"), float("nan"))
        plekken = [ligging_van(pc, self.postcodes) or niets for pc in postcodes.to_list()]
        return np.array(plekken, dtype=np.float64).reshape(-1, 2)

    def _bereik(self, reizen: pl.DataFrame) -> pl.DataFrame:
        """reis, postcode (of places, null included) within reach."""
        doelen = self.plaatsen.select("postcode").unique(maintain_order=True)
        naar = self._ligging(doelen["postcode"])
        van = self._ligging(reizen["postcode"])
        grens = reizen["max_km"].fill_null(float("inf")).to_numpy()
        delen = []
        blok = max(1, 4_000_000 // max(1, doelen.height))
        for i in range(0, reizen.height, blok):
            km = afstanden_km(van[i : i + blok, None, :], naar[None, :, :])
            binnen = np.isnan(km) | (km <= grens[i : i + blok, None])
            reis, doel = np.nonzero(binnen)
            delen.append(pl.DataFrame({"reis": (reis + i).astype(np.uint32), "doel": doel.astype(np.uint32)}))
        paren = pl.concat(delen) if delen else pl.DataFrame(schema={"reis": pl.UInt32, "doel": pl.UInt32})
        return paren.join(doelen.with_row_index("doel"), on="doel").select("reis", "postcode")

    def _oud_genoeg(self, csr: Csr) -> Csr:
        """Without the pairs in which the student is too young on the first day."""
        grens = self.plaatsen["min_leeftijd"].fill_null(-1).to_numpy()
        if not (grens >= 0).any():
            return csr
        raakt = np.nonzero(grens[csr.plaats] >= 0)[0]
        s = np.searchsorted(csr.begin, raakt, side="right") - 1
        houden = np.ones(len(csr.plaats), dtype=bool)
        houden[raakt] = self._leeftijd(s, csr.plaats[raakt])
        return csr.kies(houden)

    def _leeftijd(self, s: Getallen, p: Getallen) -> Getallen:
        """Per pair whether the student is old enough. Days as yyyymmdd: 18 years are 180000."""
        geboren, van = _dagen(self.studenten["geboortedatum"])[s], _dagen(self.studenten["van"])[s]
        plaats_van = _dagen(self.plaatsen["van"])[p]
        peil = self.peildatum.year * 10_000 + self.peildatum.month * 100 + self.peildatum.day
        dag = np.where(van > 0, van, np.where(plaats_van > 0, plaats_van, peil))
        grens = self.plaatsen["min_leeftijd"].fill_null(-1).to_numpy()[p]
        oud: Getallen = (geboren == 0) | (grens < 0) | (geboren + grens * 10_000 <= dag)
        return oud

    def beoordeel_paren(self, s: Getallen, p: Getallen) -> pl.Series:
        """Per pair the first rule that it breaks (its value), null when it is possible. For few pairs: one by one."""
        paren = pl.DataFrame({"s": np.asarray(s, dtype=np.uint32), "p": np.asarray(p, dtype=np.uint32)})
        breed = paren.join(self.studenten.select("s", *_SOORT, *_REIS), on="s", how="left", maintain_order="left").join(
            self.plaatsen, on="p", how="left", suffix="_plaats", maintain_order="left"
        )
        breed = self._rijbewijs(self._erkend(breed))
        van, naar = self._ligging_van_paren(breed)
        km = pl.Series(afstanden_km(van, naar), dtype=pl.Float64).fill_nan(None)
        breed = breed.with_columns(
            __km=km, __oud=pl.Series(self._leeftijd(paren["s"].to_numpy(), paren["p"].to_numpy()), dtype=pl.Boolean)
        )
        crebo = (
            pl.col("crebo").is_null()
            | pl.col("crebo_plaats").is_null()
            | pl.col("crebo_plaats").list.contains(pl.col("crebo"))
        )
        dichtbij = pl.col("max_km").is_null() | pl.col("__km").is_null() | (pl.col("__km") <= pl.col("max_km"))
        regel = pl.lit(None, dtype=pl.String)
        for naam, past in reversed(
            (
                (Regel.CREBO, crebo),
                (Regel.ERKENNING, pl.col("is_erkend")),
                (Regel.PERIODE, _periode()),
                (Regel.LEERWEG, _leerweg()),
                (Regel.NIVEAU, _niveau()),
                (Regel.REISAFSTAND, dichtbij),
                (Regel.LEEFTIJD, pl.col("__oud")),
                (Regel.RIJBEWIJS, pl.col("mag_rijden")),
            )
        ):
            regel = pl.when(past).then(regel).otherwise(pl.lit(naam.value))
        return breed.select(regel.alias("oordeel"))["oordeel"]

    def _ligging_van_paren(self, breed: pl.DataFrame) -> tuple[Getallen, Getallen]:
        uit = []
        for kolom in ("postcode", "postcode_plaats"):
            uniek = breed.select(kolom).unique(maintain_order=True)
            plek = self._ligging(uniek[kolom])
            nummer = breed.join(
                uniek.with_row_index("__nr"), on=kolom, how="left", nulls_equal=True, maintain_order="left"
            )["__nr"]
            uit.append(plek[nummer.to_numpy()])
        return uit[0], uit[1]

    def tel_waterval(self, s: Getallen) -> pl.DataFrame:
        """For each of these students how many places break which rule first: s, regel, aantal."""
        sleutels = [*_SOORT, *_REIS, "geboortedatum"]
        wie = self.studenten.filter(pl.col("s").is_in(np.asarray(s, dtype=np.uint32)))
        uniek = wie.unique(sleutels, keep="first", maintain_order=True)
        alle = self.plaatsen["p"].to_numpy()
        schema = {"s": pl.UInt32, "regel": pl.String, "aantal": pl.UInt32}
        delen = [pl.DataFrame(schema=schema)]
        blok = max(1, 1_000_000 // max(1, len(alle)))
        nummers = uniek["s"].to_numpy()
        for i in range(0, len(nummers), blok):
            stuk = nummers[i : i + blok]
            paar_s, paar_p = np.repeat(stuk, len(alle)), np.tile(alle, len(stuk))
            regels = pl.DataFrame({"s": paar_s, "regel": self.beoordeel_paren(paar_s, paar_p)})
            delen.append(
                regels.drop_nulls("regel").group_by("s", "regel").agg(aantal=pl.len()).cast(schema)  # type: ignore[arg-type]
            )
        tabel = pl.concat(delen).rename({"s": "voorbeeld"})
        zelfde = wie.select("s", *sleutels).join(
            uniek.select(pl.col("s").alias("voorbeeld"), *sleutels), on=sleutels, nulls_equal=True
        )
        return zelfde.select("s", "voorbeeld").join(tabel, on="voorbeeld").select("s", "regel", "aantal").sort("s")


def _periode() -> pl.Expr:
    begin, einde = pl.coalesce("van", "tot"), pl.coalesce("tot", "van")
    voor = pl.col("van_plaats").is_null() | begin.is_null() | (pl.col("van_plaats") <= begin)
    na = pl.col("tot_plaats").is_null() | einde.is_null() | (einde <= pl.col("tot_plaats"))
    return voor & na


def _leerweg() -> pl.Expr:
    mag = pl.col("leerweg_plaats")
    return pl.col("leerweg").is_null() | mag.is_null() | mag.list.contains(pl.col("leerweg"))


def _niveau() -> pl.Expr:
    niveau, laag, hoog = (pl.col(k) for k in ("niveau", "niveau_min", "niveau_max"))
    return niveau.is_null() | ((laag.is_null() | (laag <= niveau)) & (hoog.is_null() | (niveau <= hoog)))


def _categorieen(tekst: str | None) -> frozenset[str] | None:
    return None if tekst is None else frozenset(tekst.split())


def _dagen(datums: pl.Series) -> Getallen:
    """yyyymmdd, 0 for null."""
    getal = datums.dt.year().cast(pl.Int64) * 10_000 + datums.dt.month().cast(pl.Int64) * 100 + datums.dt.day()
    dagen: Getallen = getal.fill_null(0).to_numpy()
    return dagen


def afstanden_km(van: Getallen, naar: Getallen) -> Getallen:
    """As `leerbedrijf.rules.afstand_km` for arrays of (..., 2) degrees; NaN stays NaN."""
    a, b = np.radians(van), np.radians(naar)
    half = (b - a) / 2
    h = np.sin(half[..., 0]) ** 2 + np.cos(a[..., 0]) * np.cos(b[..., 0]) * np.sin(half[..., 1]) ** 2
    km: Getallen = 2 * AARDSTRAAL_KM * np.arcsin(np.minimum(1.0, np.sqrt(h)))
    return km


__all__ = ["REGELS", "Csr", "Toelating", "afstanden_km"]
