// Who stands where, without a server: the table of kg/web/content/matrix.py, step by step, on the same lists.
import { unanswered } from "./page.js";

const sum = (values) => values.reduce((total, value) => total + value, 0);
const ascending = (one, other) => one - other;
const bare = (sign) => sign.replace(/[()]/g, "");

const sign = (points) => {
  const firm = points.filter((p) => p[5]);
  const sides = (firm.length ? firm : points).map((p) => p[4]);
  const word = sides.includes(1) ? (sides.includes(-1) ? "±" : "+") : sides.includes(-1) ? "−" : "○";
  return firm.length || word === "○" ? word : `(${word})`;
};
const admits = (w) => (p) =>
  (!w.actors || w.actors.has(p[0])) && (!w.propositions || w.propositions.has(p[1])) &&
  (w.source === null || p[3] === w.source) && (!w.first || p[7] >= w.first) && (!w.last || p[7] <= w.last) &&
  (w.speakers ? p[6] > 0 : p[6] < 2);
const gather = (points) => Object.values(Object.groupBy(points, (p) => `${p[0]} ${p[1]}`)).map((own) => ({
  ends: own[0], sign: sign(own), statements: new Set(own.map((p) => p[2])).size,
}));
const counts = (cells, end) => {
  const found = new Map();
  for (const { ends } of cells) found.set(ends[end], (found.get(ends[end]) || 0) + 1);
  return found;
};
const most = (cells, end) => {
  const found = counts(cells, end);
  const kept = [...found.keys()].sort((a, b) => found.get(b) - found.get(a) || a - b).slice(0, 60);
  return cells.filter((cell) => kept.includes(cell.ends[end]));
};

const similarities = (actors, cells) => {
  const sides = actors.map((actor) => new Map(cells.flatMap((cell) =>
    cell.ends[0] === actor && "+−".includes(bare(cell.sign)) ? [[cell.ends[1], bare(cell.sign)]] : [])));
  return sides.map((one) => sides.map((other) => {
    const agreed = one === other ? 0 : [...one].filter(([key, side]) => other.get(key) === side).length;
    return agreed && agreed / Math.sqrt(one.size * other.size);
  }));
};
const components = (similar) => {
  const seen = new Set(), found = [];
  for (const start of similar.keys()) {
    if (seen.has(start)) continue;
    const members = [start];
    seen.add(start);
    for (const one of members) similar[one].forEach((value, other) => {
      if (value > 0 && !seen.has(other)) members.push(other) && seen.add(other);
    });
    found.push(members.sort(ascending));
  }
  return found.sort((a, b) => b.length - a.length || a[0] - b[0]);
};
const fiedler = (similar) => {
  const degrees = similar.map(sum), shift = 2 * Math.max(...degrees);
  let vector = similar.map((_, place) => ((place * 7919) % 101) / 101 - 0.5);
  for (let round = 0; round < 200; round++) {
    const mean = sum(vector) / vector.length;
    vector = vector.map((value) => value - mean);
    const length = Math.sqrt(sum(vector.map((value) => value * value))) || 1;
    const now = vector.map((value) => value / length);
    vector = similar.map((row, one) => (shift - degrees[one]) * now[one] + sum(row.map((value, other) => value * now[other])));
  }
  return vector;
};
const ordered = (members, similar) => {
  if (members.length < 3) return members;
  const vector = fiedler(members.map((one) => members.map((other) => similar[one][other])));
  const order = vector.map((value) => Math.floor(value * 1e6 + 0.5));
  const way = order[0] > order.at(-1) ? -1 : 1;
  return [...members.keys()].sort((a, b) => way * (order[a] - order[b]) || a - b).map((place) => members[place]);
};

const tabulate = (points, wanted) => {
  let cells = gather(points.filter(admits(wanted)));
  const all = [0, 1].map((end) => counts(cells, end));
  cells = cells.filter((cell) => all.every((found, end) => found.get(cell.ends[end]) >= wanted.least));
  cells = most(most(cells, 0), 1);
  const known = [...counts(cells, 0).keys()].sort(ascending), similar = similarities(known, cells);
  const actors = components(similar).flatMap((members) => ordered(members, similar)).map((place) => known[place]);
  const mean = new Map(Object.entries(Object.groupBy(cells, (cell) => cell.ends[1])).map(([key, own]) =>
    [+key, sum(own.map((cell) => actors.indexOf(cell.ends[0]))) / own.length]));
  const propositions = [...mean.keys()].sort((a, b) => mean.get(a) - mean.get(b) || a - b);
  return { actors, propositions, cells, more: [all[0].size - actors.length, all[1].size - propositions.length] };
};
const chosen = (data, asked) => {
  const get = (key) => asked.get(key), pair = [get("a"), get("b")].filter(Boolean);
  const wanted = (actor) => (pair.length ? pair.includes(actor[0]) : actor[2] === get("kind"));
  return {
    actors: (pair.length || get("kind")) && new Set([...data.actors.keys()].filter((n) => wanted(data.actors[n]))),
    propositions: get("issue") && new Set(data.issues[get("issue")]),
    source: get("source") ? data.sources.indexOf(get("source")) : null,
    first: get("from"), last: get("to"), speakers: get("by") === "speaker",
    least: pair.length || get("least") === "1" ? 1 : 2,
  };
};
export const table = (data, query) => tabulate(data.points, chosen(data, new URLSearchParams(query)));

const place = document.getElementById("matrix_table");
const make = (name, parent, text = "", values = {}) => {
  const element = parent.appendChild(document.createElement(name));
  element.textContent = text;
  for (const key in values) element.setAttribute(key, values[key]);
  return element;
};
const kinds = { "+": ["plus", "for"], "−": ["minus", "against"], "±": ["both", "both"], "○": ["other", "neutral"] };
const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
const draw = (data, table) => {
  place.replaceChildren();
  if (!table.cells.length) return make("p", place, "Nothing passes this filter.", { class: "note" });
  const grid = make("table", place), head = make("tr", make("thead", grid)), body = make("tbody", grid);
  const address = (thing) => `../${thing.at(-1)}`;
  const named = (row, scope, thing) => make("a", make("th", row, "", { scope }), thing[1], { href: address(thing) });
  make("th", head, "Proposition", { scope: "col" });
  for (const a of table.actors) named(head, "col", data.actors[a]);
  for (const p of table.propositions) {
    const row = make("tr", body);
    named(row, "row", data.propositions[p]);
    for (const a of table.actors) {
      const field = make("td", row), cell = table.cells.find(({ ends }) => ends[0] === a && ends[1] === p);
      if (!cell) continue;
      const [kind, word] = kinds[bare(cell.sign)], unsure = cell.sign[1] ? [" unsure", ", not certain"] : ["", ""];
      const label = `${data.actors[a][1]}: ${word}${unsure[1]}, ${plural(cell.statements, "statement")}`;
      const link = make("a", field, "", { href: `${address(data.actors[a])}#on_${data.propositions[p][0]}`, "aria-label": label });
      make("span", link, cell.sign, { class: `sign ${kind}${unsure[0]}` });
      if (cell.statements > 1) make("span", link, cell.statements, { class: "count" });
    }
  }
};
unanswered(place.dataset.shown, "points.json", (data, asked) => {
  const shown = table(data, asked), [actors, propositions] = shown.more;
  draw(data, shown);
  document.getElementById("matrix_summary").textContent =
    `${plural(shown.actors.length, "actor")} and ${plural(shown.propositions.length, "proposition")}; ` +
    `left out: ${plural(actors, "actor")} and ${plural(propositions, "proposition")}.`;
  document.getElementById("matrix_lanes")?.remove();
});
