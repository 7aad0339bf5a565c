"""Plants and what grows on them."""

from math import cos, radians, sin

from botfeed_sketch.subjects.subject import Subject

TREE = Subject(
    "tree/trees oak/oaks albero/alberi quercia/querce",
    "#5c9a4a",
    """
    p a M84 190 C92 160 92 130 88 100 L112 100 C108 130 108 160 118 190 Z
    l a 9 M98 134 C84 124 74 116 64 104 M102 126 C118 116 128 110 138 98
    c d 60 96 34
    c d 140 96 34
    c m 70 66 38
    c m 130 66 38
    c m 100 44 40
    c m 100 88 40
    c l@70 82 42 17
    c l@50 118 70 13
    c l@50 62 78 10
    """,
    accent="#7a5236",
    size=1.2,
    seat=(100, 12),
    shelter=True,
    coats=("#5c9a4a", "#3f8a5a", "#8aa83f"),
)

PINE = Subject(
    "pine/pines fir/firs spruce/spruces christmas_tree/christmas_trees pine_tree/pine_trees pino/pini abete/abeti",
    "#2f7a5a",
    """
    r a 89 160 22 30 3
    p d M100 92 L164 168 L36 168 Z
    p m M100 92 L140 168 L36 168 Z
    p d M100 50 L150 118 L50 118 Z
    p m M100 50 L132 118 L50 118 Z
    p d M100 8 L136 72 L64 72 Z
    p m M100 8 L122 72 L64 72 Z
    """,
    accent="#7a5236",
    size=1.2,
    seat=(100, 8),
    shelter=True,
)

PALM = Subject(
    "palm/palms palm_tree/palm_trees palma/palme",
    "#3f9a55",
    """
    p a M84 190 C92 150 94 110 112 66 L124 70 C112 112 108 150 112 190 Z
    l b 3 M88 170 L110 172 M92 150 L109 152 M96 130 L111 132 M100 112 L114 114 M106 94 L118 97
    p d M116 66 C96 70 76 90 70 124 C60 96 78 64 114 58 Z
    p d M116 66 C140 74 154 96 156 128 C170 98 152 68 118 58 Z
    p m M116 64 C84 46 50 50 26 78 C34 44 80 26 116 56 Z
    p m M116 64 C146 42 178 50 196 78 C192 42 150 24 114 56 Z
    p m M114 60 C104 36 82 20 54 18 C84 4 116 22 122 58 Z
    p m M112 60 C120 34 142 18 170 14 C142 2 112 20 108 56 Z
    c #7a5236 110 74 9
    c #6a442c 124 78 9
    """,
    accent="#a8794a",
    home="beach",
    size=1.2,
    shelter=True,
)

FLOWER = Subject(
    "flower/flowers daisy/daisies blossom/blossoms fiore/fiori margherita/margherite fiorellino/fiorellini",
    "#fbf4f6",
    """
    l #4f9a4a 8 M100 190 C96 160 102 130 100 80
    p #5cab54 M98 168 C70 172 54 154 50 136 C76 134 94 146 98 168 Z
    p #5cab54 M102 150 C126 152 144 136 148 118 C124 116 106 130 102 150 Z
    e m 100 34 15 30
    e m 100 118 15 30
    e m 58 76 30 15
    e m 142 76 30 15
    e m 70 46 15 30 -45
    e m 130 46 15 30 45
    e m 70 106 15 30 45
    e m 130 106 15 30 -45
    c a 100 76 22
    c b@40 104 80 14
    """,
    accent="#f6b93c",
    size=0.9,
    coats=("#fbf4f6", "#f7b8cc", "#c9b4f2", "#ffd98a"),
)

PETALS = "\n".join(
    f"e {'d' if turn % 45 else 'm'} {100 + 50 * sin(radians(turn)):.1f} {76 - 50 * cos(radians(turn)):.1f} 12 26 {turn}"
    for step in (22.5, 0)
    for turn in (step + 45 * petal for petal in range(8))
)
SUNFLOWER = Subject(
    "sunflower/sunflowers girasole/girasoli",
    "#f8c22c",
    f"""
    l #4f8f3f 11 M100 190 C94 160 104 130 100 90
    p #5cab44 M98 180 C64 186 44 172 38 152 C66 146 92 158 98 180 Z
    p #5cab44 M102 172 C130 176 154 164 162 144 C136 138 108 150 102 172 Z
    {PETALS}
    c a 100 76 33
    c b 100 76 22
    =c o 88 64 2.5
    =c o 76 76 2.5
    =c o 88 88 2.5
    c o 100 58 2.5
    c o 100 94 2.5
    c o 100 76 2.5
    """,
    accent="#7a4a26",
)

CACTUS = Subject(
    "cactus/cacti cactuses/cactuses cactus/cactus",
    "#4f9a5c",
    """
    l m 26 M100 176 L100 46
    l m 20 M100 128 L62 128 C50 128 46 122 46 110 L46 84
    l m 20 M100 108 L140 108 C152 108 156 102 156 90 L156 62
    r m 84 150 32 40 3
    l d 2.5 M94 40 L94 188 M106 40 L106 188 M43 86 L43 112 M49 84 L49 112 M153 64 L153 92 M159 64 L159 92
    l w 2 M86 70 L78 66 M86 100 L79 96 M114 60 L122 56 M114 86 L122 82 M114 140 L122 136 M86 150 L78 146 M36 100 L30
      + 97 M166 80 L172 77
    =c a 94 30 8
    c a 100 22 8
    c #f8d24a 100 30 5
    """,
    accent="#ea5a8a",
    home="desert",
    size=0.95,
)

MUSHROOM = Subject(
    "mushroom/mushrooms toadstool/toadstools fungus/fungi fungo/funghi funghetto/funghetti",
    "#d93a35",
    """
    p #f6ead4 M78 96 C82 130 78 160 68 190 L132 190 C122 160 118 130 122 96 Z
    p #e2cfae M112 96 C112 130 112 160 116 190 L132 190 C122 160 118 130 122 96 Z
    p #f6ead4 M74 118 C90 128 110 128 126 118 L132 132 C110 142 90 142 68 132 Z
    p d M14 104 C40 118 160 118 186 104 C186 112 150 120 100 120 C50 120 14 112 14 104 Z
    p m M12 104 C12 54 50 18 100 18 C150 18 188 54 188 104 C150 116 50 116 12 104 Z
    c w 100 50 16
    c w 56 74 13
    c w 146 76 14
    e w 94 96 13 8
    c w 68 40 7
    c w 134 38 8
    e w 28 96 8 6
    e w 172 98 7 5
    """,
    size=0.85,
    seat=(100, 20),
    shelter=True,
)

ROSE = Subject(
    "rose/roses rosa/rose",
    "#d8304a",
    """
    l #3f7a42 8 M100 190 C104 160 98 130 100 96
    p #4f9a4a M100 168 C74 176 54 162 46 140 C74 136 96 146 100 168 Z
    p #4f9a4a M102 148 C126 156 146 142 154 120 C128 118 106 128 102 148 Z
    l #2f5f38 2 M100 168 C82 160 66 150 50 142 M102 148 C118 140 136 130 150 122
    p #3f7a42 M96 176 L84 170 L97 166 Z
    p #3f7a42 M104 128 L116 122 L102 118 Z
    =p #4f9a4a M100 112 C84 120 66 118 58 106 C74 104 90 104 100 112 Z
    p d M100 112 C60 112 44 80 52 48 C64 58 72 52 80 42 L120 42 C128 52 136 58 148 48 C156 80 140 112 100 112 Z
    p m M100 110 C72 106 62 78 70 44 C90 30 110 30 130 44 C138 78 128 106 100 110 Z
    p l M74 44 C76 22 124 22 126 44 C120 62 80 62 74 44 Z
    p d M82 44 C86 32 114 32 118 44 C112 54 88 54 82 44 Z
    l l 4 M92 44 C92 38 106 36 108 44 C108 48 100 50 98 46
    l d 4 M72 60 C80 82 106 88 128 70 M80 92 C94 98 112 94 122 84
    """,
    size=0.9,
    coats=("#d8304a", "#f08aa8", "#f2c85a"),
)

TULIP = Subject(
    "tulip/tulips tulipano/tulipani",
    "#ec4f6e",
    """
    l #4f9a4a 9 M100 190 L100 96
    p #5cab54 M98 190 C70 170 58 136 60 104 C82 124 98 156 98 190 Z
    p #5cab54 M102 190 C130 172 144 142 144 112 C122 130 104 160 102 190 Z
    p d M66 28 C80 34 92 46 100 60 C108 46 120 34 134 28 L138 80 L62 80 Z
    p m M58 34 C72 44 84 56 88 80 L100 110 C66 108 48 78 58 34 Z
    p m M142 34 C128 44 116 56 112 80 L100 110 C134 108 152 78 142 34 Z
    p l M100 20 C120 44 124 86 100 110 C76 86 80 44 100 20 Z
    """,
    size=0.9,
    coats=("#ec4f6e", "#f2a03c", "#9a5ab5", "#f6d24a"),
)

APPLE = Subject(
    "apple/apples fruit/fruits mela/mele frutto/frutti frutta/frutta",
    "#d93a35",
    """
    p m M100 62 C120 44 164 48 170 92 C174 136 144 188 120 188 C110 188 106 184 100 184 C94 184 90 188 80 188 C56
      + 188 26 136 30 92 C36 48 80 44 100 62 Z
    p d@50 M150 66 C178 100 156 170 124 186 C146 188 174 136 170 92 C168 80 160 70 150 66 Z
    l #6b4a32 7 M100 66 C98 48 100 36 108 22
    p #5cab44 M106 44 C112 22 136 12 160 18 C156 40 132 52 106 44 Z
    l #3f7a36 2 M110 42 C124 34 138 28 154 22
    e w@60 60 90 9 18 20
    """,
    size=0.7,
    home="table",
)

PUMPKIN = Subject(
    "pumpkin/pumpkins gourd/gourds zucca/zucche",
    "#ee8526",
    """
    l #5f7a3a 12 M100 72 C98 54 106 44 120 38
    =e d 48 130 38 52
    =e m 72 128 36 58
    e l 100 128 30 60
    =l d 3 M76 76 C58 104 58 156 78 182
    l #4f8a3a 4 M106 58 C130 60 140 46 150 56 C158 66 146 72 144 64
    p #5cab44 M92 66 C70 66 56 54 52 42 C74 40 90 48 94 64 Z
    """,
    size=0.8,
)

LEAF = Subject(
    "leaf/leaves foglia/foglie",
    "#d9702c",
    """
    l d 7 M100 190 L100 150
    p m M100 162 L88 156 L52 168 L58 146 L14 128 L30 114 L16 78 L42 82 L48 66 L72 88 L66 38 L84 46 L100 10 L116 46
      + L134 38 L128 88 L152 66 L158 82 L184 78 L170 114 L186 128 L142 146 L148 168 L112 156 Z
    l d 4 M100 160 L100 34 M100 150 L40 96 M100 150 L160 96 M100 154 L60 152 M100 154 L140 152
    """,
    size=0.8,
)

CHERRY = Subject(
    "cherry/cherries ciliegia/ciliegie",
    "#c8203f",
    """
    l #5f8a3a 6 M64 122 C72 86 92 48 130 22 M138 132 C140 92 138 54 130 22
    p #5cab44 M130 26 C100 40 70 34 52 14 C80 2 114 6 130 26 Z
    l #3f7a36 2 M122 24 C104 24 82 20 62 16
    c m 62 148 38
    c d 140 156 34
    c m 138 153 32
    e w@70 48 134 7 12 30
    e w@70 126 140 6 10 30
    p d@50 M46 116 C56 124 70 124 78 114 C70 110 54 110 46 116 Z
    """,
    size=0.7,
    home="table",
)

ALL = (TREE, PINE, PALM, FLOWER, SUNFLOWER, CACTUS, MUSHROOM, ROSE, TULIP, APPLE, PUMPKIN, LEAF, CHERRY)
