// The composer: one line that grows, with completion of commands, options and values.

import * as api from "./api.js";
import { completions } from "./complete.js";
import { byId, el } from "./dom.js";
import { form } from "./form.js";
import { nameOf, t } from "./state.js";

const LINES = 160; // px: how far it grows before it scrolls

export function composer(who) {
  return new Composer(who);
}

class Composer {
  constructor(who) {
    this.who = who;
    this.at = -1;
    this.found = [];
    this.menuId = `menu-${who}`;
    this.field = el("textarea", {
      rows: "1",
      id: document.getElementById("composer") ? null : "composer",
      placeholder: t("write"),
      "aria-label": t("write_label", { who: nameOf(who) }),
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-controls": this.menuId,
      autocomplete: "off",
      enterkeyhint: "send",
      maxlength: "12000",
    });
    this.menu = el("div", { class: "menu", id: this.menuId, role: "listbox", "aria-label": t("commands"), hidden: true });
    this.send = el("button", { class: "send", type: "submit", "aria-label": t("send"), title: t("send") }, "↑");
    this.node = el("form", { class: "composer" }, this.menu, el("div", { class: "box" }, this.field, this.send));
    this.listen();
  }

  listen() {
    this.node.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.field.addEventListener("input", () => this.changed());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => { setTimeout(() => { if (!this.node.contains(document.activeElement)) this.shut(); }, 100); });
  }

  focus() {
    this.field.focus();
  }

  /** Put a line there, ready to be sent or changed; gives the field. */
  prefill(line) {
    this.field.value = line;
    this.grow();
    this.shut();
    return this.field;
  }

  /** Take the page's own words from the language that is spoken now. */
  relabel() {
    this.field.placeholder = t("write");
    this.field.setAttribute("aria-label", t("write_label", { who: nameOf(this.who) }));
    this.menu.setAttribute("aria-label", t("commands"));
    this.send.setAttribute("aria-label", t("send"));
    this.send.title = t("send");
  }

  get isOpen() {
    return this.found.length > 0;
  }

  get line() {
    return this.field.value.trim();
  }

  submit() {
    const line = this.line;
    if (!line) return;
    this.prefill("");
    this.field.focus();
    api.say(this.who, line);
  }

  async changed() {
    this.grow();
    const asked = this.field.value;
    const found = await completions(this.who, asked);
    if (this.field.value !== asked) return;
    this.found = found;
    this.at = found.length ? 0 : -1;
    this.show();
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(LINES, this.field.scrollHeight)}px`;
  }

  show() {
    this.menu.hidden = !this.found.length;
    this.menu.replaceChildren(...this.found.map((choice, n) => this.option(choice, n)));
    this.select(this.at);
  }

  option(choice, n) {
    const more = choice.form
      ? el("button", { class: "more", type: "button", tabindex: "-1", "aria-label": t("options", { command: choice.label }), on: { click: (event) => { event.stopPropagation(); this.openForm(choice.form); } } }, "⋯")
      : null;
    const node = el("div", { class: "choice", role: "option", id: `${this.menuId}-${n}` }, el("b", {}, choice.label), el("span", {}, choice.says ?? ""), more);
    node.addEventListener("mousedown", (event) => event.preventDefault());
    node.addEventListener("click", () => this.take(choice));
    return node;
  }

  select(at) {
    this.at = at;
    const nodes = [...this.menu.querySelectorAll(".choice")];
    nodes.forEach((node, n) => node.setAttribute("aria-selected", String(n === at)));
    nodes[at]?.scrollIntoView({ block: "nearest" });
    if (nodes[at]) this.field.setAttribute("aria-activedescendant", nodes[at].id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  take(choice) {
    this.field.value = choice.line;
    this.field.focus();
    this.changed();
  }

  shut() {
    this.found = [];
    this.at = -1;
    this.show();
  }

  key(event) {
    const open = this.isOpen;
    if (event.isComposing) return;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.select((this.at + step + this.found.length) % this.found.length);
    } else if (open && event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      this.take(this.found[this.at]);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.enter(open);
    } else if (event.key === "ArrowUp" && !this.field.value) {
      event.preventDefault();
      [...byId("talks").querySelectorAll(`[data-who="${CSS.escape(this.who)}"] .answer`)].at(-1)?.focus();
    }
  }

  /** Enter completes what is half typed, and sends what is whole. */
  enter(open) {
    const choice = open ? this.found[this.at] : null;
    if (choice && !choice.whole && choice.line.trim() !== this.line) this.take(choice);
    else {
      this.shut();
      this.submit();
    }
  }

  openForm(command) {
    this.shut();
    const close = () => {
      node.remove();
      this.field.focus();
    };
    const send = async (values) => {
      const args = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
      const answer = await api.run(this.who, command.command, args);
      if (answer) {
        close();
        this.prefill("");
      }
      return answer;
    };
    const node = form({ ...command, title: `/${command.names[0]}`, note: [[command.says, "plain"]], payload: "" }, { send, cancel: close });
    this.node.querySelector(".form")?.remove();
    this.node.prepend(node);
    node.querySelector("input, textarea")?.focus();
  }
}
