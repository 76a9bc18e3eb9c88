"""/studenten: who are my students, what does the KRD say? Couple those chosen to a dossier set-up (step 2)."""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx

from bpv_app.dossier.queries import list_keuzes
from bpv_app.dossier.service_koppel import koppel_studenten
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.lijst import Lijst
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.student.queries import STUDENTEN, Telling, tel_studenten
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, Optie, lijst

NIETS_GEKOZEN = DomeinFout("niets_gekozen", Tekst("Kies eerst één of meer studenten.", "Select students first."))
KIES_INRICHTING = DomeinFout("kies_inrichting", Tekst("Kies een dossierinrichting.", "Choose a dossier set-up."))


def zin_van(telling: Telling) -> Tekst:
    """The first line of the screen."""
    nl = f"{telling.totaal} studenten" if telling.totaal != 1 else "1 student"
    en = f"{telling.totaal} students" if telling.totaal != 1 else "1 student"
    if telling.zonder_verbintenis:
        nl += f", {telling.zonder_verbintenis} zonder lopende verbintenis"
        en += f", {telling.zonder_verbintenis} without a running enrolment"
    if telling.zonder_naam:
        nl += f", van {telling.zonder_naam} kennen we alleen de sleutel van het register"
        en += f", of {telling.zonder_naam} we only know the register's key"
    return Tekst(f"{nl}.", f"{en}.")


class StudentenState(LijstState, rx.State):
    """The list of students, and coupling those that are chosen."""

    _lijst: ClassVar[Lijst] = STUDENTEN
    zin: str = ""
    mag_importeren: bool = False
    inrichtingen: list[Optie] = []

    async def _lees_lijst(self) -> None:
        await super()._lees_lijst()
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Any, wie: Actor) -> Any:
            keuzes = list_keuzes(session, wie, taal) if wie.mag(Actie.DOSSIER_KOPPELEN) else []
            return tel_studenten(session, wie, klok.vandaag()), keuzes

        telling, keuzes = await lees(werk)
        self.inrichtingen = [Optie(str(sleutel), label) for sleutel, label in keuzes]
        self.zin = zin_van(telling).in_taal(taal)

    def _na_lezen(self, wie: Actor) -> None:
        self.mag_importeren = wie.mag(Actie.STUDENT_IMPORTEREN)

    @handler(Actie.DOSSIER_KOPPELEN)
    async def koppel(self, gegevens: dict[str, Any]) -> None:
        """Make a dossier for each chosen student; a result per student."""
        ids, inrichting = self._gekozen_ids(), als_id(formulier(gegevens).get("inrichting", ""))
        if not ids:
            raise NIETS_GEKOZEN
        if not inrichting:
            raise KIES_INRICHTING
        await self._toon_uitslagen(await schrijf(lambda s, wie: koppel_studenten(s, wie, klok, inrichting, ids)))


def _koppel() -> rx.Component:
    return rx.cond(
        StudentenState.inrichtingen.length() > 0,
        rx.el.form(
            rx.el.label(t("Dossierinrichting", "Dossier set-up"), html_for="inrichting", class_name="sr-only"),
            rx.el.select(
                rx.el.option(t("Kies een dossierinrichting", "Choose a dossier set-up"), value=""),
                rx.foreach(StudentenState.inrichtingen, lambda o: rx.el.option(o.label, value=o.waarde)),
                id="inrichting",
                name="inrichting",
                required=True,
                class_name="select select-sm max-w-64",
            ),
            rx.el.button(t("Koppel", "Couple"), type="submit", class_name="btn btn-primary btn-sm"),
            on_submit=StudentenState.koppel,
            class_name="flex flex-wrap items-center gap-2",
        ),
        rx.fragment(),
    )


@rx.page(route="/studenten", title="Studenten · BPV-app", on_load=StudentenState.laad)
def studenten() -> rx.Component:
    """The list."""
    inlezen = rx.cond(
        StudentenState.mag_importeren,
        rx.el.a(t("Inlezen", "Import"), href="/beheer/import", class_name="btn btn-outline btn-sm"),
        rx.fragment(),
    )
    return pagina(
        lijst(StudentenState, STUDENTEN, bulk=[_koppel()], leeg_actie=inlezen),
        titel=t("Studenten", "Students"),
        zin=StudentenState.zin,
        acties=inlezen,
    )
