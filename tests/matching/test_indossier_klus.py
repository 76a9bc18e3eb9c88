"""Putting a round in dossiers in the background: how far it is, what came of it, stopping, and another login."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self

import pytest

from bpv_app.kernel.errors import DomeinFout, NietGevonden
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.pages import uitslag_klus
from bpv_app.matching.pages.uitslag_klus import MAX_GETOOND, PER_TRANSACTIE, IndossierState, rest_zin
from bpv_app.matching.uitvoer import verslag_csv
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler

NR = 7
GOED, SLECHT = Tekst("Goed.", "Good."), Tekst("Slecht.", "Bad.")


class Scherm:
    """The screen, which reads itself again when the work is done."""

    nr, gelezen = NR, 0

    async def _lees(self, nr: int) -> None:
        assert nr == NR
        self.gelezen += 1


class Basis:
    """What every screen shows."""

    taal, melding, fout = "nl", "oud", ""

    def _begin_actie(self) -> None:
        self.melding = ""

    def _meld_fout(self, fout: DomeinFout) -> None:
        self.fout = fout.tekst.nl

    def _zeg(self, tekst: Tekst, soort: str) -> None:
        self.melding = f"{soort}: {tekst.nl}"


class Klus:
    """Stands in for the State as a background handler has it: to be changed inside `async with` only."""

    bezig: bool
    gedaan: int
    totaal: int
    meer: int
    zin: str
    rest: str
    uitslagen: list[Any]
    _alle: list[Uitslag]
    _leeg: Any = IndossierState._leeg
    _toon: Any = IndossierState._toon
    _doe: Any = IndossierState._doe

    def __init__(self) -> None:
        vars(self).update(is_open=True)
        self.scherm, self.basis = Scherm(), Basis()
        self.hier, self.nr, self.bezig, self._klus = NR, 0, False, 0
        self._leeg(0)
        self.is_open = False

    def __setattr__(self, naam: str, waarde: object) -> None:
        assert self.is_open or naam == "is_open", f"{naam} is changed without the lock"
        super().__setattr__(naam, waarde)

    async def __aenter__(self) -> Self:
        assert not self.is_open, "locked twice"
        self.is_open = True
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.is_open = False

    async def get_state(self, soort: type) -> Any:
        assert self.is_open, "another State is read without the lock"
        return self.basis if soort is BasisState else self.scherm

    def begin(self, gegevens: object = None) -> None:
        """As the button does."""
        handler_: Any = IndossierState.event_handlers["zet_in_dossiers"]
        asyncio.run(handler_.fn(self, gegevens or {"inrichting": "3"}))


Werk = Callable[[Sequence[int]], list[Uitslag]]


def alles_goed(ids: Sequence[int]) -> list[Uitslag]:
    return [Uitslag(str(i), f"Student {i}", True, GOED, f"/dossiers/{i}") for i in ids]


@pytest.fixture
def beurten() -> list[list[int]]:
    """The batches that were done; `zet` below says with what."""
    return []


def zet(monkeypatch: pytest.MonkeyPatch, beurten: list[list[int]], ids: Sequence[int], werk: Werk = alles_goed) -> None:
    """`ids` are ready; doing them goes as `werk` says."""

    async def lees(_vraag: object) -> list[int]:
        return list(ids)

    async def schrijf(doe: Callable[[object, object], list[Uitslag]]) -> list[Uitslag]:
        return doe(None, None)

    def zet_in_dossiers(
        _s: object, _wie: object, _clock: object, nr: int, inrichting: int, deel: Sequence[int]
    ) -> list[Uitslag]:
        assert (nr, inrichting) == (NR, 3)
        beurten.append(list(deel))
        return werk(deel)

    monkeypatch.setattr(uitslag_klus, "lees", lees)
    monkeypatch.setattr(uitslag_klus, "schrijf", schrijf)
    monkeypatch.setattr(uitslag_klus, "zet_in_dossiers", zet_in_dossiers)


def test_all_are_done_some_at_a_time_and_the_screen_is_read_again(
    monkeypatch: pytest.MonkeyPatch, beurten: list[list[int]]
) -> None:
    ids = range(1, 2 * PER_TRANSACTIE + 4)
    zet(monkeypatch, beurten, ids)
    k = Klus()
    k.begin()
    assert beurten == [list(ids[:PER_TRANSACTIE]), list(ids[PER_TRANSACTIE : 2 * PER_TRANSACTIE]), list(ids[-3:])]
    assert (k.bezig, k.gedaan, k.totaal, k.zin) == (False, len(ids), len(ids), f"{len(ids)} gelukt, 0 niet.")
    assert (k.nr, k.scherm.gelezen, k.rest, k.basis.melding) == (NR, 1, "", "")


def test_what_failed_comes_first_and_the_report_has_them_all(
    monkeypatch: pytest.MonkeyPatch, beurten: list[list[int]]
) -> None:
    def werk(ids: Sequence[int]) -> list[Uitslag]:
        return [Uitslag(str(i), f"Student {i}", i % 20 != 0, GOED if i % 20 else SLECHT) for i in ids]

    zet(monkeypatch, beurten, range(1, 101), werk)
    k = Klus()
    k.begin()
    assert k.zin == "95 gelukt, 5 niet."
    assert [u.gelukt for u in k.uitslagen[:6]] == [False] * 5 + [True]
    assert (len(k.uitslagen), k.meer, len(k._alle)) == (MAX_GETOOND, 50, 100)


def test_stopping_keeps_what_was_done(monkeypatch: pytest.MonkeyPatch, beurten: list[list[int]]) -> None:
    k = Klus()

    def werk(ids: Sequence[int]) -> list[Uitslag]:
        vars(k)["stopt"] = len(beurten) == 2
        return alles_goed(ids)

    zet(monkeypatch, beurten, range(1, 51), werk)
    k.begin()
    assert len(beurten) == 2
    assert (k.bezig, k.zin) == (
        False,
        f"{2 * PER_TRANSACTIE} gelukt, 0 niet. {50 - 2 * PER_TRANSACTIE} nog niet gedaan.",
    )


def test_another_login_in_the_tab_ends_the_work_and_sees_nothing_of_it(
    monkeypatch: pytest.MonkeyPatch, beurten: list[list[int]]
) -> None:
    k = Klus()

    def werk(ids: Sequence[int]) -> list[Uitslag]:
        if len(beurten) == 2:  # the gate wiped the tab
            vars(k).update(_klus=0, bezig=False, nr=0, zin="", uitslagen=[], _alle=[])
        return alles_goed(ids)

    zet(monkeypatch, beurten, range(1, 51), werk)
    k.begin()
    assert len(beurten) == 2
    assert (k.zin, k.uitslagen, k._alle, k.scherm.gelezen) == ("", [], [], 0)


def test_an_error_halfway_keeps_the_results_and_is_told(
    monkeypatch: pytest.MonkeyPatch, beurten: list[list[int]]
) -> None:
    def werk(ids: Sequence[int]) -> list[Uitslag]:
        if len(beurten) == 2:
            raise NietGevonden
        return alles_goed(ids)

    zet(monkeypatch, beurten, range(1, 51), werk)
    k = Klus()
    k.begin()
    assert k.basis.fout == NietGevonden().tekst.nl
    assert (k.bezig, k.gedaan, k.scherm.gelezen) == (False, PER_TRANSACTIE, 1)


def test_a_bug_halfway_says_that_what_was_done_stays(monkeypatch: pytest.MonkeyPatch, beurten: list[list[int]]) -> None:
    def werk(_ids: Sequence[int]) -> list[Uitslag]:
        raise ZeroDivisionError

    zet(monkeypatch, beurten, [1], werk)
    k = Klus()
    k.begin()
    assert k.basis.melding.startswith("error: Er ging iets mis bij ons. Wat al klaar was, blijft bewaard. Noem nummer")
    assert k.bezig is False


def test_it_does_not_begin_twice_and_not_without_a_round(
    monkeypatch: pytest.MonkeyPatch, beurten: list[list[int]]
) -> None:
    zet(monkeypatch, beurten, [1])
    k = Klus()
    vars(k)["bezig"] = True
    k.begin()
    assert k.basis.fout == "De dossiers worden al gemaakt. Wacht tot het klaar is."
    assert k.bezig is True
    leeg = Klus()
    vars(leeg)["hier"] = 0
    leeg.begin("geen formulier")
    assert leeg.basis.fout == NietGevonden().tekst.nl
    assert beurten == []


@pytest.mark.parametrize(
    ("gedaan", "totaal", "seconden", "zin"),
    [
        (0, 300, 5.0, ""),
        (300, 300, 90.0, ""),
        (10, 300, 1.0, "Nog minder dan een minuut."),
        (10, 300, 3.0, "Nog ongeveer 1 minuut."),
        (10, 300, 10.0, "Nog ongeveer 5 minuten."),
    ],
)
def test_the_time_left_follows_from_the_time_it_took(gedaan: int, totaal: int, seconden: float, zin: str) -> None:
    assert rest_zin(gedaan, totaal, seconden).nl == zin


def test_the_report_opens_in_a_spreadsheet_and_runs_nothing() -> None:
    rijen = [("Yara; Bakker", "gelukt", 'Zij zei "ja".'), ("=1+1", "niet gelukt", "\x00-x")]
    assert (
        verslag_csv(("Student", "Resultaat", "Toelichting"), rijen)
        == (
            "\ufeffStudent;Resultaat;Toelichting\r\n"
            '"Yara; Bakker";gelukt;"Zij zei ""ja""."\r\n'
            "'=1+1;niet gelukt;'-x\r\n"
        ).encode()
    )


def test_background_work_reads_no_page() -> None:
    with pytest.raises(TypeError):
        handler(ingelogd=True, laadt=True, achtergrond=True)
