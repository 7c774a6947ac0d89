/* Tables as CSV and as LaTeX, letter by letter as Python writes them (taxonomy/plain.py, taxonomy/latex.py); a test compares the two. */
(() => {
  "use strict";
  const safe = (text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const csv = (rows) => rows.map((cells) => `${cells.map((cell) => quoted(safe(cell))).join(",")}\n`).join("");
  const latex = (special, columns, rows, caption, share) => {
    const marks = new Map(Object.entries(special));
    const escaped = (text) => [...text.trim().replace(/\s+/g, " ")].map((letter) => marks.get(letter) ?? letter).join("");
    const line = (cells) => `${cells.map(escaped).join(" & ")} \\\\`;
    const column = (width) => `>{\\raggedright\\arraybackslash\\hspace{0pt}}p{\\dimexpr 0.${String(width).padStart(3, "0")}\\linewidth-2\\tabcolsep}`;
    const widths = columns.map((_, index) => (index ? Math.floor((1000 - share) / (columns.length - 1)) : share));
    const heading = ["\\toprule", line(columns).replace(/([0-9]{4})(?=[a-z])/g, "\\hspace{0pt}$1\\hspace{0pt}"), "\\midrule"];
    return `${[
      "% needs \\usepackage{array,booktabs,longtable}, and one column of text: in a paper of two it goes after \\onecolumn",
      "\\begingroup\\footnotesize\\setlength{\\tabcolsep}{3pt}\\setlength{\\LTcapwidth}{\\linewidth}", `\\begin{longtable}{@{}${widths.map(column).join("")}@{}}`,
      `\\caption{${escaped(caption)}}\\\\`, ...heading, "\\endfirsthead", ...heading, "\\endhead", "\\bottomrule", "\\endfoot", ...rows.map(line),
      "\\end{longtable}", "\\endgroup",
    ].join("\n")}\n`;
  };
  window.taxonomyTables = Object.freeze({ csv, latex });
})();
