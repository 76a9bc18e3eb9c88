"""How far a student is, and what the app says of it. Worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bpv_app.kernel.tekst import Tekst
from bpv_app.uren.rules_plan import Afspraak, Kalender
from bpv_app.uren.rules_saldo import Fase, Saldo, bereken_saldo, toon_uren, zin
from bpv_app.uren.rules_tellen import Grenzen, Regel, tel
from bpv_app.uren.rules_tonen import dagen_tekst, uren_tekst
from tests.uren.hulp import LEEG, UUR, dag, maak_afspraak, maak_regels, week_van

GRENZEN = Grenzen(10 * UUR, 50 * UUR)
TWEE_WEKEN = (maak_afspraak("2026-09-07", "2026-09-18", totaal=80 * UUR),)
MUTATIE = (
    maak_afspraak("2026-09-07", "2026-09-11", totaal=80 * UUR, afgesproken="2026-09-18"),
    maak_afspraak("2026-09-14", "2026-09-25", totaal=80 * UUR, pok_id=2),
)
ZIEKE_WEEK = [*week_van("2026-09-07", "8 8"), *maak_regels("2026-09-09 ziek 8"), *week_van("2026-09-10", "8 8")]
VOL = week_van("2026-09-07", "8 8 8 8 8 - - 8 8 8 8 8")


def saldo_van(
    regels: list[Regel], op: str, afspraken: tuple[Afspraak, ...] = TWEE_WEKEN, kalender: Kalender = LEEG
) -> Saldo:
    return bereken_saldo(tel(regels, afspraken, kalender, GRENZEN), afspraken, kalender, dag(op))


# what, lines, today, hours: done, target, to go, behind, missed, to make up
SALDI = [
    ("before the begin", [], "2026-09-06", (0, 0, 80, 0, 0, 0)),
    ("the first morning nobody is behind", [], "2026-09-07", (0, 0, 80, 0, 0, 0)),
    ("halfway the first day", week_van("2026-09-07", "4"), "2026-09-07", (4, 4, 76, 0, 0, 0)),
    ("after the first day", week_van("2026-09-07", "8"), "2026-09-07", (8, 8, 72, 0, 0, 0)),
    ("a long first day", week_van("2026-09-07", "10"), "2026-09-07", (10, 8, 70, -2, 0, 0)),
    ("the next morning", week_van("2026-09-07", "8"), "2026-09-08", (8, 8, 72, 0, 0, 0)),
    ("a short first day", week_van("2026-09-07", "2"), "2026-09-08", (2, 8, 78, 6, 0, 0)),
    ("the weekend adds nothing", week_van("2026-09-07", "8 8 8 8 8"), "2026-09-13", (40, 40, 40, 0, 0, 0)),
    ("written ahead is not done", week_van("2026-09-07", "8 8 8"), "2026-09-08", (16, 16, 64, 0, 0, 0)),
    ("a day of illness", ZIEKE_WEEK, "2026-09-13", (32, 40, 48, 8, 8, 8)),
    (
        "partly made up",
        [*ZIEKE_WEEK, *maak_regels("2026-09-12 inhalen 3")],
        "2026-09-13",
        (35, 40, 45, 5, 8, 5),
    ),
    (
        "longer days make up too",
        [*week_van("2026-09-07", "10 10"), *maak_regels("2026-09-09 ziek 8"), *week_van("2026-09-10", "8 8")],
        "2026-09-13",
        (36, 40, 44, 4, 8, 4),
    ),
    (
        "behind for another reason: only what was missed is to make up",
        [*week_van("2026-09-07", "2"), *maak_regels("2026-09-08 verlof 4")],
        "2026-09-09",
        (2, 16, 78, 14, 4, 4),
    ),
    (
        "behind for another reason and partly made up",
        maak_regels("2026-09-07 gewerkt 2; 2026-09-08 verlof 4; 2026-09-08 inhalen 1"),
        "2026-09-09",
        (3, 16, 77, 13, 4, 3),
    ),
    ("at school is not missed", maak_regels("2026-09-07 school 8"), "2026-09-07", (0, 0, 80, 0, 0, 0)),
    ("all done", VOL, "2026-09-18", (80, 80, 0, 0, 0, 0)),
    ("more than all", [*VOL, *week_van("2026-09-12", "3")], "2026-09-20", (83, 80, 0, -3, 0, 0)),
    ("over and not all done", VOL[:-1], "2026-09-19", (72, 80, 8, 8, 0, 0)),
]


@pytest.mark.parametrize(("regels", "op", "verwacht"), [s[1:] for s in SALDI], ids=[s[0] for s in SALDI])
def test_the_balance_on_a_day(regels: list[Regel], op: str, verwacht: tuple[int, ...]) -> None:
    s = saldo_van(regels, op)
    assert tuple(m / UUR for m in (s.gedaan, s.doel, s.te_gaan, s.achter, s.gemist, s.in_te_halen)) == verwacht
    assert s.totaal == 80 * UUR


def test_an_amendment_adds_what_the_old_agreement_still_asked_and_the_new_one() -> None:
    regels = [*week_van("2026-09-07", "8 8 8 8 8"), *week_van("2026-09-14", "6", pok_id=2)]
    s = saldo_van(regels, "2026-09-15", MUTATIE)
    assert (s.totaal, s.doel, s.gedaan, s.achter, s.te_gaan) == tuple(u * UUR for u in (120, 48, 46, 2, 74))


def test_approved_is_what_counts_of_approved_lines() -> None:
    s = saldo_van([*week_van("2026-09-07", "10 8", akkoord=True), *week_van("2026-09-09", "8")], "2026-09-09")
    assert (s.gedaan, s.goedgekeurd) == (26 * UUR, 18 * UUR)


FASES = [
    ("2026-09-06", TWEE_WEKEN, Fase.NIET_BEGONNEN),
    ("2026-09-07", TWEE_WEKEN, Fase.BEZIG),
    ("2026-09-18", TWEE_WEKEN, Fase.BEZIG),
    ("2026-09-19", TWEE_WEKEN, Fase.AFGELOPEN),
    ("2026-09-13", MUTATIE, Fase.BEZIG),
    ("2026-09-07", (), Fase.NIET_BEGONNEN),
    ("2026-09-07", (maak_afspraak("2026-09-07", "2026-09-06"),), Fase.NIET_BEGONNEN),
]


@pytest.mark.parametrize(("op", "afspraken", "fase"), FASES)
def test_where_today_lies_in_the_placement(op: str, afspraken: tuple[Afspraak, ...], fase: Fase) -> None:
    assert saldo_van([], op, afspraken).fase is fase


BEZIG = Saldo(0, 0, 0, 40 * UUR, 0, 0, 0, 80 * UUR, Fase.BEZIG)
DAG = 8 * UUR
ZINNEN = [
    (BEZIG, DAG, "Je loopt precies op schema.", "You are exactly on schedule."),
    (replace(BEZIG, achter=360), 360, "Je loopt 6 uur achter: 1 dag.", "You are 6 hours behind: 1 day."),
    (replace(BEZIG, achter=360), DAG, "Je loopt 6 uur achter: ongeveer 1 dag.", "You are 6 hours behind: about 1 day."),
    (replace(BEZIG, achter=60), DAG, "Je loopt 1 uur achter.", "You are 1 hour behind."),
    (replace(BEZIG, achter=119), DAG, "Je loopt 1 u 59 achter.", "You are 1 h 59 behind."),
    (
        replace(BEZIG, achter=120),
        DAG,
        "Je loopt 2 uur achter: ongeveer een halve dag.",
        "You are 2 hours behind: about half a day.",
    ),
    (replace(BEZIG, achter=240), DAG, "Je loopt 4 uur achter: een halve dag.", "You are 4 hours behind: half a day."),
    (replace(BEZIG, achter=720), DAG, "Je loopt 12 uur achter: 1,5 dag.", "You are 12 hours behind: 1.5 days."),
    (replace(BEZIG, achter=960), DAG, "Je loopt 16 uur achter: 2 dagen.", "You are 16 hours behind: 2 days."),
    (replace(BEZIG, achter=1), DAG, "Je loopt 1 minuut achter.", "You are 1 minute behind."),
    (replace(BEZIG, achter=20), DAG, "Je loopt 20 minuten achter.", "You are 20 minutes behind."),
    (replace(BEZIG, achter=360), 0, "Je loopt 6 uur achter.", "You are 6 hours behind."),
    (replace(BEZIG, achter=-270), DAG, "Je hebt 4,5 uur voorsprong.", "You are 4.5 hours ahead."),
    (replace(BEZIG, achter=-60), DAG, "Je hebt 1 uur voorsprong.", "You are 1 hour ahead."),
    (replace(BEZIG, te_gaan=0, achter=-60), DAG, "Je hebt alle uren gehaald.", "You have done all your hours."),
    (replace(BEZIG, te_gaan=0, totaal=0), DAG, "Je loopt precies op schema.", "You are exactly on schedule."),
    (
        replace(BEZIG, fase=Fase.NIET_BEGONNEN),
        DAG,
        "Je stage is nog niet begonnen.",
        "Your placement has not started yet.",
    ),
    (
        replace(BEZIG, fase=Fase.AFGELOPEN, te_gaan=480, achter=480),
        DAG,
        "Je stage is voorbij en je mist nog 8 uur.",
        "Your placement is over and you are 8 hours short.",
    ),
    (
        replace(BEZIG, fase=Fase.AFGELOPEN, te_gaan=0),
        DAG,
        "Je hebt alle uren gehaald.",
        "You have done all your hours.",
    ),
]


@pytest.mark.parametrize(("saldo", "per_dag", "nl", "en"), ZINNEN)
def test_one_sentence_says_what_it_means(saldo: Saldo, per_dag: int, nl: str, en: str) -> None:
    assert zin(saldo, per_dag) == Tekst(nl, en)


@pytest.mark.parametrize(
    ("minuten", "nl", "en"),
    [
        (0, "0", "0"),
        (15, "0,25", "0.25"),
        (450, "7,5", "7.5"),
        (480, "8", "8"),
        (600, "10", "10"),
        (432, "7,2", "7.2"),
        (440, "7 u 20", "7 h 20"),
        (485, "8 u 05", "8 h 05"),
        (20, "0 u 20", "0 h 20"),
        (63, "1 u 03", "1 h 03"),
        (81000, "1350", "1350"),
        (-450, "-7,5", "-7.5"),
        (-440, "-7 u 20", "-7 h 20"),
    ],
)
def test_hours_are_shown_exactly(minuten: int, nl: str, en: str) -> None:
    assert (toon_uren(minuten), toon_uren(minuten, "en")) == (nl, en)


def test_hours_and_days_have_their_unit() -> None:
    assert uren_tekst(-60) == Tekst("-1 uur", "-1 hour")
    assert uren_tekst(0) == Tekst("0 uur", "0 hours")
    assert uren_tekst(44) == Tekst("44 minuten", "44 minutes")
    assert [dagen_tekst(n).nl for n in (1, 2, 3, 4, 5)] == ["een halve dag", "1 dag", "1,5 dag", "2 dagen", "2,5 dagen"]
    assert [dagen_tekst(n).en for n in (1, 2, 3, 20)] == ["half a day", "1 day", "1.5 days", "10 days"]
