"""Sectors and languages of a company: read leniently, kept in one order, shown, filtered, imported and traced."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.inlezen import ImportSoort, Tellingen
from bpv_app.kernel.lijst import LijstVraag, lees_vraag
from bpv_app.kernel.rechten import Rol
from bpv_app.koppeling.bestand.controle_vorm import waarde
from bpv_app.koppeling.bestand.rules_velden import LEERBEDRIJF_VELDEN
from bpv_app.leerbedrijf import service, service_eigen
from bpv_app.leerbedrijf.pages.kenmerk_velden import LEGE_KENMERKEN, kenmerk_waarden, lees_kenmerken
from bpv_app.leerbedrijf.queries import LEERBEDRIJVEN
from bpv_app.leerbedrijf.queries_historie import Bron, get_historie
from bpv_app.leerbedrijf.queries_wijziging import tel_wijzigingen
from bpv_app.leerbedrijf.rules_invoer import LeerbedrijfInvoer, check_leerbedrijf
from bpv_app.leerbedrijf.rules_kenmerken import (
    SECTOR_LABEL,
    WERKTAAL_LABEL,
    OnbekendKenmerk,
    Sector,
    Werktaal,
    lees_sectoren,
    lees_talen,
    toon_sectoren,
    toon_talen,
)
from bpv_app.leerbedrijf.rules_samenvoegen import van_de_ander
from bpv_app.leerbedrijf.service_eigen import BereikInvoer
from bpv_app.leerbedrijf.service_samenvoegen import Keuze, voeg_samen
from bpv_app.leerbedrijf.tables import Leerbedrijf
from tests.inlezen.hulp import neem_over, rijen
from tests.leerbedrijf.cast import make_opleider_actor
from tests.makers import make_actor, make_contactpersoon, make_leerbedrijf


@pytest.mark.parametrize(
    ("tekst", "codes"),
    [
        ("", ""),
        ("Handel", "handel"),
        (" handel ; ZORG ,", "zorg;handel"),
        ("Zorg, welzijn en sport", "zorg"),
        ("Mobiliteit, transport, logistiek en maritiem; ict", "mobiliteit;ict"),
        ("horeca & zorg", "zorg;voedsel"),
        ("Care, welfare and sports", "zorg"),
        ("techniek|Specialistisch vakmanschap", "techniek;vakmanschap"),
    ],
)
def test_sectors_are_read_leniently(tekst: str, codes: str) -> None:
    assert lees_sectoren(tekst) == codes


@pytest.mark.parametrize(
    ("tekst", "codes"),
    [
        ("Nederlands, Engels", "nederlands;engels"),
        ("engels;nl", "nederlands;engels"),
        ("Oekraiens en Pools", "pools;oekraiens"),
        ("NGT", "gebarentaal"),
        ("Dutch Sign Language", "gebarentaal"),
        ("Nederlands, andere: Spaans, Catalaans", "nederlands;andere:Spaans, Catalaans"),
        ("anders: Spaans; Frans; other: Catalaans", "frans;andere:Spaans, Catalaans"),
        ("andere:", ""),
    ],
)
def test_languages_are_read_leniently(tekst: str, codes: str) -> None:
    assert lees_talen(tekst) == codes


def test_every_label_leads_to_its_own_code_and_what_is_kept_reads_the_same_again() -> None:
    for taal in ("nl", "en"):
        assert [lees_sectoren(SECTOR_LABEL[s].in_taal(taal)) for s in Sector] == list(Sector)
        assert [lees_talen(WERKTAAL_LABEL[w].in_taal(taal)) for w in Werktaal] == list(Werktaal)
    alles_s, alles_t = ";".join(Sector), ";".join(Werktaal) + ";andere:" + "x" * 60
    assert (lees_sectoren(alles_s), lees_talen(alles_t)) == (alles_s, alles_t)
    assert lees_sectoren(toon_sectoren(alles_s)) == alles_s
    goed = check_leerbedrijf(LeerbedrijfInvoer("X", sectoren=alles_s, talen=alles_t))
    assert len(goed.sectoren) <= 100
    assert len(goed.talen) <= 200


def test_an_unknown_word_is_named_and_nothing_is_guessed() -> None:
    with pytest.raises(OnbekendKenmerk, match="Ruimtevaart"):
        lees_sectoren("Handel, Ruimtevaart")
    with pytest.raises(OnbekendKenmerk, match="Klingon"):
        lees_talen("Engels, Klingon")
    with pytest.raises(OngeldigeInvoer) as fout:
        check_leerbedrijf(LeerbedrijfInvoer("X", sectoren="Ruimtevaart", talen="andere:" + "x" * 61))
    assert set(fout.value.velden) == {"sectoren", "talen"}


def test_a_form_gives_back_what_it_was_shown() -> None:
    sectoren, talen = "techniek;ict", "engels;gebarentaal;andere:Spaans, Catalaans"
    form = {naam: "on" if w == "ja" else w for naam, w in kenmerk_waarden(sectoren, talen).items()}
    gelezen = lees_kenmerken({naam: w for naam, w in form.items() if w})
    assert (lees_sectoren(gelezen["sectoren"]), lees_talen(gelezen["talen"])) == (sectoren, talen)
    assert lees_talen(lees_kenmerken({"talen": "Spaans; Deens | nu"})["talen"]) == "andere:Spaans, Deens , nu"
    assert kenmerk_waarden("", "") == LEGE_KENMERKEN


def test_the_list_filters_and_exports_them(session: Session) -> None:
    coordinator = make_actor(session, Rol.COORDINATOR)
    make_leerbedrijf(session, naam="A", sectoren="zorg;handel", talen="nederlands;andere:Spaans")
    make_leerbedrijf(session, naam="B", sectoren="handel", talen="engels")
    make_leerbedrijf(session, naam="C")

    def namen(**filters: str) -> list[str]:
        vraag = lees_vraag(LEERBEDRIJVEN, filters)
        return [r.naam for r in LEERBEDRIJVEN.vraag(session, coordinator, vraag).rijen]

    assert (namen(sector="handel"), namen(sector="zorg")) == (["A", "B"], ["A"])
    assert (namen(werktaal="engels"), namen(werktaal="andere"), namen(werktaal="turks")) == (["B"], ["A"], [])
    rij = LEERBEDRIJVEN.vraag(session, coordinator, lees_vraag(LEERBEDRIJVEN, {"sector": "zorg"})).rijen[0]
    cellen = dict(zip((k.naam for k in LEERBEDRIJVEN.kolommen), rij.cellen, strict=True))
    assert cellen["sectoren"].tekst == "Zorg, welzijn en sport; Handel"
    assert cellen["talen"].tekst == "Nederlands, Spaans"


def test_a_file_fills_them_refuses_what_it_does_not_know_and_wipes_nothing(motor: Engine, clock: FixedClock) -> None:
    bestand = (
        "Leerbedrijf-ID;Naam;Sectoren;Talen\n"
        "100018965;Van Dam;zorg, handel;NL, andere: Spaans\n"
        "100018966;Zoë;Ruimtevaart;Engels\n"
        "100018967;Bos;;Klingon\n"
    )
    droog = neem_over(motor, clock, ImportSoort.LEERBEDRIJVEN, bestand)
    assert droog.tellingen == Tellingen(nieuw=1, geweigerd=2)
    assert [(m.regel, m.veld, m.waarde) for m in droog.uitkomst.geweigerd] == [
        (3, "Sectoren", "Ruimtevaart"), (4, "Talen", "Klingon"),
    ]  # fmt: skip
    vraag = "SELECT sectoren, talen FROM leerbedrijf"
    assert rijen(motor, vraag) == [("zorg;handel", "nederlands;andere:Spaans")]
    leeg = "Leerbedrijf-ID;Naam;Sectoren;Talen\n100018965;Van Dam;;engels\n"
    droog = neem_over(motor, clock, ImportSoort.LEERBEDRIJVEN, leeg)
    assert droog.uitkomst.gewijzigd[0].velden == (("talen", "Nederlands, Spaans", "Engels"),)
    assert rijen(motor, vraag) == [("zorg;handel", "engels")]


def test_a_cell_of_a_file_says_what_the_form_says() -> None:
    cellen = ["Handel; Zorg", "Horeca", "Ruimtevaart", "", None]
    for naam, lees in (("sectoren", lees_sectoren), ("talen", lees_talen)):
        veld = next(v for v in LEERBEDRIJF_VELDEN if v.naam == naam)
        kolom = pl.DataFrame({"cel": cellen}).select(waarde(veld, pl.col("cel"))).to_series().to_list()
        for cel, gelezen in zip(cellen, kolom, strict=True):
            try:
                verwacht = lees(cel) or None
            except OnbekendKenmerk:
                verwacht = None
            assert gelezen == verwacht


def test_the_company_itself_changes_them_at_once_and_the_history_says_so(session: Session, clock: FixedClock) -> None:
    bedrijf = make_leerbedrijf(session, sectoren="handel")
    opleider = make_opleider_actor(session, make_contactpersoon(session, bedrijf))
    coordinator = make_actor(session, Rol.COORDINATOR)
    session.info["actor"] = opleider
    bereik = BereikInvoer(bedrijf.telefoon, bedrijf.email, bedrijf.website)
    service_eigen.werk_eigen_bedrijf_bij(session, opleider, clock, bedrijf.id or 0, bereik, bedrijf.versie)
    assert bedrijf.sectoren == "handel"
    nieuw = replace(bereik, sectoren="zorg", talen="turks")
    service_eigen.werk_eigen_bedrijf_bij(session, opleider, clock, bedrijf.id or 0, nieuw, bedrijf.versie)
    assert (bedrijf.sectoren, bedrijf.talen) == ("zorg", "turks")
    regels = {r.veld: r for r in get_historie(session, coordinator, bedrijf.id or 0)}
    sector, taal = regels["sectoren"], regels["talen"]
    assert (sector.bron, sector.oud, sector.nieuw) == (Bron.BEDRIJF, "Handel", "Zorg, welzijn en sport")
    assert (taal.oud, taal.nieuw) == ("", "Turks")
    assert tel_wijzigingen(session, coordinator, LijstVraag()) == 1


def test_a_merge_keeps_what_only_one_of_the_two_says(session: Session, clock: FixedClock) -> None:
    coordinator = make_actor(session, Rol.COORDINATOR)
    blijft = make_leerbedrijf(session, sectoren="handel")
    weg = make_leerbedrijf(session, sbb_id=None, sectoren="zorg", talen="pools")
    keuze = Keuze(blijft.id or 0, weg.id or 0, van_de_ander(blijft, weg), blijft.versie, weg.versie)
    voeg_samen(session, coordinator, clock, keuze)
    nu = session.exec(select(Leerbedrijf).where(Leerbedrijf.id == blijft.id)).one()
    assert (nu.sectoren, nu.talen) == ("handel", "pools")


def test_a_form_without_them_is_a_form_that_says_none(session: Session, clock: FixedClock) -> None:
    coordinator = make_actor(session, Rol.COORDINATOR)
    rij = service.maak_leerbedrijf(session, coordinator, clock, LeerbedrijfInvoer("Bos", sectoren="Zorg", talen="nl"))
    assert (rij.sectoren, rij.talen, toon_talen(rij.talen, "en")) == ("zorg", "nederlands", "Dutch")
    service.werk_leerbedrijf_bij(session, coordinator, clock, rij.id or 0, LeerbedrijfInvoer("Bos"), rij.versie)
    assert (rij.sectoren, rij.talen) == ("", "")
