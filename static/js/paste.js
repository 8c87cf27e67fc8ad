// Paste: a column or a row of a spreadsheet fills the fields; names beside the figures find theirs, in their own units.
// All of it or nothing: what cannot be read or converted is named, and no field is touched. Ctrl+Z takes it back.

import { FIGURE, converted, downwards, figuresAround, fill, readCell, sidewards } from "./figures.js";

// What came of a paste stays in sight until somebody types again; pages without a place for it have it read out.
function tell(words) {
  const place = document.querySelector("[data-pasted]");
  if (place) {
    place.textContent = words;
  } else {
    document.dispatchEvent(new CustomEvent("portal:announce", { detail: words }));
  }
}

// ---- Names and units -----------------------------------------------------------------------------------------------

const bare = (cell) => cell.replace(/[（(][^（()）]*[)）]/g, "").replace(/[\s:：*]/g, "");
const bracketed = (cell) => /[（(]([^（()）]*)[)）][\s:：*]*$/.exec(cell)?.[1].trim() ?? "";
const control = (input) => input.closest("[data-figure]");
const unitOf = (input) => control(input).querySelector(".control-unit")?.textContent.trim() ?? "";
const short = (cell) => cell.trim().slice(0, 20);

// The fields by the name that stands beside each of them.
const byLabel = (fields) =>
  new Map(fields.filter((one) => control(one).dataset.figure).map((one) => [bare(control(one).dataset.figure), one]));

// "元=1/10000 亿元=10000": the other units of the same kind, each in the unit of the field.
function factorFor(input, unit) {
  const table = (control(input).dataset.units ?? "").split(" ").map((one) => one.split("="));
  return new Map(table).get(unit);
}

// What one line "name, value" puts into which field: {input, text, said}, or {why}.
function planned(input, [name, value]) {
  const read = readCell(value);
  const unit = bracketed(name);
  if (read.why || !read.text || !unit || unit === unitOf(input)) {
    return read.why ? { why: `${short(name)}的${read.why}` } : { input, text: read.text };
  }
  const factor = factorFor(input, unit);
  const places = Number(control(input).dataset.decimals ?? 2);
  const result = factor && converted(read.text, factor, places);
  if (!result) {
    return { why: `${short(name)}的单位“${unit}”不能准确换算为${unitOf(input) || "本项的单位"}` };
  }
  const note = result.isRounded ? `（除不尽，保留 ${places} 位小数）` : "";
  const said = `${bare(name)} ${read.text} ${unit} 换算为 ${result.text} ${unitOf(input)}${note}`;
  return { input, text: result.text, said };
}

// ---- Filling, and taking it back -----------------------------------------------------------------------------------

let undo = [];

// A blank cell leaves what stands in the field: it does not say that the figure is gone.
function put(plan, words) {
  const given = plan.filter((one) => one.text);
  undo = given.map((one) => ({ input: one.input, before: one.input.value, after: one.text }));
  given.forEach((one) => fill(one.input, one.text));
  given.at(-1)?.input.focus();
  const blank = plan.length - given.length;
  const said = plan.map((one) => one.said).filter(Boolean);
  const notes = [blank ? `空白的 ${blank} 项未动` : "", ...said].filter(Boolean);
  tell(`${words(given.length)}${notes.map((one) => `；${one}`).join("")}。请核对，撤销按 Ctrl+Z。`);
}

const nothing = (why) => tell(`没有粘贴：${why}。`);

document.addEventListener("keydown", (event) => {
  const isUndo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
  const stands = undo.length && undo.every((one) => one.input.isConnected && one.input.value === one.after);
  if (!isUndo || !stands || !event.target.closest?.("[data-paste]")) {
    return;
  }
  event.preventDefault();
  const taken = undo;
  undo = [];
  taken.forEach((one) => fill(one.input, one.before));
  tell(`已撤销粘贴，${taken.length} 项恢复原来的填写。`);
});

document.addEventListener("input", (event) => {
  if (event.isTrusted) {
    undo = [];
    document.querySelector("[data-pasted]")?.replaceChildren();
  }
});

// ---- The three shapes of what was copied ---------------------------------------------------------------------------

const ONLY_PAIRS = "请只复制一列数值，或“指标名称、数值”两列";

function pasteNamed(fields, rows) {
  const odd = rows.find((cells) => cells.length !== 2);
  if (odd) {
    nothing(`剪贴板中有多列，且不全是“指标名称、数值”（如“${short(odd[0])}”）。${ONLY_PAIRS}`);
    return;
  }
  const known = rows.filter(([name]) => fields.has(bare(name)));
  const unknown = rows.filter(([name]) => !fields.has(bare(name))).map(([name]) => `“${short(name)}”`);
  const names = known.map(([name]) => bare(name));
  const plan = known.map((cells) => planned(fields.get(bare(cells[0])), cells));
  const faults = plan.map((one) => one.why).filter(Boolean);
  if (!known.length) {
    nothing(`没有名为${unknown.slice(0, 3).join("、")}的填报项。${ONLY_PAIRS}`);
  } else if (new Set(names).size < names.length) {
    nothing("名称重复");
  } else if (faults.length) {
    nothing(faults.slice(0, 3).join("；"));
  } else {
    put(plan, (count) => {
      const rest = unknown.length ? `；没有名为${unknown.slice(0, 5).join("、")}的填报项，未粘贴` : "";
      return `已按指标名称粘贴 ${count} 项${rest}`;
    });
  }
}

function pasteRun(targets, cells, words) {
  const read = cells.map(readCell);
  const fault = read.find((one) => one.why);
  if (fault) {
    nothing(`${fault.why}。${ONLY_PAIRS}`);
  } else if (cells.length > targets.length) {
    nothing(`剪贴板中有 ${cells.length} 个数，此处起只有 ${targets.length} 项`);
  } else {
    put(read.map((one, index) => ({ input: targets[index], text: one.text })), (count) => `${words} ${count} 项`);
  }
}

// A single number goes the browser's way where nothing is to be done about it: it lands at the cursor.
function pasteOne(event, input, cell) {
  const read = readCell(cell);
  if (read.text && read.text !== cell.trim()) {
    event.preventDefault();
    put([{ input, text: read.text }], () => `已粘贴 ${read.text}`);
  }
}

document.addEventListener("paste", (event) => {
  const input = event.target;
  if (!input.matches?.(`[data-paste] ${FIGURE}`)) {
    return;
  }
  const lines = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n+$/, "").split("\n");
  const rows = lines.map((line) => line.split("\t"));
  if (rows.length === 1 && rows[0].length === 1) {
    pasteOne(event, input, rows[0][0]);
    return;
  }
  event.preventDefault();
  const fields = byLabel(figuresAround(input));
  const isNamed = rows.length === 1 ? rows[0].length === 2 && readCell(rows[0][0]).why : rows.some((row) => row.length > 1);
  if (isNamed) {
    pasteNamed(fields, rows.filter((cells) => cells.some((cell) => cell.trim())));
  } else if (rows.length === 1) {
    pasteRun(sidewards(input), rows[0], "已按一行依次粘贴");
  } else {
    pasteRun(downwards(input), lines, "已从此项起向下粘贴");
  }
});
