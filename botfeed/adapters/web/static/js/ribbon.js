// Five first steps. Each button does its step, or leaves only one press to do.

import * as api from "./api.js";
import { commandOf, typedAs } from "./complete.js";
import { byId, el, hint, toast } from "./dom.js";
import { become, boot, nameOf, other, people, state, t } from "./state.js";
import { forEver } from "./storage.js";
import { onEntry, talkOf } from "./talk.js";
import { onVoice } from "./voice.js";

const KEY = "botfeed.steps.away";
const ORDER = ["paint", "publish", "like", "remix", "digest"];
const WAIT_MS = 4000;
let steps = boot.steps;
let showPane = () => {};
let look = async () => {};

export function start({ pane, refresh }) {
  showPane = pane;
  look = refresh;
  update(steps);
  onVoice(() => update(steps));
}

export function update(found) {
  steps = found;
  const ribbon = byId("ribbon");
  ribbon.hidden = forEver.get(KEY) === "1";
  if (ribbon.hidden) return;
  const focused = ribbon.contains(document.activeElement) ? document.activeElement.dataset.step : null;
  const done = new Set(steps.done);
  const next = ORDER.find((name) => !done.has(name));
  const list = next
    ? el("ol", {}, ORDER.map((name, n) => el("li", {}, step(name, n + 1, done.has(name), name === next))))
    : el("p", { class: "all" }, t("steps_done"));
  const away = el("button", { class: "away", type: "button", "aria-label": t("steps_hide"), title: t("steps_hide"), on: { click: hide } }, "×");
  ribbon.replaceChildren(list, away);
  if (focused) ribbon.querySelector(`[data-step="${focused}"]`)?.focus();
}

function hide() {
  forEver.set(KEY, "1");
  byId("ribbon").hidden = true;
}

function label(name) {
  if (name !== "like") return t(`step_${name}`);
  if (people.length < 2) return t("step_like_alone");
  return t("step_like", { who: nameOf(steps.like?.who ?? other(steps.author || state.who)) });
}

function step(name, n, done, next) {
  const status = done ? t("step_done") : next ? t("step_next") : "";
  return el(
    "button",
    {
      class: `step ${done ? "done" : ""} ${next ? "next" : ""}`,
      type: "button",
      "data-step": name,
      "aria-current": next ? "step" : null,
      on: { click: () => DO[name]() },
    },
    el("span", { class: "mark", "aria-hidden": "true" }, done ? "✓" : String(n)),
    el("span", { class: "name whole" }, label(name)),
    el("span", { class: "name short" }, t(`short_${name}`)),
    status ? el("span", { class: "sr" }, status) : null,
  );
}

/** The newest button of a command in somebody's conversation. */
function button(who, command, post = "") {
  for (const { node } of talkOf(who).newest()) {
    const within = post ? [...node.querySelectorAll(`.card[data-post="${CSS.escape(post)}"]`)] : [node];
    for (const part of within) {
      const found = part.querySelector(`button[data-command="${command}"]`);
      if (found) return found;
    }
  }
  return null;
}

/** Wait until something shows up in a conversation. */
function appears(find) {
  return new Promise((resolve) => {
    const seek = () => {
      const found = find();
      if (found) resolve(found);
      return found;
    };
    if (seek()) return;
    const until = Date.now() + WAIT_MS;
    onEntry(() => { if (Date.now() < until) setTimeout(seek, 0); });
    setTimeout(() => resolve(null), WAIT_MS);
  });
}

function paint() {
  showPane("talk");
  const composer = talkOf(state.who).composer;
  const typed = composer.line.startsWith("/") && commandOf(composer.line);
  if (typed?.command === "imagine" && composer.line.includes(" ")) {
    composer.submit();
    return;
  }
  const ideas = [t("prompt"), ...t("prompts").split("|")];
  hint(composer.prefill(`${typedAs("imagine")} ${ideas[Math.floor(Math.random() * ideas.length)]}`));
  toast(t("press_enter"));
}

async function publish() {
  showPane("talk");
  const who = [state.who, other(state.who)].find((name) => button(name, "publish"));
  if (!who) {
    const waits = document.querySelector(".talk .frame.waits");
    toast(waits ? t("wait_paint") : t("publish_first"));
    if (!waits) paint();
    return;
  }
  become(who);
  button(who, "publish").click();
  hint(await appears(() => talkOf(who).newest()[0]?.node.querySelector(".form .primary")));
}

async function shownTo(who, command, post) {
  become(who);
  if (!button(who, command, post)) await api.run(who, "open", { post });
  return appears(() => button(who, command, post));
}

async function like() {
  showPane("talk");
  if (!steps.like) await look();
  if (!steps.like) {
    toast(t(steps.post ? "nothing_to_like" : "publish_first"));
    return;
  }
  hint(await shownTo(steps.like.who, "like", steps.like.post));
}

async function remix() {
  showPane("talk");
  if (!steps.post) await look();
  const post = steps.post || document.querySelector(".tile")?.dataset.post;
  if (!post) {
    toast(t("publish_first"));
    return;
  }
  const who = people.length > 1 ? other(steps.author || state.who) : state.who;
  (await shownTo(who, "remix", post))?.click();
  hint(await appears(() => talkOf(who).newest()[0]?.node.querySelector(".form .primary")));
}

async function digest() {
  showPane("talk");
  await api.digest(state.who);
}

const DO = { paint, publish, like, remix, digest };
