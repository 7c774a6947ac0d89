/* A network of thousands of nodes at given places, on two canvases: one with everything, one with what the pointer is on. While the
   network moves, the picture moves as it is, with some more of it beyond the frame; when it rests, it is drawn anew. */
(() => {
  "use strict";
  const BEYOND = 0.3; // how much of the frame's size is drawn beyond each of its edges
  const REST = 90; // milliseconds after the last move
  const CLOSEST = 12, STEP = 1.3;
  const ROOM = 24, NEAR = 40; // breadth of the frame for each name that stands at once, and names of neighbours
  const SHAPES = {
    ellipse: (to, x, y, r) => { to.moveTo(x + r, y); to.arc(x, y, r, 0, 2 * Math.PI); },
    diamond: (to, x, y, r) => { to.moveTo(x, y - r * 1.2); to.lineTo(x + r * 1.2, y); to.lineTo(x, y + r * 1.2); to.lineTo(x - r * 1.2, y); to.closePath(); },
    rectangle: (to, x, y, r) => to.rect(x - r, y - r * 0.8, 2 * r, 1.6 * r),
    triangle: (to, x, y, r) => { to.moveTo(x, y - r); to.lineTo(x + r, y + r * 0.8); to.lineTo(x - r, y + r * 0.8); to.closePath(); },
    hexagon: (to, x, y, r) => { for (let side = 0; side < 6; side += 1) to.lineTo(x + r * Math.cos((side * Math.PI) / 3), y + r * Math.sin((side * Math.PI) / 3)); to.closePath(); },
  };

  /* `nodes` have id, name, x, y, size, kind; `edges` have source, target, width, strong; `look` gives colours and shapes of now. */
  window.taxonomyNetwork = (holder, nodes, edges, { look, open }) => {
    const { el } = window.taxonomyDom;
    const number = new Map(nodes.map(({ id }, at) => [id, at]));
    const ends = edges.map(({ source, target }) => [number.get(source), number.get(target)]);
    const near = nodes.map(() => []);
    ends.forEach(([tail, head], edge) => { near[tail].push(edge); near[head].push(edge); });
    const heaviest = nodes.map((_, at) => at).sort((one, other) => nodes[other].size - nodes[one].size);
    const [picture, front] = ["picture", "front"].map((className) => el("canvas", { className }));
    const buttons = [["+", "Closer", () => zoom(STEP)], ["−", "Farther", () => zoom(1 / STEP)], ["⤢", "Everything", () => { fit(); redraw(); }]]
      .map(([textContent, title, act]) => { const button = el("button", { type: "button", textContent, title }); button.setAttribute("aria-label", title); button.addEventListener("click", act); return button; });
    holder.append(picture, front, el("span", { className: "ut-zoom" }, ...buttons));
    let shown = nodes.map(() => true), passes = edges.map(() => true);
    let view = { scale: 1, x: 0, y: 0 }, drawn = view;
    let wide = 0, high = 0, over = -1, resting = 0;

    const at = (node, { scale, x, y } = view) => [nodes[node].x * scale + x, nodes[node].y * scale + y];
    const radius = (node, { scale } = view) => (nodes[node].size / 2) * Math.min(1.6, Math.max(0.35, Math.sqrt(scale)));
    const prepared = (canvas) => {
      const ratio = Math.min(window.devicePixelRatio || 1, 2);
      const [w, h] = [wide * (1 + 2 * BEYOND), high * (1 + 2 * BEYOND)].map((side) => Math.round(side * ratio));
      if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
      const to = canvas.getContext("2d");
      to.setTransform(1, 0, 0, 1, 0, 0);
      to.clearRect(0, 0, w, h);
      to.setTransform(ratio, 0, 0, ratio, wide * BEYOND * ratio, high * BEYOND * ratio);
      Object.assign(canvas.style, { left: `${-wide * BEYOND}px`, top: `${-high * BEYOND}px`, width: `${wide * (1 + 2 * BEYOND)}px`, height: `${high * (1 + 2 * BEYOND)}px`, transform: "" });
      return to;
    };
    const lines = (to, some, colour, alpha) => {
      const [left, right, top, bottom] = [-wide * BEYOND, wide * (1 + BEYOND), -high * BEYOND, high * (1 + BEYOND)];
      const paths = new Map();
      for (const edge of some) {
        const [[ax, ay], [bx, by]] = ends[edge].map((node) => at(node));
        if (Math.max(ax, bx) < left || Math.min(ax, bx) > right || Math.max(ay, by) < top || Math.min(ay, by) > bottom) continue;
        const { width } = edges[edge];
        if (!paths.has(width)) paths.set(width, new Path2D());
        paths.get(width).moveTo(ax, ay);
        paths.get(width).lineTo(bx, by);
      }
      to.globalAlpha = alpha;
      to.strokeStyle = colour;
      for (const [width, path] of paths) { to.lineWidth = width; to.stroke(path); }
      to.globalAlpha = 1;
    };
    const dots = (to, some, { colours, shapes }) => {
      const paths = new Map();
      for (const node of some) {
        const { kind } = nodes[node];
        if (!paths.has(kind)) paths.set(kind, new Path2D());
        SHAPES[shapes[kind]](paths.get(kind), ...at(node), radius(node));
      }
      for (const [kind, path] of paths) { to.fillStyle = colours[kind]; to.fill(path); }
    };
    const names = (to, some, most, { text, ground }, bold) => {
      to.font = `${bold ? "600 " : ""}13px ${getComputedStyle(holder).fontFamily}`;
      Object.assign(to, { textAlign: "center", textBaseline: "top", lineJoin: "round", strokeStyle: ground, fillStyle: text, lineWidth: 3 });
      const taken = [];
      for (const node of some) {
        if (taken.length >= most) break;
        const [x, y] = at(node), top = y + radius(node) + 2, half = to.measureText(nodes[node].name).width / 2 + 3;
        if (x + half < 0 || x - half > wide || top < 0 || top > high) continue;
        if (taken.some((other) => Math.abs(other.x - x) < other.half + half && Math.abs(other.top - top) < 16)) continue;
        taken.push({ x, half, top });
        to.strokeText(nodes[node].name, x, top);
        to.fillText(nodes[node].name, x, top);
      }
    };
    const point = () => {
      const to = prepared(front);
      if (over < 0) return;
      const now = look();
      const some = near[over].filter((edge) => passes[edge]);
      const mates = [...new Set(some.flatMap((edge) => ends[edge]))].sort((one, other) => nodes[other].size - nodes[one].size);
      lines(to, some, now.text, 1);
      dots(to, mates, now);
      names(to, [over, ...mates.filter((mate) => mate !== over)], NEAR, now, true);
    };
    const redraw = () => {
      clearTimeout(resting);
      const now = look(), to = prepared(picture);
      drawn = view;
      const visible = heaviest.filter((node) => shown[node]), lit = edges.map((_, edge) => edge).filter((edge) => passes[edge]);
      const faint = Math.min(0.35, Math.max(0.1, 300 / (lit.length + 1))); // thousands of lines add up
      lines(to, lit.filter((edge) => !edges[edge].strong), now.line, faint);
      lines(to, lit.filter((edge) => edges[edge].strong), now.strong, faint + 0.4);
      dots(to, visible, now);
      names(to, visible, wide / ROOM, now, false);
      point();
    };
    /* The picture as it was drawn, put where it belongs now. */
    const moved = (next) => {
      view = next;
      const scale = view.scale / drawn.scale;
      const [x, y] = [view.x - drawn.x * scale + wide * BEYOND * (1 - scale), view.y - drawn.y * scale + high * BEYOND * (1 - scale)];
      for (const canvas of [picture, front]) canvas.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
      clearTimeout(resting);
      resting = setTimeout(redraw, REST);
    };
    const fit = () => {
      [wide, high] = [holder.clientWidth, holder.clientHeight];
      const visible = nodes.filter((_, node) => shown[node]);
      const [xs, ys] = [visible.map(({ x }) => x), visible.map(({ y }) => y)];
      const [left, right, top, bottom] = visible.length ? [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)] : [0, 1, 0, 1];
      const scale = Math.min((wide - 60) / Math.max(1, right - left), (high - 70) / Math.max(1, bottom - top), 2);
      view = { scale, x: wide / 2 - (scale * (left + right)) / 2, y: high / 2 - 8 - (scale * (top + bottom)) / 2 };
    };
    const zoom = (by, x = wide / 2, y = high / 2) => {
      const scale = Math.min(CLOSEST, Math.max(0.05, view.scale * by)), real = scale / view.scale;
      moved({ scale, x: x - (x - view.x) * real, y: y - (y - view.y) * real });
    };

    /* The pointer: a drag moves, a press opens, the wheel zooms with Control, as elsewhere it scrolls the page. */
    const place = ({ clientX, clientY }) => { const { left, top } = holder.getBoundingClientRect(); return [clientX - left - holder.clientLeft, clientY - top - holder.clientTop]; };
    const under = (event) => {
      const [px, py] = place(event);
      let best = -1, least = Infinity;
      for (let node = 0; node < nodes.length; node += 1) {
        if (!shown[node]) continue;
        const [x, y] = at(node), far = Math.hypot(x - px, y - py) - radius(node);
        if (far < Math.min(least, 5)) { least = far; best = node; }
      }
      return best;
    };
    const pressed = new Map();
    let dragged = false;
    holder.addEventListener("pointerdown", (event) => {
      if (event.button || event.target.closest("button")) return;
      pressed.set(event.pointerId, place(event));
      dragged = pressed.size > 1;
    });
    holder.addEventListener("pointermove", (event) => {
      if (!event.buttons) pressed.delete(event.pointerId); // it was let go outside
      const before = pressed.get(event.pointerId), now = place(event);
      if (!before) {
        const found = under(event);
        if (found !== over) { over = found; holder.style.cursor = over < 0 ? "" : "pointer"; point(); }
      } else if (pressed.size > 1) {
        const [other] = [...pressed].find(([id]) => id !== event.pointerId).slice(1);
        const span = (one) => Math.hypot(one[0] - other[0], one[1] - other[1]) || 1;
        pressed.set(event.pointerId, now);
        zoom(span(now) / span(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
      } else if (dragged || Math.hypot(now[0] - before[0], now[1] - before[1]) > 4) {
        if (!dragged) holder.setPointerCapture(event.pointerId);
        dragged = true;
        pressed.set(event.pointerId, now);
        moved({ ...view, x: view.x + now[0] - before[0], y: view.y + now[1] - before[1] });
      }
    });
    holder.addEventListener("pointerup", (event) => {
      if (pressed.delete(event.pointerId) && !dragged) { const found = under(event); if (found >= 0) open(nodes[found]); }
    });
    holder.addEventListener("pointercancel", (event) => pressed.delete(event.pointerId));
    holder.addEventListener("pointerleave", () => { if (over >= 0) { over = -1; point(); } });
    holder.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 300), ...place(event));
    }, { passive: false });
    new ResizeObserver(() => { if (wide && (holder.clientWidth !== wide || holder.clientHeight !== high)) { fit(); redraw(); } }).observe(holder);

    return Object.freeze({
      redraw,
      /* Show these nodes and edges and no others, all of them within the frame. */
      show: (someNodes, someEdges) => { shown = someNodes; passes = someEdges; over = -1; fit(); redraw(); },
      /* Where the nodes stand that are shown, within the frame. */
      places: () => nodes.flatMap((node, index) => (shown[index] ? [{ id: node.id, kind: node.kind, colour: look().colours[node.kind], place: at(index) }] : [])),
      move: (x, y) => moved({ ...view, x: view.x + x, y: view.y + y }),
    });
  };
})();
