"""Where the demo stops, the app goes on: the real services take every next step on the loaded rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from bpv_app.db import transaction
from bpv_app.dossier import service as dossier_service
from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.leerbedrijf.service import zoek_leerbedrijven
from bpv_app.pok import service
from bpv_app.pok.queries import POKS
from bpv_app.pok.queries_dossiers import DOSSIERS
from bpv_app.pok.rules import EindReden, MutatieSoort, Partij, PokStatus
from bpv_app.pok.rules_afsluiten import Afsluiting
from bpv_app.pok.rules_voortraject import Voortraject
from bpv_app.pok.service_basis import handtekeningen, partijen
from bpv_app.pok.tables import Pok, PokTeller
from bpv_app.student.queries import STUDENTEN
from tests.demo.conftest import NU, actor_van

VANDAAG = date(2026, 11, 26)


def eerste(session: Session, status: PokStatus, *waar: object) -> Pok:
    vraag = select(Pok).where(Pok.status == status, *waar).order_by(col(Pok.id))  # type: ignore[arg-type]
    pok = session.exec(vraag).first()
    assert pok is not None
    return pok


def test_from_a_new_concept_to_closed_with_the_demo_accounts(kopie: Engine) -> None:
    klok = FixedClock(NU)
    with transaction(op=kopie) as session:
        coordinator = actor_van(session, "coordinator@demo.bpv")
        zaken = actor_van(session, "studentenzaken@demo.bpv")
        begeleider = actor_van(session, "begeleider@demo.bpv")
        met_pok = select(Pok.dossier_id)
        dossier = session.exec(
            select(Dossier).where(
                Dossier.onderwijsbegeleider_id == begeleider.account_id, col(Dossier.id).not_in(met_pok)
            )
        ).first()
        assert dossier is not None
        voorbeeld = eerste(session, PokStatus.VOLLEDIG, Pok.team_id == dossier.team_id)
        gegevens = replace(service.voortraject_van(voorbeeld), afsluitdatum=VANDAAG)
        gevonden = zoek_leerbedrijven(session, coordinator, "", crebo="25736", peildatum=VANDAAG, postcode="2312AB")
        assert gevonden
        assert any(g.afstand is not None for g in gevonden)
        teller = session.get_one(PokTeller, 2026).laatste

        pok = service.zet_klaar(session, coordinator, klok, dossier.id or 0, gegevens)
        assert pok.nummer == f"2026-{teller + 1:05d}"
        if pok.crebo != voorbeeld.crebo:  # the example's company may be of another trade
            bedrijf = eerste(session, PokStatus.DEFINITIEF, Pok.crebo == pok.crebo)
            gegevens = replace(
                gegevens,
                leerbedrijf_id=bedrijf.leerbedrijf_id,
                locatie_id=None,
                praktijkopleider_id=bedrijf.praktijkopleider_id,
            )
            service.zet_klaar(session, coordinator, klok, dossier.id or 0, gegevens)
        service.maak_volledig(session, coordinator, klok, pok.id or 0)
        uitslag = service.druk_af(session, zaken, klok, [pok.id or 0])
        assert [u.gelukt for u in uitslag.uitslagen] == [True]
        for partij in partijen(session, pok, VANDAAG):
            service.registreer_handtekening(session, zaken, klok, pok.id or 0, partij, VANDAAG)
        afsluiting = Afsluiting(pok.begin_op, EindReden.ANDERS, Decimal(8), "Alleen de eerste dag.", ())
        assert pok.begin_op is not None
        later = FixedClock(NU + (pok.begin_op - VANDAAG) + timedelta(days=1))
        service.sluit_af(session, begeleider, later, pok.id or 0, afsluiting)
        assert pok.status is PokStatus.AFGEROND


def test_what_waits_can_go_on(kopie: Engine) -> None:
    klok = FixedClock(NU)
    with transaction(op=kopie) as session:
        coordinator = actor_van(session, "coordinator@demo.bpv")
        zaken = actor_van(session, "studentenzaken@demo.bpv")
        volledig = session.exec(select(Pok.id).where(Pok.status == PokStatus.VOLLEDIG).order_by(col(Pok.id))).all()
        run = service.druk_af(session, zaken, klok, [i for i in volledig if i][:3])
        assert all(u.gelukt for u in run.uitslagen)
        deels = next(
            p
            for p in session.exec(select(Pok).where(Pok.status == PokStatus.AFGEDRUKT).order_by(col(Pok.id)))
            if Partij.STUDENT in handtekeningen(session, p) and Partij.SCHOOL not in handtekeningen(session, p)
        )
        for partij in partijen(session, deels, VANDAAG):
            if partij not in handtekeningen(session, deels):
                service.registreer_handtekening(session, zaken, klok, deels.id or 0, partij, VANDAAG)
        assert deels.status is PokStatus.DEFINITIEF

        loopt = eerste(session, PokStatus.DEFINITIEF, col(Pok.eind_op) > VANDAAG, Pok.team_id == 1)
        assert loopt.eind_op is not None
        oud = service.voortraject_van(loopt)
        nieuw = Voortraject(**{**{v: getattr(oud, v) for v in oud.__slots__}, "eind_op": loopt.eind_op + timedelta(14)})
        ingang = VANDAAG + timedelta(days=4)
        uitslag = service.muteer(
            session, coordinator, klok, loopt.id or 0, MutatieSoort.VERLENGING, ingang, nieuw, "Meer tijd nodig"
        )
        assert uitslag.is_volledig
        voorbij = eerste(session, PokStatus.DEFINITIEF, col(Pok.eind_op) < VANDAAG)
        inrichting = dossier_service.get_inrichting_van(session, session.get_one(Dossier, voorbij.dossier_id))
        begeleider = actor_van(session, "begeleider@demo.bpv")
        eigen = eerste(
            session,
            PokStatus.DEFINITIEF,
            col(Pok.eind_op) < VANDAAG,
            Pok.onderwijsbegeleider_id == begeleider.account_id,
        )
        klaar = Afsluiting(eigen.eind_op, EindReden.VOLTOOID, Decimal("480.5"), "", tuple(inrichting.documenten))
        service.sluit_af(session, begeleider, klok, eigen.id or 0, klaar)
        assert eigen.status is PokStatus.AFGEROND


def test_the_lists_show_it(kijk: Session) -> None:
    coordinator = actor_van(kijk, "coordinator@demo.bpv")
    for lijst, minstens in ((POKS, 130), (DOSSIERS, 140), (STUDENTEN, 200)):
        antwoord = lijst.vraag(kijk, coordinator, LijstVraag())
        assert antwoord.totaal >= minstens, lijst.naam
    gezocht = POKS.vraag(kijk, coordinator, LijstVraag(zoek="yusuf bakker"))
    assert gezocht.totaal == 3
