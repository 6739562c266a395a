// Shows what the admin API answers. Everything goes through textContent: data never becomes markup.
"use strict";

const REFRESH_MS = 5000;
const STATES = ["waiting", "provisioning", "provisioned", "updating", "pending-person", "parked", "removing", "removed",
  "foreign", "ignored"];
const at = (id) => document.getElementById(id);
let token = sessionStorage.getItem("token") || "";
let timer = 0;
let next = null;

async function api(path) {
  const response = await fetch("/api/v1/" + path, { headers: { Authorization: "Bearer " + token }, cache: "no-store" });
  const body = await response.json();
  if (!response.ok) {
    const error = new Error(body.detail || response.statusText);
    error.status = response.status;
    throw error;
  }
  return body;
}

function shown(value) {
  if (value === null || value === undefined || value === "") return "–";
  if (value === true) return "yes";
  if (value === false) return "no";
  if (typeof value === "object") return JSON.stringify(value);
  return String(value);
}

function cell(row, tag, value, style) {
  const made = document.createElement(tag);
  made.textContent = value;
  if (style) made.className = style;
  row.append(made);
}

// columns: [heading, row => value, row => class]
function table(target, rows, columns, onOpen) {
  target.replaceChildren();
  if (!rows || rows.length === 0) {
    const none = document.createElement("p");
    none.className = "none";
    none.textContent = "none";
    target.append(none);
    return;
  }
  const made = document.createElement("table");
  const head = made.createTHead().insertRow();
  for (const [heading] of columns) cell(head, "th", heading);
  const body = made.createTBody();
  for (const item of rows) {
    const row = body.insertRow();
    for (const [, value, style] of columns) {
      const found = value(item);
      cell(row, "td", shown(found), style ? style(item) : typeof found === "number" ? "number" : "");
    }
    if (!onOpen) continue;
    row.className = "open";
    row.tabIndex = 0;
    row.addEventListener("click", () => onOpen(item));
    row.addEventListener("keydown", (event) => { if (event.key === "Enter") onOpen(item); });
  }
  target.append(made);
}

function fill(select, names) {
  const known = [...select.options].map((option) => option.value);
  for (const name of names) {
    if (!known.includes(name)) select.add(new Option(name, name));
  }
}

function show(status) {
  at("summary").textContent = `${status.instance} · ${status.version} · ${status.summary}`;
  at("summary").className = status.ready ? "good" : "bad";
  table(at("attention"), status.attention, [
    ["What", (a) => a.kind, (a) => (a.urgent ? "bad" : "")], ["Where", (a) => a.subject], ["Why", (a) => a.detail],
    ["What to do", (a) => a.remedy]]);
  table(at("bridges"), status.bridges, [
    ["Bridge", (b) => b.bridge], ["Cluster", (b) => b.cluster], ["Partner", (b) => b.partner], ["Policy", (b) => b.policy],
    ["Held here", (b) => b.held], ["Paused", (b) => b.paused], ["Open changes", (b) => b.openIntents],
    ["Held removals", (b) => b.heldRemovals], ["Held updates", (b) => b.heldUpdates]]);
  table(at("states"), status.bridges,
    [["Bridge", (b) => b.bridge], ...STATES.map((state) => [state, (b) => (b.states || {})[state] || 0])]);
  table(at("feeds"), status.feeds, [
    ["Cluster", (f) => f.cluster], ["Server", (f) => f.server],
    ["Connected", (f) => f.connected, (f) => (f.connected ? "good" : "bad")], ["Last byte", (f) => f.lastByteAt],
    ["Problem", (f) => f.problem]]);
  const gaps = status.gaps || [];
  table(at("gaps"), gaps, Object.keys(gaps[0] || {}).map((key) => [key, (gap) => gap[key]]));
  table(at("grants"), status.grants, [
    ["Partner", (g) => g.partner], ["Name", (g) => g.name], ["State", (g) => g.state, (g) => (g.state === "good" ? "good" : "bad")],
    ["In use", (g) => g.inUse], ["Refreshed", (g) => g.refreshedAt], ["Days left", (g) => g.refreshDaysLeft], ["Problem", (g) => g.problem]]);
  fill(at("bridge"), status.bridges.map((b) => b.bridge));
}

function trouble(error) {
  at("trouble").hidden = false;
  at("trouble").textContent = error.status === 401 ? "The token is not right." : error.message;
  if (error.status === 401) leave();
}

async function refresh() {
  try {
    const status = await api("status");
    at("trouble").hidden = true;
    at("sign-in").hidden = true;
    at("board").hidden = at("leave").hidden = false;
    sessionStorage.setItem("token", token);
    show(status);
  } catch (error) {
    trouble(error);
  }
  clearTimeout(timer);
  if (token) timer = setTimeout(refresh, REFRESH_MS);
}

function leave() {
  clearTimeout(timer);
  token = "";
  sessionStorage.removeItem("token");
  at("sign-in").hidden = false;
  at("board").hidden = at("leave").hidden = true;
  at("summary").textContent = "";
  for (const id of ["subscribers", "explanation"]) at(id).replaceChildren();
}

async function explain(subscriber) {
  try {
    const path = `bridges/${encodeURIComponent(subscriber.bridge)}/subscribers/${encodeURIComponent(subscriber.userId)}`;
    at("explanation").textContent = JSON.stringify(await api(path), null, 2);
    at("explanation").hidden = false;
    at("explanation").scrollIntoView({ block: "nearest" });
  } catch (error) {
    trouble(error);
  }
}

let listed = [];
async function list(isMore) {
  const query = new URLSearchParams({ limit: "50" });
  for (const id of ["bridge", "state", "q"]) if (at(id).value) query.set(id, at(id).value);
  if (isMore && next) query.set("cursor", next);
  try {
    const page = await api("subscribers?" + query);
    listed = isMore ? listed.concat(page.items) : page.items;
    next = page.next;
    at("more").hidden = !next;
    table(at("subscribers"), listed, [
      ["User", (s) => s.userId], ["Bridge", (s) => s.bridge], ["Enterprise", (s) => s.spEnterpriseId],
      ["State", (s) => s.state, (s) => (s.state === "parked" ? "bad" : "")], ["Reason", (s) => s.reason],
      ["Package", (s) => s.package], ["E-mail", (s) => s.email], ["Last change", (s) => s.lastChange]], explain);
  } catch (error) {
    trouble(error);
  }
}

fill(at("state"), STATES);
at("sign-in").addEventListener("submit", (event) => {
  event.preventDefault();
  token = at("token").value.trim();
  at("token").value = "";
  refresh();
});
at("search").addEventListener("submit", (event) => { event.preventDefault(); list(false); });
at("more").addEventListener("click", () => list(true));
at("leave").addEventListener("click", leave);
if (token) refresh();
