// What the browser keeps itself: hours that are not sent yet, on this device, in order, until the server has answered.
// The server side is bpv_app/uren/service_wachtrij.py; the form and the rows are in bpv_app/uren/pages/uren.py.
(() => {
  "use strict";
  if ("serviceWorker" in navigator && window.isSecureContext) {
    addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
  }

  // "/" leads to the search from every screen, for who has it in the menu. A single key must be able to be switched off
  // (WCAG 2.1.4): the choice stands on the search screen and is kept on the device.
  const UIT = "bpv-zoektoets-uit";
  const zoekUit = (zet) => { try { if (zet === undefined) return localStorage.getItem(UIT) === "1"; zet ? localStorage.setItem(UIT, "1") : localStorage.removeItem(UIT); } catch { /* no storage: it stays on */ } return false; };
  addEventListener("keydown", (e) => {
    if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || zoekUit()) return;
    if (e.target.closest?.("input, textarea, select, [contenteditable], dialog[open]")) return;
    const veld = document.getElementById("zoek-overal"), link = document.querySelector('a[href="/zoeken"]');
    if (!veld && !link) return;
    e.preventDefault();
    if (veld) { veld.focus(); veld.select(); return; }
    link.click();
  });
  addEventListener("change", (e) => { if (e.target.id === "zoek-toets") zoekUit(!e.target.checked); });
  new MutationObserver(() => {
    const vink = document.getElementById("zoek-toets");
    if (vink && !vink.dataset.gelezen) { vink.dataset.gelezen = "1"; vink.checked = !zoekUit(); }
  }).observe(document.documentElement, { childList: true, subtree: true });

  const TEKSTEN = {
    nl: {
      bezig: "Nog niet verzonden", bewaard: "Bewaard", alles: "Alles is verzonden.",
      een: "1 dag is nog niet verzonden. Hij staat veilig op dit apparaat.",
      meer: (n) => `${n} dagen zijn nog niet verzonden. Ze staan veilig op dit apparaat.`,
      fout: "Niet verzonden: kijk de rode dag na.", elders: "Let op: een dag in een andere week klopt niet. ", bekijk: "Bekijk die dag", vol: "Dit apparaat kan niets bewaren. Sluit deze pagina niet.",
      deze: "Neem die van het andere apparaat", mijn: "Houd wat hier staat", weg: "Gooi mijn invoer weg",
      foto: "Bestand wordt verzonden…", klaar: "Bestand is toegevoegd.", geen: "Bestand is niet verzonden. Kies het opnieuw als je verbinding hebt.",
    },
    en: {
      bezig: "Not sent yet", bewaard: "Saved", alles: "Everything is sent.",
      een: "1 day is not sent yet. It is safe on this device.",
      meer: (n) => `${n} days are not sent yet. They are safe on this device.`,
      fout: "Not sent: check the red day.", elders: "Mind: a day in another week is not right. ", bekijk: "View that day", vol: "This device cannot keep anything. Do not close this page.",
      deze: "Take the other device's", mijn: "Keep what is here", weg: "Throw my input away",
      foto: "Sending the file…", klaar: "File added.", geen: "File was not sent. Choose it again when you have a connection.",
    },
  };
  const EERST = 4000, LANGST = 30000, MOMENT = 900, VOL = 12000;
  let geheugen = [], isVol = false, onderweg = null, wacht = EERST, klok = 0, stil = 0, telt = 0, daarna = null, focus = null;

  const wortel = () => document.getElementById("uren-scherm");
  const zeg = () => TEKSTEN[wortel()?.closest("[lang]")?.lang] || TEKSTEN.nl;
  const plek = () => `bpv-uren-${wortel().dataset.wie}`;
  const sleutel = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");

  function lees() {
    if (isVol) return geheugen;
    try { return JSON.parse(localStorage.getItem(plek())) || []; } catch { return geheugen; }
  }
  function bewaar(lijst) {
    geheugen = lijst;
    try {
      if (lijst.length) localStorage.setItem(plek(), JSON.stringify(lijst)); else localStorage.removeItem(plek());
      isVol = false;
    } catch { isVol = true; }
  }
  const rij = (item) => document.querySelector(`form.dag[data-pok="${item.pok}"][data-datum="${item.datum}"]`);
  const hoort = (item, form) => String(item.pok) === form.dataset.pok && item.datum === form.dataset.datum;
  const gelijk = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const velden = (form) => Object.fromEntries([...new FormData(form)].filter(([, w]) => typeof w === "string"));

  function regels(v, plan) {
    const uit = [];
    const [van, tot, uren] = [v.van, v.tot, v.uren].map((w) => (w || "").trim());
    if (van || tot) uit.push({ soort: v.soort, van, tot, pauze: v.pauze || "" });
    else if (uren) uit.push({ soort: v.soort, uren });
    else if (v.soort && v.soort !== "gewerkt" && plan) uit.push({ soort: v.soort, uren: plan });
    if ((v.uren_2 || "").trim()) uit.push({ soort: v.soort_2, uren: v.uren_2 });
    return uit;
  }

  // Hours and times say the same: who types hours means those, who types times gets theirs when they are saved.
  function kies(veld, form) {
    const v = form.elements;
    if (veld.name === "uren") for (const naam of ["van", "tot", "pauze"]) v[naam].value = "";
    else if (["van", "tot"].includes(veld.name) && veld.value) v.uren.value = "";
    else return;
    const kort = form.querySelector(".dag-kort");
    if (kort) kort.hidden = true;
  }

  // A row changed: keep it here first, send it a moment later.
  function getypt(form, meteen) {
    const lijst = lees(), nu = velden(form);
    let item = lijst.find((i) => hoort(i, form));
    if (item ? gelijk(item.velden, nu) : form.dataset.bewaard === JSON.stringify(nu)) {
      if (meteen) { clearTimeout(stil); stil = setTimeout(verstuur, 50); }
      return;
    }
    if (!item) {
      const adres = new URLSearchParams(location.search);
      adres.set("week", form.dataset.datum);
      item = { pok: Number(form.dataset.pok), datum: form.dataset.datum, versie: Number(form.dataset.versie), vorige: [], adres: `/uren?${adres}` };
      lijst.push(item);
    } else if (item.gezonden) {
      item.vorige = [...item.vorige, item.sleutel].slice(-20);
    }
    Object.assign(item, { sleutel: sleutel(), velden: nu, plan: form.dataset.plan, stand: "wacht", gezonden: false });
    delete item.tekst; delete item.fouten; delete item.nu;
    bewaar(lijst);
    toon(form, item);
    meld();
    clearTimeout(stil);
    stil = setTimeout(verstuur, meteen ? 50 : MOMENT);
  }

  function verstuur() {
    const form = document.getElementById("uren-wachtrij");
    if (onderweg || !form || !wortel()) return;
    const lijst = lees(), mee = [];
    let lengte = 0;
    for (const item of lijst) {
      if (item.stand !== "wacht") continue;
      const dag = {
        sleutel: item.sleutel, pok: item.pok, datum: item.datum, versie: item.versie, vorige: item.vorige,
        regels: regels(item.velden, item.plan), omschrijving: item.velden.omschrijving, werkproces: item.velden.werkproces,
      };
      lengte += JSON.stringify(dag).length;
      if (mee.length && lengte > VOL) break;
      item.gezonden = true;
      mee.push(dag);
    }
    if (!mee.length) return naVerzenden();
    bewaar(lijst);
    onderweg = mee.map((d) => d.sleutel);
    form.elements.dagen.value = JSON.stringify(mee);
    form.requestSubmit();
    clearTimeout(klok);
    klok = setTimeout(() => { onderweg = null; wacht = Math.min(wacht * 2, LANGST); verstuur(); }, wacht);
  }

  // The server answered for some days.
  function antwoord(antwoorden) {
    const lijst = lees();
    for (const a of antwoorden) {
      const item = lijst.find((i) => i.sleutel === a.sleutel || i.vorige.includes(a.sleutel));
      if (!item) continue;
      const form = rij(item), laatste = item.sleutel === a.sleutel;
      if (a.soort === "bewaard") {
        if (form) Object.assign(form.dataset, { versie: a.versie, dag: a.dag, bewaard: JSON.stringify(item.velden) });
        if (form && laatste && item.velden.van) {
          form.elements.uren.value = a.uren;
          form.dataset.bewaard = JSON.stringify(velden(form));
        }
        if (laatste) lijst.splice(lijst.indexOf(item), 1);
        else Object.assign(item, { versie: a.versie, vorige: [] });
      } else if (laatste) {
        Object.assign(item, { stand: a.soort, tekst: a.tekst, fouten: a.velden, nu: a.nu, versie_nu: a.versie });
      }
      if (form) toon(form, lijst.includes(item) ? item : null);
    }
    bewaar(lijst);
    clearTimeout(klok);
    onderweg = null;
    wacht = EERST;
    meld();
    verstuur();
    clearTimeout(telt);
    if (antwoorden.some((a) => a.soort === "bewaard")) telt = setTimeout(() => document.getElementById("uren-tel-bij")?.click(), 400);
  }

  function vul(form, waarden) {
    for (const veld of form.elements) {
      if (!veld.name || veld.type === "file") continue;
      const waarde = waarden[veld.name] ?? (veld.tagName === "SELECT" ? veld.options[0]?.value : "");
      if (veld.value !== waarde) veld.value = waarde;
    }
    if (["van", "uren_2", "werkproces"].some((n) => waarden[n])) form.querySelector("[data-meer]")?.setAttribute("aria-expanded", "true");
  }
  function los(form, doe) {
    const lijst = lees(), item = lijst.find((i) => hoort(i, form));
    if (item) doe(item, lijst);
    bewaar(lijst);
    toon(form, lijst.includes(item) ? item : null);
    meld();
    verstuur();
  }
  function knop(tekst, doe) {
    const b = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm btn-outline", textContent: tekst });
    b.addEventListener("click", doe);
    return b;
  }

  // How a row looks: waiting, saved, wrong, or in collision with another device.
  function toon(form, item) {
    const t = zeg(), stand = item ? item.stand : "bewaard";
    form.dataset.stand = stand;
    form.querySelector("[data-status]").textContent = stand === "wacht" ? t.bezig : stand === "bewaard" ? t.bewaard : "";
    const fouten = item?.fouten || {};
    for (const veld of form.elements) if (veld.name) veld.setAttribute("aria-invalid", veld.name in fouten ? "true" : "false");
    const vak = form.querySelector("[data-vraag]");
    vak.replaceChildren();
    if (stand === "wacht" || stand === "bewaard") return;
    const p = document.createElement("p");
    p.textContent = item.tekst;
    vak.append(p);
    if (stand === "botst") {
      vak.append(
        knop(t.deze, () => los(form, (i, lijst) => { vul(form, i.nu); Object.assign(form.dataset, { versie: i.versie_nu, bewaard: JSON.stringify(velden(form)) }); lijst.splice(lijst.indexOf(i), 1); })),
        knop(t.mijn, () => los(form, (i) => Object.assign(i, { versie: i.versie_nu, sleutel: sleutel(), vorige: [], stand: "wacht", gezonden: false }))),
      );
    } else if (stand === "slot") {
      vak.append(knop(t.weg, () => { los(form, (i, lijst) => lijst.splice(lijst.indexOf(i), 1)); location.reload(); }));
    }
  }

  // In words what is not sent yet; a refused day of another week comes with the way to it.
  function meld() {
    const vak = document.getElementById("uren-status");
    if (!vak) return;
    const t = zeg(), lijst = lees(), n = lijst.filter((i) => i.stand === "wacht").length;
    const elders = lijst.find((i) => i.stand !== "wacht" && !rij(i));
    let tekst = vak.dataset.was === "1" ? t.alles : "";
    if (elders) tekst = t.elders;
    if (lijst.some((i) => i.stand !== "wacht" && rij(i))) tekst = t.fout;
    if (n) tekst = isVol ? t.vol : n === 1 ? t.een : t.meer(n);
    if (n) vak.dataset.was = "1";
    if (vak.dataset.tekst === tekst) return;
    vak.dataset.tekst = tekst;
    vak.replaceChildren(tekst);
    if (tekst === t.elders) vak.append(Object.assign(document.createElement("a"), { href: elders.adres, textContent: t.bekijk, className: "link" }));
  }
  // What has to be settled before a week is sent in: what waits, and what is wrong on this screen.
  const inDeWeg = () => lees().some((i) => i.stand === "wacht" || rij(i));
  function naVerzenden() {
    if (daarna && !inDeWeg()) { const knop_ = daarna; daarna = null; knop_.click(); }
  }

  // Rows appear (again): put back what was typed and not saved, and the cursor where it was.
  function herstel() {
    if (!wortel()) return;
    const lijst = lees();
    for (const form of document.querySelectorAll("form.dag:not([data-klaar])")) {
      Object.assign(form.dataset, { klaar: "1", bewaard: JSON.stringify(velden(form)) });
      const item = lijst.find((i) => hoort(i, form));
      if (item) {
        item.gezonden && (item.stand === "wacht") && (onderweg = null);
        vul(form, item.velden);
        toon(form, item);
      }
      if (focus && focus.datum === form.dataset.datum && document.activeElement === document.body && Date.now() - focus.op < 60000) {
        const veld = form.elements[focus.naam];
        veld?.focus();
        try { veld?.setSelectionRange(focus.van, focus.tot); } catch { /* a select has no cursor */ }
      }
    }
    meld();
    if (lijst.some((i) => i.stand === "wacht") && !onderweg) verstuur();
  }

  // A photo or document goes up by itself, as soon as its day is there.
  async function stuurBestand(form, veld) {
    const t = zeg(), vak = form.querySelector("[data-bestand]"), inhoud = new FormData();
    inhoud.append("bestand", veld.files[0]);
    vak.textContent = t.foto;
    try {
      if (!Number(form.dataset.dag)) {
        form.dataset.bewaard = "";
        getypt(form, true);
        for (let n = 0; n < 100 && !Number(form.dataset.dag); n += 1) await new Promise((klaar) => { setTimeout(klaar, 200); });
      }
      const uit = await fetch(`/api/uren/dag/${form.dataset.dag}/bijlage`, { method: "POST", body: inhoud, headers: { Accept: "application/json" } });
      const gegevens = await uit.json();
      vak.textContent = uit.ok ? `${t.klaar} ` : gegevens.title;
      if (!uit.ok) return;
      vak.append(Object.assign(document.createElement("a"), { href: gegevens.adres, textContent: gegevens.naam, className: "link" }));
      veld.value = "";
    } catch {
      vak.textContent = t.geen;
    }
  }

  let gepland = 0;
  new MutationObserver(() => {
    if (gepland || !wortel()) return;
    gepland = requestAnimationFrame(() => { gepland = 0; herstel(); });
  }).observe(document, { childList: true, subtree: true });

  const dag = (e) => (e.target instanceof Element && wortel() ? e.target.closest("form.dag") : null);
  const waar = (veld) => {
    const form = veld.closest("form.dag");
    focus = form && veld.name ? { datum: form.dataset.datum, naam: veld.name, van: veld.selectionStart, tot: veld.selectionEnd, op: Date.now() } : null;
  };
  document.addEventListener("input", (e) => { const form = dag(e); if (form && e.target.type !== "file") { kies(e.target, form); waar(e.target); getypt(form, false); } });
  document.addEventListener("change", (e) => {
    const form = dag(e);
    if (!form) return;
    if (e.target.type !== "file") getypt(form, true);
    else if (e.target.files.length) stuurBestand(form, e.target);
  });
  document.addEventListener("focusin", (e) => { if (dag(e)) waar(e.target); });
  document.addEventListener("click", (e) => {
    const k = dag(e) && e.target.closest("[data-meer]");
    if (k) k.setAttribute("aria-expanded", String(k.getAttribute("aria-expanded") !== "true"));
  });
  document.addEventListener("submit", (e) => { if (dag(e)) { e.preventDefault(); e.stopImmediatePropagation(); verstuur(); } }, true);
  // Sending a week in waits until its hours have arrived.
  document.addEventListener("click", (e) => {
    const k = wortel() && e.target instanceof Element ? e.target.closest("[data-na-verzenden]") : null;
    if (!k || !inDeWeg()) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    daarna = k;
    clearTimeout(stil);
    verstuur();
    document.getElementById("uren-status")?.scrollIntoView({ block: "center" });
  }, true);
  addEventListener("online", () => { onderweg = null; wacht = EERST; if (wortel()) verstuur(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible" && wortel()) verstuur(); });
  window.bpvUren = { antwoord };
})();
