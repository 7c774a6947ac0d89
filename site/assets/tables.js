/* Tables as CSV and as LaTeX, letter by letter as Python writes them (taxonomy/plain.py, taxonomy/latex.py); a test compares the two. */
(() => {
  "use strict";
  const safe = (text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const csv = (rows) => rows.map((cells) => `${cells.map((cell) => quoted(safe(cell))).join(",")}\n`).join("");
  const latex = (special, columns, rows, caption) => {
    const marks = new Map(Object.entries(special));
    const escaped = (text) => [...text.trim().replace(/\s+/g, " ")].map((letter) => marks.get(letter) ?? letter).join("");
    const line = (cells) => `${cells.map(escaped).join(" & ")} \\\\`;
    return `${[
      "% needs \\usepackage{booktabs}", "\\begin{table}", "\\centering", `\\caption{${escaped(caption)}}`, `\\begin{tabular}{${"l".repeat(columns.length)}}`,
      "\\toprule", line(columns), "\\midrule", ...rows.map(line), "\\bottomrule", "\\end{tabular}", "\\end{table}",
    ].join("\n")}\n`;
  };
  window.taxonomyTables = Object.freeze({ csv, latex });
})();
