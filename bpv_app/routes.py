"""All HTTP routes of the app in one list; each carries its access mark (a test walks this list)."""

from __future__ import annotations

from starlette.routing import BaseRoute

from bpv_app.gesprek.routes import ROUTES as GESPREK_ROUTES
from bpv_app.koppeling.krd.routes_stand import ROUTES as KRD_STAND_ROUTES
from bpv_app.koppeling.routes import ROUTES as KOPPELING_ROUTES
from bpv_app.koppeling.routes_bewijs import ROUTES as BEWIJS_ROUTES
from bpv_app.koppeling.routes_cijfers import ROUTES as CIJFERS_ROUTES
from bpv_app.koppeling.routes_dekking import ROUTES as DEKKING_ROUTES
from bpv_app.koppeling.routes_zorg import ROUTES as ZORG_ROUTES
from bpv_app.pok.routes import ROUTES as POK_ROUTES
from bpv_app.pok.routes_afdruk import ROUTES as AFDRUK_ROUTES
from bpv_app.pok.routes_documenttekst import ROUTES as DOCUMENTTEKST_ROUTES
from bpv_app.pok.routes_foto import ROUTES as FOTO_ROUTES
from bpv_app.pok.routes_link import ROUTES as LINK_ROUTES
from bpv_app.pok.routes_stapel import ROUTES as STAPEL_ROUTES
from bpv_app.taak.routes import ROUTES as TAAK_ROUTES
from bpv_app.toegang.routes import ROUTES as TOEGANG_ROUTES
from bpv_app.uren.routes import ROUTES as UREN_ROUTES

ROUTES: list[BaseRoute] = [
    *CIJFERS_ROUTES,
    *DEKKING_ROUTES,
    *GESPREK_ROUTES,
    *KOPPELING_ROUTES,
    *KRD_STAND_ROUTES,
    *BEWIJS_ROUTES,
    *POK_ROUTES,
    *AFDRUK_ROUTES,
    *DOCUMENTTEKST_ROUTES,
    *FOTO_ROUTES,
    *LINK_ROUTES,
    *STAPEL_ROUTES,
    *TAAK_ROUTES,
    *TOEGANG_ROUTES,
    *UREN_ROUTES,
    *ZORG_ROUTES,
]
