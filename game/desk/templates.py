"""What `october new` writes. Each passes `october check` as it is written; a test sees to it.

Remarks say what a line is for, where a writer looks for it. The rest is in docs/writing.md.
"""

from __future__ import annotations

STORY = """\
{modeline}
# This file says what the story is called and what it remembers. What else there is may stand in
# any file beside it. A line that begins with # is a remark; the manual is docs/writing.md.
story: {id}
title: {title}
version: "0.1"
language: en
about: A line or two for the cover.
variables:
  # A flag stands or does not, a number has bounds, a list is one of its values.
  lamp: {{about: you carry the lamp}}
  nerve: {{about: how steady you are, from: 0, to: 2, start: 1}}
chapters: [opening]
endings:
  morning: {{title: Morning, about: You sat it out.}}
"""

CHAPTER_ONE = """\
{modeline}
chapter: opening
title: The Opening
starts:
  # Who, or how, one may be at the beginning. Where there are several, the player chooses.
  evening: {{scene: cellar}}
scenes:
  # A scene is a name (small letters, digits, _), and below it, further in, what belongs to it.
  cellar:
    title: The Cellar
    place: cellar
    present: [porter]
    basis: imagined
    text: |
      The porter counts the steps down, and there is one more than yesterday. On the last one
      stands a [[lamps|lamp]].
    choices:
      # What the player reads, what it changes, and where it leads.
      take_lamp:
        say: Take the lamp.
        do: lamp
        goto: door
      ask_porter:
        say: Ask him to go first.
        do: nerve -= 1
        goto: door

  door:
    title: The Door
    place: cellar
    basis: imagined
    # Between braces, words that depend: on a condition, one text or two.
    text: |
      The door is locked from this side. {{lamp: By the light you can see who locked it: the key
      has his mitten on it. | Somebody breathes, and it may be you.}}
    choices:
      unlock:
        say: Turn the key.
        if: nerve >= 1
        # Shown, with this reason, where the if does not hold.
        locked: Your hand would have to be steadier.
        goto: morning
      wait:
        say: Sit down on the step and wait.
        goto: morning

  morning:
    title: Morning
    basis: imagined
    text: |
      {{chosen(door, unlock): Outside it is raining, in the usual way. | The porter comes with the other
      key, and counts the steps.}}
    ending: morning
"""

REFERENCE = """\
{modeline}
# Who and what the scenes name, and the notes that [[name]] in a text opens.
people:
  porter: {{name: the porter, about: He counts.}}
places:
  cellar: {{name: The cellar}}
notes:
  lamps:
    title: Lamps
    text: In 1917 a paraffin lamp cost more to fill than to buy. Write here what is known, and how.
    sources: [yourself]
    sure: low
works:
  yourself: {{title: "Author, title (year)"}}
"""

CHAPTER = """\
chapter: {id}
title: {title}
starts:
  # For whoever plays this chapter alone: what the shortest road here has made of the story.
  beginning: {{scene: {first}{do}}}
scenes:
  {first}:
    title: {title}
    basis: imagined
    text: Write the first page of the chapter here.
    choices:
      stay:
        say: Write here what one could do.
        goto: {last}
      leave:
        say: And here what else.
        goto: {last}

  {last}:
    title: {last_title}
    basis: imagined
    # This text remembers what was chosen, so that the two choices are not the same.
    text: "{{chosen({first}, stay): You did the one thing. | You did the other.}}"
    {way}
"""

SCENE = """\
{name}:
  title: {title}
  # Here may also stand at: (day and hour), place: and present:, of places and people the story has.
  basis: imagined
  text: Write the page here.
  goto: {goto}
"""

CHOICE = """\
{name}:
  say: Write here, in the player's words, what leads to {name}.
  once: yes
  goto: {name}
"""


def indented(text: str, by: int) -> str:
    return "".join(f"{' ' * by}{line}" if line.strip() else line for line in text.splitlines(keepends=True))
