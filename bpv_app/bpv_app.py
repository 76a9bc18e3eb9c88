"""Composition root: imports every page, installs the gate, mounts the routes, builds `app`. Nothing else."""

from __future__ import annotations

import reflex as rx
from starlette.applications import Starlette
from starlette.types import ASGIApp

import bpv_app.afsluiting.pages.afsluiten
import bpv_app.beoordeling.pages.beoordeling
import bpv_app.beoordeling.pages.beoordeling_inrichten
import bpv_app.beoordeling.pages.beoordelingen
import bpv_app.beoordeling.pages.evaluatie
import bpv_app.beoordeling.pages.evaluatie_inrichten
import bpv_app.beoordeling.pages.evaluaties
import bpv_app.beoordeling.pages.mijn_beoordeling
import bpv_app.beoordeling.pages.stagiair
import bpv_app.beoordeling.pages.werkprocessen
import bpv_app.dashboard.pages.rapport
import bpv_app.dashboard.pages.rapportages
import bpv_app.dashboard.pages.rapportages_rijen
import bpv_app.dashboard.pages.stagiairs
import bpv_app.dashboard.pages.start
import bpv_app.dashboard.pages.totalen
import bpv_app.dashboard.pages.weergaven
import bpv_app.dashboard.pages.zoeken
import bpv_app.dossier.pages.dossier
import bpv_app.dossier.pages.dossiers
import bpv_app.dossier.pages.inrichting
import bpv_app.dossier.pages.inrichting_nieuw
import bpv_app.dossier.pages.inrichtingen
import bpv_app.erkenning.pages.erkenningen
import bpv_app.erkenning.pages.voordrachten
import bpv_app.gesprek.pages.afspraken
import bpv_app.gesprek.pages.dag
import bpv_app.gesprek.pages.dekking
import bpv_app.gesprek.pages.gedeeld
import bpv_app.gesprek.pages.gesprek
import bpv_app.gesprek.pages.gesprek_nieuw
import bpv_app.gesprek.pages.gesprekken
import bpv_app.gesprek.pages.overdracht
import bpv_app.gesprek.pages.sjablonen
import bpv_app.gesprek.pages.verslag
import bpv_app.gesprek.pages.zorgnamen
import bpv_app.gesprek.pages.zorgvierkant
import bpv_app.koppeling.krd.pages.berichten
import bpv_app.koppeling.krd.pages.vergelijking
import bpv_app.koppeling.krd.pages.verschillen
import bpv_app.koppeling.krd.pages.wijzigingen
import bpv_app.koppeling.pages.importeren
import bpv_app.leerbedrijf.pages.bedrijf
import bpv_app.leerbedrijf.pages.dubbelen
import bpv_app.leerbedrijf.pages.leerbedrijf
import bpv_app.leerbedrijf.pages.leerbedrijf_nieuw
import bpv_app.leerbedrijf.pages.leerbedrijven
import bpv_app.leerbedrijf.pages.relatiebeheer
import bpv_app.leerbedrijf.pages.samenvoegen
import bpv_app.leerbedrijf.pages.wijziging
import bpv_app.leerbedrijf.pages.wijzigingen
import bpv_app.matching.pages.bord
import bpv_app.matching.pages.matching
import bpv_app.matching.pages.plaats
import bpv_app.matching.pages.plaats_nieuw
import bpv_app.matching.pages.plaatsen
import bpv_app.matching.pages.plaatsing
import bpv_app.matching.pages.rangorde
import bpv_app.matching.pages.ronde
import bpv_app.matching.pages.ronde_nieuw
import bpv_app.matching.pages.ronde_studenten
import bpv_app.matching.pages.rondes
import bpv_app.matching.pages.uitslag
import bpv_app.matching.pages.voorkeuren
import bpv_app.mutatie.pages.muteren
import bpv_app.pok.pages.afdrukken
import bpv_app.pok.pages.bellen
import bpv_app.pok.pages.bpv_blad
import bpv_app.pok.pages.documenten
import bpv_app.pok.pages.documenttekst
import bpv_app.pok.pages.herinneringen
import bpv_app.pok.pages.herinneringen_team
import bpv_app.pok.pages.mijn_pok
import bpv_app.pok.pages.nabellen
import bpv_app.pok.pages.pok
import bpv_app.pok.pages.poks
import bpv_app.pok.pages.registreren
import bpv_app.pok.pages.registreren_pok
import bpv_app.pok.pages.stapel
import bpv_app.pok.pages.stapels
import bpv_app.post.pages.mail
import bpv_app.post.pages.mails
import bpv_app.post.pages.postvak
import bpv_app.post.pages.sjablonen
import bpv_app.signaal.pages.grenzen
import bpv_app.signaal.pages.meldingen
import bpv_app.signaal.pages.signaal
import bpv_app.signaal.pages.signalen
import bpv_app.signaal.pages.veilig
import bpv_app.signaal.pages.vertrouwenspersonen
import bpv_app.student.pages.student
import bpv_app.student.pages.studenten
import bpv_app.student.pages.team
import bpv_app.student.pages.teams
import bpv_app.taak.pages.taken
import bpv_app.toegang.pages.account
import bpv_app.toegang.pages.audit
import bpv_app.toegang.pages.gebruiker
import bpv_app.toegang.pages.gebruikers
import bpv_app.toegang.pages.login
import bpv_app.toegang.pages.rechten
import bpv_app.ui.niet_gevonden
import bpv_app.uren.pages.beoordelen
import bpv_app.uren.pages.logboek
import bpv_app.uren.pages.logboek_item
import bpv_app.uren.pages.logboek_nieuw
import bpv_app.uren.pages.normen
import bpv_app.uren.pages.regels
import bpv_app.uren.pages.regels_team
import bpv_app.uren.pages.uren
import bpv_app.uren.pages.vakanties
import bpv_app.uren.pages.weken  # noqa: F401
from bpv_app.logs import stel_logs_in
from bpv_app.routes import ROUTES
from bpv_app.toegang.pages.poort import Poort

stel_logs_in()


def met_routes(reflex_app: ASGIApp) -> ASGIApp:
    """Our own HTTP routes in front of Reflex; what they do not know goes on to Reflex."""
    eigen = Starlette(routes=ROUTES)
    eigen.mount("", reflex_app)
    return eigen


app = rx.App(
    stylesheets=["/stijl.css"],
    html_lang="nl",
    html_custom_attrs={"data-theme": "bpv"},
    head_components=[
        rx.el.meta(name="viewport", content="width=device-width, initial-scale=1"),
        rx.el.meta(name="color-scheme", content="light dark"),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.link(rel="apple-touch-icon", href="/iconen/180.png"),
        rx.el.script(src="/app.js", async_=True),
    ],
    api_transformer=met_routes,
)
app.add_middleware(Poort(), index=0)
