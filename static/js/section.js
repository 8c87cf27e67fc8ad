// One section of an application: saved while one types, kept on this machine while the line is down, never over
// another's work. The text of the whole form travels: a section is small, and the server keeps what cannot be read too.

import { renew } from "./session.js";

const form = document.getElementById("section-form");
const revision = form.elements.namedItem("revision");
const local = form.dataset.localKey;

const AFTER_TYPING_MS = 1500;
const RETRY_MS = 15000;
const KEPT_DAYS = 7;

let timer = 0;
let isDirty = false;
let isSending = false;
let isStopped = "conflict" in form.dataset;

const texts = () => Object.fromEntries([...form.elements].filter((one) => one.matches("textarea, select, input:not([type=hidden])")).map((one) => [one.name, one.value]));

function overall(state, when = "") {
  const place = form.querySelector("[data-saved-overall]");
  place.replaceChildren(document.getElementById(`saved-${state}`).content.cloneNode(true));
  if (when) {
    place.querySelector(".saved").append(` ${when}`);
  }
}

function notice(text) {
  const place = document.getElementById("local-notice");
  place.className = "callout callout--warn";
  place.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = text;
  place.replaceChildren(words);
  place.hidden = !text;
}

function keep() {
  try {
    localStorage.setItem(local, JSON.stringify({ revision: revision.value, at: Date.now(), texts: texts() }));
  } catch {
    // A full or forbidden store only costs the spare copy.
  }
}

function schedule(delay) {
  clearTimeout(timer);
  timer = setTimeout(send, delay);
}

function failed(state) {
  isDirty = true;
  overall(state);
  keep();
  schedule(RETRY_MS);
}

async function post() {
  try {
    return await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), redirect: "manual" });
  } catch {
    return null;
  }
}

async function arrived(response) {
  const answer = await response.json();
  revision.value = answer.revision;
  overall("saved", answer.saved_at);
  notice("");
  if (!isDirty) {
    localStorage.removeItem(local);
    form.dispatchEvent(new Event("portal:stored", { bubbles: true }));
  }
}

async function refused(response) {
  isStopped = true;
  overall("failed");
  keep();
  notice((await response.json()).message);
}

async function send() {
  if (isStopped || isSending || !isDirty) {
    return;
  }
  isSending = true;
  isDirty = false;
  overall("saving");
  let response = await post();
  if (response && (response.type === "opaqueredirect" || response.status === 403) && (await renew()) === "ok") {
    response = await post();
  }
  if (response?.ok) {
    await arrived(response);
  } else if (response?.status === 409) {
    await refused(response);
  } else {
    failed(response ? "failed" : "offline");
    notice(response ? "未能保存。填写的内容已存于本机；请在新窗口重新登录后回到本页，会自动保存。" : "");
  }
  isSending = false;
  if (isDirty) {
    schedule(AFTER_TYPING_MS);
  }
}

form.addEventListener("input", () => {
  isDirty = true;
  keep();
  schedule(AFTER_TYPING_MS);
});
form.addEventListener("submit", () => localStorage.removeItem(local));
window.addEventListener("online", () => schedule(0));
window.addEventListener("focus", () => schedule(0));

// What did not arrive last time: taken over only where nobody saved since.
function takeOver() {
  let copy = null;
  try {
    copy = JSON.parse(localStorage.getItem(local));
  } catch {
    return;
  }
  if (!copy || Date.now() - copy.at > KEPT_DAYS * 86400000 || isStopped) {
    return;
  }
  if (copy.revision !== revision.value) {
    notice("本机存有上次没有保存成功的内容，但这一部分后来已另行保存，没有自动恢复。");
    return;
  }
  for (const [name, text] of Object.entries(copy.texts)) {
    const field = form.elements.namedItem(name);
    if (field && field.value !== text) {
      field.value = text;
      isDirty = true;
    }
  }
  schedule(0);
}

takeOver();
