"""Putting the records of one person together; one broken record and the whole person is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from bpv_app.kernel import nummers
from bpv_app.kernel.inlezen import Melding
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.duo import rules_veld as veld
from bpv_app.koppeling.duo.rules_veld import Onleesbaar
from bpv_app.student.rules_krd import KrdPeriode, KrdPersoon, KrdPokGegevens, KrdVerbintenis

_RIO = re.compile(r"\d{3}[AX]\d{3}", re.ASCII)
_VOLGNUMMER = Tekst("Volgnummer van de verbintenis", "Sequence number of the enrolment")
_TWEE_KEER = Tekst(
    "Dit record staat er twee keer, met verschillende gegevens.", "This record is there twice, with different data."
)


@dataclass(frozen=True, slots=True)
class _Isg:
    volgnummer: str
    begin_op: date
    gepland_eind_op: date | None
    werkelijk_eind_op: date | None
    eind_reden: str


def _lees_isg(v: list[str]) -> _Isg:
    """ISG|BSN|ONR|volgnr|in|planned out|real out|reason."""
    return _Isg(
        veld.lees_volgnummer(v[3], _VOLGNUMMER),
        veld.verplichte_datum(v[4], Tekst("Datum inschrijving", "Enrolment date")),
        veld.lees_datum(v[5], Tekst("Geplande uitschrijving", "Planned end")),
        veld.lees_datum(v[6], Tekst("Werkelijke uitschrijving", "Real end")),
        nummers.kort(v[7], 40),
    )


def _lees_isp(v: list[str]) -> tuple[str, KrdPeriode]:
    """ISP|BSN|ONR|volgnr|from|[to|]crebo|leertraject|niveau|bekostigd|vsv|aanbieder|locatie|…

    Some senders put the last day of the period after the first: then the crebo stands one field further.
    """
    volgnummer = veld.lees_volgnummer(v[3], _VOLGNUMMER)
    begin = veld.verplichte_datum(v[4], Tekst("Begin van de periode", "Begin of the period"))
    rest = v[5:]
    if not nummers.is_crebo(rest[0]) and nummers.is_crebo(rest[1]):
        veld.lees_datum(rest[0], Tekst("Einde van de periode", "End of the period"))
        rest = rest[1:]
    aanbieder, locatie = rest[5], rest[6]
    return volgnummer, KrdPeriode(
        begin,
        veld.lees_nummer(rest[0], nummers.is_crebo, Tekst("Crebo", "Crebo"), verplicht=True),
        veld.lees_leerweg(rest[1]),
        veld.lees_niveau(rest[2]),
        aanbieder if _RIO.fullmatch(aanbieder) else "",
        locatie if _RIO.fullmatch(locatie) else "",
    )


def _lees_bpv(v: list[str]) -> tuple[str, KrdPokGegevens]:
    """BPV|BSN|ONR|volgnr|pok volgnr|afsluitdatum|begin|planned end|real end|hours|leerbedrijf-ID|crebo|keuzedeel."""
    return veld.lees_volgnummer(v[3], _VOLGNUMMER), KrdPokGegevens(
        volgnummer=veld.lees_volgnummer(v[4], Tekst("Volgnummer van de POK", "Sequence number of the agreement")),
        afsluitdatum=veld.lees_datum(v[5], Tekst("Afsluitdatum", "Date of agreement")),
        begin_op=veld.verplichte_datum(v[6], Tekst("Begindatum van de POK", "Begin of the agreement")),
        gepland_eind_op=veld.lees_datum(v[7], Tekst("Geplande einddatum", "Planned end")),
        werkelijk_eind_op=veld.lees_datum(v[8], Tekst("Werkelijke einddatum", "Real end")),
        uren=veld.lees_uren(v[9]),
        sbb_id=veld.lees_nummer(
            v[10], nummers.is_leerbedrijf_id, Tekst("Leerbedrijf-ID", "Company ID"), verplicht=True
        ),
        crebo=veld.lees_nummer(v[11], nummers.is_crebo, Tekst("Crebo", "Crebo")),
        keuzedeel=veld.lees_nummer(v[12].upper(), nummers.is_keuzedeel, Tekst("Keuzedeel", "Elective")),
    )


@dataclass(slots=True, eq=False)
class PersoonBouwer:
    """Collects the records of one person; `bouw` gives the person, or None when anything was broken."""

    regel: int
    sleutels: tuple[str, ...]
    per: tuple[date | None, int | None, str] | None = None
    verbintenissen: dict[str, _Isg] = field(default_factory=dict)
    perioden: dict[str, dict[date, KrdPeriode]] = field(default_factory=dict)
    poks: dict[str, dict[str, KrdPokGegevens]] = field(default_factory=dict)
    eerste: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    regels: list[int] = field(default_factory=list)
    fouten: list[Melding] = field(default_factory=list)

    def breek(self, regel: int, reden: Tekst, soort: str, kort: str) -> None:
        """Something of this person cannot be read: the whole person is refused."""
        self.fouten.append(Melding(regel, reden, soort, kort))
        if regel not in self.regels:
            self.regels.append(regel)

    def lees_per(self, regel: int, velden: list[str], kort: str) -> None:
        self.regels.append(regel)
        try:
            dag, jaar = veld.lees_geboorte(velden[3])
        except Onleesbaar as fout:
            self.breek(regel, fout.reden, "PER", kort)
            return
        geslacht = velden[4].upper() if velden[4].upper() in ("M", "V", "O") else ""
        nieuw = (dag, jaar, geslacht)
        if self.per is not None and self.per != nieuw:
            self.breek(regel, _TWEE_KEER, "PER", kort)
        self.per = nieuw

    def lees_record(self, regel: int, soort: str, velden: list[str], kort: str) -> None:
        self.regels.append(regel)
        try:
            if soort == "ISG":
                isg = _lees_isg(velden)
                dubbel = self.verbintenissen.setdefault(isg.volgnummer, isg) != isg
            elif soort == "ISP":
                volgnummer, periode = _lees_isp(velden)
                dubbel = self.perioden.setdefault(volgnummer, {}).setdefault(periode.begin_op, periode) != periode
                self.eerste.setdefault(volgnummer, (regel, soort, kort))
            else:
                volgnummer, pok = _lees_bpv(velden)
                dubbel = self.poks.setdefault(volgnummer, {}).setdefault(pok.volgnummer, pok) != pok
                self.eerste.setdefault(volgnummer, (regel, soort, kort))
        except Onleesbaar as fout:
            self.breek(regel, fout.reden, soort, kort)
            return
        if dubbel:
            self.breek(regel, _TWEE_KEER, soort, kort)

    def _check_samenhang(self) -> None:
        for volgnummer, (regel, soort, kort) in self.eerste.items():
            if volgnummer not in self.verbintenissen:
                self.breek(
                    regel,
                    Tekst(
                        f"Er is geen verbintenis (ISG) met volgnummer {volgnummer}.",
                        f"There is no enrolment (ISG) with number {volgnummer}.",
                    ),
                    soort,
                    kort,
                )
        self.eerste.clear()

    def bouw(self) -> KrdPersoon | None:
        """The person with everything that belongs to it, or None: refused."""
        if not self.fouten:
            self._check_samenhang()
        if self.fouten or self.per is None:
            return None
        dag, jaar, geslacht = self.per
        return KrdPersoon(
            self.regel,
            self.sleutels,
            dag,
            jaar,
            geslacht,
            tuple(
                KrdVerbintenis(
                    isg.volgnummer,
                    isg.begin_op,
                    isg.gepland_eind_op,
                    isg.werkelijk_eind_op,
                    isg.eind_reden,
                    tuple(sorted(self.perioden.get(isg.volgnummer, {}).values(), key=lambda p: p.begin_op)),
                    tuple(sorted(self.poks.get(isg.volgnummer, {}).values(), key=lambda p: p.volgnummer)),
                )
                for isg in self.verbintenissen.values()
            ),
        )

    def meldingen(self) -> list[Melding]:
        """The refusal of the person and every line that caused it."""
        lijst = ", ".join(str(r) for r in sorted(self.regels)[:12]) + ("…" if len(self.regels) > 12 else "")
        return [
            *self.fouten,
            Melding(
                self.regel,
                Tekst(
                    f"Deze persoon is in zijn geheel geweigerd (regels {lijst}).",
                    f"This person is refused as a whole (lines {lijst}).",
                ),
                "PER",
            ),
        ]
