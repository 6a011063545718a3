// Shares a body in a link, after the #, which browsers never send to a server. Only a click by the user makes such a
// link, and the token is left out.

import { ask } from "./core.js";
import { byId, h } from "./dom.js";
import { copy } from "./output.js";

const MARK = "#body=";
// Browsers take links of two megabytes and more; most other programs don't.
const [LONG, TOO_LONG] = [8_000, 1_500_000];

/** Starts the share dialogue. `ask` gives the body without the token. */
export function startSharing({ t, ask: askBody }) {
  const dialog = byId("sharing");
  let link;

  byId("share").addEventListener("click", async () => {
    const { text } = await askBody();
    if (text === undefined) return;
    // Running out of memory also means that the body is too large.
    const packed = await ask("pack", { text }).catch(() => undefined);
    link =
      packed?.length <= TOO_LONG ? `${location.href.split("#")[0]}${MARK}${packed}` : undefined;
    byId("sharing-copy").disabled = !link;
    const lines = notes().flatMap((note) => [h("br"), note]);
    byId("sharing-state").replaceChildren(...lines.slice(1));
    dialog.showModal();
  });
  byId("sharing-copy").addEventListener("click", ({ currentTarget }) =>
    copy(currentTarget, link, t),
  );

  /** Returns warnings about the link. */
  function notes() {
    if (!link) return [t().shareFailed];
    return [
      location.protocol === "file:" && t().shareLocal,
      link.length > LONG && t().shareLong(link.length),
    ].filter(Boolean);
  }

  return {
    /** Takes the body out of the page's address, and returns it; its text is empty if it is damaged. */
    async received() {
      if (!location.hash.startsWith(MARK)) return undefined;
      const packed = location.hash.slice(MARK.length);
      history.replaceState(null, "", location.href.split("#")[0]);
      try {
        return { text: await ask("unpack", { text: packed }) };
      } catch {
        return { text: "" };
      }
    },
  };
}
