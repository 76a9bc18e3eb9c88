"""Accreditation: the question, the answer and where they come from (WEB 7.2.10; domain.md section 4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.tekst import Tekst


class Uitkomst(StrEnum):
    """Answer to "is this company accredited for this crebo on this day?"."""

    ERKEND = "erkend"
    DEELS = "deels"
    NIET_ERKEND = "niet_erkend"
    ONBEKEND = "onbekend"


UITKOMST_LABEL: dict[Uitkomst, Tekst] = {
    Uitkomst.ERKEND: Tekst("Erkend", "Accredited"),
    Uitkomst.DEELS: Tekst("Deels erkend", "Partly accredited"),
    Uitkomst.NIET_ERKEND: Tekst("Niet erkend", "Not accredited"),
    Uitkomst.ONBEKEND: Tekst("Onbekend", "Unknown"),
}


class Aanleiding(StrEnum):
    """Why the accreditation was checked: WEB 7.2.10 asks for the day of signing; we also check before."""

    HANDMATIG = "handmatig"
    KLAARZETTEN = "klaarzetten"
    AFDRUKKEN = "afdrukken"
    TEKENEN = "tekenen"
    REGISTER = "register"


AANLEIDING_LABEL: dict[Aanleiding, Tekst] = {
    Aanleiding.HANDMATIG: Tekst("Met de hand gecontroleerd", "Checked by hand"),
    Aanleiding.KLAARZETTEN: Tekst("Bij het klaarzetten van de POK", "When the agreement was made ready"),
    Aanleiding.AFDRUKKEN: Tekst("Bij het afdrukken", "When printing"),
    Aanleiding.TEKENEN: Tekst("Bij het tekenen", "When signing"),
    Aanleiding.REGISTER: Tekst("Nieuw register ingelezen", "New register imported"),
}


@dataclass(frozen=True, slots=True)
class ErkenningRegel:
    """One line of the register for one company: this crebo, these days (both included; no end is open-ended).

    `leerweg` empty: every route. `werkprocessen` empty: the whole crebo, otherwise only these (B1-K1-W1). `via`: the
    crebo the register really names, when this line only stands for it (`rules_crebo`).
    """

    crebo: str
    erkend_van: date
    erkend_tot: date | None = None
    leerweg: str = ""
    werkprocessen: tuple[str, ...] = ()
    via: str = ""

    def geldt_op(self, dag: date) -> bool:
        return self.erkend_van <= dag and (self.erkend_tot is None or dag <= self.erkend_tot)

    def past_bij(self, leerweg: str) -> bool:
        """Whether the line is for this route; an unknown route is held against nothing. BOL_DT goes with BOL."""
        return not self.leerweg or not leerweg or self.leerweg.split("_")[0] == leerweg.split("_")[0]


@dataclass(frozen=True, slots=True)
class Oordeel:
    """The answer with the reason a person reads."""

    uitkomst: Uitkomst
    reden: Tekst

    @property
    def is_erkend(self) -> bool:
        return self.uitkomst is Uitkomst.ERKEND


def is_actief(actief_van: date | None, actief_tot: date | None, dag: date) -> bool:
    """Whether a company is active on `dag` (both days included; an empty side is open)."""
    return (actief_van is None or actief_van <= dag) and (actief_tot is None or dag <= actief_tot)


def beoordeel_erkenning(
    erkenningen: Iterable[ErkenningRegel],
    crebo: str,
    keuzedeel: str,
    peildatum: date,
    *,
    sbb_id: str | None,
    actief_van: date | None = None,
    actief_tot: date | None = None,
    is_register_leeg: bool = False,
    leerweg: str = "",
    werkprocessen: Collection[str] = (),
) -> Oordeel:
    """Is this company accredited for `crebo` on `peildatum`, for this route and these werkprocessen?

    A filled `keuzedeel` means BPV for that keuzedeel only: then any valid accreditation of the company will do
    (WEB 7.2.10). What cannot be looked up (no leerbedrijf-ID, no crebo, an empty register) is ONBEKEND, never
    "not accredited": that would be an answer the register did not give. A partial accreditation is `DEELS`, unless
    `werkprocessen` (what this placement is for) all lie within it. `leerweg` empty: not known.
    """
    dag_nl, dag_en = toon_datum(peildatum), toon_datum(peildatum, "en")
    if not sbb_id:
        return Oordeel(
            Uitkomst.ONBEKEND,
            Tekst(
                "Dit leerbedrijf heeft geen leerbedrijf-ID; de erkenning is niet op te zoeken.",
                "This company has no SBB company ID; its accreditation cannot be looked up.",
            ),
        )
    if not is_actief(actief_van, actief_tot, peildatum):
        return Oordeel(
            Uitkomst.NIET_ERKEND,
            Tekst(f"Het leerbedrijf is niet actief op {dag_nl}.", f"The company is not active on {dag_en}."),
        )
    if is_register_leeg:
        return Oordeel(
            Uitkomst.ONBEKEND,
            Tekst(
                "Het erkenningenregister is leeg; lees het eerst in.",
                "The accreditation register is empty; import it first.",
            ),
        )
    if not crebo and not keuzedeel:
        return Oordeel(
            Uitkomst.ONBEKEND,
            Tekst("Er is geen crebo om op te controleren.", "There is no crebo to check for."),
        )
    regels = list(erkenningen)
    if keuzedeel:
        return _beoordeel_keuzedeel(regels, keuzedeel, peildatum)
    return _beoordeel_crebo([r for r in regels if r.crebo == crebo], crebo, peildatum, leerweg, werkprocessen)


def _beoordeel_keuzedeel(regels: list[ErkenningRegel], keuzedeel: str, peildatum: date) -> Oordeel:
    dag_nl, dag_en = toon_datum(peildatum), toon_datum(peildatum, "en")
    geldig = sorted(r.crebo for r in regels if r.geldt_op(peildatum))
    if geldig:
        return Oordeel(
            Uitkomst.ERKEND,
            Tekst(
                f"Erkend op {dag_nl} voor crebo {geldig[0]}; dat is genoeg voor keuzedeel {keuzedeel}.",
                f"Accredited on {dag_en} for crebo {geldig[0]}; that is enough for optional module {keuzedeel}.",
            ),
        )
    return Oordeel(
        Uitkomst.NIET_ERKEND,
        Tekst(
            f"Geen enkele erkenning op {dag_nl}, ook niet voor keuzedeel {keuzedeel}.",
            f"No accreditation at all on {dag_en}, so none for optional module {keuzedeel}.",
        ),
    )


def _beoordeel_crebo(
    regels: list[ErkenningRegel], crebo: str, peildatum: date, leerweg: str, werkprocessen: Collection[str]
) -> Oordeel:
    dag_nl, dag_en = toon_datum(peildatum), toon_datum(peildatum, "en")
    geldig = [r for r in regels if r.geldt_op(peildatum)]
    passend = [r for r in geldig if r.past_bij(leerweg)]
    heel = sorted((r for r in passend if not r.werkprocessen), key=lambda r: (bool(r.leerweg), r.via))
    if heel:
        return Oordeel(
            Uitkomst.ERKEND,
            Tekst(
                f"Erkend voor crebo {crebo} op {dag_nl}{_via(heel[0]).nl}.",
                f"Accredited for crebo {crebo} on {dag_en}{_via(heel[0]).en}.",
            ),
        )
    if passend:
        return _beoordeel_deel({w for r in passend for w in r.werkprocessen}, crebo, peildatum, werkprocessen)
    if geldig:
        wel = ", ".join(sorted({r.leerweg for r in geldig}))
        return Oordeel(
            Uitkomst.NIET_ERKEND,
            Tekst(
                f"Voor crebo {crebo} op {dag_nl} alleen erkend voor {wel}, niet voor {leerweg}.",
                f"For crebo {crebo} on {dag_en} accredited for {wel} only, not for {leerweg}.",
            ),
        )
    nl, en = f"Niet erkend voor crebo {crebo} op {dag_nl}", f"Not accredited for crebo {crebo} on {dag_en}"
    eerder = [r.erkend_tot for r in regels if r.erkend_tot is not None and r.erkend_tot < peildatum]
    later = [r.erkend_van for r in regels if r.erkend_van > peildatum]
    if later:
        nl, en = f"{nl}; wel vanaf {toon_datum(min(later))}", f"{en}; but it is from {toon_datum(min(later), 'en')}"
    elif eerder:
        nl, en = (
            f"{nl}; de erkenning liep tot en met {toon_datum(max(eerder))}",
            (f"{en}; the accreditation ended on {toon_datum(max(eerder), 'en')}"),
        )
    return Oordeel(Uitkomst.NIET_ERKEND, Tekst(nl + ".", en + "."))


def _via(regel: ErkenningRegel) -> Tekst:
    """What has to be said about a line that does: the crebo it comes through, the only route it is for."""
    nl = [f"via crebo {regel.via}"] if regel.via else []
    en = [f"through crebo {regel.via}"] if regel.via else []
    if regel.leerweg:
        nl.append(f"alleen {regel.leerweg}")
        en.append(f"{regel.leerweg} only")
    return Tekst("".join(f", {x}" for x in nl), "".join(f", {x}" for x in en))


def _beoordeel_deel(erkend: set[str], crebo: str, peildatum: date, gevraagd: Collection[str]) -> Oordeel:
    """A partial accreditation: enough only for a placement that is known to stay within it."""
    dag_nl, dag_en = toon_datum(peildatum), toon_datum(peildatum, "en")
    lijst = _opsomming(erkend)
    nl, en = (
        f"Voor crebo {crebo} op {dag_nl} alleen erkend voor {lijst}",
        f"For crebo {crebo} on {dag_en} accredited for {lijst} only",
    )
    buiten = set(gevraagd) - erkend
    if not gevraagd:
        nl += ". Leg op de POK vast om welke werkprocessen het gaat"
        en += ". Record on the agreement which work processes it is for"
    elif buiten:
        nl += f", niet voor {_opsomming(buiten)}"
        en += f", not for {_opsomming(buiten)}"
    else:
        nl += "; deze BPV blijft daarbinnen"
        en += "; this placement stays within them"
    klaar = bool(gevraagd) and not buiten
    return Oordeel(Uitkomst.ERKEND if klaar else Uitkomst.DEELS, Tekst(f"{nl}.", f"{en}."))


def _opsomming(codes: Collection[str]) -> str:
    """At most eight codes: a reason has to fit where it is kept."""
    alle = sorted(codes)
    return ", ".join(alle[:8]) + (f" (+{len(alle) - 8})" if len(alle) > 8 else "")
