// Puts the page together: people, panes, tabs, and what listens to what.

import * as api from "./api.js";
import { byId, el } from "./dom.js";
import { redraw } from "./focus.js";
import * as keys from "./keys.js";
import * as preview from "./preview.js";
import * as ribbon from "./ribbon.js";
import * as standing from "./standing.js";
import { become, boot, nameOf, onWho, people, state, t } from "./state.js";
import * as stream from "./stream.js";
import * as talk from "./talk.js";
import * as viewer from "./viewer.js";
import * as voice from "./voice.js";
import * as wall from "./wall.js";

const VERBS = [["library", "mine"], ["profile", "profile"], ["inbox", "inbox"]];

function drawPeople() {
  const only = people.length === 1;
  redraw(byId("who"), ...people.map(({ who }) => el(
    only ? "div" : "button",
    {
      class: "person",
      type: only ? null : "button",
      "aria-pressed": only ? null : String(who === state.who),
      "aria-label": only ? null : t("be", { who: nameOf(who) }),
      on: only ? {} : { click: () => become(who) },
    },
    el("span", { class: "face", "aria-hidden": "true" }, nameOf(who).slice(0, 1).toUpperCase()),
    el("span", {}, nameOf(who)),
  )));
}

function drawVerbs() {
  const offered = VERBS.map(([key, command]) => [key, boot.menu.find((one) => one.command === command)]).filter(([, one]) => one);
  const buttons = offered.map(([key, one]) => verb(t(key), () => { pane("talk"); api.say(state.who, `/${one.names[0]}`); }));
  if (boot.digest) buttons.push(verb(t("digest_now"), () => { pane("talk"); api.run(state.who, "digest.preview", {}); }));
  redraw(byId("verbs"), ...buttons);
}

const verb = (label, act) => el("button", { type: "button", on: { click: () => { drawer(false); act(); } } }, label);

/** On a phone the verbs and the panel stand behind one button. Gives whether it was open. */
function drawer(open) {
  const was = byId("drawer").classList.contains("open");
  if (was && !open && byId("drawer").contains(document.activeElement)) byId("more").focus();
  byId("drawer").classList.toggle("open", open);
  byId("more").setAttribute("aria-expanded", String(open));
  return was;
}

function startDrawer() {
  byId("more").addEventListener("click", () => drawer(!byId("drawer").classList.contains("open")));
  document.addEventListener("click", (event) => { if (!event.target.closest("#drawer, #more")) drawer(false); });
}

function drawTabs() {
  const chosen = preview.chosen() || "feed";
  const tabs = [["feed", t("feed")], ...preview.names().map((name) => [name, t("as", { platform: name[0].toUpperCase() + name.slice(1) })])];
  byId("tabs").hidden = tabs.length === 1;
  redraw(byId("tabs"), ...tabs.map(([name, label], n) => el(
    "button",
    { type: "button", role: "tab", id: `tab-${name}`, "aria-selected": String(name === chosen), "aria-controls": n ? "elsewhere" : "wall", tabindex: name === chosen ? "0" : "-1", on: { click: () => choose(name), keydown: roam } },
    label,
  )));
}

function choose(name) {
  for (const tab of byId("tabs").children) {
    const chosen = tab.id === `tab-${name}`;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
  }
  byId("wall").hidden = name !== "feed";
  byId("elsewhere").hidden = name === "feed";
  byId("elsewhere").setAttribute("aria-labelledby", `tab-${name}`);
  if (name === "feed") preview.hide();
  else preview.show(name);
}

/** Bring the wall into view. */
function reveal() {
  choose("feed");
  pane("wall");
}

function roam(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const tabs = [...byId("tabs").children];
  const to = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
  to.click();
  to.focus();
  event.preventDefault();
}

/** On a phone, bring one of the two panes into view. */
function pane(name) {
  const panes = byId("panes");
  if (panes.scrollWidth <= panes.clientWidth + 1) return;
  panes.scrollTo({ left: name === "talk" ? 0 : panes.clientWidth, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

function drawSwipe() {
  const buttons = [["talk", t("conversation")], ["wall", t("feed")]].map(([name, label]) => el("button", { type: "button", on: { click: () => pane(name) } }, label));
  redraw(byId("swipe"), ...buttons);
  const mark = () => {
    const second = byId("panes").scrollLeft > byId("panes").clientWidth / 2;
    buttons.forEach((button, n) => button.setAttribute("aria-current", String((n === 1) === second)));
  };
  byId("panes").onscroll = mark;
  mark();
}

function draw() {
  drawPeople();
  drawVerbs();
  drawTabs();
  drawSwipe();
  standing.draw();
}

draw();
startDrawer();
onWho(drawPeople);
voice.onVoice(draw);
talk.start(become);
viewer.start({ ofAuthor: wall.ofAuthor });
document.addEventListener("all", (event) => wall.ofAuthor(event.detail));
preview.start();
wall.start({ open: viewer.open, steps: ribbon.update, reveal });
ribbon.start({ pane, refresh: wall.refresh });
keys.start({ pane, drawer: () => drawer(false) });
voice.start();
stream.start(wall.refresh);
document.documentElement.dataset.ready = "1";
