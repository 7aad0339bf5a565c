// A form, for what the bot asks and for the options of a command.

import { el, words } from "./dom.js";
import { busy } from "./focus.js";
import { t } from "./state.js";

const SHORT = 16; // characters of a title that fit on a button
let count = 0;
const remembered = new Map(); // what was typed into a question, until it is answered

/** `ask` has title, note, payload and fields; `send` gets the values by name, and gives null where that failed. */
export function form(ask, { send, cancel }) {
  const key = `${ask.command} ${ask.payload}`;
  const memory = remembered.get(key) ?? {};
  const fields = ask.fields.map((field) => control(field, memory[field.name]));
  const label = ask.title.length <= SHORT ? ask.title : t("go");
  const go = el("button", { class: "button primary", type: "submit" }, label);
  const node = el(
    "form",
    { class: "form", "data-command": ask.command },
    el("h2", {}, ask.title),
    ask.note?.length ? el("p", { class: "note" }, words(ask.note)) : null,
    fields,
    el("div", { class: "foot" }, go, el("button", { class: "button", type: "button", on: { click: cancel } }, t("cancel"))),
  );
  node.addEventListener("input", () => remembered.set(key, read(node, ask.fields)));
  node.addEventListener("submit", (event) => event.preventDefault());
  busy(go, async () => {
    if (node.reportValidity() && await send(read(node, ask.fields)) !== null) remembered.delete(key);
  });
  node.addEventListener("keydown", (event) => submitByEnter(event, go));
  return node;
}

/** Take a question away, as its own button does; what was typed is there again when it comes back. */
export const cancel = (node) => node.querySelector(".foot button[type=button]").click();

function submitByEnter(event, go) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target.tagName !== "TEXTAREA") return;
  event.preventDefault();
  go.click();
}

export function read(node, fields) {
  const data = new FormData(node);
  return Object.fromEntries(fields.map((field) => {
    const value = data.get(field.name);
    return [field.name, field.kind === "flag" ? (value === null ? "0" : "1") : String(value ?? "")];
  }));
}

function control(field, typed) {
  const id = `field-${(count += 1)}`;
  const value = typed ?? field.value;
  const help = field.hint ? el("p", { class: "help", id: `${id}-help` }, field.hint) : null;
  const shared = { id, name: field.name, required: field.required, "aria-describedby": help ? `${id}-help` : null };
  if (field.kind === "choice") return choices(field, value, id, help);
  if (field.kind === "flag") {
    const box = el("input", { ...shared, required: false, type: "checkbox", checked: value === "1" });
    return el("div", { class: "field" }, el("label", { class: "flag", for: id }, box, field.label), help);
  }
  const usual = field.choices.length  // of a text: others can be written
    ? el("datalist", { id: `${id}-usual` }, field.choices.map(([choice, label]) => el("option", { value: choice, label })))
    : null;
  const limits = { minlength: field.least || null, maxlength: field.most };
  const input = field.kind === "long"
    ? el("textarea", { ...shared, ...limits, rows: "3" }, value)
    : el("input", { ...shared, list: usual ? `${id}-usual` : null, ...(field.kind === "number" ? { min: field.least || null } : limits), type: field.kind === "number" ? "number" : "text", value });
  return el("div", { class: "field" }, el("label", { for: id }, field.label), input, usual, help);
}

function choices(field, value, id, help) {
  const chosen = value || (field.required ? field.choices[0]?.[0] : "");
  return el(
    "fieldset",
    { class: "field", "aria-describedby": help ? `${id}-help` : null },
    el("legend", {}, field.label),
    el("div", { class: "choices" }, field.choices.map(([choice, label]) => el(
      "label",
      {},
      el("input", { type: "radio", name: field.name, value: choice, checked: choice === chosen, required: field.required }),
      label,
    ))),
    help,
  );
}
