"""The life of a round: every status × step × who, with the answer written out; the form; the lottery; the list."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.matching.rules import Modus
from bpv_app.matching.rules_loting import Voorrang, trek_loten, zaad_hash
from bpv_app.matching.rules_ronde import (
    MAG_WIJZIGEN,
    OVERGANGEN,
    STATUS_BETEKENIS,
    STATUS_LABEL,
    STATUS_TOON,
    RondeNietKlaar,
    RondeStand,
    RondeStap,
    RondeStapMagNiet,
    RondeStatus,
    Voorwaarde,
    Wie,
    check_stap,
    is_schrijfbaar,
    mag_stap,
)
from bpv_app.matching.rules_ronde_invoer import lees_moment, lees_ronde, schooljaar, toon_invoer
from bpv_app.matching.rules_ronde_levensloop import maak_levensloop
from bpv_app.matching.rules_ronde_mail import herinner_moment
from bpv_app.matching.rules_voorkeur import (
    Keuze,
    Lijst,
    LijstTeKort,
    Zet,
    bewijs_code,
    check_insturen,
    check_lijst,
    verplaats,
    verschillen,
    voeg_toe,
    zet_op_volgorde,
)

NU = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
# Status → the steps that lead from it, each with who may take it. Everything else is refused.
VERWACHT = {
    "concept": {"openen": {"coordinator"}},
    "open": {"sluiten": {"coordinator", "app"}},
    "gesloten": {"publiceren": {"coordinator"}},
    "gepubliceerd": {"afronden": {"coordinator", "app"}},
    "afgerond": {},
}
NAAR = {"openen": "open", "sluiten": "gesloten", "publiceren": "gepubliceerd", "afronden": "afgerond"}


def stand(status: RondeStatus, **anders: object) -> RondeStand:
    standaard: dict[str, object] = {
        "nu": NU, "sluit_op": NU + timedelta(days=1), "studenten": 3, "plaatsen": 2, "heeft_uitslag": True,
        "bezwaar_tot": date(2026, 11, 20), "vandaag": date(2026, 11, 26),
    }  # fmt: skip
    return RondeStand(status=status, **{**standaard, **anders})  # type: ignore[arg-type]


@pytest.mark.parametrize("status", list(RondeStatus))
@pytest.mark.parametrize("stap", list(RondeStap))
@pytest.mark.parametrize("wie", list(Wie))
def test_the_whole_matrix(status: RondeStatus, stap: RondeStap, wie: Wie) -> None:
    mag = wie.value in VERWACHT[status.value].get(stap.value, set())
    assert mag_stap(stap, status, wie) is mag
    voorbij = stand(status, sluit_op=NU - timedelta(minutes=1)) if stap is RondeStap.SLUITEN else stand(status)
    if mag:
        assert check_stap(stap, voorbij, wie).naar.value == NAAR[stap.value]
    else:
        with pytest.raises(RondeStapMagNiet):
            check_stap(stap, voorbij, wie)


def test_every_status_can_be_reached_and_has_words() -> None:
    assert {o.naar for o in OVERGANGEN.values()} | {RondeStatus.CONCEPT} == set(RondeStatus)
    for status in RondeStatus:
        assert STATUS_LABEL[status].en
        assert STATUS_BETEKENIS[status].nl
        assert status in STATUS_TOON
        assert status in MAG_WIJZIGEN


def test_what_is_missing_for_opening_is_named_at_once() -> None:
    with pytest.raises(RondeNietKlaar) as fout:
        check_stap(RondeStap.OPENEN, stand(RondeStatus.CONCEPT, studenten=0, plaatsen=0, sluit_op=NU), Wie.COORDINATOR)
    assert all(w in fout.value.tekst.nl for w in ("minstens één student", "minstens één aangeboden", "toekomst"))


def test_closing_early_needs_a_reason_and_the_app_never_closes_early() -> None:
    vroeg = stand(RondeStatus.OPEN)
    with pytest.raises(OngeldigeInvoer):
        check_stap(RondeStap.SLUITEN, vroeg, Wie.COORDINATOR, "  ")
    assert check_stap(RondeStap.SLUITEN, vroeg, Wie.COORDINATOR, "Iedereen is klaar.").naar is RondeStatus.GESLOTEN
    with pytest.raises(RondeNietKlaar):
        check_stap(RondeStap.SLUITEN, vroeg, Wie.APP, "Haast.")


def test_publishing_needs_a_result_and_finishing_waits_for_objections() -> None:
    with pytest.raises(RondeNietKlaar):
        check_stap(RondeStap.PUBLICEREN, stand(RondeStatus.GESLOTEN, heeft_uitslag=False), Wie.COORDINATOR)
    for laatste in (date(2026, 11, 26), None):
        with pytest.raises(RondeNietKlaar):
            check_stap(RondeStap.AFRONDEN, stand(RondeStatus.GEPUBLICEERD, bezwaar_tot=laatste), Wie.APP)


@pytest.mark.parametrize(
    ("status", "minuten", "mag"),
    [
        (RondeStatus.OPEN, -1, False),
        (RondeStatus.OPEN, 0, True),
        (RondeStatus.OPEN, 59, True),
        (RondeStatus.OPEN, 60, False),
        (RondeStatus.CONCEPT, 30, False),
        (RondeStatus.GESLOTEN, 30, False),
    ],
)
def test_a_list_can_be_written_from_the_opening_up_to_the_closing_moment(
    status: RondeStatus, minuten: int, mag: bool
) -> None:
    assert is_schrijfbaar(status, NU, NU + timedelta(hours=1), NU + timedelta(minutes=minuten)) is mag


def test_only_later_moments_and_words_change_in_an_open_round() -> None:
    assert MAG_WIJZIGEN[RondeStatus.OPEN] == {"sluit_op", "publiceert_op", "rangschikken_tot", "toelichting"}
    assert not MAG_WIJZIGEN[RondeStatus.AFGEROND]
    assert Voorwaarde.REDEN_ALS_VROEG in OVERGANGEN[RondeStap.SLUITEN].voorwaarden


# -- the lottery --


def test_anyone_can_check_the_lottery() -> None:
    loten = trek_loten("zaad", [(n, Voorrang.GEWOON) for n in range(1, 50)])
    zelf = sorted(range(1, 50), key=lambda n: hashlib.sha256(f"zaad:{n}".encode()).hexdigest())
    assert [n for n, _ in sorted(loten.items(), key=lambda x: x[1])] == zelf
    assert zaad_hash("zaad") == hashlib.sha256(b"zaad").hexdigest()


@given(st.lists(st.tuples(st.integers(1, 999), st.sampled_from(list(Voorrang))), unique_by=lambda d: d[0], min_size=1))
def test_lots_are_distinct_do_not_depend_on_order_and_keep_groups_apart(
    deelnemers: list[tuple[int, Voorrang]],
) -> None:
    loten = trek_loten("z", deelnemers)
    assert sorted(loten.values()) == list(range(1, len(deelnemers) + 1))
    assert trek_loten("z", reversed(deelnemers)) == loten
    groep = dict(deelnemers)
    op_rij = [groep[n] for n in sorted(loten, key=lambda n: loten[n])]
    assert op_rij == sorted(op_rij, key=[Voorrang.PECH, Voorrang.OVERDOEN, Voorrang.GEWOON].index)


def test_who_comes_later_draws_nobody_again() -> None:
    eerst = trek_loten("z", [(n, Voorrang.GEWOON) for n in (1, 2, 3)])
    later = trek_loten("z", [(n, Voorrang.GEWOON) for n in (1, 2, 3, 4)])
    assert sorted((1, 2, 3), key=lambda n: eerst[n]) == sorted((1, 2, 3), key=lambda n: later[n])


# -- the list --

ABC = Lijst((Keuze(1, "dichtbij"), Keuze(2), Keuze(3)), "Graag buiten.")


@pytest.mark.parametrize(
    ("plaats", "zet", "wordt"),
    [
        (2, Zet.OMHOOG, (2, 1, 3)),
        (1, Zet.OMHOOG, (1, 2, 3)),
        (2, Zet.OMLAAG, (1, 3, 2)),
        (3, Zet.OMLAAG, (1, 2, 3)),
        (3, Zet.EERSTE, (3, 1, 2)),
        (1, Zet.LAATSTE, (2, 3, 1)),
        (2, Zet.WEG, (1, 3)),
        (9, Zet.EERSTE, (1, 2, 3)),
    ],
)
def test_moving_a_place(plaats: int, zet: Zet, wordt: tuple[int, ...]) -> None:
    na = verplaats(ABC, plaats, zet)
    assert na.plaatsen == wordt
    assert na.wensen == ABC.wensen
    assert next(k.reden for k in na.keuzes if k.plaats_id == 1) == "dichtbij"


def test_dragging_gives_an_order_and_loses_nothing() -> None:
    assert zet_op_volgorde(ABC, [3, 3, 9, 1]).plaatsen == (3, 1, 2)
    assert voeg_toe(ABC, 2) == ABC
    assert voeg_toe(ABC, 4).plaatsen == (1, 2, 3, 4)


def test_a_list_holds_only_places_that_fit_each_once_and_not_too_many() -> None:
    with pytest.raises(OngeldigeInvoer, match="twee keer"):
        check_lijst(Lijst((Keuze(1), Keuze(1))), {1}, 5)
    with pytest.raises(OngeldigeInvoer, match="past niet"):
        check_lijst(ABC, {1, 2}, 5)
    with pytest.raises(OngeldigeInvoer, match="hoogstens 2"):
        check_lijst(ABC, {1, 2, 3}, 2)
    with pytest.raises(OngeldigeInvoer):
        check_lijst(Lijst((Keuze(1, "x" * 1001),)), {1}, 2)
    assert check_lijst(ABC, {1, 2, 3}, 3) == ABC


def test_nobody_needs_more_places_than_there_are() -> None:
    check_insturen(Lijst((Keuze(1),)), {1}, 3)
    with pytest.raises(LijstTeKort, match="nog 2 plaatsen"):
        check_insturen(Lijst((Keuze(1),)), {1, 2, 3, 4}, 3)
    with pytest.raises(LijstTeKort):
        check_insturen(Lijst(), set(), 1)


def test_two_versions_are_told_apart_in_words() -> None:
    ander = Lijst((Keuze(2), Keuze(1, "ver")), "Binnen.")
    assert verschillen(ABC, ander, {1: "Anker", 2: "Boot", 3: "Cel"}) == (
        ("volgorde", "1. Anker, 2. Boot, 3. Cel", "1. Boot, 2. Anker"),
        ("reden bij Anker", "dichtbij", "ver"),
        ("wensen", "Graag buiten.", "Binnen."),
    )


# -- the form --

FORM = {
    "naam": " Stage  voorjaar ", "van": "2027-02-01", "tot": "2027-06-25", "opent_op": "2026-12-01T09:00",
    "sluit_op": "2026-12-12T17:00", "publiceert_op": "", "min_keuzes": "3", "max_keuzes": "5", "modus": "garantie",
    "doel": "eerste_keuzes", "bezwaardagen": "5", "max_km": "", "toelichting": "", "groep:4:": "on", "groep:4:3B": "on",
    "groep:5:2A": "on", "toont_eerste": "on",
}  # fmt: skip


def test_the_form_is_understood() -> None:
    r = lees_ronde(FORM)
    assert (r.naam, r.opent_op, r.modus) == ("Stage voorjaar", datetime(2026, 12, 1, 8, tzinfo=UTC), Modus.GARANTIE)
    assert r.groepen == {(4, ""), (5, "2A")}
    assert (r.toont_eerste, r.moet_bevestigen, r.max_km, r.publiceert_op) == (True, False, None, None)
    assert toon_invoer(r.sluit_op) == "2026-12-12T17:00"
    assert toon_invoer(lees_moment("2027-03-28T09:00")) == "2027-03-28T09:00"
    assert (schooljaar(date(2027, 7, 31)), schooljaar(date(2027, 8, 1))) == ("2026-2027", "2027-2028")


@pytest.mark.parametrize(
    ("veld", "waarde"),
    [
        ("naam", "  "), ("naam", "x" * 121), ("van", "morgen"), ("tot", "2027-01-01"), ("opent_op", "2026-13-01T09:00"),
        ("opent_op", ""), ("sluit_op", "2026-12-01T08:00"), ("publiceert_op", "2026-12-12T16:00"), ("min_keuzes", "6"),
        ("max_keuzes", "26"), ("max_keuzes", "veel"), ("modus", "toeval"), ("doel", "x"), ("bezwaardagen", "-1"),
        ("max_km", "0"), ("toelichting", "x" * 2001),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(veld: str, waarde: str) -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        lees_ronde({**FORM, veld: waarde})
    assert set(fout.value.velden) == {veld}


def test_everything_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        lees_ronde({})
    assert {"naam", "van", "tot", "opent_op", "sluit_op", "groepen", "min_keuzes"} <= set(fout.value.velden)


@pytest.mark.parametrize(
    ("uren_voor_sluiten", "dagen"),
    [(100, None), (72, 3), (30, 3), (24, 1), (1, 1), (0, None)],
)
def test_reminders_come_three_days_and_one_day_before_closing(uren_voor_sluiten: int, dagen: int | None) -> None:
    sluit = NU + timedelta(days=10)
    assert herinner_moment(NU, sluit, sluit - timedelta(hours=uren_voor_sluiten)) == dagen


def test_a_round_that_opened_today_reminds_nobody_yet() -> None:
    sluit = NU + timedelta(hours=60)
    assert herinner_moment(NU, sluit, NU + timedelta(hours=1)) is None
    assert herinner_moment(NU, sluit, sluit - timedelta(hours=20)) == 1


def test_the_page_about_the_life_of_a_round_is_the_table() -> None:
    pagina = Path(__file__).resolve().parents[2] / "docs" / "levensloop-ronde.md"
    assert pagina.read_text(encoding="utf-8") == maak_levensloop(), (
        "run: python -m bpv_app.matching.rules_ronde_levensloop > docs/levensloop-ronde.md"
    )


def test_a_receipts_code_is_letters_that_depend_on_everything() -> None:
    code = bewijs_code(7, NU, ABC, "hash")
    assert len(code) == 16
    assert code.isalpha()
    anders = {bewijs_code(8, NU, ABC, "hash"), bewijs_code(7, NU, Lijst(), "hash"), bewijs_code(7, NU, ABC, "x")}
    assert code not in anders
    assert code == bewijs_code(7, NU, ABC, "hash")


def _formulier(**anders: str) -> dict[str, str]:
    return {
        "naam": "Ronde", "van": "2026-12-07", "tot": "2027-06-25", "groep:1:": "on", "opent_op": "2026-11-25T09:00",
        "sluit_op": "2026-12-04T17:00", "publiceert_op": "2026-12-14T09:00", "min_keuzes": "1", "max_keuzes": "3",
        "bezwaardagen": "5", "modus": "loting", "doel": "eerste_keuzes", "bedrijven_rangschikken": "on",
        "rangschikken_tot": "2026-12-08T17:00",
    } | anders  # fmt: skip


def test_companies_order_with_the_lottery_only_between_the_closing_and_the_result() -> None:
    goed = lees_ronde(_formulier())
    assert goed.bedrijven_rangschikken
    assert goed.rangschikken_tot is not None
    uit = lees_ronde(_formulier(bedrijven_rangschikken="", modus="garantie"))
    assert (uit.bedrijven_rangschikken, uit.rangschikken_tot) == (False, None)
    for anders, veld in (
        ({"modus": "garantie"}, "bedrijven_rangschikken"),
        ({"modus": "optimaal"}, "bedrijven_rangschikken"),
        ({"rangschikken_tot": ""}, "rangschikken_tot"),
        ({"rangschikken_tot": "2026-12-04T17:00"}, "rangschikken_tot"),
        ({"publiceert_op": "2026-12-08T17:00"}, "publiceert_op"),
    ):
        with pytest.raises(OngeldigeInvoer) as fout:
            lees_ronde(_formulier(**anders))
        assert set(fout.value.velden) == {veld}
