// Decorations set from outside the editor: findings, links, and covers over secrets.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";
import { h } from "../dom.js";

/** Makes a layer of decorations, which move with edits until they are set again. */
function layer(...extensions) {
  const set = StateEffect.define();
  const field = StateField.define({
    create: () => Decoration.none,
    update(value, { changes, effects }) {
      const given = effects.findLast((effect) => effect.is(set));
      return given ? given.value : value.map(changes);
    },
    provide: (self) => [
      EditorView.decorations.from(self),
      ...extensions.map((extension) => extension(self)),
    ],
  });
  return { set, field };
}

export const marks = layer();
export const links = layer();
// The cursor passes a cover as if it were one character.
export const covers = layer((self) => EditorView.atomicRanges.of((view) => view.state.field(self)));
/** Later layers wrap earlier ones, so a cover can be underlined and highlighted, too. */
export const LAYERS = [covers, marks, links];

class Cover extends WidgetType {
  toDOM() {
    return h("span", { className: "cm-cover", textContent: "••••••" });
  }
  eq() {
    return true;
  }
}
export const cover = Decoration.replace({ widget: new Cover() });

/** Marks a finding or a link at an empty range. */
export class Gap extends WidgetType {
  constructor(className, title) {
    super();
    Object.assign(this, { className, title });
  }
  toDOM() {
    return h("span", { className: `cm-gap ${this.className}`, title: this.title ?? "" });
  }
  eq({ className, title }) {
    return className === this.className && title === this.title;
  }
}
