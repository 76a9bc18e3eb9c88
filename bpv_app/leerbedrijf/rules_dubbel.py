"""Is this the same company as that one? Spelling-tolerant, and it says what makes it look so.

A leerbedrijf is one company at one address (SBB gives each its own leerbedrijf-ID). So two shops of one chain are two
companies, and one shop that was entered twice is one. Pure: values in, values out. `benchmarks/dubbelen.py` measures
how many it finds and how often it is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rapidfuzz import fuzz

from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import vouw

RECHTSVORMEN = frozenset(
    {"bv", "nv", "vof", "cv", "eenmanszaak", "stichting", "vereniging", "holding", "maatschap", "cooperatie", "firma"}
)
"""Words that say what kind of legal person it is, not which one."""
ALGEMEEN = frozenset({"de", "het", "een", "en", "van", "der", "den", "the", "and", "of", "voor", "te", "in", "bij"})
VRIJE_POST = frozenset(
    {"gmail.com", "hotmail.com", "hotmail.nl", "outlook.com", "live.nl", "live.com", "yahoo.com", "icloud.com",
     "ziggo.nl", "kpnmail.nl", "planet.nl", "home.nl", "hetnet.nl", "xs4all.nl", "casema.nl", "upcmail.nl"}
)  # fmt: skip
"""Mail domains that thousands share, so they say nothing about a company."""


class Aanwijzing(StrEnum):
    """What makes two companies look like one, or like two."""

    SBB_ID = "sbb_id"
    KVK = "kvk"
    ADRES = "adres"
    POSTCODE = "postcode"
    PLAATS = "plaats"
    NAAM = "naam"
    NAAM_LIJKT = "naam_lijkt"
    DOMEIN = "domein"
    TELEFOON = "telefoon"
    ANDER_ID = "ander_id"
    ANDER_ADRES = "ander_adres"
    ANDERE_KVK = "andere_kvk"


AANWIJZING_LABEL: dict[Aanwijzing, Tekst] = {
    Aanwijzing.SBB_ID: Tekst("zelfde leerbedrijf-ID", "same SBB company ID"),
    Aanwijzing.KVK: Tekst("zelfde KvK-nummer", "same Chamber of Commerce number"),
    Aanwijzing.ADRES: Tekst("zelfde adres", "same address"),
    Aanwijzing.POSTCODE: Tekst("zelfde postcode", "same postcode"),
    Aanwijzing.PLAATS: Tekst("zelfde plaats", "same town"),
    Aanwijzing.NAAM: Tekst("zelfde naam", "same name"),
    Aanwijzing.NAAM_LIJKT: Tekst("naam lijkt erop", "similar name"),
    Aanwijzing.DOMEIN: Tekst("zelfde website of maildomein", "same website or mail domain"),
    Aanwijzing.TELEFOON: Tekst("zelfde telefoonnummer", "same phone number"),
    Aanwijzing.ANDER_ID: Tekst("ander leerbedrijf-ID", "another SBB company ID"),
    Aanwijzing.ANDER_ADRES: Tekst("ander adres", "another address"),
    Aanwijzing.ANDERE_KVK: Tekst("ander KvK-nummer", "another Chamber of Commerce number"),
}
_PUNTEN: dict[Aanwijzing, int] = {
    Aanwijzing.SBB_ID: 100,
    Aanwijzing.KVK: 35,
    Aanwijzing.ADRES: 40,
    Aanwijzing.POSTCODE: 20,
    Aanwijzing.PLAATS: 12,
    Aanwijzing.NAAM: 50,
    Aanwijzing.DOMEIN: 25,
    Aanwijzing.TELEFOON: 25,
    Aanwijzing.ANDER_ID: -30,
    Aanwijzing.ANDER_ADRES: -25,
    Aanwijzing.ANDERE_KVK: -30,
}
LIJKT_VANAF = 60
"""From here on somebody who adds a company is shown this one: better one too many than a double."""
VRIJWEL_ZEKER_VANAF = 75
"""From here on adding it anyway takes a deliberate yes."""


@dataclass(frozen=True, slots=True)
class Kenmerken:
    """What is known of a company; everything but the name may be empty."""

    naam: str
    sbb_id: str = ""
    kvk: str = ""
    huisnummer: str = ""
    postcode: str = ""
    plaats: str = ""
    telefoon: str = ""
    email: str = ""
    website: str = ""

    @classmethod
    def van(cls, bron: Any) -> Kenmerken:
        """From a row or a form with these fields."""
        return cls(**{naam: str(getattr(bron, naam) or "") for naam in cls.__dataclass_fields__})


@dataclass(frozen=True, slots=True)
class Gelijkenis:
    """How much two companies look like one (0 to 100) and why."""

    punten: int
    aanwijzingen: tuple[Aanwijzing, ...] = ()

    @property
    def lijkt(self) -> bool:
        return self.punten >= LIJKT_VANAF

    @property
    def is_vrijwel_zeker(self) -> bool:
        return self.punten >= VRIJWEL_ZEKER_VANAF


def kern_van(naam: str) -> str:
    """The part of a name that tells companies apart: folded, `&` as `en`, without punctuation and legal form."""
    los = re.sub(r"\b([a-z])\.(?=[a-z]\b|[a-z]\.)", r"\1", vouw(naam).replace("&", " en "))
    woorden = [w for w in re.split(r"[^a-z0-9]+", los) if w]
    kern = [w for w in woorden if w not in RECHTSVORMEN]
    return " ".join(kern or woorden)


def gelijkenis_namen(a: str, b: str) -> float:
    """0 to 100: how much two cores of names look alike, whatever the order, the spaces and a typing error or two."""
    if not a or not b:
        return 0.0
    aan_elkaar = fuzz.ratio(a.replace(" ", ""), b.replace(" ", ""))
    return float(max(fuzz.token_sort_ratio(a, b), aan_elkaar))


def _huis(huisnummer: str) -> str:
    """The number without its addition: `12-A` and `12 a` are one door for this purpose."""
    gevonden = re.match(r"\s*(\d+)", huisnummer)
    return gevonden[1].lstrip("0") if gevonden else ""


def domein_van(email: str, website: str) -> str:
    """The domain a company mails from or has its site at; "" when it has none of its own."""
    post = vouw(email).rpartition("@")[2] if "@" in email else ""
    if post and post not in VRIJE_POST:
        return post
    site = re.sub(r"^[a-z]+://", "", vouw(website)).partition("/")[0].partition(":")[0]
    return site.removeprefix("www.")


def _cijfers(telefoon: str) -> str:
    """The last nine digits: with or without +31 or 0 it is the same line."""
    cijfers = re.sub(r"\D", "", telefoon)
    return cijfers[-9:] if len(cijfers) >= 9 else ""


def _naam(a: Kenmerken, b: Kenmerken) -> tuple[int, Aanwijzing | None]:
    score = gelijkenis_namen(kern_van(a.naam), kern_van(b.naam))
    if score >= 96:
        return _PUNTEN[Aanwijzing.NAAM], Aanwijzing.NAAM
    if score < 70:
        return 0, None
    return min(49, round((score - 55) * 1.3)), Aanwijzing.NAAM_LIJKT  # 70 → 20, 85 → 39, one typing error → 49


def _adres(a: Kenmerken, b: Kenmerken) -> Aanwijzing | None:
    pa, pb = a.postcode.replace(" ", "").upper(), b.postcode.replace(" ", "").upper()
    ha, hb = _huis(a.huisnummer), _huis(b.huisnummer)
    if pa and pb:
        if pa == pb:
            if ha and hb:
                return Aanwijzing.ADRES if ha == hb else Aanwijzing.POSTCODE
            return Aanwijzing.POSTCODE
        een_teken = sum(x != y for x, y in zip(pa, pb, strict=False)) == 1 and len(pa) == len(pb)
        if een_teken and ha and ha == hb:
            return Aanwijzing.POSTCODE  # a typing error in one of them
        return Aanwijzing.ANDER_ADRES
    if a.plaats and b.plaats:
        return Aanwijzing.PLAATS if vouw(a.plaats) == vouw(b.plaats) else Aanwijzing.ANDER_ADRES
    return None


def vergelijk(a: Kenmerken, b: Kenmerken) -> Gelijkenis:
    """How much `a` and `b` look like one company. Symmetric; a company beside itself scores what it has at most."""
    if a.sbb_id and a.sbb_id == b.sbb_id:
        return Gelijkenis(100, (Aanwijzing.SBB_ID,))
    punten, naam = _naam(a, b)
    gevonden = [naam] if naam else []
    adres = _adres(a, b)
    rest = [adres] if adres else []
    if a.kvk and b.kvk:
        rest.append(Aanwijzing.KVK if a.kvk == b.kvk else Aanwijzing.ANDERE_KVK)
    domein = domein_van(a.email, a.website)
    if domein and domein == domein_van(b.email, b.website):
        rest.append(Aanwijzing.DOMEIN)
    if _cijfers(a.telefoon) and _cijfers(a.telefoon) == _cijfers(b.telefoon):
        rest.append(Aanwijzing.TELEFOON)
    if a.sbb_id and b.sbb_id:
        rest.append(Aanwijzing.ANDER_ID)
    punten += sum(_PUNTEN[x] for x in rest)
    # A branch of a chain has everything in common but the address: worth a look, never "all but certainly the same".
    hoogste = VRIJWEL_ZEKER_VANAF - 1 if adres is Aanwijzing.ANDER_ADRES else 100
    return Gelijkenis(max(0, min(punten, hoogste)), (*gevonden, *rest))


def lees_aanwijzingen(waarden: Iterable[str]) -> tuple[Aanwijzing, ...]:
    """As they were stored; what another version of the app wrote and we do not know is left out."""
    bekend = {a.value for a in Aanwijzing}
    return tuple(Aanwijzing(w) for w in waarden if w in bekend)


def drietallen(naam: str) -> tuple[str, ...]:
    """The groups of three letters in the core of a name, each once: what an index of trigrams is asked for."""
    delen = [w for w in kern_van(naam).split() if w not in ALGEMEEN] or kern_van(naam).split()
    return tuple(dict.fromkeys(w[i : i + 3] for w in delen for i in range(len(w) - 2)))
