/* What is filled in, kept in this browser. Reading trusts nothing: what cannot be understood is set aside, said and
   offered for download, and never overwritten in silence. */

export const KEY = "lceval.assessment";
/** What could not be read, letter for letter. */
export const ASIDE = "lceval.assessment.aside";
export const FORMAT = 1;
const DELAY = 300;
const LONGEST = 40_000;
const MOST = 20_000;
const ADDRESS = /^[^/\s]{1,80}\/[^/\s]{1,80}\/[^/\s]{1,80}$/u;
// Control characters but for tab and line ends; no program prints them, and a spreadsheet refuses them.
const UNPRINTABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

/** Answers by address. Without a prototype, so that no address can mean anything else. */
export const noAnswers = () => Object.create(null);

const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** A text as it can be shown, stored and sent; null where it is none. */
export const asText = (value) => {
  const text = typeof value === "number" && Number.isFinite(value) ? String(value) : value;
  if (typeof text !== "string" || text.length > LONGEST) return null;
  const printable = text.replace(UNPRINTABLE, "");
  return printable.toWellFormed ? printable.toWellFormed() : printable;
};

/** The texts of a record of answers, and how many of its entries are none. */
const understoodAnswers = (record) => {
  const answers = noAnswers();
  let bad = 0;
  let changed = 0;
  for (const [address, value] of Object.entries(record)) {
    const text = ADDRESS.test(address) ? asText(value) : null;
    if (text === null) bad += 1;
    else if (text !== "") {
      if (text !== value) changed += 1;
      answers[address] = text;
    }
  }
  return { answers, bad, changed };
};

const refused = (text, says) => ({ answers: noAnswers(), industry: "", says: [says], aside: text });

const AGAIN = "原来的内容另存了一份，可以下载；表格从空白开始。";

/** What a stored text says. `says`: sentences for people; `aside`: the text, where some of it was not understood;
    `newer`: written by a newer page, so nothing may be saved over it. */
export const understood = (text, edition) => {
  if (text === null) return { answers: noAnswers(), industry: "", says: [] };
  let state;
  try {
    state = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return refused(text, `以前保存的内容读不出来（不完整，或不是本页写的）。${AGAIN}`);
  }
  if (!isRecord(state)) return refused(text, `以前保存的内容不是一份答卷。${AGAIN}`);
  const format = Object.hasOwn(state, "format") ? state.format : 0;
  if (!Number.isInteger(format) || format < 0) return refused(text, `以前保存的内容没有写明可用的格式。${AGAIN}`);
  if (format > FORMAT) {
    const says = "以前的内容是用更新版本的页面保存的，这里读不了，也没有改动它。在您决定之前不自动保存。";
    return { answers: noAnswers(), industry: "", says: [says], newer: true };
  }
  if (!Object.hasOwn(state, "answers") || !isRecord(state.answers))
    return refused(text, `以前保存的内容里没有答案。${AGAIN}`);
  return taken(state, text, format, edition);
};

const taken = (state, text, format, edition) => {
  const says = [];
  let { answers, bad, changed } = understoodAnswers(state.answers);
  const count = Object.keys(answers).length;
  const tooMany = count > MOST;
  if (tooMany) says.push(`以前保存的内容有 ${count} 个答案，多得不像一份答卷：只读入表格上有的。`);
  if (bad) says.push(`以前保存的内容里有 ${bad} 处不是文字，或太长，或没有正确的位置，没有读入。`);
  if (changed) says.push(`以前保存的内容里有 ${changed} 处含有不能显示的字符或写成了数值，读入时已经整理，请核对。`);
  if (format < FORMAT) says.push("以前的内容是用旧版本的页面保存的，已经读入。");
  const other = typeof state.edition === "string" && state.edition && state.edition !== edition ? state.edition : "";
  if (other) says.push(`以前的内容是按版次 ${other.slice(0, 40)} 填写的：本版次仍然问的，已经读入。`);
  const industry = typeof state.industry === "string" ? state.industry.slice(0, 100) : "";
  return { answers, industry, says, tooMany, aside: bad || changed || tooMany || other ? text : undefined };
};

const newId = () => Array.from(crypto.getRandomValues(new Uint32Array(2)), (n) => n.toString(36)).join("");

/** Saves what `filled()` gives, soon after each change, unless another window has saved something else meanwhile.

    Tells: "saved" (with the time), "off" (no storage), "full", "other" (another window), "newer". */
export class Store extends EventTarget {
  #by = newId();
  #seen = null; // the text that this window read or wrote last
  #timer = 0;
  #paused = "";

  constructor(edition, filled) {
    super();
    this.edition = edition;
    this.filled = filled;
    addEventListener("pagehide", () => this.flush());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.flush());
    addEventListener("pageshow", (event) => event.persisted && this.#look());
    addEventListener("storage", (event) => (event.key === KEY || event.key === null) && this.#look());
  }

  /** What was kept, understood. What could not be is set aside first, else saving waits for a decision. */
  read() {
    let text = null;
    try {
      text = localStorage.getItem(KEY);
    } catch {
      this.#tell("off");
      return { answers: noAnswers(), industry: "", says: [] };
    }
    this.#seen = text;
    const found = understood(text, this.edition);
    this.#paused = found.newer ? "newer" : "";
    if (found.aside !== undefined && !this.#setAside(found.aside)) this.#paused = "aside";
    if (this.#paused) this.#tell(this.#paused);
    return found;
  }

  /** The stored text as it stands, for download. */
  get raw() {
    return stored(KEY);
  }

  get aside() {
    return stored(ASIDE);
  }

  forgetAside() {
    try {
      localStorage.removeItem(ASIDE);
    } catch {
      // then there is none
    }
  }

  #setAside(text) {
    try {
      localStorage.setItem(ASIDE, text);
      return true;
    } catch {
      return false;
    }
  }

  /** Something was changed: save within the delay, however much is typed meanwhile. */
  changed() {
    if (!this.#timer && !this.#paused) this.#timer = setTimeout(() => this.flush(true), DELAY);
  }

  flush(now = false) {
    if (!this.#timer && !now) return;
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#save();
  }

  /** The person decides: what stands here is what counts. */
  keep() {
    this.#paused = "";
    this.#seen = stored(KEY);
    this.#save();
  }

  #save() {
    if (this.#paused) return;
    const state = { format: FORMAT, edition: this.edition, saved: new Date().toISOString(), by: this.#by, ...this.filled() };
    const text = JSON.stringify(state);
    try {
      if (localStorage.getItem(KEY) !== this.#seen) {
        this.#otherwise();
        return;
      }
      localStorage.setItem(KEY, text);
      this.#seen = text;
      this.#tell("saved");
    } catch (error) {
      this.#tell(error?.name === "QuotaExceededError" ? "full" : "off");
    }
  }

  /** Whether another window has saved; an event comes late, so the store itself is looked at. */
  #look() {
    if (stored(KEY) !== this.#seen) this.#otherwise();
  }

  #otherwise() {
    if (this.#paused === "other") return;
    this.#paused = "other";
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#tell("other");
  }

  #tell(type) {
    this.dispatchEvent(new Event(type));
  }
}

const stored = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};
