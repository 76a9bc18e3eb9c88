"""The rules of the logbook: who may do what in which state, limits, and text that stays text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Rol
from bpv_app.kernel.schoon import schone_regel, schone_tekst
from bpv_app.uren.rules_logboek import (
    VRAGEN,
    Antwoord,
    Handeling,
    LogboekInvoer,
    LogboekStatus,
    MagNiet,
    Toestand,
    check_handeling,
    check_periode,
    handelingen,
    schone_reactie,
    schoon_invoer,
    toestand_van,
    toon_periode,
    vragen_of_standaard,
)
from tests.makers import NU

# z see, b edit, d share, v throw away, r comment, s mark as discussed, h take that back
MATRIX = """
toestand   student  praktijkopleider  onderwijsbegeleider  coordinator  studentenzaken  beheer
concept    zbdv     -                 -                    -            -               -
gedeeld    zbr      zrs               zrs                  zr           -               -
besproken  zr       zrh               zrh                  zr           -               -
"""
LETTERS = {
    "z": Handeling.ZIEN,
    "b": Handeling.BEWERKEN,
    "d": Handeling.DELEN,
    "v": Handeling.VERWIJDEREN,
    "r": Handeling.REAGEREN,
    "s": Handeling.BESPREKEN,
    "h": Handeling.HEROPENEN,
}
DAG = date(2026, 12, 8)


def matrix() -> list[tuple[Toestand, Rol, frozenset[Handeling]]]:
    kop, *regels = [regel.split() for regel in MATRIX.strip().splitlines()]
    return [
        (Toestand(regel[0]), Rol(rol), frozenset(LETTERS[c] for c in cel if c != "-"))
        for regel in regels
        for rol, cel in zip(kop[1:], regel[1:], strict=True)
    ]


def test_who_may_do_what_in_which_state() -> None:
    cellen = matrix()
    assert len(cellen) == len(Toestand) * len(Rol)
    for toestand, rol, verwacht in cellen:
        assert handelingen(rol, toestand) == verwacht, (toestand, rol)
        for handeling in Handeling:
            if handeling in verwacht:
                check_handeling(handeling, rol, toestand)
            else:
                with pytest.raises(MagNiet):
                    check_handeling(handeling, rol, toestand)


def test_the_state_follows_from_sharing_and_discussing() -> None:
    assert toestand_van(LogboekStatus.CONCEPT, None) is Toestand.CONCEPT
    assert toestand_van(LogboekStatus.GEDEELD, None) is Toestand.GEDEELD
    assert toestand_van(LogboekStatus.GEDEELD, NU) is Toestand.BESPROKEN


@pytest.mark.parametrize(
    ("getypt", "bewaard"),
    [
        ("  Kabels getrokken. \r\n", "Kabels getrokken."),
        ("een\r\n\r\n\r\n\r\ntwee\rdrie", "een\n\ntwee\ndrie"),
        ("<b>vet</b> & <script>alert(1)</script>", "<b>vet</b> & <script>alert(1)</script>"),
        ("nul\x00 bel\x07 esc\x1b[31m", "nul bel esc[31m"),
        ("rechts\u202enaar links\u2066!", "rechtsnaar links!"),
        ("e\u0301e\u0301n", "één"),
        ("half\ud800", "half"),
        ("👷🏽\u200d♀️ klaar", "👷🏽\u200d♀️ klaar"),
        ("\u200d", "\u200d"),
    ],
)
def test_text_stays_text_without_what_cannot_be_seen(getypt: str, bewaard: str) -> None:
    assert schone_tekst(getypt) == bewaard


@given(st.text(max_size=300))
def test_cleaning_twice_is_cleaning_once(tekst: str) -> None:
    schoon = schone_tekst(tekst)
    assert schone_tekst(schoon) == schoon
    schoon.encode("utf-8")
    assert "\x00" not in schoon
    assert "\n\n\n" not in schoon


def test_a_title_is_one_line() -> None:
    assert schone_regel(" Eerste\n dag\t op  de bouw ") == "Eerste dag op de bouw"


def test_one_answer_is_enough() -> None:
    invoer = LogboekInvoer(DAG, antwoorden=(Antwoord("Wat heb je gedaan?", "  Gemeten. "), Antwoord("En verder?", "")))
    schoon = schoon_invoer(invoer)
    assert schoon.antwoorden == (Antwoord("Wat heb je gedaan?", "Gemeten."), Antwoord("En verder?", ""))
    assert (schoon.van, schoon.tot) == (DAG, DAG)


def test_everything_that_is_wrong_is_named_at_once() -> None:
    invoer = LogboekInvoer(
        None,
        titel="t" * 121,
        tekst="x" * 4001,
        werkproces="w" * 301,
        antwoorden=(Antwoord("Vraag", "a" * 2001),),
    )
    with pytest.raises(OngeldigeInvoer) as fout:
        schoon_invoer(invoer)
    assert set(fout.value.velden) == {"van", "titel", "tekst", "werkproces", "antwoord_0"}


def test_exactly_the_limit_is_still_good() -> None:
    invoer = LogboekInvoer(
        DAG, titel="t" * 120, tekst="x" * 4000, werkproces="w" * 300, antwoorden=(Antwoord("v", "a" * 2000),)
    )
    assert schoon_invoer(invoer).tekst == "x" * 4000


@pytest.mark.parametrize("antwoorden", [(), (Antwoord("Wat heb je gedaan?", " \n "),)])
def test_nothing_written_is_refused(antwoorden: tuple[Antwoord, ...]) -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        schoon_invoer(LogboekInvoer(DAG, titel="Alleen een titel", tekst=" ", antwoorden=antwoorden))
    assert set(fout.value.velden) == {"antwoord_0" if antwoorden else "tekst"}


@pytest.mark.parametrize(
    ("van", "tot", "fouten"),
    [
        (date(2026, 12, 7), date(2026, 12, 7), set()),  # the first day of the placement
        (date(2026, 12, 16), date(2026, 12, 22), set()),  # seven days, begun today
        (date(2026, 12, 14), date(2026, 12, 21), {"tot"}),  # eight days
        (date(2026, 12, 10), date(2026, 12, 9), {"tot"}),
        (date(2026, 12, 17), date(2026, 12, 17), {"van"}),  # tomorrow
        (date(2026, 12, 6), date(2026, 12, 8), {"van"}),  # a day before the placement
    ],
)
def test_an_entry_is_about_days_of_the_placement_that_have_come(van: date, tot: date, fouten: set[str]) -> None:
    begin, eind, vandaag = date(2026, 12, 7), date(2027, 6, 25), date(2026, 12, 16)
    if not fouten:
        check_periode(van, tot, begin, eind, vandaag)
        return
    with pytest.raises(OngeldigeInvoer) as fout:
        check_periode(van, tot, begin, eind, vandaag)
    assert set(fout.value.velden) == fouten


def test_after_the_last_day_of_the_placement_there_is_nothing_to_write_about() -> None:
    eind = date(2027, 6, 25)
    check_periode(date(2027, 6, 21), eind, date(2026, 12, 7), eind, date(2027, 7, 1))
    with pytest.raises(OngeldigeInvoer):
        check_periode(date(2027, 6, 21), date(2027, 6, 26), date(2026, 12, 7), eind, date(2027, 7, 1))


def test_a_comment_says_something() -> None:
    assert schone_reactie(" Mooi werk! \n") == "Mooi werk!"
    assert schone_reactie("r" * 2000) == "r" * 2000
    for tekst in ("", " \n\u202e ", "r" * 2001):
        with pytest.raises(OngeldigeInvoer):
            schone_reactie(tekst)


def test_a_team_has_its_own_prompts_or_the_four_of_everybody() -> None:
    assert vragen_of_standaard(["Waar was je trots op?", " ", "Wat\nnu?"]) == ("Waar was je trots op?", "Wat nu?")
    assert vragen_of_standaard([]) == tuple(v.nl for v in VRAGEN)
    assert vragen_of_standaard([], "en")[0] == "What did you do?"
    assert len(vragen_of_standaard([f"Vraag {n}" for n in range(20)])) == 10


def test_a_period_in_words() -> None:
    assert toon_periode(DAG, DAG) == "8 dec 2026"
    assert toon_periode(DAG, date(2026, 12, 11)) == "8 dec 2026 – 11 dec 2026"
