"""Our fields for each kind of file, the names schools give them, and the proposal which column is which.

Pure: names and a few example values in, a mapping out. A proposal needs a name that fits (exactly, or nearly); the
content can only veto it. The one thing content alone decides is a BSN: that is never mapped to anything else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from bpv_app.kernel import nummers
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.inlezen import ImportSoort
from bpv_app.kernel.tekst import Tekst

LIJKT_GENOEG = 88.0
"""Similarity (0-100) from which a name that is not in our list still counts."""


class Vorm(StrEnum):
    """What kind of value a field holds: decides how a cell is checked."""

    TEKST = "tekst"
    NAAM = "naam"
    NUMMER = "nummer"
    SLEUTEL = "sleutel"
    BSN = "bsn"
    DATUM = "datum"
    CREBO = "crebo"
    LEERWEG = "leerweg"
    NIVEAU = "niveau"
    COHORT = "cohort"
    GESLACHT = "geslacht"
    EMAIL = "email"
    POSTCODE = "postcode"
    SBB_ID = "sbb_id"
    KVK = "kvk"
    PC4 = "pc4"
    GRADEN = "graden"


@dataclass(frozen=True, slots=True)
class Veld:
    """One of our fields: its name, label, form, largest length and the names other systems give it."""

    naam: str
    label: Tekst
    vorm: Vorm = Vorm.TEKST
    lengte: int = 200
    namen: tuple[str, ...] = ()
    verplicht: bool = False


def _veld(naam: str, nl: str, en: str, *namen: str, vorm: Vorm = Vorm.TEKST, lengte: int = 200) -> Veld:
    return Veld(naam, Tekst(nl, en), vorm, lengte, namen)


STUDENT_VELDEN: tuple[Veld, ...] = (
    _veld(
        "studentnummer",
        "Studentnummer",
        "Student number",
        "studentnummer",
        "studentnr",
        "student nr",
        "leerlingnummer",
        "leerlingnr",
        "deelnemernummer",
        "deelnemernr",
        "stamnummer",
        "ov nummer",
        "student id",
        "studentid",
        "student number",
        vorm=Vorm.NUMMER,
        lengte=20,
    ),
    _veld(
        "sleutel",
        "Onderwijsnummer of KRD-sleutel",
        "Education number or KRD key",
        "onderwijsnummer",
        "onderwijsnr",
        "onr",
        "krd sleutel",
        "krd key",
        "sleutel",
        "pgn",
        "persoonsgebonden nummer",
        vorm=Vorm.SLEUTEL,
        lengte=64,
    ),
    _veld(
        "bsn",
        "BSN (alleen om te koppelen, wordt niet bewaard)",
        "BSN (only to link, never stored)",
        "bsn",
        "burgerservicenummer",
        "burger service nummer",
        "sofinummer",
        "sofi nummer",
        "bsn nummer",
        vorm=Vorm.BSN,
        lengte=64,
    ),
    _veld(
        "naam",
        "Naam",
        "Name",
        "naam",
        "volledige naam",
        "naam student",
        "studentnaam",
        "naam deelnemer",
        "deelnemer",
        "naam leerling",
        "name",
        "full name",
        "student name",
        "student",
        vorm=Vorm.NAAM,
    ),
    _veld(
        "roepnaam",
        "Roepnaam",
        "First name",
        "roepnaam",
        "voornaam",
        "first name",
        "firstname",
        vorm=Vorm.NAAM,
        lengte=100,
    ),
    _veld(
        "tussenvoegsel",
        "Tussenvoegsel",
        "Name prefix",
        "tussenvoegsel",
        "tussenvoegsels",
        "voorvoegsel",
        "voorvoegsels",
        "tussenv",
        vorm=Vorm.NAAM,
        lengte=30,
    ),
    _veld(
        "achternaam",
        "Achternaam",
        "Last name",
        "achternaam",
        "geslachtsnaam",
        "last name",
        "lastname",
        "surname",
        vorm=Vorm.NAAM,
    ),
    _veld(
        "klas", "Klas", "Class", "klas", "klascode", "groep", "lesgroep", "basisgroep", "stamgroep", "class", lengte=30
    ),
    _veld(
        "mentor",
        "Mentor",
        "Tutor",
        "mentor",
        "slb",
        "slber",
        "studieloopbaanbegeleider",
        "coach",
        "loopbaanbegeleider",
        "mentor naam",
    ),
    _veld(
        "team",
        "Team",
        "Team",
        "team",
        "teamcode",
        "afdeling",
        "onderwijsteam",
        "organisatie eenheid",
        "cluster",
        lengte=100,
    ),
    _veld(
        "crebo",
        "Crebo",
        "Crebo",
        "crebo",
        "crebocode",
        "crebo code",
        "crebonummer",
        "opleidingscode",
        "crebo nr",
        vorm=Vorm.CREBO,
        lengte=5,
    ),
    _veld(
        "opleiding",
        "Opleiding",
        "Programme",
        "opleiding",
        "opleidingsnaam",
        "naam opleiding",
        "opleiding naam",
        "kwalificatie",
        "programme",
        "program",
    ),
    _veld(
        "leerweg",
        "Leerweg",
        "Learning route",
        "leerweg",
        "leertraject",
        "leerroute",
        "bol bbl",
        vorm=Vorm.LEERWEG,
        lengte=20,
    ),
    _veld(
        "niveau", "Niveau", "Level", "niveau", "mbo niveau", "opleidingsniveau", "level", vorm=Vorm.NIVEAU, lengte=12
    ),
    _veld(
        "cohort",
        "Cohort",
        "Cohort",
        "cohort",
        "startcohort",
        "cohortjaar",
        "instroomjaar",
        "lichting",
        vorm=Vorm.COHORT,
        lengte=10,
    ),
    _veld(
        "volgnummer",
        "Volgnummer verbintenis",
        "Enrolment number",
        "volgnummer",
        "verbintenisnummer",
        "verbintenis volgnummer",
        "volgnummer verbintenis",
        "inschrijvingsnummer",
        vorm=Vorm.NUMMER,
        lengte=20,
    ),
    _veld(
        "begin_op",
        "Begin verbintenis",
        "Enrolment begins",
        "begindatum",
        "startdatum",
        "datum inschrijving",
        "inschrijfdatum",
        "begindatum verbintenis",
        "datum begin",
        "ingangsdatum",
        "start date",
        vorm=Vorm.DATUM,
        lengte=20,
    ),
    _veld(
        "gepland_eind_op",
        "Gepland einde verbintenis",
        "Enrolment planned end",
        "geplande einddatum",
        "verwachte einddatum",
        "einddatum gepland",
        "geplande uitschrijfdatum",
        "einddatum",
        "datum gepland einde",
        "end date",
        vorm=Vorm.DATUM,
        lengte=20,
    ),
    _veld(
        "werkelijk_eind_op",
        "Werkelijk einde verbintenis",
        "Enrolment real end",
        "werkelijke einddatum",
        "datum uitschrijving",
        "uitschrijfdatum",
        "uitschrijvingsdatum",
        vorm=Vorm.DATUM,
        lengte=20,
    ),
    _veld(
        "geboortedatum",
        "Geboortedatum",
        "Birth date",
        "geboortedatum",
        "geb datum",
        "gebdatum",
        "datum geboorte",
        "date of birth",
        "birth date",
        vorm=Vorm.DATUM,
        lengte=20,
    ),
    _veld("geslacht", "Geslacht", "Sex", "geslacht", "gender", "sex", "m v", vorm=Vorm.GESLACHT, lengte=12),
    _veld(
        "email",
        "E-mail",
        "E-mail",
        "email",
        "e mail",
        "emailadres",
        "e mailadres",
        "mail",
        "schoolmail",
        "mailadres",
        "email school",
        vorm=Vorm.EMAIL,
    ),
    _veld(
        "telefoon",
        "Telefoon",
        "Phone",
        "telefoon",
        "telefoonnummer",
        "tel",
        "mobiel",
        "mobiele telefoon",
        "gsm",
        "06 nummer",
        "phone",
        lengte=40,
    ),
    _veld("straat", "Straat", "Street", "straat", "straatnaam", "street"),
    _veld("huisnummer", "Huisnummer", "House number", "huisnummer", "huisnr", "nr", "house number", lengte=20),
    _veld("postcode", "Postcode", "Postcode", "postcode", "pc", "zip", "postal code", vorm=Vorm.POSTCODE, lengte=12),
    _veld("plaats", "Plaats", "Place", "plaats", "woonplaats", "plaatsnaam", "city", lengte=100),
    _veld(
        "voogd_naam",
        "Ouder of voogd",
        "Parent or guardian",
        "voogd",
        "ouder",
        "naam ouder",
        "naam voogd",
        "verzorger",
        "wettelijk vertegenwoordiger",
        "ouder verzorger",
        vorm=Vorm.NAAM,
    ),
)

_SBB_NAMEN = (
    "leerbedrijf id",
    "leerbedrijfid",
    "leerbedrijfnummer",
    "leerbedrijf nr",
    "leerbedrijf",
    "sbb id",
    "sbb nummer",
    "sbbid",
    "leerbedrijf code",
    "id leerbedrijf",
    "company id",
)

LEERBEDRIJF_VELDEN: tuple[Veld, ...] = (
    _veld("sbb_id", "Leerbedrijf-ID", "SBB company ID", *_SBB_NAMEN, vorm=Vorm.SBB_ID, lengte=9),
    _veld(
        "naam",
        "Naam",
        "Name",
        "naam",
        "bedrijfsnaam",
        "naam bedrijf",
        "naam leerbedrijf",
        "bedrijf",
        "organisatie",
        "handelsnaam",
        "company",
        "name",
    ),
    _veld(
        "kvk",
        "KvK-nummer",
        "Chamber of Commerce number",
        "kvk",
        "kvk nummer",
        "kvknummer",
        "kvk nr",
        "handelsregister",
        vorm=Vorm.KVK,
        lengte=8,
    ),
    _veld(
        "adres",
        "Adres (straat en nummer)",
        "Address (street and number)",
        "adres",
        "bezoekadres",
        "vestigingsadres",
        "address",
    ),
    _veld("straat", "Straat", "Street", "straat", "straatnaam", "street"),
    _veld("huisnummer", "Huisnummer", "House number", "huisnummer", "huisnr", "nr", lengte=20),
    _veld("postcode", "Postcode", "Postcode", "postcode", "pc", "zip", "postal code", vorm=Vorm.POSTCODE, lengte=12),
    _veld("plaats", "Plaats", "Place", "plaats", "vestigingsplaats", "woonplaats", "plaatsnaam", "city", lengte=100),
    _veld("telefoon", "Telefoon", "Phone", "telefoon", "telefoonnummer", "tel", "phone", lengte=40),
    _veld("email", "E-mail", "E-mail", "email", "e mail", "emailadres", "e mailadres", "mail", vorm=Vorm.EMAIL),
    _veld("website", "Website", "Website", "website", "url", "webadres", "internet"),
    _veld(
        "actief_van",
        "Actief vanaf",
        "Active from",
        "actief van",
        "actief vanaf",
        "leerbedrijf sinds",
        vorm=Vorm.DATUM,
        lengte=20,
    ),
    _veld(
        "actief_tot",
        "Actief tot en met",
        "Active until",
        "actief tot",
        "actief tm",
        "actief tot en met",
        vorm=Vorm.DATUM,
        lengte=20,
    ),
)

ERKENNING_VELDEN: tuple[Veld, ...] = (
    _veld("sbb_id", "Leerbedrijf-ID", "SBB company ID", *_SBB_NAMEN, vorm=Vorm.SBB_ID, lengte=9),
    _veld(
        "crebo",
        "Crebo",
        "Crebo",
        "crebo",
        "crebocode",
        "crebo code",
        "crebonummer",
        "kwalificatie",
        "kwalificatiecode",
        vorm=Vorm.CREBO,
        lengte=5,
    ),
    _veld(
        "erkend_van",
        "Erkend vanaf",
        "Accredited from",
        "erkend van",
        "erkend vanaf",
        "van",
        "vanaf",
        "begindatum",
        "datum van",
        "ingangsdatum",
        "erkend sinds",
        "datum erkenning",
        "from",
        "startdatum",
        vorm=Vorm.DATUM,
        lengte=20,
    ),
    _veld(
        "erkend_tot",
        "Erkend tot en met",
        "Accredited until",
        "erkend tot",
        "erkend tm",
        "tot",
        "tot en met",
        "tm",
        "einddatum",
        "datum tot",
        "to",
        "geldig tot",
        "erkend tot en met",
        vorm=Vorm.DATUM,
        lengte=20,
    ),
)

POSTCODE_VELDEN: tuple[Veld, ...] = (
    _veld(
        "pc4",
        "Postcode (4 cijfers)",
        "Postcode (4 digits)",
        "pc4",
        "postcode",
        "pc",
        "postcode4",
        "postcodecijfers",
        vorm=Vorm.PC4,
        lengte=6,
    ),
    _veld(
        "breedte", "Breedtegraad", "Latitude", "breedte", "breedtegraad", "lat", "latitude", vorm=Vorm.GRADEN, lengte=30
    ),
    _veld(
        "lengte",
        "Lengtegraad",
        "Longitude",
        "lengte",
        "lengtegraad",
        "lon",
        "lng",
        "long",
        "longitude",
        vorm=Vorm.GRADEN,
        lengte=30,
    ),
)

VELDEN: dict[ImportSoort, tuple[Veld, ...]] = {
    ImportSoort.STUDENTEN: STUDENT_VELDEN,
    ImportSoort.LEERBEDRIJVEN: LEERBEDRIJF_VELDEN,
    ImportSoort.ERKENNINGEN: ERKENNING_VELDEN,
    ImportSoort.POSTCODES: POSTCODE_VELDEN,
}

# Each tuple: at least one of these fields must have a column.
VERPLICHT: dict[ImportSoort, tuple[tuple[str, ...], ...]] = {
    ImportSoort.STUDENTEN: (("studentnummer", "sleutel", "bsn"),),
    ImportSoort.LEERBEDRIJVEN: (("sbb_id",), ("naam",)),
    ImportSoort.ERKENNINGEN: (("sbb_id",), ("crebo",), ("erkend_van",)),
    ImportSoort.POSTCODES: (("pc4",), ("breedte",), ("lengte",)),
}


class OngeldigeIndeling(DomeinFout):
    """The mapping of columns to fields cannot be used."""

    http_status = 400

    def __init__(self, tekst: Tekst) -> None:
        super().__init__("ongeldige_indeling", tekst)


def vouw_kolom(naam: str) -> str:
    """A column name for comparing: lower case letters and digits with single spaces."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", naam.casefold()).split())


def _is_datum(waarde: str) -> bool:
    return bool(re.match(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}", waarde, re.ASCII))


_INHOUD: dict[Vorm, Callable[[str], bool]] = {
    Vorm.NUMMER: lambda w: bool(re.fullmatch(r"[A-Za-z0-9._-]{1,20}", w, re.ASCII)),
    Vorm.SLEUTEL: lambda w: nummers.is_onderwijsnummer(w) or nummers.is_opake_sleutel(w),
    Vorm.DATUM: _is_datum,
    Vorm.CREBO: nummers.is_crebo,
    Vorm.LEERWEG: lambda w: w.casefold()[:3] in {"bol", "bbl", "ovo", "odt", "ex", "exa"},
    Vorm.NIVEAU: lambda w: bool(re.search(r"[1-4]$", w, re.ASCII)),
    Vorm.COHORT: lambda w: bool(re.match(r"(19|20)\d\d", w, re.ASCII)),
    Vorm.GESLACHT: lambda w: (
        w.casefold() in {"m", "v", "o", "x", "man", "vrouw", "mannelijk", "vrouwelijk", "onbekend"}
    ),
    Vorm.EMAIL: lambda w: "@" in w,
    Vorm.POSTCODE: lambda w: bool(re.match(r"[1-9]\d{3}\s?[A-Za-z]{2}", w, re.ASCII)),
    Vorm.SBB_ID: nummers.is_leerbedrijf_id,
    Vorm.KVK: lambda w: bool(re.fullmatch(r"\d{7,8}", nummers.cijfers(w), re.ASCII)),
    Vorm.PC4: lambda w: bool(re.match(r"[1-9]\d{3}", w, re.ASCII)),
    Vorm.GRADEN: lambda w: bool(re.fullmatch(r"-?\d{1,3}([.,]\d+)?", w, re.ASCII)),
    Vorm.NAAM: lambda w: any(c.isalpha() for c in w),
}


def inhoud_past(veld: Veld, waarden: Sequence[str]) -> bool:
    """Whether most example values could be this field (no values: nothing speaks against it)."""
    gevuld = [w.strip() for w in waarden if w and w.strip()][:200]
    past = _INHOUD.get(veld.vorm)
    return past is None or not gevuld or sum(map(past, gevuld)) * 10 >= len(gevuld) * 6


def is_bsn_kolom(naam: str, waarden: Sequence[str]) -> bool:
    """Whether a column holds BSNs: by its name, or because (nearly) every value passes the eleven test."""
    woorden = vouw_kolom(naam).split()
    if any(w in {"bsn", "bsnnummer", "bsnnr", "burgerservicenummer", "sofinummer", "sofinr"} for w in woorden):
        return True
    gevuld = [w.strip() for w in waarden if w and w.strip()][:500]
    return bool(gevuld) and sum(map(nummers.is_bsn, gevuld)) * 10 >= len(gevuld) * 8


def _score(veld: Veld, kolom: str) -> float:
    gevouwen = vouw_kolom(kolom)
    namen = [vouw_kolom(n) for n in (*veld.namen, veld.naam.replace("_", " "))]
    if gevouwen in namen or gevouwen.replace(" ", "") in {n.replace(" ", "") for n in namen}:
        return 100.0
    if len(gevouwen) < 5:
        return 0.0
    return max(fuzz.ratio(gevouwen, n) for n in namen) - 1


def stel_indeling_voor(
    soort: ImportSoort, kolommen: Sequence[str], voorbeelden: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Field -> column, best fits first; every field and every column at most once."""
    bsn = {k for k in kolommen if is_bsn_kolom(k, voorbeelden.get(k, ()))}
    kansen = []
    for i, veld in enumerate(VELDEN[soort]):
        for j, kolom in enumerate(kolommen):
            if (veld.vorm is Vorm.BSN) != (kolom in bsn):
                continue
            score = 100.0 if veld.vorm is Vorm.BSN else _score(veld, kolom)
            if score >= LIJKT_GENOEG and (veld.vorm is Vorm.BSN or inhoud_past(veld, voorbeelden.get(kolom, ()))):
                kansen.append((-score, i, j, veld.naam, kolom))
    indeling: dict[str, str] = {}
    for _score_, _i, _j, veldnaam, kolom in sorted(kansen):
        if veldnaam not in indeling and kolom not in indeling.values():
            indeling[veldnaam] = kolom
    return indeling


def check_indeling(
    soort: ImportSoort, indeling: Mapping[str, str], kolommen: Sequence[str], bsn_kolommen: Sequence[str] = ()
) -> dict[str, str]:
    """The mapping without empty choices. Raises `OngeldigeIndeling` when a column is unknown, used twice or missing."""
    bekend = {v.naam: v for v in VELDEN[soort]}
    schoon = {veld: kolom for veld, kolom in indeling.items() if kolom}
    for veld, kolom in schoon.items():
        if veld not in bekend or kolom not in kolommen:
            raise OngeldigeIndeling(
                Tekst(
                    f"Er is geen veld '{nummers.kort(veld, 40)}' of kolom '{nummers.kort(kolom, 40)}'.",
                    f"There is no field '{nummers.kort(veld, 40)}' or column '{nummers.kort(kolom, 40)}'.",
                )
            )
        if kolom in bsn_kolommen and bekend[veld].vorm is not Vorm.BSN:
            raise OngeldigeIndeling(
                Tekst(
                    f"In kolom '{kolom}' staan BSN's; die mag je alleen gebruiken om te koppelen.",
                    f"Column '{kolom}' holds BSNs; you may only use it to link.",
                )
            )
    dubbel = [k for k in set(schoon.values()) if list(schoon.values()).count(k) > 1]
    if dubbel:
        raise OngeldigeIndeling(
            Tekst(f"Kolom '{min(dubbel)}' is twee keer gekozen.", f"Column '{min(dubbel)}' is chosen twice.")
        )
    for keuze in VERPLICHT[soort]:
        if not any(veld in schoon for veld in keuze):
            nl = " of ".join(bekend[v].label.nl for v in keuze)
            en = " or ".join(bekend[v].label.en for v in keuze)
            raise OngeldigeIndeling(Tekst(f"Wijs een kolom aan voor: {nl}.", f"Choose a column for: {en}."))
    return schoon


def kolommen_hash(kolommen: Sequence[str]) -> str:
    """By what a remembered mapping is found again: the set of column names, whatever their order and capitals."""
    return hashlib.sha256("\n".join(sorted({vouw_kolom(k) for k in kolommen})).encode()).hexdigest()
