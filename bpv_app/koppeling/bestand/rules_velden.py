"""Our fields for each kind of file, with the names that schools and their systems give them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bpv_app.kernel.inlezen import ImportSoort
from bpv_app.kernel.tekst import Tekst


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
    PC4_OF_PC6 = "pc4_of_pc6"
    COORDINAAT = "coordinaat"
    VRIJ_SOORT = "vrij_soort"
    REGIO = "regio"
    WERKPROCESSEN = "werkprocessen"
    CREBO_VERBAND = "crebo_verband"
    MUTATIE = "mutatie"
    SECTOREN = "sectoren"
    TALEN = "talen"


@dataclass(frozen=True, slots=True)
class Veld:
    """One of our fields: its name, label, form, largest length and the names other systems give it."""

    naam: str
    label: Tekst
    vorm: Vorm = Vorm.TEKST
    lengte: int = 200
    namen: tuple[str, ...] = ()


def _veld(naam: str, nl: str, en: str, namen: str, vorm: Vorm = Vorm.TEKST, lengte: int = 200) -> Veld:
    return Veld(naam, Tekst(nl, en), vorm, lengte, tuple(namen.split(", ")))


STUDENT_VELDEN: tuple[Veld, ...] = (
    _veld(
        "studentnummer",
        "Studentnummer",
        "Student number",
        "studentnummer, studentnr, student nr, leerlingnummer, leerlingnr, deelnemernummer, deelnemernr, "
        "stamnummer, ov nummer, student id, studentid, student number",
        vorm=Vorm.NUMMER,
        lengte=20,
    ),
    _veld(
        "sleutel",
        "Onderwijsnummer of KRD-sleutel",
        "Education number or KRD key",
        "onderwijsnummer, onderwijsnr, onr, krd sleutel, krd key, sleutel, pgn, persoonsgebonden nummer",
        vorm=Vorm.SLEUTEL,
        lengte=64,
    ),
    _veld(
        "bsn",
        "BSN (alleen om te koppelen, wordt niet bewaard)",
        "BSN (only to link, never stored)",
        "bsn, burgerservicenummer, burger service nummer, sofinummer, sofi nummer, bsn nummer",
        vorm=Vorm.BSN,
        lengte=64,
    ),
    _veld(
        "naam",
        "Naam",
        "Name",
        "naam, volledige naam, naam student, studentnaam, naam deelnemer, deelnemer, naam leerling, name, "
        "full name, student name, student",
        vorm=Vorm.NAAM,
    ),
    _veld(
        "roepnaam", "Roepnaam", "First name", "roepnaam, voornaam, first name, firstname", vorm=Vorm.NAAM, lengte=100
    ),
    _veld(
        "tussenvoegsel",
        "Tussenvoegsel",
        "Name prefix",
        "tussenvoegsel, tussenvoegsels, voorvoegsel, voorvoegsels, tussenv",
        vorm=Vorm.NAAM,
        lengte=30,
    ),
    _veld(
        "achternaam",
        "Achternaam",
        "Last name",
        "achternaam, geslachtsnaam, last name, lastname, surname",
        vorm=Vorm.NAAM,
    ),
    _veld("klas", "Klas", "Class", "klas, klascode, groep, lesgroep, basisgroep, stamgroep, class", lengte=30),
    _veld(
        "mentor",
        "Mentor",
        "Tutor",
        "mentor, slb, slber, studieloopbaanbegeleider, coach, loopbaanbegeleider, mentor naam",
    ),
    _veld("team", "Team", "Team", "team, teamcode, afdeling, onderwijsteam, organisatie eenheid, cluster", lengte=100),
    _veld(
        "crebo",
        "Crebo",
        "Crebo",
        "crebo, crebocode, crebo code, crebonummer, opleidingscode, crebo nr",
        vorm=Vorm.CREBO,
        lengte=5,
    ),
    _veld(
        "opleiding",
        "Opleiding",
        "Programme",
        "opleiding, opleidingsnaam, naam opleiding, opleiding naam, kwalificatie, programme, program",
    ),
    _veld(
        "leerweg", "Leerweg", "Learning route", "leerweg, leertraject, leerroute, bol bbl", vorm=Vorm.LEERWEG, lengte=20
    ),
    _veld("niveau", "Niveau", "Level", "niveau, mbo niveau, opleidingsniveau, level", vorm=Vorm.NIVEAU, lengte=12),
    _veld(
        "cohort",
        "Cohort",
        "Cohort",
        "cohort, startcohort, cohortjaar, instroomjaar, lichting",
        vorm=Vorm.COHORT,
        lengte=10,
    ),
    _veld(
        "volgnummer",
        "Volgnummer verbintenis",
        "Enrolment number",
        "volgnummer, verbintenisnummer, verbintenis volgnummer, volgnummer verbintenis, inschrijvingsnummer",
        vorm=Vorm.NUMMER,
        lengte=20,
    ),
    _veld(
        "begin_op",
        "Begin verbintenis",
        "Enrolment begins",
        "begindatum, startdatum, datum inschrijving, inschrijfdatum, begindatum verbintenis, datum begin, "
        "ingangsdatum, start date",
        vorm=Vorm.DATUM,
        lengte=20,
    ),
    _veld(
        "gepland_eind_op",
        "Gepland einde verbintenis",
        "Enrolment planned end",
        "geplande einddatum, verwachte einddatum, einddatum gepland, geplande uitschrijfdatum, einddatum, "
        "datum gepland einde, end date",
        vorm=Vorm.DATUM,
        lengte=20,
    ),
    _veld(
        "werkelijk_eind_op",
        "Werkelijk einde verbintenis",
        "Enrolment real end",
        "werkelijke einddatum, datum uitschrijving, uitschrijfdatum, uitschrijvingsdatum",
        vorm=Vorm.DATUM,
        lengte=20,
    ),
    _veld(
        "geboortedatum",
        "Geboortedatum",
        "Birth date",
        "geboortedatum, geb datum, gebdatum, datum geboorte, date of birth, birth date",
        vorm=Vorm.DATUM,
        lengte=20,
    ),
    _veld("geslacht", "Geslacht", "Sex", "geslacht, gender, sex, m v", vorm=Vorm.GESLACHT, lengte=12),
    _veld(
        "email",
        "E-mail",
        "E-mail",
        "email, e mail, emailadres, e mailadres, mail, schoolmail, mailadres, email school",
        vorm=Vorm.EMAIL,
    ),
    _veld(
        "telefoon",
        "Telefoon",
        "Phone",
        "telefoon, telefoonnummer, tel, mobiel, mobiele telefoon, gsm, 06 nummer, phone",
        lengte=40,
    ),
    _veld("straat", "Straat", "Street", "straat, straatnaam, street"),
    _veld("huisnummer", "Huisnummer", "House number", "huisnummer, huisnr, nr, house number", lengte=20),
    _veld("postcode", "Postcode", "Postcode", "postcode, pc, zip, postal code", vorm=Vorm.POSTCODE, lengte=12),
    _veld("plaats", "Plaats", "Place", "plaats, woonplaats, plaatsnaam, city", lengte=100),
    _veld(
        "voogd_naam",
        "Ouder of voogd",
        "Parent or guardian",
        "voogd, ouder, naam ouder, naam voogd, verzorger, wettelijk vertegenwoordiger, ouder verzorger",
        vorm=Vorm.NAAM,
    ),
)

_SBB_NAMEN = (
    "leerbedrijf id, leerbedrijfid, leerbedrijfnummer, leerbedrijf nr, leerbedrijf, sbb id, sbb nummer, sbbid, "
    "leerbedrijf code, id leerbedrijf, company id"
)

LEERBEDRIJF_VELDEN: tuple[Veld, ...] = (
    _veld("sbb_id", "Leerbedrijf-ID", "SBB company ID", _SBB_NAMEN, vorm=Vorm.SBB_ID, lengte=9),
    _veld(
        "naam",
        "Naam",
        "Name",
        "naam, bedrijfsnaam, naam bedrijf, naam leerbedrijf, bedrijf, organisatie, handelsnaam, company, name",
    ),
    _veld(
        "kvk",
        "KvK-nummer",
        "Chamber of Commerce number",
        "kvk, kvk nummer, kvknummer, kvk nr, handelsregister",
        vorm=Vorm.KVK,
        lengte=8,
    ),
    _veld(
        "adres",
        "Adres (straat en nummer)",
        "Address (street and number)",
        "adres, bezoekadres, vestigingsadres, address",
    ),
    _veld("straat", "Straat", "Street", "straat, straatnaam, street"),
    _veld("huisnummer", "Huisnummer", "House number", "huisnummer, huisnr, nr", lengte=20),
    _veld("postcode", "Postcode", "Postcode", "postcode, pc, zip, postal code", vorm=Vorm.POSTCODE, lengte=12),
    _veld("plaats", "Plaats", "Place", "plaats, vestigingsplaats, woonplaats, plaatsnaam, city", lengte=100),
    _veld("telefoon", "Telefoon", "Phone", "telefoon, telefoonnummer, tel, phone", lengte=40),
    _veld("email", "E-mail", "E-mail", "email, e mail, emailadres, e mailadres, mail", vorm=Vorm.EMAIL),
    _veld("website", "Website", "Website", "website, url, webadres, internet"),
    _veld(
        "sectoren",
        "Sectoren (met een komma ertussen)",
        "Sectors (with commas between them)",
        "sectoren, sector, sbb sector, sectorkamer, branche, sectors",
        vorm=Vorm.SECTOREN,
        lengte=400,
    ),
    _veld(
        "talen",
        "Talen op de werkplek (met een komma ertussen)",
        "Languages at the workplace (with commas between them)",
        "talen, taal, talen op de werkplek, werktaal, werktalen, voertaal, languages, language, "
        "languages at the workplace",
        vorm=Vorm.TALEN,
        lengte=400,
    ),
    _veld(
        "actief_van",
        "Actief vanaf",
        "Active from",
        "actief van, actief vanaf, leerbedrijf sinds",
        vorm=Vorm.DATUM,
        lengte=20,
    ),
    _veld(
        "actief_tot",
        "Actief tot en met",
        "Active until",
        "actief tot, actief tm, actief tot en met",
        vorm=Vorm.DATUM,
        lengte=20,
    ),
)

ERKENNING_VELDEN: tuple[Veld, ...] = (
    _veld("sbb_id", "Leerbedrijf-ID", "SBB company ID", _SBB_NAMEN, vorm=Vorm.SBB_ID, lengte=9),
    _veld(
        "crebo",
        "Crebo",
        "Crebo",
        "crebo, crebocode, crebo code, crebonummer, kwalificatie, kwalificatiecode",
        vorm=Vorm.CREBO,
        lengte=5,
    ),
    _veld(
        "erkend_van",
        "Erkend vanaf",
        "Accredited from",
        "erkend van, erkend vanaf, van, vanaf, begindatum, datum van, ingangsdatum, erkend sinds, "
        "datum erkenning, from, startdatum",
        vorm=Vorm.DATUM,
        lengte=20,
    ),
    _veld(
        "erkend_tot",
        "Erkend tot en met",
        "Accredited until",
        "erkend tot, erkend tm, tot, tot en met, tm, einddatum, datum tot, to, geldig tot, erkend tot en met",
        vorm=Vorm.DATUM,
        lengte=20,
    ),
    _veld(
        "crebogroep",
        "Groep van crebo's",
        "Group of crebos",
        "crebogroep, groep, dossiercrebo, crebo dossier, kwalificatiedossier, crebo group",
        vorm=Vorm.CREBO,
        lengte=5,
    ),
    _veld("leerweg", "Leerweg", "Learning route", "leerweg, leertraject, learning route", vorm=Vorm.LEERWEG, lengte=20),
    _veld(
        "werkprocessen",
        "Werkprocessen (bij een deelerkenning)",
        "Work processes (of a partial accreditation)",
        "werkprocessen, werkproces, deelerkenning, work processes",
        vorm=Vorm.WERKPROCESSEN,
        lengte=400,
    ),
    _veld(
        "mutatie",
        "Mutatie (nieuw, gewijzigd of ingetrokken): alleen de wijzigingen",
        "Change (nieuw, gewijzigd or ingetrokken): changes only",
        "mutatie, mutatiesoort, soort mutatie, mutatiecode, soort wijziging, change",
        vorm=Vorm.MUTATIE,
        lengte=20,
    ),
)

CREBO_VELDEN: tuple[Veld, ...] = (
    _veld(
        "soort", "Soort (opvolging of groep)", "Kind (opvolging or groep)", "soort, verband, type, kind",
        vorm=Vorm.CREBO_VERBAND, lengte=20,
    ),
    _veld(
        "van", "Oude crebo, of de groep", "Old crebo, or the group",
        "van, oud, oude crebo, crebo oud, groep, crebogroep, from, old", vorm=Vorm.CREBO, lengte=5,
    ),
    _veld(
        "naar", "Nieuwe crebo, of een crebo in de groep", "New crebo, or a crebo in the group",
        "naar, nieuw, nieuwe crebo, crebo nieuw, crebo, to, new", vorm=Vorm.CREBO, lengte=5,
    ),
    _veld(
        "vanaf", "Vanaf", "From", "vanaf, ingangsdatum, datum, per, met ingang van, since", vorm=Vorm.DATUM, lengte=20
    ),
)  # fmt: skip

POSTCODE_VELDEN: tuple[Veld, ...] = (
    _veld(
        "postcode",
        "Postcode (4 cijfers, of ook 2 letters)",
        "Postcode (4 digits, or with 2 letters)",
        "postcode, pc, pc6, pc4, postcode6, postcode4, postcodecijfers, zipcode, zip",
        vorm=Vorm.PC4_OF_PC6,
        lengte=8,
    ),
    _veld(
        "breedte", "Breedtegraad", "Latitude", "breedte, breedtegraad, lat, latitude", vorm=Vorm.COORDINAAT, lengte=30
    ),
    _veld(
        "lengte",
        "Lengtegraad",
        "Longitude",
        "lengte, lengtegraad, lon, lng, long, longitude",
        vorm=Vorm.COORDINAAT,
        lengte=30,
    ),
    _veld(
        "x",
        "X (Rijksdriehoek)",
        "X (Rijksdriehoek grid)",
        "x, rd x, x rd, x coordinaat, x coord, rdx",
        vorm=Vorm.COORDINAAT,
        lengte=30,
    ),
    _veld(
        "y",
        "Y (Rijksdriehoek)",
        "Y (Rijksdriehoek grid)",
        "y, rd y, y rd, y coordinaat, y coord, rdy",
        vorm=Vorm.COORDINAAT,
        lengte=30,
    ),
)

VAKANTIE_VELDEN: tuple[Veld, ...] = (
    _veld("naam", "Naam", "Name", "naam, vakantie, omschrijving, periode, name", lengte=100),
    _veld("soort", "Soort", "Kind", "soort, type, kind", vorm=Vorm.VRIJ_SOORT, lengte=20),
    _veld(
        "van", "Eerste dag", "First day", "van, begin, vanaf, begindatum, eerste dag, from", vorm=Vorm.DATUM, lengte=20
    ),
    _veld(
        "tot",
        "Laatste dag",
        "Last day",
        "tot, tot en met, t m, eind, einddatum, laatste dag, to",
        vorm=Vorm.DATUM,
        lengte=20,
    ),
    _veld("regio", "Regio", "Region", "regio, vakantieregio, region", vorm=Vorm.REGIO, lengte=20),
    _veld("team", "Team", "Team", "team, teamcode, afdeling", lengte=100),
)

WERKPROCES_VELDEN: tuple[Veld, ...] = (
    _veld("crebo", "Crebo", "Crebo", "crebo, crebocode, crebo code, kwalificatie", vorm=Vorm.CREBO, lengte=5),
    _veld(
        "code",
        "Code van het werkproces",
        "Code of the work process",
        "code, werkproces, werkprocescode, werkproces code, wp, nummer",
        lengte=40,
    ),
    _veld(
        "naam",
        "Naam van het werkproces",
        "Name of the work process",
        "naam, werkprocesnaam, naam werkproces, werkproces naam, omschrijving, titel",
        lengte=300,
    ),
    _veld(
        "kerntaak",
        "Naam van de kerntaak",
        "Name of the core task",
        "kerntaak, kerntaaknaam, naam kerntaak, kerntaak naam",
        lengte=300,
    ),
    _veld(
        "cohort_van",
        "Eerste cohort",
        "First cohort",
        "cohort van, vanaf cohort, eerste cohort, cohort, geldig vanaf",
        vorm=Vorm.COHORT,
        lengte=10,
    ),
    _veld(
        "cohort_tot",
        "Laatste cohort",
        "Last cohort",
        "cohort tot, cohort tot en met, laatste cohort, geldig tot",
        vorm=Vorm.COHORT,
        lengte=10,
    ),
)

VELDEN: dict[ImportSoort, tuple[Veld, ...]] = {
    ImportSoort.STUDENTEN: STUDENT_VELDEN,
    ImportSoort.LEERBEDRIJVEN: LEERBEDRIJF_VELDEN,
    ImportSoort.ERKENNINGEN: ERKENNING_VELDEN,
    ImportSoort.CREBOS: CREBO_VELDEN,
    ImportSoort.POSTCODES: POSTCODE_VELDEN,
    ImportSoort.VAKANTIES: VAKANTIE_VELDEN,
    ImportSoort.WERKPROCESSEN: WERKPROCES_VELDEN,
}

# Each tuple: at least one of these fields must have a column.
VERPLICHT: dict[ImportSoort, tuple[tuple[str, ...], ...]] = {
    ImportSoort.STUDENTEN: (("studentnummer", "sleutel", "bsn"),),
    ImportSoort.LEERBEDRIJVEN: (("sbb_id",), ("naam",)),
    ImportSoort.ERKENNINGEN: (("sbb_id",), ("crebo", "crebogroep"), ("erkend_van",)),
    ImportSoort.CREBOS: (("van",), ("naar",)),
    ImportSoort.POSTCODES: (("postcode",), ("breedte", "y"), ("lengte", "x")),
    ImportSoort.VAKANTIES: (("naam",), ("van",)),
    ImportSoort.WERKPROCESSEN: (("crebo",), ("code",), ("naam",)),
}
