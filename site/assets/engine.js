/* Verdict and flags of a setting, by the tables and rules that Python wrote as data: this script looks up and combines, it decides nothing.
   `taxonomyEngine(data)` gives `judge(answers)`; a test holds its answers against those of Python. */
(() => {
  "use strict";
  const map = (object) => new Map(Object.entries(object));

  /* A predicate is a list: its name, then what it speaks of. */
  const holds = ([name, ...parts], thing) => {
    switch (name) {
      case "all": return parts.every((part) => holds(part, thing));
      case "any": return parts.some((part) => holds(part, thing));
      case "not": return !holds(parts[0], thing);
      case "in": return parts[1].includes(thing[parts[0]]);
      case "has": return thing[parts[0]].some((value) => parts[1].includes(value));
      case "some": return thing[parts[0]].some((each) => holds(parts[1], each));
      default: throw new Error(`unknown predicate ${name}`);
    }
  };

  window.taxonomyEngine = (data) => {
    const words = map(data.words);
    const [first, together, proved, metrics, methods, deciding] = [data.first, data.together, data.proved, data.metrics, data.methods, data.deciding].map(map);
    const agreement = new Map(Object.entries(data.agreement).map(([intended, row]) => [intended, map(row)]));

    /* The tables. */
    const rowOf = (facts) => data.rows.find((row) => holds(row.fits, facts));
    const factsOf = (setting) => setting.measured.map((m) => ({ ...m, references: m.reference ? [m.reference] : setting.references, removes: setting.removes }));
    const outcome = (setting) => {
      const { intended, whole } = first.get(`${setting.removes} ${setting.coverage}`);
      const rows = factsOf(setting).map(rowOf);
      const sides = new Set(rows.map((row) => row.points_to).filter(Boolean));
      if (proved.has(setting.guarantee)) sides.add(proved.get(setting.guarantee).points_to);
      const evaluated = together.get([...sides].sort().concat(whole ? ["whole"] : []).join(" "));
      return { intended, evaluated, agreement: agreement.get(intended).get(evaluated), rows, whole };
    };
    const same = (one, other) => ["intended", "evaluated", "agreement"].every((word) => one[word] === other[word]);

    /* Every change of one closed-vocabulary fact. */
    const changes = function* (setting) {
      for (const fact of ["removes", "coverage"]) for (const to of words.get(fact)) yield [`forget_set.${fact}`, setting[fact], to, { ...setting, [fact]: to }];
      for (const to of words.get("guarantee")) yield ["guarantee", setting.guarantee, to, { ...setting, guarantee: to }];
      const alone = setting.references.length === 1;
      for (const [index, old] of setting.references.entries()) {
        for (const to of words.get("reference")) {
          if (setting.references.includes(to) || (!alone && data.absent.includes(to))) continue;
          const measured = setting.measured.map((m) => (m.reference === old ? { ...m, reference: to } : m));
          yield [`references[${index}]`, old, to, { ...setting, references: setting.references.with(index, to), measured }];
        }
      }
      for (const [index, m] of setting.measured.entries()) {
        const change = function* (fact, values, now) {
          for (const to of values) yield [`measurements[${index}].${fact}`, now, to, { ...setting, measured: setting.measured.with(index, { ...m, [fact]: to }) }];
        };
        yield* change("on", words.get("on"), m.on);
        yield* change("criterion", words.get("criterion"), m.criterion);
        yield* change("reference", alone ? [] : setting.references, m.reference || "not named");
      }
    };
    const flips = (setting, now) => {
      const found = [];
      for (const [path, from, to, changed] of changes(setting)) {
        const then = outcome(changed);
        if (!same(now, then)) found.push({ path, from, to, intended: then.intended, evaluated: then.evaluated, agreement: then.agreement });
      }
      return found;
    };

    /* The reasons. */
    const because = (answers, now) => {
      const start = first.get(`${answers.removes} ${answers.coverage}`);
      const value = (path) => answers[path.replace("forget_set.", "")];
      const told = (paths) => paths.map((path) => ({ path, value: value(path) }));
      const reasons = [{ criterion: "forget-set", text: start.text, points_to: now.intended, facts: told(start.facts) }];
      if (proved.has(answers.guarantee)) reasons.push({ criterion: "by-construction", ...proved.get(answers.guarantee), facts: told(["guarantee"]) });
      for (const [index, row] of now.rows.entries()) {
        if (!row.points_to) continue;
        const m = answers.measurements[index];
        const facts = ["metric", "on", "criterion"].map((fact) => ({ path: `measurements[${index}].${fact}`, value: m[fact] }));
        if (data.read_references.includes(row.name)) {
          if (m.reference) facts.push({ path: `measurements[${index}].reference`, value: m.reference });
          else facts.push(...answers.references.map((reference, at) => ({ path: `references[${at}]`, value: reference })));
        }
        reasons.push({ criterion: row.name, text: row.text, points_to: row.points_to, facts });
      }
      if (now.whole && now.evaluated === data.whole.points_to) reasons.push({ criterion: "complete-coverage", ...data.whole, facts: told(["forget_set.coverage"]) });
      return reasons;
    };

    /* What rules see, under the names of taxonomy/rules/seen.py. */
    const see = (answers, setting, now) => {
      const facts = factsOf(setting);
      const seen = {
        ...Object.fromEntries(["kind", "removes", "coverage", "membership", "guarantee"].map((name) => [name, answers[name]])),
        intended: now.intended, evaluated: now.evaluated, homes_known: true,
        facts: ["removes", "coverage", "membership"].map((name) => ({ path: `forget_set.${name}`, value: answers[name] })),
        references: answers.references.map((value, index) => ({ path: `references[${index}]`, value })),
        measurements: answers.measurements.map((m, index) => ({
          ...facts[index], condition: m.condition, row: now.rows[index].name, points_to: now.rows[index].points_to,
          path: `measurements[${index}]`, value: `${m.metric} on ${m.on}, ${m.criterion}${m.reference ? ` against ${m.reference}` : ""}`,
        })),
        baselines: answers.baselines.map((value, index) => ({ path: `baselines[${index}]`, value, homes: methods.get(value).homes, intended: now.intended })),
      };
      if (!answers.measurements.length) seen.facts.push({ path: "measurements", value: "none" });
      const parts = [...deciding].filter(([, decides]) => holds(decides, seen)).map(([part]) => [part, [...(answers.evidence.get(part) || [])].sort()]);
      return { ...seen, evidence: parts.map(([path, sources]) => ({ path, value: sources.join(", ") || "no evidence", sources })) };
    };
    const judged = (rule, seen) => {
      if (!rule.applies_to.includes(seen.intended)) return { reason: data.other_notion + seen.intended };
      const clause = rule.clauses.find(({ when }) => holds(when, seen)) || {};
      if (clause.skip) return { reason: clause.skip };
      return { choices: clause.flag ? seen[clause.flag].filter((thing) => holds(clause.which, thing)).map(({ path, value }) => ({ path, value })) : [] };
    };

    /* Answers: one word each for kind, removes, coverage, membership and guarantee; lists of references, measurements and baselines; sources by part. */
    const judge = (answers) => {
      const measured = answers.measurements.map((m) => ({ family: metrics.get(m.metric).family, polarity: metrics.get(m.metric).polarity, on: m.on, criterion: m.criterion, reference: m.reference }));
      const setting = { removes: answers.removes, coverage: answers.coverage, guarantee: answers.guarantee, references: answers.references, measured };
      const now = outcome(setting);
      const seen = see(answers, setting, now);
      const outcomes = data.rules.map((rule) => ({ rule, ...judged(rule, seen) }));
      return {
        intended: now.intended, evaluated: now.evaluated, agreement: now.agreement,
        because: because(answers, now),
        missing: first.get(`${answers.removes} ${answers.coverage}`).missing,
        flips: flips(setting, now),
        measurements: now.rows.map((row, index) => ({ path: `measurements[${index}]`, row: row.name, points_to: row.points_to })),
        flags: outcomes.filter(({ choices }) => choices?.length).map(({ rule, choices }) => ({ code: rule.code, severity: rule.severity, message: rule.title, instead: rule.instead, choices })),
        skipped: outcomes.filter(({ reason }) => reason).map(({ rule, reason }) => ({ code: rule.code, reason })),
      };
    };
    return Object.freeze({ judge });
  };
})();
