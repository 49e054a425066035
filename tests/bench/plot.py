"""What is decided in the story of `whole.py`, and what it remembers."""

# name: (kind, first and last chapter in which texts ask for it)
VARIABLES = {
    "origin": ("winder lathe front", 1, 8),
    "role": ("gate rifle bandage", 1, 6),
    "trust": ("0 2 1", 1, 7),
    "restraint": ("0 2 1", 1, 7),
    "creed": ("unsaid early late all soviet", 1, 8),
    "heard": ("flag", 1, 3),
    "held": ("flag", 2, 3),
    "seal": ("shut open smashed", 2, 7),
    "sister": ("owed kept broken", 3, 7),
    "lodger": ("0 2 1", 1, 7),
    "letter": ("silent written given safe lost", 1, 7),
    "friend": ("bench armed hurt dead", 1, 7),
    "cadet": ("unmet shamed spared owed saved dead", 3, 8),
    "lines": ("unmet hidden left tapped", 4, 7),
    "farmer": ("flag", 5, 7),
    "sailor": ("flag", 4, 7),
    "road": ("unset hall palace", 5, 8),
    "nephew": ("unsaid honest tale", 7, 8),
    "word": ("none crossing types bread field kron cellar ward wires army north", 7, 8),
    "told": ("0 5 0", 8, 8),
    "legend": ("0 5 0", 8, 8),
}

# A line "CHAPTER SCENE [if CONDITION]", then its choices: "CHOICE [if CONDITION]: EFFECTS".
# Letters behind a chapter's number are roads beside each other.
PLOT = """
1 hands
  winder: origin = winder
  lathe: origin = lathe
  front: origin = front
1 queue
  doorkeeper: heard
  wife:
  student:
1 accusation
  beside: restraint += 1, lodger += 1
  baker: restraint -= 1
  keep: lodger -= 1
1 club
  now: creed = early, trust -= 1 if trust < 2
  wait: creed = late
1 envelope
  answer: letter = written
  keep:
  hand_in: letter = given, trust += 1
1 oath
  up: trust += 1
  down: lodger += 1
1 rifle
  mine: role = rifle
  his: friend = armed, role = bandage
  guard: friend = armed, trust -= 1
2 bundle
  home:
  cry: trust += 1, held
2 receipt
  sign: restraint += 1
  revolver: trust += 1, restraint -= 1
2 second_seal
  cut: seal = open, lodger += 1
  leave:
  smash: seal = smashed, restraint -= 1, lodger -= 1
2 fount
  tell: lodger = 0, trust += 1
  keep: lodger += 1
3 relieved if role == gate
  arm: role = rifle
  bind: role = bandage
3 picket
  fast: cadet = shamed, restraint -= 1
  crowd: cadet = shamed, trust -= 1 if trust < 2
  talk: cadet = spared, restraint += 1, trust -= 1 if trust < 2 and origin != front
  father if heard: cadet = spared, restraint += 1
3 errand
  jam if origin == lathe or trust >= 1: trust += 1
  fetch if cadet == shamed: sister = kept, trust -= 1
  bars: restraint += 1
3 passes
  stamp: trust += 1, restraint -= 1
  face: restraint += 1, trust -= 1
3 eyes if friend == armed
  tell: friend = bench
  quiet:
3 toothache
  wave: restraint += 1
  hold: trust += 1
  walk if sister == owed: sister = kept if not held, trust -= 1
3 midnight
  sleep: sister = broken if sister == owed
  wake: sister = broken if sister == owed
4 two_oclock
  post: letter = written if letter == silent
  station: restraint += 1
  power: trust += 1
4 before_seven
  lorry: sailor
  bank: trust += 1
4 operators
  bayonets: lines = hidden if origin != winder, restraint -= 1
  bargain: restraint += 1
  alone:
4 jacks if lines == unmet
  pull: lines = hidden
  leave: lines = left
  listen: lines = tapped
5 report
  cut: trust += 1
  not_cut if lines in [left, tapped]: trust -= 1, restraint += 1
5 ten_minutes
  read: farmer
  amend: lodger += 1
  stay: trust += 1
5 mandate
  all: creed = all, lodger += 1
  soviet: creed = soviet
5 fork
  hall: road = hall
  palace: road = palace
6 night
  wait:
  go:
6a absence if road == hall
  pull if friend == armed: trust -= 1 if role != bandage, letter = lost if letter == written
  women if letter == written: letter = safe, friend = hurt if friend == armed, trust -= 1
  stay: friend = hurt if friend == armed, letter = lost
6a leaf if road == hall
  hold: lodger += 1, trust -= 1
  aside:
  bar: lodger -= 1, trust += 1
6a list if road == hall
  call: restraint += 1
  hush:
  shout: restraint -= 1
6b woodpile if road == palace
  column: letter = safe if letter == written, friend = hurt if friend == armed
  inside: letter = lost
6b coat if road == palace
  call: trust += 1, not sailor
  away: trust -= 1
6b troitsky if road == palace
  ring: restraint += 1
  lie:
  shots if role == rifle: restraint -= 1
6 surety
  sign if cadet == spared: cadet = owed, restraint += 1
  leave:
7 sanya_asks if letter == safe
  accept: word = crossing
  refuse:
7 lodger_asks if lodger == 2
  accept: word = types
  refuse:
7 sister_asks if sister == kept
  accept: word = bread
  refuse:
7 farmer_asks if farmer
  accept: word = field
  refuse:
7 table
  honest: nephew = honest
  tale: nephew = tale
7 wine
  report: trust += 1
  go_by:
  drink if sailor: word = cellar if trust < 2, trust = 0
  drag if sailor: word = kron, trust -= 1
7 ward_asks if word != cellar and (restraint == 2 or friend == hurt)
  accept: word = ward
  refuse:
7 stairs
  friend_first if friend == armed: trust += 1, friend = dead
  you_first: restraint -= 1
  sailors: trust -= 1
  back if lines == left:
7 wires_ask if word != cellar and lines in [left, tapped]
  accept: word = wires, trust -= 1 if lines == tapped
  refuse:
7 yard
  front if trust + restraint + (origin == front) - (cadet == owed) > 1: cadet = saved
  names if restraint == 2 or sister == kept or cadet == owed: cadet = saved
  march if trust == 2 and cadet != shamed: cadet = saved
  aside: cadet = dead
7 army_asks if trust == 2 and word != cellar
  accept: word = army
  refuse:
7 north_asks if friend == armed
  accept: word = north
  refuse:
7 snow
  keep:
  leave_it: word = none
8 desk
  go:
8 first
  did: told += 1
  legend: legend += 1
  silence:
8 second
  did: told += 1
  legend: legend += 1
  silence:
8 third
  did: told += 1
  legend: legend += 1
  silence:
8 fourth
  did if cadet in [saved, dead]: told += 1
  legend: legend += 1
  silence:
8 fifth
  did: told += 1
  legend: legend += 1
  silence:
"""
RULES = """always: [cadet != dead or nephew != unsaid, 'not held or seal != open or lodger >= 1 or trust <= 2']
never: [letter == safe and letter == given, told + legend > 5, word == north and friend == bench]
"""
