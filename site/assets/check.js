/* Looking a certificate up in the table of the page. Nothing is sent: what is typed goes behind the # of the address,
   which stays in the browser and can be linked to; a link with ?code= is read too. */
"use strict";

(() => {
  /** Capital letters and digits as the code is made of, whatever width, case and gaps were typed; 0, 1 and 8 are none of them. */
  const plain = (text) =>
    text.normalize("NFKC").toUpperCase().replace(/0/g, "O").replace(/1/g, "I").replace(/8/g, "B").replace(/[\s\p{Pd}]/gu, "");

  const today = () => {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  };

  const outcome = (row, day) => {
    const { status, until } = row.dataset;
    return status === "withdrawn" || status === "expired" ? status : until < day ? "expired" : status;
  };

  const begin = (form) => {
    if (form.dataset.ready) return;
    form.dataset.ready = "yes";
    const table = document.getElementById(form.dataset.table);
    const rows = [...table.tBodies[0].rows];
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    const field = form.elements.code;
    const says = form.querySelector("output");
    const told = form.querySelector("dl");

    const tell = (row) => {
      told.hidden = !row;
      told.replaceChildren();
      [...(row ? row.cells : [])].forEach((cell, place) => {
        const head = document.createElement("dt");
        const text = document.createElement("dd");
        head.textContent = heads[place];
        text.textContent = cell.textContent;
        told.append(head, text);
      });
    };

    const look = () => {
      const typed = field.value.trim();
      const code = plain(typed);
      const row = rows.find((one) => plain(one.dataset.code) === code);
      const day = today();
      const found = row ? outcome(row, day) : /^[A-Z2-7]{12}$/.test(code) ? "none" : "malformed";
      const gaps = { code: typed, today: day, factory: row?.cells[1].textContent, grade: row?.cells[2].textContent, until: row?.cells[5].textContent };
      const sentence = says.dataset[found].replace(/\{(\w+)\}/g, (_, name) => gaps[name]);
      says.textContent = typed && "invented" in (row?.dataset ?? {}) ? sentence + says.dataset.invented : typed ? sentence : "";
      says.dataset.found = typed ? found : "";
      tell(typed ? row : null);
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const typed = field.value.trim();
      history.replaceState(null, "", `${location.pathname}${typed ? `#${new URLSearchParams({ code: typed })}` : ""}`);
      look();
    });
    form.hidden = false;
    const begun = () => {
      const asked = [location.hash.slice(1), location.search].map((part) => new URLSearchParams(part).get("code"));
      field.value = asked.find((code) => code !== null) ?? field.value;
      look();
    };
    addEventListener("hashchange", begun);
    begun();
  };

  const beginAll = () => document.querySelectorAll("form.lookup").forEach(begin);
  document.addEventListener("DOMContentLoaded", beginAll);
  if (document.readyState !== "loading") beginAll();
})();
