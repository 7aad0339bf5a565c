// The keyboard: / writes, arrows walk the cards, Enter opens, L likes, R remixes, Esc closes.

import * as api from "./api.js";
import { byId } from "./dom.js";
import { cancel } from "./form.js";
import { state } from "./state.js";
import { talkOf } from "./talk.js";
import { current, isOpen, open, shut, step } from "./viewer.js";
import { tileOf } from "./wall.js";

const isTyping = (node) => node.closest("input, textarea, select, [contenteditable]");

export function start({ pane, drawer }) {
  document.addEventListener("keydown", (event) => escape(event, drawer), true);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (isTyping(event.target)) return;
    const act = KEYS[event.key] ?? KEYS[event.key.toLowerCase()];
    if (act?.(event.target, pane) === true) event.preventDefault();
  });
}

/** One Escape closes one thing, the uppermost; no words are lost by it. */
function escape(event, drawer) {
  if (event.key !== "Escape" || event.isComposing) return;
  const { composer } = talkOf(state.who);
  const question = event.target.closest?.("form.form");
  if (composer.isOpen && composer.node.contains(event.target)) composer.shut();
  else if (question) cancel(question);
  else if (isOpen()) shut();
  else if (!drawer()) return;
  event.preventDefault();
  event.stopPropagation();
}

const KEYS = {
  "/": (_, pane) => {
    if (isOpen()) shut();
    pane("talk");
    const { composer } = talkOf(state.who);
    if (!composer.line) composer.prefill("/");
    composer.focus();
    composer.changed();
    return true;
  },
  ArrowDown: (from) => walk(from, 0, 1),
  ArrowUp: (from) => walk(from, 0, -1),
  ArrowRight: (from) => walk(from, 1, 0),
  ArrowLeft: (from) => walk(from, -1, 0),
  Enter: (from) => {
    const card = from.matches(".answer") ? from.querySelector(".card[data-post]:not([data-post=''])") : null;
    if (!card || isOpen()) return false;
    const look = card.querySelector(".look");
    if (look) look.click();
    else open({ post: card.dataset.post, title: from.getAttribute("aria-label"), by: "", alt: "", src: "", blur: "" });
    return true;
  },
  l: (from) => act(from, "like"),
  r: (from) => act(from, "remix"),
};

/** Move among tiles by place, among answers by order. */
function walk(from, right, down) {
  if (isOpen() && right) return step(right);
  const tile = from.closest(".tile");
  if (tile) return walkTiles(tile, right, down);
  const answer = from.closest(".answer");
  const answers = [...byId("talks").querySelectorAll(".talk.current .answer")];
  if (answer && !down) return false;
  const to = answer ? answers[answers.indexOf(answer) + down] : isOpen() ? null : firstOf(answers, down);
  if (!to) {
    if (answer && down > 0) talkOf(state.who).composer.focus();
    return Boolean(answer);
  }
  to.focus();
  to.scrollIntoView({ block: "nearest" });
  return true;
}

const firstOf = (answers, down) => (down < 0 ? answers.at(-1) : document.querySelector(".tile[tabindex='0']"));

function walkTiles(tile, right, down) {
  const column = tile.parentElement;
  const middle = tile.getBoundingClientRect().top + tile.offsetHeight / 2;
  const nearest = (nodes) => nodes.reduce((best, node) => (distance(node, middle) < distance(best, middle) ? node : best), nodes[0]);
  const beside = right > 0 ? column.nextElementSibling : column.previousElementSibling;
  const next = down > 0 ? tile.nextElementSibling : tile.previousElementSibling;
  const to = right ? beside && nearest([...beside.children]) : next;
  if (!to) return true;
  tile.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
  return true;
}

const distance = (node, middle) => Math.abs(node.getBoundingClientRect().top + node.offsetHeight / 2 - middle);

/** Press the button of that verb on the card in view, or do it to the tile. */
function act(from, command) {
  const node = isOpen() ? current() : from.closest(".answer");
  const button = node?.querySelector(`button[data-command="${command}"]`);
  if (button) {
    button.click();
    return true;
  }
  const tile = from.closest(".tile") && tileOf(from.closest(".tile"));
  if (!tile) return false;
  if (command === "like") api.run(state.who, "like", { post: tile.post, wanted: tile.liked ? "0" : "1" }, true);
  else open(tile).then((opened) => opened?.querySelector(`button[data-command="${command}"]`)?.click());
  return true;
}
