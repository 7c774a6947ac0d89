/* Who compares with whom: the network drawn at the places that the build computed, filters for it and for the table, and both in the
   address. Without this script the most frequent rows of the table stand. */
(async () => {
  "use strict";
  const holder = document.getElementById("network");
  const form = document.getElementById("explore");
  if (!holder || !form || !window.cytoscape) return;
  const { el } = window.taxonomyDom;
  const SHOWN_NAMES = 45;
  const FIRST = 100, MORE = 200;
  const COLOURS = { untraining: "--ut-untraining", unlearning: "--ut-unlearning", both: "--ut-coincident", neither: "--ut-quiet", unknown: "--ut-quiet" };
  const SHAPES = { untraining: "ellipse", unlearning: "diamond", both: "round-rectangle", neither: "hexagon", unknown: "triangle" };
  const table = document.getElementById("comparisons");
  const more = document.getElementById("more");
  const { methods, comparisons } = await (await fetch(holder.dataset.source)).json();
  const known = new Map(methods.map((method) => [method.id, method]));
  const colour = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();

  const style = () => [
    { selector: "node", style: { width: "data(size)", height: "data(size)", color: colour("--ut-text"), "font-size": 15, "text-valign": "bottom", "text-margin-y": 3, "text-outline-width": 2, "text-outline-color": getComputedStyle(document.body).backgroundColor } },
    ...Object.entries(COLOURS).map(([home, name]) => ({ selector: `node[home = "${home}"]`, style: { "background-color": colour(name), shape: SHAPES[home] } })),
    { selector: "edge", style: { width: "data(width)", "line-color": colour("--ut-line"), "curve-style": "haystack", "haystack-radius": 0, opacity: 0.8 } },
    { selector: "edge[?across]", style: { "line-color": colour("--ut-bad"), opacity: 0.9 } },
    { selector: ".ut-named, .ut-near", style: { label: "data(name)" } },
    { selector: "edge.ut-near", style: { label: "", "line-color": colour("--ut-text"), opacity: 1, "z-index": 1 } },
    { selector: "node.ut-near", style: { "font-weight": "bold", "z-index": 2 } },
  ];
  const drawn = new Set(methods.filter(({ x }) => x !== null).map(({ id }) => id));
  const graph = window.cytoscape({
    container: holder, style: style(), layout: { name: "preset", padding: 20 }, userZoomingEnabled: false, autoungrabify: true, boxSelectionEnabled: false,
    elements: [
      ...methods.filter(({ id }) => drawn.has(id)).map((method) => ({ data: { ...method, size: 9 + 3 * Math.sqrt(method.comparisons) }, position: { x: method.x, y: method.y } })),
      ...comparisons.filter(({ method, other }) => drawn.has(method) && drawn.has(other))
        .map(({ method, other, settings, across }) => ({ data: { id: `${method} ${other}`, source: method, target: other, across, width: 0.8 + 0.6 * settings.length } })),
    ],
  });

  /* The table. A row is made only when it is to be seen, of the page's own badges and of text. */
  const badges = new Map(Array.from(document.getElementById("kinds").content.children, (badge) => [badge.classList[1].slice(3), badge]));
  const row = ({ method, other, settings, across }) => {
    const tr = el("tr");
    const cell = (label, ...parts) => { const td = tr.insertCell(); td.dataset.label = label; td.append(...parts); };
    for (const [id, label] of [[method, "Method"], [other, "Compared with"]]) {
      const { name, home, path } = known.get(id);
      cell(label, el("a", { href: holder.dataset.root + path, textContent: name }));
      cell("Made for", badges.get(home).cloneNode(true));
    }
    cell("Settings", `${settings.length}`, ...(across ? [" ", el("span", { className: "ut-across", textContent: "across notions" })] : []));
    const paper = settings[0].split("/")[0];
    cell("Paper", el("a", { href: `${holder.dataset.root}papers/${paper}.html`, textContent: paper }));
    Object.assign(tr.dataset, { method, other });
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
  /* Names of the most compared methods, as far as they do not run into each other. */
  const named = (nodes) => {
    const taken = [];
    return nodes.filter((node) => {
      const { x, y } = node.position();
      const half = node.data("name").length * 4.2, top = y + node.data("size") / 2;
      const free = taken.length < SHOWN_NAMES && taken.every((other) => Math.abs(other.x - x) > other.half + half || Math.abs(other.top - top) > 22);
      if (free) taken.push({ x, half, top });
      return free;
    });
  };
  /* A comparison is shown where both of its methods pass; a method where one of its comparisons is shown. */
  const draw = () => {
    const { homes, least, across } = asked();
    const passing = new Set(methods.filter((each) => (!homes.length || homes.includes(each.home)) && each.comparisons >= least).map(({ id }) => id));
    const shown = comparisons.filter((each) => passing.has(each.method) && passing.has(each.other) && (!across || each.across));
    const pairs = new Set(shown.map(({ method, other }) => `${method} ${other}`));
    const names = new Set(shown.flatMap(({ method, other }) => [method, other]));
    listed = shown;
    table.tBodies[0].replaceChildren();
    list(FIRST);
    graph.batch(() => {
      graph.nodes().forEach((node) => { node.style("display", names.has(node.id()) ? "element" : "none"); });
      graph.edges().forEach((edge) => { edge.style("display", pairs.has(edge.id()) ? "element" : "none"); });
      const visible = graph.nodes().filter((node) => names.has(node.id())).sort((one, other) => other.data("comparisons") - one.data("comparisons"));
      graph.nodes().removeClass("ut-named");
      named(visible).addClass("ut-named");
    });
    graph.fit(graph.nodes(":visible"), 28);
    document.getElementById("explore-shown").textContent = shown.length ? `${shown.length} of ${comparisons.length} comparisons, among ${names.size} methods` : "No comparison passes all filters; clear some of them.";
    holder.dataset.drawn = graph.nodes(":visible").length;
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
  graph.on("tap", "node", (event) => { location.href = holder.dataset.root + event.target.data("path"); });
  graph.on("mouseover", "node", (event) => { event.target.closedNeighborhood().addClass("ut-near"); holder.style.cursor = "pointer"; });
  graph.on("mouseout", "node", () => { graph.elements().removeClass("ut-near"); holder.style.cursor = ""; });
  new MutationObserver(() => graph.style(style())).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
  form.hidden = false;
  readAddress();
  draw();
})();
