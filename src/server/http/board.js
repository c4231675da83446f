// The live board: what the host tells once a second, drawn. Every text is written as text.
"use strict";
const SVG = "http://www.w3.org/2000/svg";
const main = document.querySelector("main[data-events]");
const [RUNNING, PAUSED, OVER, LOST, NONE, NOTHING, LATE, OPEN] = main.dataset.words.split("|");
const at = (id) => document.getElementById(id);
const clock = (s) => `${String(Math.floor(s / 60)).padStart(2, "0")}:${String(s % 60).padStart(2, "0")}`;

function made(tag, className, text) {
  const own = document.createElement(tag);
  if (className) own.className = className;
  if (text !== undefined) own.textContent = text;
  return own;
}

function drawn(tag, attributes) {
  const own = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) own.setAttribute(name, value);
  return own;
}

function written(value, unit) {
  if (value === null || value === undefined) return "–";
  if (unit === "ratio") return `${(value * 100).toFixed(1)} %`;
  if (unit === "seconds") return value < 1 ? `${Math.round(value * 1000)} ms` : `${value.toFixed(1)} s`;
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}

function top125(value) {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((n) => n * power).find((n) => n >= value);
}

function chart(own, now) {
  const box = made("figure");
  const last = own.points[own.points.length - 1];
  const head = made("figcaption", "", own.name);
  head.append(made("b", "", written(last[1], own.unit)));
  box.append(head);
  const from = Math.max(0, now - 1800);
  const wide = 480, high = 120;
  const top = top125(Math.max(...own.points.map((p) => p[1])));
  const svg = drawn("svg", { viewBox: `0 0 ${wide} ${high + 18}`, role: "img" });
  svg.append(drawn("line", { x1: 0, y1: high, x2: wide, y2: high, class: "axis" }));
  svg.append(drawn("line", { x1: 0, y1: 1, x2: wide, y2: 1, class: "grid" }));
  const x = (t) => ((t - from) / Math.max(60, now - from)) * wide;
  const y = (v) => high - (v / top) * (high - 2);
  const line = own.points.map((p) => `${x(p[0]).toFixed(1)},${y(p[1]).toFixed(1)}`).join(" ");
  svg.append(drawn("polyline", { points: line, class: "data" }));
  const label = drawn("text", { x: 2, y: 12 });
  label.textContent = written(top, own.unit);
  const since = drawn("text", { x: 2, y: high + 14 });
  since.textContent = clock(from);
  svg.append(label, since);
  box.append(svg);
  return box;
}

function show(wall) {
  at("title").textContent = wall.title;
  at("now").textContent = clock(wall.now);
  at("story").textContent = wall.story + (wall.speed > 1 ? ` · ${wall.speed}x` : "");
  at("state").textContent = wall.ended ? OVER : wall.paused ? PAUSED : RUNNING;
  const open = wall.incidents[0];
  at("incident").textContent = open
    ? `${open.id} · ${open.severity} · ${open.status} · ${open.title}`
    : NONE;
  at("incident").className = open && open.open ? "open" : "";
  at("due").replaceChildren(...(wall.due.length ? wall.due : [null]).map((own) => {
    if (!own) return made("li", "soft", NOTHING);
    const row = made("li", own.state);
    row.append(made("span", "", own.label), made("b", "", own.state === "late" ? `${LATE} ${own.time}` : own.time), made("span", "soft", own.owner));
    return row;
  }));
  at("roles").replaceChildren(...wall.roles.map((own) => {
    const row = made("li", own.needed ? "late" : "");
    row.append(made("span", "", own.name), made("b", "", own.holder || (own.needed ? OPEN : "–")));
    return row;
  }));
  at("services").replaceChildren(...wall.services.map((own) => {
    const row = made("tr", ["", "soon", "late"][own.badness]);
    row.append(made("th", "", `${["·", "△", "▲"][own.badness]} ${own.name}`));
    row.append(made("td", "", written(own.rate, "count") + "/s"), made("td", "", written(own.error, "ratio")), made("td", "", written(own.p99, "seconds")));
    return row;
  }));
  at("charts").replaceChildren(...wall.charts.map((own) => chart(own, wall.now)));
  at("timeline").replaceChildren(...wall.timeline.map((own) => {
    const row = made("li", own.machine ? "soft" : "");
    row.append(made("time", "", clock(own.at)), made("b", "", own.who), made("span", "", own.text));
    return row;
  }));
}

const source = new EventSource(main.dataset.events);
source.onmessage = (event) => show(JSON.parse(event.data));
source.onerror = () => { at("state").textContent = LOST; };
