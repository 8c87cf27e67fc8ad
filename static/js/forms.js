// Forms: unsaved work is not lost, nothing is sent twice, figures are comfortable to enter by keyboard.

import { columnOf, drawFace, FIGURE } from "./figures.js";

// ---- Unsaved work: <form data-guard> -------------------------------------------------------------------------------

const dirty = new Set();

document.addEventListener("input", (event) => {
  // By its form, not by its place: the file of a document stands among the figures and is sent by itself.
  const form = event.target.form;
  if (form && "guard" in form.dataset) {
    dirty.add(form);
  }
});

window.addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) {
    event.preventDefault();
  }
});

// Autosave reports a stored form with this event on the form.
document.addEventListener("portal:stored", (event) => dirty.delete(event.target.closest("form")));

// ---- One submit is one request: every POST form --------------------------------------------------------------------

const RELEASE_AFTER_MS = 15000;

function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.method !== "post") {
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = "true";
    dirty.delete(form);
    event.submitter?.setAttribute("aria-busy", "true");
    // A download answers without leaving the page; the form must not stay locked for ever.
    setTimeout(release, RELEASE_AFTER_MS, form);
  },
  true,
);

window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest("form");
  if (form) {
    release(form);
  }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-autosubmit]")) {
    event.target.form?.requestSubmit();
  }
});

// ---- Figures: thousands separators over the field, never in it -----------------------------------------------------

function drawFaces(root) {
  root.querySelectorAll(FIGURE).forEach(drawFace);
}

document.addEventListener("focusout", (event) => {
  if (event.target.matches(FIGURE)) {
    drawFace(event.target);
  }
});
document.addEventListener("htmx:load", (event) => drawFaces(event.target));
drawFaces(document);

// ---- Keyboard: Enter and the arrows walk down the column, as in a spreadsheet --------------------------------------

function step(input, distance) {
  const column = columnOf(input);
  const next = column[column.indexOf(input) + distance];
  if (next) {
    next.focus();
    next.select();
  }
}

document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (
    !input.matches?.(`[data-paste] ${FIGURE}`) ||
    event.isComposing ||
    event.ctrlKey ||
    event.altKey ||
    event.metaKey
  ) {
    return;
  }
  const back = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey);
  const on = event.key === "ArrowDown" || (event.key === "Enter" && !event.shiftKey);
  if (back || on) {
    // Enter in a figure never submits half a form, not even in the last row.
    event.preventDefault();
    step(input, back ? -1 : 1);
  }
});

// ---- Errors: the summary takes the focus, its links lead into the fields -------------------------------------------

document.querySelector("[data-error-summary]")?.focus();
