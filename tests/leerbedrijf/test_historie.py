"""The history of a company, field by field: old → new, who, when, and where each change came from."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import GeenRecht, NietGevonden
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf import service, service_eigen
from bpv_app.leerbedrijf import service_wijziging as wijziging
from bpv_app.leerbedrijf.queries_historie import GEMAAKT, Bron, get_historie
from bpv_app.leerbedrijf.rules_invoer import LeerbedrijfInvoer, LocatieInvoer
from bpv_app.leerbedrijf.service_samenvoegen import Keuze, voeg_samen
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.toegang.audit import AuditRij, AuditSoort, noteer_bulk
from tests.leerbedrijf.cast import make_buitenstaanders, make_opleider_actor
from tests.makers import make_actor, make_contactpersoon, make_leerbedrijf


def als(session: Session, actor: Actor) -> Actor:
    """From here on the audit is written in this name, as in a transaction of theirs."""
    session.info["actor"] = actor
    return actor


def werk_bij(session: Session, wie: Actor, bedrijf: Leerbedrijf, **anders: Any) -> None:
    nu = {f.name: getattr(bedrijf, f.name) or "" for f in fields(LeerbedrijfInvoer) if f.type == "str"}
    invoer = LeerbedrijfInvoer(**{**nu, **anders})
    service.werk_leerbedrijf_bij(session, als(session, wie), klok, bedrijf.id or 0, invoer, bedrijf.versie)


def test_every_source_is_told_apart(session: Session) -> None:
    coordinator = als(session, make_actor(session, Rol.COORDINATOR))
    bedrijf = make_leerbedrijf(session, naam="Van Dam", telefoon="0715550100", website="")
    opleider = make_opleider_actor(session, make_contactpersoon(session, bedrijf, naam="Farid"))
    bedrijf_id = bedrijf.id or 0
    werk_bij(session, coordinator, bedrijf, naam="Van Dam Techniek")
    service.maak_locatie(session, coordinator, bedrijf_id, LocatieInvoer("Werkplaats"))
    oud, nieuw = {"huisnummer": bedrijf.huisnummer}, {"huisnummer": "99"}
    noteer_bulk(
        session,
        coordinator,
        klok.nu(),
        [AuditRij(AuditSoort.GEWIJZIGD, "leerbedrijf", bedrijf_id, "import", oud, nieuw)],
    )
    als(session, opleider)
    bereik = service_eigen.BereikInvoer("0715550199", bedrijf.email, bedrijf.website)
    service_eigen.werk_eigen_bedrijf_bij(session, opleider, klok, bedrijf_id, bereik, bedrijf.versie)
    wil = {**wijziging.waarden_van(bedrijf), "plaats": "Delft"}
    rij = wijziging.stel_wijziging_voor(session, opleider, klok, bedrijf_id, wil, "", bedrijf.versie)
    als(session, coordinator)
    wijziging.keur_wijziging_goed(session, coordinator, klok, rij.id or 0, rij.versie)
    dubbel = make_leerbedrijf(session, sbb_id=None, naam="Van Dam bv", website="https://vandam.example")
    keuze = Keuze(bedrijf_id, dubbel.id or 0, frozenset({"website"}), bedrijf.versie, dubbel.versie)
    voeg_samen(session, coordinator, klok, keuze)
    regels = get_historie(session, coordinator, bedrijf_id)
    gezien = {(r.over, r.veld): (r.bron, r.wie, r.oud, r.nieuw) for r in reversed(regels)}
    c, o = coordinator.naam, opleider.naam
    assert gezien[("", "naam")] == (Bron.FORMULIER, c, "Van Dam", "Van Dam Techniek")
    assert gezien[("", "huisnummer")] == (Bron.IMPORT, c, oud["huisnummer"], "99")
    assert gezien[("", "telefoon")] == (Bron.BEDRIJF, o, "0715550100", "0715550199")
    assert gezien[("", "plaats")][::3] == (Bron.VOORSTEL, "Delft")
    assert gezien[("", "website")][::3] == (Bron.SAMENVOEGEN, "https://vandam.example")
    assert gezien[("Werkplaats", GEMAAKT)][::3] == (Bron.FORMULIER, "Werkplaats")
    assert gezien[("Van Dam bv", GEMAAKT)][3] == "Van Dam bv", "what went up in it is told too"
    assert [r.op for r in regels] == sorted((r.op for r in regels), reverse=True)


def test_it_is_for_the_school_only(session: Session) -> None:
    opleider = make_contactpersoon(session)
    for wie in (*make_buitenstaanders(session).values(), make_opleider_actor(session, opleider)):
        with pytest.raises(GeenRecht):
            get_historie(session, wie, opleider.leerbedrijf_id)
    wie = make_actor(session, Rol.STUDENTENZAKEN)
    for sleutel in (0, 2**70, 999_999):
        with pytest.raises(NietGevonden):
            get_historie(session, wie, sleutel)
