// The fields of a request in the order of the interface's table: a tree of groups, lists and fields, each a node
// `{ element, title, path, children, at(path), show(findings), focus() }`. Adding or removing an item redraws nothing
// but its list; nodes after it only get their new paths.

import { button, h, prose } from "../dom.js";
import { FIELDS, told } from "../legend.js";
import { makeField, newId, showErrors } from "./field.js";
import { asArray, asObject } from "./values.js";

// Orders or goods drawn at once.
const PAGE = 20;

/**
 * Makes the form of a request. `page` has `t()`, `onInput(field)` and `onShape(isEdit)`, called after items are added,
 * removed, or, if `isEdit` is false, only drawn.
 */
export function makeForm(schema, request, page) {
  const nodes = new Map();
  const parts = Object.entries(FIELDS).map(([name, key]) => {
    request[name] = asObject(request[name]);
    return [name, group(schema.properties[name], key, request[name], 2, page)];
  });

  /** Sets the path of each node. */
  function index() {
    nodes.clear();
    const visit = (node, path, items) => {
      node.at(path);
      node.items = items;
      nodes.set(path, node);
      for (const [key, child] of node.children)
        visit(child, `${path}/${key}`, child.isItem ? [...items, child] : items);
    };
    for (const [name, part] of parts) visit(part, `/${name}`, []);
  }
  index();

  return {
    elements: parts.map(([, part]) => part.element),
    nodes,
    index,
    /** Returns the sections to jump to: groups and orders. */
    sections: () => [...nodes.values()].filter((node) => node.isSection),
    /** Returns the node of a path, or the nearest one around it. Draws items on the path that are not drawn yet. */
    reach(path) {
      const isDrawn = [...nodes.values()].some((node) => node.drawFor?.(path));
      if (isDrawn) return this.reach(path);
      return nodes.get(path) ?? (path && this.reach(path.replace(/\/?[^/]*$/, "")));
    },
  };
}

/** Makes the node of a field, a group or a list. */
function make(schema, name, values, level, page) {
  const { type } = told(schema);
  if (type === "object") {
    values[name] = asObject(values[name]);
    return group(schema, name, values[name], level, page);
  }
  if (type === "array") {
    values[name] = asArray(values[name]);
    return list(schema, name, values[name], level, page);
  }
  return makeField(name, schema, values, page);
}

/** Makes the node of an object: a heading of the given level, and fields. */
function group(schema, name, values, level, page) {
  const id = newId();
  const errors = h("ul", { className: "errors", hidden: true });
  const children = Object.entries(schema.properties).map(([key, field]) => {
    // The document spells some names in two ways.
    for (const also of field["x-also"] ?? [])
      if (also in values && !(key in values)) {
        values[key] = values[also];
        delete values[also];
      }
    return [key, make(field, key, values, level + 1, page)];
  });
  const title = h("span", { className: "title" }, prose(schema.title));
  const heading = h(headingOf(level), { id, tabIndex: -1 }, title, " ", h("code", {}, name));
  const head = h(
    "div",
    { className: "head" },
    heading,
    h("span", { className: "hint" }, authorityOf(schema, page.t())),
  );
  const node = {
    name,
    title: schema.title,
    isSection: true,
    children,
    element: h(
      "section",
      { className: "group", "aria-labelledby": id },
      head,
      errors,
      inGrids(children),
    ),
    /** Sets another title. */
    call(text) {
      node.title = text;
      title.textContent = text;
    },
    at(path) {
      node.path = path;
    },
    show: (findings) => showErrors(errors, findings, page.t()),
    focus: () => heading.focus(),
    head,
  };
  return node;
}

/** Puts neighbouring fields into one grid, and leaves groups and lists between them as they are. */
function inGrids(children) {
  const rows = [];
  let grid;
  for (const [, { element, isField }] of children) {
    if (!isField) {
      rows.push(element);
      grid = undefined;
      continue;
    }
    if (!grid) {
      grid = h("div", { className: "grid" });
      rows.push(grid);
    }
    grid.append(element);
  }
  return rows;
}

/** Makes the node of a list of objects, which is drawn page by page. */
function list(schema, name, values, level, page) {
  const own = page.t();
  const isOrders = Boolean(schema.items.properties.goodsInfo);
  const titleOf = isOrders ? own.order : own.goods;
  const errors = h("ul", { className: "errors", hidden: true });
  const items = h("div", { className: "items" });
  const more = button("", () => {
    const index = node.children.length;
    draw(index);
    node.children[index][1].focus();
  });
  const add = button(isOrders ? own.addOrder : own.addGoods, () =>
    changed(() => {
      const index = node.children.length;
      values.splice(index, 0, {});
      append(index);
      node.children[index][1].children[0][1].focus();
    }),
  );

  /** Appends the node of the next item. */
  function append(index) {
    values[index] = asObject(values[index]);
    const item = group({ ...schema.items, title: "" }, name, values[index], level, page);
    item.isItem = true;
    item.isSection = isOrders;
    item.remove = button(own.remove, () => changed(() => remove(item)), { className: "remove" });
    item.head.append(item.remove);
    node.children.push([index, item]);
    items.append(item.element);
  }

  /** Draws the items up to an index, and the rest of its page. */
  function extend(index) {
    const end = Math.min(values.length, Math.ceil((index + 1) / PAGE) * PAGE);
    while (node.children.length < end) append(node.children.length);
    renumber();
  }

  function draw(index) {
    extend(index);
    page.onShape(false);
  }

  function remove(item) {
    const index = node.children.findIndex(([, child]) => child === item);
    values.splice(index, 1);
    node.children.splice(index, 1);
    item.element.remove();
    if (values.length === 0) values.push({});
    if (node.children.length === 0) append(0);
    node.children[Math.min(index, node.children.length - 1)][1].remove.focus();
  }

  function changed(work) {
    work();
    renumber();
    page.onShape(true);
  }

  function renumber() {
    for (const [index, child] of node.children.entries()) {
      child[0] = index;
      child[1].call(titleOf(index + 1));
      child[1].remove.ariaLabel = `${own.remove} ${titleOf(index + 1)}`;
    }
    const left = Math.min(PAGE, values.length - node.children.length);
    more.hidden = left === 0;
    more.textContent = own.showMore(left);
  }

  const node = {
    title: schema.title,
    children: [],
    element: h(
      "section",
      { className: "list-of", ariaLabel: schema.title },
      errors,
      items,
      h("p", { className: "places" }, more, add),
    ),
    at(path) {
      node.path = path;
    },
    show: (findings) => showErrors(errors, findings, own),
    focus: () => node.children[0][1].focus(),
    /** Draws the item on a path, and returns whether it was not drawn before. */
    drawFor(path) {
      if (!path.startsWith(`${node.path}/`)) return false;
      const index = Number(path.slice(node.path.length + 1).split("/")[0]);
      const isDue = index >= node.children.length && index < values.length;
      if (isDue) draw(index);
      return isDue;
    },
  };
  if (values.length === 0) values.push({});
  extend(0);
  return node;
}

/** Returns the authority and clause of an object's fields, if they are the same for all. */
function authorityOf(schema, t) {
  const said = Object.values(schema.properties).map((field) => {
    const { authority, clause } = told(field);
    return [t.authority[authority], clause && t.clause(clause)].filter(Boolean).join(" · ");
  });
  return new Set(said).size === 1 ? said[0] : "";
}

// HTML has six levels of headings.
const headingOf = (level) => `h${Math.min(level, 6)}`;
