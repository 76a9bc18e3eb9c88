"""How the facts of a place read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.rules_plaats import Bezetting, PlaatsStatus
from bpv_app.student.rules import Leerweg

DAGEN = (
    Tekst("maandag", "Monday"),
    Tekst("dinsdag", "Tuesday"),
    Tekst("woensdag", "Wednesday"),
    Tekst("donderdag", "Thursday"),
    Tekst("vrijdag", "Friday"),
    Tekst("zaterdag", "Saturday"),
    Tekst("zondag", "Sunday"),
)


def toon_leerweg(leerweg: Leerweg | None) -> Tekst:
    """`BOL`, `BBL`, or both."""
    return Tekst("BOL en BBL", "BOL and BBL") if leerweg is None else Tekst(leerweg.value, leerweg.value)


def toon_niveau(laag: int, hoog: int) -> str:
    """`3`, or `2–4`."""
    return str(laag) if laag == hoog else f"{laag}–{hoog}"


def toon_dagen(dagen: Sequence[int], per_week: int | None) -> Tekst:
    """`ma, di (2 dagen per week)`; empty when nothing was said."""
    kort_nl, kort_en = (", ".join(getattr(DAGEN[d], taal)[:n] for d in dagen) for taal, n in (("nl", 2), ("en", 3)))
    if not per_week:
        return Tekst(kort_nl, kort_en)
    nl, en = f"{per_week} {'dag' if per_week == 1 else 'dagen'} per week", f"{per_week} day{'s'[: per_week > 1]} a week"
    return Tekst(f"{kort_nl} ({nl})", f"{kort_en} ({en})") if dagen else Tekst(nl, en)


def toon_periode(van: date, tot: date) -> Tekst:
    """`7 dec 2026 – 25 jun 2027`."""
    return Tekst(*(f"{toon_datum(van, taal)} – {toon_datum(tot, taal)}" for taal in ("nl", "en")))


def toon_plekken(bezetting: Bezetting, status: PlaatsStatus) -> Tekst:
    """How full a place is, in words: `2 van de 3 plekken open`, `vol`, `3 plekken, dicht`."""
    open_, aantal = bezetting.open(status), bezetting.aantal
    plek, slot = ("plek", "slot") if aantal == 1 else ("plekken", "slots")
    if status is not PlaatsStatus.AANGEBODEN:
        return Tekst(f"{aantal} {plek}", f"{aantal} {slot}")
    if open_ == 0:
        return Tekst("vol", "full")
    if aantal == 1:
        return Tekst("1 plek open", "1 slot open")
    return Tekst(f"{open_} van de {aantal} {plek} open", f"{open_} of {aantal} {slot} open")


def toon_eisen(min_leeftijd: int | None, rijbewijs: bool) -> Tekst:
    """What a student must be or have; empty for nothing."""
    delen = []
    if min_leeftijd:
        delen.append(Tekst(f"vanaf {min_leeftijd} jaar", f"from age {min_leeftijd}"))
    if rijbewijs:
        delen.append(Tekst("rijbewijs nodig", "driving licence needed"))
    return Tekst(", ".join(d.nl for d in delen), ", ".join(d.en for d in delen))
