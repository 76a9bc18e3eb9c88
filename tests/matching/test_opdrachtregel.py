"""`bpv matching run`: what it reads, what it refuses, what it writes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bpv_app.cli import maak_app

STUDENTEN = "student\na\nb\n"
PLAATSEN = "plaats,capaciteit\nx,1\ny,1\n"
VOORKEUREN = "student,plaats,rang\na,x,1\na,y,2\nb,x,1\n"
UIT = {"toewijzing.csv", "niet_geplaatst.csv", "uitleg.csv", "profiel.csv", "verslag.json"}


def draai(map_: Path, *opties: str, **bestanden: str | bytes) -> Result:
    """Write the files (`studenten="…"`) and run; a file that is not given has its usual content."""
    inhoud: dict[str, str | bytes] = {
        "studenten": STUDENTEN, "plaatsen": PLAATSEN, "voorkeuren": VOORKEUREN, **bestanden,
    }  # fmt: skip
    opdracht = ["matching", "run", "--uit", str(map_ / "uit"), *opties]
    for soort, tekst in inhoud.items():
        pad = map_ / f"{soort}.csv"
        pad.write_bytes(tekst if isinstance(tekst, bytes) else tekst.encode())
        opdracht += [f"--{soort}", str(pad)]
    return CliRunner().invoke(maak_app("matching"), opdracht)


def lees(map_: Path, naam: str) -> list[dict[str, str]]:
    with (map_ / "uit" / naam).open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand))


def plekken(map_: Path) -> dict[str, str]:
    return {rij["student"]: rij["plaats"] for rij in lees(map_, "toewijzing.csv")}


def verslag(map_: Path) -> dict[str, object]:
    inhoud: dict[str, object] = json.loads((map_ / "uit" / "verslag.json").read_text(encoding="utf-8"))
    return inhoud


def geweigerd(map_: Path, uitkomst: Result) -> list[str]:
    """The mistakes of a run that must have been refused and have written nothing."""
    assert uitkomst.exit_code == 2, uitkomst.output
    assert not (map_ / "uit").exists()
    assert [p.name for p in map_.iterdir() if p.name.startswith(".")] == []
    *fouten, slot = uitkomst.stderr.strip().splitlines()
    assert slot.startswith(f"{len(fouten)} fout(en)")
    return fouten


MET_LOT = "student,lot\na,1\nb,2\n"


def test_a_round_with_the_least_columns_gives_the_known_answer(tmp_path: Path) -> None:
    uitkomst = draai(tmp_path, studenten=MET_LOT, afspraken="soort,student,plaats\nuitgesloten,b,y\n")
    assert uitkomst.exit_code == 0, uitkomst.output
    assert {p.name for p in (tmp_path / "uit").iterdir()} == UIT
    assert plekken(tmp_path) == {"a": "y", "b": "x"}
    assert lees(tmp_path, "toewijzing.csv")[0] == {
        "student": "a", "plaats": "y", "rang": "2", "grond": "lijst", "gewijzigd": "",
    }  # fmt: skip
    assert lees(tmp_path, "niet_geplaatst.csv") == []
    assert lees(tmp_path, "profiel.csv")[:2] == [{"rang": "1", "aantal": "1"}, {"rang": "2", "aantal": "1"}]
    assert verslag(tmp_path)["maximum"] == 2


def test_the_lottery_leaves_the_second_student_out(tmp_path: Path) -> None:
    assert draai(tmp_path, "--modus", "loting", studenten=MET_LOT).exit_code == 0
    assert plekken(tmp_path) == {"a": "x"}
    assert lees(tmp_path, "niet_geplaatst.csv")[0]["code"] == "lijst_vol"
    assert verslag(tmp_path)["maximum"] == 2


def test_files_as_excel_saves_them_give_the_same_bytes_as_plain_ones(tmp_path: Path) -> None:
    gewoon, excel = tmp_path / "gewoon", tmp_path / "excel"
    gewoon.mkdir()
    excel.mkdir()
    afspraken = "soort,student,plaats,reden\nuitgesloten,b,x,\n"
    assert draai(gewoon, studenten="student,lot\né,1\nb,2\n", voorkeuren=VOORKEUREN.replace("a,", "é,"),
                 afspraken=afspraken).exit_code == 0  # fmt: skip
    uitkomst = draai(
        excel,
        studenten="Lot;Student;\r\n2;b;\r\n;;\r\n1;é;\r\n".encode("cp1252"),
        plaatsen=b"\xef\xbb\xbfCAPACITEIT;plaats\r\n1,0;y\r\n 1 ; x\r\n\r\n",
        voorkeuren='sep=;\r\nrang;"plaats";student\r\n2;y;é\r\n1;"x";é\r\n1;x;b\r\n'.encode("utf-8-sig"),
        afspraken='reden;soort;plaats;student\r\n"zegt ""nee"";\r\nhelaas";UITGESLOTEN;x;b\r\n',
    )
    assert uitkomst.exit_code == 0, uitkomst.output
    for naam in UIT - {"verslag.json", "toewijzing.csv", "niet_geplaatst.csv", "uitleg.csv"}:
        assert (gewoon / "uit" / naam).read_bytes() == (excel / "uit" / naam).read_bytes()
    assert plekken(gewoon) == plekken(excel) == {"é": "x", "b": "y"}


def test_the_order_of_rows_changes_nothing_but_the_order_of_rows(tmp_path: Path) -> None:
    een, ander = tmp_path / "een", tmp_path / "ander"
    een.mkdir()
    ander.mkdir()
    studenten = [f"s{i}" for i in range(12)]
    plaatsen = [f"p{i},{i % 3}" for i in range(9)]
    lijst = [f"s{i},p{(i * j + j) % 9},{j}" for i in range(10) for j in (1, 2)]
    lijst = [r for n, r in enumerate(lijst) if r.rsplit(",", 1)[0] not in [x.rsplit(",", 1)[0] for x in lijst[:n]]]

    def doe(map_: Path, stap: int) -> None:
        uitkomst = draai(
            map_,
            "--loting",
            "geheim",
            studenten="\n".join(["student", *studenten[::stap]]),
            plaatsen="\n".join(["plaats,capaciteit", *plaatsen[::stap]]),
            voorkeuren="\n".join(["student,plaats,rang", *lijst[::stap]]),
        )
        assert uitkomst.exit_code == 0, uitkomst.output

    doe(een, 1)
    doe(ander, -1)
    for naam in ("toewijzing.csv", "niet_geplaatst.csv", "uitleg.csv"):
        assert sorted(map(str, lees(een, naam))) == sorted(map(str, lees(ander, naam)))
    assert list(plekken(een)) == list(reversed(plekken(ander)))
    vast = {"bestanden"}
    assert {k: v for k, v in verslag(een).items() if k not in vast} == {
        k: v for k, v in verslag(ander).items() if k not in vast
    }


def test_the_lots_are_the_documented_hash_and_groups_go_first(tmp_path: Path) -> None:
    from hashlib import sha256

    namen = [f"s{i}" for i in range(6)]
    for groep, verwacht in (
        ("", min(namen, key=lambda n: sha256(f"zaad:{n}".encode()).hexdigest())),
        ("s4", "s4"),
    ):
        rijen = [f"{n},{1 if n == groep else ''}" for n in namen]
        uitkomst = draai(
            tmp_path,
            "--modus",
            "loting",
            "--loting",
            "zaad",
            studenten="\n".join(["student,groep", *rijen]),
            voorkeuren="\n".join(["student,plaats,rang", *(f"{n},x,1" for n in namen)]),
        )
        assert uitkomst.exit_code == 0, uitkomst.output
        assert plekken(tmp_path) == {verwacht: "x"}
    assert verslag(tmp_path)["loting"] == {
        "seed": "zaad", "seed_sha256": sha256(b"zaad").hexdigest(), "herkomst": "opgegeven",
    }  # fmt: skip


def test_every_mistake_of_every_file_is_named_with_its_line(tmp_path: Path) -> None:
    uitkomst = draai(
        tmp_path,
        studenten="student,crebo,van,tot,postcode,lot,niveau,rijbewijs,max_km\n"
        "a,2518,,,,1,,,\n"
        "a,,31-02-2027,,,2,,,\n"
        "b,,2027-03-01,2027-02-01,9999ZZZ,2,,,\n"
        "c,,,,0012,3,vier,misschien,ver\n",
        plaatsen="plaats,capaciteit,niveau_min,niveau_max\nx,-1,,\ny,veel,,\nx,1,,\n,1,,\nz,,4,2\n",
        voorkeuren="student,plaats,rang\na,x,1\na,y,1\na,x,2\nd,x,1\nb,q,0\nb,x,\n",
        erkenningen="leerbedrijf,crebo\nl,abc\n",
        afspraken="soort,student,plaats\nvast,a,x\nvast,a,y\nmisschien,b,y\nvast,b,onbekend\n",
        rangorde="plaats,student,rang\nx,a,1\nx,b,1\n",
        vorige="student,plaats\na,x\na,y\nwie,x\n",
    )
    fouten = geweigerd(tmp_path, uitkomst)
    plek = [fout.split(": ")[0] for fout in fouten]
    assert sorted(plek) == sorted(
        [
            "studenten.csv:2",  # crebo
            "studenten.csv:3",  # a twice
            "studenten.csv:3",  # date
            "studenten.csv:4",  # tot before van
            "studenten.csv:4",  # postcode
            "studenten.csv:4",  # lot twice
            *["studenten.csv:5"] * 4,  # postcode, level, licence, km
            "plaatsen.csv:2",
            "plaatsen.csv:3",
            "plaatsen.csv:4",
            "plaatsen.csv:5",
            "plaatsen.csv:6",  # no capacity
            "plaatsen.csv:6",  # min above max
            "voorkeuren.csv:3",  # rank twice
            "voorkeuren.csv:4",  # pair twice
            "voorkeuren.csv:5",
            "voorkeuren.csv:6",  # place; rank 0
            "voorkeuren.csv:6",
            "voorkeuren.csv:7",
            "erkenningen.csv:2",
            *["afspraken.csv:3"] * 2,  # a locked twice; y did not rank a
            "afspraken.csv:4",
            "afspraken.csv:5",
            "rangorde.csv:3",
            "vorige.csv:3",
            "vorige.csv:4",
        ]
    ), "\n".join(fouten)


@pytest.mark.parametrize(
    ("bestanden", "fout"),
    [
        ({"studenten": ""}, "studenten.csv: Het bestand is leeg."),
        ({"studenten": "student\n"}, "studenten.csv: Onder de kolomnamen staan geen rijen."),
        ({"studenten": "naam\na\n"}, "studenten.csv:1: De kolom student ontbreekt."),
        ({"plaatsen": "plaats\nx\ny\n"}, "plaatsen.csv:1: De kolom capaciteit ontbreekt."),
        ({"plaatsen": "plaats,capaciteit,plaats\nx,1,x\n"}, "plaatsen.csv:1: De kolom plaats staat er twee keer."),
        ({"plaatsen": "plaats,capaciteit\nx,1,2\ny,1\n"}, "plaatsen.csv:2: Deze regel heeft 3 cellen, de kop 2."),
        ({"studenten": b"PK\x03\x04"}, "studenten.csv: Dit is een zip- of Excelbestand; hier hoort een tekstbestand."),
        ({"studenten": "student\na\nb\x01\n"}, "studenten.csv:3: In student staat een teken"),
        ({"studenten": "student,lot\na,1\nb,\n"}, "studenten.csv:3: Hier ontbreekt het lot"),
        ({"plaatsen": "plaats,capaciteit\nx,1.5\ny,1\n"}, "plaatsen.csv:2: In capaciteit hoort een heel getal"),
        (
            {"afspraken": "soort,student,plaats\nvast,a,x\nvast,b,x\n"},
            "afspraken.csv:3: Plaats x heeft 1 plekken; dit is de 2e student die er vast zit.",
        ),
        (
            {"afspraken": "soort,student,plaats\nvast,a,x\nuitgesloten,a,x\n"},
            "afspraken.csv:3: Student a en plaats x staan er samen al, op regel 2.",
        ),
        (
            {
                "studenten": "student,crebo\na,25180\nb,\n",
                "plaatsen": "plaats,capaciteit,crebo\nx,1,25181\ny,1,\n",
                "afspraken": "soort,student,plaats\nvast,a,x\n",
            },
            "afspraken.csv:2: Student a kan niet vast op plaats x: dat mag niet om de regel opleiding.",
        ),
        (
            {"rangorde": "plaats,student,rang\nx,b,1\n", "afspraken": "soort,student,plaats\nvast,a,x\n"},
            "afspraken.csv:2: Student a kan niet vast op plaats x: dat mag niet om de regel keuze van het leerbedrijf.",
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_said_and_nothing_is_written(
    tmp_path: Path, bestanden: dict[str, str | bytes], fout: str
) -> None:
    fouten = geweigerd(tmp_path, draai(tmp_path, **bestanden))
    assert any(melding.startswith(fout) for melding in fouten), fouten


def test_a_file_that_is_not_there_and_a_folder_in_use_are_mistakes(tmp_path: Path) -> None:
    uit = tmp_path / "uit"
    uit.mkdir()
    (uit / "brief.txt").write_text("van iemand anders")
    uitkomst = draai(tmp_path, "--rangorde", str(tmp_path / "weg.csv"))
    assert uitkomst.exit_code == 2
    assert "weg.csv: Dit bestand is er niet" in uitkomst.stderr
    assert "In " in uitkomst.stderr
    assert "brief.txt" in uitkomst.stderr
    assert [p.name for p in uit.iterdir()] == ["brief.txt"]


def test_an_earlier_result_is_replaced_as_a_whole(tmp_path: Path) -> None:
    assert draai(tmp_path, studenten=MET_LOT).exit_code == 0
    eerst = (tmp_path / "uit" / "toewijzing.csv").read_bytes()
    assert draai(tmp_path, "--modus", "loting", studenten=MET_LOT).exit_code == 0
    assert (tmp_path / "uit" / "toewijzing.csv").read_bytes() != eerst
    assert {p.name for p in (tmp_path / "uit").iterdir()} == UIT
    assert sorted(p.name for p in tmp_path.iterdir()) == ["plaatsen.csv", "studenten.csv", "uit", "voorkeuren.csv"]


def test_a_result_opens_without_formulas_and_reads_back_as_what_it_was(tmp_path: Path) -> None:
    uitkomst = draai(
        tmp_path,
        studenten="student,lot\n=a(),1\n-b,2\n",
        plaatsen="plaats,capaciteit\n+x,1\n@y,1\n",
        voorkeuren="student,plaats,rang\n=a(),+x,1\n-b,@y,1\n",
    )
    assert uitkomst.exit_code == 0, uitkomst.output
    assert plekken(tmp_path) == {"'=a()": "'+x", "'-b": "'@y"}
    terug = (tmp_path / "uit" / "toewijzing.csv").read_text(encoding="utf-8")
    uitkomst = draai(
        tmp_path,
        studenten="student,lot\n=a(),1\n-b,2\n",
        plaatsen="plaats,capaciteit\n+x,1\n@y,1\n",
        voorkeuren="student,plaats,rang\n=a(),+x,1\n-b,@y,1\n",
        vorige=terug,
    )
    assert uitkomst.exit_code == 0, uitkomst.output
    assert {rij["gewijzigd"] for rij in lees(tmp_path, "toewijzing.csv")} == {"nee"}


def test_formulas_are_guarded_as_in_every_other_export() -> None:
    import polars as pl

    from bpv_app.kernel.spreadsheet import veilig
    from bpv_app.matching.uitvoer import veilige_tekst

    proef = ["", "a", "=1", " =1", "-1", "+", "@x", "\tx", "\rx", "a=1", "\x00=1", "é", "'=1", "  @", "\nx"]
    assert pl.DataFrame({"t": proef}).select(t=veilige_tekst(pl.col("t")))["t"].to_list() == [veilig(t) for t in proef]


def test_a_rerun_keeps_places_and_says_who_changed(tmp_path: Path) -> None:
    uitkomst = draai(
        tmp_path,
        studenten=MET_LOT,
        plaatsen="plaats,capaciteit\nx,1\ny,1\nz,1\n",
        voorkeuren="student,plaats,rang\na,x,1\na,y,2\na,z,3\nb,x,1\nb,z,2\n",
        vorige="student,plaats\na,z\nb,x\n",
    )
    assert uitkomst.exit_code == 0, uitkomst.output
    assert plekken(tmp_path) == {"a": "z", "b": "x"}
    assert verslag(tmp_path)["wijzigingen"] == {
        "verplaatst": 0, "plaats_kwijt": 0, "nieuw_geplaatst": 0, "gelijk": 2,
    }  # fmt: skip


def test_a_column_that_is_not_known_is_left_alone_and_named(tmp_path: Path) -> None:
    uitkomst = draai(tmp_path, studenten="student,max-km\na,1\nb,2\n")
    assert uitkomst.exit_code == 0
    assert "studenten.csv: Niet gebruikte kolommen: max-km." in uitkomst.stderr


def test_only_listed_pairs_count_when_asked(tmp_path: Path) -> None:
    studenten = "student,lot\na,1\nb,2\nc,3\n"
    plaatsen = "plaats,capaciteit\nx,1\ny,1\nz,1\n"
    assert draai(tmp_path, studenten=studenten, plaatsen=plaatsen).exit_code == 0
    assert plekken(tmp_path).keys() == {"a", "b", "c"}
    assert lees(tmp_path, "toewijzing.csv")[2]["grond"] == "buiten_lijst"
    assert draai(tmp_path, "--alleen-lijst", studenten=studenten, plaatsen=plaatsen).exit_code == 0
    assert plekken(tmp_path) == {"a": "y", "b": "x"}
    assert [(r["student"], r["code"]) for r in lees(tmp_path, "niet_geplaatst.csv")] == [("c", "geen_lijst")]


def test_distances_are_exact_with_a_table_and_said_to_be_coarse_without(tmp_path: Path) -> None:
    bestanden = {
        "studenten": "student,postcode,max_km\na,1011AB,10\nb,9711 AB,10\n",
        "plaatsen": "plaats,capaciteit,postcode\nx,2,1012\ny,2,9712\n",
        "voorkeuren": "student,plaats,rang\na,x,1\nb,y,1\nb,x,2\n",
    }
    uitkomst = draai(tmp_path, **bestanden)
    assert uitkomst.exit_code == 0, uitkomst.output
    assert "Afstanden zijn grof" in uitkomst.stderr
    assert verslag(tmp_path)["afstanden"] == "postcoderegio"
    assert plekken(tmp_path) == {"a": "x", "b": "y"}
    assert {(r["plaats"], r["code"]) for r in lees(tmp_path, "uitleg.csv")} == {("x", "niet_mogelijk")}
    tabel = "postcode,breedte,lengte\n1011,52.37,4.90\n1012,52.90,4.90\n9711,53.22,6.57\n9712,53.21,6.57\n"
    uitkomst = draai(tmp_path, **bestanden, postcodes=tabel)
    assert uitkomst.exit_code == 0, uitkomst.output
    assert verslag(tmp_path)["afstanden"] == "postcodes"
    assert plekken(tmp_path) == {"b": "y"}
