/* The engine in its worker: questions with a number, answers by that number. While one question of a kind is out, of
   those that follow only the newest is sent. */

const LONGEST_WAIT = 120_000;

export class Engine extends EventTarget {
  #worker = null;
  #waiting = new Map(); // by number: what to do with the answer
  #latest = new Map(); // by kind: the question that is waiting or out
  #number = 0;
  #timer = 0;
  state = "idle";

  /** Begins loading. Tells: "progress" (text), "ready", "failed" (text). */
  start() {
    this.state = "starting";
    try {
      this.#worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    } catch (error) {
      this.#die(String(error?.message ?? error));
      return;
    }
    this.#watch();
    this.#worker.addEventListener("message", (event) => this.#told(event.data));
    this.#worker.addEventListener("error", (event) => this.#die(event.message || "计算引擎没有取到"));
    this.#worker.addEventListener("messageerror", () => this.#die("计算引擎的回答读不出来"));
  }

  /** The answer to a question; refuses with a sentence. */
  ask(kind, question = {}, moved = []) {
    if (!this.#worker || this.state === "failed") return Promise.reject(new Error("计算引擎不能用"));
    const id = ++this.#number;
    return new Promise((done, refuse) => {
      this.#waiting.set(id, { done, refuse });
      this.#watch();
      this.#worker.postMessage({ id, ask: kind, ...question }, moved);
    });
  }

  /** As ask, but while one such question is out only the newest other waits; those between never get an answer. */
  latest(kind, question) {
    const slot = this.#latest.get(kind);
    return new Promise((done, refuse) => {
      if (slot) slot.next = { question, done, refuse };
      else this.#send(kind, { question, done, refuse });
    });
  }

  #send(kind, { question, done, refuse }) {
    const slot = { next: null };
    this.#latest.set(kind, slot);
    const settle = (say) => (value) => {
      this.#latest.delete(kind);
      if (slot.next) this.#send(kind, slot.next);
      say(value);
    };
    this.ask(kind, question).then(settle(done), settle(refuse));
  }

  /** While something is awaited: when nothing is heard for too long, it will not come. */
  #watch() {
    clearTimeout(this.#timer);
    if (this.state !== "starting" && !this.#waiting.size) return;
    this.#timer = setTimeout(() => this.#die("等了两分钟没有回音"), LONGEST_WAIT);
  }

  #told(message) {
    if (message.event === "progress") this.#tell("progress", message.text);
    else if (message.event === "failed") this.#die(message.error);
    else if (message.event === "ready") {
      this.state = "ready";
      this.#tell("ready", message.edition);
    } else {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.ok) waiting?.done(message.value);
      else waiting?.refuse(new Error(message.error));
    }
    this.#watch();
  }

  #die(reason) {
    if (this.state === "failed") return;
    this.state = "failed";
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#latest.clear();
    for (const { refuse } of this.#waiting.values()) refuse(new Error("计算引擎停了"));
    this.#waiting.clear();
    this.#tell("failed", reason);
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
