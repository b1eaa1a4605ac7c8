// The inbox by keys, 60 lines a minute: a press takes the line off the list and shows the next, which is loaded already;
// what was pressed is sent behind it, in order. What the server refuses comes back into the list, with its reason.
(() => {
  const AHEAD = 3, IDLE_MS = 1200, SOON_MS = 50, FEW = 20;
  const panel = () => document.getElementById("panel");
  const toasts = document.getElementById("toasts");
  const heard = document.getElementById("heard");
  const body = () => document.querySelector("[data-list] tbody");
  const openRow = () => document.querySelector("[data-list] tr.is-open");
  const linkOf = (row) => row?.querySelector("a.open");
  const asPart = (target) => ({ "HX-Request": "true", "HX-Target": target });

  // What is loaded before it is looked at, by address; a confirmation that takes one of its items makes it old.
  const loaded = new Map();
  async function fetchPanel(address) {
    const answer = await fetch(address, { headers: asPart("panel") });
    if (!answer.ok) throw new Error(answer.status);
    return answer.text();
  }
  function load(row) {
    const address = linkOf(row)?.href;
    if (!address) return null;
    if (!loaded.has(address)) {
      const entry = { html: "", taken: new Set() };
      entry.text = fetchPanel(address).then((html) => (shares(html, entry.taken) ? fetchPanel(address) : html));
      entry.text.then((html) => { entry.html = html; }, () => loaded.delete(address));
      loaded.set(address, entry);
    }
    return loaded.get(address);
  }
  function loadAhead(row) {
    for (let next = row, left = AHEAD; next && left >= 0; next = next.nextElementSibling, left--) if (next !== row) load(next);
    if (row?.previousElementSibling) load(row.previousElementSibling);
  }
  const itemsIn = (root) => [...root.querySelectorAll("[data-items]")].flatMap((one) => one.dataset.items.split(" ").filter(Boolean));
  const shares = (html, items) => items.size && itemsIn(new DOMParser().parseFromString(html, "text/html")).some((item) => items.has(item));
  function forget(items) {
    for (const [address, entry] of loaded) {
      for (const item of items) entry.taken.add(item);
      if (entry.html && shares(entry.html, items)) loaded.delete(address);
    }
  }

  // lists.js asks to open a row: what is loaded is shown at once.
  document.addEventListener("panel:open", (event) => {
    event.preventDefault();
    const row = event.detail.link.closest("tr");
    const entry = load(row);
    if (entry.html) show(row, entry.html);
    else entry.text.then((html) => openRow() === row && show(row, html), () => location.assign(event.detail.link.href));
  });
  function show(row, html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("panel");
    panel().replaceWith(fresh);
    window.htmx?.process(fresh);
    document.dispatchEvent(new CustomEvent("htmx:afterSwap", { detail: { target: fresh } }));
    loaded.delete(linkOf(row).href); // its forms are used up by one press
    loadAhead(row);
    say(fresh.querySelector("[data-summary]")?.textContent);
  }
  const say = (text) => { if (text) heard.textContent = text.replace(/\s+/g, " ").trim(); };

  // A press: the row leaves the list, the next one opens, the form waits for its turn.
  const done = [], waiting = [];
  let sending = null;
  function press(form, submitter) {
    const row = openRow();
    if (!row || form.dataset.pressed) return;
    form.dataset.pressed = "yes";
    const next = row.nextElementSibling ?? row.previousElementSibling;
    const items = new Set(form.matches("[data-confirms]") ? form.closest("[data-items]").dataset.items.split(" ").filter(Boolean) : []);
    const one = { row, address: linkOf(row).href, after: row.nextElementSibling, action: form.action, items, undo: null, state: "waiting" };
    one.fields = new URLSearchParams(new FormData(form, submitter));
    done.push(one);
    waiting.push(one);
    take(row, next);
    send();
  }
  function take(row, next) {
    row.remove();
    row.classList.remove("is-open", "is-here", "is-refused");
    if (next) goTo(next);
    else { panel().replaceChildren(); document.querySelector(".split").classList.remove("has-panel"); }
  }
  function goTo(row) {
    linkOf(row).click();
    if (!matchMedia("(max-width: 760px)").matches) linkOf(row).focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }
  function send() {
    if (sending || !waiting.length) return;
    const one = waiting.shift();
    one.state = "sent";
    sending = post(one.action, one.fields).then((answer) => came(one, answer), () => lost(one)).finally(() => { sending = null; send(); });
  }
  async function post(address, fields) {
    const answer = await fetch(address, { method: "POST", body: fields, headers: asPart("toasts"), keepalive: true, redirect: "error" });
    if (answer.status === 401 || answer.status === 403) return location.reload(); // signed out, or no longer permitted
    if (answer.status !== 200 && answer.status !== 422) throw new Error(answer.status);
    return { ok: answer.ok, html: await answer.text() };
  }
  function came(one, answer) {
    if (!answer) return;
    one.state = answer.ok ? "done" : "refused";
    toast(answer.html);
    if (!answer.ok) toasts.querySelector("span").prepend(`${payerOf(one.row)}: `);
    one.undo = answer.ok ? toasts.querySelector("[data-undo]") : null;
    forget(one.items);
    later();
    if (!answer.ok) return back(one);
    const shown = itemsIn(panel());
    if (openRow() && shown.some((item) => one.items.has(item))) reopen(openRow());
  }
  function lost(one) {
    one.state = "refused";
    say(heard.dataset.lost);
    toast(`<div class="toast is-refused" role="alert"><span></span></div>`);
    toasts.querySelector("span").textContent = heard.dataset.lost;
    back(one);
    later();
  }
  function payerOf(row) {
    const link = linkOf(row).cloneNode(true);
    link.querySelector(".under")?.remove();
    return link.textContent.trim();
  }
  function toast(html) {
    toasts.innerHTML = html;
    const close = toasts.querySelector("[data-close]");
    if (close) close.hidden = false;
  }
  function back(one) {
    if (done.includes(one)) done.splice(done.indexOf(one), 1);
    document.querySelector(`[data-list] tr[data-row="${one.row.dataset.row}"]`)?.remove();
    const place = one.after?.isConnected ? one.after : null;
    body()?.insertBefore(one.row, place);
    one.row.classList.toggle("is-refused", one.state === "refused");
    loaded.delete(one.address);
    if (!openRow()) goTo(one.row);
  }
  function reopen(row) {
    loaded.delete(linkOf(row).href);
    const entry = load(row);
    entry.text.then((html) => openRow() === row && show(row, html), () => {});
  }

  // Undo: before it was sent nothing was done; after it the server takes it back. Again for the one before.
  async function undo(one) {
    done.splice(done.indexOf(one), 1);
    if (one.state === "waiting") {
      waiting.splice(waiting.indexOf(one), 1);
      say(heard.dataset.back);
      return restore(one);
    }
    while (sending && one.state === "sent") await sending;
    if (one.state !== "done" || !one.undo) return;
    const answer = await post(one.undo.action, new URLSearchParams(new FormData(one.undo))).catch(() => null);
    if (answer) toast(answer.html);
    if (!answer?.ok) return done.push(one);
    forget(one.items);
    restore(one);
  }
  function restore(one) {
    if (!body()) return location.assign(one.address);
    back(one);
    if (openRow() !== one.row) goTo(one.row);
    later();
  }

  // The list itself, its sums and its pages are read again when there is time, or when few rows are left.
  let timer = 0;
  function later() {
    clearTimeout(timer);
    const isShort = (body()?.rows.length ?? 0) < FEW && document.querySelector(".pager a[rel=next]");
    timer = setTimeout(() => refresh(isShort), isShort ? SOON_MS : IDLE_MS);
  }
  async function refresh(isShort) {
    const isBusy = () => waiting.length > 0 || sending !== null;
    const pressed = new Set(isBusy() ? done.map((one) => one.row.dataset.row) : []); // may still stand in what comes
    if (isBusy() && !isShort) return later();
    const before = done.length;
    const here = new URL(location.href);
    here.searchParams.delete("row");
    const answer = await fetch(here).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (isBusy() && !isShort) return later();
    for (const one of isBusy() ? done : done.slice(before)) pressed.add(one.row.dataset.row);
    for (const part of [".page-head .figure", ".table-foot", ".key-hints"]) {
      const fresh = page.querySelector(part);
      if (fresh) document.querySelector(part)?.replaceWith(fresh);
    }
    const fresh = [...(page.querySelector("[data-list] tbody")?.rows ?? [])].filter((row) => !pressed.has(row.dataset.row));
    if (!body() || !fresh.length) {
      if (!pressed.size && !body()?.rows.length) document.querySelector(".listing").replaceChildren(...page.querySelector(".listing").childNodes);
      return;
    }
    const known = new Map([...body().rows].map((row) => [row.dataset.row, row]));
    const wanted = new Set(fresh.map((row) => row.dataset.row));
    for (const row of pressed.size ? [] : known.values()) if (!wanted.has(row.dataset.row) && !row.classList.contains("is-open")) row.remove();
    for (const row of fresh) if (!known.has(row.dataset.row)) body().append(row);
    if (openRow()) loadAhead(openRow());
    else if (done.length && body().rows[0]) goTo(body().rows[0]);
  }
  addEventListener("pagehide", () => { for (const one of waiting.splice(0)) post(one.action, one.fields).catch(() => {}); });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const goesOn = form.closest("#panel") && (form.matches("[data-confirms]") || form.closest("[data-nobodys]"));
    const takesBack = form.matches("#toasts [data-undo]") && done.find((one) => one.undo === form);
    if (!goesOn && !takesBack) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (goesOn) press(form, event.submitter);
    else undo(takesBack);
  }, true);

  const typing = (element) => element.closest("input:not([type=checkbox]), select, textarea, [contenteditable], dialog[open]");
  const chosen = () => panel()?.querySelector(".proposal.is-chosen form[data-confirms]");
  const first = () => panel()?.querySelector(".proposal form[data-confirms]");
  const KEYS = {
    Enter: confirm, y: confirm, u: takeBack, z: takeBack,
    s: () => follow("a[data-split]"), i: () => follow("a[data-identify]"), n: nobodys, j: beyond, ArrowDown: beyond,
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const act = /^[1-9]$/.test(event.key) ? choose : KEYS[event.key];
    if (!act || event.shiftKey || (event.repeat && act !== beyond) || !act(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  // Enter counts on the row that is open, and nowhere else: a button or a link under it keeps its own meaning.
  function confirm(event) {
    const row = openRow();
    const there = event.target === document.body || event.target.closest("[data-list] tr") === row || event.target.matches("#panel h2");
    if (!row || (event.key === "Enter" && !there)) return false;
    const form = chosen() ?? first();
    if (!form || form.dataset.confirms !== row.dataset.row) return false;
    if (form === chosen() || "likely" in form.dataset) form.requestSubmit(form.querySelector("button"));
    else say(heard.dataset.guess);
    return true;
  }
  function choose(event) {
    const wanted = panel()?.querySelectorAll("[data-proposal]")[Number(event.key) - 1];
    const button = wanted?.querySelector("header form button, header a.button");
    if (!button) return false;
    for (const one of panel().querySelectorAll("[data-proposal]")) one.classList.toggle("is-chosen", one === wanted);
    button.focus();
    wanted.scrollIntoView({ block: "nearest" });
    return true;
  }
  function follow(selector) {
    const link = panel()?.querySelector(selector);
    link?.click();
    return Boolean(link);
  }
  function nobodys() {
    const details = panel()?.querySelector("details[data-nobodys]");
    if (!details) return false;
    details.open = true;
    details.querySelector("button").focus();
    return true;
  }
  function takeBack() {
    if (!done.length) return false;
    undo(done.at(-1));
    return true;
  }
  // Below the last row of a page comes the first of the next.
  function beyond() {
    const rows = body()?.rows ?? [];
    const next = document.querySelector(".pager a[rel=next]");
    if (!next || !rows.length || !rows[rows.length - 1].matches(".is-open, .is-here")) return false;
    location.assign(`${next.href}#first`);
    return true;
  }

  // The page comes with a row open, or by going on from the page before: the reader stands on it.
  if (location.hash === "#first" && body()?.rows[0]) { history.replaceState(null, "", location.pathname + location.search); goTo(body().rows[0]); }
  const row = openRow();
  row?.scrollIntoView({ block: "nearest" });
  if (row && document.activeElement === document.body) linkOf(row).focus({ preventScroll: true });
  if (row) loadAhead(row);
  else if (body()) for (const one of [...body().rows].slice(0, 2)) load(one);
})();
