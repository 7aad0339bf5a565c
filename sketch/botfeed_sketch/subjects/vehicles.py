"""Vehicles of land, water, air and space."""

from botfeed_sketch.subjects.subject import Stance, Subject

CAR = Subject(
    "car/cars automobile/automobiles taxi/taxis macchina/macchine auto/auto vettura/vetture",
    "#dd4a3c",
    """
    p m M12 160 C8 130 14 118 36 114 C48 84 62 72 84 72 L124 72 C144 72 156 90 166 112 C188 116 194 130 190 160 Z
    p #bfe3f2 M52 112 C58 92 68 84 84 84 L96 84 L96 112 Z
    p #bfe3f2 M104 84 L122 84 C136 84 144 98 150 112 L104 112 Z
    r d 8 148 186 14 7
    l d 3 M100 114 L100 148
    l w 4 M108 124 L120 124
    c k 52 162 25
    c k 148 162 25
    c #d6d9de 52 162 12
    c #d6d9de 148 162 12
    e #ffe27a 184 128 8 7
    r #ffb03a 10 124 8 12 3
    """,
    seat=(104, 72),
    coats=("#dd4a3c", "#3f86c6", "#f2b632", "#4fa48a"),
)

BUS = Subject(
    "bus/buses coach/coaches autobus/autobus corriera/corriere pullman/pullman pulmino/pulmini camper/camper",
    "#f2b632",
    """
    r m 8 56 184 112 16
    r d 8 130 184 12
    r #bfe3f2 20 72 30 38 4
    r #bfe3f2 56 72 30 38 4
    r #bfe3f2 92 72 30 38 4
    r #bfe3f2 160 72 26 46 4
    r k 128 72 26 96 4
    r #bfe3f2 131 76 9 86 2
    r #bfe3f2 142 76 9 86 2
    c k 48 168 22
    c #d6d9de 48 168 10
    c k 156 168 22
    c #d6d9de 156 168 10
    e #fff2b0 187 146 5 7
    r w 66 60 40 7 2
    """,
    size=1.05,
    seat=(80, 56),
)

TRAIN = Subject(
    "train/trains locomotive/locomotives steam_train/steam_trains treno/treni locomotiva/locomotive trenino/trenini",
    "#b5382f",
    """
    c #f2f0ee@85 150 22 14
    c #f2f0ee@75 126 10 17
    c #f2f0ee@60 96 8 14
    l #6b5a4a 5 M0 188 L200 188
    p k M140 70 L136 40 L164 40 L160 70 Z
    r k 132 34 36 9 3
    r m 70 70 112 66 20
    r d 20 40 60 96 4
    r k 12 32 76 11 4
    r #bfe3f2 32 56 34 32 3
    r a 100 70 7 66
    r a 132 70 7 66
    p k M102 70 C102 54 122 54 122 70 Z
    c k 184 103 10
    c #ffe27a 188 84 9
    r k 12 132 172 16 4
    p k M178 148 L198 184 L160 184 L164 140 Z
    l #d6d9de 3 M178 152 L188 180 M170 152 L174 180
    c k 44 162 26
    c k 102 166 21
    c k 144 166 21
    c a 44 162 16
    c k 44 162 8
    c a 102 166 12
    c a 144 166 12
    l #d6d9de 6 M44 170 L144 172
    """,
    size=1.1,
    seat=(50, 34),
    coats=("#b5382f", "#3a6fa8", "#3f8a5a"),
)

BOAT = Subject(
    "sailboat/sailboats boat/boats sailing_boat/sailing_boats yacht/yachts barca/barche vela/vele veliero/velieri"
    " barchetta/barchette barca_a_vela/barche_a_vela",
    "#fbf3e4",
    """
    r #7a5236 95 12 7 132 3
    p m M106 18 C144 52 164 92 168 128 L106 128 Z
    p a M106 96 C120 96 150 96 162 104 L166 118 C150 110 120 110 106 110 Z
    p l M90 30 C70 64 48 100 36 128 L90 128 Z
    p d@25 M90 30 C84 64 80 100 80 128 L90 128 Z
    p b M14 138 L186 138 C178 166 160 182 140 184 L60 184 C40 182 22 166 14 138 Z
    p #7a4a32 M14 138 L186 138 L183 150 L17 150 Z
    p a M98 12 L98 0 L124 8 Z
    """,
    accent="#d8543f",
    home="sea",
    stance=Stance.WATER,
    seat=(60, 138),
)

SHIP = Subject(
    "ship/ships liner/liners steamer/steamers ferry/ferries nave/navi traghetto/traghetti"
    " transatlantico/transatlantici",
    "#2f4a6f",
    """
    c #f2f0ee@70 66 12 11
    c #f2f0ee@55 46 6 9
    c #f2f0ee@70 112 8 10
    r a 70 30 24 46 2
    r a 114 30 24 46 2
    r k 70 30 24 10
    r k 114 30 24 10
    l #6b6a72 3 M160 96 L160 50 M160 54 L186 120
    r w 56 72 96 28 3
    r w 38 96 132 26 3
    l k 6 M52 109 L54 109 M72 109 L74 109 M92 109 L94 109 M112 109 L114 109 M132 109 L134 109 M152 109 L154 109 M70
      + 86 L72 86 M90 86 L92 86 M110 86 L112 86 M130 86 L132 86
    p m M2 118 L198 118 C194 146 180 172 166 184 L36 184 C18 172 6 146 2 118 Z
    p #c6433a M22 168 L178 168 C174 176 170 181 166 184 L36 184 C31 180 26 174 22 168 Z
    l w 3 M8 128 L194 128
    l w 7 M40 146 L40 146 M64 146 L64 146 M88 146 L88 146 M112 146 L112 146 M136 146 L136 146 M160 146 L160 146
    """,
    accent="#e0593f",
    home="sea",
    stance=Stance.WATER,
    size=1.15,
    seat=(104, 72),
)

BICYCLE = Subject(
    "bicycle/bicycles bike/bikes bicicletta/biciclette bici/bici",
    "#d8433f",
    """
    c k 46 144 44
    c k 154 144 44
    c #f2efe8@88 46 144 38
    c #f2efe8@88 154 144 38
    =l #8a8a92 1.6 M46 106 L46 182 M8 144 L84 144 M19 117 L73 171 M73 117 L19 171
    l m 7 M46 144 L76 92 L138 92 L96 146 L46 144 M76 92 L96 146 M154 144 L134 74
    l m 6 M70 82 L76 92
    l k 8 M54 78 L86 78
    l k 6 M134 74 L130 62 L158 60 C168 60 168 74 158 74
    c k 96 146 11
    c #d6d9de 96 146 6
    l k 5 M96 146 L106 166 M98 167 L114 167
    c k 46 144 5
    c k 154 144 5
    """,
    seat=(70, 76),
    coats=("#d8433f", "#3f86c6", "#4fa454", "#e2ac2f"),
)

PLANE = Subject(
    "plane/planes airplane/airplanes aeroplane/aeroplanes jet/jets aereo/aerei aeroplano/aeroplani",
    "#f6f4ef",
    """
    p d M88 96 L60 40 L78 40 L124 92 Z
    p a M14 92 L2 44 L24 44 L52 88 Z
    p m M8 100 C16 84 50 82 100 82 L160 84 C182 86 196 100 196 108 C192 122 170 124 150 124 L70 124 C36 122 14 116 8
      + 100 Z
    p a M10 104 C40 116 120 114 195 104 C196 114 182 124 150 124 L70 124 C36 122 14 116 10 104 Z
    p #8fd0ea M166 88 C178 90 186 96 190 102 L168 102 Z
    l #5a7a9a 6 M60 98 L60 98 M76 98 L76 98 M92 98 L92 98 M108 98 L108 98 M124 98 L124 98 M140 98 L140 98 M152 98
      + L152 98
    p d M88 112 L124 112 L72 176 L52 176 Z
    e b 92 142 15 8
    p d M14 100 L44 100 L16 122 L2 122 Z
    """,
    accent="#3f78b5",
    home="sky",
    stance=Stance.SKY,
)

ROCKET = Subject(
    "rocket/rockets spaceship/spaceships spacecraft/spacecraft razzo/razzi astronave/astronavi",
    "#f4f1ea",
    """
    p #f6a52e M78 150 C72 172 86 184 100 200 C114 184 128 172 122 150 Z
    p #ffe27a M88 150 C84 164 92 174 100 184 C108 174 116 164 112 150 Z
    =p a M68 92 C44 108 36 132 38 160 C52 150 62 146 76 144 Z
    p m M100 2 C132 26 140 76 126 146 L74 146 C60 76 68 26 100 2 Z
    p d@25 M100 2 C132 26 140 76 126 146 L108 146 C118 90 116 40 100 2 Z
    p a M100 2 C114 12 124 28 128 46 L72 46 C76 28 86 12 100 2 Z
    c b 100 78 20
    c #8fd0ea 100 78 14
    l w 4 M92 74 C94 70 97 68 101 68
    r a 73 128 54 10
    r k 80 144 40 9 2
    l b 6 M100 112 L100 156
    """,
    accent="#d8433f",
    home="space",
    stance=Stance.SKY,
    size=1.1,
)

BALLOON = Subject(
    "hot-air_balloon/hot-air_balloons hot_air_balloon/hot_air_balloons balloon/balloons mongolfiera/mongolfiere"
    " pallone/palloni palloncino/palloncini",
    "#e0543f",
    """
    p m M100 2 C158 2 176 46 168 80 C160 110 134 128 122 142 L78 142 C66 128 40 110 32 80 C24 46 42 2 100 2 Z
    =p a M100 2 C68 2 54 46 60 80 C64 110 80 130 86 142 L78 142 C66 128 40 110 32 80 C24 46 42 2 100 2 Z
    p o M100 2 C116 2 124 46 122 80 C120 110 110 130 106 142 L94 142 C90 130 80 110 78 80 C76 46 84 2 100 2 Z
    l #6b4a32 2.4 M80 142 L86 166 M120 142 L114 166 M93 142 L94 166 M107 142 L106 166
    r #8a5a34 82 164 36 28 4
    r #6b4226 80 162 40 7 3
    l #6b4226 2 M84 178 L116 178 M94 170 L94 190 M106 170 L106 190
    """,
    accent="#f2b63c",
    home="sky",
    stance=Stance.SKY,
    size=1.05,
    coats=("#e0543f", "#3f86c6", "#8a5ab5", "#3fa08a"),
)

SUBMARINE = Subject(
    "submarine/submarines sottomarino/sottomarini sommergibile/sommergibili",
    "#f2c12f",
    """
    l d 9 M104 50 L104 24 L128 24
    p m M76 82 L82 48 C84 44 124 44 126 48 L132 82 Z
    c d 20 118 5
    e d 14 98 6 20
    e d 14 138 6 20
    p d M40 100 L16 84 L16 152 L40 136 Z
    p m M30 118 C30 90 56 78 92 78 L130 78 C170 78 192 98 192 120 C192 144 170 162 130 162 L92 162 C56 162 30 146 30
      + 118 Z
    p d@40 M31 124 C60 140 160 140 191 124 C190 146 168 162 130 162 L92 162 C56 162 32 148 31 124 Z
    c d 78 116 17
    c #9fdcf0 78 116 12
    c d 118 116 17
    c #9fdcf0 118 116 12
    c d 156 116 17
    c #9fdcf0 156 116 12
    c #ffffff@60 8 70 5
    c #ffffff@60 16 50 7
    c #ffffff@60 4 30 4
    """,
    home="underwater",
    stance=Stance.DEEP,
)

TRACTOR = Subject(
    "tractor/tractors trattore/trattori",
    "#3f9a4a",
    """
    l k 7 M148 96 L148 58
    c #d6d2cc@70 150 42 9
    c #d6d2cc@50 160 28 11
    r k 26 30 84 10 4
    l k 6 M34 38 L34 96 M104 38 L104 96
    r #bfe3f2@80 38 40 62 54
    p m M24 96 L110 92 L110 100 L178 100 C186 104 188 120 188 140 L120 150 L24 150 Z
    l d 4 M134 112 L134 134 M146 112 L146 134 M158 112 L158 134
    l k 5 M84 96 L96 72 M88 68 L104 78
    e #ffe27a 186 116 5 8
    c k 56 142 48
    c a 56 142 26
    c k 56 142 8
    l k 9 M20 112 L26 118 M56 94 L56 102 M92 112 L86 118 M104 142 L98 142 M8 142 L14 142 M20 172 L26 166 M92 172 L86
      + 166
    c k 160 162 28
    c a 160 162 14
    c k 160 162 5
    """,
    accent="#f2c12f",
    home="field",
    seat=(66, 34),
)

ALL = (CAR, BUS, TRAIN, BOAT, SHIP, BICYCLE, PLANE, ROCKET, BALLOON, SUBMARINE, TRACTOR)
