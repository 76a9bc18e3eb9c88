// Asks how far long work is and moves the bar; at its end the screen is read again. Without this file a reload tells.
(() => {
  if (window.bpvTaak) return;
  window.bpvTaak = true;
  const kijk = async () => {
    for (const blok of document.querySelectorAll("[data-taak]")) {
      const id = blok.dataset.taak;
      if (!/^[1-9]\d*$/.test(id) || blok.dataset.klaar === id) continue;
      try {
        const antwoord = await fetch(`/api/taken/${id}`, { headers: { Accept: "application/json" } });
        if (!antwoord.ok) continue;
        const stand = await antwoord.json();
        const balk = blok.querySelector("progress"), zin = blok.querySelector("[data-taak-zin]");
        if (balk && stand.totaal) { balk.max = stand.totaal; balk.value = stand.gedaan; }
        if (zin && zin.textContent !== stand.zin) zin.textContent = stand.zin;
        if (!stand.lopend) {
          blok.dataset.klaar = id;
          location.reload();
        }
      } catch { /* no line now; the next turn asks again */ }
    }
  };
  setInterval(kijk, 1500);
})();
