"""Reports of the demo's conversations: shared, confirmed, commented on, or still to be written; care notes with some.

What comes out follows from the moment's number. The copies are made by the app's own rule, so nothing that is for the
school alone is in them.
"""

from __future__ import annotations

from datetime import date, timedelta

from bpv_app.demo.boek import Boek, id_van
from bpv_app.demo.kalender import Kalender, moment
from bpv_app.dossier.rules_momenten import Deelnemer
from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.rules import MomentSoort, MomentStatus
from bpv_app.gesprek.rules_sjabloon import STANDAARD
from bpv_app.gesprek.rules_verslag import (
    AfspraakInvoer,
    AfspraakSoort,
    AfspraakStand,
    ReactieSoort,
    VerslagStatus,
    Vraag,
    VraagSoort,
    maak_gedeeld,
)
from bpv_app.gesprek.rules_zorgvierkant import STANDAARD_NAMEN, Licht
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.gesprek.tables_verslag import (
    Gespreksafspraak,
    Gespreksverslag,
    GespreksverslagKopie,
    GespreksverslagReactie,
    VerslagSjabloon,
)
from bpv_app.gesprek.tables_zorg import Zorgvierkant
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student
from bpv_app.toegang.tables import Account

VERSLAG_TABELLEN = (
    VerslagSjabloon, Gespreksverslag, Gespreksafspraak, GespreksverslagKopie, GespreksverslagReactie, Zorgvierkant,
)  # fmt: skip
_TEKSTEN = {
    "start": ("De student is goed ontvangen en kent het team.", "De eerste week was wennen, nu gaat het beter."),
    "goed": ("Werkt zelfstandig en is op tijd.", "Stelt goede vragen en helpt collega's."),
    "beter": ("Vaker vertellen wat er lastig is.", "Het logboek meteen na het werk schrijven."),
    "geleerd": ("Storingen zoeken en netjes afwerken.", "Omgaan met klanten en plannen."),
    "bedrijf": ("Tevreden; de student mag terugkomen.", "Goede inzet, tempo kan nog omhoog."),
}
_SCHOOL = ("Thuis is het druk; volgende keer rustig vragen hoe het gaat.", "")
_AFSPRAKEN = (
    (AfspraakSoort.DOEL, "Zelf een werkdag plannen en nabespreken.", Deelnemer.STUDENT),
    (AfspraakSoort.AFSPRAAK, "Elke vrijdag een kwartier samen het logboek bekijken.", Deelnemer.PRAKTIJKOPLEIDER),
    (AfspraakSoort.AFSPRAAK, "Uitzoeken welk keuzedeel past.", Deelnemer.ONDERWIJSBEGELEIDER),
)
_NOTITIES = {Licht.ORANJE: "Slaapt slecht, is moe op het werk.", Licht.ROOD: "Schulden; afspraak bij het zorgteam."}
_ICT_MIDDEN = (
    *STANDAARD[MomentSoort.MIDDEN][:3],
    Vraag("v1", VraagSoort.KEUZE, "Waar werkt de student nu vooral aan?", ("Beheer", "Ontwikkeling", "Servicedesk")),
    *STANDAARD[MomentSoort.MIDDEN][-2:],
)


class VerslagenMaker:
    """A report for most conversations that were held."""

    def __init__(self, boek: Boek, kalender: Kalender) -> None:
        self._boek, self._vandaag = boek, kalender.vandaag
        self._poks = {pok.dossier_id: pok for pok in boek.alle(Pok)}
        self._accounts = {a.id: a for a in boek.alle(Account)}
        self._studenten = {s.id: s for s in boek.alle(Student)}
        self._opleiders = {c.id: c for c in boek.alle(Contactpersoon)}

    def maak(self, ict_team: int, coordinator: str) -> None:
        """All of them; the ICT team has questions of its own for the conversation midway."""
        op = moment(self._vandaag - timedelta(days=200), 9)
        sjabloon = self._boek.voeg(
            VerslagSjabloon(
                team_id=ict_team,
                soort=MomentSoort.MIDDEN,
                nummer=1,
                vragen=[v.als_json() for v in _ICT_MIDDEN],
                gemaakt_op=op,
                gemaakt_door=coordinator,
            )
        )
        dossiers = {d.id: d for d in self._boek.alle(Dossier)}
        for rij in self._boek.alle(Contactmoment):
            if rij.status is not MomentStatus.GEHOUDEN or id_van(rij) % 11 == 0:
                continue
            dossier = dossiers[rij.dossier_id]
            eigen = dossier.team_id == ict_team and rij.soort is MomentSoort.MIDDEN
            vragen = _ICT_MIDDEN if eigen else STANDAARD[rij.soort]
            self._verslag(rij, dossier, vragen, sjabloon.id if eigen else None)

    def _antwoorden(self, vragen: tuple[Vraag, ...], lot: int) -> dict[str, str]:
        uit = {}
        for n, vraag in enumerate(vragen):
            if vraag.soort is VraagSoort.SCHAAL:
                uit[vraag.sleutel] = str(3 + lot % 3)
            elif vraag.soort is VraagSoort.JA_NEE:
                uit[vraag.sleutel] = "nee" if (lot + n) % 17 == 0 else "ja"
            elif vraag.soort is VraagSoort.KEUZE:
                uit[vraag.sleutel] = vraag.keuzes[lot % len(vraag.keuzes)]
            elif vraag.alleen_school:
                uit[vraag.sleutel] = _SCHOOL[lot % 5 > 0]
            else:
                uit[vraag.sleutel] = _TEKSTEN.get(vraag.sleutel, ("Besproken.",) * 2)[lot % 2]
        return {sleutel: tekst for sleutel, tekst in uit.items() if tekst}

    def _verslag(
        self, rij: Contactmoment, dossier: Dossier, vragen: tuple[Vraag, ...], sjabloon_id: int | None
    ) -> None:
        lot, dag = id_van(rij), rij.gehouden_op
        begeleider = self._accounts.get(dossier.onderwijsbegeleider_id)
        assert dag is not None
        if begeleider is None:
            return
        op, antwoorden, gedeeld = moment(dag, 17), self._antwoorden(vragen, lot), lot % 7 > 0
        verslag = self._boek.voeg(
            Gespreksverslag(
                moment_id=id_van(rij),
                dossier_id=id_van(dossier),
                sjabloon_id=sjabloon_id,
                vragen=[v.als_json() for v in vragen],
                antwoorden=antwoorden,
                status=VerslagStatus.GEDEELD if gedeeld else VerslagStatus.CONCEPT,
                kopieen=1 if gedeeld else 0,
                aangemaakt_op=op,
                bijgewerkt_op=op,
                bijgewerkt_door=begeleider.naam,
            )
        )
        afspraken = [self._afspraak(verslag, dag, lot + n) for n in range(lot % 3)]
        if lot % 3 == 0:
            self._zorg(verslag, dag, lot, begeleider.naam)
        if gedeeld:
            inhoud = maak_gedeeld(rij.naam, dag, rij.aanwezig, vragen, antwoorden, afspraken)
            self._deel(verslag, dossier, inhoud.als_json(), lot, begeleider.naam)

    def _afspraak(self, verslag: Gespreksverslag, dag: date, lot: int) -> AfspraakStand:
        soort, tekst, eigenaar = _AFSPRAKEN[lot % len(_AFSPRAKEN)]
        voor = dag + timedelta(days=28)
        klaar = voor < self._vandaag and lot % 4 > 0
        rij = self._boek.voeg(
            Gespreksafspraak(
                dossier_id=verslag.dossier_id,
                verslag_id=id_van(verslag),
                soort=soort,
                tekst=tekst,
                eigenaar=eigenaar,
                voor=voor,
                klaar_op=moment(voor, 12) if klaar else None,
                klaar_in_id=verslag.id if klaar else None,
                sleutel=f"demo-{lot}",
            )
        )
        return AfspraakStand(id_van(rij), AfspraakInvoer(soort, tekst, eigenaar, voor), False)

    def _zorg(self, verslag: Gespreksverslag, dag: date, lot: int, door: str) -> None:
        zwaarte = {0: Licht.ROOD, 1: Licht.ORANJE, 2: Licht.ORANJE}.get(lot % 13, Licht.GROEN)
        kwadrant = 1 + lot % 4
        rij = Zorgvierkant(
            verslag_id=id_van(verslag),
            dossier_id=verslag.dossier_id,
            op=dag,
            namen=list(STANDAARD_NAMEN),
            bijgewerkt_op=moment(dag, 17),
            bijgewerkt_door=door,
        )
        for n in range(1, 5):
            setattr(rij, f"licht_{n}", zwaarte if n == kwadrant else Licht.GROEN)
        setattr(rij, f"notitie_{kwadrant}", _NOTITIES.get(zwaarte, ""))
        self._boek.voeg(rij)

    def _deel(self, verslag: Gespreksverslag, dossier: Dossier, inhoud: dict[str, object], lot: int, door: str) -> None:
        pok = self._poks.get(dossier.id or 0)
        opleider = self._opleiders.get(pok.praktijkopleider_id) if pok else None
        op = verslag.bijgewerkt_op + timedelta(minutes=5)
        kopie = self._boek.voeg(
            GespreksverslagKopie(
                verslag_id=id_van(verslag),
                nummer=1,
                inhoud=inhoud,
                contactpersoon_id=opleider.id if opleider else None,
                gedeeld_op=op,
                gedeeld_door=door,
            )
        )
        student = self._studenten[dossier.student_id]
        if lot % 4 > 1:
            self._reactie(kopie, Deelnemer.STUDENT, ReactieSoort.AKKOORD, student.naam, "")
        if opleider and lot % 5 == 0:
            tekst = "Wij willen ook graag een vast moment in de week."
            self._reactie(kopie, Deelnemer.PRAKTIJKOPLEIDER, ReactieSoort.OPMERKING, opleider.naam, tekst)
        elif opleider and lot % 5 > 2:
            self._reactie(kopie, Deelnemer.PRAKTIJKOPLEIDER, ReactieSoort.AKKOORD, opleider.naam, "")

    def _reactie(self, kopie: GespreksverslagKopie, wie: Deelnemer, soort: ReactieSoort, naam: str, tekst: str) -> None:
        self._boek.noteer(
            GespreksverslagReactie,
            kopie_id=id_van(kopie),
            deelnemer=wie,
            soort=soort,
            naam=naam,
            tekst=tekst,
            op=kopie.gedeeld_op + timedelta(hours=20),
        )
