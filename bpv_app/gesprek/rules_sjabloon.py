"""The template of a report: the app's own per moment, and how a team's form becomes a new version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bpv_app.gesprek.rules import MomentSoort
from bpv_app.gesprek.rules_verslag import (
    MAX_KEUZE,
    MAX_KEUZES,
    MAX_VRAAG,
    MAX_VRAGEN,
    Vraag,
    VraagSoort,
    deelbare_vragen,
    schone_vraag,
)
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst

EXTRA_RIJEN = 3
"""Empty rows under the questions of the form; a row without words is no question."""
RIJEN = MAX_VRAGEN + EXTRA_RIJEN

_SCHOOL = Vraag(
    "school",
    VraagSoort.TEKST,
    "Wat moet alleen school weten?",
    alleen_school=True,
    tekst_en="What is for the school alone?",
)
_VEILIG = Vraag(
    "veilig",
    VraagSoort.JA_NEE,
    "Voelt de student zich veilig op de werkplek?",
    tekst_en="Does the student feel safe at work?",
)
STANDAARD: dict[MomentSoort, tuple[Vraag, ...]] = {
    MomentSoort.START: (
        Vraag(
            "gaat", VraagSoort.SCHAAL, "Hoe gaat het tot nu toe?", verplicht=True, tekst_en="How is it going so far?"
        ),
        Vraag(
            "start",
            VraagSoort.TEKST,
            "Hoe waren de eerste dagen?",
            verplicht=True,
            tekst_en="How were the first days?",
        ),
        Vraag(
            "begeleiding",
            VraagSoort.JA_NEE,
            "Weet de student wie hem of haar begeleidt op het werk?",
            tekst_en="Does the student know who guides him or her at work?",
        ),
        _VEILIG,
        _SCHOOL,
    ),
    MomentSoort.MIDDEN: (
        Vraag("gaat", VraagSoort.SCHAAL, "Hoe gaat het op de stage?", verplicht=True, tekst_en="How is it going?"),
        Vraag("goed", VraagSoort.TEKST, "Wat gaat goed?", verplicht=True, tekst_en="What goes well?"),
        Vraag("beter", VraagSoort.TEKST, "Wat kan beter?", tekst_en="What can be better?"),
        Vraag(
            "uren", VraagSoort.JA_NEE, "Zijn de uren en het logboek bij?", tekst_en="Are hours and logbook up to date?"
        ),
        _VEILIG,
        _SCHOOL,
    ),
    MomentSoort.EIND: (
        Vraag("gaat", VraagSoort.SCHAAL, "Hoe ging de stage?", verplicht=True, tekst_en="How was the placement?"),
        Vraag(
            "geleerd",
            VraagSoort.TEKST,
            "Wat heeft de student geleerd?",
            verplicht=True,
            tekst_en="What did the student learn?",
        ),
        Vraag("bedrijf", VraagSoort.TEKST, "Hoe kijkt het bedrijf terug?", tekst_en="How does the company look back?"),
        Vraag(
            "weer",
            VraagSoort.JA_NEE,
            "Kan hier weer een student komen?",
            tekst_en="Can another student come here?",
        ),
        _SCHOOL,
    ),
    MomentSoort.EXTRA: (
        Vraag("waarom", VraagSoort.TEKST, "Waarom was dit gesprek?", verplicht=True, tekst_en="Why this conversation?"),
        Vraag("besproken", VraagSoort.TEKST, "Wat hebben jullie besproken?", tekst_en="What did you talk about?"),
        _VEILIG,
        _SCHOOL,
    ),
}
"""The app's own templates, for teams that made none. B1 Dutch; short enough for three minutes on a phone."""


def lees_sjabloon(form: Mapping[str, str], bekend: Sequence[Vraag]) -> tuple[Vraag, ...]:
    """The questions of a submitted form, in the order of their numbers. Raises OngeldigeInvoer, all errors at once.

    Fields per row n: `v{n}_tekst`, `_en`, `_soort`, `_keuzes` (one per line), `_nr`, `_sleutel`, `_alleen_school` and
    `_verplicht`. A question keeps its key; a new one gets a key that no earlier version used.
    """
    fouten: dict[str, Tekst] = {}
    gelezen: list[tuple[int, int, Vraag]] = []
    gebruikt = {v.sleutel for v in bekend}
    for n in range(RIJEN):
        tekst = schone_vraag(form.get(f"v{n}_tekst", ""))
        if not tekst:
            continue
        if len(tekst) > MAX_VRAAG:
            fouten[f"v{n}_tekst"] = Tekst(f"Hoogstens {MAX_VRAAG} tekens.", f"At most {MAX_VRAAG} characters.")
        ruw = form.get(f"v{n}_soort", "")
        if ruw not in set(VraagSoort):
            fouten[f"v{n}_soort"] = Tekst("Kies een soort.", "Choose a kind.")
            continue
        soort = VraagSoort(ruw)
        keuzes = _keuzes(form.get(f"v{n}_keuzes", "")) if soort is VraagSoort.KEUZE else ()
        if soort is VraagSoort.KEUZE and not 2 <= len(keuzes) <= MAX_KEUZES:
            fouten[f"v{n}_keuzes"] = Tekst(
                f"Schrijf 2 tot {MAX_KEUZES} keuzes, elk op een regel.", f"Write 2 to {MAX_KEUZES} choices, one a line."
            )
        sleutel = form.get(f"v{n}_sleutel", "")
        if sleutel not in {v.sleutel for v in bekend} or sleutel in {v.sleutel for _, _, v in gelezen}:
            sleutel = _nieuwe_sleutel(gebruikt)
        gebruikt.add(sleutel)
        nr = form.get(f"v{n}_nr", "")
        plek = int(nr) if nr.isascii() and nr.isdigit() and len(nr) < 4 else RIJEN + n
        gelezen.append(
            (
                plek,
                n,
                Vraag(
                    sleutel,
                    soort,
                    tekst,
                    keuzes,
                    f"v{n}_alleen_school" in form,
                    f"v{n}_verplicht" in form,
                    schone_vraag(form.get(f"v{n}_en", ""))[:MAX_VRAAG],
                ),
            )
        )
    vragen = tuple(v for _, _, v in sorted(gelezen, key=lambda g: g[:2]))
    if len(vragen) > MAX_VRAGEN:
        fouten["v0_tekst"] = Tekst(f"Hoogstens {MAX_VRAGEN} vragen.", f"At most {MAX_VRAGEN} questions.")
    if not fouten and not deelbare_vragen(vragen):
        fouten["v0_tekst"] = Tekst(
            "Zet er ten minste één vraag in die student en bedrijf mogen lezen.",
            "Put in at least one question that student and company may read.",
        )
    if fouten:
        raise OngeldigeInvoer(fouten)
    return vragen


def _keuzes(tekst: str) -> tuple[str, ...]:
    regels = [schone_vraag(regel)[:MAX_KEUZE] for regel in tekst.splitlines()]
    return tuple(dict.fromkeys(r for r in regels if r))


def _nieuwe_sleutel(gebruikt: set[str]) -> str:
    n = 1
    while f"v{n}" in gebruikt:
        n += 1
    return f"v{n}"
