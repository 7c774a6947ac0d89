/* The search in the head of every page and on the home page. It comes when somebody turns to such a field, and fetches the parts of
   the index in which the words of the text begin; without it, and without a choice, the form leads to the table of settings. */
(() => {
  "use strict";
  const { el, root } = window.taxonomyDom;
  const MOST = 10; // things that are shown
  const WORDS = 6; // words that are looked up, the longest: nobody needs more, and a pasted title has more
  const kept = new Map();
  const part = (name) => {
    if (!kept.has(name)) {
      const coming = fetch(`${root}search/${name}.json`).then((answer) => answer.json());
      coming.catch(() => kept.delete(name)); // the next search asks for it again
      kept.set(name, coming);
    }
    return kept.get(name);
  };
  const wordsOf = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+(?:\.[\p{L}\p{N}]+)*/gu) ?? [];

  /* For a word, each thing that it finds with how well: better is smaller. What begins with the word is found, too, but not by one letter. */
  const lookedUp = async (word, starts) => {
    const at = (text) => starts.findLastIndex((start) => start <= text);
    const [from, to] = [Math.max(0, at(word)), at(word.length > 1 ? `${word}\uffff` : word)];
    const found = new Map();
    const shards = await Promise.all(starts.map((_, number) => number).filter((number) => number >= from && number <= to).map((number) => part(`words-${number}`)));
    for (const shard of shards) {
      for (const [known, places] of Object.entries(shard)) {
        if (known !== word && (word.length < 2 || !known.startsWith(word))) continue;
        places.forEach((distances, place) => {
          let thing = 0;
          for (const distance of distances) {
            thing += distance;
            found.set(thing, Math.min(found.get(thing) ?? 9, 2 * place + (known !== word)));
          }
        });
      }
    }
    return found;
  };
  /* Rejects when a part did not arrive, so that this is not taken for nothing. */
  const find = async (text) => {
    const words = [...new Set(wordsOf(text))].sort((one, other) => other.length - one.length).slice(0, WORDS);
    if (!words.length) return { count: 0, shown: [] };
    const index = await part("index");
    const [first, ...rest] = await Promise.all(words.map((word) => lookedUp(word, index.starts)));
    const letters = words.slice(1).map((word) => word.length < 2); // beside longer words one letter, half a word perhaps, only ranks
    const things = [...first].filter(([thing]) => rest.every((found, number) => letters[number] || found.has(thing)))
      .map(([thing, rank]) => [thing, rest.reduce((sum, found) => sum + (found.get(thing) ?? 9), rank)])
      .sort(([one, rank], [other, than]) => rank - than || one - other);
    const shown = await Promise.all(things.slice(0, MOST).map(async ([thing]) => (await part(`things-${Math.floor(thing / index.shown)}`))[thing % index.shown]));
    return { count: things.length, shown };
  };

  /* A field with a list below it, as the pattern "combobox" has it. */
  const attach = (field) => {
    const list = document.getElementById(field.dataset.search);
    const said = document.getElementById(`${list.id}-said`);
    let chosen = -1;
    let asked = 0;
    let answered = 0;
    let stepped = false; // whether an arrow was pressed since the last letter
    let answer = Promise.resolve(); // what is shown for the text as it stands
    const choose = (at) => {
      chosen = at;
      Array.from(list.children).forEach((option, number) => option.setAttribute("aria-selected", number === at));
      if (at >= 0) { field.setAttribute("aria-activedescendant", list.children[at].id); list.children[at].scrollIntoView({ block: "nearest" }); } else field.removeAttribute("aria-activedescendant");
    };
    const show = (shown) => {
      list.replaceChildren(...shown.map(([name, path, note], number) => {
        const option = el("li", { id: `${list.id}-${number}` }, el("b", { textContent: name }), " ", el("small", { textContent: note }));
        option.setAttribute("role", "option");
        option.dataset.path = path;
        return option;
      }));
      list.hidden = !shown.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
      choose(-1);
    };
    const close = () => { asked += 1; answered = asked; show([]); };
    const found = async () => {
      asked += 1;
      const mine = asked;
      const { count, shown } = await find(field.value).catch(() => ({ count: null, shown: [] }));
      if (mine !== asked) return;
      answered = mine;
      show(shown);
      said.textContent = !field.value.trim() ? "Type to search" : count === null ? "The search did not arrive; try again." : !count ? "Nothing has all these words." : count > MOST ? `The first ${MOST} of ${count}; Enter looks among the papers` : `${count} found`;
    };
    const suggest = () => { answer = found(); };
    const move = (step) => {
      const count = list.children.length;
      if (count) choose(chosen < 0 && step < 0 ? count - 1 : (chosen + step + count) % count);
    };
    const go = (at, apart) => {
      const address = root + list.children[at].dataset.path;
      if (apart) window.open(address, "_blank", "noopener");
      else location.href = address;
    };
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) field.setAttribute(name, value);
    list.tabIndex = -1; // else a browser lets Tab stop at a list that scrolls, which is gone as soon as the field is left
    field.addEventListener("focus", () => { part("index"); if (field.value) suggest(); });
    field.addEventListener("input", () => { stepped = false; suggest(); });
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return; // the key is for the letters that are being put together
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const isComing = asked !== answered; // keys wait for what is found for the text as it stands, or a choice would be lost
      const apart = event.ctrlKey || event.metaKey;
      if (event.key === "Escape" && !list.hidden) close();
      else if (step && (list.children.length || isComing)) { stepped = true; answer.then(() => move(step)); }
      else if (event.key === "Enter" && (chosen >= 0 || (isComing && stepped))) answer.then(() => { if (chosen >= 0) go(chosen, apart); else field.form.requestSubmit(); });
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    for (const kind of ["click", "auxclick"]) {
      list.addEventListener(kind, (event) => {
        const option = event.target.closest("[role=option]");
        if (option && event.button < 2) go(Array.from(list.children).indexOf(option), event.ctrlKey || event.metaKey || event.button === 1);
      });
    }
    field.addEventListener("blur", close);
    field.form.addEventListener("reset", () => setTimeout(() => { close(); field.focus(); said.textContent = "Type to search"; })); // the field is emptied after the event
    if (document.activeElement === field) { part("index"); suggest(); }
  };
  document.querySelectorAll("[data-search]").forEach(attach);
})();
