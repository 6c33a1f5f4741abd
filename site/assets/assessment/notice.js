/* What the page says beside the form: notices that stay until they are settled, questions, files to save. */

export class Notices {
  #shown = new Map();
  #before = null; // where the focus was before it came here

  constructor(element) {
    this.element = element;
    element.addEventListener("focusin", ({ relatedTarget }) => {
      if (relatedTarget && !element.contains(relatedTarget)) this.#before = relatedTarget;
    });
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
    const box = this.#shown.get(name);
    const isHere = box?.contains(document.activeElement);
    box?.remove();
    this.#shown.delete(name);
    if (isHere) (this.element.querySelector("button") ?? this.#before)?.focus({ preventScroll: true });
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
