/* What scrolls sideways can be reached by keyboard and says its name; what fits is no stop on the way. */
"use strict";

(() => {
  const BOXES = '.md-typeset :is(.scroll:not([role="region"]), .formula), .md-typeset__scrollwrap';

  /** The caption of a table, else the heading above it. */
  const named = (box) => {
    const caption = box.closest("figure")?.querySelector("figcaption");
    if (caption) return caption.textContent.trim();
    let before = box;
    while (before && !/^H[1-6]$/.test(before.tagName)) before = before.previousElementSibling ?? before.parentElement;
    return before ? before.firstChild.textContent.trim() : document.title;
  };

  const renew = () => {
    for (const box of document.querySelectorAll(BOXES)) {
      if (box.scrollWidth > box.clientWidth) {
        box.tabIndex = 0;
        box.setAttribute("role", "group");
        box.setAttribute("aria-label", named(box));
      } else for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
    }
  };

  addEventListener("load", renew); // by then the theme has put its own tables into boxes
  addEventListener("resize", renew);
})();
