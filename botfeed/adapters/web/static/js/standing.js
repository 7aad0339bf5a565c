// The standing banner: what stays true until it changes. The first of these that holds is shown.

import { byId, el } from "./dom.js";
import { t } from "./state.js";

const ORDER = ["session", "offline"];
const holds = new Set();

export function say(what, is) {
  if (is === holds.has(what)) return;
  if (is) holds.add(what);
  else holds.delete(what);
  draw();
}

export function draw() {
  const what = ORDER.find((one) => holds.has(one));
  const banner = byId("banner");
  banner.hidden = !what;
  banner.replaceChildren(...(what ? [el("span", {}, t(what))] : []), ...(what === "session" ? [again()] : []));
}

/** Nothing here loads itself anew: where cookies are refused, that would go on for ever. */
const again = () => el("button", { class: "button", type: "button", on: { click: () => location.reload() } }, t("reload"));
