"""What the students of the demo accounts wrote in their logbook these last days, and what was said about it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from bpv_app.demo.boek import Boek, id_van
from bpv_app.demo.kalender import Kalender, moment, werkdag
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.toegang.tables import Account
from bpv_app.uren.rules_logboek import VRAGEN, LogboekStatus
from bpv_app.uren.tables_logboek import LogboekItem, LogboekReactie


class Verslag(NamedTuple):
    """One entry: how many days ago (or before the end), title, answers to the default prompts, how far it came."""

    dagen: int
    titel: str
    antwoorden: tuple[str, str, str, str]
    werkproces: str
    reactie: str = ""
    is_gedeeld: bool = True
    is_besproken: bool = False


VERSLAGEN = (
    Verslag(
        13,
        "Eerste keer alleen naar een klant",
        (
            "Ik ben alleen naar een klant gegaan om een storing te zoeken.",
            "De klant was blij en ik vond de fout binnen een half uur.",
            "Uitleggen wat er aan de hand was, zonder moeilijke woorden.",
            "Rustig uitleggen wat ik doe terwijl ik bezig ben.",
        ),
        "Storingen zoeken en oplossen",
        "Mooi gedaan. Volgende week gaan we samen oefenen met uitleggen.",
        is_besproken=True,
    ),
    Verslag(
        6,
        "Overleg met het team",
        (
            "Ik was bij het overleg van maandag en vertelde wat ik deze week ga doen.",
            "Ik durfde een vraag te stellen.",
            "Er werd snel gepraat, ik kon niet alles volgen.",
            "",
        ),
        "Overleggen met collega's",
        "Goed dat je iets vroeg! Ik stuur je voortaan de punten van tevoren.",
    ),
    Verslag(
        3,
        "",
        ("Vandaag veel gemeten en opgeschreven.", "Ik werk netter dan in het begin.", "", ""),
        "",
    ),
    Verslag(
        1,
        "Nog afmaken",
        ("Materiaal klaargezet voor de klus van morgen.", "", "Ik wist niet waar alles lag.", ""),
        "",
        is_gedeeld=False,
    ),
)


_BEGONNEN = frozenset({PokStatus.DEFINITIEF, PokStatus.AFGEROND})


def schrijf_logboeken(boek: Boek, kalender: Kalender, *, student: int, begeleider: int, opleider: int) -> None:
    """Entries of the last weeks of the placements around the demo accounts (ids of student, account, contact)."""
    for pok in boek.alle(Pok):
        wie = (pok.student_id == student, pok.onderwijsbegeleider_id == begeleider, pok.praktijkopleider_id == opleider)
        eind = pok.werkelijk_eind_op or pok.eind_op
        if pok.status in _BEGONNEN and any(wie) and pok.begin_op and eind:
            for verslag in VERSLAGEN:
                dag = werkdag(min(kalender.vandaag, eind) - timedelta(days=verslag.dagen))
                if pok.begin_op <= dag:
                    _schrijf(boek, pok, dag, verslag)


def _schrijf(boek: Boek, pok: Pok, dag: date, verslag: Verslag) -> None:
    opleider = next(c for c in boek.alle(Contactpersoon) if c.id == pok.praktijkopleider_id)
    begeleider = next(a for a in boek.alle(Account) if a.id == pok.onderwijsbegeleider_id)
    avond = moment(dag, 19)
    item = boek.voeg(
        LogboekItem(
            pok_id=id_van(pok),
            student_id=pok.student_id,
            van=dag,
            tot=dag,
            titel=verslag.titel,
            antwoorden=[
                {"vraag": vraag.nl, "antwoord": antwoord}
                for vraag, antwoord in zip(VRAGEN, verslag.antwoorden, strict=True)
            ],
            werkproces=verslag.werkproces,
            status=LogboekStatus.GEDEELD if verslag.is_gedeeld else LogboekStatus.CONCEPT,
            gedeeld_op=avond if verslag.is_gedeeld else None,
            besproken_op=avond + timedelta(days=3) if verslag.is_besproken else None,
            besproken_door=begeleider.naam if verslag.is_besproken else "",
            aangemaakt_op=avond,
            bijgewerkt_op=avond,
        )
    )
    if verslag.reactie:
        boek.voeg(
            LogboekReactie(
                item_id=id_van(item),
                naam=opleider.naam,
                rol=Rol.PRAKTIJKOPLEIDER.value,
                tekst=verslag.reactie,
                op=avond + timedelta(hours=13),
            )
        )
