// Lines that did not get through: they stand above the composer until they are sent or thrown away.

import * as api from "./api.js";
import { announce, el } from "./dom.js";
import { busy } from "./focus.js";
import { t } from "./state.js";
import { forTab } from "./storage.js";

export class Unsent {
  constructor(who) {
    this.who = who;
    this.key = `botfeed.unsent.${who}`;
    this.lines = JSON.parse(forTab.get(this.key) ?? "[]");
    this.node = el("div", { class: "unsent" });
    this.draw();
  }

  /** Keep a line. One that is sent again keeps its id: if it had arrived after all, it counts once. */
  add({ line, id }) {
    if (!this.lines.some((one) => one.id === id)) this.lines.push({ line, id });
    this.keep();
    announce(`${t("not_sent")}: ${line}`);
  }

  keep() {
    forTab.set(this.key, JSON.stringify(this.lines));
    this.draw();
  }

  drop(id) {
    this.lines = this.lines.filter((one) => one.id !== id);
    this.keep();
  }

  retry(one) {
    const button = el("button", { class: "button primary", type: "button" }, t("retry"));
    busy(button, async () => { if (await api.say(this.who, one.line, one.id)) this.drop(one.id); });
    return button;
  }

  draw() {
    this.node.hidden = !this.lines.length;
    this.node.replaceChildren(...this.lines.map((one) => el(
      "div",
      { class: "kept", "data-id": one.id },
      el("p", {}, one.line),
      el("span", { class: "quiet" }, t("not_sent")),
      this.retry(one),
      el("button", { class: "button", type: "button", on: { click: () => this.drop(one.id) } }, t("discard")),
    )));
  }
}
