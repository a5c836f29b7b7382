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
  byId("why-title").textContent = `Why: nominations against the bar, “${entry.name}”`;
  if (entry.sought < 0.02 * cell.runs || !entry.names.length) {
    byId("why").replaceChildren(el("p", { class: "note" }, `Nominations were sought by ${F.candidates[entry.who]} in ${percent(entry.sought / cell.runs)} of simulations: there is nothing to draw.`));
    return;
  }
  const bar = Math.max(...entry.needs), numbers = entry.names.map((one) => one[0]), share = entry.reaches / entry.sought;
  const low = Math.min(...numbers, bar) - 2, high = Math.max(...numbers, bar) + 2, most = Math.max(...entry.names.map((one) => one[1]));
  const step = W / (high - low + 1), role = F.roles[entry.who] === "further" ? "nobody" : F.roles[entry.who];
  const said = `${F.candidates[entry.who]} reaches the bar in ${percent(share)} of the simulations in which nominations were sought; ${entry.needs.join(" or ")} needed`;
  const svg = canvas("why", W, H, said);
  for (const [n, count] of entry.names) {
    const tall = (count / most) * (H - 80);
    draw(svg, "rect", { x: (n - low) * step, y: base - tall, width: Math.max(step * 0.86, 0.6), height: tall, fill: `var(--${role})`, "fill-opacity": n >= bar ? 1 : 0.4 });
  }
  draw(svg, "line", { x1: 0, x2: W, y1: base, y2: base, stroke: "var(--nobody)" });
  const edge = (bar - low) * step - step * 0.07, right = edge < W / 2;
  const line = draw(svg, "line", { x1: edge, x2: edge, y1: 4, y2: base, stroke: "var(--ink)", "stroke-dasharray": "4 3" });
  const words = [`bar ${entry.needs.join(" or ")}`, `${F.short[entry.who]} reaches it ${percent(share)}, short ${percent(1 - share)}`];
  const lines = words.map((one, at) => draw(svg, "text", { y: 16 + 18 * at, "font-size": 14, "font-weight": at ? "normal" : "bold", fill: "var(--ink)" }, one));
  const long = Math.max(...lines.map((one) => one.getComputedTextLength())), x = right ? edge + 6 : edge - 6 - long, kept = Math.max(0, Math.min(x, W - long));
  for (const one of lines) one.setAttribute("x", kept);
  if (kept !== x) line.setAttribute("y1", 42);
  const jump = [1, 2, 5, 10, 20, 50, 100, 200].find((one) => (high - low) / one <= 8) || 500;
  for (let n = Math.ceil(low / jump) * jump; n <= high; n += jump) if (n >= 0) draw(svg, "text", { x: (n - low + 0.45) * step, y: H - 8, "font-size": 13, fill: "var(--muted)", "text-anchor": "middle" }, String(n));
}
function table(cell) {
  const head = el("tr", {}, el("th", { scope: "col" }, "Leads at the end"), ...cell.entries.map((one) => el("th", { scope: "col", class: "n" }, one.name)));
  const rows = F.order.filter((who) => who === "nobody" || cell.entries.some((one) => one.leader[who])).map((who) =>
    el("tr", {}, el("th", { scope: "row" }, F.candidates[who]), ...cell.entries.map((one) => el("td", { class: "n" }, percent(one.leader[who] / cell.runs)))));
  if (cell.pairs.length) rows.push(el("tr", {}, el("th", { scope: "row" }, "the leader differs from the first"), el("td", { class: "n" }, "–"), ...cell.pairs.map((count) => el("td", { class: "n" }, percent(count / cell.runs)))));
  byId("table").replaceChildren(el("caption", {}, `Share of ${cell.runs.toLocaleString("en-GB")} simulations`), el("thead", {}, head), el("tbody", {}, ...rows));
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
  byId("small").textContent = `${F.scenario}; ${F.rules.book}, edition “${F.rules.edition}”; ${cell.runs.toLocaleString("en-GB")} simulations for each setting, seed ${F.seed}, ± ${whole(98 / Math.sqrt(cell.runs) * 10) / 10} points at most (simulation error). ${set ? `Changed: ${set}. ` : "As the file has it. "}The same figures: ${command()}`;
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
