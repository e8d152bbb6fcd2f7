"use strict";
const filters = document.querySelector("form.filters");
const rows = Array.from(document.querySelectorAll("tr.problem"), (row) => ({
  row,
  severity: row.dataset.severity,
  rule: row.dataset.rule,
  file: row.dataset.file,
  words: row.textContent.toLowerCase(),
}));

function narrow() {
  const wanted = new FormData(filters);
  const words = wanted.get("words").toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const known of rows) {
    const fits =
      ["severity", "rule", "file"].every((name) => !wanted.get(name) || wanted.get(name) === known[name]) &&
      words.every((word) => known.words.includes(word));
    known.row.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  const told = filters.querySelector("output");
  told.value = told.dataset.told.replace("SHOWN", shown).replace("ALL", rows.length);
}

if (filters) {
  // Without a script the table stands there whole, and controls that do nothing stay away.
  filters.hidden = false;
  filters.addEventListener("input", narrow);
  filters.addEventListener("submit", (event) => event.preventDefault());
  narrow();
}
