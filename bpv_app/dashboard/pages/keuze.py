"""The choice above figures and reports: period, team, groups, what the table has lines for. It lives in the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode

import reflex as rx

from bpv_app.dashboard.queries_cijfers import get_plaatsingen
from bpv_app.dashboard.queries_rijen import get_bedrijfsnaam, groep_keuzes
from bpv_app.dashboard.rules_cijfers import FILTERBAAR, PER_LABEL, Keuze, Per
from bpv_app.dashboard.rules_keuze import als_delen, lees_keuze, periode_van
from bpv_app.dashboard.rules_periode import PERIODE_LABEL, Periode, Tijdvak, toon_tijdvak
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, toon_datum
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.handler import als_id, handler
from bpv_app.ui.i18n import t
from bpv_app.ui.lijst import Optie
from bpv_app.ui.lijst_staat import FilterBeeld
from bpv_app.uren.rules_inrichting import schooljaar_tekst

_IN_BALK = tuple(p for p in FILTERBAAR if p is not Per.LEERBEDRIJF)
_ALLES = Tekst("Alles", "All")


class KeuzeState(rx.State, mixin=True):
    """What was chosen, and what there is to choose. A page gives the address it stands at (`_pad`)."""

    _pad: ClassVar[str] = "/rapportages"
    _extra: dict[str, str] = {}
    periodes: list[Optie] = []
    teams: list[Optie] = []
    pers: list[Optie] = []
    groepfilters: list[FilterBeeld] = []
    periode: str = ""
    van: str = ""
    tot: str = ""
    team: str = ""
    per: str = Per.TEAM.value
    per_label: str = ""
    query: str = ""
    meer_gekozen: bool = False
    bedrijf: str = ""
    papier: list[str] = []

    def _vraag_keuze(self, per: Per = Per.TEAM) -> Keuze:
        """The choice of the address."""
        return lees_keuze(dict(parse_qsl(str(self.router.url.query or ""))), klok.vandaag(), per)

    def _van_weergave(self) -> dict[str, str]:
        """The view that is open stays open while another choice is tried."""
        nummer = als_id(dict(parse_qsl(str(self.router.url.query or ""))).get("weergave", ""))
        return {"weergave": str(nummer)} if nummer else {}

    def _toon_keuze(self, keuze: Keuze, opties: Opties, pers: Sequence[Per], taal: str) -> None:
        """Fill the bar, and the lines that say on paper what was chosen."""
        jaren = sorted({*opties.jaren, *([] if keuze.jaar is None else [keuze.jaar])}, reverse=True)
        self.periodes = [Optie(p.value, PERIODE_LABEL[p].in_taal(taal)) for p in Periode]
        self.periodes += [Optie(str(j), schooljaar_tekst(j)) for j in jaren]
        self.teams = [Optie("", Tekst("Alle teams", "All teams").in_taal(taal))]
        self.teams += [Optie(i, naam.in_taal(taal)) for i, naam in opties.groepen[Per.TEAM] if i.isdigit()]
        self.pers = [Optie(p.value, PER_LABEL[p].in_taal(taal)) for p in pers]
        gekozen = dict(keuze.waar)
        self.groepfilters = [
            FilterBeeld(
                p.value,
                PER_LABEL[p].in_taal(taal),
                "keuze",
                gekozen.get(p, ""),
                [Optie("", _ALLES.in_taal(taal))]
                + [Optie(w, naam.in_taal(taal)) for w, naam in opties.groepen[p]]
                + [Optie(w, w) for w in _vreemd(gekozen.get(p, ""), opties.groepen[p])],
            )
            for p in _IN_BALK
        ]
        self.periode = periode_van(keuze)
        self.van = keuze.van.isoformat() if keuze.van else ""
        self.tot = keuze.tot.isoformat() if keuze.tot else ""
        self.team, self.per = "" if keuze.team_id is None else str(keuze.team_id), keuze.per.value
        if self.team and self.team not in {o.waarde for o in self.teams}:
            self.teams.append(Optie(self.team, f"? ({self.team})"))
        self.per_label = PER_LABEL[keuze.per].in_taal(taal)
        self.query = urlencode(als_delen(keuze) | self._extra)
        self.meer_gekozen = bool(keuze.waar)
        self.bedrijf = opties.bedrijf
        self.papier = self._op_papier(keuze, taal)

    def _op_papier(self, keuze: Keuze, taal: str) -> list[str]:
        team = next((o.label for o in self.teams if o.waarde == self.team), "")
        delen = [toon_tijdvak(Tijdvak(keuze.jaar, keuze.van, keuze.tot), taal), team]
        for beeld in self.groepfilters:
            naam = next((o.label for o in beeld.opties if o.waarde == beeld.waarde), "")
            delen += [f"{beeld.label}: {naam}"] if beeld.waarde else []
        delen += [f"{PER_LABEL[Per.LEERBEDRIJF].in_taal(taal)}: {self.bedrijf}"] if self.bedrijf else []
        gemaakt = Tekst("Geteld op", "Counted on").in_taal(taal)
        return [*(d for d in delen if d), f"{gemaakt} {toon_datum(klok.vandaag(), taal)}"]

    @handler(Actie.RAPPORT_ZIEN)
    async def kies(self, naam: str, waarde: str) -> Any:
        """Another choice is a new address, so that back and sharing work."""
        nu = als_delen(self._vraag_keuze()) | {"per": self.per}
        if isinstance(naam, str) and naam in {"periode", "van", "tot", "team", "per", *(p.value for p in FILTERBAAR)}:
            nu[naam] = str(waarde)[:100]
        if naam in ("van", "tot"):
            nu = {"van": self.van, "tot": self.tot} | nu
        if nu.get("periode") == Periode.EIGEN and naam == "periode":
            nu |= {"van": self.van, "tot": self.tot}
        delen = als_delen(lees_keuze(nu, klok.vandaag())) | self._extra
        return rx.redirect(f"{self._pad}?{urlencode(delen)}")


def _vreemd(waarde: str, groepen: Sequence[tuple[str, Tekst]]) -> list[str]:
    return [waarde] if waarde and waarde not in {w for w, _ in groepen} else []


class Opties:
    """What occurs in somebody's placements: school years, groups with their names, the company that was asked for."""

    def __init__(self, session: Any, actor: Actor, keuze: Keuze) -> None:
        mijn = get_plaatsingen(session, actor, klok.vandaag())
        self.jaren: list[int] = mijn["jaar"].drop_nulls().unique().to_list()
        self.groepen = {p: groep_keuzes(session, p, mijn) for p in (Per.TEAM, *_IN_BALK)}
        bedrijf = dict(keuze.waar).get(Per.LEERBEDRIJF, "")
        self.bedrijf = bedrijf and (get_bedrijfsnaam(session, actor, bedrijf) or bedrijf)


def _kies(s: Any, naam: str, label: Any, waarde: Any, opties: Any) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=f"kies-{naam}", class_name="veld-label"),
        rx.el.select(
            rx.foreach(opties, lambda o: rx.el.option(o.label, value=o.waarde)),
            value=waarde,
            on_change=lambda nieuw: s.kies(naam, nieuw),
            id=f"kies-{naam}",
            class_name="select select-sm w-full",
        ),
        class_name="min-w-36 grow sm:max-w-56",
    )


def _dag(s: Any, naam: str, label: Any, waarde: Any) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=f"kies-{naam}", class_name="veld-label"),
        rx.el.input(
            default_value=waarde,
            key=waarde,
            type="date",
            on_blur=lambda nieuw: s.kies(naam, nieuw),
            id=f"kies-{naam}",
            class_name="input input-sm w-full",
        ),
        class_name="min-w-36 grow sm:max-w-44",
    )


def _groepfilter(s: Any, f: rx.Var[FilterBeeld]) -> rx.Component:
    doel = "kies-" + f.naam.to(str)
    return rx.el.div(
        rx.el.label(f.label, html_for=doel, class_name="veld-label"),
        rx.el.select(
            rx.foreach(f.opties, lambda o: rx.el.option(o.label, value=o.waarde)),
            value=f.waarde,
            on_change=lambda nieuw: s.kies(f.naam, nieuw),
            id=doel,
            class_name="select select-sm w-full",
        ),
        class_name="min-w-36 grow sm:max-w-56",
    )


def keuzebalk(s: Any, *, vast: Any = False) -> rx.Component:
    """The bar. `vast`: only the team is to choose."""
    eigen = rx.cond(
        s.periode == Periode.EIGEN.value,
        rx.fragment(
            _dag(s, "van", t("Begin vanaf", "Start from"), s.van),
            _dag(s, "tot", t("Begin t/m", "Start until"), s.tot),
        ),
        rx.fragment(),
    )
    meer = rx.el.details(
        rx.el.summary(t("Meer filters", "More filters"), class_name="btn btn-ghost btn-sm"),
        rx.el.div(
            rx.foreach(s.groepfilters, lambda f: _groepfilter(s, f)), class_name="mt-2 flex flex-wrap items-end gap-3"
        ),
        open=s.meer_gekozen,
        class_name="open:w-full",
    )
    bedrijf = rx.cond(
        s.bedrijf != "",
        rx.el.p(
            t("Alleen bij ", "Only at "),
            rx.el.strong(s.bedrijf, class_name="wrap-anywhere"),
            rx.el.button(
                t("Alle bedrijven", "All companies"),
                type="button",
                on_click=s.kies("leerbedrijf", ""),
                class_name="btn btn-ghost btn-xs ml-2",
            ),
            class_name="w-full",
        ),
        rx.fragment(),
    )
    return rx.el.form(
        rx.cond(vast, rx.fragment(), _kies(s, "periode", t("Periode", "Period"), s.periode, s.periodes)),
        rx.cond(vast, rx.fragment(), eigen),
        _kies(s, "team", t("Team", "Team"), s.team, s.teams),
        rx.cond(vast, rx.fragment(), _kies(s, "per", t("Tabel per", "Table per"), s.per, s.pers)),
        rx.cond(vast, rx.fragment(), meer),
        bedrijf,
        on_submit=rx.prevent_default,
        aria_label=t("Keuze", "Choice"),
        class_name="mb-4 flex flex-wrap items-end gap-3 print:hidden",
    )


def op_papier(regels: Any) -> rx.Component:
    """Under the heading of a print: period, groups, the day."""
    return rx.el.p(
        rx.foreach(regels, lambda r: rx.el.span(r, class_name="mr-4 inline-block")),
        class_name="alleen-papier mb-3 text-sm",
    )
