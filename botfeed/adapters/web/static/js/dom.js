// Elements are built by text and attributes, never from markup: what people wrote cannot become a page.

/** Make an element. `on` holds listeners; a false or null property is left away. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [type, listen] of Object.entries(value)) node.addEventListener(type, listen);
    else node.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

export const byId = (id) => document.getElementById(id);

const STYLES = { bold: "b", code: "code", quiet: "span" };

/** Spans `[words, style, address]` as nodes. */
export function words(spans) {
  return spans.map(([text, style, href]) => {
    if (style === "link" && href) return el("a", { href, rel: "noopener noreferrer", target: "_blank" }, text);
    if (style === "quiet") return el("span", { class: "quiet" }, text);
    return STYLES[style] ? el(STYLES[style], {}, text) : document.createTextNode(text);
  });
}

export const plain = (spans) => spans.map(([text]) => text).join("");

/** A part of the open dialog, else of the page: what stands outside an open dialog is neither seen nor heard. */
const within = (part) => document.querySelector(`dialog[open] ${part}`) ?? document.querySelector(`body > ${part}`);

/** Say something to a screen reader. */
export function announce(text) {
  const live = within(".live");
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = text.slice(0, 200); });
}

const TOAST_MS = 3200;

export function toast(text) {
  if (!text) return;
  const shown = el("div", { class: "toast" }, text);
  within(".toasts").append(shown);
  setTimeout(() => shown.remove(), TOAST_MS + 40 * text.length);
}

/** Show where the next press goes. */
export function hint(node) {
  if (!node) return;
  node.scrollIntoView({ block: "nearest" });
  node.focus({ preventScroll: true });
  node.classList.add("hint");
  node.addEventListener("blur", () => node.classList.remove("hint"), { once: true });
}
