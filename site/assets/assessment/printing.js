/* Printing: the result, or the answers as a list of what is filled in. */

const labelOf = (field) => field.labels?.[0]?.textContent ?? "";
const shownIn = (field) => (field.tagName === "SELECT" ? (field.selectedOptions[0]?.textContent ?? "") : field.value);

const made = (name, text) => {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
};

/** What the column of a year is called: the year itself, where it is filled in. */
const yearOf = (field) => {
  const line = { base: "base_year", between: "between", evaluation: "evaluation_year" }[field.name.split("/")[2]];
  return (line && field.form.elements[`factory/${line}/value`]?.value.trim()) || labelOf(field);
};

/** One entry or row: what it is called, and what is filled in. */
const line = (box) => {
  const fields = [...box.querySelectorAll("[name]")].filter((field) => field.type !== "hidden" && field.value.trim());
  if (!fields.length) return [];
  const legend = box.querySelector("legend")?.textContent;
  const list = box.closest("[data-title]")?.dataset.title ?? "";
  const unit = box.querySelector(":scope .unit")?.textContent ?? "";
  const said = fields.map((field) => (legend ? `${yearOf(field)}：` : "") + shownIn(field).replace(/。$/, ""));
  if (unit && fields.some((field) => yearOf(field) !== labelOf(field))) said.unshift(unit);
  return [made("dt", `${list} ${legend ?? labelOf(fields[0])}`.trim()), made("dd", said.join("；"))];
};

const writeAnswers = (form, place) => {
  place.replaceChildren(made("p", `打印日期：${new Date().toLocaleDateString("zh-CN")}`));
  for (const section of form.querySelectorAll("[data-section]")) {
    const lines = [...section.querySelectorAll("[data-entry], .rows > li")].flatMap(line);
    if (!lines.length) continue;
    const list = document.createElement("dl");
    list.append(...lines);
    place.append(made("h2", section.querySelector("h2").firstChild.textContent), list);
  }
  if (place.children.length === 1) place.append(made("p", "还没有填写任何内容。"));
};

/** `what`: "result" or "answers". */
export const print = (root, form, what) => {
  const answers = root.querySelector("#answers");
  if (what === "answers") writeAnswers(form, answers.querySelector("div"));
  answers.hidden = what !== "answers";
  document.documentElement.dataset.prints = what;
  addEventListener(
    "afterprint",
    () => {
      delete document.documentElement.dataset.prints;
      answers.hidden = true;
    },
    { once: true },
  );
  window.print();
};
