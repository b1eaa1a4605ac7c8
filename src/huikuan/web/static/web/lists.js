// Keys and choosing in lists, and the panel beside a list; without this the links do the same by loading the page.
(() => {
  const list = () => document.querySelector("[data-list] tbody");
  const rows = () => [...(list()?.rows ?? [])];
  const here = () => rows().find((row) => row.classList.contains("is-here")) ?? rows().find((row) => row.classList.contains("is-open"));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, dialog[open]")) return;
    if (event.key === "e") act(event);
    if (!list()) return;
    if (event.key === "j" || (event.key === "ArrowDown" && isAtRows(event))) go(event, 1);
    if (event.key === "k" || (event.key === "ArrowUp" && isAtRows(event))) go(event, -1);
    if (event.key === "x") choose(event);
    if (event.key === "Enter" && event.target === document.body) enter(event);
    if (event.key === "Escape") document.querySelector("#panel [data-close-panel]")?.click();
  });

  // Arrows move among rows from a row or from nowhere; elsewhere they scroll.
  const isAtRows = (event) => event.target === document.body || Boolean(event.target.closest("[data-list] tbody"));

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
    const field = first.matches("a, button, input, select") ? first : first.querySelector("input:not([type=hidden]), select, button, summary");
    field?.focus();
    if (field?.matches("input:not([type=checkbox])")) field.select();
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
  // Opening is one step back in the browser's history, going on to another row is none.
  function open(link, isBack) {
    const split = document.querySelector(".split");
    if (!link || !split || !window.htmx) { if (link) location.assign(link.href); return; }
    if (location.href === link.href && document.querySelector("#panel h2") && here()?.contains(link)) return; // it is open
    for (const row of rows()) row.classList.toggle("is-open", row.contains(link));
    for (const row of rows()) row.classList.toggle("is-here", row.contains(link));
    const wasOpen = split.classList.contains("has-panel");
    split.classList.add("has-panel");
    const asked = new CustomEvent("panel:open", { detail: { link }, cancelable: true });
    if (document.dispatchEvent(asked)) window.htmx.ajax("GET", link.href, { target: "#panel", swap: "outerHTML" });
    if (isBack) return;
    if (wasOpen) history.replaceState(history.state, "", link.href);
    else history.pushState({ opened: true }, "", link.href);
  }

  function closePanel(link) {
    if (history.state?.opened) return history.back();
    history.replaceState(null, "", link.href);
    emptyPanel();
  }

  function emptyPanel() {
    document.querySelector(".split")?.classList.remove("has-panel");
    document.getElementById("panel")?.replaceChildren();
    for (const row of rows()) row.classList.remove("is-open");
    here()?.querySelector("a.open")?.focus({ preventScroll: true });
  }

  window.addEventListener("popstate", () => {
    if (!document.querySelector(".split")) return;
    const wanted = new URLSearchParams(location.search).get("row");
    if (!wanted) return emptyPanel();
    const row = rows().find((one) => one.dataset.row === wanted);
    if (row) open(row.querySelector("a.open"), true);
    else location.reload();
  });

  // An answer that comes late, for a row one has gone on from, is not shown.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target?.id !== "panel") return;
    const wanted = document.querySelector("[data-list] tr.is-open")?.dataset.row;
    const came = new URL(event.detail.xhr.responseURL || location.href).searchParams.get("row");
    if (!wanted || wanted !== came) event.detail.shouldSwap = false;
  });
  // What cannot be shown beside the list says why on a page of its own.
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.target?.id === "panel") location.assign(event.detail.xhr.responseURL || location.href);
  });
  // On the phone the panel lies over the list: the reader is taken along.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "panel" || !matchMedia("(max-width: 760px)").matches) return;
    const title = document.querySelector("#panel h2");
    title?.setAttribute("tabindex", "-1");
    title?.focus({ preventScroll: true });
  });

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
