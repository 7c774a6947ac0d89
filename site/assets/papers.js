/* The table of settings: facets with live counts, text filter, sort, and all of it in the address.
   The rows are the page's own: nothing is made from text, rows are only chosen and ordered. */
(() => {
  "use strict";
  const T = window.TableCore;
  const table = document.getElementById("settings");
  const form = document.getElementById("facets");
  if (!T || !table || !form) return;

  const FACETS = [
    ["notion", "Intends"], ["agreement", "Agreement"], ["evaluated", "Evaluated as"], ["severity", "Has a flag of severity"], ["problem", "Problem"],
    ["modality", "Modality"], ["granularity", "Granularity"], ["reference", "Reference"], ["flag", "Flag"], ["family", "Family of metric"], ["metric", "Metric"], ["baseline", "Baseline"], ["year", "Year"], ["evidence", "Evidence"],
  ];
  const SORTS = new Map(Object.entries({ paper: "paper", year: "year", intended: "notion", evaluated: "evaluated", agreement: "agreement", problem: "problem", flags: "flagCount" }));
  const PAGE = 200;
  let limit = PAGE;
  const HIDEABLE = new Map(Array.from(table.tHead.rows[0].cells).slice(1).map((th) => [th.dataset.column, th.textContent]));
  let hidden = new Set();

  const data = Array.from(table.tBodies[0].rows, (tr, number) => {
    const facets = JSON.parse(tr.dataset.facets);
    const text = `${tr.textContent} ${tr.dataset.text}`.toLowerCase();
    return { ...facets, tr, number, text, paper: tr.cells[0].textContent, flagCount: tr.cells[6].querySelectorAll(".ut-mismatch").length * 100 + tr.cells[6].children.length };
  });

  const bare = Array.from(document.querySelectorAll("#bare [data-text]"), (paper) => ({ paper, text: `${paper.textContent} ${paper.dataset.text}`.toLowerCase() }));

  const chosen = (row, id, values) => row.original[id].some((value) => values.includes(value));
  const words = (row, _, query) => query.every((word) => row.original.text.includes(word));
  const columns = [
    ...FACETS.map(([id]) => ({
      id, accessorFn: (row) => row[id], getUniqueValues: (row) => row[id], filterFn: chosen,
      sortingFn: (a, b) => a.original[id].join().localeCompare(b.original[id].join(), "en", { numeric: true }),
    })),
    { id: "paper", accessorKey: "paper", sortingFn: "text" },
    { id: "flagCount", accessorKey: "flagCount", sortingFn: "basic", sortDescFirst: true },
    { id: "text", accessorKey: "text", filterFn: words },
  ];
  let state = { columnFilters: [], sorting: [] };
  const core = T.createTable({
    data, columns, state: {}, renderFallbackValue: null, onStateChange: () => {}, autoResetPageIndex: false,
    getCoreRowModel: T.getCoreRowModel(), getFilteredRowModel: T.getFilteredRowModel(), getSortedRowModel: T.getSortedRowModel(),
    getFacetedRowModel: T.getFacetedRowModel(), getFacetedUniqueValues: T.getFacetedUniqueValues(),
  });
  const apply = () => core.setOptions((old) => ({ ...old, state: { ...core.initialState, ...state }, onStateChange: () => {} }));
  apply();

  /* The address is the state: every filter, the text and the order. A value that no box or column has is as if it were not there. */
  const readAddress = () => {
    const query = new URLSearchParams(location.search);
    const asked = (id) => [...new Set(query.getAll(id))].filter((value) => boxes.has(`${id}=${value}`));
    const filters = FACETS.map(([id]) => ({ id, value: asked(id) })).filter(({ value }) => value.length);
    const text = (query.get("text") || "").trim();
    if (text) filters.push({ id: "text", value: text.toLowerCase().split(/\s+/) });
    const keys = new Map((query.get("sort") || "").split(",").map((key) => [key.replace(/^-/, ""), key.startsWith("-")]));
    const sorting = [...keys].filter(([id]) => [...SORTS.values()].includes(id)).map(([id, desc]) => ({ id, desc }));
    state = { columnFilters: filters, sorting };
    form.elements.text.value = text;
    hidden = new Set((query.get("hide") || "").split(",").filter((name) => HIDEABLE.has(name)));
  };
  const writeAddress = () => {
    const query = new URLSearchParams();
    for (const { id, value } of state.columnFilters) if (id !== "text") value.forEach((each) => query.append(id, each));
    if (form.elements.text.value.trim()) query.set("text", form.elements.text.value.trim());
    if (state.sorting.length) query.set("sort", state.sorting.map(({ id, desc }) => (desc ? "-" : "") + id).join(","));
    if (hidden.size) query.set("hide", [...hidden].join(","));
    const search = query.toString();
    history.replaceState(null, "", search ? `?${search}` : location.pathname);
  };

  const groups = document.getElementById("facet-groups");
  const boxes = new Map();
  for (const [id, title] of FACETS) {
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = title;
    const set = document.createElement("fieldset");
    set.className = "ut-scrolling";
    set.setAttribute("aria-label", title);
    const values = [...new Set(data.flatMap((row) => row[id]))].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
    if (id === "year") values.reverse();
    for (const value of values) {
      const label = document.createElement("label");
      const box = Object.assign(document.createElement("input"), { type: "checkbox", name: id, value });
      const count = Object.assign(document.createElement("span"), { className: "ut-n" });
      label.append(box, `${value.replaceAll("-", " ")} `, count);
      set.append(label);
      boxes.set(`${id}=${value}`, { box, count, label });
    }
    details.append(summary, set);
    groups.append(details);
    details.dataset.facet = id;
  }

  const draw = () => {
    apply();
    const rows = core.getSortedRowModel().rows;
    table.tBodies[0].replaceChildren(...rows.slice(0, limit).map((row) => row.original.tr));
    document.getElementById("shown").textContent = rows.length ? `${rows.length} of ${data.length} settings` : "No setting passes all filters; clear some of them.";
    document.getElementById("more").hidden = rows.length <= limit;
    const asked = state.columnFilters.find(({ id }) => id === "text")?.value ?? [];
    const only = state.columnFilters.every(({ id }) => id === "text");
    for (const { paper, text } of bare) paper.hidden = !only || !asked.every((word) => text.includes(word));
    if (bare.length) document.getElementById("bare").hidden = bare.every(({ paper }) => paper.hidden);
    for (const [id] of FACETS) {
      const counts = core.getColumn(id).getFacetedUniqueValues();
      const on = state.columnFilters.find((filter) => filter.id === id)?.value ?? [];
      for (const [key, { box, count, label }] of boxes) {
        if (!key.startsWith(`${id}=`)) continue;
        box.checked = on.includes(box.value);
        count.textContent = counts.get(box.value) ?? 0;
        label.classList.toggle("ut-zero", !counts.get(box.value));
      }
      if (on.length) groups.querySelector(`[data-facet="${id}"]`).open = true;
    }
    for (const th of table.tHead.rows[0].cells) {
      const sort = state.sorting.find(({ id }) => id === SORTS.get(th.dataset.column));
      th.setAttribute("aria-sort", sort ? (sort.desc ? "descending" : "ascending") : "none");
      th.querySelector("span").textContent = sort ? (sort.desc ? " ↓" : " ↑") : "";
    }
  };

  /* Columns that the reader does not want; the address remembers them. */
  const columnBoxes = new Map();
  const choices = document.createElement("fieldset");
  choices.setAttribute("aria-label", "Columns");
  for (const [name, title] of HIDEABLE) {
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", value: name });
    box.addEventListener("change", () => { if (box.checked) hidden.delete(name); else hidden.add(name); writeAddress(); showColumns(); });
    label.append(box, ` ${title}`);
    choices.append(label);
    columnBoxes.set(name, box);
  }
  document.getElementById("columns").append(choices);
  const showColumns = () => {
    Array.from(table.tHead.rows[0].cells).forEach((th, index) => {
      const away = hidden.has(th.dataset.column);
      th.hidden = away;
      for (const row of data) row.tr.cells[index].hidden = away;
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
    const answer = await fetch("shown.json");
    const rows = core.getFilteredRowModel().rows.map((row) => row.original.number).sort((one, other) => one - other);
    const text = WRITERS[format](await answer.json(), rows);
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text], { type: "text/plain" })), download: `settings.${ENDINGS[format]}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  for (const button of document.querySelectorAll("#tools [data-format]")) button.addEventListener("click", () => save(button.dataset.format));

  const change = () => {
    limit = PAGE;
    const filters = FACETS.map(([id]) => ({ id, value: Array.from(form.querySelectorAll(`input[name="${id}"]:checked`), (box) => box.value) }));
    const text = form.elements.text.value.trim().toLowerCase();
    if (text) filters.push({ id: "text", value: text.split(/\s+/) });
    state = { ...state, columnFilters: filters.filter(({ value }) => value.length) };
    writeAddress();
    draw();
  };
  const sortBy = (id, several) => {
    const old = state.sorting.find((sort) => sort.id === id);
    const rest = several ? state.sorting.filter((sort) => sort.id !== id) : [];
    const descFirst = id === "year" || id === "flagCount";
    const next = !old ? [{ id, desc: descFirst }] : old.desc === descFirst ? [{ id, desc: !descFirst }] : [];
    state = { ...state, sorting: [...rest, ...next] };
    writeAddress();
    draw();
  };

  for (const th of table.tHead.rows[0].cells) {
    const button = Object.assign(document.createElement("button"), { type: "button", title: "Sort; with Shift also by this" });
    button.append(...th.childNodes, document.createElement("span"));
    button.addEventListener("click", (event) => sortBy(SORTS.get(th.dataset.column), event.shiftKey));
    th.append(button);
  }
  form.addEventListener("input", change);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(change));
  document.getElementById("more").addEventListener("click", () => { limit += PAGE; draw(); });
  window.addEventListener("popstate", () => { readAddress(); showColumns(); draw(); });
  form.hidden = false;
  document.getElementById("tools").hidden = false;
  readAddress();
  showColumns();
  draw();
  table.classList.add("ut-ready");
  const filters = document.getElementById("filters");
  filters.open = matchMedia("(min-width: 60em)").matches || state.columnFilters.some(({ id }) => id !== "text");
  if (matchMedia("(min-width: 60em)").matches) for (const id of ["notion", "agreement", "severity"]) groups.querySelector(`[data-facet="${id}"]`).open = true;
})();
