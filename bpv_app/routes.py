"""All HTTP routes of the app in one list; each carries its access mark (a test walks this list)."""

from __future__ import annotations

from starlette.routing import BaseRoute

from bpv_app.toegang.routes import ROUTES as TOEGANG_ROUTES

ROUTES: list[BaseRoute] = [*TOEGANG_ROUTES]
