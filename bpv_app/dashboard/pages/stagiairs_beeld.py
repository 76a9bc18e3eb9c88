"""A trainee in words for the praktijkopleider: the card, what is asked, the first line."""

from __future__ import annotations

from dataclasses import dataclass, field

from bpv_app.dashboard.queries_stagiairs import Moment, Stagiair
from bpv_app.gesprek.rules_tonen import wanneer_tekst
from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok import rules_mijn
from bpv_app.pok.queries_detail import HandtekeningRegel
from bpv_app.pok.rules import PARTIJ_LABEL, STATUS_LABEL, STATUS_TOON, Partij, PokStatus
from bpv_app.pok.rules_afdruk import GETEKEND
from bpv_app.pok.rules_tonen import getal
from bpv_app.student.rules import LEERWEG_LABEL, Leerweg


@dataclass
class VraagBeeld:
    """Something that is asked of the company; without `href` it is not done in this app."""

    tekst: str
    href: str = ""


@dataclass
class MomentBeeld:
    naam: str
    wanneer: str


@dataclass
class TekenBeeld:
    wie: str
    wanneer: str
    toon: str


@dataclass
class StagiairBeeld:
    """A card."""

    naam: str
    status: str
    toon: str
    opleiding: str
    periode: str
    uren: str
    pok: str
    school: str
    telefoon: str
    mailto: str
    email: str
    wat_nu: str
    logboek: str
    verslagen: int
    oordeel: str = ""
    bewijs: str = ""
    te_laat: bool = False
    bladen: list[str] = field(default_factory=list)
    vragen: list[VraagBeeld] = field(default_factory=list)
    momenten: list[MomentBeeld] = field(default_factory=list)
    handtekeningen: list[TekenBeeld] = field(default_factory=list)


def _logboek(naam: str, toestand: str = "") -> str:
    query = LijstVraag(zoek=naam, filters={"toestand": toestand} if toestand else {}).als_query()
    return f"/logboek?{query}"


def vragen(s: Stagiair) -> list[tuple[Tekst, str]]:
    """What waits for the company: (sentence, address where it is done)."""
    uit: list[tuple[Tekst, str]] = []
    if s.tekenen:
        wie = [PARTIJ_LABEL[partij] for partij in s.tekenen]
        nl, en = ", ".join(w.nl.lower() for w in wie), ", ".join(w.en.lower() for w in wie)
        voor, before = toon_datum(s.begin_op), toon_datum(s.begin_op, "en")
        wanneer = Tekst(f"Tekenen vóór {voor}", f"Sign before {before}")
        if s.is_begonnen_ongetekend:
            wanneer = Tekst("Teken vandaag", "Sign today")
        uit.append(
            (Tekst(f"{wanneer.nl}. Nog niet: {nl}.", f"{wanneer.en}. Not yet: {en}."), "")
            if Partij.LEERBEDRIJF in s.tekenen
            else (Tekst(f"Jij hebt getekend. Nog niet: {nl}.", f"You have signed. Not yet: {en}."), "")
        )
    for blad in s.bladen:
        if blad.vraagt:
            tot, until = toon_datum(blad.bezwaar_tot), toon_datum(blad.bezwaar_tot, "en")
            nl, en = f"bezwaar kan tot en met {tot}", f"you can object until {until}"
            uit.append((Tekst(f"Nieuw bpv-blad: {nl}", f"New bpv-blad: {en}"), f"/bpv-blad/{blad.id}"))
    if s.wachtend:
        een = s.wachtend == 1
        uit.append(
            (
                Tekst(
                    f"{s.wachtend} {'week wacht' if een else 'weken wachten'} op je akkoord",
                    f"{s.wachtend} {'week waits' if een else 'weeks wait'} for your approval",
                ),
                "/uren/beoordelen",
            )
        )
    if s.te_bespreken:
        een = s.te_bespreken == 1
        uit.append(
            (
                Tekst(
                    f"{s.te_bespreken} {'verslag' if een else 'verslagen'} in het logboek te bespreken",
                    f"{s.te_bespreken} {'entry' if een else 'entries'} in the logbook to discuss",
                ),
                _logboek(s.naam, "gedeeld"),
            )
        )
    if s.beoordeling and s.beoordeling.is_gevraagd:
        uit.append(
            (
                Tekst("Geef je oordeel over deze stagiair", "Give your judgement about this trainee"),
                _oordeel(s.dossier_id),
            )
        )
    if s.beoordeling and s.beoordeling.evaluatie_id:
        uit.append(
            (Tekst("Hoe was deze stage?", "How was this placement?"), f"/evaluatie/{s.beoordeling.evaluatie_id}")
        )
    return uit


def _oordeel(dossier_id: int) -> str:
    return f"/stagiairs/beoordelen/{dossier_id}"


def wat_nu(s: Stagiair) -> Tekst:
    """In B1 Dutch: where the placement stands for the company."""
    if s.status is PokStatus.DEFINITIEF and not s.is_nu:
        return Tekst("De stage is voorbij. De school sluit hem af.", "The placement is over. The school closes it.")
    heeft_getekend = Partij.LEERBEDRIJF not in s.tekenen
    return rules_mijn.wat_nu(
        s.status, Rol.PRAKTIJKOPLEIDER, s.begin_op, heeft_getekend=heeft_getekend, met_voogd=Partij.VOOGD in s.tekenen
    )


def _uren(s: Stagiair) -> Tekst:
    if s.uren_totaal is None:
        return Tekst("", "")
    if s.uren_per_week is None:
        return Tekst(f"{s.uren_totaal} in totaal", f"{s.uren_totaal} in total")
    return Tekst(
        f"{s.uren_totaal} in totaal, {getal(s.uren_per_week)} per week",
        f"{s.uren_totaal} in total, {getal(s.uren_per_week, 'en')} a week",
    )


def _teken_beeld(h: HandtekeningRegel, taal: str) -> TekenBeeld:
    wie = PARTIJ_LABEL[h.partij].in_taal(taal)
    if h.getekend_op is None:
        return TekenBeeld(wie, "not yet" if taal == "en" else "nog niet", "warning")
    return TekenBeeld(wie, toon_datum(h.getekend_op, taal), "success")


def _wanneer(m: Moment, taal: str) -> str:
    if m.afspraak_op is not None:
        return wanneer_tekst(m.afspraak_op, taal)
    uiterlijk = "no appointment yet, by" if taal == "en" else "nog geen afspraak, uiterlijk"
    return f"{uiterlijk} {toon_datum(m.datum, taal)}"


def stagiair_beeld(s: Stagiair, taal: str) -> StagiairBeeld:
    """The card in the person's language."""
    leerweg = LEERWEG_LABEL[Leerweg(s.leerweg)].in_taal(taal) if s.leerweg else ""
    school = s.school
    return StagiairBeeld(
        naam=s.naam,
        status=STATUS_LABEL[s.status].in_taal(taal),
        toon=STATUS_TOON[s.status],
        opleiding=", ".join(d for d in (s.opleiding, leerweg) if d),
        periode=f"{toon_datum(s.begin_op, taal) or '…'} – {toon_datum(s.eind_op, taal) or '…'}",
        uren=_uren(s).in_taal(taal),
        pok=s.nummer,
        school=school.naam if school else "",
        telefoon=school.telefoon if school else "",
        email=school.email if school else "",
        mailto=f"mailto:{school.email}" if school and school.email else "",
        wat_nu=wat_nu(s).in_taal(taal),
        logboek=_logboek(s.naam),
        verslagen=s.verslagen,
        oordeel=_oordeel(s.dossier_id) if s.beoordeling else "",
        bewijs=f"/api/poks/{s.pok_id}/bewijs.pdf" if s.status in GETEKEND else "",
        te_laat=s.is_begonnen_ongetekend,
        bladen=[f"/bpv-blad/{b.id}" for b in s.bladen if not b.vraagt],
        vragen=[VraagBeeld(tekst.in_taal(taal), href) for tekst, href in vragen(s)],
        handtekeningen=[_teken_beeld(h, taal) for h in s.handtekeningen],
        momenten=[MomentBeeld(m.naam, _wanneer(m, taal)) for m in s.momenten],
    )


def eerste_zin(stagiairs: tuple[Stagiair, ...]) -> Tekst:
    """Who is here, and how much is asked."""
    nu = sum(s.is_nu for s in stagiairs)
    if not stagiairs:
        return Tekst("Je hebt nu geen eigen stagiairs.", "You have no trainees of your own now.")
    wacht = sum(bool(vragen(s)) for s in stagiairs)
    return Tekst(
        f"{'Geen stagiairs' if nu == 0 else '1 stagiair' if nu == 1 else f'{nu} stagiairs'} bij jou. "
        + (f"Bij {wacht} wordt iets van je gevraagd." if wacht else "Er wacht niets op jou."),
        f"{'No trainees' if nu == 0 else '1 trainee' if nu == 1 else f'{nu} trainees'} with you. "
        + (f"Something is asked of you for {wacht}." if wacht else "Nothing waits for you."),
    )
