// A card: the picture first, then words, then its buttons.

import * as api from "./api.js";
import { toneOf } from "./blur.js";
import { el, plain, words } from "./dom.js";
import { busy } from "./focus.js";
import { form } from "./form.js";
import { t } from "./state.js";

/** A picture in a frame of its own shape, so that nothing moves when it arrives. */
export function frame(media, { eager = false } = {}) {
  const img = el("img", { src: media.src, alt: media.alt, loading: eager ? "eager" : "lazy", decoding: "async" });
  const box = el("div", { class: "frame" }, img, media.veiled ? el("span", { class: "veil", "aria-hidden": "true" }, "◐") : null);
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

/** The pictures of a card; each opens. */
function gallery(entry, one) {
  const { media } = one;
  if (!media.length) return null;
  const looks = media.map((shown, at) => {
    const node = el("button", { class: "look", type: "button", "aria-label": t("look", { title: shown.alt || one.title }) }, frame(shown, { eager: true }));
    node.addEventListener("click", () => document.dispatchEvent(new CustomEvent("look", { detail: { entry, one, at } })));
    return node;
  });
  return el("div", { class: media.length > 1 ? "media many" : "media" }, looks);
}

function button(action, who, ref) {
  const look = action.look === "plain" ? "" : action.look;
  if (action.url) {
    return el("a", { class: `button ${look}`, href: action.url, target: "_blank", rel: "noopener noreferrer" }, action.label);
  }
  const node = el("button", { class: `button ${look}`, type: "button", "data-command": action.command, "data-wanted": action.wanted }, action.label);
  busy(node, () => {
    for (const other of document.querySelectorAll("[data-pressed]")) delete other.dataset.pressed;
    node.dataset.pressed = "";
    return api.press(who, action.payload, ref);
  });
  return node;
}

const isPainting = (entry, card) =>
  entry.pending && !card.media.length && card.actions.some((action) => action.command === "cancel");

/** A profile shows somebody's best; the wall shows all. */
const everything = (post) => el("div", { class: "actions" }, el(
  "button",
  { class: "button all", type: "button", on: { click: () => document.dispatchEvent(new CustomEvent("all", { detail: post })) } },
  t("all_of_them"),
));

/** One card of an entry. */
export function card(entry, one, who) {
  const actions = one.actions.map((action) => button(action, who, entry.ref));
  return el(
    "div",
    { class: "card", "data-post": one.post, "data-picture": one.picture },
    isPainting(entry, one) ? el("div", { class: "frame waits", role: "img", "aria-label": t("painting") }) : gallery(entry, one),
    plain(one.text) ? el("p", { class: "words" }, words(one.text)) : null,
    actions.length ? el("div", { class: "actions" }, actions) : null,
    one.surface === "profile" && one.posts.length ? everything(one.posts[0]) : null,
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
