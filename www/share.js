// A body in a link: behind its #, which browsers send to no server. It is put there only where a person asks for it, and
// without the token.

import { ask } from "./core.js";
import { byId, setText } from "./dom.js";
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
    const packed = await ask("pack", { text });
    link = packed.length > TOO_LONG ? undefined : `${location.href.split("#")[0]}${MARK}${packed}`;
    byId("sharing-copy").disabled = !link;
    const told = link ? (link.length > LONG ? t().shareLong(link.length) : "") : t().shareFailed;
    setText(byId("sharing-state"), told);
    dialog.showModal();
  });
  byId("sharing-copy").addEventListener("click", ({ currentTarget }) =>
    copy(currentTarget, link, t),
  );
  byId("sharing-close").addEventListener("click", () => dialog.close());

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
