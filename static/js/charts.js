// Charts: draws <figure data-chart> with ECharts, builds the table behind it, saves it as a picture.

import { grouped, token } from "./chart_base.js";
import { lies, optionOf } from "./chart_options.js";

// ---- The table behind the chart ------------------------------------------------------------------------------------

function tableOf(spec) {
  const unit = spec.unit ? `（${spec.unit}）` : "";
  if (spec.kind === "scatter") {
    return {
      head: ["名称", `${spec.x.label}（${spec.x.unit}）`, `${spec.y.label}（${spec.y.unit}）`],
      rows: spec.points.map((p) => [p, p.x, p.y]),
    };
  }
  if (spec.kind === "map") {
    return { head: ["区市", `${spec.measure ?? "数值"}${unit}`], rows: spec.regions.map((r) => [r, r.value]) };
  }
  return {
    head: [spec.category_label ?? "项目", ...spec.series.map((s) => `${s.name ?? "数值"}${unit}`)],
    rows: spec.categories.map((name, at) => [{ name, href: spec.hrefs?.[at] }, ...spec.series.map((s) => s.data[at])]),
  };
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
  write(words(".chart-title"), `600 ${16 * scale}px`, token("--ink"), 34 * scale);
  write(words(".chart-unit"), `${12 * scale}px`, token("--ink-2"), 56 * scale);
  const source = [...figure.querySelectorAll(".source > span")].map((part) => part.textContent).join(" · ");
  write(source, `${12 * scale}px`, token("--ink-2"), canvas.height - 14 * scale);
  canvas.toBlob((blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${words(".chart-title").replace(/[\\/:*?"<>|\s]+/g, "_")}.png`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

// What fits the width of a page of paper, in px.
const PAPER = 640;

// Lying bars take the height their number needs, upright ones that of the style sheet.
function measure(spec, place, width) {
  spec.width = width;
  place.style.height = spec.kind === "stack" && lies(spec) ? `${spec.categories.length * 30 + 90}px` : "";
}

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
    measure(spec, place, place.clientWidth);
    const option = await optionOf[spec.kind](spec);
    const chart = window.echarts.init(place, null, { renderer: "canvas" });
    chart.setOption(option);
    // While a page is hidden or on its way out it has no width; a map cannot be drawn into nothing. On paper the height
    // comes from the chart itself, which measures nothing while it is being resized: it is told.
    const fit = (width) =>
      place.clientWidth && place.clientHeight && chart.resize({ width, height: place.clientHeight });
    // A chart is laid out for the width of the paper, and drawn before the printer takes the page: it waits for no
    // later frame.
    const layOut = (width) => {
      if (spec.kind !== "map" && place.clientWidth) {
        measure(spec, place, Math.min(width, place.clientWidth));
        chart.setOption(optionOf[spec.kind](spec), { notMerge: true });
      }
    };
    new ResizeObserver(() => fit("auto")).observe(place);
    window.addEventListener("beforeprint", () => {
      layOut(PAPER);
      fit(Math.min(place.clientWidth, PAPER));
      chart.getZr().flush();
    });
    window.addEventListener("afterprint", () => {
      layOut(Infinity);
      fit("auto");
    });
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
