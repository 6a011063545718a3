// A body in a link: behind its #, which browsers send to no server. It is put there only where a person asks for it, and
// without the token.

import { ask } from "./core.js";
import { byId, h } from "./dom.js";
import { copy } from "./output.js";

const MARK = "#body=";
// Browsers take two megabytes and more; most other programs do not.
const [LONG, TOO_LONG] = [8_000, 1_500_000];

/** `ask` gives the body without the token. */
export function startSharing({ t, ask: askBody }) {
  const dialog = byId("sharing");
  let link;

  byId("share").addEventListener("click", async () => {
    const { text } = await askBody();
    if (text === undefined) return;
    // No memory left for it: that is too large as well.
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

  /** What is to be said of this link. */
  function notes() {
    if (!link) return [t().shareFailed];
    return [
      location.protocol === "file:" && t().shareLocal,
      link.length > LONG && t().shareLong(link.length),
    ].filter(Boolean);
  }

  return {
    /** The body that this page's own address carries, empty where it is damaged; the address is then rid of it. */
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
