/* The self-assessment: the form, its store, the engine and the result put together. */

import { Engine } from "./engine.js";
import { Form, MOST_ROWS, OTHER_YEAR } from "./form.js";
import { confirmed, download, Notices } from "./notice.js";
import { print } from "./printing.js";
import { Announcer, Result } from "./result.js";
import { asText, FORMAT, noAnswers, Store, understood } from "./store.js";

const [LARGEST, LARGEST_TEXT] = [20_000_000, 1_000_000];
const AFTER_CHANGE = 400;
const LISTED = 8;

const root = document.getElementById("assessment");
const place = (id) => document.getElementById(id);
const notices = new Notices(place("notices"));
const announcer = new Announcer(place("announcement"));
const form = new Form(place("sheet"), () => changed(), notices);
const store = new Store(root.dataset.edition, () => form.kept());
const engine = new Engine();
const result = new Result(root, { show: (address) => form.show(address), whatif });

const question = () => ({ answers: form.sent(), industry: form.industry?.value ?? "" });

/* ---- judging ---- */

let isSeen = false; // the result is on the screen
let isStale = true; // the details are older than the answers
let timer = 0;

async function assess() {
  if (engine.state !== "ready") return;
  let value;
  try {
    value = await engine.latest("assess", question());
  } catch (error) {
    if (engine.state !== "failed") notices.say("assess", `没有算成：${error.message}`);
    return;
  }
  notices.settle("assess");
  result.assessed(value);
  result.noted(form.note(value.notes ?? []));
  announcer.say(value.announcement || value.says);
  if (value.state === "scored") laterDetails();
}

/** Pictures and improvements take longer: only where they are looked at, and when nobody is typing. */
function laterDetails() {
  clearTimeout(timer);
  timer = setTimeout(() => isSeen && detail(), AFTER_CHANGE);
}

let details = null; // those that are on their way

function detail() {
  if (details || !isStale || engine.state !== "ready" || root.dataset.state !== "scored") return details ?? Promise.resolve();
  isStale = false;
  const told = engine.ask("details", question()).then((value) => result.detailed(value));
  details = told.catch(() => (isStale = true)).finally(() => (details = null)); // said where the answers are judged
  return details;
}

async function whatif(indicator, stop) {
  const would = await engine.latest("whatif", { ...question(), indicator, stop });
  announcer.say(would.announcement);
  return would;
}

/** What a file made the engine note. */
function sayNotes(notes) {
  notices.settle("file");
  if (!notes.length) return;
  const texts = notes.slice(0, LISTED).map((note) => note.text ?? String(note));
  const more = notes.length > LISTED ? `（另有 ${notes.length - LISTED} 条）` : "";
  notices.say("file", `${texts.join(" ")}${more}`);
}

/* ---- the form and what is kept of it ---- */

let counting = 0;

function changed() {
  isStale = true;
  notices.settle("opened");
  store.changed();
  assess();
  clearTimeout(counting);
  counting = setTimeout(renewProgress, AFTER_CHANGE);
}

function renewProgress() {
  let filled = 0;
  let all = 0;
  for (const [section, [done, asked]] of form.progress()) {
    const count = root.querySelector(`[data-count="${section}"]`);
    if (count) count.textContent = asked ? `${done}/${asked}` : "";
    filled += done;
    all += asked;
  }
  result.progress(filled, all);
}

function take({ answers, industry, says, tooMany }) {
  const rest = form.fill(answers, industry, !tooMany);
  const told = [...says, ...saidOfRest(rest, tooMany)];
  for (const name of ["read", "row"]) notices.settle(name);
  if (told.length) notices.say("read", told.join(" "));
  offerAside();
  isStale = true;
  renewProgress();
  assess();
}

/** What of the answers has no field here, and what becomes of it. */
function saidOfRest(rest, tooMany) {
  const years = new Set(rest.map((address) => OTHER_YEAR.exec(address)?.[1]).filter(Boolean));
  const others = rest.filter((address) => !OTHER_YEAR.test(address));
  const beyond = others.filter((address) => form.isFull(address));
  const told = [];
  if (tooMany && rest.length) told.push("内容太多，没有全部读入。");
  else if (years.size)
    told.push(`另有 ${[...years].sort().join("、")} 年的数，照常使用，一并保存；把其中一年填作“中间年”，就显示在中间一列。`);
  if (beyond.length) told.push(`一张表最多 ${MOST_ROWS} 行，其余的行没有计入。`);
  const unknown = others.filter((address) => !beyond.includes(address));
  if (unknown.length) {
    const listed = unknown.slice(0, LISTED).map((address) => address.slice(0, 60)).join("、");
    const kept = tooMany ? "没有读入" : "仍然保存着，不参与计算";
    told.push(`有 ${unknown.length} 个答案是本表格不问的，${kept}：${listed}${unknown.length > LISTED ? " 等" : ""}。`);
  }
  return told;
}

function offerAside() {
  const text = store.aside;
  if (text === null) return;
  notices.ask("aside", "有一份以前的内容没有全部读进来，原文另存着。", [
    ["下载原文", () => download("以前的内容.json", text, "application/json")],
    ["删去原文", () => { store.forgetAside(); notices.settle("aside"); }],
  ]);
}

/** The answers as they are kept: this page opens them again, with or without the engine. */
const exported = () => {
  const state = { format: FORMAT, edition: root.dataset.edition, saved: new Date().toISOString(), ...form.kept() };
  return JSON.stringify(state, null, 1);
};

const exporting = ["导出答案", () => download("自评价答案.json", exported(), "application/json")];

store.addEventListener("saved", () => {
  notices.settle("store");
  place("saved").textContent = `已自动保存在本机（${new Date().toTimeString().slice(0, 5)}）`;
});
store.addEventListener("off", () => unsaved("浏览器不让本页保存内容（可能是无痕窗口或设置所限），关闭网页就会丢失。请在离开前保存文件。"));
store.addEventListener("full", () => unsaved("浏览器给本网站的存储空间满了，最近的修改没有自动保存。请保存文件。"));
store.addEventListener("aside", () => {
  notices.ask("store", "以前的内容没有全部读入，又没有空间另存一份，所以没有改动它，也不自动保存。", [
    ["下载原文", () => download("以前的内容.json", store.raw ?? "", "application/json")],
    ["不要它，保存现在的", () => { notices.settle("store"); store.keep(); }],
  ]);
});
store.addEventListener("newer", () => {
  notices.ask("store", "自动保存暂停：本机有用更新版本的页面保存的内容。", [
    ["下载那份内容", () => download("以前的内容.json", store.raw ?? "", "application/json")],
    ["不要它，保存现在的", () => { notices.settle("store"); notices.settle("read"); store.keep(); }],
  ]);
});
store.addEventListener("other", () => {
  place("saved").textContent = "自动保存暂停";
  notices.ask("store", "另一个窗口改动了这份答卷。要用哪一份？决定之前这里不自动保存。", [
    ["载入那边的", () => {
      for (const name of ["store", "read"]) notices.settle(name);
      place("saved").textContent = "";
      take(store.read());
    }],
    ["保留这里的", () => { notices.settle("store"); store.keep(); }],
  ]);
});

function unsaved(text) {
  place("saved").textContent = "没有自动保存";
  notices.say("store", text, [exporting]);
}

/* ---- files ---- */

async function open(file) {
  const most = /\.ya?ml$/i.test(file.name) ? LARGEST_TEXT : LARGEST;
  if (file.size > most) {
    const [size, limit] = [file.size, most].map((bytes) => (bytes / 1_000_000).toFixed(1));
    notices.say("file", `没有打开：文件有 ${size} MB，超过 ${limit} MB，不是本表格的数据文件。`);
    return;
  }
  const isEmpty = !Object.keys(form.answers()).length;
  if (!isEmpty && !(await confirmed(place("ask"), `打开 ${file.name} 会替换现在填写的内容。`, "替换"))) return;
  if (/\.json$/i.test(file.name)) {
    openExported(await file.text());
    return;
  }
  await work(async () => {
    if (engine.state === "ready") notices.say("file", `正在读入 ${file.name}…`);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { answers, notes, says } = await engine.ask("open", { name: file.name, bytes }, [bytes.buffer]);
    if (Object.keys(answers).length) {
      take({ answers: texts(answers), industry: form.industry?.value ?? "", says: [] });
      if (says) notices.say("opened", says);
      store.changed();
      sayNotes(notes ?? []);
      return;
    }
    for (const name of ["read", "opened"]) notices.settle(name);
    sayNotes([{ text: `没有读入 ${file.name}。` }, ...(notes ?? [])]);
  });
}

function openExported(text) {
  const found = understood(text, root.dataset.edition);
  if (found.newer) found.says = ["文件是更新版本的页面写的，这里读不了。"];
  if (Object.keys(found.answers).length) {
    take(found);
    store.changed();
  } else notices.say("file", found.aside === undefined ? found.says.join("") : "文件里没有读得出来的答案。");
}

function texts(record) {
  const answers = noAnswers();
  for (const [address, value] of Object.entries(record ?? {})) {
    const text = asText(value);
    if (text) answers[address] = text;
  }
  return answers;
}

/** Does something with the engine; says what went wrong. */
async function work(act) {
  if (engine.state === "starting") notices.say("file", "计算引擎还在准备，准备好就做。");
  try {
    await act();
  } catch (error) {
    notices.say("file", `没有做成：${error.message}`, engine.state === "ready" ? [] : [exporting]);
  }
}

const save = () => work(async () => {
  const { name, text, notes } = await engine.ask("save", question());
  const lost = (notes ?? []).filter((note) => note.kind === "error");
  notices.settle("file");
  if (lost.length) {
    const listed = lost.slice(0, LISTED).map((note) => `${form.rowOf(note.address)}${note.text}`).join("");
    const asks = `有 ${lost.length} 处读不懂或没有填全，不会写进 factory.yaml：${listed}（“导出答案”原样保存全部内容。）`;
    if (!(await confirmed(place("ask"), asks, "仍然保存"))) return;
  }
  download(name, text, "application/yaml");
});

const saveWorkbook = () => work(async () => {
  const { name, bytes } = await engine.ask("workbook", question());
  download(name, bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  notices.settle("file");
});

async function clear() {
  if (!(await confirmed(place("ask"), "清空后，填写的全部内容都从本机删去，不能恢复。", "清空"))) return;
  for (const name of ["file", "opened"]) notices.settle(name);
  take({ answers: noAnswers(), industry: "", says: [] });
  store.forgetAside();
  notices.settle("aside");
  store.changed();
}

const ACTIONS = {
  open: () => place("file").click(),
  save,
  workbook: saveWorkbook,
  "print-result": () => detail().then(() => print(root, form.element, "result")),
  "print-answers": () => print(root, form.element, "answers"),
  clear,
};

for (const button of root.querySelectorAll("[data-action]"))
  button.addEventListener("click", () => ACTIONS[button.dataset.action]());

place("file").addEventListener("change", (event) => {
  const [file] = event.target.files;
  event.target.value = "";
  if (file) open(file);
});

const bringsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
addEventListener("dragover", (event) => {
  if (!bringsFiles(event)) return;
  event.preventDefault();
  root.classList.add("dropping");
});
addEventListener("dragleave", (event) => event.relatedTarget || root.classList.remove("dropping"));
addEventListener("drop", (event) => {
  root.classList.remove("dropping");
  if (!bringsFiles(event)) return;
  event.preventDefault();
  const [file] = event.dataTransfer.files;
  if (file) open(file);
});

/* ---- the engine ---- */

function withoutEngine(text) {
  root.dataset.engine = "none";
  result.shown("engine", text);
  place("fallback").classList.add("shown");
}

engine.addEventListener("progress", (event) => result.shown("engine", event.detail));
engine.addEventListener("ready", () => {
  root.dataset.engine = "ready";
  result.shown("engine", "计算引擎就绪");
  assess();
});
engine.addEventListener("failed", (event) => {
  withoutEngine("计算引擎不能用");
  notices.say("engine", `计算引擎不能用：${event.detail || "原因不明"}。填写和自动保存照常；重新载入网页可以再试，也可以下载数据表继续。`, [exporting]);
});

function begin() {
  take(store.read());
  root.dataset.ready = "yes";
  new IntersectionObserver(([entry]) => {
    isSeen = entry.isIntersecting;
    if (isSeen) laterDetails();
  }).observe(place("result"));
  if (typeof WebAssembly !== "object") {
    withoutEngine("浏览器不支持 WebAssembly");
    return;
  }
  result.shown("engine", "正在准备计算引擎…");
  // The form is drawn and answers first.
  setTimeout(() => engine.start());
}

begin();
