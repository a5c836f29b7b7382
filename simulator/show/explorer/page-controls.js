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
