// The reader: marks and statements point at each other, and scroll together. In a folder of files: filters and search.
// Where a server has answered, the page shows what its address asks for; where not, the browser does it.
export const unanswered = (shown, file, answer) => {
  const asked = new URLSearchParams(location.search), done = new URLSearchParams(shown);
  const given = [...asked].filter(([, value]) => value);
  if (given.every(([name, value]) => done.get(name) === value) && given.length === done.size) return;
  for (const [name, value] of given) for (const field of document.getElementsByName(name)) field.value = value;
  if (!file) answer(asked);
  else fetch(file).then((body) => body.json()).then((data) => answer(data, asked));
};

const results = document.getElementById("search_results");
if (results) {
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}_]+/gu, " ").trim();
  unanswered(results.dataset.shown, "index.json", (names, asked) => {
    const words = fold(asked.get("q") || "").split(" ").filter(Boolean);
    const found = new Map();
    for (const [address, kind, label, name] of names)
      if (words.length && words.every((word) => fold(name).includes(word))) found.set(address, [kind, label]);
    results.replaceChildren();
    for (const [kind, rows] of Object.entries(Object.groupBy([...found], ([, [kind]]) => kind))) {
      const list = document.createElement("ul"), head = document.createElement("h2");
      head.textContent = kind;
      for (const [address, [, label]] of rows.slice(0, 50)) {
        const link = list.appendChild(document.createElement("li")).appendChild(document.createElement("a"));
        link.href = "../" + address;
        link.textContent = label;
      }
      results.append(head, list);
    }
    document.getElementById("search_count").textContent = `${found.size} results for ${asked.get("q")}`;
  });
}

const beside = document.getElementById("reader_beside");
if (beside) {
  const text = document.querySelector(".text"), marks = [...text.querySelectorAll("mark")];
  const items = [...beside.querySelectorAll("li[data-name]")];
  const names = (mark) => mark.dataset.for.split(" ");
  const row = (name) => document.getElementById("about_" + name);
  const light = (wanted) => {
    for (const mark of marks) mark.classList.toggle("on", names(mark).some((name) => wanted.includes(name)));
    for (const item of items) item.classList.toggle("on", wanted.includes(item.dataset.name));
  };
  unanswered(beside.dataset.shown, "", (asked) => {
    for (const item of items) {
      const { actors = "", side, voice } = item.dataset;
      const own = { actor: actors.split(" "), side: [side], voice: [voice] };
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
    light([name]);
    if (hash === name || apart()) mark.scrollIntoView({ block: "center" });
    document.getElementById(hash).focus({ preventScroll: true });
    show(row(name));
  };
  addEventListener("hashchange", follow);
  follow();
  for (const [type, on] of [["mouseover", 1], ["focusin", 1], ["mouseout", 0], ["focusout", 0]])
    for (const part of [text, beside])
      part.addEventListener(type, ({ target }) => {
        const mark = target.closest("mark"), item = target.closest("li[data-name]");
        if (mark || item) light(on ? (mark ? names(mark) : [item.dataset.name]) : []);
      });
  addEventListener("scroll", () => {
    if (!apart() || Date.now() < quiet || beside.matches(":hover") || beside.contains(document.activeElement)) return;
    const mark = marks.find((each) => each.getBoundingClientRect().top > innerHeight / 5);
    if (mark) show(row(names(mark)[0]));
  }, { passive: true });
}
