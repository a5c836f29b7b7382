"use strict";
const F = JSON.parse(document.getElementById("facts").textContent);
const D = JSON.parse(document.getElementById("door").textContent);
const byId = (id) => document.getElementById(id);
const NS = "http://www.w3.org/2000/svg";

/* Elements: text is always text, never markup. */
function el(tag, attributes, ...kids) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) if (value !== null && value !== undefined) made.setAttribute(name, value);
  made.append(...kids);
  return made;
}
function draw(parent, tag, attributes, words) {
  const made = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (words !== undefined) made.textContent = words;
  parent.append(made);
  return made;
}
const pen = document.createElement("canvas").getContext("2d");
function wide(words, size, bold) {
  pen.font = `${bold ? "bold " : ""}${size}px ${getComputedStyle(document.body).fontFamily}`;
  return pen.measureText(words).width;
}

/* Numbers are said as the engine says them. */
const whole = (value) => Math.floor(value + 0.5);
function percent(chance) {
  if (chance > 0 && chance < 0.01) return "<1%";
  if (chance > 0.99 && chance < 1) return ">99%";
  return `${whole(100 * chance)}%`;
}
function hundred(chance) {
  if (chance === 0) return "none";
  if (chance === 1) return "all";
  return percent(chance).replace("%", "").replace("<", "fewer than ").replace(">", "more than ");
}
function contests(chance) {
  if (chance === 0) return "no contest";
  if (chance === 1) return "every contest";
  return `${hundred(chance)} of 100 contests`;
}
function chanceAt(cell, of, at, who) {
  if (of === "changes") return cell.pairs[at] / cell.runs;
  if (of === "enough") return cell.entries[at].enough / cell.runs;
  return cell.entries[at].leader[who] / cell.runs;
}
function answered(cell) {
  const said = { contests, hundred };
  return cell.say.map((one) => (typeof one === "string" ? one : said[one[0]](chanceAt(cell, one[1], one[2], one[3])))).join("").trim();
}
/* What was moved away from the file, in words; it goes wherever the sentence goes. */
function moved() {
  const figures = F.sliders.filter((one) => state.at[one.key] !== one.home).map((one) => `${one.short} ${valueWords(one)}`);
  const clauses = F.disputes.filter((one) => state.readings[one.name] !== one.stated).map((one) => `${one.name.replaceAll("-", " ")} read “${state.readings[one.name].replaceAll("-", " ")}”`);
  return [...figures, ...clauses];
}
function sentence(cell) {
  const changed = moved();
  return changed.length ? `With ${changed.join(" and ")}: ${answered(cell).replace(/^If /, "if ")}` : answered(cell);
}
function valueWords(slider) {
  const number = state.at[slider.key], base = F.disputes.find((one) => one.base);
  const table = slider.needs[(base && state.readings[base.name]) || ""] || slider.needs[""];
  const names = table && table[number], value = `${slider.values[number].toLocaleString("en-GB")}${slider.unit}`;
  return names ? `${value} (${names} names)` : slider.says[number] && slider.says[number] !== value ? `${value} (${slider.says[number]})` : value;
}

/* The state, and the address that keeps it. */
const state = { at: {}, readings: {}, focus: "" };
for (const slider of F.sliders) state.at[slider.key] = slider.home;
for (const dispute of F.disputes) state.readings[dispute.name] = dispute.stated;
function query() {
  const said = new URLSearchParams();
  for (const slider of F.sliders) if (state.at[slider.key] !== slider.home) said.set(slider.key, slider.values[state.at[slider.key]]);
  for (const dispute of F.disputes) if (state.readings[dispute.name] !== dispute.stated) said.set(dispute.name, state.readings[dispute.name]);
  return said;
}
function address() {
  const said = query();
  if (state.focus) said.set("read", state.focus);
  said.set("v", F.digest);
  return (D.kind === "served" ? "?" : "#") + said.toString();
}
function restore() {
  const unknown = [], text = D.kind === "served" ? location.search : location.hash;
  for (const [key, value] of new URLSearchParams(text.replace(/^[?#]/, ""))) {
    const slider = F.sliders.find((one) => one.key === key);
    const dispute = F.disputes.find((one) => one.name === key);
    const number = slider ? slider.values.findIndex((one) => Math.abs(one - Number(value)) < 1e-9) : -1;
    if (slider && number >= 0) state.at[key] = number;
    else if (dispute && dispute.readings.some((one) => one.name === value)) state.readings[key] = value;
    else if (key === "read" && F.compared.some((d) => d.readings.some((one) => one.name === value))) state.focus = value;
    else if (key === "v") { if (value !== F.digest) unknown.push("the scenario has changed since this link was made"); }
    else unknown.push(`“${key}=${value}” is not known here and was left out`);
  }
  if (unknown.length) note(unknown.join("; "));
}
function note(words) { byId("note").hidden = !words; byId("note").textContent = words; }

/* Controls. */
function sourceList(sources) {
  const list = el("ul", {});
  for (const one of sources) list.append(el("li", {}, one.url ? el("a", { href: one.url, rel: "noreferrer" }, one.title) : one.title));
  return list;
}
function radio(name, value, words, checked, means, change) {
  const id = `${name}-${value || "all"}`, input = el("input", { type: "radio", name, id, value });
  input.checked = checked;
  input.addEventListener("change", change);
  return el("div", { class: "radio" }, input, el("label", { for: id }, words), el("span", { class: "means" }, ...means));
}
function arguedFor(one) {
  const more = el("details", {}, el("summary", {}, "argument and source"));
  if (one.because.length) more.append(el("ul", {}, ...one.because.map((why) => el("li", {}, why))));
  more.append(el("p", {}, one.held), sourceList(one.sources));
  return more;
}
function fieldset(dispute, rows) {
  const set = el("fieldset", {}, el("legend", {}, dispute.title), ...rows);
  const clause = el("details", {}, el("summary", {}, "the clause"), el("p", {}, dispute.clause));
  if (dispute.words) clause.append(el("blockquote", {}, dispute.words));
  clause.append(sourceList(dispute.sources));
  set.append(clause);
  return set;
}
function build() {
  const form = byId("controls");
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const dispute of F.compared) {
    const rows = [radio(dispute.name, "", "All, side by side", !state.focus, [], () => { state.focus = ""; change(); })];
    for (const one of dispute.readings) rows.push(radio(dispute.name, one.name, one.said, state.focus === one.name, [one.means, arguedFor(one)], () => { state.focus = one.name; change(); }));
    form.append(fieldset(dispute, rows));
  }
  const figures = el("fieldset", {}, el("legend", {}, "Figures"));
  for (const slider of F.sliders) {
    const id = `slider-${slider.key}`;
    const input = el("input", { type: "range", id, min: 0, max: slider.values.length - 1, step: 1, "aria-describedby": `${id}-about` });
    input.value = state.at[slider.key];
    input.addEventListener("input", () => { state.at[slider.key] = Number(input.value); change(); });
    figures.append(el("div", { class: "slider" }, el("label", { for: id }, slider.label), input,
      el("output", { id: `${id}-out`, for: id, "aria-live": "off" }), el("span", { class: "note", id: `${id}-about` }, slider.about)));
  }
  form.append(figures);
  const others = el("details", { class: "others" }, el("summary", {}, `Other clauses that can be read two ways (${F.disputes.filter((one) => !one.base).length})`));
  for (const dispute of F.disputes) {
    const rows = dispute.mixed ? [radio(dispute.name, "", `As the file has it: ${dispute.mixed}`, !state.readings[dispute.name], [], () => { state.readings[dispute.name] = ""; change(); })] : [];
    for (const one of dispute.readings) rows.push(radio(dispute.name, one.name, one.said, state.readings[dispute.name] === one.name, [one.means, arguedFor(one)], () => { state.readings[dispute.name] = one.name; change(); }));
    (dispute.base ? form : others).append(fieldset(dispute, rows));
    if (!dispute.base && state.readings[dispute.name] !== dispute.stated) others.open = true;
  }
  if (F.disputes.some((one) => !one.base)) form.append(others);
  if (F.fixed.length) form.append(el("fieldset", {}, el("legend", {}, "Fixed on this page"), el("ul", {}, ...F.fixed.map((one) => el("li", { class: "note" }, one)))));
}
function outputs() {
  for (const slider of F.sliders) {
    const home = state.at[slider.key] === slider.home;
    const words = home && slider.file ? `as the file has it: ${slider.file}` : `${valueWords(slider)}${home ? ", as the file has it" : ""}`;
    byId(`slider-${slider.key}-out`).textContent = words;
    byId(`slider-${slider.key}`).setAttribute("aria-valuetext", words);
  }
}

/* The answer. */
let shown = null;
const TAKEN = ["copy-sentence", "download-svg", "download-png", "download-table"];
function show(cell) {
  shown = cell;
  for (const id of TAKEN) byId(id).disabled = false;
  byId("sentence").removeAttribute("aria-busy");
  const words = sentence(cell);
  if (byId("sentence").textContent !== words) byId("sentence").textContent = words;
  outcome(cell); table(cell); why(cell); ways(cell); small(cell);
}
/* No answer: nothing that was shown before may stand beside a setting it is not of. */
function blank(why) {
  faulty = true;
  shown = null;
  byId("sentence").removeAttribute("aria-busy");
  byId("sentence").textContent = "There is no answer at this setting.";
  for (const id of ["outcome", "table", "why", "ways"]) byId(id).replaceChildren();
  for (const id of TAKEN) byId(id).disabled = true;
  note(why);
}
function focused(cell) {
  if (state.focus) {
    const first = F.compared[0].readings.findIndex((one) => one.name === state.focus);
    if (F.compared.length === 1 && first >= 0 && cell.entries[first]) return cell.entries[first];
    const found = cell.entries.find((one) => one.name.split(" · ").includes(state.focus.replaceAll("-", " ")));
    if (found) return found;
  }
  return cell.entries.reduce((best, one) => (one.sought > best.sought ? one : best), cell.entries[0]);
}
const TEXT_ON = { incumbent: "on-accent", challenger: "on-accent", third: "on-accent", further: "ink", nobody: "on-nobody", unresolved: "ink" };
const width = (id) => Math.max(300, Math.min(byId(id).clientWidth || 700, 820));
const entriesShown = (cell) => (state.focus ? [focused(cell)] : cell.entries);
function outcome(cell) {
  const W = width("outcome"), rows = entriesShown(cell), ROW = 76;
  const svg = canvas("outcome", W, rows.length * ROW, `Who leads at the end: ${sentence(cell)}`);
  rows.forEach((entry, number) => {
    const y = number * ROW;
    draw(svg, "text", { x: 0, y: y + 15, "font-weight": "bold", "font-size": 15, fill: "var(--ink)" }, entry.name);
    let x = 0, under = 0;
    for (const who of F.order) {
      const count = entry.leader[who] || 0, share = count / cell.runs, w = share * W;
      if (!count && who !== "nobody") continue;
      const role = F.roles[who] || "nobody", said = `${F.short[who] || who} ${percent(share)}`;
      if (count) draw(svg, "rect", { x, y: y + 22, width: w, height: 28, fill: `var(--${role})`, stroke: role === "unresolved" || role === "further" ? "var(--nobody)" : "var(--paper)" });
      if (count && wide(said, 14, true) + 10 < w) draw(svg, "text", { x: x + 6, y: y + 41, "font-size": 14, "font-weight": "bold", fill: `var(--${TEXT_ON[role]})` }, said);
      else {
        const room = wide(said, 13) + 26;
        if (under + room < W + 14) {
          draw(svg, "rect", { x: under, y: y + 57, width: 9, height: 9, fill: `var(--${role})`, stroke: "var(--nobody)" });
          draw(svg, "text", { x: under + 13, y: y + 66, "font-size": 13, fill: "var(--ink)" }, said);
          under += room;
        }
      }
      x += w;
    }
  });
}
function canvas(id, W, H, words) {
  const svg = document.createElementNS(NS, "svg");
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": words, xmlns: NS })) svg.setAttribute(name, value);
  byId(id).replaceChildren(svg);
  return svg;
}
function why(cell) {
  const entry = focused(cell), W = width("why"), H = 190, base = H - 26;
  byId("why-title").textContent = `Why: names against the bar, “${entry.name}”`;
  if (entry.sought < 0.02 * cell.runs || !entry.names.length) {
    byId("why").replaceChildren(el("p", { class: "note" }, `Nominations were sought by ${F.candidates[entry.who]} in ${percent(entry.sought / cell.runs)} of contests: there is nothing to draw.`));
    return;
  }
  const bar = Math.max(...entry.needs), numbers = entry.names.map((one) => one[0]), share = entry.reaches / entry.sought;
  const low = Math.min(...numbers, bar) - 2, high = Math.max(...numbers, bar) + 2, most = Math.max(...entry.names.map((one) => one[1]));
  const step = W / (high - low + 1), role = F.roles[entry.who] === "further" ? "nobody" : F.roles[entry.who];
  const said = `${F.candidates[entry.who]} reaches the bar in ${percent(share)} of the contests in which names were sought; ${entry.needs.join(" or ")} needed`;
  const svg = canvas("why", W, H, said);
  for (const [n, count] of entry.names) {
    const tall = (count / most) * (H - 80);
    draw(svg, "rect", { x: (n - low) * step, y: base - tall, width: Math.max(step * 0.86, 0.6), height: tall, fill: `var(--${role})`, "fill-opacity": n >= bar ? 1 : 0.4 });
  }
  draw(svg, "line", { x1: 0, x2: W, y1: base, y2: base, stroke: "var(--nobody)" });
  const edge = (bar - low) * step - step * 0.07, right = edge < W / 2;
  draw(svg, "line", { x1: edge, x2: edge, y1: 4, y2: base, stroke: "var(--ink)", "stroke-dasharray": "4 3" });
  const anchor = right ? "start" : "end", x = edge + (right ? 6 : -6);
  draw(svg, "text", { x, y: 16, "font-size": 14, "font-weight": "bold", fill: "var(--ink)", "text-anchor": anchor }, `bar ${entry.needs.join(" or ")}`);
  draw(svg, "text", { x, y: 34, "font-size": 14, fill: "var(--ink)", "text-anchor": anchor }, `${F.short[entry.who]} reaches it ${percent(share)}, short ${percent(1 - share)}`);
  const jump = [1, 2, 5, 10, 20, 50, 100, 200].find((one) => (high - low) / one <= 8) || 500;
  for (let n = Math.ceil(low / jump) * jump; n <= high; n += jump) if (n >= 0) draw(svg, "text", { x: (n - low + 0.45) * step, y: H - 8, "font-size": 13, fill: "var(--muted)", "text-anchor": "middle" }, String(n));
}
function table(cell) {
  const head = el("tr", {}, el("th", { scope: "col" }, "Leads at the end"), ...cell.entries.map((one) => el("th", { scope: "col", class: "n" }, one.name)));
  const rows = F.order.filter((who) => who === "nobody" || cell.entries.some((one) => one.leader[who])).map((who) =>
    el("tr", {}, el("th", { scope: "row" }, F.candidates[who]), ...cell.entries.map((one) => el("td", { class: "n" }, percent(one.leader[who] / cell.runs)))));
  if (cell.pairs.length) rows.push(el("tr", {}, el("th", { scope: "row" }, "the leader differs from the first"), el("td", { class: "n" }, "–"), ...cell.pairs.map((count) => el("td", { class: "n" }, percent(count / cell.runs)))));
  byId("table").replaceChildren(el("caption", {}, `Share of ${cell.runs.toLocaleString("en-GB")} contests`), el("thead", {}, head), el("tbody", {}, ...rows));
}
/* A figure with a bar as long as it is. */
function share(words, long, role) {
  const bar = el("span", { class: "bar" });
  bar.style.width = `${long}rem`;
  bar.style.background = `var(--${role})`;
  return el("span", { class: "share" }, el("span", { class: "figure" }, words), bar);
}
function ways(cell) {
  const entry = focused(cell);
  const rows = entry.ways.map(([opens, gate, ends, role, count]) => el("tr", {}, el("td", {}, opens), el("td", {}, gate), el("td", {}, ends),
    el("td", {}, share(percent(count / cell.runs), 6 * count / cell.runs, role === "unresolved" || role === "further" ? "nobody" : role))));
  byId("ways").replaceChildren(el("caption", {}, `“${entry.name}”, the commonest ways`), el("thead", {}, el("tr", {}, ...["It opens with", "At nominations", "It ends", "Share"].map((one) => el("th", { scope: "col" }, one)))), el("tbody", {}, ...rows));
}
function small(cell) {
  const set = moved().join(", ");
  byId("small").textContent = `${F.scenario}; ${F.rules.book}, edition “${F.rules.edition}”; ${cell.runs.toLocaleString("en-GB")} contests a setting, seed ${F.seed}, ± ${whole(98 / Math.sqrt(cell.runs) * 10) / 10} points at the most, from their number alone. ${set ? `Changed: ${set}. ` : "As the file has it. "}The same figures: ${command()}`;
}
function command() {
  const parts = [`party-rules compare ${F.file}`];
  for (const [key, value] of Object.entries((shown && shown.set) || {})) parts.push(`--set "${key}=${value}"`);
  for (const [key, value] of Object.entries((shown && shown.readings) || {})) parts.push(`--reading ${key}=${value}`);
  return `${parts.join(" ")} --runs ${F.runs} --seed ${F.seed}`;
}
function ranking(rows, words) {
  const most = Math.max(...rows.map((one) => one.share), 0.0001);
  const body = rows.map((one) => el("tr", {}, el("th", { scope: "row" }, one.title), el("td", {}, share((100 * one.share).toFixed(1), Math.max(8 * one.share / most, 0), "incumbent"))));
  byId("ranking").replaceChildren(el("table", {}, el("caption", {}, words), el("thead", {}, el("tr", {}, ...["Clause", "Points of 100"].map((one) => el("th", { scope: "col" }, one)))), el("tbody", {}, ...body)));
}

/* Doors: a server, or a grid that came with the page. */
let busy = false, again = false, faulty = false;
async function ask() {
  if (D.kind === "baked") { if (grid) show(cellAt()); return; }
  if (busy) { again = true; return; }
  busy = true;
  do {
    again = false;
    byId("sentence").setAttribute("aria-busy", "true");
    try {
      const reply = await fetch(`answer?${query()}`, { cache: "no-store" });
      const found = await reply.json();
      if (again) continue;
      if (reply.ok) { if (faulty) note(""); faulty = false; show(found); } else blank(found.error);
    } catch (gone) { blank("The engine does not answer; was it closed? Start it again with party-rules explore."); }
  } while (again);
  busy = false;
}
function change() {
  outputs();
  history.replaceState(null, "", address());
  if (D.kind === "served") rankButton();
  ask();
}
function rankButton() {
  const button = el("button", { type: "button", id: "rank" }, "Play every combination of readings at this setting");
  button.addEventListener("click", async () => {
    byId("ranking").replaceChildren(el("p", { class: "note", role: "status" }, "Playing every combination; this takes some seconds …"));
    const reply = await fetch(`ranking?${query()}`, { cache: "no-store" }), found = await reply.json();
    if (reply.ok) ranking(found.rows, found.words); else byId("ranking").replaceChildren(el("p", { class: "note" }, found.error));
  });
  byId("ranking").replaceChildren(el("p", { class: "note" }, "How many of 100 contests change their leader if clauses are read otherwise, at the setting above."), button);
}
let grid = null;
async function unpack() {
  const raw = Uint8Array.from(atob(D.packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([raw]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let at = 0;
  const next = () => { let value = 0, scale = 1, byte; do { byte = bytes[at++]; value += (byte & 127) * scale; scale *= 128; } while (byte & 128); return value % 2 ? -(value + 1) / 2 : value / 2; };
  const columns = [];
  for (let c = 0; c < D.columns; c++) { const column = new Int32Array(D.cells); let value = 0; for (let n = 0; n < D.cells; n++) { value += next(); column[n] = value; } columns.push(column); }
  const places = new Int32Array(D.places);
  let value = 0;
  for (let n = 0; n < D.places; n++) { value += next(); places[n] = value; }
  grid = { columns, places };
}
function cellAt() {
  let place = 0;
  for (const dispute of F.disputes) place = place * dispute.readings.length + dispute.readings.findIndex((one) => one.name === state.readings[dispute.name]);
  for (const slider of F.sliders) place = place * slider.values.length + state.at[slider.key];
  const n = grid.places[place], values = grid.columns.map((column) => column[n]);
  let at = 0;
  const take = () => values[at++];
  const say = D.says[take()], pairs = D.pairs.map(take);
  const entries = D.entries.map((one) => {
    const leader = {};
    for (const who of D.leaders) leader[who] = take();
    const enough = take(), sought = take(), reaches = take(), needs = D.needs[take()], names = D.names[take()], who = D.whos[take()];
    const ways = D.ways.map((way) => [...way, take()]).filter((way) => way[4] > 0).sort((a, b) => b[4] - a[4]).slice(0, 6);
    return { ...one, leader, enough, sought, reaches, needs, names, who, ways };
  });
  const set = {}, readings = {};
  F.sliders.forEach((slider) => { if (state.at[slider.key] !== slider.home) set[slider.path] = D.written[slider.key][state.at[slider.key]]; });
  F.disputes.forEach((dispute) => { if (state.readings[dispute.name] !== dispute.stated) readings[dispute.name] = state.readings[dispute.name]; });
  return { runs: F.runs, say, entries, pairs, set, readings };
}

/* Taking it away. */
function done(words) { byId("done").textContent = words; setTimeout(() => { byId("done").textContent = ""; }, 2500); }
async function copy(words, what) {
  try { await navigator.clipboard.writeText(words); }
  catch (refused) { const box = el("textarea", {}, words); document.body.append(box); box.select(); document.execCommand("copy"); box.remove(); }
  done(`${what} copied`);
}
function save(blob, name) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link); link.click(); link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 5000);
}
function lines(words, room, size, bold) {
  const found = [""];
  for (const word of words.split(" ")) {
    const longer = found[found.length - 1] ? `${found[found.length - 1]} ${word}` : word;
    if (wide(longer, size, bold) <= room || !found[found.length - 1]) found[found.length - 1] = longer; else found.push(word);
  }
  return found;
}
function picture() {
  const inner = byId("outcome").firstChild, box = inner.viewBox.baseVal, W = box.width + 32;
  const head = lines(sentence(shown), W - 32, 16, true), foot = lines(`${byId("small").textContent}. ${F.caveat}`, W - 32, 11, false);
  const top = 20 + head.length * 22, H = top + box.height + 14 + foot.length * 15 + 10;
  const svg = document.createElementNS(NS, "svg");
  for (const [name, value] of Object.entries({ xmlns: NS, width: W, height: H, viewBox: `0 0 ${W} ${H}`, "font-family": getComputedStyle(document.body).fontFamily })) svg.setAttribute(name, value);
  draw(svg, "rect", { x: 0, y: 0, width: W, height: H, fill: "var(--paper)" });
  head.forEach((line, n) => draw(svg, "text", { x: 16, y: 26 + n * 22, "font-size": 16, "font-weight": "bold", fill: "var(--ink)" }, line));
  const body = draw(svg, "g", { transform: `translate(16 ${top})` });
  for (const kid of inner.children) body.append(kid.cloneNode(true));
  foot.forEach((line, n) => draw(svg, "text", { x: 16, y: top + box.height + 22 + n * 15, "font-size": 11, fill: "var(--muted)" }, line));
  const style = getComputedStyle(document.documentElement);
  const text = new XMLSerializer().serializeToString(svg).replace(/var\((--[a-z-]+)\)/g, (all, name) => style.getPropertyValue(name).trim());
  return { text, W, H };
}
const stem = () => `party-rules-${[...query()].map(([k, v]) => `${k}-${v}`).join("-") || "as-it-is"}`.replace(/[^\w.-]+/g, "-").slice(0, 80);
byId("copy-sentence").addEventListener("click", () => copy(`${sentence(shown)} (${F.scenario}; in this model, given its beliefs; not a forecast.)`, "Sentence"));
byId("copy-link").addEventListener("click", () => copy(location.href, "Link"));
byId("home").addEventListener("click", () => { for (const one of F.sliders) { state.at[one.key] = one.home; byId(`slider-${one.key}`).value = one.home; } for (const one of F.disputes) { state.readings[one.name] = one.stated; byId(`${one.name}-${one.stated || "all"}`).checked = true; } state.focus = ""; for (const one of F.compared) byId(`${one.name}-all`).checked = true; change(); });
byId("download-svg").addEventListener("click", () => save(new Blob([picture().text], { type: "image/svg+xml" }), `${stem()}.svg`));
byId("download-png").addEventListener("click", () => {
  const { text, W, H } = picture(), image = new Image();
  image.onload = () => { const board = el("canvas", { width: 2 * W, height: 2 * H }); const brush = board.getContext("2d"); brush.scale(2, 2); brush.drawImage(image, 0, 0); board.toBlob((blob) => save(blob, `${stem()}.png`)); };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
});
byId("download-table").addEventListener("click", () => {
  const quote = (value) => `"${String(value).replaceAll('"', '""')}"`;
  const rows = [["leader", ...shown.entries.map((one) => one.name)], ...F.order.map((who) => [F.candidates[who], ...shown.entries.map((one) => one.leader[who] / shown.runs)])];
  save(new Blob([rows.map((row) => row.map(quote).join(",")).join("\n") + "\n"], { type: "text/csv" }), `${stem()}.csv`);
});
addEventListener("resize", () => { if (shown) { outcome(shown); why(shown); } });

(async () => {
  restore(); build(); outputs();
  if (D.kind === "served") rankButton();
  else if (typeof DecompressionStream === "undefined") { note("This page needs a browser of 2023 or newer to read the answers in it."); return; }
  else { await unpack(); if (D.ranking.rows.length) ranking(D.ranking.rows, `As the file has it, whatever is moved above. ${D.ranking.words}`); else byId("ranking").replaceChildren(el("p", { class: "note" }, "No other dispute bears on this contest.")); }
  ask();
})();
