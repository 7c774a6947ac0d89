/* The neighbourhood of a paper, drawn when it comes into view. Without this script the table below it holds the same facts. */
(() => {
  "use strict";
  const holder = document.querySelector("[data-graph]");
  if (!holder) return;
  const root = holder.dataset.root;
  const centre = holder.dataset.centre;
  /* A row of the table is all edges of one kind from one node, the links in it the nodes; what a node is stands in its address. */
  const idOf = (link) => {
    const [kind, rest] = link.getAttribute("href").slice(root.length).split("s/");
    const [name, setting] = rest.split(".html#");
    return setting ? `setting:${name}/${setting}` : `${kind}:${rest.replace(/\.html$/, "")}`;
  };
  const rows = Array.from(document.querySelectorAll("#_neighbourhood-data tbody tr"))
    .flatMap(({ cells }) => Array.from(cells[2].children, (head) => [cells[0].firstElementChild, cells[1].textContent, head]));
  const nodes = [...new Map(rows.flatMap(([tail, , head]) => [tail, head]).map((link) => [idOf(link), link]))]
    .map(([id, link]) => ({ id, kind: id.split(":")[0], name: link.textContent, href: link.getAttribute("href").slice(root.length) }));
  const edges = rows.map(([tail, kind, head]) => ({ source: idOf(tail), kind, target: idOf(head) }));
  /* Columns from left to right: papers that share methods, the paper, its settings, then what the settings touch. */
  const COLUMN = { setting: 2, notion: 3, problem: 3, method: 3, metric: 4, reference: 4, dataset: 4 };
  const X = [0, 210, 420, 680, 930];
  const ROW = 26;
  const SHAPE = { paper: "round-rectangle", setting: "ellipse", notion: "star", method: "diamond", metric: "triangle", reference: "hexagon", problem: "rectangle", dataset: "barrel" };
  const short = (name) => (name.length > 28 ? `${name.slice(0, 26)}…` : name);
  const colour = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();

  const draw = () => {
    const style = () => [
      { selector: "node", style: { label: "data(label)", "font-size": 11, width: 12, height: 12, color: colour("--ut-text"), "background-color": colour("--ut-quiet"), "text-valign": "center", "text-halign": "right", "text-margin-x": 4 } },
      { selector: "node[kind = 'paper']", style: { "background-color": colour("--ut-coincident"), width: 16, height: 16 } },
      { selector: "node[kind = 'setting']", style: { "background-color": colour("--ut-good") } },
      { selector: "node[name = 'untraining']", style: { "background-color": colour("--ut-untraining"), width: 18, height: 18 } },
      { selector: "node[name = 'unlearning']", style: { "background-color": colour("--ut-unlearning"), width: 18, height: 18 } },
      { selector: "edge", style: { width: 1, "line-color": colour("--ut-line"), "curve-style": "haystack", "haystack-radius": 0 } },
    ];
    const column = (node) => (node.kind === "paper" ? Number(node.id === centre) : COLUMN[node.kind]);
    const columns = X.map((_, index) => nodes.filter((node) => column(node) === index).sort((one, other) => one.kind.localeCompare(other.kind) || one.name.localeCompare(other.name)));
    const tallest = Math.max(...columns.map((each) => each.length));
    const at = (node) => {
      const mates = columns[column(node)];
      return { x: X[column(node)], y: (tallest / (mates.length + 1)) * (mates.indexOf(node) + 1) * ROW };
    };
    holder.style.height = `${Math.max(tallest * ROW + 40, 240)}px`;
    const elements = [
      ...nodes.map((node) => ({ data: { id: node.id, kind: node.kind, name: node.name, label: short(node.name), href: node.href }, position: at(node) })),
      ...edges.map((edge, index) => ({ data: { id: `e${index}`, source: edge.source, target: edge.target, kind: edge.kind } })),
    ];
    const graph = window.cytoscape({
      container: holder, elements, style: style(), userZoomingEnabled: false, maxZoom: 1.2, autoungrabify: true,
      layout: { name: "preset", padding: 16 }, minZoom: 0.6,
    });
    for (const [kind, shape] of Object.entries(SHAPE)) graph.style().selector(`node[kind = '${kind}']`).style({ shape }).update();
    graph.on("tap", "node", (event) => { location.href = root + event.target.data("href"); });
    graph.on("mouseover", "node", () => { holder.style.cursor = "pointer"; });
    graph.on("mouseout", "node", () => { holder.style.cursor = ""; });
    holder.classList.remove("ut-waiting");
    holder.dataset.drawn = graph.nodes().length;
  };
  const load = () => {
    const script = document.createElement("script");
    script.src = `${root}assets/vendor/cytoscape.js`;
    script.addEventListener("load", draw);
    document.head.append(script);
  };
  holder.classList.add("ut-waiting");
  new IntersectionObserver((entries, observer) => {
    if (entries.some((entry) => entry.isIntersecting)) { observer.disconnect(); load(); }
  }, { rootMargin: "200px" }).observe(holder);
})();
