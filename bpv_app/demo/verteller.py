"""The life of the demo's agreements, step by step: the same rules as the services, rows straight into the book.

Every step asks the life cycle's own table (`pok.rules.check_stap`) with the right of whoever takes it, so the demo
cannot hold what the app would refuse. What the services would write besides the status (history, stored accreditation
check, signatures, message to the register, audit) is written here by the same effects of that table.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from bpv_app.demo.boek import Boek, id_van
from bpv_app.demo.lot import Lot, dag_van, voortraject_van
from bpv_app.demo.schrijfwerk import Schrijfwerk
from bpv_app.dossier.rules import KoppelInrichting, KoppelVerbintenis, beoordeel_koppeling
from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.leerbedrijf.rules import Aanleiding
from bpv_app.pok.rules import (
    MUTATIE_LABEL,
    Effect,
    EindReden,
    MutatieSoort,
    Partij,
    PokGegevens,
    PokStatus,
    Stap,
    check_stap,
    is_alles_getekend,
)
from bpv_app.pok.rules_bezwaar import WijzigingStatus
from bpv_app.pok.rules_mutatie import Gevolg, check_mutatie, laatste_dag_oud, nieuwe_gegevens
from bpv_app.pok.rules_tekenen import check_handtekening, vereiste_partijen
from bpv_app.pok.rules_voortraject import VOORTRAJECT_VELDEN, Voortraject, check_voortraject
from bpv_app.pok.rules_wijziging import alleen_anders, foto, naar_json
from bpv_app.pok.tables import Pok, PokDocument, PokHandtekening, PokTeller
from bpv_app.pok.tables_wijziging import PokWijziging
from bpv_app.student.tables import StudentBegeleider

_KENMERKEN = ("nummer", "status", "dossier_id", "leerbedrijf_id", "begin_op", "eind_op")


class Verteller:
    """Takes the steps, in the order in which they happened."""

    def __init__(self, boek: Boek, schrijfwerk: Schrijfwerk) -> None:
        self._boek = boek
        self.werk = schrijfwerk
        self._volgnummer: dict[int, int] = {}
        self._tellers: dict[int, PokTeller] = {}
        self._paren: set[tuple[int, int]] = set()

    def begin_volgnummer(self, verbintenis_id: int, hoogste: int) -> None:
        """The register already numbered this many agreements of an enrolment."""
        self._volgnummer[verbintenis_id] = hoogste

    # --- steps 2 and 3 ----------------------------------------------------------------------------------------------

    def koppel(self, lot: Lot, actor: Actor, op: datetime) -> None:
        """Couple the student to the set-up, and say who guides."""
        verbintenis, inrichting = lot.leerling.verbintenis, lot.inrichting
        oordeel = beoordeel_koppeling(
            KoppelInrichting(inrichting.leerweg, inrichting.begin_op, inrichting.eind_op),
            KoppelVerbintenis(
                verbintenis.leerweg, verbintenis.begin_op, verbintenis.gepland_eind_op, verbintenis.werkelijk_eind_op
            ),
            dag_van(op),
        )
        assert oordeel.mag, oordeel.tekst.nl
        lot.dossier = self._boek.voeg(
            Dossier(
                inrichting_id=id_van(inrichting),
                student_id=verbintenis.student_id,
                verbintenis_id=id_van(verbintenis),
                team_id=verbintenis.team_id,
                onderwijsbegeleider_id=lot.begeleider.account_id,
                begin_op=inrichting.begin_op,
                eind_op=inrichting.eind_op,
                uren_totaal=inrichting.uren_totaal,
                uren_per_week=inrichting.uren_per_week,
                dagen_per_week=inrichting.dagen_per_week,
                aangemaakt_op=op,
            )
        )
        paar = (verbintenis.student_id, lot.begeleider.account_id or 0)
        if paar not in self._paren:
            self._paren.add(paar)
            self._boek.voeg(StudentBegeleider(student_id=paar[0], account_id=paar[1]))
        self.werk.audit_gemaakt(actor, op, lot.dossier, "inrichting_id", "student_id", "team_id")

    def maak_concept(self, lot: Lot, actor: Actor, op: datetime, v: Voortraject, voorganger: Pok | None = None) -> Pok:
        """A concept with its own number and the next volgnummer of its enrolment."""
        check_voortraject(v)
        verbintenis, dag = lot.leerling.verbintenis, dag_van(op)
        teller = self._tellers.get(dag.year)
        if teller is None:
            teller = self._tellers[dag.year] = self._boek.voeg(PokTeller(jaar=dag.year, laatste=0))
        teller.laatste += 1
        volgnummer = self._volgnummer.get(id_van(verbintenis), 0) + 1
        self._volgnummer[id_van(verbintenis)] = volgnummer
        pok = self._boek.voeg(
            Pok(
                nummer=f"{dag.year}-{teller.laatste:05d}",
                dossier_id=id_van(lot.map),
                student_id=verbintenis.student_id,
                verbintenis_id=id_van(verbintenis),
                team_id=lot.map.team_id,
                volgnummer=volgnummer,
                voorganger_id=voorganger.id if voorganger else None,
                status=PokStatus.CONCEPT,
                crebo=verbintenis.crebo,
                leerweg=verbintenis.leerweg,
                onderwijsbegeleider_id=lot.begeleider.account_id,
                exemplaren=lot.inrichting.exemplaren,
                ondertekenaars=list(lot.inrichting.ondertekenaars),
                aangemaakt_op=op,
                **{veld: getattr(v, veld) for veld in VOORTRAJECT_VELDEN},
            )
        )
        lot.pok, lot.getekend = pok, {}
        for veld in ("begin_op", "eind_op", "uren_totaal", "uren_per_week", "dagen_per_week"):
            setattr(lot.map, veld, getattr(pok, veld))
        self.werk.historie(actor, op, pok, None, "")
        self.werk.audit_gemaakt(actor, op, pok, *_KENMERKEN)
        return pok

    def probeer_volledig(self, lot: Lot, actor: Actor, op: datetime) -> None:
        """Send, and be told that the company is not accredited: the check is kept, the agreement stays concept."""
        pok, dag = lot.huidig, dag_van(op)
        check_stap(actor, self._gegevens(lot), Stap.MAAK_VOLLEDIG)
        peildatum = max(pok.begin_op or dag, dag)
        assert not self._controleer(lot, actor, op, Aanleiding.KLAARZETTEN, peildatum)

    # --- steps 4 to 8 -----------------------------------------------------------------------------------------------

    def verstuur(self, lot: Lot, actor: Actor, op: datetime, *, namens: Actor | None = None, reden: str = "") -> None:
        """concept → volledig."""
        pok, dag = lot.huidig, dag_van(op)
        peildatum = max(pok.begin_op or dag, dag)
        self._stap(lot, actor, op, Stap.MAAK_VOLLEDIG, reden, (Aanleiding.KLAARZETTEN, peildatum), namens)

    def druk_af(self, lot: Lot, actor: Actor, op: datetime) -> None:
        """volledig → afgedrukt; the paper itself is made when all is told (`drukwerk.py`)."""
        pok = lot.huidig
        pok.document_versie += 1
        self._stap(lot, actor, op, Stap.DRUK_AF, "", (Aanleiding.AFDRUKKEN, dag_van(op)))
        pok.afgedrukt_op = op
        lot.getekend = {}
        document = self._boek.voeg(
            PokDocument(
                pok_id=id_van(pok),
                document_versie=pok.document_versie,
                sha256="",
                bytes_aantal=0,
                paginas=0,
                gemaakt_op=op,
                account_id=actor.account_id,
            )
        )
        self.werk.te_drukken(actor, op, pok, document)

    def teken(self, lot: Lot, actor: Actor, op: datetime, partij: Partij, dag: date) -> None:
        """Register a signature; the last one makes it definitief when the company is accredited on that day."""
        pok, vandaag = lot.huidig, dag_van(op)
        assert pok.afgedrukt_op is not None
        geboren = lot.leerling.student.geboortedatum
        toen = dag if partij is Partij.STUDENT else vandaag
        wie = vereiste_partijen(pok.ondertekenaars, geboren, lot.getekend, toen)
        gedrukt_op = dag_van(pok.afgedrukt_op)
        check_handtekening(
            partij, dag, partijen=wie, getekend=lot.getekend, gedrukt_op=gedrukt_op, vandaag=vandaag
        )  # fmt: skip
        rij = self._boek.voeg(
            PokHandtekening(
                pok_id=id_van(pok),
                document_versie=pok.document_versie,
                partij=partij,
                getekend_op=dag,
                geregistreerd_op=op,
                account_id=actor.account_id,
                door_naam=actor.naam,
            )
        )
        self.werk.audit_gemaakt(actor, op, rij, "pok_id", "partij")
        lot.getekend[partij] = dag
        nodig = vereiste_partijen(pok.ondertekenaars, geboren, lot.getekend, vandaag)
        if is_alles_getekend(nodig, lot.getekend):
            peildatum = max(lot.getekend.values())
            self._stap(lot, actor, op, Stap.MAAK_DEFINITIEF, "", (Aanleiding.TEKENEN, peildatum))

    def partijen(self, lot: Lot, dag: date) -> tuple[Partij, ...]:
        """Who signs when the student signs on `dag`."""
        return vereiste_partijen(lot.huidig.ondertekenaars, lot.leerling.student.geboortedatum, {}, dag)

    def archiveer(self, lot: Lot, plaats: str) -> None:
        """Note where the signed paper is kept."""
        lot.huidig.archiefplaats = plaats
        lot.huidig.versie += 1

    def sluit_af(
        self, lot: Lot, actor: Actor, op: datetime, waarden: dict[str, Any], documenten: list[str], reden: str
    ) -> None:
        """definitief → afgerond, and the dossier closes. `waarden`: the fields that close an agreement."""
        for veld, waarde in waarden.items():
            setattr(lot.huidig, veld, waarde)
        assert isinstance(lot.huidig.eind_reden, EindReden)
        self._stap(lot, actor, op, Stap.SLUIT_AF, reden)
        lot.map.documenten_klaar = documenten
        lot.map.afgesloten_op = op
        lot.map.versie += 1

    def stop(self, lot: Lot, actor: Actor, op: datetime, stap: Stap, reden: str) -> None:
        """Withdraw or reject."""
        self._stap(lot, actor, op, stap, reden)

    def zet_terug(self, lot: Lot, actor: Actor, op: datetime, reden: str) -> None:
        """afgedrukt → volledig: the printed version and its signatures become void."""
        self._stap(lot, actor, op, Stap.ZET_TERUG_NAAR_VOLLEDIG, reden)

    def muteer(
        self, lot: Lot, actor: Actor, op: datetime, soort: MutatieSoort, ingang: date, nieuw: Voortraject, reden: str
    ) -> None:
        """The old agreement ends the day before, the new one goes straight to volledig."""
        oud = lot.huidig
        check_mutatie(soort, voortraject_van(oud), ingang, nieuw)
        voor = foto(oud)
        waarom = f"{MUTATIE_LABEL[soort].nl}. {reden}"
        oud.werkelijk_eind_op = laatste_dag_oud(ingang)
        self._stap(lot, actor, op, Stap.VERVANG, waarom)
        pok = self.maak_concept(lot, actor, op, nieuwe_gegevens(nieuw, ingang, dag_van(op)), oud)
        pok.mutatie_soort = soort
        was, werd = alleen_anders(voor, foto(pok))
        wijziging = self._boek.voeg(
            PokWijziging(
                pok_id=id_van(oud),
                nieuw_pok_id=id_van(pok),
                soort=soort,
                gevolg=Gevolg.NIEUWE_POK,
                status=WijzigingStatus.VAST,
                ingang=ingang,
                voor=naar_json(was),
                na=naar_json(werd),
                reden=reden,
                op=op,
                account_id=actor.account_id,
                door_naam=actor.naam,
            )
        )
        self.werk.audit_gemaakt(actor, op, wijziging, "pok_id", "soort")
        self.verstuur(lot, actor, op + timedelta(seconds=1), namens=systeem(actor.naam), reden=waarom)

    # --- what every step does -----------------------------------------------------------------------------------------

    def _gegevens(self, lot: Lot) -> PokGegevens:
        pok = lot.huidig
        velden: dict[str, Any] = {veld: getattr(pok, veld) for veld in VOORTRAJECT_VELDEN if veld != "keuzedeel"}
        return PokGegevens(
            status=pok.status,
            sbb_id=lot.bedrijf.rij.sbb_id if pok.leerbedrijf_id else None,
            onderwijsbegeleider_id=pok.onderwijsbegeleider_id,
            crebo=pok.crebo,
            werkelijk_eind_op=pok.werkelijk_eind_op,
            eind_reden=pok.eind_reden or "",
            gerealiseerde_uren=pok.gerealiseerde_uren,
            alles_getekend=bool(lot.getekend),  # `teken` asks only when all have signed
            **velden,
        )

    def _controleer(self, lot: Lot, actor: Actor, op: datetime, aanleiding: Aanleiding, peildatum: date) -> bool:
        return self.werk.controle(actor, op, lot.bedrijf, lot.huidig.crebo, peildatum, aanleiding, lot.huidig).is_erkend

    def _stap(
        self,
        lot: Lot,
        actor: Actor,
        op: datetime,
        stap: Stap,
        reden: str = "",
        controle: tuple[Aanleiding, date] | None = None,
        namens: Actor | None = None,
    ) -> None:
        pok, van = lot.huidig, lot.huidig.status
        overgang = check_stap(namens or actor, self._gegevens(lot), stap, reden)
        if controle is not None:
            assert Effect.ERKENNING_CONTROLEREN in overgang.effecten
            if not self._controleer(lot, actor, op, *controle):
                return
        pok.status = overgang.naar
        pok.versie += 1
        if Effect.DOCUMENT_VERVALT in overgang.effecten:
            self._laat_vervallen(lot, op, reden)
        self.werk.historie(actor, op, pok, van, reden)
        self.werk.audit_status(actor, op, pok, van)
        if Effect.KRD_BERICHT in overgang.effecten:
            self.werk.meld_krd(lot, op, reden)

    def _laat_vervallen(self, lot: Lot, op: datetime, reden: str) -> None:
        pok = lot.huidig
        pok.afgedrukt_op, pok.archiefplaats, lot.getekend = None, "", {}
        for document in self._boek.alle(PokDocument):
            if document.pok_id == pok.id and document.vervallen_op is None:
                document.vervallen_op = op
        for handtekening in self._boek.alle(PokHandtekening):
            if handtekening.pok_id == pok.id and handtekening.vervallen_op is None:
                handtekening.vervallen_op, handtekening.vervallen_reden = op, reden
