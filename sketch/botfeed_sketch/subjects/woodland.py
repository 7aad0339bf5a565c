"""Animals of woods and gardens."""

from botfeed_sketch.subjects.subject import Stance, Subject

FOX = Subject(
    "fox/foxes vixen/vixens volpe/volpi volpina/volpine",
    "#e8742c",
    """
    p m M112 188 C172 198 200 160 186 112 C178 88 156 96 158 120 C158 148 140 158 116 160 Z
    p w M187 116 C180 88 156 94 158 122 C166 132 180 130 188 122 Z
    p m M68 190 C56 150 70 110 100 108 C130 110 144 150 132 190 Z
    p w M84 176 C80 152 84 130 100 126 C116 130 120 152 116 176 L100 184 Z
    =p k M76 190 C74 174 92 172 94 190 Z
    =p m M56 66 L46 8 C66 14 86 32 92 48 Z
    =p k M57 46 L51 18 C62 22 72 30 77 38 Z
    p m M100 126 C80 118 40 94 50 68 C58 46 84 40 100 40 C116 40 142 46 150 68 C160 94 120 118 100 126 Z
    =p w M100 123 C84 116 47 94 49 76 C66 74 86 84 100 106 Z
    =e k 80 78 5.5 7
    =c w 82 75 2
    e k 100 118 8 6
    """,
)

RABBIT = Subject(
    "rabbit/rabbits bunny/bunnies hare/hares coniglio/conigli coniglietto/coniglietti lepre/lepri",
    "#c8b49d",
    """
    =p m M86 80 C58 56 58 4 76 2 C94 6 100 48 98 76 Z
    =p #f2b5b5 M85 66 C70 48 70 20 76 14 C86 20 91 46 91 66 Z
    c w 140 172 15
    p m M60 190 C52 150 70 122 100 122 C130 122 148 150 140 190 Z
    e w 100 164 23 24
    =e l 76 184 20 9
    e m 100 102 43 36
    =c k 80 95 6
    =c w 82 93 2
    =e w 90 114 13 10
    p #e4798a M93 103 L107 103 L100 110 Z
    r w 93 119 14 13 2
    l k 1.4 M100 111 L100 131
    =l k 1.5 M72 112 L42 106 M72 117 L42 120
    """,
    size=0.85,
    coats=("#c8b49d", "#a9a4ae", "#e6dccb", "#b5875c"),
)

BEAR = Subject(
    "bear/bears teddy/teddies orso/orsi orsa/orse orsetto/orsetti",
    "#8a5a3b",
    """
    p m M46 190 C34 146 54 104 100 104 C146 104 166 146 154 190 Z
    e l 100 154 32 34
    =e m 50 140 16 30 24
    =e m 66 184 24 13
    =e l 64 185 13 9
    =c m 60 38 19
    =c l 60 40 10
    e m 100 74 54 48
    e l 100 92 27 21
    e k 100 82 11 8
    l k 3 M100 90 L100 98 M88 101 C92 107 100 104 100 98 C100 104 108 107 112 101
    =c k 76 66 5.5
    =c w 78 64 2
    """,
    size=1.1,
)

OWL = Subject(
    "owl/owls gufo/gufi civetta/civette",
    "#9a6b45",
    """
    l #6b4a32 13 M18 180 C70 172 130 186 184 176
    =p #5c9a52 M34 176 C22 166 20 152 26 148 C36 152 40 164 38 176 Z
    =p m M60 60 L46 18 C66 24 82 34 90 46 Z
    p m M100 34 C150 34 160 80 156 116 C152 156 128 176 100 176 C72 176 48 156 44 116 C40 80 50 34 100 34 Z
    p l M100 100 C132 100 136 130 126 152 C118 168 108 172 100 172 C92 172 82 168 74 152 C64 130 68 100 100 100 Z
    =p d M50 96 C34 120 42 156 66 166 C72 140 66 112 50 96 Z
    =l d 3 M84 122 C88 130 94 130 98 122 M76 138 C80 146 86 146 90 138 M92 152 C95 158 100 158 100 152
    =c l 74 76 29
    =c w 74 76 22
    =c #f6b52e 74 76 17
    =c k 74 76 9
    =c w 78 72 3.5
    p #f0973a M100 84 C92 90 94 104 100 110 C106 104 108 90 100 84 Z
    =l #f0973a 5 M80 172 L78 184 M88 173 L88 185 M72 171 L69 182
    """,
)

BIRD = Subject(
    "bird/birds birdie/birdies robin/robins sparrow/sparrows uccello/uccelli uccellino/uccellini pettirosso/pettirossi"
    " passero/passeri passerotto/passerotti",
    "#4c86c6",
    """
    l #6b4a32 9 M20 178 C80 170 130 184 186 170
    p #5c9a52 M160 172 C166 154 182 152 190 156 C188 168 174 176 160 174 Z
    p d M66 118 L6 132 L14 148 L70 142 Z
    p m M56 120 C60 84 92 64 116 60 C122 42 144 34 158 46 C168 54 168 66 164 74 C168 118 140 156 104 156 C76 156 58
      + 142 56 120 Z
    p a M164 74 C168 118 140 156 108 156 C118 138 126 108 140 88 C148 80 158 78 164 74 Z
    p d M60 120 C74 92 108 92 126 110 C120 134 92 146 64 136 Z
    l l 3 M72 122 C86 112 100 112 112 116 M78 132 C90 126 98 126 106 126
    p #f0a92e M162 54 L190 64 L164 70 Z
    c w 146 58 8
    c k 147 58 5
    l #b5722e 4 M104 154 L102 174 M116 153 L117 173
    """,
    accent="#ee8a4a",
    size=0.85,
    coats=("#4c86c6", "#d9583f", "#4fa48a", "#e0a93c"),
)

MOUSE = Subject(
    "mouse/mice rat/rats topo/topi topolino/topolini",
    "#9a97a6",
    """
    c d 88 92 24
    l #e8a0a0 6 M46 176 C8 178 2 140 26 128 C40 120 38 104 28 100
    p m M38 186 C32 140 70 104 112 108 C146 112 176 138 190 162 C192 172 180 184 160 186 Z
    c m 118 92 33
    c #f2b5b5 118 92 21
    c k 150 140 6
    c w 152 138 2
    c #e4798a 190 162 7
    l k 1.6 M172 160 L142 150 M172 164 L140 166 M170 168 L146 178
    e #f2b5b5 84 187 16 6
    e #f2b5b5 146 187 14 6
    p l M60 186 C66 162 104 156 130 186 Z
    """,
    size=0.75,
)

HEDGEHOG = Subject(
    "hedgehog/hedgehogs porcupine/porcupines riccio/ricci porcospino/porcospini",
    "#7a5a44",
    """
    p d M136 176 L20 182 L30 168 L8 160 L24 148 L6 132 L26 126 L14 104 L36 104 L32 80 L52 86 L56 60 L74 72 L86 48
      + L98 66 L116 46 L120 68 L142 60 L138 84 L158 86 L148 106 Z
    p m M134 172 L30 172 C20 120 60 76 104 76 C130 76 146 94 150 112 Z
    l d 4 M50 150 L40 140 M58 124 L48 112 M78 150 L68 140 M84 126 L76 112 M84 100 L76 88 M106 148 L97 138 M110 122
      + L102 109 M112 96 L106 84 M130 104 L124 92
    p #ecd0a6 M132 176 C118 150 128 110 150 110 C168 114 176 142 194 152 C198 160 194 166 184 168 C170 178 150 180
      + 132 176 Z
    c k 192 154 8
    c k 158 138 5.5
    c w 160 136 2
    c #ecd0a6 136 116 11
    l k 2.4 M184 166 C176 170 168 168 164 164
    e #c99f74 60 182 16 8
    e #c99f74 132 182 16 8
    """,
    size=0.85,
)

DEER = Subject(
    "deer/deer stag/stags reindeer/reindeer fawn/fawns cervo/cervi cerva/cerve cerbiatto/cerbiatti renna/renne",
    "#b5793f",
    """
    =l #6b4a32 7 M84 50 C72 36 48 34 44 2 M62 30 C48 30 34 24 28 8 M74 40 C74 26 70 16 68 6
    =p m M72 66 C48 66 34 52 32 46 C54 40 74 48 82 60 Z
    =p #f0c9a4 M68 60 C54 60 46 54 42 50 C54 48 66 52 72 58 Z
    p m M62 190 C58 150 74 130 82 108 L118 108 C126 130 142 150 138 190 Z
    p w M84 190 C78 160 88 140 100 126 C112 140 122 160 116 190 Z
    p m M100 146 C86 144 82 128 80 112 C72 98 66 76 76 60 C86 46 114 46 124 60 C134 76 128 98 120 112 C118 128 114
      + 144 100 146 Z
    p l M100 144 C90 142 86 128 88 118 C94 112 106 112 112 118 C114 128 110 142 100 144 Z
    e k 100 127 9 7
    =e k 79 86 5 7
    =c w 80 83 2
    l k 2.5 M100 134 L100 138
    """,
    size=1.1,
)

FROG = Subject(
    "frog/frogs toad/toads rana/rane ranocchio/ranocchi rospo/rospi",
    "#64b24a",
    """
    =p d M70 186 C30 190 14 166 26 140 C36 124 60 126 70 150 Z
    p m M100 66 C150 66 160 100 152 140 C148 172 128 186 100 186 C72 186 52 172 48 140 C40 100 50 66 100 66 Z
    e l 100 158 34 28
    =e d 40 188 24 6
    =l m 14 M70 138 C66 160 70 176 76 184
    =e m 76 187 18 6
    =c m 66 60 25
    =c w 66 56 17
    =e k 66 57 8 10
    =c w 69 53 3
    l k 4 M58 104 C74 128 126 128 142 104
    =c #f2a0a0@70 58 100 7
    =c k 92 92 2
    """,
    size=0.85,
)

SNAIL = Subject(
    "snail/snails lumaca/lumache chiocciola/chiocciole",
    "#d98a4b",
    """
    p a M10 188 C40 160 70 172 110 168 C130 164 138 130 146 108 C152 92 180 92 184 112 C186 136 180 188 150 190 Z
    l a 6 M156 100 C154 84 150 74 144 62 M172 98 C174 82 180 72 186 62
    c a 144 60 8
    c a 186 60 8
    c k 145 59 4
    c k 187 59 4
    c m 82 112 60
    l d 9 M82 112 C82 100 98 100 100 114 C102 134 70 140 60 118 C50 88 88 66 114 84 C142 104 134 152 96 158
    c l@60 60 82 10
    l k 2.5 M166 132 C172 138 178 136 181 130
    c #f2a0a0@60 162 126 6
    """,
    accent="#e6c78f",
    size=0.75,
    coats=("#d98a4b", "#b56a8a", "#7a9ac0"),
)

BUTTERFLY = Subject(
    "butterfly/butterflies moth/moths farfalla/farfalle falena/falene",
    "#e2663f",
    """
    =p k M98 96 C70 40 14 16 8 52 C4 92 50 110 96 106 Z
    =p m M94 94 C72 50 24 28 17 54 C14 84 54 100 94 100 Z
    =p k M98 106 C50 106 26 132 40 160 C56 188 92 160 99 116 Z
    =p a M94 112 C58 112 36 134 48 154 C60 174 86 150 94 118 Z
    =c w 28 54 5
    =c w 40 46 4
    =e l 60 72 17 11 35
    =c o 64 140 10
    e k 100 112 7 46
    c k 100 64 9
    =l k 3 M97 58 C92 40 82 30 72 26
    =c k 72 26 4
    """,
    stance=Stance.SKY,
    size=0.7,
    coats=("#e2663f", "#4a86d6", "#9a62c0", "#e05a8a"),
)

BEE = Subject(
    "bee/bees bumblebee/bumblebees wasp/wasps ape/api calabrone/calabroni vespa/vespe",
    "#f6bf2c",
    """
    e #cfe7f5@85 84 54 24 42 -24
    e #e6f3fa@90 122 52 24 42 20
    l #ffffff 2 M84 84 C80 64 78 48 76 36 M118 84 C124 64 128 48 130 36
    p k M34 122 L8 116 L36 106 Z
    e m 96 116 66 46
    p k M66 76 C58 100 58 132 66 156 L84 161 C76 132 76 100 84 71 Z
    p k M102 70 C96 100 96 132 102 162 L120 160 C114 132 114 100 120 72 Z
    c m 152 112 34
    c k 164 104 6.5
    c w 166 102 2.5
    l k 3 M150 126 C156 134 166 134 172 126
    c #f2a0a0@80 148 118 6
    l k 3.5 M146 82 C146 66 154 58 164 56 M160 82 C164 70 172 64 182 66
    c k 165 56 5
    c k 183 66 5
    """,
    stance=Stance.SKY,
    size=0.65,
)

LADYBIRD = Subject(
    "ladybird/ladybirds ladybug/ladybugs coccinella/coccinelle",
    "#d9342b",
    """
    =l k 6 M54 100 L24 86 M46 128 L14 130 M54 154 L26 172
    =l k 4 M88 46 C84 28 74 18 64 16
    =c k 63 16 5
    p k M56 78 C56 30 144 30 144 78 Z
    =e w 76 60 8 10
    p m M100 64 C150 64 162 104 156 136 C150 170 124 188 100 188 C76 188 50 170 44 136 C38 104 50 64 100 64 Z
    l k 5 M100 64 L100 188
    =c k 70 96 13
    =c k 62 136 13
    =c k 82 164 10
    c l@60 72 78 5
    """,
    size=0.65,
)

ALL = (FOX, RABBIT, BEAR, OWL, BIRD, MOUSE, HEDGEHOG, DEER, FROG, SNAIL, BUTTERFLY, BEE, LADYBIRD)
