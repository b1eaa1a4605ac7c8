// Keys and choosing in lists, and the panel beside a list; without this the links do the same by loading the page.
(() => {
  const list = () => document.querySelector("[data-list] tbody");
  const rows = () => [...(list()?.rows ?? [])];
  const here = () => rows().find((row) => row.classList.contains("is-here")) ?? rows().find((row) => row.classList.contains("is-open"));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !list()) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, dialog[open]")) return;
    if (event.key === "j") go(event, 1);
    if (event.key === "k") go(event, -1);
    if (event.key === "x") choose(event);
    if (event.key === "Enter" && event.target === document.body) enter(event);
    if (event.key === "e") act(event);
    if (event.key === "Escape") document.querySelector("#panel [data-close-panel]")?.click();
  });

  function go(event, step) {
    event.preventDefault();
    const all = rows();
    const place = all.indexOf(here());
    const next = all[Math.min(Math.max(place + step, 0), all.length - 1)];
    if (!next) return;
    for (const row of all) row.classList.toggle("is-here", row === next);
    next.querySelector("a.open")?.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    if (document.querySelector(".split.has-panel")) open(next.querySelector("a.open"));
  }

  function choose(event) {
    const box = here()?.querySelector("input[name=ids]");
    if (!box) return;
    event.preventDefault();
    box.checked = !box.checked;
    showChosen();
  }

  function enter(event) {
    const link = here()?.querySelector("a.open");
    if (!link) return;
    event.preventDefault();
    open(link);
  }

  function act(event) {
    const first = document.querySelector("#panel [data-act], #content [data-act]");
    if (!first) return;
    event.preventDefault();
    if (first.matches("details")) first.open = true;
    (first.matches("a, button, input, select") ? first : first.querySelector("input:not([type=hidden]), select, button, summary"))?.focus();
  }

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest("a[data-open]");
    const cell = event.target.closest("[data-list] tbody td");
    if (link) { event.preventDefault(); open(link); }
    else if (cell && !event.target.closest("a, input, button, label")) open(cell.parentElement.querySelector("a.open"));
    if (event.target.closest("[data-close-panel]")) { event.preventDefault(); closePanel(event.target.closest("a")); }
  });

  // The panel alone comes over the wire; the address says which row is open, so that it can be sent to a colleague.
  function open(link) {
    const split = document.querySelector(".split");
    if (!link || !split || !window.htmx) { if (link) location.assign(link.href); return; }
    for (const row of rows()) row.classList.toggle("is-open", row.contains(link));
    for (const row of rows()) row.classList.toggle("is-here", row.contains(link));
    split.classList.add("has-panel");
    window.htmx.ajax("GET", link.href, { target: "#panel", swap: "outerHTML" });
    history.replaceState(null, "", link.href);
  }

  function closePanel(link) {
    document.querySelector(".split").classList.remove("has-panel");
    document.getElementById("panel").replaceChildren();
    for (const row of rows()) row.classList.remove("is-open");
    history.replaceState(null, "", link.href);
    here()?.querySelector("a.open")?.focus({ preventScroll: true });
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) {
      for (const box of document.querySelectorAll("[data-list] input[name=ids]")) box.checked = event.target.checked;
    }
    if (event.target.closest("[data-list]")) showChosen();
  });

  function showChosen() {
    const bar = document.querySelector("[data-bulk]");
    if (!bar) return;
    const chosen = rows().filter((row) => row.querySelector("input[name=ids]")?.checked);
    for (const row of rows()) row.classList.toggle("is-chosen", chosen.includes(row));
    bar.classList.toggle("is-on", chosen.length > 0);
    bar.querySelector("[data-chosen]").textContent = chosen.length;
  }
  document.querySelector("[data-bulk]")?.classList.add("waits-for-choice");
})();
