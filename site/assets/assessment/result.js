/* What the answers come to: the panel beside the form, and the section below it. Texts of the engine are shown as text. */

import { drawn } from "./picture.js";

const NOTHING = "—";
const QUIET = 1500;
const SHOWN_STEPS = 3;
const SHOWN_MISSING = 12;
const KEPT = new Map([[true, "满足"], [false, "不满足"], [null, "无法判定"]]);

const made = (name, text = "", className = "") => {
  const element = document.createElement(name);
  element.textContent = text;
  if (className) element.className = className;
  return element;
};

/** Says one sentence to who does not see the figures: when it changed, and not more often than every 1.5 s. */
export class Announcer {
  #said = "";
  #next = "";
  #timer = 0;
  #last = -QUIET;

  constructor(element) {
    this.element = element;
  }

  say(text) {
    this.#next = text ?? "";
    if (this.#timer || !this.#next || this.#next === this.#said) return;
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      this.#last = performance.now();
      if (this.#next === this.#said) return;
      this.#said = this.#next;
      this.element.textContent = this.#next;
    }, Math.max(0, this.#last + QUIET - performance.now()));
  }
}

/** `show(address)` brings a field into view; `whatif(indicator, stop)` promises what would be. */
export class Result {
  #scores = new Map();
  #told = new Map(); // by place: the data that it shows
  #step = new Map();

  constructor(root, { show, whatif }) {
    this.root = root;
    this.base = root.dataset.base;
    this.show = show;
    this.whatif = whatif;
    this.places = new Map([...root.querySelectorAll("[data-result]")].map((one) => [one.dataset.result, one]));
    this.panel = new Map([...root.querySelectorAll("[data-shown]")].map((one) => [one.dataset.shown, one]));
    for (const one of root.querySelectorAll("[data-score]")) this.#scores.set(one.dataset.score, one);
    this.select = root.querySelector("#whatif-indicator");
    this.slider = root.querySelector("#whatif-stop");
    this.output = root.querySelector("#whatif-shown");
    this.select.addEventListener("change", () => this.#choose());
    this.slider.addEventListener("input", () => this.#slide());
  }

  shown(id, text) {
    const place = this.panel.get(id);
    if (place.textContent !== text) place.textContent = text;
  }

  progress(filled, all) {
    this.shown("filled", `${filled}/${all}`);
  }

  /** An answer of `assess`. */
  assessed(value) {
    const isScored = value.state === "scored";
    this.places.get("state").hidden = isScored && !value.says;
    this.#put("state", value.says ?? "");
    this.root.dataset.state = value.state;
    this.shown("total", isScored ? value.total : NOTHING);
    this.shown("grade", (isScored && value.grade) || NOTHING);
    const wrong = (value.notes ?? []).filter((note) => note.kind === "error").length;
    this.shown("missing", value.state === "refused" && wrong ? `${wrong} 处错` : value.missing ? `${value.missing.length} 项` : NOTHING);
    this.#missingAll(value.missing ?? []);
    for (const [id, place] of this.#scores) {
      const text = scoreOf(value.indicators?.[id]);
      if (place.textContent !== text) place.textContent = text;
    }
    if (!isScored) return;
    for (const id of ["heading", "total", "grade", "emissions", "energy"]) this.#put(id, value[id] || NOTHING);
    this.#list("reasons", [...value.reasons, value.remark].filter(Boolean), (text) => made("li", text));
    this.#table("dimensions", value.dimensions, (d) => [`${d.id} ${d.name}`, d.weight, d.score, d.rate]);
    this.#table("gates", value.gates, (g) => [g.name, g.limit, g.value || NOTHING, KEPT.get(g.kept) ?? ""]);
    this.#table("prerequisites", value.prerequisites, (p) => [p.id, p.requirement, p.result]);
  }

  /** What the engine notes of the answers as a whole. */
  noted(notes) {
    this.#part("notes", notes, "ul", (note) => made("li", note.text));
  }

  /** An answer of `details`. */
  detailed(value) {
    for (const id of ["radar", "inventory"]) this.#picture(id, value[id]);
    const steps = (value.steps ?? []).slice(0, SHOWN_STEPS);
    this.#part("steps", steps, "ol", (one) => this.#improvement(one));
    this.places.get("steps").querySelector("p").textContent = distance(value);
    this.places.get("steps").hidden = !steps.length && !value.next;
    this.#part("path", value.path, "ol", (one) =>
      made("li", `${one.id} ${one.name}：做到 ${one.target}，加 ${one.gain} 分，总分到 ${one.total}。`));
    this.#part("obstacles", value.obstacles, "ul", (one) =>
      made("li", `${one.name}：现为 ${one.value || NOTHING}，需要 ${one.needed}。`));
    this.#options(value.options ?? []);
  }

  #put(id, text) {
    if (!this.#shows(id, text)) this.places.get(id).textContent = text;
  }

  /** Whether a place shows this already: what stays is not made anew at every key. */
  #shows(id, data) {
    const text = JSON.stringify(data ?? null);
    const isSame = this.#told.get(id) === text;
    this.#told.set(id, text);
    return isSame;
  }

  #list(id, entries, make) {
    if (this.#shows(id, entries)) return;
    this.places.get(id).replaceChildren(...(entries ?? []).map(make));
  }

  #part(id, entries, list, make) {
    if (this.#shows(id, entries)) return;
    const part = this.places.get(id);
    part.hidden = !entries?.length;
    part.querySelector(list).replaceChildren(...(entries ?? []).map(make));
  }

  #table(id, rows, cells) {
    if (this.#shows(id, rows)) return;
    const part = this.places.get(id);
    part.hidden = !rows?.length;
    const made = (rows ?? []).map((one) => {
      const row = document.createElement("tr");
      for (const text of cells(one)) row.insertCell().textContent = text ?? "";
      return row;
    });
    part.querySelector("tbody").replaceChildren(...made);
  }

  /** The first are shown, the others folded away. */
  #missingAll(missing) {
    if (this.#shows("all that is missing", missing)) return;
    this.#part("missing", missing.slice(0, SHOWN_MISSING), "ul", (one) => this.#missing(one));
    const more = this.places.get("missing").querySelector("details");
    more.hidden = missing.length <= SHOWN_MISSING;
    more.querySelector("summary").textContent = `另有 ${missing.length - SHOWN_MISSING} 项`;
    more.querySelector("ul").replaceChildren(...missing.slice(SHOWN_MISSING).map((one) => this.#missing(one)));
  }

  #missing(one) {
    const entry = made("li");
    const words = `${one.what}${one.year ? `（${one.year}）` : ""}`;
    if (one.address) {
      const link = made("a", words);
      link.href = `#${encodeURIComponent(one.address)}`;
      link.addEventListener("click", (event) => {
        if (this.show(one.address)) event.preventDefault();
      });
      entry.append(link);
    } else entry.append(words);
    const more = [one.kind, one.needed_by && `用于 ${one.needed_by}`].filter(Boolean).join("，");
    if (more) entry.append(`　${more}`);
    return entry;
  }

  #improvement(one) {
    const entry = made("li");
    const name = `${one.id} ${one.name}`;
    const link = made("a", name);
    link.href = `${this.base}indicators/${encodeURIComponent(one.id.toLowerCase())}.html`;
    entry.append(link);
    entry.append(`：现为 ${one.now || NOTHING}，做到 ${one.target}，加 ${one.gain} 分。`);
    return entry;
  }

  #picture(id, text) {
    if (this.#shows(id, text)) return;
    const picture = drawn(text);
    const place = this.places.get(id);
    const frame = made("figure", "", "picture");
    if (picture) frame.append(picture);
    place.replaceChildren(...(picture ? [frame] : []));
  }

  /** The improvements to choose from; what was chosen stays chosen, and judged anew. */
  #options(options) {
    this.places.get("whatif").hidden = !options.length;
    const chosen = this.select.value;
    this.#step = new Map(options.map((one) => [one.id, one]));
    this.select.replaceChildren(...options.map((one) => new Option(`${one.id} ${one.name}${one.now ? `（现为 ${one.now}）` : ""}`, one.id)));
    if (!options.length) return;
    if (this.#step.has(chosen)) {
      this.select.value = chosen;
      if (this.output.textContent) this.#slide();
    } else this.#choose();
  }

  #choose() {
    const option = this.#step.get(this.select.value);
    this.slider.max = option ? option.stops : 0;
    this.slider.value = 0;
    this.slider.removeAttribute("aria-valuetext");
    this.output.textContent = "";
  }

  async #slide() {
    const asked = [this.select.value, Number(this.slider.value)];
    let would;
    try {
      would = await this.whatif(...asked);
    } catch (error) {
      this.output.textContent = error.message;
      return;
    }
    if (asked[0] !== this.select.value || !would.shown) return;
    this.slider.setAttribute("aria-valuetext", `${would.shown}，该项 ${would.score} 分，总分 ${would.total}`);
    this.output.textContent =
      `${would.shown}：该项 ${would.score} 分，总分 ${would.total}（${would.change}），${would.grade || "等级未定"}。`;
  }
}

const scoreOf = (one) => {
  if (one?.status === "not_applicable") return "不适用";
  if (one?.status === "missing") return one.basis ? `未得分，缺：${one.basis}` : "";
  if (!one || one.score === null || one.score === undefined || one.score === "") return "";
  return `得 ${one.score}／${one.points} 分${one.basis ? `（${one.basis}）` : ""}`;
};

const distance = ({ next, needed }) => {
  const most = "下面几项加分最多（加的是折算后的分，有不适用的指标时可以多于该项满分）：";
  if (!next) return `按现在的填写，${most}`;
  return Number(needed) > 0 ? `离“${next}”还差 ${needed} 分。${most}` : `分数已经够“${next}”。${most}`;
};
