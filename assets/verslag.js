// The report of a conversation: every answer is kept on this device until the server has answered, also without a line.
// What is for the school alone (answers marked so, care notes) is kept for this tab only, never longer than needed.
// The server side is bpv_app/gesprek/service_wachtrij.py; the screen is bpv_app/gesprek/pages/verslag.py.
import { bijTekenen, knop, meldStand, opslag, woorden, zender } from "/bewaren.js";

const MOMENT = 700, VOL = 12000;
let daarna = null;
const wortel = () => document.getElementById("verslag-scherm");
const zeg = woorden(wortel, {
  nl: { fout: "Nog niet alles is bewaard: kijk bij de rode tekst.", terug: "Zet terug in het formulier", wacht: "wordt verzonden", leeg: "(leeg)" },
  en: { fout: "Not everything is saved yet: see the red text.", terug: "Put back in the form", wacht: "being sent", leeg: "(empty)" },
});
const nieuwe = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
const { lees, bewaar, isVol } = opslag(
  () => `bpv-verslag-${wortel().dataset.wie}`, { local: () => localStorage, session: () => sessionStorage }, (item) => (item.stil ? "session" : "local"),
);

// A question is one field, or a group of radio buttons.
const velden = () => [...document.querySelectorAll("#verslag-scherm [data-veld]")];
const vind = (naam) => velden().find((v) => naamVan(v) === naam);
const naamVan = (el) => `${wortel().dataset.moment}:${el.dataset.soort}:${el.dataset.veld}`;
const waarde = (el) => (el.tagName === "FIELDSET" ? el.querySelector("input:checked")?.value || "" : el.value);
function zet(el, tekst) {
  if (el.tagName !== "FIELDSET") el.value = tekst;
  else for (const radio of el.querySelectorAll("input")) radio.checked = radio.value === tekst;
}
const hier = (naam) => naam.startsWith(`${wortel().dataset.moment}:`);
const gelijk = (a, b) => a.replace(/\r\n/g, "\n").trim() === b.replace(/\r\n/g, "\n").trim();

function getypt(el, meteen) {
  const alles = lees(), naam = naamVan(el), item = alles[naam], tekst = waarde(el);
  if (item ? item.tekst !== tekst : !gelijk(el._was, tekst)) {
    const was = item ? [...item.was, ...(item.gezonden ? [item.tekst] : [])].slice(-6) : [el._was];
    alles[naam] = {
      soort: el.dataset.soort, veld: el.dataset.veld, moment: wortel().dataset.moment, sjabloon: wortel().dataset.sjabloon,
      tekst, was, sleutel: nieuwe(), stand: "wacht", gezonden: false, stil: el.dataset.stil === "1",
    };
    bewaar(alles);
    vak(naam)?.replaceChildren();
  }
  meld();
  post.straks(meteen ? 30 : MOMENT);
}

const wachtrij = () => document.getElementById("verslag-wachtrij");
const post = zender(() => wortel() && wachtrij(), () => {
  const alles = lees(), mee = {};
  let lengte = 0;
  for (const [naam, item] of Object.entries(alles)) {
    if (item.stand !== "wacht") continue;
    lengte += JSON.stringify(item).length;
    if (Object.keys(mee).length && lengte > VOL) break;
    item.gezonden = true;
    mee[item.sleutel] = naam;
  }
  if (!Object.keys(mee).length) return null;
  bewaar(alles);
  const verzend = () => {
    wachtrij().elements.verslag_items.value = JSON.stringify(Object.values(mee).map((naam) => alles[naam]));
    wachtrij().requestSubmit();
  };
  return { mee, verzend };
}, naVerzenden);

function antwoord(antwoorden) {
  const alles = lees();
  let nieuweAfspraak = false;
  for (const a of antwoorden) {
    const naam = post.wat()?.[a.sleutel] || Object.keys(alles).find((n) => alles[n].sleutel === a.sleutel);
    const item = naam && alles[naam], laatste = item && item.sleutel === a.sleutel, el = naam && vind(naam);
    if (!item) continue;
    if (a.stand === "bewaard") {
      if (el && a.soort !== "afspraak") el._was = a.nu;
      if (laatste) delete alles[naam]; else Object.assign(item, { was: [a.nu], gezonden: false });
      vak(naam)?.replaceChildren();
      nieuweAfspraak = nieuweAfspraak || a.soort === "afspraak";
    } else if (laatste) {
      Object.assign(item, { stand: a.stand, zin: a.zin, nu: a.nu });
      toon(naam, item);
    }
  }
  bewaar(alles);
  post.beantwoord();
  wachtende();
  meld();
  if (nieuweAfspraak) document.getElementById("verslag-herlees")?.click();
  post.nu();
}

const vak = (naam) => [...document.querySelectorAll("#verslag-scherm [data-antwoord]")].find((v) => `${wortel().dataset.moment}:${v.dataset.antwoord}` === naam);
function los(naam, doe) {
  const alles = lees();
  if (alles[naam]) doe(alles, alles[naam]);
  bewaar(alles);
  vak(naam)?.replaceChildren();
  wachtende();
  meld();
  post.nu();
}
function toon(naam, item) {
  const doos = vak(naam), el = vind(naam), t = zeg();
  if (!doos) return;
  const p = document.createElement("p");
  const keuze = el?.tagName === "FIELDSET" ? el.querySelector(`input[value="${CSS.escape(item.nu || "")}"]`)?.parentElement.textContent : "";
  p.textContent = item.stand === "botst" ? `${item.zin} “${keuze || item.nu || t.leeg}”` : item.zin;
  doos.replaceChildren(p);
  if (item.stand !== "botst") return;
  doos.append(
    knop(t.deze, () => los(naam, (alles) => { if (el) { zet(el, item.nu); el._was = item.nu; } delete alles[naam]; })),
    knop(t.mijn, () => los(naam, (_, i) => Object.assign(i, { was: [i.nu], sleutel: nieuwe(), stand: "wacht", gezonden: false }))),
  );
}

// Agreements that are not at the school yet, in a list of their own.
const formulier = () => document.querySelector("#verslag-scherm form[data-afspraak]");
function wachtende() {
  const lijst = document.getElementById("afspraken-wacht");
  if (!lijst) return;
  const t = zeg(), rijen = Object.entries(lees()).filter(([n, i]) => i.soort === "afspraak" && hier(n) && i.stand !== "concept");
  lijst.replaceChildren(...rijen.map(([naam, item]) => {
    const li = document.createElement("li");
    li.textContent = item.stand === "wacht" ? `${item.tekst} (${t.wacht})` : `${item.tekst}: ${item.zin} `;
    if (item.stand !== "wacht") li.append(knop(t.terug, () => los(naam, (alles, i) => { vul(i); delete alles[naam]; })));
    return li;
  }));
}
function vul(item) {
  const f = formulier()?.elements;
  if (!f) return;
  f.afspraak_tekst.value = item.tekst;
  f.afspraak_soort.value = item.wat;
  f.afspraak_wie.value = item.wie;
  f.afspraak_voor.value = item.voor;
}
const concept = () => `${wortel().dataset.moment}:afspraak:concept`;
function uitFormulier(stand) {
  const f = formulier()?.elements;
  if (!f || !f.afspraak_tekst.value.trim()) return null;
  return {
    soort: "afspraak", moment: wortel().dataset.moment, sjabloon: wortel().dataset.sjabloon, tekst: f.afspraak_tekst.value,
    wat: f.afspraak_soort.value, wie: f.afspraak_wie.value, voor: f.afspraak_voor.value, sleutel: nieuwe(), stand, gezonden: false,
  };
}
function voegToe() {
  const item = uitFormulier("wacht"), alles = lees();
  if (!item) return formulier()?.elements.afspraak_tekst.focus();
  delete alles[concept()];
  alles[`${item.moment}:afspraak:${item.sleutel}`] = item;
  bewaar(alles);
  formulier().elements.afspraak_tekst.value = "";
  formulier().elements.afspraak_voor.value = "";
  wachtende();
  meld();
  return post.nu();
}

function meld() {
  const t = zeg(), items = Object.values(lees()), n = items.filter((i) => i.stand === "wacht").length;
  const mis = items.some((i) => !["wacht", "concept"].includes(i.stand) && i.moment === wortel().dataset.moment);
  meldStand("verslag-status", n, isVol(), t, mis ? t.fout : "");
}
const inDeWeg = () => Object.values(lees()).some((i) => i.stand === "wacht" || (i.stand !== "concept" && i.moment === wortel().dataset.moment));
function naVerzenden() {
  if (daarna && !inDeWeg()) { const doe = daarna; daarna = null; doe(); }
}

// Fields appear (again): put back what was typed and not saved; take over what the server read anew, if untouched.
function herstel() {
  if (!wortel()) return;
  const alles = lees();
  for (const el of velden()) {
    const item = alles[naamVan(el)];
    if (el._start === undefined) {
      el._start = el._was = el.dataset.start;
      if (item) { zet(el, item.tekst); if (item.stand !== "wacht") toon(naamVan(el), item); }
    } else if (el._start !== el.dataset.start) {
      el._start = el.dataset.start;
      if (!item && gelijk(waarde(el), el._was)) { zet(el, el._start); el._was = el._start; }
    }
  }
  const form = formulier();
  if (form && !form.dataset.klaar) {
    form.dataset.klaar = "1";
    if (alles[concept()]) vul(alles[concept()]);
  }
  wachtende();
  meld();
  if (!post.wat() && Object.values(alles).some((i) => i.stand === "wacht")) post.nu();
}
const EIGEN = ["verslag-status", "afspraken-wacht"];
bijTekenen(wortel, herstel, (wat) => wat.every((w) => EIGEN.includes(w.target.id)), { attributes: true, attributeFilter: ["data-start"] });

const veldVan = (e) => (e.target instanceof Element && wortel()?.contains(e.target) ? e.target.closest("[data-veld]") : null);
function bijToets(e, meteen) {
  const el = veldVan(e);
  if (el && el._was !== undefined) getypt(el, meteen);
  if (!(e.target instanceof Element) || !e.target.closest("form[data-afspraak]")) return;
  const alles = lees(), item = uitFormulier("concept");
  if (item) alles[concept()] = item; else delete alles[concept()];
  bewaar(alles);
}
document.addEventListener("input", (e) => bijToets(e, false));
document.addEventListener("change", (e) => bijToets(e, true));
document.addEventListener("submit", (e) => {
  const form = e.target instanceof Element && wortel() ? e.target : null;
  if (form?.matches("form[data-afspraak]")) { e.preventDefault(); e.stopImmediatePropagation(); voegToe(); }
  // Sharing waits until what was typed has arrived, an agreement that stands in the form included.
  if (!form?.matches("form[data-na-verzenden]")) return;
  if (uitFormulier("wacht")) voegToe();
  if (!inDeWeg()) return;
  e.preventDefault();
  e.stopImmediatePropagation();
  daarna = () => form.requestSubmit();
  post.meteen();
  document.getElementById("verslag-status")?.scrollIntoView({ block: "center" });
}, true);
window.bpvVerslag = { antwoord };
herstel();
