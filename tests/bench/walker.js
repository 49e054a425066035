// Compiles an ink story with inkjs and walks it: node walker.js FILE CHOICES LENGTH ROUNDS
// Prints JSON: seconds to compile, choices per second (the median round), and a digest of
// all the words on the way, which must equal that of the game's own walk.
"use strict";
const fs = require("fs");
const crypto = require("crypto");
const inkjs = require("inkjs/full");

const [file, choices, length, rounds] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const now = () => Number(process.hrtime.bigint()) / 1e9;

let start = now();
const story = new inkjs.Compiler(fs.readFileSync(file, "utf-8")).Compile();
const compiled = now() - start;

function walk(tell) {
  let drawn = 1917;
  for (let taken = 0; taken < choices; taken++) {
    if (taken % length === 0) story.ResetState();
    const text = story.ContinueMaximally();
    const open = story.currentChoices;
    if (tell) tell(text, open);
    drawn = (Math.imul(drawn, 1103515245) + 12345) & 0x7fffffff;
    story.ChooseChoiceIndex((drawn >> 16) % open.length);
  }
}

const digest = crypto.createHash("sha256");
walk((text, open) => {
  const words = [text, ...open.map((choice) => choice.text)].join(" ");
  digest.update(words.trim().split(/\s+/).join(" ") + "\n");
}); // which warms it up, too

const speeds = [];
for (let round = 0; round < rounds; round++) {
  start = now();
  walk(null);
  speeds.push(choices / (now() - start));
}
speeds.sort((a, b) => a - b);
console.log(JSON.stringify({ compiled, speed: speeds[rounds >> 1], digest: digest.digest("hex") }));
