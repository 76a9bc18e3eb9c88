"""Deny by default: every event handler and every route says who may call it."""

from __future__ import annotations

import pytest
from reflex_base.registry import RegistrationContext

import bpv_app.bpv_app  # noqa: F401  (registers every State)
from bpv_app.routes import ROUTES
from bpv_app.toegang.pages.poort import INTERN, acties_van, merk_van
from bpv_app.toegang.web import ongemarkeerd
from bpv_app.ui.handler import handler


def handlers() -> list[str]:
    """All handlers anybody can name. Reflex adds `setvar` (set any variable!) to every State: it stays without a mark,
    so the gate refuses it; tests/wire shows that."""
    return sorted(n for n in RegistrationContext.get().event_handlers if not n.endswith(".setvar"))


def test_every_handler_carries_an_access_mark() -> None:
    assert len(handlers()) > 20
    assert not [naam for naam in handlers() if naam not in INTERN and merk_van(naam)[0] is None]


def test_the_list_of_reflexs_own_handlers_is_exact() -> None:
    own = {n for n in handlers() if merk_van(n)[0] is None}
    assert own == INTERN


def test_public_handlers_are_few_and_known() -> None:
    public = {naam.rsplit(".", 1)[-1] for naam in handlers() if (merk := merk_van(naam)[0]) and merk.openbaar}
    assert public == {"laad", "wissel_taal", "sluit_melding", "zoek_adres"}
    loaders = {n for n in handlers() if (m := merk_van(n)[0]) and m.openbaar and n.endswith(".laad")}
    assert {n.split("____")[-1] for n in loaders} == {"login_state.laad", "postvak_state.laad"}


def test_a_handler_that_forgets_to_say_who_may_call_it_cannot_be_made() -> None:
    with pytest.raises(TypeError):
        handler()


def test_list_handlers_take_the_right_of_their_list() -> None:
    for naam in handlers():
        merk, staat = merk_van(naam)
        if merk and merk.van_lijst:
            assert acties_van(merk, staat) == (staat._lijst.actie,)


def test_every_route_carries_an_access_mark() -> None:
    assert len(ROUTES) >= 3
    assert ongemarkeerd(ROUTES) == []
