"""Passwords and tokens."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher, Type

from bpv_app.db import transaction
from bpv_app.toegang import geheim
from tests.toegang.conftest import WACHTWOORD, Deur

ECHT = geheim._HASHER


def test_passwords_are_hashed_with_argon2id_above_the_owasp_minimum() -> None:
    assert ECHT.type is Type.ID
    assert ECHT.memory_cost >= 19 * 1024
    assert ECHT.time_cost >= 2


def test_the_same_password_never_gives_the_same_hash() -> None:
    eerste, tweede = geheim.hash_wachtwoord(WACHTWOORD), geheim.hash_wachtwoord(WACHTWOORD)
    assert eerste != tweede
    assert geheim.klopt_wachtwoord(eerste, WACHTWOORD)
    assert not geheim.klopt_wachtwoord(eerste, WACHTWOORD + " ")


@pytest.mark.parametrize("hash_", ["", "geen hash", "$argon2id$v=19$m=64,t=1,p=1$kort"])
def test_without_a_good_hash_nothing_fits(hash_: str) -> None:
    assert not geheim.klopt_wachtwoord(hash_, "")
    assert not geheim.klopt_wachtwoord(hash_, hash_)


def test_accents_may_be_typed_in_two_ways() -> None:
    assert geheim.klopt_wachtwoord(geheim.hash_wachtwoord("caf\u00e9 in de zon"), "cafe\u0301 in de zon")


def test_tokens_are_long_and_different() -> None:
    tokens = {geheim.nieuw_token() for _ in range(100)}
    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 43


def test_a_temporary_password_is_accepted_as_a_password_and_easy_to_read_out() -> None:
    tijdelijk = geheim.nieuw_wachtwoord()
    assert len(tijdelijk) == 19
    assert not set(tijdelijk) & set("0o1il")
    assert tijdelijk != geheim.nieuw_wachtwoord()


def test_a_hash_with_old_settings_is_renewed_at_login(deur: Deur, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction(op=deur.motor) as session:
        oud = session.connection().exec_driver_sql("SELECT wachtwoord_hash FROM account").scalar()
    monkeypatch.setattr("bpv_app.toegang.geheim._HASHER", PasswordHasher(2, 64, 1))
    deur.log_in()
    nieuw = deur.waarde("SELECT wachtwoord_hash FROM account")
    assert nieuw != oud
    assert geheim.klopt_wachtwoord(nieuw, WACHTWOORD)
    assert not geheim.is_oude_hash(nieuw)
    deur.log_in()
    assert deur.waarde("SELECT wachtwoord_hash FROM account") == nieuw
