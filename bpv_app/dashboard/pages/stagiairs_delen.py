"""The parts of the screen of trainees: the card of who is here now, the line of who was."""

from __future__ import annotations

import reflex as rx

from bpv_app.dashboard.pages.stagiairs_beeld import MomentBeeld, StagiairBeeld, VraagBeeld
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import badge, download


def _vraag(v: rx.Var[VraagBeeld]) -> rx.Component:
    return rx.el.li(
        rx.cond(
            v.href != "",
            rx.el.a(v.tekst, href=v.href, class_name="btn btn-primary h-auto min-h-11 w-full py-2 sm:w-auto"),
            rx.el.span(v.tekst, class_name="melding melding-warning"),
        ),
        class_name="flex",
    )


def _moment(m: rx.Var[MomentBeeld]) -> rx.Component:
    return rx.el.li(rx.el.span(m.naam), rx.el.span(m.wanneer), class_name="flex justify-between gap-3 py-1.5")


def _school(s: rx.Var[StagiairBeeld]) -> rx.Component:
    return rx.fragment(
        s.school,
        rx.cond(s.telefoon != "", rx.fragment(" · ", rx.el.a(s.telefoon, href="tel:" + s.telefoon, class_name="link"))),
        rx.cond(s.mailto != "", rx.fragment(" · ", rx.el.a(s.email, href=s.mailto, class_name="link break-all"))),
    )


def _feiten(s: rx.Var[StagiairBeeld]) -> rx.Component:
    return rx.el.dl(
        rx.el.dt(t("Opleiding", "Programme")),
        rx.el.dd(s.opleiding),
        rx.el.dt(t("Periode", "Period")),
        rx.el.dd(s.periode),
        rx.el.dt(t("Uren", "Hours")),
        rx.el.dd(s.uren),
        rx.el.dt(t("Contact op school", "Contact at school")),
        rx.el.dd(_school(s)),
        class_name="gegevens",
    )


def kaart(s: rx.Var[StagiairBeeld]) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(s.naam, class_name="text-lg font-semibold"),
            badge(s.status, s.toon),
            class_name="flex flex-wrap items-center justify-between gap-2",
        ),
        rx.cond(
            s.te_laat,
            rx.el.p(
                t(
                    "De stage is begonnen, maar de overeenkomst is nog niet door iedereen getekend.",
                    "The placement has started, but not everybody has signed the agreement.",
                ),
                class_name="melding melding-error my-3",
            ),
            rx.fragment(),
        ),
        rx.cond(
            s.vragen.length() > 0,
            rx.el.ul(rx.foreach(s.vragen, _vraag), class_name="my-3 flex flex-col gap-2"),
            rx.el.p(s.wat_nu, class_name="melding melding-info my-3"),
        ),
        _feiten(s),
        rx.cond(
            s.momenten.length() > 0,
            rx.fragment(
                rx.el.h3(t("Gesprekken", "Conversations"), class_name="mt-4 font-semibold"),
                rx.el.ul(rx.foreach(s.momenten, _moment), class_name="divide-y divide-base-300"),
                rx.el.a(
                    t("Naar de afspraken", "To the appointments"),
                    href="/afspraken",
                    class_name="link flex min-h-11 items-center",
                ),
            ),
            rx.fragment(),
        ),
        _overeenkomst(s),
        rx.foreach(s.bladen, lambda href: _naar_blad(s, href)),
        _naar_oordeel(s),
        _naar_logboek(s),
        _bewijs(s),
        class_name="kaart mb-4",
    )


def _overeenkomst(s: rx.Var[StagiairBeeld]) -> rx.Component:
    return rx.cond(
        s.handtekeningen.length() > 0,
        rx.el.details(
            rx.el.summary(
                t("Overeenkomst ", "Agreement "), s.pok, class_name="link flex min-h-11 cursor-pointer items-center"
            ),
            rx.el.ul(
                rx.foreach(
                    s.handtekeningen,
                    lambda h: rx.el.li(
                        rx.el.span(h.wie),
                        badge(h.wanneer, h.toon),
                        class_name="flex items-center justify-between gap-3 py-1.5",
                    ),
                ),
                class_name="divide-y divide-base-300",
            ),
            rx.el.p(
                t(
                    "Jouw getekende exemplaar heb je op papier. Kwijt? Vraag het contact op school.",
                    "You have your signed copy on paper. Lost? Ask the contact at school.",
                ),
                class_name="mt-2 text-sm text-base-content/80",
            ),
            class_name="mt-2",
        ),
        rx.fragment(),
    )


def _naar_blad(s: rx.Var[StagiairBeeld], href: rx.Var[str]) -> rx.Component:
    """A new bpv-blad that was answered, or to which an objection is open."""
    return rx.el.a(
        t("Nieuw bpv-blad van ", "New bpv-blad of "),
        s.naam,
        href=href,
        class_name="link mt-3 flex min-h-11 items-center",
    )


def _naar_oordeel(s: rx.Var[StagiairBeeld]) -> rx.Component:
    return rx.cond(
        s.oordeel != "",
        rx.el.a(
            t("Beoordeling van ", "Assessment of "),
            s.naam,
            href=s.oordeel,
            class_name="link mt-3 flex min-h-11 items-center",
        ),
        rx.fragment(),
    )


def _bewijs(s: rx.Var[StagiairBeeld]) -> rx.Component:
    return rx.cond(
        s.bewijs != "",
        download(
            rx.fragment(t("Bewijsstuk voor de subsidie (PDF): ", "Evidence for the subsidy (PDF, in Dutch): "), s.naam),
            s.bewijs,
            class_name="link mt-3 flex min-h-11 items-center",
        ),
        rx.fragment(),
    )


def _naar_logboek(s: rx.Var[StagiairBeeld]) -> rx.Component:
    return rx.cond(
        s.verslagen > 0,
        rx.el.a(
            t("Logboek van ", "Logbook of "),
            s.naam,
            " (",
            s.verslagen,
            ")",
            href=s.logboek,
            class_name="link mt-3 flex min-h-11 items-center",
        ),
        rx.fragment(),
    )


def eerder(s: rx.Var[StagiairBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.h3(s.naam, class_name="font-semibold"),
        rx.el.p(s.wat_nu, class_name="text-sm text-base-content/80"),
        rx.cond(
            s.vragen.length() > 0,
            rx.el.ul(rx.foreach(s.vragen, _vraag), class_name="my-3 flex flex-col gap-2"),
            rx.fragment(),
        ),
        _feiten(s),
        _overeenkomst(s),
        _naar_oordeel(s),
        _naar_logboek(s),
        _bewijs(s),
        class_name="py-3",
    )


def leeg() -> rx.Component:
    return rx.el.section(
        rx.el.p(
            t(
                "De school kiest wie een student begeleidt. Mag je uren van stagiairs van collega's goedkeuren? Die "
                "vind je bij ",
                "The school chooses who guides a student. May you approve hours of colleagues' trainees? You find them "
                "at ",
            ),
            rx.el.a(t("Uren keuren", "Approve hours"), href="/uren/beoordelen", class_name="link"),
            ".",
        ),
        class_name="kaart",
    )
