"""From a `MijnPok` to the texts a student reads, in the student's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from bpv_app.gesprek.queries_eigen import EigenMoment
from bpv_app.gesprek.rules import MomentStatus
from bpv_app.kernel.clock import AMSTERDAM, toon_datum, toon_moment
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules import Uitkomst
from bpv_app.pok.queries_blad import BladKort
from bpv_app.pok.queries_mijn import Contact, Controle, MijnPok
from bpv_app.pok.rules import PARTIJ_LABEL, STATUS_LABEL, STATUS_TOON, Partij, PokStatus
from bpv_app.pok.rules_afdruk import GETEKEND
from bpv_app.pok.rules_nabellen import bel_adres
from bpv_app.pok.rules_reactie import Reactie
from bpv_app.pok.rules_samenvatting import Blok

_JIJ: dict[Partij, Tekst] = PARTIJ_LABEL | {
    Partij.STUDENT: Tekst("Jij", "You"),
    Partij.VOOGD: Tekst("Je ouder of voogd", "Your parent or guardian"),
}


@dataclass
class BlokBeeld:
    titel: str
    punten: list[str]


@dataclass
class RegelBeeld:
    """What, and how it stands (`toon`: the colour of its badge)."""

    wat: str
    hoe: str
    toon: str


@dataclass
class ContactBeeld:
    """`bel` and `mail` are addresses a phone understands; empty when not known."""

    rol: str
    naam: str
    telefoon: str
    bel: str
    mail: str


@dataclass
class BladLink:
    """A new bpv-blad that is open: one sentence, and where to see it and answer."""

    bedrijf: str
    tekst: str
    href: str
    toon: str


def blad_link(b: BladKort, taal: str) -> BladLink:
    """What changed is one tap away; still to answer, agreed, or objected to."""
    tot, until = toon_datum(b.bezwaar_tot), toon_datum(b.bezwaar_tot, "en")
    zin, toon = Tekst(f"Bezwaar kan tot en met {tot}.", f"You can object until {until}."), "warning"
    if b.houding is Reactie.AKKOORD:
        zin, toon = Tekst("Je bent akkoord.", "You agree."), "success"
    elif b.houding is Reactie.BEZWAAR:
        zin, toon = Tekst("Je maakt bezwaar. De school kijkt ernaar.", "You object. The school looks at it."), "info"
    elif not b.is_termijn:
        zin, toon = (
            Tekst("Er is bezwaar. De school kijkt ernaar.", "Somebody objects. The school looks at it."),
            "info",
        )
    return BladLink(b.bedrijf, zin.in_taal(taal), f"/bpv-blad/{b.id}", toon)


@dataclass
class MijnPokBeeld:
    """One placement as its student reads it."""

    bedrijf: str
    status: str
    toon: str
    onder: str
    stap: int
    wat_nu: str
    moet_tekenen: bool
    te_laat: bool
    papier: str
    papier_href: str
    bevestiging_href: str
    erkenning: str
    kern: list[BlokBeeld] = field(default_factory=list)
    meer: list[BlokBeeld] = field(default_factory=list)
    handtekeningen: list[RegelBeeld] = field(default_factory=list)
    contacten: list[ContactBeeld] = field(default_factory=list)
    keten: list[str] = field(default_factory=list)
    gesprekken: list[RegelBeeld] = field(default_factory=list)
    documenten: list[RegelBeeld] = field(default_factory=list)


def eerste_zin(poks: Sequence[MijnPok], bladen: Sequence[BladKort] = ()) -> Tekst:
    """Something changes and one may still object; else who has signed the agreement that matters most now."""
    if open_ := next((b for b in bladen if b.vraagt), None):
        tot, until = toon_datum(open_.bezwaar_tot), toon_datum(open_.bezwaar_tot, "en")
        return Tekst(
            f"Er verandert iets in je stage. Bezwaar kan tot en met {tot}.",
            f"Something changes in your placement. You can object until {until}.",
        )
    if not poks:
        return Tekst(
            "Je hebt nog geen overeenkomst. Is hij klaar, dan zie je hem hier.",
            "You have no agreement yet. When it is ready you see it here.",
        )
    eerste = poks[0]
    mist = [_JIJ[h.partij] for h in eerste.handtekeningen if h.getekend_op is None]
    totaal = len(eerste.handtekeningen)
    if eerste.status in (PokStatus.DEFINITIEF, PokStatus.AFGEROND) or (totaal and not mist):
        return Tekst("Iedereen heeft getekend.", "Everybody has signed.")
    if eerste.status is not PokStatus.AFGEDRUKT:
        return Tekst("Er is nu niets om te tekenen.", "There is nothing to sign now.")
    namen, names = ", ".join(m.nl.lower() for m in mist), ", ".join(m.en.lower() for m in mist)
    klaar = totaal - len(mist)
    if not klaar:
        return Tekst("Nog niemand heeft getekend.", "Nobody has signed yet.")
    return Tekst(
        f"{klaar} van de {totaal} {'heeft' if klaar == 1 else 'hebben'} getekend. Nog niet: {namen}.",
        f"{klaar} of {totaal} {'has' if klaar == 1 else 'have'} signed. Not yet: {names}.",
    )


def _blokken(blokken: Sequence[Blok], taal: str, *, kern: bool) -> list[BlokBeeld]:
    return [BlokBeeld(b.titel.in_taal(taal), [p.in_taal(taal) for p in b.punten]) for b in blokken if b.is_kern is kern]


def contact_beeld(contact: Contact, rol: Tekst, taal: str) -> ContactBeeld:
    """Somebody to tap on: whatever was typed as a number, a phone gets only its digits."""
    return ContactBeeld(
        rol.in_taal(taal),
        contact.naam,
        contact.telefoon,
        bel_adres(contact.telefoon),
        f"mailto:{quote(contact.email, safe='@')}" if contact.email else "",
    )


def _contacten(p: MijnPok, taal: str) -> list[ContactBeeld]:
    mensen = (
        (p.opleider, Tekst("Praktijkopleider bij het bedrijf", "Workplace supervisor at the company")),
        (p.begeleider, Tekst("Begeleider van school", "School supervisor")),
    )
    return [contact_beeld(c, rol, taal) for c, rol in mensen if c]


def _erkenning(controle: Controle | None) -> Tekst:
    """In one line: may this company train you (WEB 7.2.10)?"""
    if controle is None:
        return Tekst("", "")
    dag = controle.op.astimezone(AMSTERDAM).date()
    op, on = toon_datum(dag), toon_datum(dag, "en")
    if controle.uitkomst is Uitkomst.ERKEND:
        return Tekst(
            f"Het bedrijf mag je opleiden: het is erkend voor jouw opleiding (gecontroleerd op {op}).",
            f"The company may train you: it is accredited for your programme (checked on {on}).",
        )
    return Tekst(
        f"De school kijkt nog of het bedrijf je mag opleiden (laatst gecontroleerd op {op}).",
        f"The school is still finding out whether the company may train you (last checked on {on}).",
    )


def _papier(p: MijnPok) -> Tekst:
    if p.papier is None:
        return Tekst("", "")
    return Tekst(
        f"Open de overeenkomst (PDF, {p.papier.paginas} bladzijden)",
        f"Open the agreement (PDF, {p.papier.paginas} pages, in Dutch)",
    )


def gesprek_regel(m: EigenMoment, taal: str) -> RegelBeeld:
    """One conversation: when it is, when it was, or until when it is to be."""
    if m.status is MomentStatus.GEPLAND and m.afspraak_op is not None:
        return RegelBeeld(m.naam, toon_moment(m.afspraak_op, taal), "info")
    if m.gehouden_op is not None:
        geweest = Tekst(f"geweest op {toon_datum(m.gehouden_op)}", f"held on {toon_datum(m.gehouden_op, 'en')}")
        return RegelBeeld(m.naam, geweest.in_taal(taal), "success")
    nog = Tekst(f"uiterlijk {toon_datum(m.venster_tot)}", f"by {toon_datum(m.venster_tot, 'en')}")
    return RegelBeeld(m.naam, nog.in_taal(taal), "")


def mijn_pok_beeld(p: MijnPok, taal: str, gesprekken: Sequence[EigenMoment] = ()) -> MijnPokBeeld:
    """The whole placement in words; of `gesprekken` those of this placement, in order of time."""
    nog, er = Tekst("nog niet", "not yet"), Tekst("is er", "is there")
    return MijnPokBeeld(
        bedrijf=p.bedrijf,
        status=STATUS_LABEL[p.status].in_taal(taal),
        toon=STATUS_TOON[p.status],
        onder=f"{toon_datum(p.begin_op, taal)} – {toon_datum(p.eind_op, taal)} · POK {p.nummer}",
        stap=p.stap,
        wat_nu=p.wat_nu.in_taal(taal),
        moet_tekenen=p.moet_tekenen,
        te_laat=p.is_begonnen_ongetekend,
        papier=_papier(p).in_taal(taal),
        papier_href=f"/api/poks/{p.pok_id}/document/{p.papier.versie}.pdf" if p.papier else "",
        bevestiging_href=f"/api/poks/{p.pok_id}/bevestiging.pdf" if p.status in GETEKEND else "",
        erkenning=_erkenning(p.erkenning).in_taal(taal),
        kern=_blokken(p.samenvatting, taal, kern=True),
        meer=_blokken(p.samenvatting, taal, kern=False),
        handtekeningen=[
            RegelBeeld(_JIJ[h.partij].in_taal(taal), toon_datum(h.getekend_op, taal), "success")
            if h.getekend_op
            else RegelBeeld(_JIJ[h.partij].in_taal(taal), nog.in_taal(taal), "warning")
            for h in p.handtekeningen
        ],
        contacten=_contacten(p, taal),
        keten=[zin.in_taal(taal) for zin in p.keten],
        gesprekken=[
            gesprek_regel(m, taal)
            for m in sorted(gesprekken, key=lambda m: (m.venster_tot, m.id))
            if m.dossier_id == p.dossier_id
        ],
        documenten=[
            RegelBeeld(d.naam, (er if d.is_klaar else nog).in_taal(taal), "success" if d.is_klaar else "")
            for d in p.documenten
        ],
    )
