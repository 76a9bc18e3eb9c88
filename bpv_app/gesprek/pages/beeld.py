"""One conversation as the browser shows it: small lines in the person's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bpv_app.gesprek.queries_detail import MomentDetail, Regel, Voorstel
from bpv_app.gesprek.rules import DEELNEMER_LABEL, SOORT_LABEL, STAP_LABEL, VORM_LABEL, Deelnemer, MomentStap
from bpv_app.gesprek.rules_tonen import namen_tekst, venster_tekst, wanneer_tekst
from bpv_app.gesprek.service_uitnodiging import Verzonden
from bpv_app.kernel.clock import toon_datum, toon_moment
from bpv_app.kernel.tekst import Tekst


@dataclass
class StapBeeld:
    """A label with what belongs to it."""

    label: str
    waarde: str
    reden: str = ""


@dataclass
class DeelnemerBeeld:
    """A party: who, how to reach, invited or not, there or not."""

    rol: str
    naam: str
    telefoon: str
    email: str
    mailto: str
    stand: str
    toon: str


@dataclass
class VoorstelBeeld:
    """A proposed date."""

    wanneer: str


@dataclass
class AntwoordBeeld:
    """What one party said to the proposed dates."""

    naam: str
    tekst: str
    opmerking: str
    toon: str


def velden_van(d: MomentDetail, taal: str) -> list[StapBeeld]:
    """The facts of a conversation."""
    paren = (
        (Tekst("Soort", "Kind"), SOORT_LABEL[d.soort].in_taal(taal)),
        (Tekst("Te houden", "To be held"), venster_tekst(d.venster_van, d.venster_tot, taal)),
        (Tekst("Afspraak", "Appointment"), wanneer_tekst(d.afspraak_op, taal) if d.afspraak_op else ""),
        (Tekst("Duur", "Duration"), f"{d.duur_minuten} min" if d.afspraak_op else ""),
        (Tekst("Vorm", "Form"), VORM_LABEL[d.vorm].in_taal(taal)),
        (Tekst("Plaats", "Place"), d.plaats),
        (Tekst("Gehouden op", "Held on"), toon_datum(d.gehouden_op, taal)),
        (Tekst("Leerbedrijf", "Company"), namen_tekst((d.bezetting.bedrijf, d.bezetting.adres))),
    )
    return [StapBeeld(label.in_taal(taal), waarde) for label, waarde in paren if waarde]


def _stand(d: MomentDetail, deelnemer: Deelnemer, email: str) -> tuple[Tekst, str]:
    if d.gehouden_op is not None:
        if deelnemer in d.aanwezig:
            return Tekst("was erbij", "was there"), "success"
        return Tekst("was er niet", "was not there"), "warning"
    if deelnemer not in d.deelnemers:
        return Tekst("hoort er niet bij", "does not take part"), ""
    genodigd = next((g for g in d.genodigden if g.deelnemer is deelnemer), None)
    if genodigd is not None and genodigd.email:
        return Tekst("uitgenodigd", "invited"), "info"
    if not email:
        return Tekst("geen e-mailadres", "no mail address"), "warning"
    return Tekst("doet mee", "takes part"), ""


def deelnemers_van(d: MomentDetail, taal: str) -> list[DeelnemerBeeld]:
    """The three parties in their fixed order; one who is not known (yet) says so."""
    uit = []
    for deelnemer in Deelnemer:
        mens = d.bezetting.mensen.get(deelnemer)
        email = mens.email if mens else ""
        tekst, toon = _stand(d, deelnemer, email)
        onbekend = Tekst("nog niet bekend", "not known yet").in_taal(taal)
        uit.append(
            DeelnemerBeeld(
                DEELNEMER_LABEL[deelnemer].in_taal(taal),
                mens.naam if mens else onbekend,
                mens.telefoon if mens else "",
                email,
                f"mailto:{email}" if email else "",
                tekst.in_taal(taal) if mens or deelnemer not in d.deelnemers else "",
                toon,
            )
        )
    return uit


def historie_van(regels: Sequence[Regel], taal: str) -> list[StapBeeld]:
    """The history, newest first."""
    uit = []
    for r in regels:
        wat = STAP_LABEL[r.stap].in_taal(taal)
        if r.stap in (MomentStap.PLANNEN, MomentStap.VERZETTEN) and r.afspraak_op:
            wat = f"{wat}: {wanneer_tekst(r.afspraak_op, taal)}"
        elif r.gehouden_op:
            wat = f"{wat}: {toon_datum(r.gehouden_op, taal)}"
        uit.append(StapBeeld(wat, f"{toon_moment(r.op, taal)} · {r.door}", r.reden))
    return uit


def antwoorden_van(voorstel: Voorstel | None, taal: str) -> tuple[list[VoorstelBeeld], list[AntwoordBeeld]]:
    """The dates that are out, and who answered what."""
    if voorstel is None:
        return [], []
    opties = [VoorstelBeeld(wanneer_tekst(optie, taal)) for optie in voorstel.opties]
    antwoorden = []
    for a in voorstel.antwoorden:
        if a.kan is None:
            tekst, toon = Tekst("nog geen antwoord", "no answer yet").in_taal(taal), ""
        elif not a.kan:
            tekst, toon = Tekst("geen van de tijden", "none of the times").in_taal(taal), "warning"
        else:
            tekst, toon = "; ".join(opties[i].wanneer for i in a.kan if i < len(opties)), "success"
        antwoorden.append(AntwoordBeeld(a.naam, tekst, a.opmerking, toon))
    return opties, antwoorden


def verzonden_tekst(gedaan: Tekst, verzonden: object) -> Tekst:
    """What was done, who got mail, and who could not be reached."""
    if not isinstance(verzonden, Verzonden):
        return gedaan
    nl, en = gedaan.nl, gedaan.en
    if verzonden.namen:
        namen = namen_tekst(verzonden.namen)
        nl, en = f"{nl} Mail gaat naar {namen}.", f"{en} Mail goes to {namen}."
    if verzonden.zonder_adres:
        namen = namen_tekst(verzonden.zonder_adres)
        nl, en = f"{nl} Zonder e-mailadres, bel zelf: {namen}.", f"{en} Without a mail address, call: {namen}."
    return Tekst(nl, en)
