/* The table of settings: facets with live counts, text filter, sort, and all of it in the address. The page holds the first rows;
   the facts of all of them come as columns of numbers, and a row is made only when it is to be seen. */
(() => {
  "use strict";
  const table = document.getElementById("settings");
  const form = document.getElementById("facets");
  if (!table || !form) return;
  const { el } = window.taxonomyDom;

  const FACETS = new Map(Object.entries({
    notion: "Intends", agreement: "Agreement", evaluated: "Evaluated as", severity: "Has a flag of severity", problem: "Problem", modality: "Modality",
    granularity: "Granularity", reference: "Reference", flag: "Flag", family: "Family of metric", metric: "Metric", baseline: "Baseline", year: "Year", evidence: "Evidence",
  }));
  const SORTS = new Map(Object.entries({ paper: "paper", year: "year", intended: "notion", evaluated: "evaluated", agreement: "agreement", problem: "problem", flags: "flagCount" }));
  const OPEN = ["notion", "agreement", "severity", "modality", "year"];
  const SOON = 10, FIRST = 50, MORE = 200; // rows that follow at once, those that follow when the reader pauses, and those of a click
  const MOST = 60; // values of a facet that are all offered; of more only the most frequent are, and those that are looked for
  const heads = Array.from(table.tHead.rows[0].cells);
  const body = table.tBodies[0];
  const groups = document.getElementById("facet-groups");
  const more = document.getElementById("more");
  const collator = new Intl.Collator("en", { numeric: true });
  const wide = matchMedia("(min-width: 60em)").matches;
  const got = async (address) => (await fetch(address)).json();

  const start = async (told) => {
    /* Columns of numbers. The values of row r in a facet are flat[from[r]] up to flat[from[r + 1]]. */
    const count = told.settings.id.length;
    const paperOf = new Uint32Array(count);
    told.papers.settings.reduce((from, length, paper) => { paperOf.fill(paper, from, from + length); return from + length; }, 0);
    const packed = ({ values, rows }) => {
      const from = new Uint32Array(count + 1);
      rows.forEach((row, number) => { from[number + 1] = from[number] + row.length; });
      return { values, number: new Map(values.map((value, number) => [value, number])), from, flat: Uint16Array.from(rows.flat()) };
    };
    const following = ({ from, values }) => {
      const words = [...new Set(["none", ...Object.values(values)])];
      const of = told.facets[from].values.map((value) => words.indexOf(values[value] ?? "none"));
      return packed({ values: words, rows: told.facets[from].rows.map((row) => (row.length ? [...new Set(row.map((value) => of[value]))] : [0])) });
    };
    const facets = new Map([...FACETS.keys()].map((name) => [name, told.follows[name] ? following(told.follows[name]) : packed(told.facets[name] ?? { values: [], rows: [] })]));
    const valuesOf = (name, row) => { const { values, from, flat } = facets.get(name); return Array.from(flat.subarray(from[row], from[row + 1]), (number) => values[number]); };

    /* What is asked for, and which rows pass. A row that fails in one facet only still counts for the values of that facet. */
    const chosen = new Map([...FACETS.keys()].map((name) => [name, new Set()]));
    const hidden = new Set();
    let sorting = [];
    let limit = FIRST;
    let texts = null;
    const asked = () => form.elements.text.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    /* The rows that hold a word. What a longer word needs to look through are those of its beginning, which was mostly typed before. */
    const MEMORY = 64;
    const known = new Map();
    const withWord = (word) => {
      if (known.has(word)) return known.get(word);
      if (known.size > MEMORY) known.clear();
      let begun = word.slice(0, -1);
      while (begun && !known.has(begun)) begun = begun.slice(0, -1);
      const among = known.get(begun);
      const found = new Uint8Array(count);
      let paper = -1, whole = false;
      for (let row = 0; row < count; row += 1) {
        if (among && !among[row]) continue;
        if (paper !== paperOf[row]) { paper = paperOf[row]; whole = texts.papers[paper].includes(word); }
        found[row] = whole || texts.settings[row].includes(word) ? 1 : 0;
      }
      known.set(word, found);
      return found;
    };
    const holding = (words) => words.map(withWord).reduce((all, found) => all.map((has, row) => has & found[row]));
    const filtered = () => {
      const words = asked();
      const passes = words.length && texts ? holding(words) : null;
      const failures = new Uint8Array(count), failed = new Uint8Array(count);
      const filters = [...facets].map(([name, { values, number, from, flat }], index) => {
        const on = new Uint8Array(values.length);
        for (const value of chosen.get(name)) on[number.get(value)] = 1;
        if (chosen.get(name).size) {
          for (let row = 0; row < count; row += 1) {
            let has = 0;
            for (let at = from[row]; at < from[row + 1]; at += 1) has |= on[flat[at]];
            if (!has) { failures[row] += 1; failed[row] = index; }
          }
        }
        return { from, flat, counts: new Uint32Array(values.length) };
      });
      const rows = [];
      for (let row = 0; row < count; row += 1) {
        if (failures[row] > 1 || (passes && !passes[row])) continue;
        if (!failures[row]) rows.push(row);
        for (let index = failures[row] ? failed[row] : 0; index < (failures[row] ? failed[row] + 1 : filters.length); index += 1) {
          const { from, flat, counts } = filters[index];
          for (let at = from[row]; at < from[row + 1]; at += 1) counts[flat[at]] += 1;
        }
      }
      return { rows, counts: new Map([...facets.keys()].map((name, index) => [name, filters[index].counts])) };
    };

    /* Orders are places, worked out when they are first asked for. */
    const severity = (code) => told.follows.severity.values[code];
    const ranked = (keys) => {
      const order = [...new Set(keys)].sort(collator.compare);
      const place = new Map(order.map((key, at) => [key, at]));
      return keys.map((key) => place.get(key));
    };
    const KEYS = {
      paper: () => ranked(told.papers.title),
      flagCount: () => told.settings.id.map((_, row) => valuesOf("flag", row).filter((code) => severity(code)).reduce((sum, code) => sum + 1 + 100 * (severity(code) === "mismatch"), 0)),
    };
    const orders = new Map();
    const order = (id) => {
      if (!orders.has(id)) {
        const keys = KEYS[id]?.() ?? ranked(told.settings.id.map((_, row) => valuesOf(id, row).join()));
        orders.set(id, id === "paper" ? Array.from(paperOf, (paper) => keys[paper]) : keys);
      }
      return orders.get(id);
    };
    const sorted = (rows) => {
      const by = sorting.map(({ id, desc }) => [order(id), desc ? -1 : 1]);
      const compare = (one, other) => {
        for (const [places, sign] of by) if (places[one] !== places[other]) return sign * (places[one] - places[other]);
        return one - other;
      };
      return by.length ? rows.slice().sort(compare) : rows;
    };

    /* Rows. What they show is text, put into copies of the page's own elements. */
    const kinds = new Map(Array.from(document.getElementById("kinds").content.children, ({ dataset, children }) =>
      [dataset.column, new Map(Array.from(children, (kind) => [kind.matches("a") ? kind.textContent : kind.classList[1].slice(3), kind]))]));
    const kind = (column, word) => kinds.get(column).get(word).cloneNode(true);
    const blank = el("tr", {}, el("td", {}, el("a"), el("br"), el("a")));
    const made = (row) => {
      const page = `${told.papers.id[paperOf[row]]}.html`;
      const tr = blank.cloneNode(true);
      const [paper, , setting] = tr.firstChild.childNodes;
      Object.assign(paper, { href: page, textContent: told.papers.title[paperOf[row]] });
      Object.assign(setting, { href: `${page}#${told.settings.id[row]}`, textContent: told.settings.name[row] });
      const cell = (...parts) => tr.insertCell().append(...parts);
      cell(valuesOf("year", row)[0]);
      for (const column of ["intended", "evaluated", "agreement"]) cell(kind(column, valuesOf(SORTS.get(column), row)[0]));
      cell(valuesOf("problem", row)[0].replaceAll("-", " "));
      cell(...valuesOf("flag", row).filter((code) => severity(code)).flatMap((code) => [kind("flags", code), " "]));
      heads.forEach((th, index) => { if (th.hidden) tr.cells[index].hidden = true; });
      return tr;
    };

    /* Facets. Boxes stand for values; those of a long facet are made anew when what they stand for changes. */
    const boxes = new Map();
    const shownValues = (name, counts) => {
      const { values, number } = facets.get(name);
      const { find } = boxes.get(name);
      const wanted = find?.value.trim().toLowerCase().replaceAll(" ", "-");
      const alphabetical = (all) => all.sort((a, b) => (name === "year" ? -1 : 1) * collator.compare(a, b));
      if (!find) return alphabetical([...values]);
      const fitting = values.filter((value) => !chosen.get(name).has(value) && (!wanted || value.toLowerCase().includes(wanted)));
      fitting.sort((a, b) => counts[number.get(b)] - counts[number.get(a)]);
      return [...chosen.get(name), ...fitting.slice(0, MOST)];
    };
    const label = (name, value) => {
      const box = el("input", { type: "checkbox", name, value });
      const number = el("span", { className: "ut-n" }, document.createTextNode(""));
      return { value, box, number, label: el("label", {}, box, `${value.replaceAll("-", " ")} `, number) };
    };
    const offer = (name, counts) => {
      const group = boxes.get(name);
      if (group.find ? !group.details.open : group.labels.length) return;
      const values = shownValues(name, counts);
      if (group.labels.length === values.length && group.labels.every(({ value }, at) => value === values[at])) return;
      const old = new Map(group.labels.map((each) => [each.value, each]));
      group.labels = values.map((value) => old.get(value) ?? label(name, value));
      const focus = document.activeElement;
      group.set.replaceChildren(...group.labels.map((each) => each.label));
      if (group.set.contains(focus)) focus.focus();
    };
    const tally = (name, counts) => {
      const { number } = facets.get(name);
      for (const each of boxes.get(name).labels) {
        const now = counts[number.get(each.value)];
        each.box.checked = chosen.get(name).has(each.value);
        if (each.now !== now) { each.number.firstChild.data = now; each.label.classList.toggle("ut-zero", !now); each.now = now; }
      }
    };
    for (const [name, title] of FACETS) {
      const set = el("fieldset", { className: "ut-scrolling" });
      set.setAttribute("aria-label", title);
      const find = facets.get(name).values.length > MOST ? el("input", { type: "search", className: "ut-within", placeholder: `Find among ${facets.get(name).values.length}` }) : null;
      find?.setAttribute("aria-label", `Find a value of ${title}`);
      find?.addEventListener("input", (event) => { event.stopPropagation(); draw(); });
      const details = el("details", {}, el("summary", { textContent: title }), ...(find ? [find] : []), set);
      details.dataset.facet = name;
      if (find) details.addEventListener("toggle", () => { if (details.open) { const { counts } = filtered(); offer(name, counts.get(name)); tally(name, counts.get(name)); } });
      groups.append(details);
      boxes.set(name, { details, set, find, labels: [] });
    }

    const recount = (counts) => {
      for (const name of FACETS.keys()) {
        if (chosen.get(name).size) boxes.get(name).details.open = true;
        offer(name, counts.get(name));
        tally(name, counts.get(name));
      }
    };
    let listed = [], rest = 0;
    let untouched = !location.search; // then the rows of the page are those that are asked for
    const list = (most) => {
      body.append(...listed.slice(body.rows.length, most).map(made));
      more.hidden = listed.length <= body.rows.length;
    };
    const draw = () => {
      const { rows, counts } = filtered();
      const shown = sorted(rows);
      listed = shown;
      if (!untouched) body.replaceChildren();
      untouched = false;
      list(Math.min(limit, SOON));
      clearTimeout(rest);
      rest = setTimeout(list, 250, limit);
      const words = asked();
      const missing = words.length && !texts && !coming ? ", not filtered by the text: its data did not arrive; type again to try again." : "";
      document.getElementById("shown").textContent = rows.length ? `${rows.length} of ${count} settings${missing}` : "No setting passes all filters; clear some of them.";
      const only = [...chosen.values()].every((values) => !values.size);
      for (const { paper, text } of bare) paper.hidden = !only || !words.every((word) => text.includes(word));
      if (bare.length) document.getElementById("bare").hidden = bare.every(({ paper }) => paper.hidden);
      recount(counts);
      for (const th of heads) {
        const sort = sorting.find(({ id }) => id === SORTS.get(th.dataset.column));
        th.setAttribute("aria-sort", sort ? (sort.desc ? "descending" : "ascending") : "none");
        th.querySelector("span").textContent = sort ? (sort.desc ? " ↓" : " ↑") : "";
      }
    };
    const bare = Array.from(document.querySelectorAll("#bare [data-text]"), (paper) => ({ paper, text: `${paper.textContent} ${paper.dataset.text}`.toLowerCase() }));

    /* Words are looked for in more than is shown; that is fetched when somebody turns to the field, and again if it did not arrive. */
    let coming = null;
    const withTexts = () => {
      coming ??= got(table.dataset.words).then((words) => {
        const shown = ["year", "notion", "evaluated", "agreement", "problem", "flag"];
        texts = {
          papers: words.papers.map((text, paper) => `${told.papers.title[paper]} ${told.papers.id[paper]} ${text}`.toLowerCase()),
          settings: words.settings.map((text, row) => `${told.settings.name[row]} ${text} ${shown.map((name) => valuesOf(name, row).join(" ")).join(" ")} ${valuesOf("problem", row)[0].replaceAll("-", " ")}`.toLowerCase()),
        };
      }, () => { coming = null; });
      return coming;
    };
    const drawn = () => (asked().length && !texts ? withTexts().then(draw) : draw());
    /* A letter is shown first, and then what follows from it; several letters that come at once are followed together. */
    let typed = 0;
    const drawnSoon = () => {
      cancelAnimationFrame(typed);
      typed = requestAnimationFrame(() => setTimeout(drawn));
    };

    /* The address is the state: every filter, the text and the order. A value that no setting and no column has is as if it were not there. */
    const hideable = new Map(heads.slice(1).map((th) => [th.dataset.column, th.textContent]));
    const readAddress = () => {
      const query = new URLSearchParams(location.search);
      for (const [name, values] of chosen) {
        values.clear();
        for (const value of query.getAll(name)) if (facets.get(name).number.has(value)) values.add(value);
      }
      const keys = new Map((query.get("sort") || "").split(",").map((key) => [key.replace(/^-/, ""), key.startsWith("-")]));
      sorting = [...keys].filter(([id]) => [...SORTS.values()].includes(id)).map(([id, desc]) => ({ id, desc }));
      form.elements.text.value = (query.get("text") || "").trim();
      hidden.clear();
      for (const name of (query.get("hide") || "").split(",")) if (hideable.has(name)) hidden.add(name);
    };
    const writtenAddress = () => {
      const query = new URLSearchParams();
      for (const [name, values] of chosen) for (const value of facets.get(name).values) if (values.has(value)) query.append(name, value);
      if (form.elements.text.value.trim()) query.set("text", form.elements.text.value.trim());
      if (sorting.length) query.set("sort", sorting.map(({ id, desc }) => (desc ? "-" : "") + id).join(","));
      if (hidden.size) query.set("hide", [...hidden].join(","));
      const search = query.toString();
      history.replaceState(null, "", search ? `?${search}` : location.pathname);
    };
    /* A browser takes its time for a new address, so it gets it after the picture of what changed; while one types, in a pause. */
    let unwritten = 0;
    const writeAddress = (pause = 0) => {
      clearTimeout(unwritten);
      unwritten = setTimeout(() => { unwritten = 0; writtenAddress(); }, pause);
    };
    window.addEventListener("pagehide", () => { if (unwritten) writtenAddress(); });

    /* Columns that the reader does not want; the address remembers them. */
    const columnBoxes = new Map([...hideable].map(([name]) => [name, el("input", { type: "checkbox", value: name })]));
    const choices = el("fieldset", {}, ...[...hideable].map(([name, title]) => el("label", {}, columnBoxes.get(name), ` ${title}`)));
    choices.setAttribute("aria-label", "Columns");
    choices.addEventListener("change", ({ target }) => { if (target.checked) hidden.delete(target.value); else hidden.add(target.value); writeAddress(); showColumns(); });
    document.getElementById("columns").append(choices);
    const showColumns = () => {
      heads.forEach((th, index) => {
        th.hidden = hidden.has(th.dataset.column);
        for (const tr of body.rows) tr.cells[index].hidden = th.hidden;
      });
      for (const [name, box] of columnBoxes) box.checked = !hidden.has(name);
    };

    /* Exactly the shown rows, in the order of the data, in the bytes of `taxonomy query`. */
    const WRITERS = {
      csv: (index, rows) => [index.csv.head, ...rows.map((row) => index.csv.rows[row])].join(""),
      bibtex: (index, rows) => [...new Set(rows.map((row) => index.rows[row].paper))].map((paper) => index.bibtex[paper]).join("\n"),
      json: (index, rows) => JSON.stringify({ data_version: index.data_version, rules_version: index.rules_version, settings: rows.map((row) => index.rows[row]) }, null, 2) + "\n",
      latex: (index, rows) => index.latex.before + rows.map((row) => `${index.latex.rows[row]}\n`).join("") + index.latex.after,
    };
    const ENDINGS = { csv: "csv", bibtex: "bib", json: "json", latex: "tex" };
    const save = async (format) => {
      const text = WRITERS[format](await got("shown.json"), filtered().rows);
      const link = el("a", { href: URL.createObjectURL(new Blob([text], { type: "text/plain" })), download: `settings.${ENDINGS[format]}` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    };
    for (const button of document.querySelectorAll("#tools [data-format]")) button.addEventListener("click", () => save(button.dataset.format));

    const change = (typing) => { limit = FIRST; if (typing) drawnSoon(); else drawn(); writeAddress(typing ? 150 : 20); };
    const sortBy = (id, several) => {
      const old = sorting.find((sort) => sort.id === id);
      const rest = several ? sorting.filter((sort) => sort.id !== id) : [];
      const descFirst = id === "year" || id === "flagCount";
      sorting = [...rest, ...(!old ? [{ id, desc: descFirst }] : old.desc === descFirst ? [{ id, desc: !descFirst }] : [])];
      writeAddress();
      draw();
    };
    for (const th of heads) {
      const button = el("button", { type: "button", title: "Sort; with Shift also by this" }, ...th.childNodes, el("span"));
      button.addEventListener("click", (event) => sortBy(SORTS.get(th.dataset.column), event.shiftKey));
      th.append(button);
    }
    form.addEventListener("input", ({ target }) => {
      if (target.type === "checkbox") { if (target.checked) chosen.get(target.name).add(target.value); else chosen.get(target.name).delete(target.value); }
      change(target === form.elements.text);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { for (const values of chosen.values()) values.clear(); change(); }));
    form.elements.text.addEventListener("focus", () => (asked().length && !texts ? drawn() : withTexts()));
    more.addEventListener("click", () => {
      limit = Math.max(limit, body.rows.length) + MORE;
      list(limit);
    });
    window.addEventListener("popstate", () => { clearTimeout(unwritten); readAddress(); showColumns(); drawn(); });
    readAddress();
    showColumns();
    await drawn();
    const filters = document.getElementById("filters");
    filters.open = wide || [...chosen.values()].some((values) => values.size);
    if (wide) for (const name of OPEN) boxes.get(name).details.open = true;
    form.hidden = false;
    document.getElementById("tools").hidden = false;
  };

  if (location.search) table.classList.add("ut-waiting"); // the page's first rows may not be those that are asked for
  got(table.dataset.rows).then(start, () => {
    document.getElementById("shown").textContent = "The data did not arrive, so nothing is filtered; load the page again.";
  }).finally(() => table.classList.remove("ut-waiting"));
})();
