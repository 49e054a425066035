// Plays an ink story for a test: node ink_player.js FILE. Reads a line of JSON, answers with one.
// Of a list of choices, null begins again; a number takes the choice of that index.
"use strict";
const fs = require("fs");
const readline = require("readline");
const inkjs = require("inkjs/full");

const told = [];
let story = null;
try {
  const options = { errorHandler: (message) => told.push(message) };
  story = new inkjs.Compiler(fs.readFileSync(process.argv[2], "utf-8"), options).Compile();
} catch (error) {
  told.push(String(error));
}
console.log(JSON.stringify(told));

function turn(choice) {
  if (choice === null) story.ResetState();
  else story.ChooseChoiceIndex(choice);
  const lines = [];
  while (story.canContinue) {
    const text = story.Continue();
    lines.push([text, story.currentTags]);
  }
  return { lines, choices: story.currentChoices.map((choice) => choice.text) };
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  let answer;
  try {
    answer = JSON.parse(line).map(turn);
  } catch (error) {
    answer = { trouble: String(error) };
  }
  console.log(JSON.stringify(answer));
});
