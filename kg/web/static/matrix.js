// Who stands where, without a server: the table of kg/web/content/matrix.py, step by step, on the same lists.
import { byId, make, unanswered } from "./page.js";

const sum = (values) => values.reduce((a, b) => a + b, 0);
const along = (cells, end) => [...Map.groupBy(cells, (cell) => cell[end])];
const count = (cells, end) => new Map(along(cells, end).map(([name, own]) => [name, own.length]));

// A point: actor, proposition, statement, source, side, firm, spoken, day. A cell: actor, proposition, sign, statements.
const sign = (points) => {
  const firm = points.filter((p) => p[5]), sides = (firm[0] ? firm : points).map((p) => p[4]);
  const word = sides.includes(1) ? (sides.includes(-1) ? "±" : "+") : sides.includes(-1) ? "−" : "○";
  return firm[0] || word === "○" ? word : `(${word})`;
};
const gather = (points) => Object.values(Object.groupBy(points, (p) => p[0] + " " + p[1]))
  .map((own) => [own[0][0], own[0][1], sign(own), new Set(own.map((p) => p[2])).size]);
const most = (cells, end) => {
  const found = count(cells, end);
  const kept = [...found].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 60).map((each) => each[0]);
  return cells.filter((cell) => kept.includes(cell[end]));
};

const likeness = (actors, cells) => {
  const sided = cells.filter((cell) => /[+−]/.test(cell[2]));
  const sides = actors.map((a) =>
    new Map(sided.filter((cell) => cell[0] === a).map((cell) => [cell[1], cell[2].includes("+")])));
  return sides.map((one) => sides.map((other) => {
    const agreed = one === other ? 0 : [...one].filter(([p, side]) => other.get(p) === side).length;
    return agreed && agreed / Math.sqrt(one.size * other.size);
  }));
};
const components = (like) => {
  const seen = new Set(), found = [];
  for (const start of like.keys()) {
    if (seen.has(start)) continue;
    const own = new Set([start]);
    for (const one of own) like[one].forEach((value, other) => value && own.add(other) && seen.add(other));
    found.push([...own].sort((a, b) => a - b));
  }
  return found.sort((a, b) => b.length - a.length || a[0] - b[0]);
};
const fiedler = (like) => {
  const degrees = like.map(sum), shift = 2 * Math.max(...degrees);
  let now = like.map((_, n) => ((n * 7919) % 101) / 101 - 0.5);
  for (let round = 0; round < 200; round++) {
    const mean = sum(now) / now.length, flat = now.map((x) => x - mean);
    const length = Math.sqrt(sum(flat.map((x) => x * x))) || 1, unit = flat.map((x) => x / length);
    now = like.map((row, n) => (shift - degrees[n]) * unit[n] + sum(row.map((x, m) => x * unit[m])));
  }
  return now;
};
const ordered = (own, like) => {
  if (own.length < 3) return own;
  const order = fiedler(own.map((one) => own.map((other) => like[one][other]))).map((x) => Math.floor(x * 1e6 + 0.5));
  const way = order[0] > order.at(-1) ? -1 : 1;
  return [...own.keys()].sort((a, b) => way * (order[a] - order[b]) || a - b).map((n) => own[n]);
};

export const table = (data, query) => {
  const asked = [...new URLSearchParams(query)].filter(([, value]) => value);
  const { a: one, b: two, kind, issue, source, from = "", to = "9", by, least } = Object.fromEntries(asked);
  const passes = ([a, p, , s, , , spoken, day]) =>
    (one || two ? [one, two].includes(data.actors[a][0]) : !kind || data.actors[a][2] === kind) &&
    (!issue || data.issues[issue]?.includes(p)) && (!source || data.sources[s] === source) &&
    day >= from && day <= to && (by === "speaker" ? spoken > 0 : spoken < 2);
  let cells = gather(data.points.filter(passes));
  const all = [0, 1].map((end) => count(cells, end)), enough = one || two || least === "1" ? 1 : 2;
  cells = most(most(cells.filter((cell) => all.every((found, end) => found.get(cell[end]) >= enough)), 0), 1);
  const known = [...count(cells, 0).keys()].sort((a, b) => a - b), like = likeness(known, cells);
  const actors = components(like).flatMap((own) => ordered(own, like)).map((n) => known[n]);
  const mean = along(cells, 1).map(([p, own]) => [sum(own.map((cell) => actors.indexOf(cell[0]))) / own.length, p]);
  const propositions = mean.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((each) => each[1]);
  return { actors, propositions, cells, more: [all[0].size - actors.length, all[1].size - propositions.length] };
};

const place = byId("matrix_table");
const plural = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
const named = (row, scope, name) =>
  make("a", make("th", row, "", { scope }), name[1], { href: "../" + name.at(-1) });
const draw = (data, { actors, propositions, cells }) => {
  place.replaceChildren();
  if (!cells[0]) return make("p", place, "No results for this filter.", { class: "note" });
  const grid = make("table", place), head = make("tr", make("thead", grid)), body = make("tbody", grid);
  make("th", head, "Proposition", { scope: "col" });
  for (const a of actors) named(head, "col", data.actors[a]);
  for (const p of propositions) {
    const row = make("tr", body);
    named(row, "row", data.propositions[p]);
    for (const a of actors) {
      const field = make("td", row), cell = cells.find((each) => each[0] === a && each[1] === p);
      if (!cell) continue;
      const [, , mark, statements] = cell, [kind, word] = data.signs[mark], [, label, , folder] = data.actors[a];
      const link = make("a", field, "", {
        href: `../${folder}#on_${data.propositions[p][0]}`,
        "aria-label": `${label}: ${word}, ${plural(statements, "statement")}`,
      });
      make("span", link, mark, { class: `sign ${kind}` });
      if (statements > 1) make("span", link, statements, { class: "count" });
    }
  }
};
if (place) unanswered(place.dataset.shown, "points.json", (data, asked) => {
  const shown = table(data, asked), numbers = (a, p) => `${plural(a, "actor")} and ${plural(p, "proposition")}`;
  draw(data, shown);
  byId("matrix_summary").textContent =
    `${numbers(shown.actors.length, shown.propositions.length)}; left out: ${numbers(...shown.more)}.`;
  byId("matrix_lanes")?.remove();
  byId("matrix_pair").hidden = !asked.get("a");
});
