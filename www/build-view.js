// The building view: a form made of the interface's table, which gives the body.

import { ask } from "./core.js";
import { button, byId, h, prose } from "./dom.js";
import { newGuid } from "./guid.js";
import { FIELDS, told } from "./legend.js";

// Orders or goods that are drawn at once.
const PAGE = 20;
const PAUSE_MS = 200;
// More findings than anyone fixes at once.
const MOST_TOLD = 200;
// Texts that may be longer get a field of several lines.
const ONE_LINE = 250;

const empty = () => ({ eData: {}, payExInfo: {} });

/** Builds it in a panel. `make(request)` makes the request the body, or gives the findings that stand against it. */
export function buildView(panel, { t, make }) {
  let schema;
  let request = empty();
  /** Whether anything was typed here since the form was last filled in or cleared. */
  let isTouched = false;
  /** What was typed into: only there findings are told before the first try to build. */
  let touched = new Set();
  let tried = false;
  /** What to draw findings into, by the path of a field. */
  let fields = new Map();
  /** How many of a list are drawn, by its path. */
  const drawn = new Map();
  let timer;
  let answers = 0;

  // -------------------------------------------------------------------------------------------------------------------
  // The form.

  function draw() {
    const own = t();
    fields = new Map();
    const parts = Object.entries(FIELDS).map(([name, path]) => {
      const part = schema.properties[name];
      request[name] = asObject(request[name]);
      return group(part, path, `/${path}`, request[name], 3);
    });
    panel.replaceChildren(
      h("h2", {}, own.buildTitle),
      h("p", { className: "hint" }, own.buildHint),
      h(
        "p",
        { className: "places" },
        button(own.fill, () => fill().catch(failed), { id: "build-fill" }),
        button(own.reset, reset, { id: "build-reset" }),
      ),
      h(
        "form",
        { id: "build-form", autocomplete: "off", noValidate: true, onsubmit: submit },
        parts,
        h(
          "div",
          { className: "foot" },
          h("div", { id: "build-elsewhere" }),
          h(
            "p",
            { className: "places" },
            h("button", { type: "submit", className: "main", id: "build-make" }, own.make),
            h("span", { id: "build-state", role: "status" }),
          ),
        ),
      ),
    );
    check();
  }

  /** The fields of an object, beneath a heading of this level. */
  function group(schemaOf, name, path, values, level) {
    const id = idOf(path);
    const members = Object.entries(schemaOf.properties);
    const inner = members.map(([key, field]) => {
      const about = told(field);
      // The document's other spelling is the same field.
      for (const also of field["x-also"] ?? [])
        if (also in values && !(key in values)) {
          values[key] = values[also];
          delete values[also];
        }
      const at = `${path}/${key}`;
      if (about.type === "object") {
        values[key] = asObject(values[key]);
        return group(field, key, at, values[key], level + 1);
      }
      if (about.type === "array") {
        values[key] = asArray(values[key]);
        return list(field, key, at, values[key], level + 1);
      }
      return one(key, about, at, values);
    });
    return h(
      "section",
      { className: "group", "aria-labelledby": id },
      h(headingOf(level), { id }, prose(schemaOf.title), " ", h("code", {}, name)),
      h("p", { className: "hint" }, authorityOf(schemaOf, t())),
      errorsAt(path),
      h("div", { className: "grid" }, inner),
    );
  }

  /** A list of objects, each with its fields, of which a page is drawn at a time. */
  function list(field, name, path, values, level) {
    const own = t();
    const isOrders = Boolean(field.items.properties.goodsInfo);
    const title = isOrders ? own.order : own.goods;
    const items = h("div", { className: "items" });
    const rest = h("p", { className: "places" });
    let shown = 0;
    const item = (values, index) => {
      const at = `${path}/${index}`;
      const inner = group(
        { ...field.items, title: title(index + 1) },
        `[${index}]`,
        at,
        values,
        level + 1,
      );
      inner.append(
        button(own.remove, () => change(() => removeAt(index)), {
          id: `${idOf(at)}-remove`,
          className: "remove",
          ariaLabel: `${own.remove} ${title(index + 1)}`,
        }),
      );
      return inner;
    };
    const removeAt = (index) => {
      values.splice(index, 1);
      return `${idOf(`${path}/${Math.max(0, Math.min(index, values.length - 1))}`)}-remove`;
    };
    const add = () => {
      // Behind those that are drawn, where it can be seen.
      values.splice(shown, 0, {});
      drawn.set(path, shown + 1);
      return idOf(`${path}/${shown}/${Object.keys(field.items.properties)[0]}`);
    };
    const more = () => {
      const next = values.slice(shown, shown + PAGE);
      for (const [index, value] of next.entries()) {
        values[shown + index] = asObject(value);
        items.append(item(values[shown + index], shown + index));
      }
      shown += next.length;
      drawn.set(path, shown);
      const left = Math.min(PAGE, values.length - shown);
      rest.replaceChildren(
        ...(left > 0
          ? [
              button(own.showMore(left), () => {
                more();
                mark();
              }),
            ]
          : []),
        button(isOrders ? own.addOrder : own.addGoods, () => change(add), {
          className: "add",
        }),
      );
    };
    if (values.length === 0) values.push({});
    const most = Math.min(drawn.get(path) ?? 0, values.length);
    do more();
    while (shown < most);
    const id = idOf(path);
    return h(
      "section",
      { className: "list", "aria-labelledby": id },
      h(headingOf(level), { id }, `${field.title} `, h("code", {}, name)),
      errorsAt(path),
      items,
      rest,
    );
  }

  /** A change of the form's shape: it is drawn anew, and the focus goes to where the change says. */
  function change(work) {
    const id = work();
    isTouched = true;
    draw();
    byId(id)?.focus();
  }

  /** One field. */
  function one(name, about, path, values) {
    const own = t();
    const id = idOf(path);
    const { title, max, choices, type, isSecret } = about;
    // What is left out there is filled in.
    const isClock = path === "/EData/commitTime";
    const required = about.required && !isClock;
    const value = asText(values[name]);
    const shared = {
      id,
      value,
      name: path,
      required,
      "aria-describedby": `${id}-about ${id}-errors`,
    };
    let input;
    if (choices.length) {
      const none = h("option", { value: "" }, required ? own.choose : own.leaveOut);
      const options = choices.map(({ code, title }) =>
        h("option", { value: code }, `${code} ${title}`),
      );
      // What is none of them is not lost.
      if (value && !choices.some(({ code }) => code === value))
        options.push(h("option", { value }, value));
      input = h("select", { ...shared, value: undefined }, none, options);
      input.value = value;
    } else if (max > ONE_LINE) {
      input = h("textarea", { ...shared, rows: 2, spellcheck: false });
    } else {
      const isNumber = type === "amount" || type === "time";
      input = h("input", {
        ...shared,
        type: isSecret ? "password" : "text",
        spellcheck: false,
        autocomplete: isSecret ? "new-password" : "off",
        inputMode: isNumber ? "decimal" : undefined,
      });
    }
    const counter = h("span", { className: "size" });
    const count = () => {
      const length = [...input.value].length;
      counter.textContent = max && !choices.length ? own.counted(length, max) : "";
      counter.classList.toggle("over", length > (max ?? Infinity));
    };
    const taken = () => {
      if (input.value === "") delete values[name];
      else values[name] = input.value;
      isTouched = true;
      touched.add(path);
      count();
      later();
    };
    input.addEventListener("input", taken);
    count();
    const put = (text) => {
      input.value = text;
      taken();
      input.focus();
    };
    const extra = [
      type === "time" ? button(own.now, () => put(chinaTime(new Date()))) : null,
      name === "guid" ? button(own.newGuid, () => put(newGuid())) : null,
      isSecret
        ? button(
            own.show,
            ({ currentTarget }) => {
              const isShown = input.type === "text";
              input.type = isShown ? "password" : "text";
              currentTarget.ariaPressed = String(!isShown);
            },
            { ariaPressed: "false", ariaLabel: `${own.show} ${name}` },
          )
        : null,
    ];
    const facts = [
      isClock ? own.commitTimeHint : null,
      about.required ? null : own.optional,
      type === "amount" || type === "time" ? own.type[type] : null,
    ];
    return h(
      "div",
      { className: "field" },
      h(
        "label",
        { htmlFor: id },
        h("span", {}, prose(title)),
        " ",
        h("code", {}, name),
        required ? h("span", { className: "must", ariaHidden: "true" }, "\u00a0*") : null,
      ),
      h("div", { className: "control" }, input, extra),
      h(
        "p",
        { className: "hint", id: `${id}-about` },
        h("span", {}, facts.filter(Boolean).join(" · ")),
        counter,
      ),
      errorsAt(path),
    );
  }

  /** Where the findings about a field go. */
  function errorsAt(path) {
    const place = h("ul", { className: "errors", id: `${idOf(path)}-errors` });
    fields.set(path, place);
    return place;
  }

  // -------------------------------------------------------------------------------------------------------------------
  // What is found.

  let findings = [];

  function later() {
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE_MS);
  }

  async function check() {
    const mine = ++answers;
    const answer = await ask("check", { request: cleaned(request) }).catch(() => ({
      findings: [],
    }));
    if (mine !== answers) return;
    ({ findings } = answer);
    mark();
  }

  /** Writes the findings to the fields that they are about. */
  function mark() {
    const own = t();
    const elsewhere = [];
    for (const [path, place] of fields) {
      place.replaceChildren();
      place.hidden = true;
      byId(idOf(path))?.removeAttribute("aria-invalid");
    }
    const told = findings.filter(({ path }) => tried || touched.has(path)).slice(0, MOST_TOLD);
    for (const { severity, code, message, help, path } of told) {
      const place = fields.get(path);
      if (!place) {
        elsewhere.push(h("li", {}, h("code", {}, path), " ", prose(message)));
        continue;
      }
      // Which field it is, and what to do about it, is plain to see here.
      const isMissing = code === "field.missing";
      const line = h(
        "li",
        {},
        h("strong", {}, own.severity[severity]),
        " ",
        isMissing ? own.missing : prose(message),
        help && !isMissing ? [" ", h("span", { className: "hint" }, prose(help))] : null,
      );
      line.dataset.severity = severity;
      place.append(line);
      place.hidden = false;
      const input = byId(idOf(path));
      if (severity === "error" && input?.matches("input, select, textarea"))
        input.setAttribute("aria-invalid", "true");
    }
    const errors = findings.filter(({ severity }) => severity === "error");
    byId("build-state").textContent = tried && errors.length ? own.invalid(errors.length) : "";
    byId("build-elsewhere").replaceChildren(
      ...(elsewhere.length
        ? [h("h4", {}, own.elsewhere), h("ul", { className: "errors" }, elsewhere.slice(0, PAGE))]
        : []),
    );
  }

  async function submit(event) {
    event.preventDefault();
    clearTimeout(timer);
    answers++;
    isTouched = false;
    findings = await make(cleaned(request));
    tried = findings.length > 0;
    if (!tried) return;
    isTouched = true;
    mark();
    panel.querySelector("[aria-invalid]")?.focus();
  }

  // -------------------------------------------------------------------------------------------------------------------
  // Where its values come from.

  let fills = 0;

  /** Fills the form in with what the body carries; unless something was typed meanwhile. */
  async function fill() {
    const mine = ++fills;
    isTouched = false;
    const [own, filled] = await Promise.all([ask("schema"), ask("request")]);
    if (mine !== fills || isTouched) return;
    schema = own;
    request = { eData: asObject(filled.eData), payExInfo: asObject(filled.payExInfo) };
    fresh();
  }

  const failed = ({ message }) => panel.replaceChildren(h("p", { role: "alert" }, message));

  function reset() {
    fills++;
    request = empty();
    fresh();
  }

  function fresh() {
    // It has one value.
    request.eData.version ??= "1.0";
    drawn.clear();
    touched = new Set();
    tried = false;
    isTouched = false;
    const { id } = document.activeElement;
    draw();
    if (id) byId(id)?.focus();
  }

  return {
    /** What the checker has, unless something was typed here. */
    enter: () => (isTouched ? check() : fill().catch(failed)),
    async speak() {
      if (!panel.firstChild) return;
      schema = await ask("schema");
      draw();
    },
  };
}

/** Who asks for the fields of an object, where it is the same for all. */
function authorityOf(schema, t) {
  const said = Object.values(schema.properties).map((field) => {
    const { authority, clause } = told(field);
    return [t.authority[authority], clause && t.clause(clause)].filter(Boolean).join(" · ");
  });
  return new Set(said).size === 1 ? said[0] : "";
}

/** A value as it is shown in a field, whatever it is. */
const asText = (value) =>
  value == null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
/** There are six levels. */
const headingOf = (level) => `h${Math.min(level, 6)}`;

const asObject = (value) =>
  value && typeof value === "object" && !Array.isArray(value) ? value : {};
const asArray = (value) => (Array.isArray(value) ? value : []);
const idOf = (path) => `build${path.replace(/\W/g, "-")}`;

/** The request without what was left empty: objects of which nothing is filled in stay, as their fields are due. */
function cleaned(value) {
  if (Array.isArray(value)) return value.map(cleaned);
  if (!value || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== "" && inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, cleaned(inner)]));
}

/** The time in China, `yyyyMMddHHmmss`. */
function chinaTime(date) {
  const there = new Date(date.getTime() + 8 * 3600 * 1000);
  return there.toISOString().replace(/\D/g, "").slice(0, 14);
}
