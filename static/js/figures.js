// Fields of figures: which they are, which lie below and beside one another, and how their figures are shown and read.

export const FIGURE = "[data-figure] input";

const PLAIN = /^-?\d+(\.\d+)?$/;
const GROUPED = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/;
const OPEN = ":not(:disabled, [readonly])";

// ---- Thousands separators over the field, never in it --------------------------------------------------------------

function grouped(text) {
  if (!PLAIN.test(text)) {
    return "";
  }
  const [whole, decimals] = text.split(".");
  const separated = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return decimals === undefined ? separated : `${separated}.${decimals}`;
}

export function drawFace(input) {
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

// As though typed: whoever listens to the field hears of it.
export function fill(input, text) {
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
  drawFace(input);
}

// ---- Which fields belong together ----------------------------------------------------------------------------------

export const figuresAround = (input) => [...input.closest("[data-paste]").querySelectorAll(`${FIGURE}${OPEN}`)];

// The fields above and below: in a table those of its own column, elsewhere all of them.
export function columnOf(input) {
  const all = figuresAround(input);
  const cell = input.closest("td");
  return cell ? all.filter((one) => one.closest("td")?.cellIndex === cell.cellIndex) : all;
}

export function downwards(input) {
  const column = columnOf(input);
  return column.slice(column.indexOf(input));
}

// The fields from this one to the right in the row of a table; a form of one column takes a row from above.
export function sidewards(input) {
  const row = input.closest("tr");
  const fields = row ? figuresAround(input).filter((one) => one.closest("tr") === row) : downwards(input);
  return fields.slice(fields.indexOf(input));
}

// ---- Reading a cell that was copied --------------------------------------------------------------------------------

const REFUSALS = [
  [/^[¥￥$€]/, "带有货币符号，看不出以什么为单位"],
  [/^-?\d[\d.,]*\s*[%‰]$/, "是百分数"],
  [/^-?[\d.,]+[eE][+-]?\d+$/, "是科学计数法，数字可能已不完整"],
  [/^-?\d+(\s+\d+)+(\.\d+)?$/, "中间有空格"],
  [/^-?[\d.,]+\s*[\u3400-\u9fff/㎡]/, "带有单位"],
  [/^-?[\d.]*,[\d.,]*$/, "千分位逗号的位置不对"],
];

// Full-width digits and signs are the same characters; the currency sign stays, for it says something about the unit.
const halfWidth = (text) =>
  text.replace(/[！-～]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0)).replace(/\u2212/g, "-");

// Answers {text} with a plain number or "" for a blank, or {why} where the cell holds something else.
export function readCell(cell) {
  const text = halfWidth(cell).trim();
  if (/^[-–—]?$/.test(text)) {
    return { text: "" };
  }
  const plain = GROUPED.test(text) ? text.replaceAll(",", "") : text.replace(/^(-?)\./, "$10.");
  if (PLAIN.test(plain)) {
    return { text: plain };
  }
  const found = REFUSALS.find(([pattern]) => pattern.test(text));
  return { why: `“${text.slice(0, 20)}”${found ? found[1] : "不是数字"}` };
}

function decimal(number, places) {
  const digits = number.toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  return `${whole}.${digits.slice(whole.length)}`.replace(/\.?0+$/, "");
}

// Whether a quotient by this number may go on for ever.
function isEndless(number) {
  let left = number;
  for (const prime of [2n, 5n]) {
    while (left % prime === 0n) {
      left /= prime;
    }
  }
  return left !== 1n;
}

// The number times a fraction such as "1/10000": {text} exactly, or rounded to `places` and marked `isRounded` where the
// result has no end (亩 to 平方米), as imports do; null where it ends beyond six decimals.
export function converted(text, factor, places) {
  const [above, below = "1"] = factor.split("/");
  const [whole, decimals = ""] = text.replace("-", "").split(".");
  const given = BigInt(whole + decimals) * BigInt(above);
  const divisor = BigInt(below) * 10n ** BigInt(decimals.length);
  const sign = text.startsWith("-") && given ? "-" : "";
  if ((given * 1000000n) % divisor === 0n) {
    return { text: sign + decimal((given * 1000000n) / divisor, 6) };
  }
  if (!isEndless(BigInt(below))) {
    return null;
  }
  const rounded = (given * 10n ** BigInt(places) * 2n + divisor) / (divisor * 2n);
  return { text: sign + (places ? decimal(rounded, places) : rounded.toString()), isRounded: true };
}
