// The student's list of places: dragging, keys, focus that stays; texts are kept on this device until the server has
// answered (assets/bewaren.js). The server side is bpv_app/matching/pages/voorkeuren.py.
import { losseVelden } from "/bewaren.js";

let focus = null, sleep = null;
const scherm = () => document.getElementById("voorkeur-scherm").dataset;
const velden = losseVelden({
  id: "voorkeur",
  plek: () => `bpv-voorkeur-${scherm().wie}-${scherm().deelname}`,
  formulier: "voorkeur-tekst",
  verzend(form, veld, { tekst, was }) {
    form.elements.voorkeur_tekst.value = JSON.stringify({ deelname: scherm().deelname, veld, tekst, was });
    form.requestSubmit();
  },
  citaat: (tekst) => `“${tekst}”`,
  hersteld,
});
const { binnen } = velden;

// Also put back: forms that were being filled in, and the focus where it was.
function hersteld() {
  for (const form of document.querySelectorAll("form[data-bewaar]:not([data-klaar])")) {
    form.dataset.klaar = "1";
    let oud = {};
    try { oud = JSON.parse(localStorage.getItem(`bpv-${form.dataset.bewaar}`)) || {}; } catch { /* nothing kept */ }
    for (const [naam, waarde] of Object.entries(oud)) if (form.elements[naam] && !form.elements[naam].value) form.elements[naam].value = waarde;
    if (Object.values(oud).some(Boolean)) form.closest("details")?.setAttribute("open", "");
  }
  if (focus && document.activeElement === document.body && Date.now() - focus.op < 5000) {
    const li = document.querySelector(`[data-keuze="${focus.keuze}"]`);
    const k = li?.querySelector(`[data-zet="${focus.zet}"]`) || li?.querySelector("[data-zet]") || document.querySelector("[data-kies], [data-zet]");
    if (k) { k.focus(); k.scrollIntoView({ block: "nearest" }); }
  }
}

// Dragging by the grip, with a finger or a mouse: what is shown moves, the order is saved when it is let go.
const rijen = () => [...document.querySelectorAll("#keuzes > [data-keuze]")];
function begin(e) {
  const greep = e.target instanceof Element && e.target.closest("[data-greep]");
  const li = greep && greep.closest("[data-keuze]");
  if (!li || e.button > 0) return;
  e.preventDefault();
  greep.setPointerCapture(e.pointerId);
  const alle = rijen();
  sleep = { li, alle, van: alle.indexOf(li), naar: alle.indexOf(li), y: e.clientY + scrollY, midden: alle.map((r) => { const b = r.getBoundingClientRect(); return b.top + scrollY + b.height / 2; }), hoog: li.getBoundingClientRect().height + 8 };
  li.classList.add("keuze-sleept");
}
function beweeg(e) {
  if (!sleep) return;
  const dy = e.clientY + scrollY - sleep.y, mijn = sleep.midden[sleep.van] + dy;
  if (e.clientY < 80) scrollBy(0, -12); else if (e.clientY > innerHeight - 100) scrollBy(0, 12);
  sleep.naar = sleep.midden.filter((m, i) => i !== sleep.van && m < mijn).length;
  sleep.li.style.transform = `translateY(${dy}px)`;
  sleep.alle.forEach((r, i) => {
    if (r === sleep.li) return;
    const omhoog = i > sleep.van && i <= sleep.naar, omlaag = i < sleep.van && i >= sleep.naar;
    r.style.transform = omhoog ? `translateY(${-sleep.hoog}px)` : omlaag ? `translateY(${sleep.hoog}px)` : "";
  });
}
function los(e) {
  if (!sleep) return;
  const { alle, van, naar, li } = sleep;
  sleep = null;
  li.classList.remove("keuze-sleept");
  if (e.type === "pointercancel" || van === naar) return geordend();
  const volgorde = alle.map((r) => r.dataset.keuze);
  volgorde.splice(naar, 0, ...volgorde.splice(van, 1));
  const form = document.getElementById("voorkeur-volgorde");
  form.elements.volgorde.value = volgorde.join(",");
  form.requestSubmit();
  setTimeout(geordend, 4000);
}
function geordend() { for (const r of rijen()) r.style.transform = ""; }
addEventListener("pointerdown", begin);
addEventListener("pointermove", beweeg);
addEventListener("pointerup", los);
addEventListener("pointercancel", los);

document.addEventListener("input", (e) => {
  const form = binnen(e) && e.target.closest("form[data-bewaar]");
  if (form) try { localStorage.setItem(`bpv-${form.dataset.bewaar}`, JSON.stringify(Object.fromEntries(new FormData(form)))); } catch { /* full */ }
});
document.addEventListener("keydown", (e) => {
  const li = binnen(e) && e.altKey && ["ArrowUp", "ArrowDown"].includes(e.key) ? e.target.closest("[data-keuze]") : null;
  if (!li) return;
  e.preventDefault();
  const k = li.querySelector(`[data-zet="${e.key === "ArrowUp" ? "omhoog" : "omlaag"}"]`);
  if (k && k.getAttribute("aria-disabled") !== "true") { focus = { keuze: li.dataset.keuze, zet: k.dataset.zet, op: Date.now() }; k.click(); }
});
document.addEventListener("click", (e) => {
  const z = binnen(e) && e.target.closest("[data-zet], [data-kies]");
  if (!z) return;
  if (z.getAttribute("aria-disabled") === "true") { e.preventDefault(); e.stopImmediatePropagation(); return; }
  focus = { keuze: z.dataset.kies || z.closest("[data-keuze]").dataset.keuze, zet: z.dataset.zet || "omhoog", op: Date.now() };
}, true);
window.bpvVoorkeur = {
  antwoord: velden.antwoord,
  geordend: () => requestAnimationFrame(() => requestAnimationFrame(geordend)),
  vergeet: (naam) => { try { localStorage.removeItem(`bpv-${naam}`); } catch { /* nothing kept */ } },
};
velden.herstel();
