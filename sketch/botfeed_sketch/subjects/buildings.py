"""Buildings and bridges."""

from botfeed_sketch.subjects.subject import Stance, Subject

HOUSE = Subject(
    "house/houses home/homes cottage/cottages cabin/cabins hut/huts barn/barns casa/case casetta/casette"
    " capanna/capanne baita/baite villa/ville",
    "#f3e3c6",
    """
    r #8a5a44 134 34 20 46
    r m 36 96 128 94
    r d@30 36 96 128 12
    p a M100 24 L184 102 L16 102 Z
    p b M100 24 L184 102 L168 102 L100 40 L32 102 L16 102 Z
    r #7a4a32 84 132 32 58 3
    c #f6c945 110 162 3
    =r #8fd0ea 48 122 26 28 2
    =l w 3 M48 136 L74 136 M61 122 L61 150
    c #8fd0ea 100 78 13
    l w 3 M87 78 L113 78 M100 65 L100 91
    """,
    accent="#cf5540",
    size=1.15,
    seat=(100, 26),
    coats=("#f3e3c6", "#d9e4ea", "#f2c9b0", "#cfe0c4"),
)

CASTLE = Subject(
    "castle/castles fortress/fortresses palace/palaces castello/castelli fortezza/fortezze palazzo/palazzi",
    "#b9b3c4",
    """
    r m 78 40 44 150
    p m M78 46 L78 30 L88 30 L88 38 L95 38 L95 30 L105 30 L105 38 L112 38 L112 30 L122 30 L122 46 Z
    l #5a4a4a 3 M100 30 L100 2
    p a M100 2 L126 9 L100 17 Z
    r m 42 110 116 80
    =p m M42 112 L42 100 L52 100 L52 108 L60 108 L60 100 L70 100 L70 108 L80 108 L80 112 Z
    =r d 14 84 38 106
    =p a M33 34 L58 86 L8 86 Z
    p k M80 190 L80 156 C80 130 120 130 120 156 L120 190 Z
    l d 2 M92 140 L92 190 M108 140 L108 190 M80 160 L120 160 M80 176 L120 176
    =r k 27 108 12 22 6
    r k 93 62 14 24 7
    =l d 2 M52 130 L64 130 M58 150 L70 150 M48 170 L60 170
    """,
    accent="#4a6fb5",
    size=1.2,
    seat=(100, 30),
)

LIGHTHOUSE = Subject(
    "lighthouse/lighthouses beacon/beacons faro/fari",
    "#fbf4e8",
    """
    p #fff2b0@55 M100 42 L196 16 L196 74 Z
    p #fff2b0@55 M100 42 L4 16 L4 74 Z
    p #8a8578 M40 190 C48 166 72 166 84 172 C110 160 148 166 160 190 Z
    p m M80 64 L120 64 L132 178 L68 178 Z
    p a M78 84 L122 84 L125 108 L75 108 Z
    p a M73 130 L127 130 L130 154 L70 154 Z
    r k 70 58 60 8 2
    r #ffe27a 82 30 36 28
    l k 3 M82 30 L82 58 M100 30 L100 58 M118 30 L118 58
    p a M100 6 L124 31 L76 31 Z
    c k 100 6 4
    r k 92 158 16 20 6
    r k 95 112 10 12 4
    """,
    accent="#d8433f",
    home="sea_shore",
    size=1.2,
    seat=(100, 8),
)

TOWER = Subject(
    "tower/towers torre/torri",
    "#c6a27a",
    """
    r m 64 62 72 128
    r d@40 112 62 24 128
    p m M54 66 L54 34 L70 34 L70 46 L84 46 L84 34 L116 34 L116 46 L130 46 L130 34 L146 34 L146 66 L136 76 L64 76 Z
    r d 54 62 92 6
    l #5a4a4a 3 M100 40 L100 6
    p a M100 6 L132 14 L100 24 Z
    p k M86 190 L86 164 C86 146 114 146 114 164 L114 190 Z
    r k 94 92 12 26 6
    l d 2.4 M68 96 L84 96 M74 112 L88 112 M68 130 L82 130 M112 104 L130 104 M116 126 L132 126 M68 150 L80 150 M118
      + 150 L132 150 M112 84 L126 84
    """,
    accent="#d8433f",
    size=1.2,
    seat=(100, 34),
)

WINDMILL = Subject(
    "windmill/windmills mill/mills mulino/mulini",
    "#f4e9d6",
    """
    p m M74 84 L126 84 L142 190 L58 190 Z
    p d@30 M112 84 L126 84 L142 190 L118 190 Z
    p b M68 88 C70 52 130 52 132 88 Z
    r #7a4a32 88 156 24 34 10
    r #8fd0ea 92 112 16 18 3
    l #5a4434 5 M100 74 L30 22 M100 74 L170 126 M100 74 L152 4 M100 74 L48 144
    p a@90 M90 72 L30 28 L42 12 L100 58 Z
    p a@90 M110 76 L170 120 L158 136 L100 90 Z
    p a@90 M102 64 L146 4 L162 16 L116 74 Z
    p a@90 M98 84 L54 144 L38 132 L84 74 Z
    c #5a4434 100 74 7
    """,
    accent="#d9694a",
    size=1.2,
)

CHURCH = Subject(
    "church/churches chapel/chapels cathedral/cathedrals chiesa/chiese cattedrale/cattedrali campanile/campanili",
    "#f6efe2",
    """
    r m 84 112 104 78
    p a M80 116 L100 76 L172 76 L194 116 Z
    r m 24 70 62 120
    p a M55 26 L94 74 L16 74 Z
    l k 5 M55 28 L55 2 M46 11 L64 11
    p k M40 190 L40 162 C40 144 70 144 70 162 L70 190 Z
    c #6fa8d6 55 112 14
    l w 2.4 M41 112 L69 112 M55 98 L55 126
    p #6fa8d6 M104 170 L104 142 C104 128 122 128 122 142 L122 170 Z
    p #6fa8d6 M150 170 L150 142 C150 128 168 128 168 142 L168 170 Z
    r k 47 82 16 14 6
    """,
    accent="#a8553f",
    size=1.15,
)

BRIDGE = Subject(
    "bridge/bridges viaduct/viaducts ponte/ponti viadotto/viadotti",
    "#cf4b3a",
    """
    p #5a9ac2 M0 172 C40 164 80 176 120 168 C160 162 180 172 200 168 L200 192 L0 192 Z
    r m 46 34 14 150 2
    r m 140 34 14 150 2
    r m 40 66 26 7
    r m 134 66 26 7
    r m 40 98 26 7
    r m 134 98 26 7
    l d 4.5 M-4 112 C20 84 40 62 53 38 C76 120 124 120 147 38 C160 62 180 84 204 112
    l d 2 M8 98 L8 134 M24 80 L24 134 M38 62 L38 134 M66 72 L66 134 M80 92 L80 134 M94 98 L94 134 M106 98 L106 134
      + M120 92 L120 134 M134 72 L134 134 M162 62 L162 134 M176 80 L176 134 M192 98 L192 134
    r k -6 132 212 11 2
    r m -6 132 212 4 2
    """,
    home="lake",
    size=1.3,
    seat=(100, 132),
    shelter=True,
)

TENT = Subject(
    "tent/tents camp/camps tenda/tende tendone/tendoni",
    "#e8853a",
    """
    l #6b4a32 4 M100 30 L94 20 M100 30 L107 19 M8 188 L26 170 M192 188 L174 170
    p m M100 28 L188 188 L12 188 Z
    p d M100 28 L188 188 L138 188 Z
    p k M100 58 L130 188 L70 188 Z
    p l M100 58 L70 188 L54 188 C76 150 92 104 100 58 Z
    p l M100 58 L130 188 L146 188 C124 150 108 104 100 58 Z
    p #f6c945@60 M100 108 L116 188 L84 188 Z
    """,
    home="forest",
    size=0.9,
    seat=(100, 30),
    coats=("#e8853a", "#4f9a8a", "#d85a5a", "#5a82c0"),
)

CITY = Subject(
    "city/cities skyline/skylines town/towns skyscraper/skyscrapers città/città citta/citta metropoli/metropoli"
    " grattacielo/grattacieli",
    "#5f6f9a",
    """
    r l -12 96 34 94
    r l 52 50 34 140
    r l 118 70 36 120
    r l 182 92 30 98
    r m 16 74 40 116
    p m M36 74 L36 46 L38 46 L38 74 Z
    r d 84 22 36 168
    p d M84 22 L102 2 L120 22 Z
    r m 148 52 40 138
    r d 62 110 28 80
    r d 120 124 34 66
    r d 186 128 26 62
    r d -12 134 30 56
    =l #ffe08a 5 M24 88 L24 90 M34 88 L34 90 M24 104 L24 106 M44 104 L44 106 M34 120 L34 122 M44 136 L44 138 M24 152
      + L24 154
    l #ffe08a 5 M94 36 L94 38 M108 36 L108 38 M94 54 L94 56 M108 72 L108 74 M94 90 L94 92 M108 90 L108 92 M94 108
      + L94 110 M108 126 L108 128 M94 144 L94 146 M70 122 L70 124 M80 138 L80 140 M70 154 L70 156 M128 136 L128 138
      + M142 152 L142 154 M128 168 L128 170
    """,
    stance=Stance.VAST,
    size=1.3,
    home="hills",
)

ALL = (HOUSE, CASTLE, LIGHTHOUSE, TOWER, WINDMILL, CHURCH, BRIDGE, TENT, CITY)
