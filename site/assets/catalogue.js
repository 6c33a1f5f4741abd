/* Choosing rows of a table: what is chosen stands in the address, so that a view can be linked to and comes back. */
"use strict";

(() => {
  const plain = (text) => text.normalize("NFKC").toLowerCase().trim();

  /** Rows that fit every facet chosen and hold the words typed are shown. Returns how many. */
  const show = (rows, chosen, words) =>
    rows.filter((row) => {
      const fits = chosen.every(([name, value]) => row.dataset[name].split(" ").includes(value));
      row.hidden = !fits || !words.every((word) => plain(row.textContent).includes(word));
      return !row.hidden;
    }).length;

  const begin = (form) => {
    if (form.dataset.ready) return;
    form.dataset.ready = "yes";
    const rows = [...document.getElementById(form.dataset.table).tBodies[0].rows];
    const says = form.querySelector("output");
    const fields = [...form.elements].filter((field) => field.name);

    const renew = (isKept) => {
      const told = fields.map((field) => [field.name, field.value.trim()]).filter(([, value]) => value);
      const chosen = told.filter(([name]) => name !== "words");
      const words = plain(form.elements.words.value).split(/\s+/).filter(Boolean);
      const shown = show(rows, chosen, words);
      says.textContent = says.dataset.says.replace("{shown}", shown).replace("{all}", rows.length);
      if (isKept) {
        const query = new URLSearchParams(told).toString();
        history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
      }
    };

    const asked = new URLSearchParams(location.search);
    for (const field of fields) {
      const value = asked.get(field.name) ?? "";
      field.value = value;
      if (field.value !== value) field.value = ""; // no such option
    }
    form.addEventListener("input", () => renew(true));
    form.addEventListener("reset", () => setTimeout(() => renew(true)));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
    renew(false);
  };

  const beginAll = () => document.querySelectorAll("form.facets").forEach(begin);
  document.addEventListener("DOMContentLoaded", beginAll);
  if (document.readyState !== "loading") beginAll();
})();
