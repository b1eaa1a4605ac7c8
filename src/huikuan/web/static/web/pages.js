// Small comforts of every page; each thing they speed up works without them.
(() => {
  const typing = (element) => element.closest("input, select, textarea, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") closeWhatIsOpen();
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "/") focusOn(event, document.getElementById("search"));
    if (event.key === "?") openKeys(event);
    if (event.key === "u") press(event, document.querySelector("[data-undo] button"));
  });

  function focusOn(event, element) {
    if (!element) return;
    event.preventDefault();
    element.focus();
    element.select();
  }

  function press(event, button) {
    if (!button) return;
    event.preventDefault();
    button.click();
  }

  function openKeys(event) {
    const keys = document.getElementById("keys");
    if (!keys) return;
    event.preventDefault();
    keys.showModal();
  }

  function closeWhatIsOpen() {
    for (const menu of document.querySelectorAll("details.menu[open], details.more[open]")) menu.open = false;
    const found = document.getElementById("found");
    if (found) found.replaceChildren();
  }

  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open], details.more[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    const found = document.getElementById("found");
    if (found && !found.parentElement.contains(event.target)) found.replaceChildren();
    if (event.target.closest("[data-keys]")) openKeys(event);
    const close = event.target.closest("[data-close]");
    if (close) close.closest(".toast").remove();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("select[data-submits], input[data-submits]")) event.target.form.requestSubmit();
    if (event.target.closest("[data-shares]")) addUp(event.target.closest("[data-shares]"));
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest("[data-shares]");
    if (form) addUp(form);
  });

  // What is dragged over a place for files lights it up; the drop itself is the file field's.
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const place = event.target.closest?.("[data-drop]");
      place?.classList.toggle("is-over", kind === "dragenter" || kind === "dragover");
    });
  }

  // A second press on a form that is on its way does nothing; a wait of more than 0.3 s shows itself.
  document.addEventListener("submit", (event) => {
    if (event.target.method === "dialog") return;
    const button = event.submitter;
    if (event.target.dataset.sent) return event.preventDefault();
    if (event.target.method === "post") event.target.dataset.sent = "yes";
    if (button && event.target.method === "post") button.setAttribute("aria-busy", "true");
    showWait();
  });
  document.addEventListener("htmx:beforeRequest", showWait);
  document.addEventListener("htmx:afterRequest", hideWait);
  window.addEventListener("pageshow", () => {
    hideWait();
    for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
    for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
  });

  let waiting = 0;
  function showWait() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const bar = document.createElement("div");
      bar.className = "progress-bar";
      document.body.append(bar);
    }, 300);
  }
  function hideWait() {
    clearTimeout(waiting);
    for (const bar of document.querySelectorAll(".progress-bar")) bar.remove();
  }

  // Amounts in the hundredth of the currency, without floating point.
  function minor(text, places) {
    const match = /^\s*(-?)([\d,]*)(?:\.(\d*))?\s*$/.exec(text || "");
    if (!match || (match[3] || "").length > places) return null;
    const digits = (match[2].replaceAll(",", "") || "0") + (match[3] || "").padEnd(places, "0");
    return BigInt(match[1] + digits);
  }
  function shown(amount, places) {
    const sign = amount < 0n ? "-" : "";
    const digits = String(amount < 0n ? -amount : amount).padStart(places + 1, "0");
    const whole = digits.slice(0, digits.length - places).replace(/\B(?=(\d{3})+$)/g, ",");
    return sign + whole + (places ? "." + digits.slice(-places) : "");
  }
  function addUp(form) {
    const places = Number(form.dataset.places);
    let left = BigInt(form.dataset.left);
    for (const input of form.querySelectorAll("input[data-share]")) left -= minor(input.value, places) ?? 0n;
    const output = form.querySelector("[data-remaining]");
    output.textContent = shown(left, places);
    output.closest(".remaining").classList.toggle("over", left < 0n);
  }

  // An address that names a field means: begin there.
  const named = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (named && named.matches("input, select, textarea")) focusOn({ preventDefault() {} }, named);

  // A table wider than its box can be scrolled by keyboard.
  function reachScrolls() {
    for (const box of document.querySelectorAll(".scroll:not([tabindex])")) {
      if (box.scrollWidth <= box.clientWidth) continue;
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      const title = box.closest("section, .panel, details")?.querySelector("h2, h3") ?? document.querySelector("h1");
      box.setAttribute("aria-label", title?.textContent.trim() ?? document.title);
    }
  }
  reachScrolls();
  for (const tabs of document.querySelectorAll(".tabs")) {
    const here = tabs.querySelector("[aria-current]");
    if (here) tabs.scrollLeft = here.offsetLeft - tabs.offsetLeft - 40;
  }
  window.addEventListener("resize", reachScrolls);

  for (const button of document.querySelectorAll("[data-close], [data-keys]")) button.hidden = false;
  for (const form of document.querySelectorAll("[data-shares]")) addUp(form);
  document.addEventListener("htmx:afterSwap", () => {
    reachScrolls();
    for (const form of document.querySelectorAll("[data-shares]")) addUp(form);
  });
  for (const toast of document.querySelectorAll(".toast")) {
    if (!toast.querySelector("[data-undo]")) setTimeout(() => toast.remove(), 6000);
  }
})();
