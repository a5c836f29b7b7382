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
  byId("ranking").replaceChildren(el("p", { class: "note" }, "How many of 100 simulations change their leader under another reading of a clause, at the setting above."), button);
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
