// Forms: unsaved work is not lost, nothing is sent twice, figures are comfortable to enter by keyboard and by paste.

const FIGURE = "[data-figure] input";
const PLAIN = /^-?\d+(\.\d+)?$/;
const GROUPED = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/;

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

function grouped(text) {
  if (!PLAIN.test(text)) {
    return "";
  }
  const [whole, decimals] = text.split(".");
  const separated = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return decimals === undefined ? separated : `${separated}.${decimals}`;
}

function drawFace(input) {
  const control = input.closest("[data-figure]");
  let face = control.querySelector(".figure-face");
  if (!face) {
    face = document.createElement("span");
    face.className = "figure-face";
    face.setAttribute("aria-hidden", "true");
    control.append(face);
  }
  const text = grouped(input.value.trim());
  face.textContent = text.includes(",") ? text : "";
}

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

const column = (input) => [...input.closest("[data-paste]").querySelectorAll(`${FIGURE}:not(:disabled, [readonly])`)];

function step(input, distance) {
  const fields = column(input);
  const next = fields[fields.indexOf(input) + distance];
  if (next) {
    next.focus();
    next.select();
  }
  return Boolean(next);
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

// ---- Paste: a column from a spreadsheet fills the fields below; names beside the figures find their fields ---------

function cleaned(cell) {
  const text = cell.trim();
  if (/^[-–—]?$/.test(text)) {
    return "";
  }
  return GROUPED.test(text) ? text.replaceAll(",", "") : text;
}

function fill(input, text) {
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
  drawFace(input);
}

// What came of a paste stays in sight until somebody types again; pages without a place for it have it read out.
function tell(words) {
  const place = document.querySelector("[data-pasted]");
  if (place) {
    place.textContent = words;
  } else {
    document.dispatchEvent(new CustomEvent("portal:announce", { detail: words }));
  }
}

document.addEventListener("input", (event) => {
  if (event.isTrusted) {
    document.querySelector("[data-pasted]")?.replaceChildren();
  }
});

// "营业收入（万元）" in a table is the field "营业收入".
const named = (cell) => cell.replace(/[（(].*$/, "").replace(/[\s:：*]/g, "");

function byName(fields, lines) {
  const found = new Map(fields.map((field) => [named(field.closest("[data-figure]").dataset.figure), field]));
  const rows = lines.map((line) => line.split("\t")).filter((cells) => cells.some((cell) => cell.trim()));
  const unknown = rows.filter((cells) => cells.length !== 2 || !found.has(named(cells[0])));
  const names = rows.map((cells) => named(cells[0]));
  if (unknown.length || new Set(names).size < names.length) {
    const which = unknown.length ? `（如“${unknown[0][0].trim().slice(0, 20)}”）` : "（名称重复）";
    tell(`没有粘贴：剪贴板中有多列，且不全是“指标名称、数值”${which}。请只复制一列数值后再粘贴。`);
    return;
  }
  rows.forEach((cells, index) => fill(found.get(names[index]), cleaned(cells[1])));
  tell(`已按指标名称粘贴 ${rows.length} 项，请核对。`);
}

function downwards(fields, input, cells) {
  const start = fields.indexOf(input);
  const targets = fields.slice(start, start + cells.length);
  targets.forEach((field, index) => fill(field, cleaned(cells[index])));
  targets.at(-1)?.focus();
  const rest = cells.length - targets.length;
  tell(`已从此项起向下粘贴 ${targets.length} 项${rest ? `，另有 ${rest} 项没有对应的填报项，未粘贴` : ""}，请核对。`);
}

document.addEventListener("paste", (event) => {
  const input = event.target;
  if (!input.matches?.(`[data-paste] ${FIGURE}`)) {
    return;
  }
  const lines = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "").split("\n");
  // One row copied from a spreadsheet is a run of tabs; one column is a run of lines.
  const cells = lines.length === 1 ? lines[0].split("\t") : lines;
  if (cells.length === 1 && !GROUPED.test(cells[0].trim())) {
    return;
  }
  event.preventDefault();
  if (lines.length > 1 && lines.some((line) => line.includes("\t"))) {
    byName(column(input), lines);
  } else {
    downwards(column(input), input, cells);
  }
});

// ---- Errors: the summary takes the focus, its links lead into the fields -------------------------------------------

document.querySelector("[data-error-summary]")?.focus();
