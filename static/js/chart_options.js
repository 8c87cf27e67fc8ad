// What ECharts needs to draw one chart from its JSON (described in templates/components/README.md).

import { axis, frame, grouped, isBlank, markLines, plot, reach, tick, token, toneColour, withUnit } from "./chart_base.js";

function barPoints(series) {
  const emphasised = series.emphasis;
  return series.data.map((value, at) => {
    const tone = series.tones?.[at];
    const quiet = emphasised && !emphasised.includes(at);
    const colour = toneColour(tone) ?? (quiet ? token("--chart-context") : undefined);
    return { value: plot(value), itemStyle: colour ? { color: colour } : undefined };
  });
}

// A bar that is not there says why.
function labelled(spec, name, at) {
  return spec.kind !== "line" && spec.series.every((series) => isBlank(series.data[at])) ? `${name}（无数据）` : name;
}

const FEW_CATEGORIES = 14;
const ROOM_FOR_A_NAME = 52;
const ROOM_FOR_FIGURES = 420;

// Bars lie where their names would not stand side by side.
export const lies = (spec) =>
  spec.kind === "hbar" || (spec.kind === "stack" && spec.width < spec.categories.length * ROOM_FOR_A_NAME);

function categoryRoom(spec, flat) {
  if (flat) {
    return { interval: 0, hideOverlap: false, width: spec.width < 480 ? 96 : 168, overflow: "truncate" };
  }
  const few = spec.categories.length <= FEW_CATEGORIES;
  return few
    ? {
        interval: 0,
        hideOverlap: false,
        width: (spec.width - 60) / spec.categories.length - 6,
        overflow: "break",
        lineHeight: 16,
      }
    : {};
}

// The figures of lying bars stand in a column at the right, where no target line crosses them.
function figuresColumn(spec, base) {
  const only = spec.labels && spec.series.length === 1 ? spec.series[0].data : [];
  return axis("category", base.axisText, {
    data: spec.categories.map((_, at) => grouped(only[at])),
    inverse: true,
    position: "right",
    show: only.length > 0,
    axisLine: { show: false },
    axisLabel: { ...base.axisText, color: token("--ink"), interval: 0 },
  });
}

// A series may be a tone of its own, so that its legend shows the colour of its bars.
function seriesStyle(entry) {
  const colour = entry.context ? token("--chart-context") : toneColour(entry.tone);
  return colour ? { color: colour } : undefined;
}

function cartesian(spec) {
  const base = frame();
  const flat = lies(spec);
  const stacked = spec.kind === "stack";
  const line = spec.kind === "line";
  const many = spec.series.length > 1;
  const categories = axis("category", base.axisText, {
    data: spec.categories.map((name, at) => labelled(spec, name, at)),
    inverse: flat,
    axisLabel: { ...base.axisText, interval: "auto", hideOverlap: true, ...categoryRoom(spec, flat) },
  });
  const values = axis("value", base.axisText, { ...reach(spec.lines), ...(spec.whole ? { minInterval: 1 } : {}) });
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
    itemStyle: seriesStyle(entry),
    label: {
      show: Boolean(spec.labels) && !stacked && !flat,
      position: "top",
      color: token("--ink"),
      textBorderColor: token("--paper"),
      textBorderWidth: 3,
      fontSize: 12,
      formatter: (point) => grouped(entry.data[point.dataIndex]),
    },
    data: barPoints(entry),
    markLine: index === 0 ? markLines(spec.lines, flat) : undefined,
  }));
  const words = (point) => withUnit(spec.series[point.seriesIndex].data[point.dataIndex], spec.unit);
  const rows = (points) => points.map((point) => (many ? `${point.seriesName}　${words(point)}` : words(point)));
  return {
    ...base,
    legend: { ...base.legend, show: many },
    grid: { ...base.grid, top: many ? 44 : 24, right: spec.lines?.length && !flat ? 76 : 16 },
    tooltip: {
      ...base.tooltip,
      trigger: "axis",
      axisPointer: { type: line ? "line" : "shadow" },
      formatter: (points) => [points[0].name, ...rows(points)].join("\n"),
    },
    xAxis: flat ? values : categories,
    yAxis: flat ? [categories, figuresColumn(spec, base)] : values,
    series,
  };
}

// A shape of its own for each verdict, so that the dots can be told apart on a black-and-white print.
const SYMBOLS = { pass: "circle", card: "rect", exit: "diamond", hold: "triangle", context: "emptyCircle" };

function scatter(spec) {
  const base = frame();
  const side = (which) => ({
    name: `${spec[which].label}（${spec[which].unit}）`,
    scale: false,
    ...reach((spec.lines ?? []).filter((line) => line.axis === which)),
  });
  const words = (point) =>
    [
      point.name,
      `${spec.x.label}　${withUnit(point.x, spec.x.unit)}`,
      `${spec.y.label}　${withUnit(point.y, spec.y.unit)}`,
      ...(point.note ? [point.note] : []),
    ].join("\n");
  return {
    ...base,
    legend: { ...base.legend, icon: undefined, show: true },
    grid: { ...base.grid, top: 76, right: 76, bottom: 24 },
    tooltip: { ...base.tooltip, trigger: "item", formatter: ({ data }) => words(data.point) },
    xAxis: axis("value", base.axisText, { ...side("x"), nameLocation: "middle", nameGap: 28 }),
    yAxis: axis("value", base.axisText, {
      ...side("y"),
      nameGap: 28,
      nameTextStyle: { ...base.axisText, align: "left" },
    }),
    series: spec.groups.map((group, index) => ({
      name: group.name,
      type: "scatter",
      symbol: SYMBOLS[group.tone],
      symbolSize: 11,
      itemStyle: { color: toneColour(group.tone), opacity: 0.85, borderColor: token("--paper"), borderWidth: 1 },
      data: spec.points
        .filter((point) => point.tone === group.tone && !isBlank(point.x) && !isBlank(point.y))
        .map((point) => ({ value: [Number(point.x), Number(point.y)], point })),
      markLine: index === 0 ? markLines(spec.lines, false) : undefined,
    })),
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
    tooltip: {
      ...base.tooltip,
      trigger: "item",
      formatter: ({ name }) =>
        `${name}\n${withUnit(find(name)?.value, spec.unit)}${find(name)?.note ? `\n${find(name).note}` : ""}`,
    },
    visualMap: {
      left: 0,
      bottom: 0,
      min: Math.min(...known, 0),
      max: Math.max(...known, 1),
      calculable: false,
      itemWidth: 12,
      itemHeight: 90,
      text: [tick(Math.max(...known, 1)), tick(Math.min(...known, 0))],
      textStyle: base.axisText,
      inRange: { color: [token("--chart-low"), token("--brand")] },
    },
    series: [
      {
        type: "map",
        map: spec.map_url,
        aspectScale: 1,
        showLegendSymbol: false,
        layoutCenter: ["52%", "50%"],
        layoutSize: "96%",
        selectedMode: false,
        // The map file knows a district by one name; the portal writes both everywhere.
        nameMap: Object.fromEntries(spec.regions.map((region) => [region.place, region.name])),
        label: {
          show: true,
          formatter: ({ name }) => {
            const value = find(name)?.value;
            const words = isBlank(value) ? "无数据" : grouped(value);
            return spec.width < ROOM_FOR_FIGURES ? name : `${name} ${words}`;
          },
          color: token("--ink"),
          fontSize: 12,
          textBorderColor: token("--paper"),
          textBorderWidth: 3,
        },
        itemStyle: { areaColor: token("--paper-2"), borderColor: token("--line-2"), borderWidth: 1 },
        emphasis: {
          label: { color: token("--ink") },
          itemStyle: { areaColor: undefined, borderColor: token("--ink"), borderWidth: 2 },
        },
        data: spec.regions.map((region) => ({ name: region.name, value: plot(region.value) })),
      },
    ],
  };
}

export const optionOf = { bar: cartesian, hbar: cartesian, stack: cartesian, line: cartesian, scatter, map };
