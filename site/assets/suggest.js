/* Suggestions under the search field of the home page. The index is fetched when the field gets the focus; without it, and without
   a choice, the form leads to the table of settings as it does without this script. */
(() => {
  "use strict";
  const field = document.getElementById("find");
  const list = document.getElementById("find-list");
  if (!field || !list) return;
  const MOST = 8;
  let things = null;
  let chosen = -1;

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const load = async () => {
    if (things) return;
    things = [];
    const answer = await fetch(list.dataset.index);
    const told = (await answer.json()).things;
    things = told.map((thing) => ({ ...thing, head: plain(thing.name), text: plain(`${thing.name} ${thing.words}`) }));
    suggest();
  };

  /* Better is smaller: the name itself, its beginning, the beginning of a word of it, anything else. */
  const rank = ({ head, text }, query) => (head === query || ` ${text} `.includes(` ${query} `) && head.length < 40 ? 0 : head.startsWith(query) ? 1 : ` ${head}`.includes(` ${query}`) ? 2 : 3);
  const found = (query) => {
    const words = query.split(/\s+/);
    return things.filter(({ text }) => words.every((word) => text.includes(word)))
      .map((thing) => ({ thing, rank: rank(thing, query) })).sort((one, other) => one.rank - other.rank).slice(0, MOST).map(({ thing }) => thing);
  };
  const close = () => {
    list.replaceChildren();
    list.hidden = true;
    choose(-1);
    field.setAttribute("aria-expanded", "false");
  };
  const choose = (at) => {
    chosen = at;
    [...list.children].forEach((option, number) => option.setAttribute("aria-selected", number === at));
    if (at >= 0) { field.setAttribute("aria-activedescendant", list.children[at].id); list.children[at].scrollIntoView({ block: "nearest" }); } else field.removeAttribute("aria-activedescendant");
  };
  const suggest = () => {
    const query = plain(field.value.trim());
    const shown = query && things ? found(query) : [];
    if (!shown.length) { close(); return; }
    list.replaceChildren(...shown.map((thing, number) => {
      const option = Object.assign(document.createElement("li"), { id: `find-${number}` });
      option.setAttribute("role", "option");
      option.dataset.path = thing.path;
      const name = Object.assign(document.createElement("b"), { textContent: thing.name });
      const note = Object.assign(document.createElement("small"), { textContent: thing.note });
      option.append(name, " ", note);
      return option;
    }));
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    choose(-1);
  };
  const go = (at) => { location.href = list.dataset.root + list.children[at].dataset.path; };

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  field.addEventListener("focus", load);
  field.addEventListener("input", () => { load(); suggest(); });
  field.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "ArrowDown" && count) choose((chosen + 1) % count);
    else if (event.key === "ArrowUp" && count) choose(chosen <= 0 ? count - 1 : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) go(chosen);
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go([...list.children].indexOf(option));
  });
  field.addEventListener("blur", close);
})();
