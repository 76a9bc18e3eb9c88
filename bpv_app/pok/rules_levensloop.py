"""The life cycle as a page of the documentation, made from the table: `python -m bpv_app.pok.rules_levensloop`."""

from __future__ import annotations

import sys

from bpv_app.kernel.rechten import RECHTEN, ROL_LABEL, Rol
from bpv_app.pok.rules import (
    KRD_LABEL,
    KRD_STATUS,
    MUTATIE_LABEL,
    OVERGANGEN,
    STATUS_BETEKENIS,
    STATUS_LABEL,
    VELD_LABEL,
    VERGRENDELD_VANAF_AFDRUK,
    VOORWAARDE_LABEL,
    Effect,
    Overgang,
    PokStatus,
)
from bpv_app.pok.rules_bezwaar import BEZWAAR_WERKDAGEN
from bpv_app.pok.rules_mutatie import GEVOLG_LABEL, GEVOLG_UITLEG, SOORTEN, Gevolg, gevolgen_voor

_KOP = """# De levensloop van een POK

Deze pagina komt uit de tabel `OVERGANGEN` in `bpv_app/pok/rules.py`; wijzig haar daar en draai
`python -m bpv_app.pok.rules_levensloop > docs/levensloop.md`. Een test bewaakt dat beide gelijk zijn.
"""
_EFFECT: dict[Effect, str] = {
    Effect.ERKENNING_CONTROLEREN: "de erkenning wordt gecontroleerd en moet positief zijn",
    Effect.DOCUMENT_MAKEN: "het document wordt gemaakt en bewaard",
    Effect.DOCUMENT_VERVALT: "de afgedrukte versie en haar handtekeningen vervallen",
    Effect.KRD_BERICHT: "er gaat een bericht naar de KRD, als die de POK kent of moet kennen",
}


def _rollen(overgang: Overgang) -> str:
    return ", ".join(ROL_LABEL[rol].nl for rol in Rol if overgang.actie in RECHTEN[rol])


def _diagram() -> str:
    regels = ["```mermaid", "stateDiagram-v2", "    [*] --> concept"]
    for overgang in OVERGANGEN.values():
        regels += [
            f"    {van.value} --> {overgang.naar.value}: {overgang.label.nl}"
            for van in PokStatus
            if van in overgang.van
        ]
    vanuit = {van for overgang in OVERGANGEN.values() for van in overgang.van}
    regels += [f"    {status.value} --> [*]" for status in PokStatus if status not in vanuit]
    return "\n".join([*regels, "```"])


def _statussen() -> str:
    regels = ["| status | betekenis | in de KRD |", "|---|---|---|"]
    regels += [
        f"| {STATUS_LABEL[s].nl} (`{s.value}`) | {STATUS_BETEKENIS[s].nl} | {KRD_LABEL[KRD_STATUS[s]].nl} |"
        for s in PokStatus
    ]
    return "\n".join(regels)


def _stap(overgang: Overgang) -> str:
    van = ", ".join(STATUS_LABEL[s].nl.lower() for s in PokStatus if s in overgang.van)
    regels = [
        f"### {overgang.label.nl}",
        "",
        f"Van {van} naar {STATUS_LABEL[overgang.naar].nl.lower()}. {overgang.vraag.nl}",
        "",
        f"- Wie: {_rollen(overgang)}." + ("" if overgang.keuze else " Niemand kiest dit zelf; het volgt."),
    ]
    if overgang.vereist:
        regels.append("- Nodig: " + ", ".join(VELD_LABEL[v].nl.lower() for v in overgang.vereist) + ".")
    if overgang.mits:
        regels.append(f"- Anders niet: “{VOORWAARDE_LABEL[overgang.mits].nl}”")
    if overgang.reden:
        regels.append("- Een reden is verplicht.")
    regels += [f"- Daarbij: {_EFFECT[e]}." for e in Effect if e in overgang.effecten]
    return "\n".join(regels)


def _mutaties() -> str:
    """The table of kinds: what each may change, and what it makes of an agreement that is signed or not."""
    regels = ["| wat verandert | velden | getekend | nog niet getekend |", "|---|---|---|---|"]
    for soort, regel in SOORTEN.items():
        wat = MUTATIE_LABEL[soort].nl + (" (alleen op verzoek van de student)" if regel.verzoek else "")
        velden = ", ".join(VELD_LABEL[v].nl.lower() for v in regel.velden)
        maakt = [
            " of ".join(GEVOLG_LABEL[g].nl.lower() for g in gevolgen_voor(soort, status))
            for status in (PokStatus.DEFINITIEF, PokStatus.AFGEDRUKT)
        ]
        regels.append(f"| {wat} | {velden} | {maakt[0]} | {maakt[1]} |")
    uitleg = [f"- **{GEVOLG_LABEL[g].nl}**: {GEVOLG_UITLEG[g].nl}" for g in Gevolg]
    return "\n".join([*regels, "", *uitleg])


_BEZWAAR = f"""Een nieuw bpv-blad geldt meteen: lijsten, uren en de KRD tonen de nieuwe gegevens. De partijen hebben
{BEZWAAR_WERKDAGEN} werkdagen (maandag tot en met vrijdag, zonder feestdagen) om bezwaar te maken.
Student en praktijkopleider doen dat zelf in de app (akkoord, of bezwaar met een reden; terugnemen kan zolang de termijn
loopt), of de school legt vast wat er binnenkwam. Wat er dan gebeurt is hetzelfde.

```mermaid
stateDiagram-v2
    [*] --> termijn: nieuw bpv-blad
    termijn --> geldt: termijn voorbij, geen bezwaar
    termijn --> bezwaar: een partij maakt bezwaar
    bezwaar --> termijn: elke partij nam het bezwaar terug
    termijn --> ingetrokken: coördinator
    bezwaar --> geldt: coördinator, bezwaar opgelost
    bezwaar --> ingetrokken: coördinator, de oude afspraken gelden weer
    termijn --> vervallen: stap terug of nieuwe POK
    bezwaar --> vervallen: stap terug of nieuwe POK
```"""


def maak_levensloop() -> str:
    """The page, in Dutch, as Markdown with a Mermaid diagram."""
    vast = ", ".join(VELD_LABEL[v].nl.lower() for v in VERGRENDELD_VANAF_AFDRUK)
    delen = [
        _KOP,
        _diagram(),
        "",
        "## Statussen",
        "",
        _statussen(),
        "",
        f"Vanaf afgedrukt ligt vast: {vast}.",
        "",
        "## Stappen",
        "",
        "\n\n".join(_stap(o) for o in OVERGANGEN.values()),
        "",
        "## Mutaties",
        "",
        "Uit de tabel `SOORTEN` in `bpv_app/pok/rules_mutatie.py`.",
        "",
        _mutaties(),
        "",
        "### Bezwaar tegen een bpv-blad",
        "",
        _BEZWAAR,
        "",
    ]
    return "\n".join(delen)


if __name__ == "__main__":
    sys.stdout.write(maak_levensloop())
