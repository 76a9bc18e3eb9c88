"""/studenten/<id>: one student, the enrolments, and what the register says. All of it is the KRD's: read-only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, toon_datum
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ligging.queries import get_ligging
from bpv_app.student.queries import StudentDetail, get_student_detail, vanaf_student
from bpv_app.student.queries_detail import VerbintenisDetail
from bpv_app.student.rules import LEERWEG_LABEL, Leerweg
from bpv_app.toegang.audit import noteer_inzage
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, handler, lees, pad_deel, schrijf
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import badge, gegevens, kaart

LEEG = "–"


@dataclass
class RegelBeeld:
    """One line of a small table, cells already in the person's language."""

    cellen: list[str] = field(default_factory=list)


@dataclass
class VerbintenisBeeld:
    kop: str
    loopt: bool
    is_krd: bool
    periode: str
    crebo: str
    leerweg: str
    niveau: str
    team: str
    reden: str
    perioden: list[RegelBeeld] = field(default_factory=list)
    poks: list[RegelBeeld] = field(default_factory=list)


@dataclass
class StudentBeeld:
    naam: str = ""
    is_naamloos: bool = False
    studentnummer: str = ""
    krd_sleutel: str = ""
    klas: str = ""
    mentor: str = ""
    team: str = ""
    geboren: str = ""
    email: str = ""
    telefoon: str = ""
    adres: str = ""
    voogd: str = ""
    zoek: str = ""
    dichtbij: str = ""


def _leerweg(leerweg: Leerweg | None, taal: str) -> str:
    return LEERWEG_LABEL[leerweg].in_taal(taal) if leerweg else LEEG


def _periode(begin: str, eind: str) -> Tekst:
    if begin and eind:
        return Tekst(f"{begin} – {eind}", f"{begin} – {eind}")
    if begin:
        return Tekst(f"vanaf {begin}", f"from {begin}")
    return Tekst(f"tot en met {eind}", f"until {eind}") if eind else Tekst(LEEG, LEEG)


def als_student(d: StudentDetail, taal: str) -> StudentBeeld:
    """The student as the screen shows it."""
    plaats = f"{d.postcode[:4]} {d.postcode[4:]} {d.plaats}".strip() if d.postcode else d.plaats
    adres = ", ".join(deel for deel in (f"{d.straat} {d.huisnummer}".strip(), plaats) if deel)
    return StudentBeeld(
        d.naam,
        d.is_naamloos,
        d.studentnummer or LEEG,
        d.krd_sleutel or LEEG,
        d.klas or LEEG,
        d.mentor or LEEG,
        d.team or LEEG,
        toon_datum(d.geboortedatum, taal) or str(d.geboortejaar or LEEG),
        d.email or LEEG,
        d.telefoon or LEEG,
        adres or LEEG,
        d.voogd_naam or LEEG,
        quote(d.studentnummer or d.krd_sleutel or d.naam),
    )


def als_verbintenis(v: VerbintenisDetail, taal: str) -> VerbintenisBeeld:
    """An enrolment as the screen shows it."""
    begin, eind = toon_datum(v.begin_op, taal), toon_datum(v.werkelijk_eind_op or v.gepland_eind_op, taal)
    return VerbintenisBeeld(
        f"{v.opleiding or v.crebo or LEEG} ({v.volgnummer})",
        v.is_lopend,
        v.bron == "krd",
        _periode(begin, eind).in_taal(taal),
        v.crebo or LEEG,
        _leerweg(v.leerweg, taal),
        str(v.niveau or LEEG),
        v.team or LEEG,
        v.eind_reden or LEEG,
        [
            RegelBeeld([toon_datum(p.begin_op, taal), p.crebo, _leerweg(p.leerweg, taal), str(p.niveau or LEEG)])
            for p in v.perioden
        ],
        [
            RegelBeeld(
                [
                    k.volgnummer,
                    toon_datum(k.begin_op, taal),
                    toon_datum(k.werkelijk_eind_op or k.gepland_eind_op, taal) or LEEG,
                    str(k.uren if k.uren is not None else LEEG),
                    k.sbb_id,
                    k.keuzedeel or k.crebo,
                ]
            )
            for k in v.poks
        ],
    )


class StudentState(rx.State):
    """One student."""

    student: StudentBeeld = StudentBeeld()
    verbintenissen: list[VerbintenisBeeld] = []

    @handler(Actie.STUDENT_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read the student of the address; who looked is recorded."""
        student_id = als_id(pad_deel(self, 1))
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Any, wie: Actor) -> StudentDetail:
            detail = get_student_detail(session, wie, student_id, klok.vandaag())
            noteer_inzage(session, wie, "student", detail.id, "student bekeken", klok.nu())
            return detail

        detail = await schrijf(werk)
        self.student = als_student(detail, taal)
        if huidige_actor().mag(Actie.LEERBEDRIJF_ZIEN):
            heeft_plek = await lees(lambda s, _wie: get_ligging(s, detail.postcode))
            vanaf = quote(vanaf_student(detail.id, detail.studentnummer))
            self.student.dichtbij = f"vanaf={vanaf}&km=15" if heeft_plek else ""
        self.verbintenissen = [als_verbintenis(v, taal) for v in detail.verbintenissen]


def _tabel(titel: Any, koppen: list[Any], regels: Any) -> rx.Component:
    return rx.cond(
        regels.length() > 0,
        rx.el.div(
            rx.el.h3(titel, class_name="mb-1 mt-4 font-semibold"),
            rx.el.div(
                rx.el.table(
                    rx.el.caption(titel, class_name="sr-only"),
                    rx.el.thead(rx.el.tr(*[rx.el.th(k, scope="col") for k in koppen]), class_name="text-base-content"),
                    rx.el.tbody(rx.foreach(regels, lambda r: rx.el.tr(rx.foreach(r.cellen, lambda c: rx.el.td(c))))),
                    class_name="table table-sm",
                ),
                class_name="overflow-x-auto",
                tab_index=0,
                role="region",
                aria_label=titel,
            ),
        ),
        rx.fragment(),
    )


def _verbintenis(v: rx.Var[VerbintenisBeeld]) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h3(v.kop, class_name="text-lg font-semibold"),
            badge(
                rx.cond(v.loopt, t("Loopt", "Runs"), t("Loopt niet", "Does not run")), rx.cond(v.loopt, "success", "")
            ),
            badge(
                rx.cond(
                    v.is_krd, t("Uit het register", "From the register"), t("Uit schoolbestand", "From school file")
                )
            ),
            class_name="mb-3 flex flex-wrap items-center gap-2",
        ),
        gegevens(
            (t("Periode", "Period"), v.periode),
            (t("Crebo", "Crebo"), v.crebo),
            (t("Leerweg", "Learning route"), v.leerweg),
            (t("Niveau", "Level"), v.niveau),
            (t("Team", "Team"), v.team),
            (t("Reden einde", "Reason of end"), v.reden),
        ),
        _tabel(
            t("Perioden in de verbintenis", "Periods in the enrolment"),
            [t("Vanaf", "From"), "Crebo", t("Leerweg", "Route"), t("Niveau", "Level")],
            v.perioden,
        ),
        _tabel(
            t("POK's in het register", "Agreements in the register"),
            [
                t("Nr.", "No."),
                t("Begin", "Begin"),
                t("Einde", "End"),
                t("Uren", "Hours"),
                t("Leerbedrijf-ID", "Company ID"),
                t("Voor", "For"),
            ],
            v.poks,
        ),
        class_name="kaart mb-4",
    )


@rx.page(route="/studenten/[student_nr]", title="Student · BPV-app", on_load=StudentState.laad)
def student() -> rx.Component:
    """The student's data, then every enrolment."""
    s = StudentState.student
    return pagina(
        rx.cond(
            s.is_naamloos,
            rx.el.p(
                t(
                    "Van deze student kennen we alleen de sleutel van het register. "
                    "De naam komt met het studentenbestand.",
                    "Of this student we only know the register's key. The name comes with the student file.",
                ),
                class_name="melding melding-info",
            ),
            rx.fragment(),
        ),
        kaart(
            gegevens(
                (t("Studentnummer", "Student number"), s.studentnummer),
                (t("Klas", "Class"), s.klas),
                (t("Mentor", "Tutor"), s.mentor),
                (t("Team", "Team"), s.team),
                (t("Geboren", "Born"), s.geboren),
                (t("E-mail", "E-mail"), s.email),
                (t("Telefoon", "Phone"), s.telefoon),
                (t("Adres", "Address"), s.adres),
                (t("Ouder of voogd", "Parent or guardian"), s.voogd),
                (t("KRD-sleutel", "Register key"), s.krd_sleutel),
            ),
            titel=t("Gegevens", "Data"),
            class_name="mb-4",
        ),
        rx.el.h2(t("Verbintenissen", "Enrolments"), class_name="mb-3 text-xl font-semibold"),
        rx.cond(
            StudentState.verbintenissen.length() > 0,
            rx.foreach(StudentState.verbintenissen, _verbintenis),
            rx.el.p(
                t("Deze student heeft nog geen verbintenis.", "This student has no enrolment yet."), class_name="kaart"
            ),
        ),
        titel=s.naam,
        zin=t(
            "Alles hier komt uit het register of het studentenbestand; wijzigen doe je daar.",
            "All of this comes from the register or the student file; changes are made there.",
        ),
        kruimels=[(t("Studenten", "Students"), "/studenten")],
        acties=rx.fragment(
            rx.cond(
                s.dichtbij != "",
                rx.fragment(
                    rx.el.a(
                        t("Leerbedrijven dichtbij", "Companies nearby"),
                        href="/leerbedrijven?" + s.dichtbij,
                        class_name="btn btn-outline btn-sm",
                    ),
                    rx.el.a(
                        t("Stageplaatsen dichtbij", "Places nearby"),
                        href="/plaatsen?" + s.dichtbij,
                        class_name="btn btn-outline btn-sm",
                    ),
                ),
                rx.fragment(),
            ),
            rx.el.a(t("Dossiers", "Dossiers"), href="/dossiers?zoek=" + s.zoek, class_name="btn btn-outline btn-sm"),
        ),
    )
