"""What is proposed for every combination of our status and the register's, written out."""

from __future__ import annotations

import pytest

from bpv_app.koppeling.krd.rules_verschil import herstel_href, voorstel
from bpv_app.pok.rules import KRD_STATUS, KrdStatus, PokStatus, Stap

OVER: dict[tuple[PokStatus, KrdStatus], Stap] = {
    (PokStatus.VOLLEDIG, KrdStatus.VOORLOPIG): Stap.ZET_TERUG_NAAR_CONCEPT,
    (PokStatus.AFGEDRUKT, KrdStatus.VOORLOPIG): Stap.ZET_TERUG_NAAR_CONCEPT,
    (PokStatus.DEFINITIEF, KrdStatus.VOORLOPIG): Stap.ZET_TERUG_NAAR_CONCEPT,
    (PokStatus.AFGEDRUKT, KrdStatus.VOLLEDIG): Stap.ZET_TERUG_NAAR_VOLLEDIG,
    (PokStatus.DEFINITIEF, KrdStatus.VOLLEDIG): Stap.ZET_TERUG_NAAR_VOLLEDIG,
    (PokStatus.CONCEPT, KrdStatus.AFGEMELD): Stap.MELD_AF,
    (PokStatus.VOLLEDIG, KrdStatus.AFGEMELD): Stap.MELD_AF,
    (PokStatus.AFGEDRUKT, KrdStatus.AFGEMELD): Stap.MELD_AF,
    (PokStatus.CONCEPT, KrdStatus.AFGEWEZEN): Stap.WIJS_AF,
    (PokStatus.VOLLEDIG, KrdStatus.AFGEWEZEN): Stap.WIJS_AF,
    (PokStatus.AFGEDRUKT, KrdStatus.AFGEWEZEN): Stap.WIJS_AF,
}
ZELF = {
    (PokStatus.VOLLEDIG, KrdStatus.AFGEDRUKT): "Druk haar hier af",
    (PokStatus.AFGEDRUKT, KrdStatus.DEFINITIEF): "Registreer hier de handtekeningen",
    (PokStatus.DEFINITIEF, KrdStatus.BEEINDIGD): "Sluit hier de stage af",
}


@pytest.mark.parametrize("krd_status", list(KrdStatus))
@pytest.mark.parametrize("status", list(PokStatus))
def test_the_proposal_for_every_difference(status: PokStatus, krd_status: KrdStatus) -> None:
    if KRD_STATUS[status] is krd_status:
        return  # no difference, nothing to propose
    idee = voorstel(status, krd_status)
    assert idee.stap is OVER.get((status, krd_status))
    if idee.stap:
        assert "Neem over" in idee.tekst.nl
    elif (status, krd_status) in ZELF:
        assert ZELF[status, krd_status] in idee.tekst.nl
    elif krd_status in (KrdStatus.BEEINDIGD, KrdStatus.AFGEMELD, KrdStatus.AFGEWEZEN):
        assert "Overleg" in idee.tekst.nl  # from there the register takes nothing any more
    else:
        assert "Verstuur opnieuw" in idee.tekst.nl
    assert idee.tekst.en


def test_a_pok_the_register_does_not_know_is_sent() -> None:
    assert voorstel(PokStatus.DEFINITIEF, None).stap is None
    assert "Verstuur opnieuw" in voorstel(PokStatus.DEFINITIEF, None).tekst.nl


@pytest.mark.parametrize(
    ("code", "status", "href"),
    [
        ("EIND_NA_VERBINTENIS", PokStatus.VOLLEDIG, "/dossiers/7?veld=eind_op"),
        ("BEDRIJF_ONBEKEND", PokStatus.CONCEPT, "/dossiers/7?veld=leerbedrijf_id"),
        ("EIND_NA_VERBINTENIS", PokStatus.AFGEDRUKT, "/poks/3"),  # locked: first back to complete
        ("STATUS", PokStatus.VOLLEDIG, "/poks/3"),
        ("", PokStatus.VOLLEDIG, "/poks/3"),
    ],
)
def test_a_refusal_leads_to_its_field_while_that_can_be_changed(code: str, status: PokStatus, href: str) -> None:
    assert herstel_href(code, 3, 7, status) == href
