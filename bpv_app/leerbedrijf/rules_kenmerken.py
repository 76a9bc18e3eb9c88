"""What a company is like: the sectors it works in and the languages spoken at the workplace.

Each is kept as one text, codes in a fixed order with a semicolon between them (`zorg;handel`): then a change of it is
one field, in the history, in an import, in a merge. A language that is not on the list comes last, as it was written:
`nederlands;andere:Spaans`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.nummers import kort, schoon_tekst
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import vouw

TEKEN = ";"
ANDERE = "andere"
MAX_ANDERE = 60
MAX_SECTOREN = 100
MAX_TALEN = 200


class Sector(StrEnum):
    """The eight sectors of SBB (each has its sectorkamer)."""

    TECHNIEK = "techniek"
    MOBILITEIT = "mobiliteit"
    ZORG = "zorg"
    HANDEL = "handel"
    ICT = "ict"
    VOEDSEL = "voedsel"
    ZAKELIJK = "zakelijk"
    VAKMANSCHAP = "vakmanschap"


SECTOR_LABEL: dict[Sector, Tekst] = {
    Sector.TECHNIEK: Tekst("Techniek en gebouwde omgeving", "Engineering and built environment"),
    Sector.MOBILITEIT: Tekst(
        "Mobiliteit, transport, logistiek en maritiem", "Mobility, transport, logistics and maritime"
    ),
    Sector.ZORG: Tekst("Zorg, welzijn en sport", "Care, welfare and sports"),
    Sector.HANDEL: Tekst("Handel", "Commerce"),
    Sector.ICT: Tekst("ICT en creatieve industrie", "ICT and creative industries"),
    Sector.VOEDSEL: Tekst("Voedsel, groen en gastvrijheid", "Food, nature and hospitality"),
    Sector.ZAKELIJK: Tekst("Zakelijke dienstverlening en veiligheid", "Business services and security"),
    Sector.VAKMANSCHAP: Tekst("Specialistisch vakmanschap", "Specialised crafts"),
}


class Werktaal(StrEnum):
    """A language spoken at the workplace; any other one is free text."""

    NEDERLANDS = "nederlands"
    ENGELS = "engels"
    DUITS = "duits"
    FRANS = "frans"
    ARABISCH = "arabisch"
    TURKS = "turks"
    POOLS = "pools"
    OEKRAIENS = "oekraiens"
    GEBARENTAAL = "gebarentaal"


WERKTAAL_LABEL: dict[Werktaal, Tekst] = {
    Werktaal.NEDERLANDS: Tekst("Nederlands", "Dutch"),
    Werktaal.ENGELS: Tekst("Engels", "English"),
    Werktaal.DUITS: Tekst("Duits", "German"),
    Werktaal.FRANS: Tekst("Frans", "French"),
    Werktaal.ARABISCH: Tekst("Arabisch", "Arabic"),
    Werktaal.TURKS: Tekst("Turks", "Turkish"),
    Werktaal.POOLS: Tekst("Pools", "Polish"),
    Werktaal.OEKRAIENS: Tekst("Oekraïens", "Ukrainian"),
    Werktaal.GEBARENTAAL: Tekst("Nederlandse Gebarentaal", "Dutch Sign Language"),
}
ANDERE_LABEL = Tekst("Andere taal", "Another language")

_EN = re.compile(r"\s+(?:en|and)\s+|\s*[&/+]\s*")
_ANDERE = re.compile(r"(?:^|,)\s*(?:andere?(?:\s+ta(?:al|len))?|anders|overige?|other)\s*:\s*(.*)$", re.IGNORECASE)


class OnbekendKenmerk(DomeinFout):
    """A word is no sector or language we know; the sentence names it."""

    http_status = 400

    def __init__(self, tekst: Tekst) -> None:
        super().__init__("onbekend_kenmerk", tekst)


def _woorden(labels: Mapping[Sector, Tekst] | Mapping[Werktaal, Tekst], *meer: tuple[str, str]) -> dict[str, str]:
    """Every way to write one: its code, its labels whole, and each part of a label that names more (`welzijn`)."""
    uit: dict[str, str] = {}
    for code, label in labels.items():
        for heel in (label.nl, label.en):
            for deel in (heel, *heel.split(","), *(d for stuk in heel.split(",") for d in _EN.split(stuk))):
                uit[vouw(deel)] = str(code)
        uit[str(code)] = str(code)
    return uit | dict(meer)


_SECTOR_WOORD = _woorden(
    SECTOR_LABEL,
    ("horeca", "voedsel"), ("bouw", "techniek"), ("zakelijke dienst", "zakelijk"), ("detailhandel", "handel"),
    ("ambacht", "vakmanschap"), ("creatief", "ict"), ("logistics", "mobiliteit"), ("beveiliging", "zakelijk"),
)  # fmt: skip
_TAAL_WOORD = _woorden(
    WERKTAAL_LABEL,
    ("nl", "nederlands"), ("en", "engels"), ("de", "duits"), ("fr", "frans"), ("ar", "arabisch"), ("tr", "turks"),
    ("pl", "pools"), ("uk", "oekraiens"), ("ngt", "gebarentaal"), ("sign language", "gebarentaal"),
)  # fmt: skip


def _herken(stuk: str, woorden: Mapping[str, str]) -> set[str] | None:
    """The codes of one piece of text; None when some of it is not known."""
    if code := woorden.get(vouw(stuk)):
        return {code}
    delen = {woorden.get(vouw(deel)) for deel in _EN.split(stuk)}
    return None if None in delen else {str(d) for d in delen}


def lees_sectoren(tekst: str | None) -> str:
    """Sectors as people and files write them, with a comma or semicolon between them. Raises OnbekendKenmerk."""
    codes: set[str] = set()
    for stuk in filter(None, (s.strip() for s in re.split(r"[;,|]", tekst or ""))):
        if (gevonden := _herken(stuk, _SECTOR_WOORD)) is None:
            wat = kort(stuk, 40)
            raise OnbekendKenmerk(
                Tekst(
                    f"‘{wat}’ is geen sector van SBB. Kies uit de acht, bijvoorbeeld Handel.",
                    f"‘{wat}’ is no sector of SBB. Choose from the eight, for instance Commerce.",
                )
            )
        codes |= gevonden
    return TEKEN.join(s for s in Sector if s in codes)


def lees_talen(tekst: str | None) -> str:
    """Languages as people and files write them; `andere: Spaans` for one that is not listed. Raises OnbekendKenmerk."""
    codes: set[str] = set()
    andere: list[str] = []
    for groep in re.split(r"[;|]", tekst or ""):
        vrij = _ANDERE.search(groep)
        if vrij and vrij[1].strip():
            andere.append(schoon_tekst(vrij[1]))
        for stuk in filter(None, (s.strip() for s in groep[: vrij.start() if vrij else None].split(","))):
            if (gevonden := _herken(stuk, _TAAL_WOORD)) is None:
                wat = kort(stuk, 40)
                raise OnbekendKenmerk(
                    Tekst(
                        f"‘{wat}’ staat niet in de lijst van talen. Schrijf ‘andere: {wat}’.",
                        f"‘{wat}’ is not in the list of languages. Write ‘andere: {wat}’.",
                    )
                )
            codes |= gevonden
    rest = ", ".join(dict.fromkeys(andere))
    if len(rest) > MAX_ANDERE:
        raise OnbekendKenmerk(
            Tekst(f"Een andere taal heeft hoogstens {MAX_ANDERE} tekens.", f"At most {MAX_ANDERE} characters.")
        )
    return TEKEN.join([*(t for t in Werktaal if t in codes), *([f"{ANDERE}:{rest}"] if rest else [])])


def voeg_talen(codes: Iterable[str], andere: str) -> str:
    """What a form says, as a text for `lees_talen`: ticked languages, and the one written beside them."""
    rest = re.sub(r"[;|]", ",", andere).strip()
    return TEKEN.join([*codes, *([f"{ANDERE}:{rest}"] if rest else [])])


def codes_van(opgeslagen: str) -> tuple[str, ...]:
    """The stored codes; another language as it was written is not one."""
    return tuple(c for c in opgeslagen.split(TEKEN) if c and not c.startswith(f"{ANDERE}:"))


def andere_taal(opgeslagen: str) -> str:
    """The language that is not on the list, as it was written."""
    return next((c.removeprefix(f"{ANDERE}:") for c in opgeslagen.split(TEKEN) if c.startswith(f"{ANDERE}:")), "")


def toon_sectoren(opgeslagen: str, taal: str = "nl") -> str:
    """The stored sectors by name; they have commas of their own, so a semicolon lies between them."""
    return "; ".join(SECTOR_LABEL[Sector(c)].in_taal(taal) for c in codes_van(opgeslagen))


def toon_talen(opgeslagen: str, taal: str = "nl") -> str:
    """The stored languages by name, the one that is not listed last."""
    namen = [WERKTAAL_LABEL[Werktaal(c)].in_taal(taal) for c in codes_van(opgeslagen)]
    return ", ".join([*namen, *filter(None, [andere_taal(opgeslagen)])])


TOON_KENMERK: Mapping[str, Callable[..., str]] = {"sectoren": toon_sectoren, "talen": toon_talen}
