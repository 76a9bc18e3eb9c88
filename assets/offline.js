// The page for when there is no connection: what waits on this device, and on to the page that was asked for.
(() => {
  "use strict";
  if (matchMedia("(prefers-color-scheme: dark)").matches) document.documentElement.className = "dark";
  const dagen = Object.keys(localStorage).filter((n) => n.startsWith("bpv-uren-")).flatMap((n) => {
    try { return JSON.parse(localStorage.getItem(n)) || []; } catch { return []; }
  });
  if (dagen.length) {
    document.getElementById("wacht").textContent =
      "Deze uren staan veilig op dit apparaat. Ze gaan mee zodra je weer verbinding hebt en je uren opent.";
    for (const dag of dagen.sort((a, b) => a.datum.localeCompare(b.datum))) {
      const li = document.createElement("li");
      const uren = dag.velden.van ? `${dag.velden.van}–${dag.velden.tot}` : `${dag.velden.uren || "?"} uur`;
      li.textContent = `${dag.datum.split("-").reverse().join("-")}: ${uren}${dag.velden.omschrijving ? `, ${dag.velden.omschrijving}` : ""}`;
      document.getElementById("dagen").append(li);
    }
  }
  document.getElementById("opnieuw").href = location.href;
  addEventListener("online", () => location.reload());
})();
