// The yearly report: saved while one types, kept on this machine while the line is down, never over another's work.

import { begun, FIELD, hindered, notice, overall, rows, settled } from "./report_marks.js";
import { buttonOf, renew } from "./session.js";

const form = document.getElementById("report-form");
const preview = document.getElementById("preview");
const revision = form.elements.namedItem("revision");
const local = form.dataset.localKey;

const AFTER_TYPING_MS = 1500;
const AFTER_LEAVING_MS = 150;
const RETRY_MS = 15000;
const KEPT_DAYS = 7;

// Names of the fields whose text the server does not have yet.
const pending = new Set();
let timer = 0;
let sending = null;
let stopped = "conflict" in form.dataset;

const fields = () => [...form.elements].filter((field) => FIELD.test(field.name));
const field = (name) => form.elements.namedItem(name);

// ---- The copy on this machine: only what has not arrived, by person and report -------------------------------------

function keep(extra = {}) {
  const texts = Object.fromEntries([...pending].map((name) => [name, field(name).value]));
  try {
    localStorage.setItem(local, JSON.stringify({ revision: revision.value, at: Date.now(), texts, ...extra }));
  } catch {
    // A full or forbidden store only costs the spare copy.
  }
}

const forget = () => localStorage.removeItem(local);

function kept() {
  try {
    const copy = JSON.parse(localStorage.getItem(local));
    return copy && Date.now() - copy.at < KEPT_DAYS * 86400000 ? copy : null;
  } catch {
    return null;
  }
}

// ---- Sending -------------------------------------------------------------------------------------------------------

function schedule(delay) {
  clearTimeout(timer);
  timer = setTimeout(send, delay);
}

function failed(names, state) {
  rows(names, state);
  overall(state);
  keep();
  schedule(RETRY_MS);
}

// The session or the line is what is wrong: `now` is the answer of `renew`.
function barred(names, now) {
  failed(names, now === "offline" ? "offline" : "failed");
  hindered(now);
}

function arrived(sent, answer) {
  revision.value = answer.revision;
  settled();
  begun();
  const good = [...sent.keys()].filter((name) => !(name in answer.errors));
  const bad = [...sent.keys()].filter((name) => name in answer.errors);
  for (const name of good) {
    if (field(name).value === sent.get(name)) {
      pending.delete(name);
    }
  }
  rows(good, "saved", answer.saved_at);
  rows(bad, "invalid");
  overall(bad.length ? "invalid" : "saved", bad.length ? "" : answer.saved_at);
  if (pending.size) {
    keep();
  } else {
    forget();
    form.dispatchEvent(new Event("portal:stored", { bubbles: true }));
  }
}

function refused(sent, answer) {
  stopped = true;
  rows(sent.keys(), "failed");
  overall("failed");
  keep();
  const save = () => form.requestSubmit(form.querySelector("button[name='action'][value='save']"));
  const isStale = answer.reason === "stale";
  notice(isStale ? "他人已另行保存" : "未能保存", answer.message, isStale ? "对照两个版本" : "", save);
}

// `again`: once the form has taken over the token of a new sign-in, the same is sent a second time, not a third.
async function post(sent, again = false) {
  let response;
  try {
    response = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), redirect: "manual" });
  } catch {
    failed(sent.keys(), "offline");
    return;
  }
  if (response.ok) {
    arrived(sent, await response.json());
  } else if (response.status === 409) {
    refused(sent, await response.json());
  } else if (response.type === "opaqueredirect" || response.status === 403) {
    const now = await renew();
    if (now === "ok" && !again) {
      await post(sent, true);
    } else {
      barred(sent.keys(), now === "ok" ? "other" : now);
    }
  } else {
    failed(sent.keys(), "failed");
  }
}

async function send() {
  clearTimeout(timer);
  if (stopped || !pending.size) {
    return;
  }
  if (sending) {
    schedule(AFTER_LEAVING_MS);
    return;
  }
  const sent = new Map([...pending].map((name) => [name, field(name).value]));
  rows(sent.keys(), "saving");
  overall("saving");
  sending = post(sent);
  await sending;
  sending = null;
}

form.addEventListener("input", (event) => {
  if (FIELD.test(event.target.name)) {
    pending.add(event.target.name);
    keep();
    schedule(AFTER_TYPING_MS);
  }
});
form.addEventListener("change", () => schedule(AFTER_LEAVING_MS));
window.addEventListener("online", () => schedule(AFTER_LEAVING_MS));
// Back from the window where one signed in again.
window.addEventListener("focus", () => pending.size && schedule(AFTER_LEAVING_MS));

// A save on its way would make the form's revision old: the submit waits for its answer. And a page that leads nowhere,
// because the line is down or the session over, must not take the place of the form.
let checking = null;
let checked = false;

async function check(button) {
  clearTimeout(timer);
  await sending;
  const now = await renew();
  if (now === "offline" || now === "signed-out") {
    button?.closest("dialog")?.close();
    barred(pending, now);
    return;
  }
  const pressed = buttonOf(form, button);
  if (button && !pressed) {
    return;
  }
  stopped = true;
  checked = true;
  keep({ submitted: true });
  form.requestSubmit(pressed);
}

window.addEventListener("submit", (event) => {
  if (event.target !== form || checked) {
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  checking ??= check(event.submitter).finally(() => {
    checking = null;
  });
}, true);

// ---- Figures to take over: the other version's, or the one a slip of the unit meant --------------------------------

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  const input = button && document.getElementById(button.dataset.fill);
  if (!input) {
    return;
  }
  input.value = button.dataset.text;
  const words = input.closest("details");
  if (words) {
    words.open = true;
  }
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
  input.focus();
});

// ---- The preview must not disturb typing: a lost line shows at the fields, a sign-in page is not a preview ---------

for (const name of ["htmx:sendError", "htmx:responseError"]) {
  preview.addEventListener(name, (event) => event.stopPropagation());
}
preview.addEventListener("htmx:beforeSwap", (event) => {
  const answered = new URL(event.detail.xhr.responseURL, location.href).pathname;
  event.detail.shouldSwap = event.detail.shouldSwap && answered === preview.getAttribute("hx-post");
});

// What the checks say while one types is told of its field: refused or not.
document.addEventListener("htmx:afterSettle", () => {
  for (const hints of form.querySelectorAll(".entry-hints")) {
    const isRefused = hints.querySelector(".finding--block") !== null;
    field(hints.id.replace("hints_", "value_")).setAttribute("aria-invalid", isRefused);
  }
});

// ---- Coming back: what did not arrive last time is put in again ----------------------------------------------------

function restore() {
  if ("unsaved" in form.dataset) {
    fields().forEach((one) => pending.add(one.name));
    keep();
    schedule(AFTER_LEAVING_MS);
    return;
  }
  const copy = kept();
  const differs = copy && Object.entries(copy.texts).some(([name, text]) => field(name) && field(name).value !== text);
  if (!differs || (copy.submitted && copy.revision !== revision.value)) {
    forget();
    return;
  }
  for (const [name, text] of Object.entries(copy.texts)) {
    if (field(name)) {
      field(name).value = text;
      pending.add(name);
    }
  }
  // With the revision it was typed on: where somebody saved since, the server refuses and both versions are compared.
  revision.value = copy.revision;
  form.dispatchEvent(new Event("input", { bubbles: true }));
  notice("已恢复上次没有送达的填写", "内容取自本机，正在保存；请核对。");
  schedule(AFTER_LEAVING_MS);
}

restore();
