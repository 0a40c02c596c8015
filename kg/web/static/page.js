// The reader: marks and statements point at each other, and scroll together. In a folder of files: filters and search.

// Where a server has answered, the page shows what its address asks for; where not, the browser does it.
export const unanswered = async (shown, file, answer) => {
  const asked = new URLSearchParams(location.search), done = new URLSearchParams(shown);
  const given = [...asked].filter(([, value]) => value);
  if (given.every(([name, value]) => done.get(name) === value) && given.length === done.size) return;
  for (const [name, value] of given) for (const field of document.getElementsByName(name)) field.value = value;
  answer(file && await (await fetch(file)).json(), asked);
};
export const make = (name, parent, text = "", values = {}) => {
  const element = parent.appendChild(document.createElement(name));
  element.textContent = text;
  for (const key in values) element.setAttribute(key, values[key]);
  return element;
};
export const byId = (id) => document.getElementById(id);

const results = byId("search_results");
if (results) {
  const words = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}_]+/gu) || [];
  unanswered(results.dataset.shown, "index.json", (names, asked) => {
    const wanted = words(asked.get("q") || "");
    const fits = ([, , , name]) => wanted[0] && wanted.every((word) => name.includes(word));
    const found = new Map(names.filter(fits).map((row) => [row[0], row]));
    results.replaceChildren();
    for (const [kind, rows] of Map.groupBy(found.values(), (row) => row[1])) {
      make("h2", results, kind);
      const list = make("ul", results);
      for (const [address, , label] of rows.slice(0, 50)) make("a", make("li", list), label, { href: "../" + address });
    }
    byId("search_count").textContent = `${found.size} results for ${asked.get("q")}`;
  });
}

const beside = byId("reader_beside");
if (beside) {
  const marks = [...document.querySelectorAll(".text mark")], items = [...beside.querySelectorAll("li[data-name]")];
  const names = ({ dataset }) => (dataset.for || dataset.name).split(" "), row = (name) => byId("about_" + name);
  const light = (wanted) => {
    for (const each of [...marks, ...items])
      each.classList.toggle("on", names(each).some((name) => wanted.includes(name)));
  };
  unanswered(beside.dataset.shown, "", (_, asked) => {
    for (const item of items)
      item.hidden = [...asked].some(([key, value]) => value && !item.dataset[key]?.split(" ").includes(value));
    for (const mark of marks) mark.classList.toggle("off", names(mark).every((name) => row(name).hidden));
  });
  const apart = () => getComputedStyle(beside).overflowY === "auto";
  const show = (item) => {
    if (item && apart()) beside.scrollTop = item.offsetTop - 56;
  };
  let quiet = 0; // until when the article does not move the statements
  const follow = () => {
    const hash = decodeURIComponent(location.hash.slice(1)), name = hash.replace(/^about_/, "");
    const mark = marks.find((each) => names(each).includes(name));
    if (!mark) return;
    quiet = Date.now() + 1500;
    if (hash === name || apart()) mark.scrollIntoView({ block: "center" });
    byId(hash).focus({ preventScroll: true });
    light([name]);
    show(row(name));
  };
  addEventListener("hashchange", follow);
  follow();
  for (const type of ["mouseover", "focusin"])
    addEventListener(type, ({ target }) => {
      const over = target.closest?.("mark, li[data-name]");
      light(over ? names(over) : []);
    });
  addEventListener("scroll", () => {
    if (!apart() || Date.now() < quiet || beside.matches(":hover, :focus-within")) return;
    const mark = marks.find((each) => each.getBoundingClientRect().top > innerHeight / 5);
    if (mark) show(row(names(mark)[0]));
  });
}
