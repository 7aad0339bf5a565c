// A card: the picture first, then words, then its buttons.

import * as api from "./api.js";
import { toneOf } from "./blur.js";
import { el, plain, words } from "./dom.js";
import { form } from "./form.js";
import { t } from "./state.js";

/** A picture in a frame of its own shape, so that nothing moves when it arrives. */
export function frame(media, { eager = false } = {}) {
  const img = el("img", { src: media.src, alt: media.alt, loading: eager ? "eager" : "lazy", decoding: "async" });
  const box = el("div", { class: "frame" }, img, media.veiled ? el("span", { class: "veil", "aria-hidden": true }, "◐") : null);
  const shape = (width, height) => box.style.setProperty("--ratio", String(width / height));
  img.addEventListener("load", () => {
    img.classList.add("ready");
    if (!media.width) shape(img.naturalWidth, img.naturalHeight); // a digest's sheet: its shape is not known before
  });
  if (media.width && media.height) shape(media.width, media.height);
  const tone = toneOf(media.blur);
  if (tone) box.style.backgroundImage = `url(${tone})`;
  return box;
}

function gallery(media) {
  if (!media.length) return null;
  return el("div", { class: media.length > 1 ? "media many" : "media" }, media.map((one) => frame(one, { eager: true })));
}

function button(action, who, ref) {
  const look = action.look === "plain" ? "" : action.look;
  if (action.url) {
    return el("a", { class: `button ${look}`, href: action.url, target: "_blank", rel: "noopener noreferrer" }, action.label);
  }
  const node = el("button", { class: `button ${look}`, type: "button", "data-command": action.command, "data-wanted": action.wanted }, action.label);
  node.addEventListener("click", async () => {
    node.disabled = true;
    await api.press(who, action.payload, ref);
    node.disabled = false;
  });
  return node;
}

const isPainting = (entry, card) =>
  entry.pending && !card.media.length && card.actions.some((action) => action.command === "cancel");

/** One card of an entry. */
export function card(entry, one, who) {
  const actions = one.actions.map((action) => button(action, who, entry.ref));
  return el(
    "div",
    { class: "card", "data-post": one.post, "data-picture": one.picture },
    isPainting(entry, one) ? el("div", { class: "frame waits", role: "img", "aria-label": t("painting") }) : gallery(one.media),
    plain(one.text) ? el("p", { class: "words" }, words(one.text)) : null,
    actions.length ? el("div", { class: "actions" }, actions) : null,
  );
}

/** An entry of a conversation as an article. */
export function article(entry, who) {
  const ask = entry.ask ? question(entry, who) : null;
  const label = entry.cards.map((one) => one.title || plain(one.text)).join(". ").slice(0, 160);
  const node = el(
    "article",
    { class: "answer", tabindex: "-1", "data-ref": entry.ref, "aria-label": label || entry.ask?.title },
    entry.cards.map((one) => card(entry, one, who)),
    entry.files.map(file),
    ask,
  );
  const likeable = node.querySelector(".card[data-post]:not([data-post='']) .media");
  likeable?.addEventListener("dblclick", () => api.react(who, entry.ref, true));
  return node;
}

const file = ({ name, size, href }) =>
  el("a", { class: "button file", href, download: name }, `${name} · ${(size / 1e6).toFixed(1)} MB`);

function question(entry, who) {
  return form(entry.ask, {
    send: (values) => api.fill(who, entry.ask.payload, values, entry.ref),
    cancel: () => api.close(who, entry.ref),
  });
}
