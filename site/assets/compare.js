/* "Compare": settings side by side, chosen by the address (`?s=paper/setting&s=…`). Text reaches the page as text only. */
(() => {
  "use strict";
  const place = document.getElementById("compare");
  if (!place || !window.taxonomyTables || !window.taxonomyDom) return;
  const root = place.dataset.root;
  const at = (id) => document.getElementById(id);
  const { el, copy } = window.taxonomyDom;
  const SHOWN = 12;

  const start = (data) => {
    const papers = new Map(Object.entries(data.papers));
    const icons = new Map(Object.entries(data.icons));
    const known = new Map([...papers].flatMap(([paper, { title, settings }]) => Object.entries(settings).map(([setting, name]) => {
      const address = `${paper}/${setting}`;
      return [address, { paper, setting, title, name, text: `${address} ${title} ${name}`.toLowerCase() }];
    })));
    const columns = new Map();
    const fetched = async (address) => {
      const { paper, setting } = known.get(address);
      if (!columns.has(paper)) columns.set(paper, await (await fetch(`${root}compare/${paper}.json`)).json());
      return new Map(Object.entries(columns.get(paper))).get(setting);
    };
    let chosen = [];
    let turn = 0;

    const read = () => {
      const asked = [...new Set(new URLSearchParams(location.search).getAll("s"))];
      chosen = asked.filter((address) => known.has(address)).slice(0, data.most);
      return asked.filter((address) => !known.has(address)).length;
    };
    const query = () => chosen.map((address, index) => `${index ? "&" : "?"}s=${address}`).join("");
    const choose = (addresses) => {
      chosen = addresses;
      history.pushState(null, "", query() || location.pathname);
      draw(0);
    };

    /* As `taxonomy compare` orders them: facts that differ first, those that nobody has not at all. */
    const rowsOf = (settings) => {
      const rows = Object.keys(settings[0]).map((name) => ({ name, values: settings.map((setting) => setting[name]) }));
      const key = (values) => [...new Set(values)].sort().join("\n");
      for (const row of rows) {
        row.differs = new Set(row.values.map(key)).size > 1;
        row.shared = new Set(row.values[0].filter((value) => row.values.every((values) => values.includes(value))));
      }
      const told = rows.filter(({ values }) => values.some((each) => each.length));
      return [...told.filter(({ differs }) => differs), ...told.filter(({ differs }) => !differs)];
    };
    const cell = (name, value) => {
      if (name.startsWith("flags")) return el("a", { href: `${root}rules/${encodeURIComponent(value)}.html` }, value);
      if (!["intended", "evaluated", "agreement"].includes(name)) return value;
      const sign = el("span", {}, icons.get(value) ?? "");
      sign.setAttribute("aria-hidden", "true");
      return el("span", { className: `ut-badge ut-${value}` }, sign, " ", value);
    };
    const head = (address) => {
      const { paper, setting, title, name } = known.get(address);
      const remove = el("button", { type: "button" }, "Remove");
      remove.setAttribute("aria-label", `Remove ${address}`);
      remove.addEventListener("click", () => { choose(chosen.filter((each) => each !== address)); at("wanted").focus(); });
      const made = el("th", { scope: "col" }, el("a", { href: `${root}papers/${paper}.html#${setting}` }, name), el("br"), el("small", {}, title), el("br"), remove);
      return made;
    };
    const body = ({ name, values, differs, shared }) => el("tr", { className: differs ? "ut-differs" : "" }, el("th", { scope: "row" }, name, differs ? el("small", {}, " differs") : ""),
      ...values.map((each) => el("td", {}, ...each.map((value) => el("div", { className: shared.has(value) ? "ut-shared" : "" }, cell(name, value))))));

    const draw = async (unknown) => {
      const mine = ++turn;
      const enough = chosen.length >= data.fewest;
      const settings = await Promise.all(chosen.map(fetched)).catch(() => null);
      if (mine !== turn) return;
      if (!settings) { at("told").textContent = "The data of a setting did not arrive; load the page again."; return; }
      const rows = settings.length ? rowsOf(settings) : [];
      const table = at("beside");
      table.tHead.rows[0].replaceChildren(...(chosen.length ? [el("td"), ...chosen.map(head)] : []));
      table.tBodies[0].replaceChildren(...rows.map((row) => body(enough ? row : { ...row, shared: new Set() })));
      const left = unknown ? ` ${unknown} of the address ${unknown > 1 ? "are" : "is"} not known and left out.` : "";
      at("told").textContent = (enough ? `${chosen.length} settings, ${rows.filter(({ differs }) => differs).length} of ${rows.length} facts differ.` : `Choose ${chosen.length ? "one more" : "two to six settings"}.`) + left;
      at("taken").hidden = !enough;
      if (at("pairs")) at("pairs").hidden = chosen.length > 0;
      at("permalink").href = `compare.html${query()}`;
      at("csv").textContent = enough ? window.taxonomyTables.csv([["fact", "differs", ...chosen], ...rows.map((row) => [row.name, row.differs ? "yes" : "no", ...row.values.map((each) => each.join("; "))])]) : "";
      at("latex").textContent = enough ? window.taxonomyTables.latex(data.latex, ["Fact", ...chosen], rows.map((row) => [row.name, ...row.values.map((each) => each.join("; ") || "-")]), data.caption, data.share) : "";
      find();
      place.dataset.drawn = chosen.join(" ");
    };
    const find = () => {
      const asked = at("wanted").value.toLowerCase().split(/\s+/).filter(Boolean);
      const full = chosen.length >= data.most;
      const found = asked.length && !full ? [...known].filter(([address, { text }]) => !chosen.includes(address) && asked.every((word) => text.includes(word))) : [];
      const items = found.slice(0, SHOWN).map(([address, { title, name }]) => {
        const add = el("button", { type: "button" }, el("b", {}, name), el("br"), `${title} `, el("small", {}, address));
        add.addEventListener("click", () => { at("wanted").value = ""; choose([...chosen, address]); at("wanted").focus(); });
        return el("li", {}, add);
      });
      if (full) items.push(el("li", {}, `Not more than ${data.most} settings stand side by side; remove one to add another.`));
      else if (asked.length && !found.length) items.push(el("li", {}, "No setting has all of these words."));
      else if (found.length > SHOWN) items.push(el("li", {}, `${found.length - SHOWN} more; type more words.`));
      at("found").replaceChildren(...items);
    };

    at("wanted").addEventListener("input", find);
    at("picker").addEventListener("submit", (event) => event.preventDefault());
    for (const button of place.querySelectorAll("[data-copy]")) {
      button.addEventListener("click", async () => { button.nextElementSibling.textContent = await copy(at(button.dataset.copy)); });
    }
    window.addEventListener("popstate", () => draw(read()));
    draw(read());
  };

  /* The names of all settings come when they are asked for: by the address, or when somebody turns to the field. */
  let coming = null;
  const begin = () => {
    coming ??= fetch(`${root}compare.json`).then((answer) => answer.json()).then(start).catch(() => {
      coming = null;
      at("told").textContent = "The data did not arrive; load the page again.";
    });
  };
  place.hidden = false;
  at("plain").hidden = true;
  if (location.search) begin();
  for (const turn of ["focus", "pointerover", "input"]) at("wanted").addEventListener(turn, begin);
})();
