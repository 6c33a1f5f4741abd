/* Search for pages opened from disk, where browsers start no workers: the worker runs in a hidden frame instead. */
"use strict";

if (location.protocol === "file:") {
  // Inside of the frame: what a worker finds in its own world.
  const inside = (url) => {
    const load = (one) =>
      new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = one;
        script.onload = done;
        script.onerror = () => failed(new Error(one));
        document.head.append(script);
      });
    window.importScripts = (...urls) =>
      urls.reduce((before, one) => before.then(() => load(one)), Promise.resolve());
    window.postMessage = (data) => window.dispatchEvent(new CustomEvent("from-worker", { detail: data }));
    window.importScripts(url);
  };

  window.Worker = class extends EventTarget {
    #frame = document.createElement("iframe");
    #ready;

    constructor(url) {
      super();
      const address = new URL(url, document.baseURI).href;
      this.#frame.hidden = true;
      this.#frame.title = "search";
      this.#ready = new Promise((done) => this.#frame.addEventListener("load", done, { once: true }));
      // What a worker loads, it names as seen from its own script.
      this.#frame.srcdoc = `<!doctype html><title>search</title><base href="${address.replaceAll('"', "%22")}">`;
      document.body.append(this.#frame);
      this.#ready = this.#ready.then(() => {
        const world = this.#frame.contentWindow;
        world.addEventListener("from-worker", (event) => this.#told(event.detail));
        world.eval(`(${inside})(${JSON.stringify(address)})`);
      });
    }

    #told(data) {
      const event = new MessageEvent("message", { data });
      this.dispatchEvent(event);
      this.onmessage?.(event);
    }

    postMessage(data) {
      this.#ready.then(() => {
        const world = this.#frame.contentWindow;
        world.dispatchEvent(new world.MessageEvent("message", { data }));
      });
    }

    terminate() {
      this.#frame.remove();
    }
  };
}
