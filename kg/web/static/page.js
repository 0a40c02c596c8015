// The reader: marks and statements point at each other, and scroll together. In a folder of files: filters and search.

// Where a server has answered, the page shows what its address asks for; where not, the browser does it.
export const unanswered = (shown, file, answer) => {
  const asked = new URLSearchParams(location.search), done = new URLSearchParams(shown);
  const given = [...asked].filter(([, value]) => value);
  if (given.every(([name, value]) => done.get(name) === value) && given.length === done.size) return;
  for (const [name, value] of given) for (const field of document.getElementsByName(name)) field.value = value;
  if (file) fetch(file).then((body) => body.json()).then((data) => answer(data, asked));
  else answer(null, asked);
};
const byId = (id) => document.getElementById(id);

const results = byId("search_results");
if (results) {
  const words = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}_]+/gu) || [];
  const add = (parent, name, text) => Object.assign(parent.appendChild(document.createElement(name)), { textContent: text });
  unanswered(results.dataset.shown, "index.json", (names, asked) => {
    const wanted = words(asked.get("q") || ""), found = new Map();
    for (const [address, kind, label, name] of names)
      if (wanted[0] && wanted.every((word) => words(name).join(" ").includes(word))) found.set(address, [kind, label]);
    results.replaceChildren();
    for (const kind of new Set([...found.values()].map((each) => each[0]))) {
      add(results, "h2", kind);
      const list = add(results, "ul", "");
      for (const [address, [own, label]] of found)
        if (own === kind && list.childElementCount < 50) add(add(list, "li", ""), "a", label).href = "../" + address;
    }
    byId("search_count").textContent = `${found.size} results for ${asked.get("q")}`;
  });
}

const beside = byId("reader_beside");
if (beside) {
  const marks = [...document.querySelectorAll(".text mark")], items = [...beside.querySelectorAll("li[data-name]")];
  const names = (mark) => mark.dataset.for.split(" "), row = (name) => byId("about_" + name);
  const light = (wanted) => {
    for (const mark of marks) mark.classList.toggle("on", names(mark).some((name) => wanted.includes(name)));
    for (const item of items) item.classList.toggle("on", wanted.includes(item.dataset.name));
  };
  unanswered(beside.dataset.shown, "", (_, asked) => {
    for (const item of items) {
      const { actors = "", side, voice } = item.dataset, own = { actor: actors.split(" "), side: [side], voice: [voice] };
      item.hidden = [...asked].some(([key, value]) => value && !own[key]?.includes(value));
    }
    for (const mark of marks) mark.classList.toggle("off", names(mark).every((name) => row(name).hidden));
  });
  const apart = () => getComputedStyle(beside).overflowY === "auto";
  const show = (item) => {
    if (item && apart()) beside.scrollTop += item.getBoundingClientRect().top - beside.getBoundingClientRect().top - 56;
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
      const mark = target.closest?.("mark"), item = target.closest?.("li[data-name]");
      light(mark ? names(mark) : item ? [item.dataset.name] : []);
    });
  addEventListener("scroll", () => {
    if (!apart() || Date.now() < quiet || beside.matches(":hover, :focus-within")) return;
    const mark = marks.find((each) => each.getBoundingClientRect().top > innerHeight / 5);
    if (mark) show(row(names(mark)[0]));
  }, { passive: true });
}
