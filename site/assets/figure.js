/* The picture on the home page, live: the reader picks the forget set, and three models are trained on what remains.
   The learner is that of taxonomy/pages/learner.py: softmax regression on Gaussian bumps, from zero, without chance. */
(() => {
  "use strict";
  const figure = document.getElementById("figure");
  if (!figure) return;
  const { examples, forgotten: initial, kinds, width, steps, rate, decay } = JSON.parse(document.getElementById("figure-data").textContent);
  const KEY = "#forget=";
  const total = (numbers) => numbers.reduce((sum, number) => sum + number, 0);

  const train = (kept) => {
    const bumps = (example) => kept.map((other) => Math.exp(-((example.x - other.x) ** 2 + (example.y - other.y) ** 2) / (2 * width * width)));
    const rows = kept.map(bumps);
    const weights = kinds.map(() => kept.map(() => 0));
    const scores = (row) => weights.map((own) => total(own.map((weight, at) => weight * row[at])));
    const errors = (row, kind) => {
      const told = scores(row);
      const highest = Math.max(...told);
      const powers = told.map((score) => Math.exp(score - highest));
      const sum = total(powers);
      return powers.map((power, number) => power / sum - (kinds[number] === kind ? 1 : 0));
    };
    for (let step = 0; step < steps; step += 1) {
      const missed = rows.map((row, at) => errors(row, kept[at].kind));
      weights.forEach((own, number) => own.forEach((weight, at) => {
        const slope = total(missed.map((error, example) => error[number] * rows[example][at]));
        own[at] = weight - rate * (slope + decay * weight);
      }));
    }
    const seen = kinds.map((kind, number) => (kept.some((example) => example.kind === kind) ? number : -1)).filter((number) => number >= 0);
    return (example) => {
      const told = scores(bumps(example));
      return seen.length ? kinds[seen.reduce((best, number) => (told[number] > told[best] ? number : best))] : "nothing";
    };
  };

  const counted = (shapes) => kinds.map((kind) => [kind, shapes.filter((shape) => shape.kind === kind).length])
    .filter(([, count]) => count).map(([kind, count]) => `${count} ${kind}${count > 1 ? "s" : ""}`).join(", ") || "none";
  const note = (wrong, inS) => (wrong.length
    ? `Goes wrong in S: ${counted(wrong.filter(inS))}; outside S: ${counted(wrong.filter((shape) => !inS(shape)))}.` : "Every shape is predicted correctly.");
  const setsInWords = (s, full) => {
    if (!s.length) return "S is empty: there is nothing to forget.";
    if (s.length === full.length) return `S = S_full: ${counted(s)}. Both ideals are the same model, and no result can tell untraining from unlearning.`;
    return `S: ${counted(s)}. S_full, every shape of these kinds: ${counted(full)}.`;
  };

  let picked = new Set(initial);
  let original = null;
  const draw = () => {
    const inS = (example) => picked.has(example.id);
    const s = examples.filter(inS);
    const inFull = (example) => s.some((other) => other.kind === example.kind);
    original ??= train(examples);
    const models = { "": original, S: train(examples.filter((each) => !inS(each))), S_full: train(examples.filter((each) => !inFull(each))) };
    for (const panel of figure.querySelectorAll("[data-without]")) {
      const predict = models[panel.dataset.without];
      const wrong = [];
      for (const example of examples) {
        const shape = panel.querySelector(`[data-shape="${example.id}"]`);
        const found = predict(example);
        if (found !== example.kind) wrong.push(example);
        shape.setAttribute("class", `${found === example.kind ? "ut-right" : "ut-wrong"}${inS(example) ? " ut-in-s" : inFull(example) ? " ut-in-full" : ""}`);
        shape.querySelector("title").textContent = `${example.kind}, predicted: ${found}`;
        if (shape.hasAttribute("aria-pressed")) shape.setAttribute("aria-pressed", inS(example));
      }
      const told = note(wrong, inS);
      panel.querySelector("p").textContent = told;
      if (panel.dataset.without) panel.querySelector("svg").setAttribute("aria-label", told);
    }
    document.querySelector("#figure-sets span").textContent = setsInWords(s, examples.filter(inFull));
  };

  /* The address holds the forget set, unless it is the one that the page begins with. */
  const readAddress = () => {
    if (location.hash.startsWith(KEY)) {
      const asked = location.hash.slice(KEY.length).split(",");
      picked = new Set(examples.map(({ id }) => id).filter((id) => asked.includes(id)));
    } else picked = new Set(initial);
  };
  const isInitial = () => picked.size === initial.length && initial.every((id) => picked.has(id));
  const writeAddress = () => {
    const ids = examples.map(({ id }) => id).filter((id) => picked.has(id));
    history.replaceState(null, "", isInitial() ? location.pathname + location.search : KEY + ids.join(","));
  };
  const toggle = (id) => {
    if (!picked.delete(id)) picked.add(id);
    writeAddress();
    draw();
  };

  /* The shapes of the first panel are the buttons of a toolbar: one stop for Tab, arrows go on. */
  const board = figure.querySelector("[data-without=''] svg");
  board.setAttribute("role", "toolbar");
  board.setAttribute("aria-label", "Training set: press the shapes that belong to the forget set");
  const buttons = [...board.querySelectorAll("[data-shape]")];
  buttons.forEach((shape, at) => {
    shape.setAttribute("role", "button");
    shape.setAttribute("tabindex", at ? -1 : 0);
    shape.setAttribute("aria-pressed", picked.has(shape.dataset.shape));
    shape.setAttribute("aria-label", shape.dataset.shape.replace("-", " "));
  });
  const MOVES = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  board.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(event.target.closest("[data-shape]"));
    if (at < 0) return;
    if (event.key === " " || event.key === "Enter") toggle(buttons[at].dataset.shape);
    else if (event.key in MOVES) buttons[Math.min(Math.max(at + MOVES[event.key], 0), buttons.length - 1)].focus();
    else return;
    event.preventDefault();
  });
  board.addEventListener("focusin", (event) => {
    for (const shape of buttons) shape.setAttribute("tabindex", shape === event.target ? 0 : -1);
  });
  figure.addEventListener("click", (event) => {
    const shape = event.target.closest("[data-shape]");
    if (shape) toggle(shape.dataset.shape);
  });
  document.getElementById("figure-reset").addEventListener("click", () => { picked = new Set(initial); writeAddress(); draw(); });
  window.addEventListener("hashchange", () => { readAddress(); draw(); });
  document.getElementById("figure-pick").hidden = false;
  figure.classList.add("ut-live");
  readAddress();
  if (!isInitial()) draw(); // what the page begins with was computed by the same learner when it was built
})();
