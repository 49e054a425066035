"""Every key of the story format: where it may stand, what is written there, what it is for.

The one source for the reader (`shapes.py` refuses any other key, and tells of one that is
needed), for mending, for languages, and for the schema that editors complete from. A key
is added here, read in its part's own file, and told in docs/writing.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

Kind = Literal[
    "prose",  # a text with marks, groups and notes in it
    "words",  # plain words, for the writer
    "code",  # one plain word: a version, a language
    "own",  # the name of what is told here
    "name",  # one name of `of`
    "names",  # names of `of`, or of anything; one alone needs no brackets
    "present",  # people, each perhaps with an if
    "goto",  # a scene, return, or a list of ways
    "weights",  # scenes, each with a weight
    "condition",
    "conditions",
    "effects",
    "hour",  # YYYY-MM-DD HH:MM, Old Style
    "clock",  # HH:MM, of any day
    "integer",  # from `low` to `high`
    "yes",  # yes or no
    "one_of",  # one of `allowed`
    "values",  # the values of a list, each a name
    "value",  # the value that a variable begins with
    "spot",  # two numbers: metres east and south, or per cent of a card across and down
    "course",  # spots
    "parts",  # names, each with a part `of` below it
    "list",  # a part `of` for each item
    "texts",  # names, each with a text
]
PROSE: frozenset[Kind] = frozenset({"prose", "words"})
HOLDERS: frozenset[Kind] = frozenset({"parts", "texts", "own"})  # what a language may go through to a text


class Key(NamedTuple):
    kind: Kind
    about: str
    example: str = ""
    of: str = ""  # a kind of thing for names, a part for parts
    allowed: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    needed: bool = False


Keys = Mapping[str, Key]

LARGEST = 9999  # whole numbers in conditions, effects and bounds
LAST_RANK = 9  # of the places on the map
FAR = 1_000_000  # metres; no map of a story is wider
FASTEST = 9999  # metres a minute
WIDEST = 20_000  # metres; a gulf is a water too
BASES = ("documented", "plausible", "imagined")
VERDICTS = ("supported", "imprecise", "contested", "wrong")
CAMPS = ("insurgent", "legality", "undecided")
SURE = ("high", "medium", "low")
SPANS = ("down", "raised")
HELD = ("ours", "theirs", "contested", "unknown")

COLOURS = ("ink", "red", "water", "steel", "ground")  # of what is drawn on a card
NEAREST, FARTHEST = -100, 200  # per cent of the window that a card's corners may lie at
MOST_SHAPES, MOST_TIMES = 100, 60  # on one card, and how often one of them is drawn

_HOUR = "1917-10-24 16:40"
_SPOT = "[8300, 4350]"

WAYS: Keys = {
    "goto": Key("goto", "The scene that comes next; or return, at the end of a visit; or a list of ways.", "quay"),
    "chance": Key("weights", "Chance decides among scenes, by their weights.", "{quay: 3, bridge: 1}"),
    "visit": Key("name", "A scene to look into; its goto: return leads back here.", "quay", "scene"),
    "then": Key("name", "Where a visit returns to, if not to this scene.", "quay", "scene"),
}

STORY: Keys = {
    "story": Key("own", "The story's own name, never shown: small letters, digits and _.", "ferry", needed=True),
    "title": Key("prose", "The title, as the player sees it.", "The Last Ferry", needed=True),
    "by": Key("prose", "Who wrote it."),
    "version": Key("code", "The version of the story.", "1.0"),
    "language": Key("code", "The language it is written in: en, es.", "en"),
    "about": Key("prose", "A few lines for the cover."),
    "content": Key("prose", "What a reader should know beforehand of what is in it."),
    "credits": Key("prose", "Whom and what it rests on."),
    "variables": Key("parts", "What the story remembers: flags, bounded numbers, one of a list.", of="variable"),
    "phrases": Key("texts", "Texts used in many places, as {name}."),
    "chapters": Key("names", "The chapters in their order; a game begins in the first.", "[pier, bank]", "chapter"),
    "endings": Key("parts", "The endings that a scene may have.", of="ending"),
    "always": Key("conditions", "What must hold at every moment of every play; october check proves it."),
    "never": Key("conditions", "What must hold at no moment of any play; october check proves it."),
    "pace": Key("integer", "Metres a minute on foot, in a straight line on the map.", "75", low=1, high=FASTEST),
}
VARIABLE: Keys = {
    "about": Key("words", "For the writer: what it stands for.", "the river is up"),
    "one_of": Key("values", "A list: the variable is one of these; the first is the start.", "[unmet, met, owed]"),
    "from": Key("integer", "A number: its lower bound, below which it never goes.", "0", low=-LARGEST, high=LARGEST),
    "to": Key("integer", "A number: its upper bound, above which it never goes.", "2", low=-LARGEST, high=LARGEST),
    "start": Key("value", "What it is when a play begins."),
    "journal": Key("texts", "How the player's journal puts it: words for each value."),
}
ENDING: Keys = {
    "title": Key("prose", "What the ending is called.", "Across", needed=True),
    "about": Key("prose", "What it means to have come here."),
}
CHAPTER: Keys = {
    "chapter": Key("own", "The chapter's own name.", "pier", needed=True),
    "title": Key("prose", "The title of the chapter.", "The Pier"),
    "about": Key("prose", "A line on the chapter, for whoever begins with it."),
    "starts": Key("parts", "Who or how one may be at its beginning; one start at least.", of="start"),
    "scenes": Key("parts", "The scenes, each below a name of its own in the whole story.", of="scene"),
}
START: Keys = {
    "scene": Key("name", "The scene it begins with.", "quay", "scene", needed=True),
    "say": Key("prose", "How the player is offered this start."),
    "do": Key("effects", "What is so from the start.", "[river_up, fare = 2]"),
}
SCENE: Keys = {
    "title": Key("prose", "What stands over the page.", "The Quay", needed=True),
    "at": Key("hour", "The day and hour, Old Style; without it the clock stands.", _HOUR),
    "place": Key("name", "Where it is.", "quay", "place"),
    "present": Key("present", "Who is here; each may have an if.", "[ferryman, boy if boy == aboard]", "person"),
    "basis": Key("one_of", "How far it is history; the player can ask.", "imagined", allowed=BASES),
    "aside": Key("yes", "yes: a dream or a memory, off the clock and the map.", "yes"),
    "text": Key("prose", "The page.", "The river is up.", needed=True),
    "do": Key("effects", "What changes on entering, before the page is made.", "[river_up, fare -= 1]"),
    "council": Key("prose", "The question that this menu puts to a class, which votes on it."),
    "remember": Key("parts", "Rows that lay the player's own record beside the text.", of="row"),
    "choices": Key("parts", "The choices, each below a name of its own in the scene.", of="choice"),
    **WAYS,
    "ending": Key("name", "The story ends here, with this ending.", "across", "ending"),
    "was": Key("names", "Names that this scene had before, so that old saves find it."),
}
CHOICE: Keys = {
    "say": Key("prose", "The choice, in the player's words.", "Pay him.", needed=True),
    "if": Key("condition", "Offered only when this holds.", "fare >= 1 and not river_up"),
    "locked": Key("prose", "Shown when if does not hold: why the choice is closed.", "You have no coin left."),
    "once": Key("yes", "yes: it can be taken a single time in a play.", "yes"),
    "fallback": Key("yes", "yes: offered only when no other choice is.", "yes"),
    "record": Key("prose", "How the player's journal tells it, in the past tense.", "You paid him."),
    "do": Key("effects", "What changes when it is taken.", "[fare -= 1, boy = aboard]"),
    **WAYS,
    "was": Key("names", "Names that this choice had before, so that old saves find it."),
}
WAY: Keys = {
    "if": Key("condition", "This way is taken when it holds; the last item of the list has none.", "river_up"),
    "goto": Key("goto", "The scene that comes next, or return.", "quay", needed=True),
}
ROW: Keys = {
    "title": Key("prose", "What stands over the row."),
    "said": Key("names", "Councils whose outcome is told.", of="scene"),
    "did": Key("names", "Scenes whose chosen records are told.", of="scene"),
    "print": Key("prose", "What the papers had of it."),
    "notes": Key("names", "Notes laid beside it.", of="note"),
}
PERSON: Keys = {
    "name": Key("prose", "What the player sees.", "The ferryman", needed=True),
    "about": Key("prose", "A line on who this is."),
    "gone": Key("condition", "When it holds, this person cannot be present; october check proves it.", "boy == lost"),
}
PLACE: Keys = {
    "name": Key("prose", "What the player sees.", "The quay", needed=True),
    "about": Key("prose", "A line on the place."),
    "metres": Key("spot", "Where it is on the map, metres east and south of the north-west corner.", _SPOT),
    "rank": Key("integer", "On the map from the start; 1 is named first.", "1", low=1, high=LAST_RANK),
}
NOTE: Keys = {
    "title": Key("prose", "The title of the note.", "Ferries", needed=True),
    "text": Key("prose", "The note itself.", "The ferries ran until the ice.", needed=True),
    "historians": Key("prose", "What historians say of it, and who says it."),
    "claims": Key("names", "The claims of a document that it weighs.", of="claim"),
    "sources": Key("names", "The works that it rests on.", of="work"),
    "sure": Key("one_of", "How sure we are.", "medium", allowed=SURE),
    "required": Key("yes", "yes: no road to an ending may miss it; october check proves it.", "yes"),
}
DOCUMENT: Keys = {
    "title": Key("prose", "What the document is.", "A timetable", needed=True),
    "about": Key("prose", "What is in it."),
    "from": Key("prose", "Where it comes from."),
    "terms": Key("prose", "Under what terms it may be used."),
}
CLAIM: Keys = {
    "document": Key("name", "The document that claims it.", "timetable", "document", needed=True),
    "paragraph": Key("integer", "In which paragraph, counted from 1.", "1", low=1, high=9999, needed=True),
    "sentence": Key("integer", "In which sentence of it, counted from 1.", "2", low=1, high=9999, needed=True),
    "says": Key("prose", "What is claimed, in your own words.", "The last boat left at six.", needed=True),
    "verdict": Key("one_of", "What becomes of it when it is checked.", "supported", allowed=VERDICTS, needed=True),
}
WORK: Keys = {
    "title": Key("prose", "Author, title, year.", "A. Petrov, Ferries of the Neva (1925)", needed=True),
}
ROLE: Keys = {
    "name": Key("prose", "What the role is called.", "A boatman", needed=True),
    "camp": Key("one_of", "On which side it stands.", "undecided", allowed=CAMPS),
    "card": Key("prose", "What the pupil who plays it is handed.", "You want to be paid.", needed=True),
    "aims": Key("parts", "What it wants.", of="aim"),
}
AIM: Keys = {
    "say": Key("prose", "The aim in words.", "The boat is across by dark.", needed=True),
    "if": Key("condition", "It is reached when this holds.", "boy == aboard", needed=True),
}
LESSON: Keys = {
    "title": Key("prose", "What the lesson is called.", "Who may cross?", needed=True),
    "councils": Key("names", "The scenes whose councils are held.", of="scene"),
}
WATER: Keys = {
    "name": Key("prose", "What stands on the map.", "Neva", needed=True),
    "course": Key("course", "The spots that its middle runs through.", f"[{_SPOT}, [8500, 4400]]", needed=True),
    "wide": Key("integer", "How wide it is, in metres.", "430", low=1, high=WIDEST, needed=True),
}
STREET: Keys = {
    "name": Key("prose", "What stands on the map.", "Nevsky", needed=True),
    "course": Key("course", "The spots that it runs through.", f"[{_SPOT}, [8500, 4400]]", needed=True),
}
BRIDGE: Keys = {
    "name": Key("prose", "What stands on the map.", "Liteiny", needed=True),
    "metres": Key("spot", "Where its middle is.", _SPOT, needed=True),
    "states": Key("list", "How it is, from one hour to the next.", of="state"),
}
STATE: Keys = {
    "from": Key("hour", "Since when.", _HOUR, needed=True),
    "span": Key("one_of", "Whether one can cross.", "raised", allowed=SPANS),
    "held": Key("one_of", "Who holds it.", "contested", allowed=HELD),
    "sure": Key("one_of", "How sure we are.", "medium", allowed=SURE),
}
TRAM: Keys = {
    "stops": Key("names", "Its stops in their order; it runs both ways.", "[quay, bridge]", "place", needed=True),
    "from": Key("clock", "The hour at which it begins to run, every day.", "05:30"),
    "to": Key("clock", "The hour at which it ceases.", "23:00"),
    "speed": Key("integer", "Metres a minute, its stops included.", "200", low=1, high=FASTEST),
}
EVENT: Keys = {
    "at": Key("hour", "When it began.", _HOUR, needed=True),
    "to": Key("hour", "When it was over.", _HOUR),
    "place": Key("name", "Where, if at a place of the story.", "quay", "place"),
    "metres": Key("spot", "Where, if elsewhere on the map.", _SPOT),
    "says": Key("prose", "What happened, in a sentence.", "The last boat leaves.", needed=True),
    "sure": Key("one_of", "How sure we are of the whole sentence.", "high", allowed=SURE, needed=True),
    "sources": Key("names", "The works that say so.", of="work"),
}
CARD: Keys = {
    "letters": Key("course", "Where the title may stand: upper left and lower right corner.", "[[4, 6], [70, 48]]"),
    "shapes": Key("list", "What is drawn, the lowest first.", of="shape", needed=True),
}
SHAPE: Keys = {
    "corners": Key("course", "A filled shape: three corners or more.", "[[0, 100], [20, 40], [40, 100]]"),
    "beam": Key("course", "A beam from one spot to another.", "[[0, 90], [100, 80]]"),
    "disc": Key("spot", "The middle of a disc.", "[80, 20]"),
    "thick": Key("integer", "How thick a beam is, in per cent of the height.", "3", low=1, high=FARTHEST),
    "wide": Key("integer", "How wide a disc is, in per cent of the height.", "12", low=1, high=FARTHEST),
    "in": Key("one_of", "Its colour.", "ink", allowed=COLOURS),
    "times": Key("integer", "How often it is drawn.", "8", low=1, high=MOST_TIMES),
    "step": Key("spot", "How far each time, to the right and down.", "[12, -2]"),
}

PARTS: Mapping[str, Keys] = {
    "story": STORY,
    "variable": VARIABLE,
    "ending": ENDING,
    "chapter": CHAPTER,
    "start": START,
    "scene": SCENE,
    "choice": CHOICE,
    "way": WAY,
    "row": ROW,
    "person": PERSON,
    "place": PLACE,
    "note": NOTE,
    "document": DOCUMENT,
    "claim": CLAIM,
    "work": WORK,
    "role": ROLE,
    "aim": AIM,
    "lesson": LESSON,
    "water": WATER,
    "street": STREET,
    "bridge": BRIDGE,
    "state": STATE,
    "tram": TRAM,
    "event": EVENT,
    "card": CARD,
    "shape": SHAPE,
}

# What a document may hold that is neither the story's own nor a chapter: `kind: {id: {...}}`.
REFERENCE: Keys = {
    "people": Key("parts", "The people, each below a name that present: uses.", of="person"),
    "places": Key("parts", "The places, each below a name that place: uses.", of="place"),
    "notes": Key("parts", "The notes, each below a name that [[name]] in a text opens.", of="note"),
    "documents": Key("parts", "The documents that the notes weigh.", of="document"),
    "claims": Key("parts", "What the documents claim.", of="claim"),
    "works": Key("parts", "The works that notes cite.", of="work"),
    "roles": Key("parts", "Roles for a class, with aims that are conditions.", of="role"),
    "lessons": Key("parts", "Lessons for a class, with their councils.", of="lesson"),
    "waters": Key("parts", "Rivers and canals on the map.", of="water"),
    "streets": Key("parts", "Streets on the map.", of="street"),
    "bridges": Key("parts", "Bridges on the map, and how they are hour by hour.", of="bridge"),
    "trams": Key("parts", "Trams, with which the proof reckons how soon one can be where.", of="tram"),
    "events": Key("parts", "What happened, by the record.", of="event"),
    "cards": Key("parts", "Cards that come up before chapters, each below its chapter's name.", of="card"),
}


def each() -> Iterator[tuple[str, Key]]:
    """Every key of every part, and every kind of document."""
    for keys in (*PARTS.values(), REFERENCE):
        yield from keys.items()


BEGIN = frozenset(["story", "chapter", "language", *REFERENCE])  # the keys that a document may begin with

# A language tells prose again; of these there is nothing to tell, wherever they stand.
TOLD_AGAIN = frozenset(name for name, key in each() if key.kind in PROSE | HOLDERS)
MECHANICAL = frozenset(name for name, _ in each()) - TOLD_AGAIN | {"starts", "from", "claims"}
# The keys whose values are words, for mending what YAML bites; and all the others.
PROSE_KEYS = frozenset(name for name, key in each() if key.kind in PROSE)
OTHER_KEYS = frozenset(name for name, _ in each()) - PROSE_KEYS
