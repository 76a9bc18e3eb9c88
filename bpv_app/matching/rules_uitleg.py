"""The sentences people read about a matching: for every reason and explanation, with counts, never with names."""

from __future__ import annotations

from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.rules_model import Belang, Doel, Grond, HogerePlaats, Modus, NietGeplaatst, Reden, Uitleg

MODUS_LABEL: dict[Modus, Tekst] = {
    Modus.GARANTIE: Tekst("Garantie", "Guarantee"),
    Modus.LOTING: Tekst("Loting", "Lottery"),
    Modus.OPTIMAAL: Tekst("Optimaal", "Optimal"),
}
MODUS_UITLEG: dict[Modus, Tekst] = {
    Modus.GARANTIE: Tekst(
        "Studenten kiezen op lotvolgorde, en iedereen die een plaats kan krijgen, krijgt er een. Een korte lijst helpt "
        "niemand.",
        "Students choose in lot order, and everyone who can get a place gets one. A short list helps nobody.",
    ),
    Modus.LOTING: Tekst(
        "Studenten kiezen op lotvolgorde, alleen van hun lijst. Is die vol, dan krijgen ze geen plaats.",
        "Students choose in lot order, from their list only. When that is full they get no place.",
    ),
    Modus.OPTIMAAL: Tekst(
        "Zo veel mogelijk geplaatst, daarna het doel. Een korte lijst kan dan lonen.",
        "As many placed as possible, then the goal. A short list may pay off.",
    ),
}
DOEL_LABEL: dict[Doel, Tekst] = {
    Doel.EERSTE_KEUZES: Tekst("Zo veel mogelijk eerste keuzes", "As many first choices as possible"),
    Doel.NIEMAND_ACHTERAAN: Tekst("Zo weinig mogelijk laatste keuzes", "As few last choices as possible"),
    Doel.KLEINSTE_SOM: Tekst("Gemiddeld zo hoog mogelijk op de lijst", "As high on the list as possible on average"),
}
GROND_LABEL: dict[Grond, Tekst] = {
    Grond.LIJST: Tekst("Van de lijst", "From the list"),
    Grond.BUITEN_LIJST: Tekst("Niet van de lijst", "Not from the list"),
    Grond.VAST: Tekst("Vaste afspraak", "Fixed agreement"),
}


def zeg_modus(modus: Modus) -> Tekst:
    """`Garantie: studenten kiezen …`: the name of a mode and what it means, in one sentence."""
    naam, uitleg = MODUS_LABEL[modus], MODUS_UITLEG[modus]
    return Tekst(
        f"{naam.nl}: {uitleg.nl[:1].lower()}{uitleg.nl[1:]}", f"{naam.en}: {uitleg.en[:1].lower()}{uitleg.en[1:]}"
    )


_REDEN: dict[Reden, Tekst] = {
    Reden.GEEN_MOGELIJKE_PLAATS: Tekst(
        "Er is geen enkele plaats die bij jouw opleiding, periode en reistijd past.",
        "There is no place at all that fits your programme, period and travel distance.",
    ),
    Reden.GEEN_LIJST: Tekst(
        "Je hebt geen lijst ingeleverd met plaatsen die voor jou mogelijk zijn.",
        "You handed in no list with places that are possible for you.",
    ),
    Reden.LIJST_VOL: Tekst(
        "Alle plaatsen op je lijst zijn vol ({plaatsen}). Bij elke plaats lees je waarom.",
        "All places on your list are full ({plaatsen}). You can read why for each place.",
    ),
    Reden.TEKORT: Tekst(
        "Er zijn te weinig plekken. {studenten} studenten kunnen alleen op deze plaatsen terecht ({plaatsen}), "
        "en daar zijn {plekken} plekken.",
        "There are too few slots. {studenten} students can only go to these places ({plaatsen}), "
        "and these have {plekken} slots.",
    ),
    Reden.AFSPRAAK_BOTST: Tekst(
        "Alle plekken die voor jou mogelijk zijn, zijn al met een vaste afspraak vergeven ({vast}).",
        "All slots that are possible for you were given by fixed agreement already ({vast}).",
    ),
}
_UITLEG: dict[Uitleg, Tekst] = {
    Uitleg.VOL_BETER_LOT: Tekst(
        "Deze plaats is vol. Iedereen die er een plek kreeg, had een beter lotnummer dan jij. "
        "Het laatste lotnummer dat er paste, was {laatste_lot}.",
        "This place is full. Everybody who got in had a better lot than you. "
        "The last lot that fitted was {laatste_lot}.",
    ),
    Uitleg.VOL_HOGER_GERANGSCHIKT: Tekst(
        "Deze plaats is vol. Het bedrijf zette iedereen die er een plek kreeg hoger dan jou, "
        "of even hoog met een beter lotnummer. De laatste stond op nummer {laatste_rang}.",
        "This place is full. The company ranked everybody who got in above you, or the same with a better lot. "
        "The last one had rank {laatste_rang}.",
    ),
    Uitleg.NIET_MOGELIJK: Tekst(
        "Deze plaats heeft in deze periode geen plek.", "This place has no slot in this period."
    ),
    Uitleg.UITGESLOTEN: Tekst(
        "De school heeft afgesproken dat je niet naar deze plaats gaat.",
        "The school agreed that you do not go to this place.",
    ),
    Uitleg.VAST_VERGEVEN: Tekst(
        "De plekken van deze plaats zijn met een vaste afspraak vergeven ({vast}).",
        "The slots of this place were given by fixed agreement ({vast}).",
    ),
}
_BEWAARD: dict[Belang, Tekst] = {
    Belang.PLAATSING: Tekst(
        "Deze plek is nodig voor een ander. {studenten} studenten kunnen alleen op deze {plekken} plekken "
        "terecht. Als jij er een krijgt, heeft een van hen niets.",
        "This slot is needed for somebody else. {studenten} students can only go to these {plekken} slots. "
        "If you got one, one of them would have nothing.",
    ),
    Belang.RESULTAAT: Tekst(
        "Deze plek ging naar een ander ({studenten} op {plekken}). Als jij haar kreeg, was de uitslag voor alle "
        "studenten samen minder goed, of moesten er meer studenten van plaats veranderen.",
        "This slot went to somebody else ({studenten} of {plekken}). If you got it, the result for all students "
        "together would be worse, or more students would have to change.",
    ),
}
_EEN: dict[Belang, Tekst] = {
    Belang.PLAATSING: Tekst(
        "Deze plek is nodig voor een ander. Eén student kan alleen hier terecht. "
        "Als jij de plek krijgt, heeft die niets.",
        "This slot is needed for somebody else. One student can only go here. "
        "If you got it, that student would have nothing.",
    ),
}


def leg_reden_uit(reden: NietGeplaatst) -> Tekst:
    """The sentence for a student without a place: only counts."""
    return _REDEN[reden.reden].vul(
        studenten=len(reden.studenten), plaatsen=len(reden.plaatsen), plekken=reden.plekken, vast=reden.vast
    )


def leg_plaats_uit(hoger: HogerePlaats) -> Tekst:
    """The sentence for a place higher on the list than the one received: only counts."""
    if hoger.uitleg == Uitleg.BEWAARD_VOOR:
        assert hoger.belang is not None
        een = _EEN.get(hoger.belang) if hoger.studenten == 1 else None
        return (een or _BEWAARD[hoger.belang]).vul(studenten=hoger.studenten, plekken=hoger.plekken)
    return _UITLEG[hoger.uitleg].vul(laatste_lot=hoger.laatste_lot, laatste_rang=hoger.laatste_rang, vast=hoger.vast)
