"""From template to text, and from text to the HTML of a mail. A template sees its declared fields and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from bpv_app.kernel.tekst import Taal, Tekst
from bpv_app.post.rules import SJABLONEN, Sjabloon, een_regel, lees_blokken, schoon_veld

if TYPE_CHECKING:
    import jinja2

MAP = Path(__file__).with_name("sjablonen")
MAX_ONDERWERP = 200
_VOET = Tekst(
    "Deze mail is automatisch verstuurd door {school}.",
    "This mail was sent automatically by {school}.",
)


class SjabloonFout(Exception):
    """The fields do not fit the template: a mistake in our own code, never something a person typed."""


@dataclass(frozen=True, slots=True)
class Opgemaakt:
    """A rendered mail: one line and plain text, the button as `[[its label]]`."""

    onderwerp: str
    tekst: str


@lru_cache(maxsize=1)
def omgeving() -> jinja2.Environment:
    """The templates: text is text, HTML is escaped, an unknown name is an error."""
    import jinja2  # not needed to start: the first mail waits a moment for it

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(MAP),
        autoescape=jinja2.select_autoescape(["html"], default=False),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )


def maak_op(sjabloon: Sjabloon, taal: str, velden: Mapping[str, str]) -> Opgemaakt:
    """Fill a template. Raises `SjabloonFout` unless `velden` are exactly the fields it declares."""
    info = SJABLONEN[sjabloon]
    if set(velden) != set(info.velden):
        raise SjabloonFout(f"{sjabloon}: {sorted(set(velden) ^ set(info.velden))}")
    taal = Taal.EN if taal == Taal.EN else Taal.NL
    schoon = {naam: schoon_veld(waarde) for naam, waarde in velden.items()}
    from jinja2 import TemplateError

    try:
        kop, _, rest = omgeving().get_template(f"{sjabloon}.{taal}.txt").render(schoon).partition("\n")
    except TemplateError as fout:
        raise SjabloonFout(f"{sjabloon}: {fout}") from fout
    return Opgemaakt(een_regel(kop, MAX_ONDERWERP), rest.strip())


def voorbeeld(sjabloon: Sjabloon, taal: str) -> Opgemaakt:
    """The template with its example values."""
    return maak_op(sjabloon, taal, {naam: w.in_taal(taal) for naam, w in SJABLONEN[sjabloon].velden.items()})


def als_platte_tekst(tekst: str, adres: str, taal: str, school: str) -> str:
    """The text part of a mail: the button is its label and the address."""
    delen = []
    for blok in lees_blokken(tekst):
        if blok.soort == "knop":
            delen.append(f"{blok.regels[0]}:\n{adres}")
        elif blok.soort == "tabel":
            breed = [max(len(cel) for cel in kolom) for kolom in zip(*blok.cellen, strict=True)]
            delen.append("\n".join(_tekstregel(rij, breed) for rij in blok.cellen))
        else:
            streep = "- " if blok.soort == "lijst" else ""
            delen.append("\n".join(f"{streep}{regel}" for regel in blok.regels))
    delen.append("-- \n" + _VOET.vul(school=school).in_taal(taal))
    return "\n\n".join(delen) + "\n"


def _tekstregel(rij: tuple[str, ...], breed: list[int]) -> str:
    """A row of a table: the first column to the left, numbers under each other to the right."""
    eerste, *rest = zip(rij, breed, strict=True)
    return "  ".join([eerste[0].ljust(eerste[1]), *(cel.rjust(n) for cel, n in rest)]).rstrip()


def als_html(onderwerp: str, tekst: str, adres: str, taal: str, school: str) -> str:
    """The HTML part of a mail: the same paragraphs in one light frame, with one big button."""
    return (
        omgeving()
        .get_template("kader.html")
        .render(
            onderwerp=onderwerp,
            blokken=lees_blokken(tekst),
            adres=adres,
            taal=taal,
            voet=_VOET.vul(school=school).in_taal(taal),
        )
    )
