// The plot: throughput by size, of checking and of building, as SVG that is readable on light and on dark.

import { OURS } from "./names.mjs";

/** @import { Report } from "./report.mjs" */
/** @import { Measured } from "./bars.mjs" */

const COLOURS = ["#d9480f", "#1c7ed6", "#2b8a3e", "#ae3ec9", "#b08900", "#868e96"];
const [WIDTH, HEIGHT] = [360, 300];
const [LEFT, TOP, GAP] = [56, 48, 76];
/** MB/s at the bottom and at the top; both axes' decades are those between. */
const [LEAST, MOST] = [10, 10_000];

const x = (/** @type {number} */ index, /** @type {number} */ count) =>
  ((index + 0.5) * WIDTH) / count;
const y = (/** @type {number} */ speed) =>
  HEIGHT * (1 - Math.log(Math.max(speed, LEAST) / LEAST) / Math.log(MOST / LEAST));

/** @param {Report} report */
export function plot({ tasks, machine, versions, date }) {
  const panels = [
    { title: "check, valid body, string in", of: "check", input: "string" },
    { title: "build, object in", of: "build", input: "object" },
  ].map((panel) => ({
    title: panel.title,
    tasks: tasks.filter(({ task, input }) => task === panel.of && input === panel.input),
  }));
  const names = [
    ...new Set(panels.flatMap(({ tasks }) => tasks[0]?.timings.map(({ name }) => name) ?? [])),
  ];
  const drawn = panels.map(({ title, tasks }, index) => {
    const body = panelOf(title, tasks, names);
    return `<g transform="translate(${LEFT + index * (WIDTH + GAP)} ${TOP})">${body}</g>`;
  });
  const legend = names.map((name, index) => {
    const [column, row] = [index % 3, Math.floor(index / 3)];
    const at = `translate(${LEFT + column * 250} ${TOP + HEIGHT + 54 + row * 22})`;
    return `<g transform="${at}"><path class="line" stroke="${COLOURS[index]}" d="M0 0h24"/><text x="32" y="4">${name}</text></g>`;
  });
  const full = { width: LEFT + 2 * WIDTH + GAP + 20, height: TOP + HEIGHT + 118 };
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${full.width} ${full.height}" width="${full.width}" height="${full.height}" role="img">
<title>Throughput by size of body: megabytes of body a second, more is better</title>
<style>
text { font: 13px system-ui, sans-serif; fill: #333; }
.small { font-size: 11px; }
.title { font-weight: 600; }
.grid { stroke: #8888; stroke-width: 0.5; fill: none; }
.line { fill: none; stroke-width: 2; }
@media (prefers-color-scheme: dark) { text { fill: #ddd; } }
</style>
${[...drawn, ...legend].join("\n")}
<text class="small" x="${LEFT}" y="${full.height - 10}">${machine.cpu}, Node ${versions.node}, ${date}; megabytes of body a second, more is better</text>
</svg>
`;
}

/** @param {string} title @param {Measured[]} tasks @param {string[]} names */
function panelOf(title, tasks, names) {
  const lines = [10, 100, 1000, 10_000].map(
    (speed) =>
      `<path class="grid" d="M0 ${y(speed)}h${WIDTH}"/><text class="small" x="-6" y="${y(speed) + 4}" text-anchor="end">${speed.toLocaleString("en")}</text>`,
  );
  const sizes = tasks.map(
    ({ size, bytes }, index) =>
      `<text x="${x(index, tasks.length)}" y="${HEIGHT + 20}" text-anchor="middle">${size} <tspan class="small">${amount(bytes)}</tspan></text>`,
  );
  const curves = names.map((name, colour) => {
    const points = tasks.flatMap(({ timings, bytes }, index) => {
      const timing = timings.find((one) => one.name === name);
      return timing
        ? [[x(index, tasks.length), y(bytes / timing.median)].map((at) => at.toFixed(1))]
        : [];
    });
    if (points.length === 0) return "";
    const width = name === OURS ? ' style="stroke-width:3.5"' : "";
    const dots = points.map(
      ([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3.5" fill="${COLOURS[colour]}"/>`,
    );
    return `<path class="line" stroke="${COLOURS[colour]}"${width} d="M${points.map((point) => point.join(" ")).join("L")}"/>${dots.join("")}`;
  });
  return [`<text class="title" y="-16">${title}</text>`, ...lines, ...sizes, ...curves].join("\n");
}

const amount = (/** @type {number} */ bytes) =>
  bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e3).toFixed(0)} KB`;
