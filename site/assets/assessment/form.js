/* The form and its answers: a field's name is the address of its answer. Texts from outside are shown as text only. */

import { noAnswers } from "./store.js";

/** Rows of one list; more than any factory has, fewer than stop a browser. */
export const MOST_ROWS = 500;
/** How rows are numbered where none is yet. */
const FIRST = { sources: "S00", evidence: "E-00" };
/** The column of a year that is none of the form's three. */
export const OTHER_YEAR = /\/((?:19|20)\d\d)$/;
/** The fields that say which year a column is, by column. */
const YEARS = { base: "factory/base_year/value", between: "factory/between/value", evaluation: "factory/evaluation_year/value" };
/** Signs in one field: fewer than a cell of a worksheet takes. */
const MOST_SIGNS = 10_000;
const ROW = /^[1-9]\d{0,5}$/;

const tableOf = (address) => address.slice(0, address.indexOf("/"));
const rowOf = (address) => address.split("/")[1];

export class Form {
  #rest = noAnswers(); // answers to what is not asked: kept, not counted
  #noted = [];
  #told = "[]"; // the notes that are shown
  #general = [];
  #composing = false;
  #years = {}; // the year that a column last was

  /** `changed`: called when an answer has changed; `notices`: where is said what a person should know. */
  constructor(element, changed, notices) {
    this.element = element;
    this.changed = changed;
    this.notices = notices;
    this.industry = element.querySelector("#industry");
    this.lists = new Map([...element.querySelectorAll("[data-list]")].map((box) => [box.dataset.list, new List(box, this)]));
    element.addEventListener("submit", (event) => event.preventDefault());
    // What an input method is still composing is no answer yet.
    element.addEventListener("compositionstart", () => (this.#composing = true));
    element.addEventListener("compositionend", ({ target }) => {
      this.#composing = false;
      this.#typed(target);
    });
    element.addEventListener("input", ({ target }) => {
      mark(target.closest("details.more"));
      if (!this.#composing) this.#typed(target);
    });
  }

  /** All fields with an address. */
  get fields() {
    return [...this.element.elements].filter((field) => field.name.includes("/"));
  }

  /** What is filled in, by address, in the order of the form. */
  answers() {
    const answers = noAnswers();
    for (const { name, value } of this.fields) if (value.trim()) answers[name] = value;
    return answers;
  }

  /** What follows from a letter typed, before it is judged. */
  #typed(field) {
    if (field.value.length > MOST_SIGNS) {
      field.value = field.value.slice(0, MOST_SIGNS);
      this.notices.say("long", `一处最多填 ${MOST_SIGNS} 字，多出的没有填入。`);
    }
    const column = Object.keys(YEARS).find((one) => YEARS[one] === field.name);
    if (column) this.#turn(column, yearOf(field.value));
    this.lists.get(tableOf(field.name))?.numbered(field);
    if (field.tagName === "SELECT") offer(field.closest("li"));
    this.changed();
  }

  /** A column becomes another year: where there are numbers of that year, they come in, and those of the old one go. */
  #turn(column, year) {
    const old = this.#years[column];
    if (!year || year === old) return;
    this.#years[column] = year;
    const coming = Object.keys(this.#rest).filter((address) => address.endsWith(`/${year}`));
    if (!coming.length) return;
    for (const field of this.fields)
      if (field.name.endsWith(`/${column}`)) {
        const row = field.name.slice(0, -column.length);
        if (old && field.value.trim()) this.#rest[row + old] = field.value;
        put(field, this.#rest[row + year] ?? "");
        delete this.#rest[row + year];
      }
  }

  /** What a list says of a row that is gone goes too; returned, for bringing it back. */
  forget(table, row) {
    const gone = Object.entries(this.#rest).filter(([address]) => address.startsWith(`${table}/${row}/`));
    for (const [address] of gone) delete this.#rest[address];
    return () => Object.assign(this.#rest, Object.fromEntries(gone));
  }

  /** The same with the numbers of other years, for which the form has no columns. */
  sent() {
    const answers = noAnswers();
    for (const [address, text] of Object.entries(this.#rest)) if (OTHER_YEAR.test(address)) answers[address] = text;
    return Object.assign(answers, this.answers());
  }

  /** The same with what the form does not ask, for keeping. */
  kept() {
    return { industry: this.industry?.value ?? "", answers: { ...this.#rest, ...this.answers() } };
  }

  /** Empty, then filled. Returns the addresses that are not asked. */
  fill(answers, industry = "", keepsRest = true) {
    this.note([]);
    for (const list of this.lists.values()) list.empty(answers);
    const known = new Map(this.fields.map((field) => [field.name, field]));
    for (const field of known.values()) put(field, "");
    this.#rest = noAnswers();
    for (const [address, text] of Object.entries(answers)) {
      const field = known.get(address);
      if (field) put(field, text);
      else this.#rest[address] = text;
    }
    for (const [column, name] of Object.entries(YEARS)) this.#years[column] = yearOf(known.get(name)?.value ?? "");
    const rest = Object.keys(this.#rest);
    if (!keepsRest) this.#rest = noAnswers();
    if (this.industry) this.industry.value = [...this.industry.options].some((o) => o.value === industry) ? industry : "";
    this.element.querySelectorAll("details.more").forEach(mark);
    this.element.querySelectorAll(".rows > li").forEach(offer);
    return rest;
  }

  /** Whether an address is in a list that takes no more rows. */
  isFull(address) {
    return (this.lists.get(tableOf(address))?.rows.children.length ?? 0) >= MOST_ROWS;
  }

  /** Which row of a list an address is in, as it is counted on the screen; "" elsewhere. */
  rowOf(address) {
    const list = this.lists.get(tableOf(address));
    const place = [...(list?.rows.children ?? [])].findIndex((row) => row.dataset.row === rowOf(address));
    return place < 0 ? "" : `第 ${place + 1} 行，`;
  }

  field(address) {
    return this.fields.find((field) => field.name === address) ?? null;
  }

  /** Brings a field into view, opened and focused; else what an address without a column stands for. */
  show(address) {
    const [table, row] = address.split("/");
    const field =
      this.field(address) ?? this.fields.find((one) => one.type !== "hidden" && one.name.startsWith(`${table}/${row}/`));
    const other = this.element.querySelector(`#${CSS.escape(address)}`) ?? this.lists.get(table)?.add;
    const found = field ?? other ?? this.element.querySelector(`#${CSS.escape(`s-${table}`)}`);
    if (!found) return false;
    found.closest("details")?.setAttribute("open", "");
    found.scrollIntoView({ block: "center" });
    found.focus({ preventScroll: true });
    return true;
  }

  /** How many of the entries and rows of each section are filled in: by section [filled, all]. */
  progress() {
    const filled = new Map();
    for (const section of this.element.querySelectorAll("[data-section]")) {
      const asked = [...section.querySelectorAll("[data-entry], .rows > li")].filter((one) => mainFields(one).length);
      const done = asked.filter((one) => [...mainFields(one), ...reasons(one)].some((field) => field.value.trim()));
      filled.set(section.dataset.section, [done.length, asked.length]);
    }
    return filled;
  }

  /** What is said about fields, next to them. Returns what concerns no field. */
  note(notes) {
    const told = JSON.stringify(notes);
    if (told === this.#told) return this.#general;
    this.#told = told;
    for (const { field, told } of this.#noted) unsay(field, told);
    this.#noted = [];
    const known = new Map(this.fields.map((field) => [field.name, field]));
    const general = [];
    for (const note of notes) {
      const field = known.get(note.address);
      if (field && field.type !== "hidden") this.#noted.push({ field, told: say(field, note, this.#noted.length) });
      else general.push(note);
    }
    this.#general = general;
    return general;
  }
}

/** Whether there is something in what is folded away. */
const mark = (details) =>
  details?.toggleAttribute("data-filled", [...details.querySelectorAll("[name]")].some((field) => field.value.trim()));

/** What makes an entry filled in: not a unit, not what is folded away. */
const mainFields = (box) =>
  [...box.querySelectorAll("[name]")].filter(
    (field) => !field.name.endsWith("/unit") && !field.closest("details") && !isOnlyExcuse(field),
  );

/** A choice with one answer, which most need not give: what is computed is not accounted. */
const isOnlyExcuse = (field) => field.tagName === "SELECT" && field.options.length === 2 && !field.value;

/** As Python reads it: with or without 年 behind, in whatever digits. */
const yearOf = (text) => /^((?:19|20)\d\d)(?:年度?)?$/.exec(text.normalize("NFKC").trim())?.[1] ?? "";

/** Why there is nothing else to say. */
const reasons = (box) => box.querySelectorAll('[name$="/not_applicable"]');

/** A text goes in as it is; where a choice does not have it, it is offered as one more. */
const put = (field, text) => {
  field.querySelector?.("option[data-own]")?.remove();
  if (field.tagName === "SELECT" && text && ![...field.options].some((option) => option.value === text)) {
    const own = new Option(text, text);
    own.dataset.own = "";
    field.append(own);
  }
  field.value = text;
};

/** Below its field; below all years where these are narrow. An error is not folded away. */
const say = (field, note, number) => {
  const told = document.createElement("small");
  told.id = `note-${number}`;
  told.className = `note ${note.kind === "error" ? "error" : "warning"}`;
  told.textContent = note.text;
  (field.closest(".years") ?? field.parentElement).append(told);
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${told.id}`.trim());
  if (note.kind === "error") {
    field.setAttribute("aria-invalid", "true");
    field.closest("details")?.setAttribute("open", "");
  }
  return told;
};

const unsay = (field, told) => {
  const others = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== told.id);
  if (others.length) field.setAttribute("aria-describedby", others.join(" "));
  else field.removeAttribute("aria-describedby");
  field.removeAttribute("aria-invalid");
  told.remove();
};

/** A list: its rows keep their numbers in the addresses, and are counted anew for people. */
class List {
  #newest = 0; // the highest number of a row: one that is gone may be brought back, so none is given twice

  constructor(box, form) {
    this.form = form;
    this.table = box.dataset.list;
    this.title = box.dataset.title;
    this.rows = box.querySelector(".rows");
    this.template = box.querySelector("template");
    this.add = box.querySelector(".add");
    this.add.addEventListener("click", () => {
      const row = this.#append(this.#newest + 1);
      if (row) firstField(row).focus();
      form.changed();
    });
    this.rows.addEventListener("click", (event) => {
      const row = event.target.closest(".delete")?.closest("li");
      if (row) this.#remove(row);
    });
  }

  /** No rows but those that these answers have. */
  empty(answers) {
    this.rows.replaceChildren();
    this.#newest = 0;
    const numbers = new Set();
    for (const address of Object.keys(answers))
      if (tableOf(address) === this.table && ROW.test(rowOf(address))) numbers.add(Number(rowOf(address)));
    for (const number of [...numbers].sort((a, b) => a - b).slice(0, MOST_ROWS)) this.#append(number, false);
    this.#count();
  }

  #append(number, counts = true) {
    if (this.rows.children.length >= MOST_ROWS) return null;
    const row = this.template.content.firstElementChild.cloneNode(true);
    row.dataset.row = number;
    this.#newest = Math.max(this.#newest, number);
    for (const element of row.querySelectorAll("[id],[name],[for],[aria-describedby]"))
      for (const name of ["id", "name", "for", "aria-describedby"])
        if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replace("{row}", number));
    this.rows.append(row);
    if (counts) this.#count();
    return row;
  }

  /** The focus goes to the row that takes its place, else to the one before, else to the button for a new one. */
  #remove(row) {
    const [next, before] = [row.nextElementSibling, row.previousElementSibling];
    const name = row.querySelector("legend").textContent;
    const restore = this.form.forget(this.table, row.dataset.row);
    row.remove();
    this.#count();
    (next ?? before ? firstField(next ?? before) : this.add).focus();
    this.form.changed();
    const undo = () => {
      this.form.notices.settle("row");
      restore();
      this.rows.insertBefore(row, next?.isConnected ? next : null);
      this.#count();
      firstField(row).focus();
      this.form.changed();
    };
    this.form.notices.say("row", `已删去${this.title}的${name}。`, [["撤销", undo]]);
  }

  /** A row that is begun without a number gets the next one. */
  numbered(field) {
    const id = this.form.field(`${this.table}/${rowOf(field.name)}/id`);
    if (!id || id === field || id.value || !field.value.trim()) return;
    const ids = [...this.rows.querySelectorAll("[name$='/id']")].map((one) => one.value.trim());
    const last = ids.findLast((one) => /\d$/.test(one)) ?? FIRST[this.table] ?? "0";
    const [, stem] = /^(.*?)\d+$/.exec(last);
    const width = last.length - stem.length;
    const most = Math.max(0, ...ids.map((one) => (one.startsWith(stem) && Number(one.slice(stem.length))) || 0));
    id.value = stem + String(most + 1).padStart(width, "0");
  }

  #count() {
    [...this.rows.children].forEach((row, place) => {
      row.querySelector("legend").textContent = `第 ${place + 1} 行`;
      row.querySelector(".delete").setAttribute("aria-label", `删去这一行（第 ${place + 1} 行）`);
    });
    this.add.disabled = this.rows.children.length >= MOST_ROWS;
  }
}

/** A row's choices that are for its kind, and one that is made; where nothing is left to choose, nothing is asked. */
const offer = (row) => {
  const kind = row?.querySelector("select[name$='/kind']")?.value;
  for (const option of row?.querySelectorAll("option[data-kinds]") ?? []) {
    const fits = !kind || option.selected || option.dataset.kinds.split(" ").includes(kind);
    option.hidden = option.disabled = !fits;
  }
  for (const field of new Set([...(row?.querySelectorAll("option[data-kinds]") ?? [])].map((one) => one.parentElement)))
    field.closest(".field").hidden = [...field.options].every((option) => option.hidden || !option.value);
};

const firstField = (row) => row.querySelector("input:not([type=hidden]), select, textarea");
