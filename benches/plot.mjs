// Plots throughput by size as SVG that is readable on light and dark backgrounds: checks of a body
// in each state, and checks of a clean body by every contender.

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

/** A line of the plot: one contender at one task. @typedef {{ name: string, tasks: Measured[], contender: string }} Series */

/** @param {Report} report */
export function plot({ tasks, machine, versions, date }) {
  const of = (/** @type {string} */ wanted) =>
    tasks.filter(({ task, input }) => task === wanted && input !== "bytes");
  const check = of("check");
  /** @type {Series[]} */
  const states = [
    ["clean", "check"],
    ["with advice", "check, with advice"],
    ["with warnings", "check, with warnings"],
    ["with one error", "check, one error"],
  ].map(([name = "", task = ""]) => ({ name, tasks: of(task), contender: OURS }));
  const ways = check[0]?.timings.map(({ name }) => name) ?? [];
  const panels = [
    { title: `check with ${OURS}, string in`, series: states },
    {
      title: "check, clean, string in",
      series: ways.map((name) => ({ name, tasks: check, contender: name })),
    },
  ];
  const drawn = panels.map(({ title, series }, index) => {
    const body = panelOf(title, series);
    return `<g transform="translate(${LEFT + index * (WIDTH + GAP)} ${TOP})">${body}</g>`;
  });
  const legend = panels.flatMap(({ series }, panel) =>
    series.map(({ name }, index) => {
      const [column, row] = [index % 2, Math.floor(index / 2)];
      const left = LEFT + panel * (WIDTH + GAP) + column * 180;
      const at = `translate(${left} ${TOP + HEIGHT + 54 + row * 22})`;
      return `<g transform="${at}"><path class="line" stroke="${COLOURS[index]}" d="M0 0h24"/><text x="32" y="4">${name}</text></g>`;
    }),
  );
  const full = { width: LEFT + 2 * WIDTH + GAP + 20, height: TOP + HEIGHT + 140 };
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

/** @param {string} title @param {Series[]} series */
function panelOf(title, series) {
  const { tasks = [] } = series[0] ?? {};
  const lines = [10, 100, 1000, 10_000].map(
    (speed) =>
      `<path class="grid" d="M0 ${y(speed)}h${WIDTH}"/><text class="small" x="-6" y="${y(speed) + 4}" text-anchor="end">${speed.toLocaleString("en")}</text>`,
  );
  const sizes = tasks.map(
    ({ size, bytes }, index) =>
      `<text x="${x(index, tasks.length)}" y="${HEIGHT + 20}" text-anchor="middle">${size} <tspan class="small">${amount(bytes)}</tspan></text>`,
  );
  const curves = series.map(({ tasks, contender }, colour) => {
    const points = tasks.flatMap(({ timings, bytes }, index) => {
      const timing = timings.find((one) => one.name === contender);
      return timing
        ? [[x(index, tasks.length), y(bytes / timing.median)].map((at) => at.toFixed(1))]
        : [];
    });
    if (points.length === 0) return "";
    const width = contender === OURS ? ' style="stroke-width:3.5"' : "";
    const dots = points.map(
      ([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3.5" fill="${COLOURS[colour]}"/>`,
    );
    return `<path class="line" stroke="${COLOURS[colour]}"${width} d="M${points.map((point) => point.join(" ")).join("L")}"/>${dots.join("")}`;
  });
  return [`<text class="title" y="-16">${title}</text>`, ...lines, ...sizes, ...curves].join("\n");
}

const amount = (/** @type {number} */ bytes) =>
  bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e3).toFixed(0)} KB`;
