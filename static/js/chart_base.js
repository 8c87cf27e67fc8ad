// What all charts share: colours from the tokens, figures as text, axes, target lines.

const css = getComputedStyle(document.documentElement);
export const token = (name) => css.getPropertyValue(name).trim();
const palette = () => [1, 2, 3, 4, 5, 6, 7, 8].map((n) => token(`--chart-${n}`));
const TONES = {
  pass: "--pass",
  warn: "--warn",
  card: "--card",
  exit: "--exit",
  hold: "--hold",
  context: "--chart-context",
  brand: "--brand",
};
export const toneColour = (tone) => (TONES[tone] ? token(TONES[tone]) : undefined);
export const isBlank = (value) => value === null || value === undefined || value === "";
export const plot = (value) => (isBlank(value) ? null : Number(value));

export function grouped(value) {
  if (isBlank(value)) {
    return "—";
  }
  const [whole, decimals] = String(value).split(".");
  const separated = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return decimals === undefined ? separated : `${separated}.${decimals}`;
}

export const withUnit = (value, unit) => (isBlank(value) ? "未填报" : `${grouped(value)}${unit ? ` ${unit}` : ""}`);

// 120,000 → 12万: axes are for the order of magnitude, the exact figure stands in the tooltip and in the table.
export function tick(value) {
  const size = Math.abs(value);
  if (size >= 1e8) {
    return `${+(value / 1e8).toFixed(2)}亿`;
  }
  if (size >= 1e4) {
    return `${+(value / 1e4).toFixed(2)}万`;
  }
  return String(+value.toFixed(2));
}

export function frame() {
  const text = { color: token("--ink-2"), fontFamily: token("--font"), fontSize: 12 };
  return {
    animation: false,
    color: palette(),
    textStyle: { fontFamily: token("--font"), color: token("--ink") },
    grid: { left: 8, right: 24, top: 36, bottom: 8, containLabel: true },
    tooltip: {
      renderMode: "richText",
      confine: true,
      borderColor: token("--line-2"),
      borderRadius: 4,
      padding: 10,
      backgroundColor: token("--paper"),
      textStyle: { ...text, color: token("--ink") },
      shadowBlur: 0,
    },
    legend: { show: false, top: 0, left: 0, icon: "rect", itemWidth: 12, itemHeight: 12, textStyle: text },
    axisText: text,
  };
}

export function axis(kind, text, extra) {
  return {
    type: kind,
    axisLabel: { ...text, hideOverlap: true, ...(kind === "value" ? { formatter: tick } : {}) },
    axisLine: { show: kind === "category", lineStyle: { color: token("--line-2") } },
    axisTick: { show: false },
    splitLine: { show: kind === "value", lineStyle: { color: token("--line") } },
    nameTextStyle: text,
    ...extra,
  };
}

function targetLine(line, flat) {
  const where = flat || line.axis === "x" ? { xAxis: Number(line.value) } : { yAxis: Number(line.value) };
  return { ...where, name: line.label };
}

export function markLines(lines, flat) {
  if (!lines?.length) {
    return undefined;
  }
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color: token("--ink"), type: "dashed", width: 1 },
    label: { formatter: "{b}", color: token("--ink"), fontSize: 12, position: flat ? "start" : "end" },
    data: lines.map((line) => targetLine(line, flat)),
  };
}

// The scale always reaches the target, also when every value stays below it.
export function reach(lines) {
  const highest = Math.max(...(lines ?? []).map((line) => Number(line.value)), -Infinity);
  return Number.isFinite(highest) ? { max: (range) => (range.max >= highest ? null : highest * 1.1) } : {};
}

