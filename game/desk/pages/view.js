// Drawing the picture, and moving over it.
const map = document.getElementById("map");
const whole = document.getElementById("whole");
const state = { view: { kind: large ? "chapters" : "all" }, drawn: null, chosen: "", x: 0, y: 0, scale: 1 };
const FAR = 0.5; // below this scale only names are written
const FARTHEST = 0.25; // and below this one none
const NEAREST = 3;

function svg(name, attributes = {}, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  return element;
}

function cut(text, most) {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 1).join("").trimEnd()}…` : text;
}

const percent = (share) => (share === 0 ? "never met" : `${(100 * share).toFixed(share < 0.095 ? 1 : 0)} %`);

function show(view) {
  state.view = view;
  state.drawn = picture(view);
  const world = svg("g", { id: "world" });
  world.append(...state.drawn.heads.flatMap(head), svg("g", { id: "ways" }), svg("g", { id: "scenes" }));
  map.replaceChildren(heads(), world);
  const layer = world.querySelector("#ways");
  for (const line of state.drawn.lines) layer.append(...drawLine(line, smooth(line.points)));
  for (const line of state.drawn.far) {
    const path = sweep(state.drawn.cards.get(line.from), state.drawn.cards.get(line.to));
    layer.append(...drawLine(line, path, true));
  }
  stubs(layer);
  const cards = world.querySelector("#scenes");
  for (const card of state.drawn.cards.values()) cards.append(card.chapter ? drawChapter(card) : drawScene(card));
  drawWhole();
  document.getElementById("around").setAttribute("aria-pressed", String(view.kind === "around"));
  rove();
  filter();
  choose(state.drawn.cards.has(state.chosen) ? state.chosen : "", false);
}

const KINDS = ["", "near", "road", "visit", "return", "chance"];

function heads() {
  const all = svg("defs");
  for (const kind of KINDS) {
    const marker = svg("marker", {
      id: `head-${kind}`, viewBox: "0 0 8 8", refX: 7, refY: 4, orient: "auto-start-reverse",
      markerWidth: 9, markerHeight: 9, markerUnits: "userSpaceOnUse",
    });
    marker.append(svg("path", { d: "M0,0.8 L8,4 L0,7.2 z", class: `head ${kind}` }));
    all.append(marker);
  }
  return all;
}

function head(band) {
  const at = band.y + 30;
  return [
    svg("line", { class: "rule", x1: 0, x2: Math.max(state.drawn.width, 600), y1: at + 14, y2: at + 14 }),
    svg("text", { class: "band", x: 0, y: at }, band.title),
    svg("text", { class: "band-about", x: 0, y: at + 36 }, `${band.scenes.length} scenes${band.days ? ` · ${band.days}` : ""}`),
  ];
}

function kindOf(line) {
  const kinds = new Set(line.ways.map((way) => way.track.kind));
  return kinds.size === 1 && !kinds.has("goto") ? [...kinds][0] : "";
}

function drawLine(line, path, far = false) {
  const kind = state.drawn.ofChapters ? "" : kindOf(line);
  const closed = line.ways.every((way) => way.exit.if || way.track.if);
  const isRoad = line.ways.some(taken);
  const names = ["way", kind, closed && !kind && !state.drawn.ofChapters ? "if" : "", isRoad ? "road" : ""];
  const element = svg("path", {
    d: path, class: names.filter(Boolean).join(" "), "data-from": line.from, "data-to": line.to,
    "marker-end": `url(#head-${isRoad ? "road" : kind})`, "data-head": isRoad ? "road" : kind,
  });
  if (far) element.setAttribute("data-far", "");
  if (far && !isRoad) element.setAttribute("visibility", "hidden");
  element.append(svg("title", {}, line.ways.slice(0, 12).map(inWords).join("\n")));
  if (!state.drawn.ofChapters) return [element];
  const middle = line.points[Math.floor(line.points.length / 2)];
  return [element, svg("text", { class: "told", x: middle.x - 8, y: middle.y + 4 }, String(line.ways.length))];
}

function inWords(way) {
  const also = [way.exit.if && `if ${way.exit.if}`, way.track.if && `if ${way.track.if}`.replace("if otherwise", "otherwise")];
  if (way.track.odds) also.push(percent(way.track.odds));
  return [way.exit.id, ...also.filter(Boolean)].join(" · ");
}

// Where a way leaves the band, its end says where to.
function stubs(layer) {
  const out = new Map();
  for (const way of ways) {
    const card = state.drawn.cards.get(way.from);
    if (state.drawn.ofChapters || !card) continue;
    const there = scenes.get(way.to);
    if (state.drawn.cards.has(way.to) && there.chapter === scenes.get(way.from).chapter) continue;
    if (state.view.kind === "around" && state.drawn.cards.has(way.to)) continue;
    if (!out.has(way.from)) out.set(way.from, new Set());
    out.get(way.from).add(there.chapter === scenes.get(way.from).chapter ? "…" : chapters.get(there.chapter).title);
  }
  for (const [id, names] of out) {
    const card = state.drawn.cards.get(id);
    const words = [...names].slice(0, 2).join(", ") + (names.size > 2 ? " …" : "");
    const attributes = { class: "stub", x: card.x + CARD.width + 6, y: card.y + CARD.height - 4 };
    layer.append(svg("text", attributes, `→ ${cut(words, 34)}`));
  }
}

function drawScene(card) {
  const scene = scenes.get(card.id);
  const names = ["scene", scene.ending && "ends", scene.begins.length && "begins"].filter(Boolean).join(" ");
  const label = [scene.title, scene.id, scene.day, scene.hour, scene.ending && `ends: ${scene.ending}`];
  const element = svg("g", {
    class: names, transform: `translate(${card.x.toFixed(1)},${card.y.toFixed(1)})`, "data-id": scene.id,
    tabindex: -1, role: "button", "aria-label": label.filter(Boolean).join(", "),
  });
  element.append(svg("rect", { class: "card", width: CARD.width, height: CARD.height }));
  element.append(svg("rect", { class: "edge", width: scene.begins.length ? 7 : 3, height: CARD.height }));
  element.append(...name(scene.title));
  element.append(svg("text", { class: "meta", x: 14, y: 44 }, cut([scene.hour, scene.id].filter(Boolean).join(" · "), 30)));
  if (scene.share !== null) {
    const never = scene.share === 0 ? " never" : "";
    element.append(svg("text", { class: `share${never}`, x: CARD.width - 8, y: 44 }, percent(scene.share)));
    element.append(svg("rect", { class: "bar", y: CARD.height - 3, width: CARD.width * scene.share, height: 3 }));
  }
  if (road.has(scene.id)) {
    const steps = road.get(scene.id).join(", ");
    const width = Math.max(24, 10 + 7 * steps.length);
    const badge = svg("g", { transform: `translate(${-width / 2},-11)` });
    badge.append(svg("rect", { class: "step", width, height: 22, rx: 11 }));
    badge.append(svg("text", { class: "number", x: width / 2, y: 15 }, steps));
    element.append(badge);
  }
  element.append(svg("title", {}, scene.title));
  return element;
}

// A title for near, and one for far: two lines of large letters.
function name(title) {
  const words = title.split(" ");
  let first = words.shift();
  while (words.length && first.length + words[0].length < 17) first += ` ${words.shift()}`;
  const rest = words.join(" ");
  return [
    svg("text", { class: "name", x: 14, y: 25 }, cut(title, 28)),
    svg("text", { class: "large", x: 14, y: rest ? 27 : 38 }, cut(first, 17)),
    svg("text", { class: "large", x: 14, y: 50 }, cut(rest, 17)),
  ];
}

function drawChapter(card) {
  const { chapter } = card;
  const element = svg("g", {
    class: "scene", transform: `translate(${card.x.toFixed(1)},${card.y.toFixed(1)})`, "data-chapter": card.id,
    "data-id": card.id, tabindex: -1, role: "button", "aria-label": `${chapter.title}, ${chapter.scenes.length} scenes`,
  });
  element.append(svg("rect", { class: "card", width: CARD.width, height: CARD.height }));
  element.append(svg("rect", { class: "edge", width: 3, height: CARD.height }));
  element.append(...name(chapter.title));
  element.append(svg("text", { class: "meta", x: 14, y: 44 }, `${chapter.scenes.length} scenes`));
  return element;
}

// ------------------------------------------------------------ moving

function place() {
  const world = document.getElementById("world");
  world.setAttribute("transform", `translate(${state.x.toFixed(2)},${state.y.toFixed(2)}) scale(${state.scale.toFixed(4)})`);
  world.classList.toggle("far", state.scale < FAR);
  world.classList.toggle("farther", state.scale < FARTHEST);
  world.style.setProperty("--head", `${Math.max(30, 15 / state.scale).toFixed(1)}px`);
  const view = whole.querySelector(".view");
  if (!view) return;
  const { width, height } = map.getBoundingClientRect();
  for (const [key, value] of Object.entries({
    x: -state.x / state.scale, y: -state.y / state.scale, width: width / state.scale, height: height / state.scale,
  })) view.setAttribute(key, value);
}

// The part of the map that the panel leaves free, in pixels.
function room() {
  const { width, height } = map.getBoundingClientRect();
  const panel = document.getElementById("panel");
  const narrow = window.matchMedia("(max-width: 720px)").matches;
  return {
    width: panel.hidden || narrow ? width : width - panel.offsetWidth,
    height: panel.hidden || !narrow ? height : height - panel.offsetHeight,
  };
}

function fit(smallest = 0) {
  const { width, height } = room();
  const edge = state.drawn.ofChapters || state.drawn.heads.length ? 44 : 60;
  const across = (width - 2 * edge) / state.drawn.width;
  const all = Math.min(across, (height - 2 * edge) / state.drawn.height, 1.15);
  // What would be too small begins at its beginning, as wide as there is room.
  state.scale = all < smallest ? Math.max(smallest, Math.min(across, 1)) : Math.max(all, 0.02);
  const loose = (space, size) => (size * state.scale < space - 2 * edge ? (space - size * state.scale) / 2 : edge);
  state.x = loose(width, state.drawn.width);
  state.y = loose(height, state.drawn.height);
  const first = [...state.drawn.cards.values()].reduce((a, b) => (b.y < a.y ? b : a));
  if (state.drawn.down && state.drawn.width * state.scale > width) {
    state.x = Math.min(edge, width / 2 - (first.x + CARD.width / 2) * state.scale);
  }
  place();
}

function zoom(factor, x, y) {
  const { width, height } = room();
  const at = { x: x ?? width / 2, y: y ?? height / 2 };
  const scale = Math.min(Math.max(state.scale * factor, 0.02), NEAREST);
  state.x = at.x - ((at.x - state.x) * scale) / state.scale;
  state.y = at.y - ((at.y - state.y) * scale) / state.scale;
  state.scale = scale;
  place();
}

// Move only as far as is needed for the card to be seen.
function bringIn(id) {
  const card = state.drawn.cards.get(id);
  const { width, height } = room();
  if (state.scale < 0.3) zoom(0.75 / state.scale);
  const edge = 60;
  const left = state.x + card.x * state.scale;
  const top = state.y + card.y * state.scale;
  const right = left + CARD.width * state.scale;
  const bottom = top + CARD.height * state.scale;
  if (left < edge || right > width - edge) state.x += width / 2 - (left + right) / 2;
  if (top < edge || bottom > height - edge) state.y += height / 2 - (top + bottom) / 2;
  place();
}

function drawWhole() {
  const { width, height } = state.drawn;
  const factor = Math.min(190 / width, 130 / height);
  whole.setAttribute("width", Math.max(40, width * factor));
  whole.setAttribute("height", Math.max(24, height * factor));
  whole.setAttribute("viewBox", `${-0.02 * width} ${-0.02 * height} ${1.04 * width} ${1.04 * height}`);
  whole.replaceChildren(
    ...[...state.drawn.cards.values()].map((card) =>
      svg("rect", { x: card.x, y: card.y, width: CARD.width, height: CARD.height, "data-id": card.id })),
    svg("rect", { class: "view" }),
  );
}
