// Charts: draws <figure data-chart> from its JSON with ECharts, builds the table behind it, saves it as a picture.
// The data are described in templates/components/README.md. Needs echarts.min.js.

const css = getComputedStyle(document.documentElement);
const token = (name) => css.getPropertyValue(name).trim();
const palette = () => [1, 2, 3, 4, 5, 6, 7, 8].map((n) => token(`--chart-${n}`));
const TONES = { pass: "--pass", warn: "--warn", card: "--card", exit: "--exit", hold: "--hold", context: "--chart-context", brand: "--brand" };
const toneColour = (tone) => (TONES[tone] ? token(TONES[tone]) : undefined);
const isBlank = (value) => value === null || value === undefined || value === "";
const plot = (value) => (isBlank(value) ? null : Number(value));

function grouped(value) {
  if (isBlank(value)) {
    return "—";
  }
  const [whole, decimals] = String(value).split(".");
  const separated = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return decimals === undefined ? separated : `${separated}.${decimals}`;
}

const withUnit = (value, unit) => (isBlank(value) ? "未填报" : `${grouped(value)}${unit ? ` ${unit}` : ""}`);

// 120,000 → 12万: axes are for the order of magnitude, the exact figure stands in the tooltip and in the table.
function tick(value) {
  const size = Math.abs(value);
  if (size >= 1e8) { return `${+(value / 1e8).toFixed(2)}亿`; }
  if (size >= 1e4) { return `${+(value / 1e4).toFixed(2)}万`; }
  return String(+value.toFixed(2));
}

function frame() {
  const text = { color: token("--ink-2"), fontFamily: token("--font"), fontSize: 12 };
  return {
    animation: false,
    color: palette(),
    textStyle: { fontFamily: token("--font"), color: token("--ink") },
    grid: { left: 8, right: 24, top: 36, bottom: 8, containLabel: true },
    tooltip: { renderMode: "richText", confine: true, borderColor: token("--line-2"), borderRadius: 4, padding: 10, backgroundColor: token("--paper"), textStyle: { ...text, color: token("--ink") }, shadowBlur: 0 },
    legend: { show: false, top: 0, left: 0, icon: "rect", itemWidth: 12, itemHeight: 12, textStyle: text },
    axisText: text,
  };
}

function axis(kind, text, extra) {
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

function markLines(lines, flat) {
  if (!lines?.length) {
    return undefined;
  }
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color: token("--ink"), type: "dashed", width: 1 },
    label: { formatter: "{b}", color: token("--ink"), fontSize: 12, position: flat ? "end" : "insideEndTop" },
    data: lines.map((line) => targetLine(line, flat)),
  };
}

// The scale always reaches the target, also when every value stays below it.
function reach(lines) {
  const highest = Math.max(...(lines ?? []).map((line) => Number(line.value)), -Infinity);
  return Number.isFinite(highest) ? { max: (range) => (range.max >= highest ? null : highest * 1.1) } : {};
}

function barPoints(series, index, count) {
  const emphasised = series.emphasis;
  return series.data.map((value, at) => {
    const tone = series.tones?.[at];
    const quiet = emphasised && !emphasised.includes(at);
    const colour = toneColour(tone) ?? (quiet ? token("--chart-context") : undefined);
    return { value: plot(value), itemStyle: colour ? { color: colour } : undefined, raw: value, count };
  });
}

function cartesian(spec) {
  const base = frame();
  const flat = spec.kind === "hbar";
  const stacked = spec.kind === "stack";
  const line = spec.kind === "line";
  const many = spec.series.length > 1;
  const categories = axis("category", base.axisText, { data: spec.categories, inverse: flat, axisLabel: { ...base.axisText, interval: flat ? 0 : "auto", hideOverlap: !flat, width: flat ? (spec.narrow ? 96 : 168) : undefined, overflow: "truncate" } });
  const values = axis("value", base.axisText, { name: flat ? "" : spec.unit, nameTextStyle: { ...base.axisText, align: "left" }, ...reach(spec.lines) });
  const series = spec.series.map((entry, index) => ({
    name: entry.name,
    type: line ? "line" : "bar",
    stack: stacked ? "all" : undefined,
    barMaxWidth: flat ? 18 : 36,
    barGap: "20%",
    symbol: "circle",
    symbolSize: 7,
    connectNulls: false,
    lineStyle: { width: 2, ...(entry.context ? { color: token("--chart-context") } : {}) },
    itemStyle: entry.context ? { color: token("--chart-context") } : undefined,
    label: { show: Boolean(spec.labels) && !stacked, position: flat ? "right" : "top", color: token("--ink"), fontSize: 12, formatter: (point) => grouped(entry.data[point.dataIndex]) },
    data: barPoints(entry, index, spec.series.length),
    markLine: index === 0 ? markLines(spec.lines, flat) : undefined,
  }));
  const rows = (points) => points.map((point) => `${many ? `${point.seriesName}　` : ""}${withUnit(spec.series[point.seriesIndex].data[point.dataIndex], spec.unit)}`);
  return {
    ...base,
    legend: { ...base.legend, show: many },
    grid: { ...base.grid, top: many ? 64 : 36, ...(flat ? { top: many ? 36 : 20, right: 72 } : {}) },
    tooltip: { ...base.tooltip, trigger: "axis", axisPointer: { type: line ? "line" : "shadow" }, formatter: (points) => [points[0].name, ...rows(points)].join("\n") },
    xAxis: flat ? values : categories,
    yAxis: flat ? categories : values,
    series,
  };
}

function scatter(spec) {
  const base = frame();
  const side = (which) => ({ name: `${spec[which].label}（${spec[which].unit}）`, scale: false, ...reach((spec.lines ?? []).filter((line) => line.axis === which)) });
  const words = (point) => [point.name, `${spec.x.label}　${withUnit(point.x, spec.x.unit)}`, `${spec.y.label}　${withUnit(point.y, spec.y.unit)}`, ...(point.note ? [point.note] : [])].join("\n");
  return {
    ...base,
    grid: { ...base.grid, right: 32, bottom: 24 },
    tooltip: { ...base.tooltip, trigger: "item", formatter: ({ data }) => words(data.point) },
    xAxis: axis("value", base.axisText, { ...side("x"), nameLocation: "middle", nameGap: 28 }),
    yAxis: axis("value", base.axisText, { ...side("y"), nameTextStyle: { ...base.axisText, align: "left" } }),
    series: [{
      type: "scatter",
      symbolSize: 11,
      itemStyle: { color: token("--brand"), opacity: 0.85, borderColor: token("--paper"), borderWidth: 1 },
      data: spec.points.filter((point) => !isBlank(point.x) && !isBlank(point.y)).map((point) => ({
        value: [Number(point.x), Number(point.y)],
        point,
        symbol: { pass: "circle", card: "rect", exit: "diamond", hold: "triangle" }[point.tone] ?? "circle",
        itemStyle: toneColour(point.tone) ? { color: toneColour(point.tone) } : undefined,
      })),
      markLine: markLines(spec.lines, false),
    }],
  };
}

async function map(spec) {
  const base = frame();
  const answer = await fetch(spec.map_url, { credentials: "same-origin" });
  window.echarts.registerMap(spec.map_url, await answer.json());
  const known = spec.regions.map((region) => plot(region.value)).filter((value) => value !== null);
  const find = (name) => spec.regions.find((region) => region.name === name);
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: "item", formatter: ({ name }) => `${name}\n${withUnit(find(name)?.value, spec.unit)}${find(name)?.note ? `\n${find(name).note}` : ""}` },
    visualMap: { left: 0, bottom: 0, min: Math.min(...known, 0), max: Math.max(...known, 1), calculable: false, itemWidth: 12, itemHeight: 90, text: [tick(Math.max(...known, 1)), tick(Math.min(...known, 0))], textStyle: base.axisText, inRange: { color: [token("--chart-low"), token("--brand")] } },
    series: [{
      type: "map",
      map: spec.map_url,
      aspectScale: 1,
      layoutCenter: ["52%", "50%"],
      layoutSize: "96%",
      selectedMode: false,
      label: { show: true, color: token("--ink"), fontSize: 12, textBorderColor: token("--paper"), textBorderWidth: 3 },
      itemStyle: { areaColor: token("--paper-2"), borderColor: token("--line-2"), borderWidth: 1 },
      emphasis: { label: { color: token("--ink") }, itemStyle: { areaColor: undefined, borderColor: token("--ink"), borderWidth: 2 } },
      data: spec.regions.map((region) => ({ name: region.name, value: plot(region.value) })),
    }],
  };
}

// ---- The table behind the chart ------------------------------------------------------------------------------------

function tableOf(spec) {
  const unit = spec.unit ? `（${spec.unit}）` : "";
  if (spec.kind === "scatter") {
    return { head: ["名称", `${spec.x.label}（${spec.x.unit}）`, `${spec.y.label}（${spec.y.unit}）`], rows: spec.points.map((p) => [p, p.x, p.y]) };
  }
  if (spec.kind === "map") {
    return { head: ["区市", `${spec.measure ?? "数值"}${unit}`], rows: spec.regions.map((r) => [r, r.value]) };
  }
  return { head: [spec.category_label ?? "项目", ...spec.series.map((s) => `${s.name ?? "数值"}${unit}`)], rows: spec.categories.map((name, at) => [{ name, href: spec.hrefs?.[at] }, ...spec.series.map((s) => s.data[at])]) };
}

function cell(tag, className, content) {
  const node = document.createElement(tag);
  node.className = className;
  node.append(content);
  return node;
}

function nameOf(thing) {
  if (!thing.href) {
    return thing.name;
  }
  const link = document.createElement("a");
  link.href = thing.href;
  link.textContent = thing.name;
  return link;
}

function buildTable(spec, place) {
  const { head, rows } = tableOf(spec);
  const table = document.createElement("table");
  table.className = "grid";
  const headRow = table.createTHead().insertRow();
  head.forEach((text, at) => headRow.append(cell("th", at ? "num" : "", text)));
  const body = table.createTBody();
  for (const [thing, ...values] of rows) {
    const row = body.insertRow();
    row.append(cell("th", "name", nameOf(thing)), ...values.map((value) => cell("td", "num", grouped(value))));
  }
  place.replaceChildren(table);
}

// ---- One figure ----------------------------------------------------------------------------------------------------

function savePicture(figure, chart) {
  const scale = 2;
  const words = (selector) => figure.querySelector(selector)?.textContent.trim() ?? "";
  const picture = chart.renderToCanvas({ pixelRatio: scale, backgroundColor: token("--paper") });
  const canvas = document.createElement("canvas");
  canvas.width = picture.width + 48 * scale;
  canvas.height = picture.height + 104 * scale;
  const pen = canvas.getContext("2d");
  const write = (text, font, colour, y) => {
    pen.font = `${font} ${token("--font")}`;
    pen.fillStyle = colour;
    pen.fillText(text, 24 * scale, y);
  };
  pen.fillStyle = token("--paper");
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 24 * scale, 66 * scale);
  write(words("h3"), `600 ${16 * scale}px`, token("--ink"), 34 * scale);
  write(words(".chart-unit"), `${12 * scale}px`, token("--ink-2"), 56 * scale);
  const source = [...figure.querySelectorAll(".source > span")].map((part) => part.textContent).join(" · ");
  write(source, `${12 * scale}px`, token("--ink-2"), canvas.height - 14 * scale);
  canvas.toBlob((blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${words("h3").replace(/[\\/:*?"<>|\s]+/g, "_")}.png`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

const optionOf = { bar: cartesian, hbar: cartesian, stack: cartesian, line: cartesian, scatter, map };
const LONG_NAME_WIDTH = 480;

async function draw(figure) {
  const spec = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  const place = figure.querySelector("[data-chart-canvas]");
  const rows = figure.querySelector("[data-chart-rows]");
  const toggle = figure.querySelector("[data-chart-table]");
  buildTable(spec, rows);
  const show = (table) => {
    rows.hidden = !table;
    place.hidden = table;
    toggle.setAttribute("aria-pressed", String(table));
  };
  toggle.addEventListener("click", () => show(rows.hidden));
  try {
    spec.narrow = place.clientWidth < LONG_NAME_WIDTH;
    const option = await optionOf[spec.kind](spec);
    const chart = window.echarts.init(place, null, { renderer: "canvas" });
    chart.setOption(option);
    new ResizeObserver(() => place.hidden || chart.resize()).observe(place);
    window.addEventListener("beforeprint", () => chart.resize({ width: Math.min(place.clientWidth, 640) }));
    window.addEventListener("afterprint", () => chart.resize({ width: "auto" }));
    figure.querySelector("[data-chart-png]").addEventListener("click", () => savePicture(figure, chart));
    chart.on("click", ({ data, dataIndex, name }) => {
      const region = spec.regions?.find((entry) => entry.name === name);
      const href = data?.point?.href ?? region?.href ?? spec.hrefs?.[dataIndex];
      if (href) {
        window.location.assign(href);
      }
    });
  } catch {
    // Without a picture (no map file, an old browser) the table still says everything.
    show(true);
  }
}

function drawAll(root) {
  for (const figure of root.querySelectorAll("figure[data-chart]:not([data-drawn])")) {
    if (figure.querySelector("[data-chart-canvas]")) {
      figure.dataset.drawn = "true";
      draw(figure);
    }
  }
}

drawAll(document);
document.addEventListener("htmx:load", (event) => drawAll(event.target));
