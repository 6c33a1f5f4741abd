/* What the page says beside the form: notices that stay until they are settled, questions, files to save. */

export class Notices {
  #shown = new Map();

  constructor(element) {
    this.element = element;
  }

  /** Says something under a name; a notice of the same name gives way. `choices`: what a button says and does. */
  say(name, text, choices = []) {
    this.ask(name, text, [...choices, ["知道了", () => this.settle(name)]]);
  }

  /** As say, but only a decision takes it away. Nothing is said again that still stands there. */
  ask(name, text, choices) {
    if (this.#shown.get(name)?.firstElementChild.textContent === text) return;
    this.settle(name);
    const box = document.createElement("div");
    box.className = "notice";
    const words = document.createElement("p");
    words.textContent = text;
    box.append(words);
    for (const [label, act] of choices) box.append(button(label, act));
    this.#shown.set(name, box);
    this.element.append(box);
  }

  settle(name) {
    this.#shown.get(name)?.remove();
    this.#shown.delete(name);
  }
}

const button = (label, act) => {
  const one = document.createElement("button");
  one.type = "button";
  one.textContent = label;
  one.addEventListener("click", act);
  return one;
};

/** Yes or no, in the dialog of the page. */
export const confirmed = (dialog, question, yes) =>
  new Promise((done) => {
    dialog.querySelector("p").textContent = question;
    dialog.querySelector(".strong").textContent = yes;
    dialog.returnValue = "no";
    dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });

/** Puts a file where the browser saves what it downloads. */
export const download = (name, content, type) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};
