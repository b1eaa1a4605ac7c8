// Enter confirms the proposal of the row that is open where it is likely; a guess takes e and Enter. Never another row's.
(() => {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const row = document.querySelector("[data-list] tr.is-open");
    const form = document.querySelector("#panel form[data-confirms]");
    const fromRow = event.target === document.body || event.target.closest("[data-list] tr") === row;
    if (!row || !form || !fromRow || form.dataset.confirms !== row.dataset.row) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.querySelector("button").click();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "s" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, dialog[open]")) return;
    const link = document.querySelector("#panel a[data-split]");
    if (!link) return;
    event.preventDefault();
    link.click();
  });
  // The list comes back with the next row open: bring it into sight.
  document.querySelector("[data-list] tr.is-open")?.scrollIntoView({ block: "nearest" });
})();
