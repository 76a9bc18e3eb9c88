"""All possible pairs of students and places at once: the rules of `rules_toelating.py` as joins, for a whole region.

Students who differ in nothing but their birthday share one profile, and profiles meet places on crebo and on the
postcodes within reach; only then are profiles written out to students. Frames in:

- students: `s` (0, 1, 2 …, in order), crebo, leerweg, niveau, van, tot, geboortedatum, rijbewijs, postcode, max_km;
- places: `p` (0, 1, 2 …, in order; quickest when one postcode's places are together), leerbedrijf, crebo (list),
  leerweg (list), niveau_min, niveau_max, van, tot, min_leeftijd, rijbewijs, postcode;
- accreditations: leerbedrijf, crebo, van, tot, or None when there is no register to look in.

Dates are dates, postcodes four digits, `rijbewijs` categories with spaces between ("" is none); null asks nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from bpv_app.ligging.rules import AARDSTRAAL_KM, Ligging
from bpv_app.ligging.rules_regio import ligging_van
from bpv_app.matching.rules_toelating import Regel, heeft_rijbewijs
from bpv_app.matching.toelating_csr import Csr, Getallen, Stukken, afstanden_km, nummer, reeksen, richting

_SOORT = ("crebo", "leerweg", "niveau", "van", "tot", "rijbewijs")
_REIS = ("postcode", "max_km")
_VORM = ("leerweg", "niveau_min", "niveau_max", "van", "tot", "rijbewijs")


@dataclass(slots=True)
class Toelating:
    """The records of one round; `peildatum` counts as first day where neither student nor place names one."""

    studenten: pl.DataFrame
    plaatsen: pl.DataFrame
    erkenningen: pl.DataFrame | None
    peildatum: date
    postcodes: Mapping[str, Ligging]

    def maak_csr(self) -> Csr:
        """Every possible pair.

        Students of one soort and one reis share their places. The places of a soort lie together by postcode, so what
        one can reach is a handful of stretches, and writing them out needs no join.
        """
        studenten, plaatsen = self.studenten, self.plaatsen
        soort_van, soort_eerste = nummer(studenten, _SOORT)
        reis_van, reis_eerste = nummer(studenten, _REIS)
        doel_van, doel_eerste = nummer(plaatsen, ("postcode",))
        bereik = self._bereik(studenten[reis_eerste], plaatsen[doel_eerste])
        paren = self._soortparen(studenten[soort_eerste].select(_SOORT).with_row_index("soort"))
        stukken = Stukken(paren, doel_van, len(soort_eerste), len(doel_eerste))
        samen, eerste = nummer(pl.DataFrame({"a": soort_van, "b": reis_van}), ("a", "b"))
        groep = stukken.schrijf_uit(soort_van[eerste], reis_van[eerste], bereik)
        lengte = np.diff(groep.begin)[samen]
        begin = np.concatenate(([0], np.cumsum(lengte))).astype(np.int64)
        csr = Csr(begin, groep.plaats[reeksen(groep.begin[samen], lengte)])
        return self._oud_genoeg(csr)

    def _soortparen(self, soorten: pl.DataFrame) -> pl.DataFrame:
        """soort, p: everything that does not depend on where the student lives or on the birthday."""
        vorm_van, vorm_eerste = nummer(self.plaatsen, _VORM)
        plaatsen = self.plaatsen.select("p", "leerbedrijf", "crebo", "van", vorm=pl.Series(vorm_van))
        zonder = soorten.filter(pl.col("crebo").is_null())
        met = soorten.filter(pl.col("crebo").is_not_null()).select("soort", "crebo")
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
        paren = paren.with_columns(pl.Series("vorm", vorm_van[paren["p"].to_numpy()]))
        goed = self._rijbewijs(
            paren.select("soort", "vorm")
            .unique()
            .join(soorten, on="soort")
            .join(
                self.plaatsen[vorm_eerste]
                .select(_VORM)
                .with_row_index("vorm")
                .with_columns(pl.col("vorm").cast(pl.Int64)),
                on="vorm",
                suffix="_plaats",
            )
            .filter(_periode() & _leerweg() & _niveau())
        ).filter(pl.col("mag_rijden"))
        paren = paren.join(goed.select("soort", "vorm"), on=["soort", "vorm"], how="semi")
        if self.erkenningen is None:
            return paren.select("soort", "p")
        s, p = paren["soort"].to_numpy(), paren["p"].to_numpy()
        bedrijf = plaatsen.select("leerbedrijf", van_plaats="van")[p]
        breed = pl.concat([soorten.select("crebo", "van")[s], bedrijf, paren.select("soort", "p")], how="horizontal")
        return self._erkend(breed).filter(pl.col("is_erkend")).select("soort", "p")

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
        )["__rij"].to_numpy()
        erkend = (breed["crebo"].is_null() | breed["leerbedrijf"].is_null()).to_numpy().copy()
        erkend[ja] = True
        return breed.with_columns(is_erkend=pl.Series(erkend))

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

    def _bereik(self, reizen: pl.DataFrame, doelen: pl.DataFrame) -> Csr:
        """Per reis the numbers of the `doelen` (postcodes of places) within reach; -1 alone: all of them.

        A cheap dot product of directions leaves out what is far; what is left is measured as the rule does it.
        """
        van, naar = self._ligging(reizen["postcode"]), self._ligging(doelen["postcode"])
        km = reizen["max_km"].fill_null(float("nan")).to_numpy()
        vrij = np.isnan(km) | np.isnan(van[:, 0])
        overal = np.nonzero(np.isnan(naar[:, 0]))[0]
        richting_van, richting_naar = richting(van), richting(naar)
        grens = np.cos(np.minimum(np.where(vrij, 0.0, km) / AARDSTRAAL_KM, np.pi)) - 1e-9
        reis_delen, doel_delen = [np.nonzero(vrij)[0]], [np.full(int(vrij.sum()), -1)]
        echt = np.nonzero(~vrij)[0]
        blok = max(1, 8_000_000 // max(1, len(naar)))
        for i in range(0, len(echt), blok):
            stuk = echt[i : i + blok]
            reis, doel = np.nonzero(richting_van[stuk] @ richting_naar.T >= grens[stuk, None])
            reis = stuk[reis]
            binnen = afstanden_km(van[reis], naar[doel]) <= km[reis]
            reis_delen += [reis[binnen], np.repeat(stuk, len(overal))]
            doel_delen += [doel[binnen], np.tile(overal, len(stuk))]
        reis, doel = np.concatenate(reis_delen), np.concatenate(doel_delen)
        volgorde = np.lexsort((doel, reis))
        aantal = np.bincount(reis, minlength=len(van))
        return Csr(np.concatenate(([0], np.cumsum(aantal))), doel[volgorde])

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
