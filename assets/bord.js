// Dragging a student's card to a place on the matching board. Buttons and keyboard do the same without this file.
(() => {
  if (window.bpvBord) return;
  window.bpvBord = true;
  let kaart = null;
  const plek = (e) => (e.target instanceof Element ? e.target.closest("[data-plaats]") : null);
  const wis = () => document.querySelectorAll(".sleep-doel").forEach((el) => el.classList.remove("sleep-doel"));
  document.addEventListener("dragstart", (e) => {
    kaart = e.target instanceof Element ? e.target.closest("[data-kaart]") : null;
    if (!kaart) return;
    e.dataTransfer.setData("text/plain", kaart.dataset.kaart);
    e.dataTransfer.effectAllowed = "move";
  });
  document.addEventListener("dragover", (e) => {
    const doel = kaart && plek(e);
    if (!doel) return;
    e.preventDefault();
    wis();
    doel.classList.add("sleep-doel");
  });
  document.addEventListener("dragend", () => { kaart = null; wis(); });
  document.addEventListener("drop", (e) => {
    const doel = kaart && plek(e), form = document.getElementById("bord-zet");
    if (!doel || !form) return;
    e.preventDefault();
    form.elements.deelnemer.value = kaart.dataset.kaart;
    form.elements.naar.value = doel.dataset.plaats;
    form.requestSubmit();
  });
})();
