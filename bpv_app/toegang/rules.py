"""Rules of getting in: where a login may lead, passwords, rate limits, the scope of each role."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bpv_app.kernel.actor import RolToewijzing
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.rechten import ACTIE_LABEL, RECHTEN, ROL_LABEL, Actie, Rol
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Taal, Tekst

COOKIE = "bpv_sessie"
APPARAAT_COOKIE = "bpv_apparaat"
"""Names this browser to personal links, so that one that was opened here works here again."""
MAX_PAD = 300
MIN_WACHTWOORD = 12
MAX_WACHTWOORD = 200
MAX_NAAM = 200
VERVERS_NA = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Limiet:
    """At most `maximum` attempts of this kind by one key within `venster`."""

    soort: str
    maximum: int
    venster: timedelta


# Only failures stay counted: a whole class behind one school address can log in at nine o'clock.
LOGIN_ACCOUNT = Limiet("login_account", 10, timedelta(minutes=15))
LOGIN_IP = Limiet("login_ip", 60, timedelta(minutes=15))
LINK_IP = Limiet("link_ip", 30, timedelta(minutes=15))
LINK_VRAAG_IP = Limiet("link_vraag_ip", 30, timedelta(minutes=15))
LINK_VRAAG_ADRES = Limiet("link_vraag_adres", 5, timedelta(hours=1))
UPLOAD_ACCOUNT = Limiet("upload", 120, timedelta(minutes=15))
GEGEVENS_ACCOUNT = Limiet("gegevens", 3, timedelta(hours=1))
ARCHIEF_ACCOUNT = Limiet("archief", 60, timedelta(hours=1))
ZORG_EXPORT_ACCOUNT = Limiet("zorg_export", 20, timedelta(hours=1))


class InloggenMislukt(DomeinFout):
    """Unknown name, wrong password, locked account or no password: one answer for all, so nobody learns who exists."""

    http_status = 401

    def __init__(self) -> None:
        super().__init__(
            "inloggen_mislukt",
            Tekst(
                "Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar.",
                "This user name and password do not belong together.",
            ),
        )


class TeVaak(DomeinFout):
    """Too many attempts; the window of the limit has to pass."""

    http_status = 429

    def __init__(self, minuten: int) -> None:
        super().__init__(
            "te_vaak",
            Tekst(
                f"Dit is te vaak geprobeerd. Wacht {minuten} minuten en probeer het opnieuw.",
                f"Too many attempts. Wait {minuten} minutes and try again.",
            ),
        )


class LinkWerktNiet(DomeinFout):
    """The personal link is unknown, expired, revoked or used elsewhere. One answer: a stranger learns nothing."""

    http_status = 410

    def __init__(self) -> None:
        super().__init__(
            "link_werkt_niet",
            Tekst(
                "Deze link werkt hier niet (meer). Een link is van één persoon, werkt alleen op het apparaat waar hij "
                "het eerst is geopend en verloopt na een tijd. Vraag hieronder een nieuwe aan.",
                "This link does not work here (any more). A link belongs to one person, works only on the device on "
                "which it was first opened and expires after a while. Ask for a new one below.",
            ),
        )


def veilig_pad(naar: str | None, anders: str = "/") -> str:
    """`naar` when it is a path on this site, otherwise `anders`. Stops open redirects in every disguise.

    Browsers read `\\` as `/` and drop tabs and newlines, so neither is accepted anywhere.
    """
    pad = naar or ""
    if not pad.startswith("/") or len(pad) > MAX_PAD or "\\" in pad or not pad.isprintable() or " " in pad:
        return anders
    plek = pad.partition("?")[0].partition("#")[0]
    if "//" in plek or plek.startswith(("/login", "/link/", "/api/log")):
        return anders
    return pad


def normaliseer_naam(gebruikersnaam: str) -> str:
    """The form in which user names are compared and stored; empty when it can be nobody's."""
    naam = unicodedata.normalize("NFKC", gebruikersnaam).strip().casefold()
    return naam if naam.isprintable() and len(naam) <= MAX_NAAM else ""


WACHTWOORD_FOUTEN: dict[str, Tekst] = {
    "huidig": Tekst("Je huidige wachtwoord klopt niet.", "Your current password is not right."),
    "ongelijk": Tekst("De twee nieuwe wachtwoorden zijn niet gelijk.", "The two new passwords are not the same."),
    "kort": Tekst(
        f"Neem minstens {MIN_WACHTWOORD} tekens, bijvoorbeeld drie woorden achter elkaar.",
        f"Use at least {MIN_WACHTWOORD} characters, for example three words in a row.",
    ),
    "lang": Tekst(f"Neem hoogstens {MAX_WACHTWOORD} tekens.", f"Use at most {MAX_WACHTWOORD} characters."),
    "eenvoudig": Tekst("Neem meer verschillende tekens.", "Use more different characters."),
    "naam": Tekst("Neem niet je eigen naam.", "Do not use your own name."),
    "zelfde": Tekst("Neem een ander wachtwoord dan je huidige.", "Use another password than your current one."),
}


class WachtwoordFout(OngeldigeInvoer):
    """The password is not accepted; `reden` is a key of `WACHTWOORD_FOUTEN` (fit for an address, unlike a password)."""

    def __init__(self, reden: str) -> None:
        tekst = WACHTWOORD_FOUTEN[reden]
        super().__init__({"wachtwoord": tekst}, tekst)
        self.reden = reden


def check_wachtwoord(wachtwoord: str, gebruikersnaam: str, naam: str = "") -> None:
    """Refuse a password that is short, long, made of few characters, or the person's own name."""
    if len(wachtwoord) < MIN_WACHTWOORD:
        raise WachtwoordFout("kort")
    if len(wachtwoord) > MAX_WACHTWOORD:
        raise WachtwoordFout("lang")
    if len(set(wachtwoord)) < 4:
        raise WachtwoordFout("eenvoudig")
    if wachtwoord.casefold() in {gebruikersnaam.casefold(), naam.casefold()}:
        raise WachtwoordFout("naam")


def ip_sleutel(ip: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 of an IPv6 address (one household or school)."""
    if ":" not in ip:
        return ip
    kop, _, staart = ip.partition("%")[0].partition("::")
    groepen = kop.split(":") if kop else []
    rest = staart.split(":") if staart else []
    vol = groepen + ["0"] * (8 - len(groepen) - len(rest)) + rest
    return ":".join(groep.lstrip("0") or "0" for groep in vol[:4])


_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def is_email(tekst: str) -> bool:
    """Whether this looks like one e-mail address."""
    return bool(_EMAIL.fullmatch(tekst)) and tekst.isprintable() and len(tekst) <= MAX_NAAM


@dataclass(frozen=True, slots=True)
class AccountGegevens:
    """What beheer types about a person."""

    gebruikersnaam: str
    naam: str
    email: str = ""
    telefoon: str = ""
    taal: str = "nl"


def _regel(tekst: str, lengte: int) -> str | None:
    """One line without surrounding space; None when it holds control characters or is too long."""
    schoon = unicodedata.normalize("NFC", tekst).strip()
    return schoon if len(schoon) <= lengte and (schoon.isprintable() or not schoon) else None


CONTACT_VOORVOEGSEL = "contactpersoon-"


def check_gegevens(gegevens: AccountGegevens, *, is_contactpersoon: bool = False) -> AccountGegevens:
    """Clean what was typed; raises `OngeldigeInvoer` naming every field that is wrong.

    User names that begin like those of contact persons are kept for them (`is_contactpersoon`).
    """
    fouten: dict[str, Tekst] = {}
    gebruikersnaam = normaliseer_naam(gegevens.gebruikersnaam)
    gereserveerd = gebruikersnaam.startswith(CONTACT_VOORVOEGSEL) and not is_contactpersoon
    if not gebruikersnaam or " " in gebruikersnaam or gereserveerd:
        fouten["gebruikersnaam"] = Tekst(
            "Vul een gebruikersnaam zonder spaties in, bijvoorbeeld het e-mailadres.",
            "Fill in a user name without spaces, for example the e-mail address.",
        )
    naam, telefoon, email = (
        _regel(gegevens.naam, MAX_NAAM),
        _regel(gegevens.telefoon, 40),
        _regel(gegevens.email, MAX_NAAM),
    )
    if not naam:
        fouten["naam"] = Tekst("Vul een naam in.", "Fill in a name.")
    if telefoon is None:
        fouten["telefoon"] = Tekst("Dit is geen telefoonnummer.", "This is not a phone number.")
    if email is None or (email and not is_email(email)):
        fouten["email"] = Tekst("Dit is geen e-mailadres.", "This is not an e-mail address.")
    if gegevens.taal not in tuple(Taal):
        fouten["taal"] = Tekst("Kies Nederlands of Engels.", "Choose Dutch or English.")
    if fouten:
        raise OngeldigeInvoer(fouten)
    return AccountGegevens(gebruikersnaam, naam or "", email or "", telefoon or "", gegevens.taal)


def check_toewijzing(toewijzing: RolToewijzing) -> None:
    """A role carries exactly the scope that belongs to it, otherwise it would open more (or less) than meant."""
    rol = toewijzing.rol
    nodig: set[str] = set()
    mag: set[str] = set()
    if rol is Rol.STUDENT:
        nodig = {"student_id"}
    elif rol is Rol.PRAKTIJKOPLEIDER:
        nodig = {"contactpersoon_id", "leerbedrijf_id"}
    elif rol in (Rol.COORDINATOR, Rol.ONDERWIJSBEGELEIDER, Rol.STUDENTENZAKEN):
        mag = {"team_id"}
    velden = ("team_id", "student_id", "contactpersoon_id", "leerbedrijf_id")
    ingevuld = {veld for veld in velden if getattr(toewijzing, veld) is not None}
    if nodig <= ingevuld <= nodig | mag and all(is_sleutel(getattr(toewijzing, veld)) for veld in ingevuld):
        return
    label = ROL_LABEL[rol]
    raise OngeldigeInvoer(
        {
            "rollen": Tekst(
                f"De rol {label.nl} heeft niet het juiste bereik (team, student of contactpersoon).",
                f"The role {label.en} does not have the right scope (team, student or contact person).",
            )
        }
    )


def uniek(toewijzingen: Iterable[RolToewijzing]) -> tuple[RolToewijzing, ...]:
    """Each role with its scope once, in the order given."""
    return tuple(dict.fromkeys(toewijzingen))


@dataclass(frozen=True, slots=True)
class RechtRegel:
    """One line of "Wie mag wat": a right, its label, and who has it in the order of `rollen`."""

    actie: Actie
    label: Tekst
    mag: tuple[bool, ...]


def wie_mag_wat(rollen: Sequence[Rol] = tuple(Rol)) -> list[RechtRegel]:
    """The table "Wie mag wat" from the very dict the guards use; for the page and for the documentation."""
    return [RechtRegel(actie, ACTIE_LABEL[actie], tuple(actie in RECHTEN[rol] for rol in rollen)) for actie in Actie]
