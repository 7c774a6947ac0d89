/* "Classify yours": answers in, verdict out, by the engine. The answers stand in the address (closed words only, after the #, so that
   they never leave the browser; links may give them after a ?); what is typed stands in the session. Text reaches the page as text only. */
(() => {
  "use strict";
  const place = document.getElementById("classify");
  const form = document.getElementById("questions");
  if (!place || !form || !window.taxonomyEngine || !window.taxonomyDom) return;
  const root = place.dataset.root;
  const at = (id) => document.getElementById(id);
  const { el, copy } = window.taxonomyDom;
  const spaced = (word) => word.replaceAll("-", " ").replaceAll("_", " ");

  const start = (data) => {
    const { judge } = window.taxonomyEngine(data);
    const [words, metrics, methods, problems, names, icons, fitting, folders] = ["words", "metrics", "methods", "problems", "references", "icons", "fitting", "folders"].map((name) => new Map(Object.entries(data[name])));
    const page = (kind, name, shown) => el("a", { href: `${root}${folders.get(kind)}/${encodeURIComponent(name)}.html` }, shown ?? name);
    const badge = (word, what = "") => {
      const parts = what ? [el("span", { className: "ut-what" }, what), " "] : [];
      if (icons.has(word)) { const sign = el("span", {}, icons.get(word)); sign.setAttribute("aria-hidden", "true"); parts.push(sign, " "); }
      return el("span", { className: `ut-badge ut-${word}` }, ...parts, word);
    };

    /* Answers and their address: a word that is not on its list is as if it were not there. */
    const EMPTY = { kind: "method", modality: "any", removes: "not-stated", coverage: "not-applicable", membership: "unknown", guarantee: "none" };
    const LONE = data.absent.at(-1);
    const measurement = (text, references) => {
      const [metric, on, criterion, reference, condition] = text.split(":");
      if (!metrics.has(metric) || !words.get("on").includes(on) || !words.get("criterion").includes(criterion)) return [];
      const known = (word, list) => (list.includes(word) ? word : null);
      return [{ metric, on, criterion, reference: known(reference, references), condition: known(condition, words.get("condition")) }];
    };
    const read = (text) => {
      const query = new URLSearchParams(text);
      const all = (name, admits) => [...new Set(query.getAll(name))].filter(admits);
      const answers = Object.fromEntries(Object.entries(EMPTY).map(([name, word]) => [name, words.get(name).includes(query.get(name)) ? query.get(name) : word]));
      const listed = all("reference", (word) => words.get("reference").includes(word));
      const present = listed.filter((word) => !data.absent.includes(word));
      const references = present.length ? present : listed.slice(0, 1).concat(LONE).slice(0, 1);
      const evidence = new Map(data.parts.map((part) => [part, new Set()]));
      for (const [source, part] of query.getAll("seen").map((each) => each.split(":"))) if (words.get("source").includes(source)) evidence.get(part)?.add(source);
      const measurements = query.getAll("measure").flatMap((each) => measurement(each, references));
      const problem = problems.has(query.get("problem")) ? query.get("problem") : [...problems.keys()][0];
      return { ...answers, problem, references, measurements, baselines: all("baseline", (name) => methods.has(name)), evidence };
    };
    const address = (answers) => {
      const pairs = [...Object.keys(EMPTY), "problem"].map((name) => [name, answers[name]]);
      for (const reference of answers.references) pairs.push(["reference", reference]);
      for (const m of answers.measurements) pairs.push(["measure", [m.metric, m.on, m.criterion, m.reference, m.condition].map((word) => word ?? "").join(":").replace(/:+$/, "")]);
      for (const method of answers.baselines) pairs.push(["baseline", method]);
      for (const [part, sources] of answers.evidence) for (const source of sources) pairs.push(["seen", `${source}:${part}`]);
      return pairs.map((pair) => pair.join("=")).join("&");
    };
    const given = () => (location.hash.includes("=") ? location.hash : location.search).slice(1);
    let answers = read(given());

    /* What is typed. */
    const typed = [...form.querySelectorAll("input[type='text']")];
    const STORE = "classify";
    const recall = () => {
      let kept = {};
      try { kept = JSON.parse(sessionStorage.getItem(STORE)) ?? {}; } catch { /* what is kept may be gone or broken: start with nothing */ }
      const values = new Map(Object.entries(kept));
      for (const field of typed) field.value = String(values.get(field.name) ?? "").slice(0, field.maxLength);
    };
    const keep = () => {
      try { sessionStorage.setItem(STORE, JSON.stringify(Object.fromEntries(typed.map((field) => [field.name, field.value])))); } catch { /* a browser may refuse: the page works all the same */ }
    };
    const said = (name) => form.elements.namedItem(name).value.trim();

    /* The entry. */
    const flow = (list) => `[${list.join(", ")}]`;
    const entry = () => {
      const lines = ["settings:", "  - id: main", "    name: Main setting", `    problem: ${answers.problem}`, `    modality: ${answers.modality}`, "    forget_set:", `      removes: ${answers.removes}`];
      if (said("concept")) lines.push(`      concept: ${JSON.stringify(said("concept"))}`);
      else if (answers.removes === "concept") lines.push("      #concept: the concept in your own words");
      lines.push(`      coverage: ${answers.coverage}`, "      #granularity: [example]", `      membership: ${answers.membership}`, `    guarantee: ${answers.guarantee}`, `    references: ${flow(answers.references)}`);
      if (answers.measurements.length) lines.push("    measurements:");
      for (const m of answers.measurements) {
        const more = ["reference", "condition"].filter((name) => m[name]).map((name) => `, ${name}: ${m[name]}`);
        lines.push(`      - {metric: ${m.metric}, on: ${m.on}, criterion: ${m.criterion}${more.join("")}}`);
      }
      if (answers.baselines.length) lines.push(`    baselines: ${flow(answers.baselines)}`);
      lines.push("    #datasets: [cifar-10]", "    #models: [ResNet-18]");
      const seen = words.get("source").map((source) => [source, data.parts.filter((part) => answers.evidence.get(part).has(source))]).filter(([, parts]) => parts.length);
      if (seen.length) lines.push(seen.some(([source]) => said(`where-${source}`)) ? "    evidence:" : "    #evidence:");
      for (const [source, parts] of seen) {
        const where = said(`where-${source}`);
        lines.push(`      ${where ? "" : "#"}- {supports: ${flow(parts)}, source: ${source}, locator: ${where ? JSON.stringify(where) : "where in it"}}`);
      }
      return lines;
    };
    const EXAMPLE = form.elements.namedItem("paper-id").placeholder;
    const paperId = () => (form.elements.namedItem("paper-id").validity.valid ? said("paper-id") : "");
    const yaml = () => {
      const id = paperId();
      const filled = new Map([["@id", [id ? `id: ${id}` : `#id: ${EXAMPLE}`]], ["@year", [`${id ? "" : "#"}year: ${/[0-9]{4}/.exec(id || EXAMPLE)[0]}`]], ["@kind", [`kind: ${answers.kind}`]], ["@curation", [`#curation: {coded: ${new Date().toISOString().slice(0, 10)}, coders: [your name], confidence: medium}`]], ["@settings", entry()]]);
      return `${data.skeleton.flatMap((line) => filled.get(line) ?? [line]).join("\n")}\n`;
    };

    /* The verdict. */
    const condition = (flip) => {
      const told = (name) => new Map(Object.entries(data.told[name] ?? {}));
      const [, part, index, fact] = /^(\w+)(?:\[(\d+)\])?(.*)$/.exec(flip.path);
      if (index === undefined) return new Map(Object.entries(data.told.if[flip.path])).get(flip.to);
      const word = (value) => (fact ? told(fact).get(value) : null) ?? names.get(value) ?? value;
      const values = { to: word(flip.to), value: word(flip.from), metric: fact ? spaced(answers.measurements[Number(index)].metric) : "" };
      return data.told.clauses[fact || part].replace(/\{(to|value|metric)\}/g, (_, name) => values[name]);
    };
    const changed = (flip, now) => [
      ...(flip.intended !== now.intended ? [`intended ${flip.intended}`] : []), ...(flip.evaluated !== now.evaluated ? [`evaluated as ${flip.evaluated}`] : []), ...(flip.agreement !== now.agreement ? [flip.agreement] : []),
    ].join(", ");
    const reason = ({ points_to: notion, text, facts }) => {
      const listed = facts.flatMap(({ path, value }, index) => [index ? ", " : "", el("code", {}, `${path} = ${value}`)]);
      return el("li", {}, el("b", {}, notion), `, because ${text}: `, ...listed);
    };
    const flagged = (flag) => el("li", { className: `ut-flag ut-${flag.severity}` },
      el("p", {}, badge(flag.severity), " ", page("rule", flag.code), ` ${flag.message}: `, el("span", { className: "ut-choice" }, flag.choices.map(({ value }) => value).join("; "))),
      el("p", { className: "ut-instead" }, el("b", {}, "Instead:"), ` ${flag.instead}`));
    const drawFits = (intended) => {
      const fit = fitting.get(intended);
      at("fits").hidden = !fit;
      if (!fit) return;
      const why = new Map(Object.entries(fit.why));
      const mine = new Set([...answers.references, ...answers.baselines, ...answers.measurements.map(({ metric }) => metric)]);
      at("fitted").textContent = intended;
      for (const [list, kind] of [["references", "reference"], ["metrics", "metric"], ["baselines", "method"]]) {
        const items = fit.best[answers.modality][list].map((id) => {
          const { name, reason: text, used } = why.get(id);
          return el("li", {}, page(kind, id, name), mine.has(id) ? " ✓" : "", ` ${text}`, used ? el("small", {}, ` (in ${used} coded setting${used > 1 ? "s" : ""})`) : "");
        });
        at(`fit-${list}`).replaceChildren(...items);
      }
    };
    const drawVerdict = () => {
      const now = judge(answers);
      const badges = () => [badge(now.intended, "intends"), " ", badge(now.evaluated, "evaluated as"), " ", badge(now.agreement)];
      at("verdict").replaceChildren(...badges());
      at("live").replaceChildren(...badges());
      at("missing").textContent = now.missing.length ? `Missing: ${now.missing.join(", ")}. Without it the notion cannot be told.` : "";
      at("because").replaceChildren(...now.because.map(reason));
      const order = ({ severity }) => data.severities.indexOf(severity);
      at("flags").replaceChildren(...now.flags.toSorted((one, other) => order(one) - order(other)).map(flagged));
      at("unflagged").hidden = now.flags.length > 0;
      drawFits(now.intended);
      at("flips").replaceChildren(...now.flips.map((flip) => el("li", {}, "Would be ", el("b", {}, changed(flip, now)), ` if ${condition(flip)}.`)));
      at("flip-count").textContent = now.flips.length;
      at("skipped").replaceChildren(...now.skipped.map(({ code, reason: text }) => el("li", {}, page("rule", code), `: ${text}`)));
      at("skip-count").textContent = now.skipped.length;
      for (const [index, { points_to: notion }] of now.measurements.entries()) {
        const text = data.rows.find(({ name }) => name === now.measurements[index].row).text;
        at("measured").children[index].lastChild.replaceChildren("speaks for ", notion ? badge(notion) : "nothing", `: ${text}`);
      }
    };
    const drawEntry = () => {
      const text = yaml();
      at("yaml").textContent = text;
      at("copied").textContent = "";
      const query = new URLSearchParams({ filename: `entries/papers/${paperId() || EXAMPLE}.yaml`, value: text });
      at("new-file").href = `${data.new_file}?${query}`;
    };

    /* Measurements and methods, which are as many as one adds. */
    const select = (label, value, options, choose) => {
      const made = el("select", {}, ...options.map(([word, shown]) => el("option", { value: word, selected: word === (value ?? "") }, shown)));
      made.addEventListener("change", () => choose(made.value || null));
      return el("label", {}, `${label} `, made);
    };
    const plain = (list) => list.map((word) => [word, spaced(word)]);
    const measured = (m, index) => {
      const fact = (label, name, options) => select(label, m[name], options, (word) => { m[name] = word; update(); });
      const remove = el("button", { type: "button" }, "Remove");
      remove.setAttribute("aria-label", `Remove ${metrics.get(m.metric).name}`);
      remove.addEventListener("click", () => { answers.measurements.splice(index, 1); drawMeasured(); update(); at("metric").focus(); });
      const held = answers.references.length > 1 ? [fact("against", "reference", [["", "all of them"], ...answers.references.map((word) => [word, names.get(word)])])] : [];
      const group = el("div", { className: "ut-measure" }, el("p", {}, page("metric", m.metric, metrics.get(m.metric).name), remove),
        fact("on", "on", plain(words.get("on"))), fact("read as", "criterion", plain(words.get("criterion"))), ...held,
        fact("condition", "condition", [["", "none"], ...plain(words.get("condition"))]), el("p", { className: "ut-seen" }));
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", metrics.get(m.metric).name);
      return group;
    };
    const drawMeasured = () => at("measured").replaceChildren(...answers.measurements.map(measured));
    const drawBaselines = () => at("baselines").replaceChildren(...answers.baselines.map((method) => {
      const { name, homes } = methods.get(method);
      const remove = el("button", { type: "button" }, "Remove");
      remove.setAttribute("aria-label", `Remove ${name}`);
      remove.addEventListener("click", () => { answers.baselines = answers.baselines.filter((each) => each !== method); drawBaselines(); update(); at("method").focus(); });
      return el("li", {}, el("span", {}, page("method", method, name), el("small", {}, ` at home in ${homes.join(" and ") || "a notion that is not known"}`)), remove);
    }));
    const fill = (id, groups) => at(id).replaceChildren(...[...groups].sort(([one], [other]) => one.localeCompare(other, "en")).map(([label, options]) =>
      el("optgroup", { label }, ...options.sort(([, one], [, other]) => one.localeCompare(other, "en")).map(([value, name]) => el("option", { value }, name)))));

    /* Answers to form and back. */
    const show = () => {
      for (const name of [...Object.keys(EMPTY), "problem"]) form.elements.namedItem(name).value = answers[name];
      for (const box of form.querySelectorAll("input[name='reference']")) box.checked = answers.references.includes(box.value);
      for (const box of form.querySelectorAll("input[name='seen']")) { const [source, part] = box.value.split(":"); box.checked = answers.evidence.get(part).has(source); }
      drawMeasured();
      drawBaselines();
    };
    const update = () => {
      form.querySelector("[data-question='coverage']").hidden = answers.removes !== "concept";
      form.querySelectorAll("fieldset:not([hidden]) > legend > span").forEach((mark, index) => { mark.textContent = index + 1; });
      drawVerdict();
      drawEntry();
      history.replaceState(null, "", `${location.pathname}#${address(answers)}`);
    };
    const chooseReference = ({ value, checked }) => {
      const lone = data.absent.includes(value);
      const kept = answers.references.filter((word) => word !== value && !lone && !data.absent.includes(word));
      answers.references = checked ? words.get("reference").filter((word) => word === value || kept.includes(word)) : kept;
      if (!answers.references.length) answers.references = [LONE];
      for (const m of answers.measurements) if (!answers.references.includes(m.reference)) m.reference = null;
      show();
    };
    const take = (field) => {
      if (field.type === "text") keep();
      else if (field.name === "reference") chooseReference(field);
      else if (field.name === "seen") { const [source, part] = field.value.split(":"); answers.evidence.get(part)[field.checked ? "add" : "delete"](source); }
      else if (field.name === "problem" || Object.hasOwn(EMPTY, field.name)) answers[field.name] = field.value;
      if (field.name === "removes" && (field.value === "concept") !== (answers.coverage !== "not-applicable")) {
        answers.coverage = field.value === "concept" ? "not-reported" : "not-applicable";
        show();
      }
    };
    form.addEventListener("input", ({ target }) => { if (target.name) { take(target); update(); } });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { answers = read(""); keep(); show(); update(); }));
    at("measure").addEventListener("click", () => {
      const metric = at("metric").value;
      const criterion = metrics.get(metric).family === "certificate" ? "certificate" : "reported-only";
      answers.measurements.push({ metric, on: metrics.get(metric).usual_on ?? "forget-set", criterion, reference: null, condition: null });
      drawMeasured();
      update();
      at("measured").lastChild.querySelector("select").focus();
    });
    at("compare").addEventListener("click", () => {
      if (!answers.baselines.includes(at("method").value)) answers.baselines.push(at("method").value);
      drawBaselines();
      update();
    });
    at("copy").addEventListener("click", async () => { at("copied").textContent = await copy(at("yaml"), yaml()); });
    at("live").addEventListener("click", () => { at("answer").focus(); at("answer").scrollIntoView(); });
    window.addEventListener("hashchange", () => { if (location.hash.includes("=")) { answers = read(given()); show(); } update(); });

    fill("metric", Map.groupBy([...metrics].map(([id, { name, family }]) => [id, name, family]), ([, , family]) => spaced(family)));
    fill("method", Map.groupBy([...methods].map(([id, { name, homes }]) => [id, name, homes]), ([, , homes]) => (homes.length ? `at home in ${homes.join(" and ")}` : "home not known")));
    for (const each of form.querySelectorAll("[disabled]")) each.disabled = false;
    for (const each of form.querySelectorAll(".ut-add")) each.hidden = false;
    for (const id of ["answer", "live"]) at(id).hidden = false;
    at("plain").hidden = true;
    recall();
    show();
    update();
    window.taxonomyClassify = Object.freeze({ judge: (text) => judge(read(text)), address: (text) => address(read(text)) });
  };

  fetch(`${root}classify.json`).then((answer) => answer.json()).then(start).catch(() => {
    at("plain").prepend(el("b", {}, "The tables did not arrive, so nothing can be answered here; load the page again. "));
  });
})();
