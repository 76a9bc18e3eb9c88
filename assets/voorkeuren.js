// The student's list of places: dragging, keys, focus that stays, and texts that are kept on this device until the server
// has answered. The server side is bpv_app/matching/pages/voorkeuren.py; why: docs/besluiten/0009.
(() => {
  "use strict";
  if (window.bpvVoorkeur) return;
  const TEKSTEN = {
    nl: {
      bezig: "Nog niet verzonden. Het staat veilig op dit apparaat.", bewaard: "Alles is bewaard.",
      vol: "Dit apparaat kan niets bewaren. Sluit deze pagina niet.", ander: "Op een ander apparaat staat: ",
      deze: "Neem die", mijn: "Houd wat hier staat",
    },
    en: {
      bezig: "Not sent yet. It is safe on this device.", bewaard: "Everything is saved.",
      vol: "This device cannot keep anything. Do not close this page.", ander: "On another device it says: ",
      deze: "Take that", mijn: "Keep what is here",
    },
  };
  const EERST = 4000, LANGST = 30000, MOMENT = 800;
  let geheugen = {}, isVol = false, onderweg = "", wacht = EERST, klok = 0, stil = 0, daarna = null, focus = null, sleep = null;

  const wortel = () => document.getElementById("voorkeur-scherm");
  const zeg = () => TEKSTEN[wortel()?.closest("[lang]")?.lang] || TEKSTEN.nl;
  const plek = () => `bpv-voorkeur-${wortel().dataset.wie}-${wortel().dataset.deelname}`;
  const velden = () => [...document.querySelectorAll("#voorkeur-scherm [data-veld]")];
  const vind = (naam) => velden().find((v) => v.dataset.veld === naam);

  function lees() {
    if (isVol) return geheugen;
    try { return JSON.parse(localStorage.getItem(plek())) || {}; } catch { return geheugen; }
  }
  function bewaar(rij) {
    geheugen = rij;
    try {
      if (Object.keys(rij).length) localStorage.setItem(plek(), JSON.stringify(rij)); else localStorage.removeItem(plek());
      isVol = false;
    } catch { isVol = true; }
  }

  // A text changed: keep it here first, send it a moment later.
  function getypt(el, meteen) {
    const rij = lees(), naam = el.dataset.veld, item = rij[naam];
    if (item ? item.tekst !== el.value : el.value !== el.dataset.was) {
      rij[naam] = { tekst: el.value, was: item ? item.was : el.dataset.was, stand: "wacht" };
      bewaar(rij);
      antwoordVak(naam)?.replaceChildren();
    }
    meld();
    clearTimeout(stil);
    stil = setTimeout(verstuur, meteen ? 30 : MOMENT);
  }

  function verstuur() {
    const form = document.getElementById("voorkeur-tekst");
    if (onderweg || !form || !wortel()) return;
    const rij = lees(), naam = Object.keys(rij).find((n) => rij[n].stand === "wacht");
    if (!naam) {
      if (daarna && !Object.keys(rij).length) { const k = daarna; daarna = null; k.click(); }
      return;
    }
    onderweg = naam;
    form.elements.voorkeur_tekst.value = JSON.stringify({ deelname: wortel().dataset.deelname, veld: naam, tekst: rij[naam].tekst, was: rij[naam].was });
    form.requestSubmit();
    clearTimeout(klok);
    klok = setTimeout(() => { onderweg = ""; wacht = Math.min(wacht * 2, LANGST); verstuur(); }, wacht);
  }

  function antwoord(a) {
    const rij = lees(), item = rij[a.veld], el = vind(a.veld);
    clearTimeout(klok);
    onderweg = "";
    wacht = EERST;
    if (a.soort === "bewaard" || a.soort === "weg") {
      const klaar = a.tekst.trim();
      if (el && a.soort === "bewaard") el.dataset.was = klaar;
      if (!item || a.soort === "weg" || item.tekst === a.tekst) delete rij[a.veld];
      else item.was = klaar;
      antwoordVak(a.veld)?.replaceChildren();
    } else if (item) {
      Object.assign(item, { stand: a.soort, nu: a.nu, zin: a.zin });
      toon(a.veld, item);
    }
    bewaar(rij);
    meld();
    verstuur();
  }

  const antwoordVak = (naam) => [...document.querySelectorAll("[data-antwoord]")].find((v) => v.dataset.antwoord === naam);
  function knop(tekst, doe) {
    const b = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm btn-outline", textContent: tekst });
    b.addEventListener("click", doe);
    return b;
  }
  function toon(naam, item) {
    const vak = antwoordVak(naam), t = zeg();
    if (!vak) return;
    const p = document.createElement("p");
    p.textContent = item.stand === "botst" ? `${t.ander}“${item.nu}”` : item.zin;
    vak.replaceChildren(p);
    if (item.stand !== "botst") return;
    vak.append(
      knop(t.deze, () => { const rij = lees(), el = vind(naam); delete rij[naam]; bewaar(rij); if (el) { el.value = item.nu; el.dataset.was = item.nu; } vak.replaceChildren(); meld(); verstuur(); }),
      knop(t.mijn, () => { const rij = lees(); if (rij[naam]) Object.assign(rij[naam], { was: item.nu, stand: "wacht" }); bewaar(rij); vak.replaceChildren(); meld(); verstuur(); }),
    );
  }
  function meld() {
    const vak = document.getElementById("voorkeur-status");
    if (!vak) return;
    const t = zeg(), n = Object.values(lees()).filter((i) => i.stand === "wacht").length;
    const tekst = n ? (isVol ? t.vol : t.bezig) : vak.dataset.was === "1" ? t.bewaard : "";
    if (n) vak.dataset.was = "1";
    if (vak.textContent !== tekst) vak.textContent = tekst;
  }

  // Fields appear (again): put back what was typed and not saved; forms too; and the focus where it was.
  function herstel() {
    if (!wortel()) return;
    const rij = lees();
    for (const el of velden()) {
      if (el.dataset.klaar) continue;
      el.dataset.klaar = "1";
      const item = rij[el.dataset.veld];
      if (!item) continue;
      el.value = item.tekst;
      if (item.stand !== "wacht") toon(el.dataset.veld, item);
    }
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
    meld();
    if (!onderweg && Object.values(rij).some((i) => i.stand === "wacht")) verstuur();
  }
  let gepland = 0;
  new MutationObserver(() => {
    if (gepland || !wortel()) return;
    gepland = requestAnimationFrame(() => { gepland = 0; herstel(); });
  }).observe(document, { childList: true, subtree: true });

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

  const binnen = (e) => e.target instanceof Element && wortel()?.contains(e.target);
  document.addEventListener("input", (e) => {
    if (!binnen(e)) return;
    if (e.target.dataset.veld) getypt(e.target, false);
    const form = e.target.closest("form[data-bewaar]");
    if (form) try { localStorage.setItem(`bpv-${form.dataset.bewaar}`, JSON.stringify(Object.fromEntries(new FormData(form)))); } catch { /* full */ }
  });
  document.addEventListener("change", (e) => { if (binnen(e) && e.target.dataset.veld) getypt(e.target, true); });
  document.addEventListener("keydown", (e) => {
    const li = binnen(e) && e.altKey && ["ArrowUp", "ArrowDown"].includes(e.key) ? e.target.closest("[data-keuze]") : null;
    if (!li) return;
    e.preventDefault();
    const k = li.querySelector(`[data-zet="${e.key === "ArrowUp" ? "omhoog" : "omlaag"}"]`);
    if (k && k.getAttribute("aria-disabled") !== "true") { focus = { keuze: li.dataset.keuze, zet: k.dataset.zet, op: Date.now() }; k.click(); }
  });
  document.addEventListener("click", (e) => {
    if (!binnen(e)) return;
    const z = e.target.closest("[data-zet], [data-kies]");
    if (z) {
      if (z.getAttribute("aria-disabled") === "true") { e.preventDefault(); e.stopImmediatePropagation(); return; }
      focus = { keuze: z.dataset.kies || z.closest("[data-keuze]").dataset.keuze, zet: z.dataset.zet || "omhoog", op: Date.now() };
      return;
    }
    // Sending in waits until what was typed has arrived.
    const k = e.target.closest("[data-na-bewaren]");
    if (!k || !Object.keys(lees()).length) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    daarna = k;
    clearTimeout(stil);
    verstuur();
  }, true);
  addEventListener("online", () => { onderweg = ""; wacht = EERST; if (wortel()) verstuur(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible" && wortel()) verstuur(); });
  window.bpvVoorkeur = {
    antwoord,
    geordend: () => requestAnimationFrame(() => requestAnimationFrame(geordend)),
    vergeet: (naam) => { try { localStorage.removeItem(`bpv-${naam}`); } catch { /* nothing kept */ } },
  };
  herstel();
})();
