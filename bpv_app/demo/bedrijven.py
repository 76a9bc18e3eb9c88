"""The companies around the school: locations, people, the accreditation register, where postcodes lie."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from bpv_app.demo.boek import Boek, id_van
from bpv_app.demo.kalender import Kalender, moment
from bpv_app.demo.naamgever import Naamgever, slak
from bpv_app.demo.namen import BEDRIJF_STAMMEN, BEDRIJFSSTRATEN, FUNCTIES, POSTCODES
from bpv_app.demo.school import TEAMS, TeamPlan
from bpv_app.leerbedrijf.rules import ErkenningRegel, is_actief
from bpv_app.leerbedrijf.rules_invoer import (
    ContactpersoonInvoer,
    LeerbedrijfInvoer,
    check_contactpersoon,
    check_leerbedrijf,
    zoektekst_van,
)
from bpv_app.leerbedrijf.tables import Contactpersoon, Erkenning, Leerbedrijf, Locatie
from bpv_app.ligging.tables import Postcode

ZONDER_ERKENNING = frozenset({5, 50, 85, 112, 140})
AFGELOPEN = frozenset({8, 9, 46, 47, 80})
ZONDER_ID = frozenset({17, 95})
GESTOPT = frozenset({26, 120})
"""Row numbers of the companies without any accreditation, with one that ended twelve days ago, without a leerbedrijf-ID
and no longer active. The demo's own company, the first, is none of them."""
_SECTOREN = {
    "Elektrotechniek": "techniek", "Installaties B.V.": "techniek", "Techniek & Onderhoud": "techniek",
    "Autobedrijf": "mobiliteit", "Logistiek B.V.": "mobiliteit;handel", "Software": "ict", "ICT Diensten B.V.": "ict",
    "Systeembeheer": "ict;zakelijk", "Zorggroep": "zorg", "Thuiszorg": "zorg", "Kinderopvang & School": "zorg",
    "Handelsonderneming": "handel", "Groothandel": "handel;voedsel",
    "Restaurant": "voedsel", "Eten & Drinken": "voedsel",
}  # fmt: skip
_TALEN = (
    "nederlands", "nederlands", "nederlands;engels", "", "nederlands;engels;duits", "nederlands;turks",
    "nederlands;gebarentaal", "engels;pools;andere:Roemeens",
)  # fmt: skip


@dataclass(slots=True, eq=False)
class Bedrijf:
    """A company with what belongs to it. `regels` are its lines of the register."""

    rij: Leerbedrijf
    branche: str
    opleiders: list[Contactpersoon] = field(default_factory=list)
    locaties: list[Locatie] = field(default_factory=list)
    regels: list[ErkenningRegel] = field(default_factory=list)

    def is_erkend(self, crebo: str, van: date, tot: date) -> bool:
        """Active and accredited on every day of this period, by one line of the register."""
        actief = is_actief(self.rij.actief_van, self.rij.actief_tot, tot)
        return (
            actief
            and self.rij.sbb_id is not None
            and any(r.crebo == crebo and r.geldt_op(van) and r.geldt_op(tot) for r in self.regels)
        )


@dataclass(slots=True, eq=False)
class Bedrijven:
    """All companies, and the special ones the stories need."""

    alle: list[Bedrijf] = field(default_factory=list)
    van_demo: Bedrijf | None = None
    pas_afgelopen: dict[str, Bedrijf] = field(default_factory=dict)
    """Crebo → a company whose accreditation ended twelve days ago."""

    def erkend_voor(self, crebo: str, branches: tuple[str, ...], van: date, tot: date) -> list[Bedrijf]:
        """Those of these trades that were accredited all the time, in a fixed order."""
        return [b for b in self.alle if b.branche in branches and b.is_erkend(crebo, van, tot)]


class BedrijvenMaker:
    """Makes companies until every team has its own."""

    def __init__(self, boek: Boek, kalender: Kalender, r: Random, namen: Naamgever) -> None:
        self._boek, self._kalender, self._r, self._namen = boek, kalender, r, namen
        self._op: datetime = moment(kalender.werkdag(-380), 10)

    def maak(self) -> Bedrijven:
        uit = Bedrijven()
        for pc4, _, breedte, lengte in POSTCODES:
            self._boek.voeg(Postcode(pc4=pc4, breedte=breedte, lengte=lengte))
        for plan in TEAMS:
            branches = [b for a in plan.aanbod for b in a.branches]
            branches = list(dict.fromkeys(branches))
            stammen = list(BEDRIJF_STAMMEN)
            self._r.shuffle(stammen)
            for i in range(plan.bedrijven):
                naam = f"{stammen[i % len(stammen)]} {branches[(i + i // len(stammen)) % len(branches)]}"
                uit.alle.append(self._bedrijf(plan, naam, branches[(i + i // len(stammen)) % len(branches)]))
        uit.van_demo = uit.alle[0]
        self._erkenningen(uit)
        return uit

    def _bedrijf(self, plan: TeamPlan, naam: str, branche: str) -> Bedrijf:
        nummer = len(self._boek.alle(Leerbedrijf))
        adres = self._namen.adres(BEDRIJFSSTRATEN)
        domein = f"{slak(naam)}.example"
        goed = check_leerbedrijf(
            LeerbedrijfInvoer(
                naam=naam,
                sbb_id="" if nummer in ZONDER_ID else self._namen.leerbedrijf_id(),
                kvk=self._namen.kvk(),
                straat=adres.straat,
                huisnummer=adres.huisnummer,
                postcode=adres.postcode,
                plaats=adres.plaats,
                telefoon=self._namen.telefoon("071"),
                email=f"info@{domein}",
                website=f"https://www.{domein}",
                sectoren=_SECTOREN.get(branche, ""),
                talen=_TALEN[nummer % len(_TALEN)],
                actief_van=self._kalender.dag(-2500),
                actief_tot=self._kalender.dag(-60) if nummer in GESTOPT else None,
            )
        )
        velden = {veld: getattr(goed, veld) for veld in LeerbedrijfInvoer.__dataclass_fields__}
        rij = self._boek.voeg(
            Leerbedrijf(
                **{**velden, "sbb_id": goed.sbb_id or None}, zoektekst=zoektekst_van(goed), bijgewerkt_op=self._op
            )
        )
        bedrijf = Bedrijf(rij, branche)
        self._locaties(bedrijf)
        self._mensen(bedrijf, plan.code, domein)
        return bedrijf

    def _locaties(self, bedrijf: Bedrijf) -> None:
        for n in range(self._r.choice((0, 0, 0, 1, 1, 2))):
            adres = self._namen.adres(BEDRIJFSSTRATEN)
            bedrijf.locaties.append(
                self._boek.voeg(
                    Locatie(
                        leerbedrijf_id=id_van(bedrijf.rij),
                        naam=f"Vestiging {adres.plaats}" if n == 0 else f"Werkplaats {adres.straat}",
                        vestigingsnummer=f"0000{self._r.randint(10_000_000, 99_999_999)}",
                        straat=adres.straat,
                        huisnummer=adres.huisnummer,
                        postcode=adres.postcode,
                        plaats=adres.plaats,
                    )
                )
            )

    def _mensen(self, bedrijf: Bedrijf, team: str, domein: str) -> None:
        for n in range(self._r.choice((1, 1, 2, 2, 3))):
            naam = self._namen.naam()
            is_opleider = n < 2
            goed = check_contactpersoon(
                ContactpersoonInvoer(
                    naam=naam,
                    functie=self._r.choice(FUNCTIES[team]) if is_opleider else "Personeelszaken",
                    email=self._namen.email(naam, domein),
                    telefoon=self._namen.telefoon("06"),
                    locatie_id=bedrijf.locaties[0].id if bedrijf.locaties and n == 1 else None,
                    is_praktijkopleider=is_opleider,
                    is_tekenbevoegd=n != 1,
                )
            )
            velden = {veld: getattr(goed, veld) for veld in ContactpersoonInvoer.__dataclass_fields__}
            rij = self._boek.voeg(Contactpersoon(leerbedrijf_id=id_van(bedrijf.rij), **velden))
            if is_opleider:
                bedrijf.opleiders.append(rij)

    # --- accreditation register -------------------------------------------------------------------------------------

    def _erkenningen(self, alle: Bedrijven) -> None:
        """Most companies are accredited for every programme of their trade, long before and after any placement."""
        for nummer, bedrijf in enumerate(alle.alle):
            if bedrijf.rij.sbb_id is None or nummer in ZONDER_ERKENNING:
                continue
            van = self._kalender.dag(-self._r.randint(900, 2300))
            tot: date | None = self._kalender.dag(self._r.randint(500, 1400)) if self._r.random() < 0.7 else None
            if nummer in AFGELOPEN:
                tot = self._kalender.dag(-12)
            for crebo in self._crebos(bedrijf.branche):
                self._regel(bedrijf, crebo, van, tot)
                if nummer in AFGELOPEN:
                    alle.pas_afgelopen.setdefault(crebo, bedrijf)
            if self._r.random() < 0.15:  # the register keeps what was before
                for crebo in self._crebos(bedrijf.branche)[:1]:
                    self._regel(bedrijf, crebo, van - timedelta(days=1500), van - timedelta(days=40))

    def _crebos(self, branche: str) -> list[str]:
        return list(dict.fromkeys(a.crebo for plan in TEAMS for a in plan.aanbod if branche in a.branches))

    def _regel(self, bedrijf: Bedrijf, crebo: str, van: date, tot: date | None) -> None:
        assert bedrijf.rij.sbb_id is not None
        self._boek.voeg(Erkenning(sbb_id=bedrijf.rij.sbb_id, crebo=crebo, erkend_van=van, erkend_tot=tot))
        bedrijf.regels.append(ErkenningRegel(crebo, van, tot))
