/* Who compares with whom: the network drawn at the places that the build computed, filters for it and for the table, and both in the
   address. Without this script the most frequent rows of the table stand. */
(async () => {
  "use strict";
  const holder = document.getElementById("network");
  const form = document.getElementById("explore");
  if (!holder || !form) return;
  const { el } = window.taxonomyDom;
  const FIRST = 100, MORE = 200;
  const COLOURS = { untraining: "--ut-untraining", unlearning: "--ut-unlearning", both: "--ut-coincident", neither: "--ut-quiet", unknown: "--ut-quiet" };
  const SHAPES = { untraining: "ellipse", unlearning: "diamond", both: "rectangle", neither: "hexagon", unknown: "triangle" };
  const table = document.getElementById("comparisons");
  const more = document.getElementById("more");
  const told = await (await fetch(holder.dataset.source)).json();
  const methods = told.methods.map(([id, name, home, count, x, y]) => ({ id, name, home, count, x, y }));
  const comparisons = told.comparisons.map(([method, other, settings, paper, across]) => ({ method: methods[method], other: methods[other], settings, paper: told.papers[paper], across: Boolean(across) }));
  const page = ({ id }) => `${holder.dataset.root}methods/${id}.html`;

  const colour = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();
  const look = () => ({
    colours: Object.fromEntries(Object.entries(COLOURS).map(([home, name]) => [home, colour(name)])), shapes: SHAPES,
    text: colour("--ut-text"), line: colour("--ut-quiet"), strong: colour("--ut-bad"), ground: getComputedStyle(document.body).backgroundColor,
  });
  const placed = methods.filter(({ x }) => x !== null);
  const drawn = comparisons.filter(({ method, other }) => method.x !== null && other.x !== null);
  const network = window.taxonomyNetwork(
    holder,
    placed.map(({ id, name, home, count, x, y }) => ({ id, name, x, y, kind: home, size: 9 + 3 * Math.sqrt(count) })),
    drawn.map(({ method, other, settings, across }) => ({ source: method.id, target: other.id, width: 0.8 + 0.6 * Math.min(settings, 8), strong: across })),
    { look, open: (method) => { location.href = page(method); } },
  );

  /* The table. A row is made only when it is to be seen, of the page's own badges and of text. */
  const badges = new Map(Array.from(document.getElementById("kinds").content.children, (badge) => [badge.classList[1].slice(3), badge]));
  const row = ({ method, other, settings, paper, across }) => {
    const tr = el("tr");
    const cell = (label, ...parts) => { const td = tr.insertCell(); td.dataset.label = label; td.append(...parts); };
    for (const [each, label] of [[method, "Method"], [other, "Compared with"]]) {
      cell(label, el("a", { href: page(each), textContent: each.name }));
      cell("Made for", badges.get(each.home).cloneNode(true));
    }
    cell("Settings", `${settings}`, ...(across ? [" ", el("span", { className: "ut-across", textContent: "across notions" })] : []));
    cell("Paper", el("a", { href: `${holder.dataset.root}papers/${paper}.html`, textContent: paper }));
    Object.assign(tr.dataset, { method: method.id, other: other.id });
    return tr;
  };
  let listed = [];
  const list = (limit) => {
    table.tBodies[0].append(...listed.slice(table.tBodies[0].rows.length, limit).map(row));
    more.hidden = table.tBodies[0].rows.length >= listed.length;
  };
  more.addEventListener("click", () => list(table.tBodies[0].rows.length + MORE));

  const whole = (text) => Math.min(Math.max(1, Math.trunc(Number(text)) || 1), comparisons.length);
  const asked = () => ({
    homes: [...form.elements.home].filter((box) => box.checked).map((box) => box.value),
    least: whole(form.elements.min.value),
    across: form.elements.across.checked,
  });
  /* A comparison is shown where both of its methods pass; a method where one of its comparisons is shown. */
  const draw = () => {
    const { homes, least, across } = asked();
    const passing = new Set(methods.filter((each) => (!homes.length || homes.includes(each.home)) && each.count >= least));
    const passes = (each) => passing.has(each.method) && passing.has(each.other) && (!across || each.across);
    listed = comparisons.filter(passes);
    const names = new Set(listed.flatMap(({ method, other }) => [method, other]));
    network.show(placed.map((method) => names.has(method)), drawn.map(passes));
    table.tBodies[0].replaceChildren();
    list(FIRST);
    document.getElementById("explore-shown").textContent = listed.length ? `${listed.length} of ${comparisons.length} comparisons, among ${names.size} methods` : "No comparison passes all filters; clear some of them.";
    holder.dataset.drawn = network.places().length;
  };

  const readAddress = () => {
    const query = new URLSearchParams(location.search);
    for (const box of form.elements.home) box.checked = query.getAll("home").includes(box.value);
    form.elements.min.value = whole(query.get("min"));
    form.elements.across.checked = query.has("across");
  };
  const change = () => {
    const { homes, least, across } = asked();
    const query = new URLSearchParams(homes.map((home) => ["home", home]));
    if (least > 1) query.set("min", least);
    if (across) query.set("across", 1);
    history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
    draw();
  };
  form.addEventListener("input", change);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(change));
  window.addEventListener("popstate", () => { readAddress(); draw(); });
  new MutationObserver(network.redraw).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
  holder.network = network;
  form.hidden = false;
  document.getElementById("network-help").hidden = false;
  readAddress();
  draw();
})();
