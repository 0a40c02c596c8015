// The reader: marks and statements point at each other, and scroll together.
(() => {
  "use strict";
  const beside = document.getElementById("reader_beside");
  if (!beside) return;
  const text = document.querySelector(".text");
  const marks = [...text.querySelectorAll("mark[data-for]")];
  const names = (mark) => mark.dataset.for.split(" ");
  const row = (name) => document.getElementById("about_" + name);
  const light = (wanted) => {
    for (const mark of marks) mark.classList.toggle("on", names(mark).some((name) => wanted.includes(name)));
    for (const item of beside.querySelectorAll("li[data-name]")) item.classList.toggle("on", wanted.includes(item.dataset.name));
  };
  const own = () => getComputedStyle(beside).overflowY === "auto";
  const show = (item) => {
    if (item && own()) beside.scrollTop += item.getBoundingClientRect().top - beside.getBoundingClientRect().top - 56;
  };
  let quiet = 0; // until when the article does not move the statements
  const follow = () => {
    const name = decodeURIComponent(location.hash.slice(1)).replace(/^about_/, "");
    const mark = marks.find((each) => names(each).includes(name));
    if (!mark) return;
    quiet = Date.now() + 1500;
    light([name]);
    if (!location.hash.startsWith("#about_")) {
      const target = document.getElementById(name);
      target.focus({ preventScroll: true });
      mark.scrollIntoView({ block: "center" });
      show(row(name));
    } else if (own()) {
      mark.scrollIntoView({ block: "center" });
      row(name).focus({ preventScroll: true });
      show(row(name));
    }
  };
  addEventListener("hashchange", follow);
  follow();
  for (const [type, on] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]]) {
    text.addEventListener(type, (event) => {
      const mark = event.target.closest("mark[data-for]");
      if (mark) light(on ? names(mark) : []);
    });
    beside.addEventListener(type, (event) => {
      const item = event.target.closest("li[data-name]");
      if (item) light(on ? [item.dataset.name] : []);
    });
  }
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting || !own() || Date.now() < quiet || beside.matches(":hover") || beside.contains(document.activeElement)) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      const mark = marks.find((each) => each.getBoundingClientRect().top > innerHeight * 0.2);
      if (mark) show(row(names(mark)[0]));
    });
  }, { passive: true });
})();
