/* At the headings of the standard's text: a link to copy, and how the clause is cited. Without scripts neither is shown. */
"use strict";

(() => {
  const WORDS = { link: "复制链接", cite: "引用本条", done: "已复制", here: "请手工复制" };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false; // a page from disk, or one that may not
    }
  };

  /** A button that copies; where copying is not allowed, the text stands there to be copied by hand. */
  const button = (words, text) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "clause-action";
    made.textContent = words;
    made.addEventListener("click", async () => {
      const said = text();
      const done = await copy(said);
      made.textContent = done ? WORDS.done : WORDS.here;
      if (!done) {
        const shown = made.parentElement.querySelector("input") ?? document.createElement("input");
        shown.readOnly = true;
        shown.value = said;
        shown.setAttribute("aria-label", words);
        made.parentElement.append(shown);
        shown.select();
      }
      setTimeout(() => (made.textContent = words), 2000);
    });
    return made;
  };

  const addressOf = (id) => `${location.href.split("#")[0]}#${id}`;
  const today = () => new Date().toLocaleDateString("sv"); // year-month-day, of the reader

  const begin = () => {
    const cited = document.querySelector(".citation[data-cite]");
    if (!cited || cited.dataset.ready) return;
    cited.dataset.ready = "yes";
    for (const heading of document.querySelectorAll(".md-content :is(h2, h3, h4, h5, h6)[id^='c-']")) {
      const clause = heading.id.slice(2);
      const actions = document.createElement("span");
      actions.className = "clause-actions";
      actions.append(
        button(WORDS.link, () => addressOf(heading.id)),
        button(WORDS.cite, () =>
          cited.dataset.cite
            .replace("{clause}", `${clause}`)
            .replace("{day}", today())
            .replace("{address}", addressOf(heading.id)),
        ),
      );
      heading.after(actions);
    }
  };

  document.addEventListener("DOMContentLoaded", begin);
  if (document.readyState !== "loading") begin();
})();
