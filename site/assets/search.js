/* Before the theme's own script: the index of the search comes when it is wanted, and a query keeps its last word. */
"use strict";

/* The index is three times as heavy as a page: it is asked for when a reader turns to the search. */
(() => {
  const marked = new URLSearchParams(location.search);
  if (marked.has("q") || marked.has("h")) return; // the page was opened to search, or from a result

  const waiting = [];
  let isWanted = false;
  const { open, send } = XMLHttpRequest.prototype;

  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    this.isIndex = String(address).endsWith("search/search_index.json");
    return open.call(this, method, address, ...rest);
  };
  XMLHttpRequest.prototype.send = function (...body) {
    if (this.isIndex && !isWanted) waiting.push(() => send.apply(this, body));
    else send.apply(this, body);
  };

  const KINDS = ["pointerover", "focusin", "keydown"];
  const want = (event) => {
    const isThere = event.target.closest?.(".md-search, [for=__search]");
    // The theme's keys for the search, unless they are typed into a field.
    const opens = "fs/".includes(event.key ?? "-") && !event.target.closest?.("input, select, textarea");
    if (!isThere && !opens) return;
    isWanted = true;
    for (const go of waiting.splice(0)) go();
    for (const kind of KINDS) removeEventListener(kind, want, true);
  };
  for (const kind of KINDS) addEventListener(kind, want, true);
})();

/* The theme's search cuts 排放系数 into words of its index, but never looks at what ends with the last character, and
   so asks for 排放 alone. A character that stands in no text, put behind, is then the last. Chinese marks part words. */
(() => {
  const NOWHERE = "\u9fff";
  const MARKS = /(?![\x00-\x7f])\p{P}/gu;
  const QUERY = 2; // the kind of message, as the theme counts them
  const { postMessage } = Worker.prototype;

  Worker.prototype.postMessage = function (message, ...rest) {
    if (message?.type === QUERY && typeof message.data === "string") {
      message = { ...message, data: message.data.replace(MARKS, " ").replace(/\p{Script=Han}{2,}/gu, `$&${NOWHERE}`) };
    }
    return postMessage.call(this, message, ...rest);
  };
})();
