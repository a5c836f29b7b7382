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
  if (chance === 0) return "no simulation";
  if (chance === 1) return "every simulation";
  return `${hundred(chance)} of 100 simulations`;
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
  return names ? `${value} (${names} nominations)` : slider.says[number] && slider.says[number] !== value ? `${value} (${slider.says[number]})` : value;
}
