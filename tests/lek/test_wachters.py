"""For each guard: without it the search finds the leak, by the ways and with the secrets that it guards.

A guard is taken away in the app itself (a scope, a filter, a right, a list of columns, a text of a mail); then
everything is done anew and searched. So a leak test that cannot fail does not stay green here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from bpv_app.gesprek import (
    clauses_verslag,
    queries_document,
    queries_verslag,
    queries_zorg,
    rules_verslag,
    service_verslag_mail,
)
from bpv_app.gesprek.rules import Vorm
from bpv_app.gesprek.tables_verslag import Gespreksverslag
from bpv_app.gesprek.tables_zorg import Zorgvierkant
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.lijst import Cel, Kolom, LijstAntwoord, LijstVraag
from bpv_app.kernel.rechten import RECHTEN, Actie, Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling import queries_archief, queries_bewijs, queries_eigen
from bpv_app.koppeling.export_lijsten import LIJSTEN
from bpv_app.koppeling.post import mime
from bpv_app.koppeling.queries_bewijs import Gesprek
from bpv_app.koppeling.rules_eigen import kopie
from bpv_app.leerbedrijf import service_notitie, service_wijziging
from bpv_app.leerbedrijf.tables_relatie import Ongeschikt, RelatieNotitie
from bpv_app.post import opmaak
from bpv_app.signaal import queries_melding, service_melding
from bpv_app.signaal.tables_melding import MeldingBericht
from bpv_app.toegang import audit, web
from bpv_app.toegang.html import fout_pagina
from tests.lek import kanalen
from tests.lek.kanalen import lekken
from tests.lek.school import make_wereld
from tests.lek.vinden import MELDING, RELATIE, SCHOOL, ZORG

HaalWeg = Callable[[pytest.MonkeyPatch], None]
Lek = tuple[str, str]


def _alles(_actor: Actor, *_: Any) -> sa.ColumnElement[bool]:
    return sa.true()


def _zet(naar: object, naam: str, waarde: Any = _alles) -> HaalWeg:
    return lambda m: m.setattr(naar, naam, waarde)


def _beide(*wat: HaalWeg) -> HaalWeg:
    def haal_weg(m: pytest.MonkeyPatch) -> None:
        for een in wat:
            een(m)

    return haal_weg


def zonder_verberging_van(naam: str) -> HaalWeg:
    return lambda m: m.delitem(audit.VERTROUWELIJK, naam)


def met_recht(rol: Rol, *acties: Actie) -> HaalWeg:
    return lambda m: m.setitem(RECHTEN, rol, RECHTEN[rol] | set(acties))


def zonder_audit_stilte(m: pytest.MonkeyPatch) -> None:
    m.setattr(audit, "NIET_GEVOLGD", audit.NIET_GEVOLGD - {"melding", "melding_bericht", "melding_inzage"})


def mail_met(van: Any, tekst: str) -> HaalWeg:
    echt = van.verstuur

    def met_tekst(*args: Any, **velden: Any) -> Any:
        return echt(*args, **velden | {"velden": velden["velden"] | {"naam": tekst}})

    return _zet(van, "verstuur", met_tekst)


def mail_html_met_meer(m: pytest.MonkeyPatch) -> None:
    """The page of a mail is made of what the mail holds, and of nothing else."""
    echt = opmaak.als_html
    m.setattr(mime, "als_html", lambda *args: echt(*args).replace("</body>", f"<!-- {ZORG} --></body>"))


def lijst_met_kolom(naam: str, tabel: Any, veld: str) -> HaalWeg:
    """A list of the app with one column more."""

    def haal_weg(m: pytest.MonkeyPatch) -> None:
        echt = LIJSTEN[naam]

        def vraag(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
            antwoord = echt.vraag(session, actor, vraag)
            extra = Cel(" ".join(str(getattr(rij, veld)) for rij in session.exec(select(tabel)).all()))
            rijen = [dataclasses.replace(rij, cellen=(*rij.cellen, extra)) for rij in antwoord.rijen]
            return LijstAntwoord(rijen, antwoord.totaal)

        kolommen = (*echt.kolommen, Kolom("extra", Tekst("Extra", "Extra"), sorteer=False))
        m.setitem(LIJSTEN, naam, dataclasses.replace(echt, kolommen=kolommen, vraag=vraag))

    return haal_weg


def met_rijen(waar: Any, tabel: Any) -> HaalWeg:
    """The own data or the archive take the rows themselves, not the copies that were shared."""

    def alle_rijen(session: Session, _dossier_id: int, _gezien: Any) -> list[dict[str, Any]]:
        return [kopie(rij) for rij in session.exec(select(tabel)).all()]

    return _zet(waar, "lees_verslagen", alle_rijen)


def bewijs_met_woorden(tabel: Any, veld: str) -> HaalWeg:
    """The evidence says of a conversation what was said in it, not only that it was."""

    def gesprekken(session: Session, _pok: Any, **_: Any) -> tuple[Gesprek, ...]:
        woorden = [woord for rij in session.exec(select(tabel)).all() for woord in str(getattr(rij, veld)).split()]
        delen = [" ".join(woorden[n : n + 6]) for n in range(0, len(woorden), 6)]
        return tuple(Gesprek(deel, date(2026, 12, 9), Vorm.BEZOEK, ()) for deel in delen)

    return _zet(queries_bewijs, "_gesprekken", gesprekken)


def papier_van_het_eigen_verslag(m: pytest.MonkeyPatch) -> None:
    """The paper takes the school's answers, not the frozen copy."""
    echt = rules_verslag.gedeeld_van

    def met_alles(inhoud: dict[str, Any]) -> Any:
        return dataclasses.replace(echt(inhoud), antwoorden=(("Vraag", "", "tekst", f"{SCHOOL} {ZORG}"),))

    m.setattr(queries_document, "gedeeld_van", met_alles)


def fout_met_inhoud(m: pytest.MonkeyPatch) -> None:
    def eerlijk(request: Any) -> Any:
        import sys

        return fout_pagina(Tekst(str(sys.exception()), ""), 500, "nl", ())

    m.setattr(web, "_antwoord_op_bug", eerlijk)


GUARDS: dict[str, tuple[HaalWeg, set[Lek]]] = {
    # What is for the school alone.
    "the filter of what is shared": (
        _zet(rules_verslag, "deelbare_vragen", list),
        {(k, SCHOOL) for k in ("schermen", "papier", "eigen gegevens", "archief", "tabellen")},
    ),
    "the audit hides answers": (zonder_verberging_van("gespreksverslag"), {("audit", SCHOOL)}),
    "the paper is made of the copy": (papier_van_het_eigen_verslag, {("papier", SCHOOL), ("papier", ZORG)}),
    "the own download takes the copies": (met_rijen(queries_eigen, Gespreksverslag), {("eigen gegevens", SCHOOL)}),
    "the archive takes the copies": (met_rijen(queries_archief, Gespreksverslag), {("archief", SCHOOL)}),
    "the evidence has no answers": (bewijs_met_woorden(Gespreksverslag, "antwoorden"), {("bewijs", SCHOOL)}),
    "the columns of a list": (
        lijst_met_kolom("gesprekken", Gespreksverslag, "antwoorden"), {("lijsten", SCHOOL)},
    ),
    "the fields of the mail about a shared report": (mail_met(service_verslag_mail, SCHOOL), {("mails", SCHOOL)}),
    "the moment's scope": (_zet(queries_verslag, "moment_scope"), {("verslag", SCHOOL)}),
    # The zorgvierkant.
    "the audit hides care notes": (zonder_verberging_van("zorgvierkant"), {("audit", ZORG)}),
    "the own download has no care notes": (met_rijen(queries_eigen, Zorgvierkant), {("eigen gegevens", ZORG)}),
    "the archive has no care notes": (met_rijen(queries_archief, Zorgvierkant), {("archief", ZORG)}),
    "the evidence has no care notes": (bewijs_met_woorden(Zorgvierkant, "notitie_1"), {("bewijs", ZORG)}),
    "a list has no care notes": (lijst_met_kolom("dossiers", Zorgvierkant, "notitie_1"), {("lijsten", ZORG)}),
    "the page of a mail": (mail_html_met_meer, {("mails", ZORG)}),
    "beheer has no right to care notes": (
        met_recht(Rol.BEHEER, Actie.VERSLAG_SCHRIJVEN, Actie.ZORG_ZIEN),
        {("verslag", SCHOOL), ("zorg", ZORG)},
    ),
    "studentenzaken has no right to care notes": (
        met_recht(Rol.STUDENTENZAKEN, Actie.VERSLAG_SCHRIJVEN, Actie.ZORG_ZIEN),
        {("verslag", SCHOOL), ("zorg", ZORG)},
    ),
    "a begeleider has no right to the export": (
        met_recht(Rol.ONDERWIJSBEGELEIDER, Actie.ZORG_OVERZICHT), {("zorgexport", ZORG)},
    ),
    "the care notes' own scope, behind the moment's": (
        _beide(_zet(queries_verslag, "moment_scope"), _zet(queries_zorg, "zorg_scope")),
        {("verslag", SCHOOL), ("zorg", ZORG)},
    ),
    "the scope of the export": (_zet(queries_zorg, "zorg_overzicht_scope"), {("zorgexport", ZORG)}),
    "the scope of a dossier": (
        _zet(clauses_verslag, "dossier_scope"), {("verslag", SCHOOL), ("zorg", ZORG), ("zorgexport", ZORG)},
    ),
    # Reports to the vertrouwenspersoon.
    "a report is for who it was sent to": (_zet(queries_melding, "aan_mij"), {("melding", MELDING)}),
    "a student sees the own reports": (
        _beide(_zet(queries_melding, "eigen_meldingen"), _zet(queries_melding, "require", lambda *_: None)),
        {("mijn meldingen", MELDING)},
    ),
    "the audit does not follow reports": (zonder_audit_stilte, {("audit", MELDING)}),
    "the mail about a report has no words": (mail_met(service_melding, MELDING), {("mails", MELDING)}),
    "the archive has no reports": (met_rijen(queries_archief, MeldingBericht), {("archief", MELDING)}),
    "the evidence has no reports": (bewijs_met_woorden(MeldingBericht, "tekst"), {("bewijs", MELDING)}),
    "a list has no reports": (lijst_met_kolom("gesprekken", MeldingBericht, "tekst"), {("lijsten", MELDING)}),
    # What the school says of a company.
    "the audit hides how a contact went": (zonder_verberging_van("relatie_contact"), {("audit", RELATIE)}),
    "the audit hides notes": (zonder_verberging_van("relatie_notitie"), {("audit", RELATIE)}),
    "the scope of notes": (_zet(service_notitie, "notitie_scope"), {("relatie", RELATIE)}),
    "no company sees what the school thinks": (
        met_recht(Rol.PRAKTIJKOPLEIDER, Actie.LEERBEDRIJF_ZIEN), {("relatie", RELATIE)},
    ),
    "the mail to the company has no opinion": (mail_met(service_wijziging, RELATIE), {("mails", RELATIE)}),
    "a list has no opinion": (lijst_met_kolom("leerbedrijven", Ongeschikt, "reden"), {("lijsten", RELATIE)}),
    "the evidence has no notes": (bewijs_met_woorden(RelatieNotitie, "tekst"), {("bewijs", RELATIE)}),
    # All of them.
    "the page of an error says nothing": (
        fout_met_inhoud, {("foutpaginas", g) for g in (SCHOOL, ZORG, MELDING, RELATIE)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("guard", GUARDS)
def test_without_a_guard_the_search_finds_the_leak(
    session: Session, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, guard: str
) -> None:
    haal_weg, verwacht = GUARDS[guard]
    with monkeypatch.context() as m:
        haal_weg(m)
        gevonden = lekken(session, make_wereld(session, clock), sorted({kanaal for kanaal, _ in verwacht}))
    assert gevonden >= verwacht


def test_every_way_out_is_guarded_by_something_that_was_taken_away() -> None:
    """The outbox and the other files hold ids and counts; every other way has a guard above."""
    beproefd = {kanaal for _, verwacht in GUARDS.values() for kanaal, _ in verwacht}
    assert set(kanalen.KANALEN) - beproefd == {"outbox", "bestanden"}
