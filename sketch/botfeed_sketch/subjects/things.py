"""Things of the house."""

from botfeed_sketch.subjects.subject import Subject

UMBRELLA = Subject(
    "umbrella/umbrellas parasol/parasols ombrello/ombrelli ombrellone/ombrelloni",
    "#d8433f",
    """
    l #6b4a32 6 M100 20 L100 170 C100 194 132 194 132 172
    l #6b4a32 5 M100 22 L100 6
    p m M8 106 C12 50 50 20 100 18 C150 20 188 50 192 106 C176 92 152 92 146 106 C134 92 112 92 100 106 C88 92 66 92
      + 54 106 C48 92 24 92 8 106 Z
    p a M54 106 C60 60 78 34 100 18 C122 34 140 60 146 106 C134 92 112 92 100 106 C88 92 66 92 54 106 Z
    l d@40 2 M100 18 L100 104
    """,
    accent="#f6e9d2",
    size=0.95,
    seat=(100, 20),
    shelter=True,
    coats=("#d8433f", "#3f78c6", "#f2b632", "#4fa48a"),
)

CUP = Subject(
    "cup/cups mug/mugs coffee/coffees tea/teas teacup/teacups tazza/tazze tazzina/tazzine"
    " caffè/caffè caffe/caffe tè/tè",
    "#3f8fb5",
    """
    l #ffffff@75 6 M74 58 C64 44 84 36 74 18 M100 56 C90 42 110 32 100 12 M126 58 C116 44 136 36 126 18
    e w 96 180 84 12
    e #d6d0c6 96 178 62 7
    l m 13 M148 92 C184 86 186 136 140 142
    p m M40 74 L152 74 C154 128 140 176 116 178 L76 178 C52 176 38 128 40 74 Z
    p d@40 M128 74 L152 74 C154 128 140 176 116 178 L104 178 C124 160 130 120 128 74 Z
    e l 96 74 56 13
    e #5a3522 96 76 47 9
    """,
    home="table",
    size=0.75,
    coats=("#3f8fb5", "#d8694a", "#5a9a6a", "#b56aa0"),
)

BOOK = Subject(
    "book/books novel/novels libro/libri",
    "#3f6fa8",
    """
    p m M8 70 L100 84 L192 70 L192 172 L100 188 L8 172 Z
    p w M16 58 C46 52 80 58 100 76 L100 178 C80 164 46 158 16 164 Z
    p #efe4d0 M184 58 C154 52 120 58 100 76 L100 178 C120 164 154 158 184 164 Z
    l #b5a890 3 M30 80 C50 76 72 80 88 90 M30 98 C50 94 72 98 88 108 M30 116 C50 112 72 116 88 126 M30 134 C50 130
      + 72 134 88 144
    l #b5a890 3 M170 80 C150 76 128 80 112 90 M170 98 C150 94 128 98 112 108 M170 116 C150 112 128 116 112 126 M170
      + 134 C150 130 128 134 112 144
    p a M134 60 L148 57 L148 104 L141 96 L134 106 Z
    l #b5a890 2 M100 76 L100 178
    """,
    accent="#d8433f",
    home="table",
    size=0.8,
    coats=("#3f6fa8", "#a8453f", "#3f8a6a"),
)

LAMP = Subject(
    "lamp/lamps lantern/lanterns lampada/lampade lampadina/lampadine lanterna/lanterne",
    "#f2b63c",
    """
    p #fff2b0@45 M52 96 L148 96 L190 186 L10 186 Z
    e #7a5236 100 182 42 9
    r #7a5236 94 92 12 92 3
    c #7a5236 100 140 10
    e #fff6cf 100 98 20 9
    p m M70 22 L130 22 L158 98 L42 98 Z
    p d@35 M116 22 L130 22 L158 98 L132 98 Z
    r d 66 18 68 7 3
    r d 40 94 120 7 3
    l #5a4434 2.4 M132 100 L132 124
    c #5a4434 132 127 4
    """,
    home="table",
    size=0.85,
    coats=("#f2b63c", "#e0785a", "#5aa09a"),
)

GUITAR = Subject(
    "guitar/guitars chitarra/chitarre ukulele/ukuleles",
    "#c9803c",
    """
    p #5a3522 M90 6 L110 6 L113 34 L87 34 Z
    =l #d6d9de 4 M87 12 L82 12 M88 20 L83 20 M88 28 L83 28
    r #5a3522 92 30 16 78
    l #c9a86a 1.6 M92 44 L108 44 M92 56 L108 56 M92 68 L108 68 M92 80 L108 80
    p d M100 92 C136 84 144 110 132 126 C152 138 152 190 100 190 C48 190 48 138 68 126 C56 110 64 84 100 92 Z
    p m M100 96 C130 90 138 110 124 127 C146 140 144 184 100 184 C56 184 54 140 76 127 C62 110 70 90 100 96 Z
    c #3a241a 100 132 15
    l #f2d9a8 2 M100 114 L100 114
    r #3a241a 82 164 36 7 2
    l #f6efe0 1.1 M95 12 L95 166 M98.5 12 L98.5 166 M102 12 L102 166 M105 12 L105 166
    """,
    size=0.95,
    home="table",
)

CLOCK = Subject(
    "clock/clocks alarm_clock/alarm_clocks orologio/orologi sveglia/sveglie",
    "#d8543f",
    """
    =l m 10 M58 168 L44 188
    =p m M40 66 C24 44 50 16 74 30 Z
    l m 7 M100 36 L100 20
    l m 8 M88 18 L112 18
    c m 100 112 72
    c w 100 112 58
    l k 5 M100 62 L100 70 M100 154 L100 162 M50 112 L58 112 M142 112 L150 112
    l k 3 M125 69 L122 74 M143 87 L138 90 M143 137 L138 134 M125 155 L122 150 M75 155 L78 150 M57 137 L62 134 M57 87
      + L62 90 M75 69 L78 74
    l k 6 M100 112 L100 78
    l k 5 M100 112 L126 126
    c k 100 112 6
    """,
    home="table",
    size=0.75,
    coats=("#d8543f", "#3f86b5", "#4fa48a"),
)

KEY = Subject(
    "key/keys chiave/chiavi",
    "#d9a52e",
    """
    c m 52 100 42
    c d 52 100 24
    c #fff8ea@90 52 100 20
    r m 88 90 104 18 6
    r m 150 104 14 34 3
    r m 174 104 14 28 3
    r d@50 88 102 104 6 3
    l l 5 M26 78 C34 68 44 66 54 66
    c d 98 99 13
    c m 98 99 10
    """,
    home="table",
    size=0.7,
)

HEART = Subject(
    "heart/hearts love/loves cuore/cuori amore/amori",
    "#e0405a",
    """
    p m M100 182 C40 138 10 104 14 66 C18 26 74 12 100 56 C126 12 182 26 186 66 C190 104 160 138 100 182 Z
    p d@45 M100 182 C160 138 190 104 186 66 C184 48 172 36 158 33 C176 80 146 140 100 182 Z
    e w@65 50 64 10 18 32
    """,
    home="sky",
    size=0.75,
)

CROWN = Subject(
    "crown/crowns tiara/tiaras corona/corone",
    "#f2b92e",
    """
    p d M30 150 C60 138 140 138 170 150 L168 170 C140 158 60 158 32 170 Z
    p m M30 152 L10 52 L58 100 L100 26 L142 100 L190 52 L170 152 C140 166 60 166 30 152 Z
    p d M30 152 C60 166 140 166 170 152 L168 178 C140 192 60 192 32 178 Z
    p l M100 26 L122 66 L100 96 L78 66 Z
    c a 100 124 11
    =c #3f78d6 62 128 8
    =c m 10 50 9
    c m 100 24 10
    =c #5cc07a 66 172 5
    c a 100 176 6
    """,
    accent="#d8304a",
    home="table",
    size=0.7,
)

CANDLE = Subject(
    "candle/candles candela/candele",
    "#f6ead4",
    """
    c #fff2b0@30 100 46 44
    p #f6a52e M100 10 C124 40 118 66 100 68 C82 66 76 40 100 10 Z
    p #fff2b0 M100 32 C112 48 108 62 100 64 C92 62 88 48 100 32 Z
    l k 3 M100 62 L100 80
    p m M74 82 C80 74 120 74 126 82 L126 172 L74 172 Z
    p d@25 M110 78 L126 82 L126 172 L110 172 Z
    p w M74 82 C80 74 120 74 126 82 L126 96 C120 96 122 112 116 112 C110 112 112 92 104 92 C96 92 98 124 90 124 C82
      + 124 84 98 74 100 Z
    e b 100 176 54 12
    e a 100 171 54 12
    l a 9 M150 166 C176 160 176 184 152 180
    r m 74 150 52 22
    e m 100 172 26 6
    """,
    accent="#c9962e",
    home="table",
    size=0.75,
)

GIFT = Subject(
    "gift/gifts present/presents regalo/regali pacco/pacchi",
    "#3f8fb5",
    """
    r m 28 92 144 98 4
    r d@40 128 92 44 98
    r l 20 64 160 34 4
    r a 88 64 24 126
    =p a M100 62 C60 62 38 44 46 28 C56 12 90 30 100 62 Z
    =p b M96 56 C74 54 58 44 60 36 C66 30 88 40 96 56 Z
    c b 100 58 11
    """,
    accent="#e0485a",
    home="table",
    size=0.75,
    coats=("#3f8fb5", "#5a9a5a", "#8a62b5"),
)

BELL = Subject(
    "bell/bells campana/campane campanella/campanelle",
    "#e8b22e",
    """
    l d 7 M88 28 C88 8 112 8 112 28
    c d 100 172 16
    p m M100 22 C146 22 146 70 150 104 C154 134 166 144 178 158 L22 158 C34 144 46 134 50 104 C54 70 54 22 100 22 Z
    p d@40 M122 28 C146 44 146 80 150 104 C154 134 166 144 178 158 L134 158 C138 110 138 60 122 28 Z
    r d 18 152 164 12 6
    l l 6 M72 60 C68 80 66 100 64 120
    """,
    size=0.7,
    home="table",
)

ALL = (UMBRELLA, CUP, BOOK, LAMP, GUITAR, CLOCK, KEY, HEART, CROWN, CANDLE, GIFT, BELL)
