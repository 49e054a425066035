// What is drawn, and where. The chapters are bands, one below the other, and dagre lays the
// scenes of each out from left to right.
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const scenes = new Map(data.scenes.map((scene) => [scene.id, scene]));
const chapters = new Map(data.chapters.map((chapter) => [chapter.id, { ...chapter, scenes: [] }]));
const into = new Map(); // scene -> the ways that lead into it
const ways = []; // every way: {from, to, exit, track}

for (const scene of scenes.values()) {
  chapters.get(scene.chapter).scenes.push(scene);
  for (const exit of scene.exits) {
    for (const track of exit.tracks) {
      const way = { from: scene.id, to: track.to, exit, track };
      ways.push(way);
      if (!into.has(track.to)) into.set(track.to, []);
      into.get(track.to).push(way);
    }
  }
}

const CARD = { width: 214, height: 62 };
const MOST_IN_ALL = 1200; // scenes drawn at once; of more, the chapters
const MOST_IN_BAND = 240; // in one band; of more, what is around a scene
const GAP = 110;
const HEAD = 78; // above the scenes of a band
const road = new Map(); // scene -> the steps at which the road is there
data.road.forEach((step, number) => {
  if (!road.has(step.scene)) road.set(step.scene, []);
  road.get(step.scene).push(number + 1);
});
const onRoad = new Set(data.road.map((step) => `${step.scene} ${step.choice} ${step.to}`));
const taken = (way) => onRoad.has(`${way.from} ${way.exit.id} ${way.to}`);
const large = scenes.size > MOST_IN_ALL || [...chapters.values()].some((c) => c.scenes.length > MOST_IN_BAND);

// Ways that begin and end in the same two scenes are one line.
function lines(among) {
  const found = new Map();
  for (const way of ways) {
    if (!among.has(way.from) || !among.has(way.to) || way.from === way.to) continue;
    const key = `${way.from} ${way.to}`;
    if (!found.has(key)) found.set(key, { from: way.from, to: way.to, ways: [] });
    found.get(key).ways.push(way);
  }
  return [...found.values()];
}

function arrange(nodes, edges, size, rankdir = "LR") {
  const graph = new dagre.graphlib.Graph({ multigraph: false });
  graph.setGraph({ rankdir, nodesep: 20, ranksep: rankdir === "LR" ? 64 : 46, edgesep: 12, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node, { ...size });
  for (const edge of edges) graph.setEdge(edge.from, edge.to, { weight: edge.ways ? edge.ways.length : 1 });
  dagre.layout(graph);
  return graph;
}

// One band alone runs down the page or across it, whichever can be read with less turning.
function better(among, edges) {
  const { width, height } = room();
  const down = arrange(among, edges, CARD, "TB");
  if (down.graph().width <= width) return down;
  const across = arrange(among, edges, CARD, "LR");
  return height / across.graph().height > width / down.graph().width ? across : down;
}

// A picture: cards with their places, lines with their bends, bands with their heads.
function picture(view) {
  if (view.kind === "chapters") return pictureOfChapters();
  const bands = [];
  if (view.kind === "around") {
    bands.push({ head: null, scenes: around(view.scene, view.steps ?? 2) });
  } else {
    for (const chapter of chapters.values()) {
      if (view.kind === "all" || view.chapter === chapter.id) bands.push({ head: chapter, scenes: chapter.scenes });
    }
  }
  const drawn = { cards: new Map(), lines: [], heads: [], width: 0, height: 0 };
  let top = 0;
  bands.forEach((band, number) => {
    if (!band.scenes.length) return;
    const among = new Set(band.scenes.map((scene) => scene.id));
    const edges = lines(among);
    const graph = bands.length > 1 ? arrange(among, edges, CARD) : better(among, edges);
    drawn.down = graph.graph().rankdir === "TB";
    const head = band.head ? HEAD : 0;
    if (band.head) drawn.heads.push({ ...band.head, y: top, number });
    for (const id of among) {
      const { x, y } = graph.node(id);
      drawn.cards.set(id, { id, x: x - CARD.width / 2, y: top + head + y - CARD.height / 2 });
    }
    for (const edge of edges) {
      const points = graph.edge(edge.from, edge.to).points.map(({ x, y }) => ({ x, y: top + head + y }));
      drawn.lines.push({ ...edge, points });
    }
    const { width, height } = graph.graph();
    drawn.width = Math.max(drawn.width, width);
    drawn.height = top + head + height;
    top = drawn.height + GAP;
  });
  const all = new Set(drawn.cards.keys());
  const here = new Set(drawn.lines.map((line) => `${line.from} ${line.to}`));
  drawn.far = lines(all).filter((line) => !here.has(`${line.from} ${line.to}`)); // from band to band
  return drawn;
}

function pictureOfChapters() {
  const between = new Map();
  for (const way of ways) {
    const from = scenes.get(way.from).chapter;
    const to = scenes.get(way.to).chapter;
    if (from === to) continue;
    const key = `${from} ${to}`;
    if (!between.has(key)) between.set(key, { from, to, ways: [] });
    between.get(key).ways.push(way);
  }
  const edges = [...between.values()];
  const graph = arrange(chapters.keys(), edges, CARD, "TB");
  const drawn = { cards: new Map(), lines: [], heads: [], far: [], ...graph.graph(), down: true, ofChapters: true };
  for (const id of chapters.keys()) {
    const { x, y } = graph.node(id);
    drawn.cards.set(id, { id, x: x - CARD.width / 2, y: y - CARD.height / 2, chapter: chapters.get(id) });
  }
  for (const edge of edges) drawn.lines.push({ ...edge, points: graph.edge(edge.from, edge.to).points });
  return drawn;
}

// The scenes that are at most so many ways from this one, the nearest first.
function around(id, steps) {
  const met = new Map([[id, 0]]);
  const waiting = [id];
  while (waiting.length && met.size < MOST_IN_BAND) {
    const here = waiting.shift();
    if (met.get(here) === steps) continue;
    const next = scenes.get(here).exits.flatMap((exit) => exit.tracks.map((track) => track.to));
    for (const there of [...next, ...(into.get(here) ?? []).map((way) => way.from)]) {
      if (!met.has(there)) {
        met.set(there, met.get(here) + 1);
        waiting.push(there);
      }
    }
  }
  return [...scenes.values()].filter((scene) => met.has(scene.id));
}

// The way of a line through its bends, without corners.
function smooth(points) {
  const at = ({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`;
  let path = `M${at(points[0])}`;
  for (let i = 1; i < points.length - 1; i++) {
    const middle = { x: (points[i].x + points[i + 1].x) / 2, y: (points[i].y + points[i + 1].y) / 2 };
    path += ` Q${at(points[i])} ${at(i === points.length - 2 ? points[i + 1] : middle)}`;
  }
  return points.length < 3 ? `${path} L${at(points[points.length - 1])}` : path;
}

// A line from band to band: out on the right, in on the left.
function sweep(from, to) {
  const a = { x: from.x + CARD.width, y: from.y + CARD.height / 2 };
  const b = { x: to.x, y: to.y + CARD.height / 2 };
  const pull = Math.max(60, Math.abs(b.x - a.x) / 3);
  return `M${a.x},${a.y} C${a.x + pull},${a.y} ${b.x - pull},${b.y} ${b.x},${b.y}`;
}
