"""Settings of mail: a wrong one stops the start with one sentence, and no sentence holds the password."""

from __future__ import annotations

import pytest

from bpv_app.config import Instellingen, InstellingFout, lees_instellingen

GOED = {"BPV_DEMO": "1", "BPV_SMTP_URL": "smtp://bpv:geheim@mail.school.example?starttls=1", "BPV_MAIL_VAN": "b@s.nl"}


def lees(monkeypatch: pytest.MonkeyPatch, **anders: str) -> Instellingen:
    for naam, waarde in {**GOED, **anders}.items():
        monkeypatch.setenv(naam, waarde)
    return lees_instellingen()


def test_good_settings_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = lees(monkeypatch, BPV_MAIL_TEST_NAAR="proef@school.example", BPV_MAIL_VAN="BPV <b@s.nl>")
    assert settings.smtp is not None
    assert (settings.smtp.host, settings.smtp.poort, settings.smtp.starttls) == ("mail.school.example", 587, True)
    assert "geheim" not in repr(settings)


@pytest.mark.parametrize(
    ("naam", "waarde"),
    [
        ("BPV_SMTP_URL", "smtp://bpv:geheim@mail.school.example"),
        ("BPV_SMTP_URL", "http://bpv:geheim@mail.school.example"),
        ("BPV_SMTP_URL", "smtp://bpv:geheim@mail.school.example:x"),
        ("BPV_SMTP_URL", "smtp:bpv/geheim"),
        ("BPV_MAIL_VAN", ""),
        ("BPV_MAIL_VAN", "geen adres"),
        ("BPV_MAIL_ANTWOORD", "geen adres"),
        ("BPV_MAIL_TEST_NAAR", "een@school.nl, twee@school.nl"),
        ("BPV_DATABASE_URL", "mysql://bpv:geheim@server/bpv"),
    ],
)
def test_a_wrong_setting_is_one_sentence_without_a_password(
    monkeypatch: pytest.MonkeyPatch, naam: str, waarde: str
) -> None:
    with pytest.raises(InstellingFout) as fout:
        lees(monkeypatch, **{naam: waarde})
    zin = str(fout.value)
    assert naam in zin
    assert "geheim" not in zin
    assert "\n" not in zin
