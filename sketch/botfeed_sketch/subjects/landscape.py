"""Things of the sky, and mountains."""

from botfeed_sketch.drawing.geometry import star
from botfeed_sketch.subjects.subject import Stance, Subject

SUN = Subject(
    "sun/suns sole/soli",
    "#f8b92c",
    f"""
    p o {star(16, 96, 62)}
    p m {star(12, 88, 60)}
    c m 100 100 58
    c a 100 100 52
    =c k 82 92 5
    l k 3.5 M80 112 C88 124 112 124 120 112
    =c #f08a4a@60 68 108 9
    """,
    accent="#fdd75a",
    stance=Stance.SKY,
    size=0.8,
)

MOON = Subject(
    "moon/moons crescent/crescents luna/lune",
    "#f8e6a0",
    """
    c #fff6cf@25 100 100 92
    p m M124 20 C62 14 20 58 24 108 C28 160 84 196 136 172 C148 166 158 158 164 148 C120 162 82 138 78 98 C76 64 96
      + 34 124 20 Z
    c d@30 52 98 9
    c d@30 66 134 12
    c d@30 62 66 6
    c d@30 98 160 7
    """,
    home="hills",
    stance=Stance.SKY,
    size=0.75,
)

STAR = Subject(
    "star/stars stella/stelle stellina/stelline",
    "#fbcf3f",
    f"""
    p m {star(5, 88, 38, (100, 108))}
    p l M100 20 L100 108 L77 77 Z
    p l M16 81 L100 108 L62 120 Z
    p d@50 M100 20 L122 77 L100 108 Z
    p d@50 M184 81 L100 108 L122 77 Z
    p d@50 M152 179 L138 120 L100 108 Z
    """,
    home="hills",
    stance=Stance.SKY,
    size=0.7,
)

CLOUD = Subject(
    "cloud/clouds nuvola/nuvole nube/nubi nuvoletta/nuvolette",
    "#fdfdff",
    """
    c d@30 56 124 36
    c d@30 146 122 40
    c d@30 100 116 46
    c m 54 114 36
    c m 92 86 46
    c m 140 104 42
    r m 30 104 142 46 23
    c l@80 80 74 20
    """,
    home="sky",
    stance=Stance.SKY,
    size=0.9,
)

RAINBOW = Subject(
    "rainbow/rainbows arcobaleno/arcobaleni",
    "#e0483f",
    """
    l #e0483f 13 M12 176 C12 40 188 40 188 176
    l #f08a35 13 M25 176 C25 58 175 58 175 176
    l #f8cf3c 13 M38 176 C38 76 162 76 162 176
    l #5cb55a 13 M51 176 C51 94 149 94 149 176
    l #4a90d6 13 M64 176 C64 112 136 112 136 176
    l #7a5ab5 13 M77 176 C77 130 123 130 123 176
    c w 30 174 24
    c w 58 178 22
    c w 8 180 18
    c w 170 174 24
    c w 142 178 22
    c w 192 180 18
    """,
    stance=Stance.VAST,
    size=1.2,
)

PLANET = Subject(
    "planet/planets saturn/saturns pianeta/pianeti saturno/saturni",
    "#e0a45a",
    """
    l a 11 M40 118 C4 148 18 160 60 150 C100 140 160 108 184 78 C198 56 184 46 150 64
    c m 100 104 62
    p d@50 M140 58 C170 96 152 150 104 166 C150 166 172 120 156 78 Z
    l l 8 M46 88 C80 94 124 84 150 70
    l d@60 6 M42 110 C74 118 130 106 160 90
    l l 5 M48 134 C80 140 128 130 154 116
    l a 11 M40 118 C10 142 12 162 60 150 C100 140 160 108 184 78 C190 68 190 60 184 56
    """,
    accent="#f3dfb6",
    home="space",
    stance=Stance.SKY,
    size=0.9,
)

MOUNTAIN = Subject(
    "mountain/mountains peak/peaks montagna/montagne monte/monti",
    "#6f7fa0",
    """
    p l M-20 190 L44 92 L64 116 L112 190 Z
    p m M20 190 L112 18 L204 190 Z
    p d M112 18 L204 190 L130 190 L118 150 L126 110 L112 80 Z
    p w M112 18 L140 70 L128 66 L122 80 L112 68 L100 84 L94 68 L82 74 Z
    p w M44 92 L57 108 L50 112 L44 106 L38 114 L32 110 Z
    """,
    stance=Stance.VAST,
    size=1.35,
    seat=(112, 20),
)

VOLCANO = Subject(
    "volcano/volcanoes vulcano/vulcani",
    "#6b5560",
    """
    c #6b6470@70 92 22 19
    c #7a7480@70 116 10 20
    c #8a8490@60 84 2 16
    p #f6a52e M92 62 C84 40 78 32 70 26 C86 28 94 36 98 50 C98 34 104 22 114 16 C110 32 112 42 110 54 C116 42 124 38
      + 134 38 C126 46 116 56 112 64 Z
    p m M-6 190 L78 60 L124 60 L206 190 Z
    p d M106 60 L124 60 L206 190 L140 190 Z
    p #f05a2c M76 62 L126 62 C122 76 132 84 128 104 C124 112 116 108 116 96 C116 86 110 84 108 94 C106 116 116 130
      + 106 148 C100 156 94 148 96 136 C98 118 92 108 90 96 C88 88 84 92 82 104 C80 112 72 110 74 98 Z
    p #f8c23c M86 64 L116 64 C112 72 106 72 104 80 C102 96 104 120 101 132 C98 116 98 92 96 80 C94 72 90 72 86 64 Z
    """,
    stance=Stance.VAST,
    size=1.3,
)

ALL = (SUN, MOON, STAR, CLOUD, RAINBOW, PLANET, MOUNTAIN, VOLCANO)
