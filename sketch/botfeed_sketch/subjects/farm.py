"""Animals of house and farm."""

from botfeed_sketch.subjects.subject import Stance, Subject

CAT = Subject(
    "cat/cats kitten/kittens kitty/kitties gatto/gatti gatta/gatte gattino/gattini micio/mici",
    "#8b8da3",
    """
    l m 15 M126 178 C176 188 182 142 166 122 C158 108 166 94 178 98
    p m M64 190 C56 150 72 110 100 110 C128 110 144 150 136 190 Z
    e l 100 158 19 28
    =e l 84 185 14 8
    =p m M53 74 L50 14 L94 44 Z
    =p #f2b5b5 M60 56 L58 29 L80 44 Z
    e m 100 78 50 43
    =e #d9ea6a 78 74 11 12
    =e k 78 74 4 11
    e l 100 96 18 13
    p #e4798a M93 87 L107 87 L100 95 Z
    l k 2.5 M100 95 C100 104 88 106 85 100 M100 95 C100 104 112 106 115 100
    =l k 1.7 M70 92 L28 84 M70 97 L28 99 M72 102 L32 114
    l d 5 M100 37 L100 53 M85 39 L89 53 M115 39 L111 53
    """,
    coats=("#8b8da3", "#e59a4c", "#d9c7b0", "#5a5666"),
)

DOG = Subject(
    "dog/dogs puppy/puppies pup/pups doggy/doggies hound/hounds cane/cani cagnolino/cagnolini cucciolo/cuccioli",
    "#c48a52",
    """
    l m 13 M52 120 C30 112 22 92 28 70
    r d 70 140 17 50 8
    r d 106 140 17 50 8
    p m M44 130 C42 106 66 102 100 104 L140 92 C152 120 150 142 144 156 L60 156 C48 154 44 146 44 130 Z
    r m 48 138 19 52 9
    r m 124 138 19 52 9
    p m M116 116 L116 74 C116 46 138 36 156 44 C172 52 176 62 188 66 C198 70 196 90 182 94 C168 98 158 100 154 110
      + L148 132 Z
    p l M166 68 C180 60 196 68 194 80 C192 94 172 98 160 92 Z
    e k 191 68 8 6
    p d M128 44 C106 50 100 86 110 106 C126 110 140 88 144 56 Z
    c k 158 62 5
    c w 160 60 2
    p #ef6a7a M172 92 C172 112 188 112 186 90 Z
    l k 2.6 M192 82 C184 92 172 94 162 90
    l a 9 M116 112 C128 124 142 122 153 112
    c #f6c945 137 126 6
    e l 96 154 30 6
    """,
    accent="#d8433f",
    coats=("#c48a52", "#e8d3b0", "#7a5a48", "#9a97a6"),
)

HORSE = Subject(
    "horse/horses pony/ponies stallion/stallions cavallo/cavalli cavalla/cavalle puledro/puledri",
    "#9c5f38",
    """
    p k M42 96 C14 98 8 130 16 168 C30 156 30 128 46 118 Z
    p d M66 124 L62 160 L66 190 L78 190 L76 160 L88 128 Z
    p d M112 124 L118 158 L112 190 L124 190 L130 158 L128 124 Z
    p m M38 108 C38 90 60 86 84 90 C104 94 118 88 126 68 L146 36 C152 26 164 26 168 36 L192 70 C196 78 190 88 180 86
      + L160 74 C154 92 150 116 140 130 C120 144 70 142 50 138 C40 132 38 120 38 108 Z
    p m M44 124 L40 158 L36 190 L50 190 L56 160 L70 136 Z
    p m M118 130 L132 156 L134 190 L148 190 L146 156 L142 118 Z
    p m M146 40 L148 14 L162 32 Z
    p k M156 24 C132 22 112 50 106 88 C118 88 130 82 136 66 C142 54 148 44 158 40 Z
    p l M180 60 L192 72 C196 80 190 88 180 86 L172 78 Z
    c k 162 48 4.5
    c k 187 76 2.5
    r k 35 182 15 9 2
    r k 134 182 15 9 2
    r k 66 183 13 8 2
    r k 112 183 13 8 2
    """,
    size=1.15,
    seat=(86, 92),
    coats=("#9c5f38", "#6b4a3a", "#c99a66", "#b8b4b8"),
)

SHEEP = Subject(
    "sheep/sheep lamb/lambs pecora/pecore agnello/agnelli pecorella/pecorelle",
    "#f6f0e2",
    """
    r k 58 146 13 44 5
    r k 82 150 13 40 5
    r k 112 150 13 40 5
    r k 134 146 13 44 5
    c m 56 112 26
    c m 62 84 26
    c m 90 68 28
    c m 122 72 26
    c m 142 92 24
    c m 142 122 26
    c m 118 138 26
    c m 86 140 26
    c m 64 132 24
    c m 100 106 44
    l d@50 4 M66 100 C72 110 84 110 88 100 M92 126 C98 136 110 136 114 126 M84 76 C90 86 102 86 106 76 M56 126 C62
      + 134 72 134 76 126
    p a M136 74 C144 60 172 58 182 72 C190 92 182 124 164 130 C146 130 134 100 136 74 Z
    e a 130 82 17 8 24
    e a 190 80 15 7 -28
    c m 146 62 15
    c m 164 58 15
    c w 152 88 6
    c k 153 89 3.5
    c w 172 88 6
    c k 173 89 3.5
    l #e8a0a0 3 M156 116 C162 122 168 120 172 114
    """,
    accent="#3f3a48",
    seat=(100, 56),
)

COW = Subject(
    "cow/cows calf/calves mucca/mucche vacca/vacche vitello/vitelli",
    "#fbf7ef",
    """
    l m 6 M30 96 C14 110 18 140 18 152
    c k 18 156 7
    r d 56 140 17 50 4
    r d 108 140 17 50 4
    p m M28 96 C28 82 40 80 60 80 L140 82 C150 100 148 130 140 146 L50 148 C30 146 28 120 28 96 Z
    r m 36 136 18 54 4
    r m 126 136 18 54 4
    p a M44 80 C40 104 64 120 82 106 C94 96 90 84 86 80 Z
    p a M96 148 C92 122 116 110 128 122 C136 130 134 140 136 147 Z
    p a M28 112 C42 114 48 132 38 142 C30 134 27 124 28 112 Z
    p #f2a9ae M70 146 C70 164 98 164 98 146 Z
    l #f2a9ae 5 M78 158 L78 166 M90 158 L90 166
    p m M130 62 C136 46 170 46 178 62 L184 104 C186 122 176 130 158 130 C140 130 130 122 132 104 Z
    p a M130 64 C136 46 152 48 154 50 C158 72 150 92 133 90 Z
    p #e9d9b4 M140 52 C128 46 126 32 132 26 C136 36 142 42 150 46 Z
    p #e9d9b4 M168 52 C180 46 182 32 176 26 C172 36 166 42 158 46 Z
    e a 122 72 14 8 24
    e m 190 70 13 8 -24
    e #f2a9ae 158 114 25 17
    e #b5656d 148 113 4 5
    e #b5656d 168 113 4 5
    c k 145 82 4.5
    c k 172 82 4.5
    r k 36 181 18 9 2
    r k 126 181 18 9 2
    r k 56 181 17 9 2
    r k 108 181 17 9 2
    """,
    accent="#3a3340",
    size=1.1,
    seat=(86, 80),
)

PIG = Subject(
    "pig/pigs piglet/piglets piggy/piggies maiale/maiali porco/porci maialino/maialini porcellino/porcellini",
    "#f3a6b1",
    """
    l d 6 M30 116 C12 118 10 100 22 100 C32 102 26 116 12 112
    r d 70 150 18 40 5
    r d 112 150 18 40 5
    e m 92 118 66 48
    r m 46 148 20 42 5
    r m 130 146 20 44 5
    c m 142 96 42
    p d M116 68 L112 34 L140 54 Z
    p d M160 56 L182 36 L180 70 Z
    e l 154 108 23 18
    e #b5566a 146 108 5 7
    e #b5566a 163 108 5 7
    c k 128 86 5.5
    c w 130 84 2
    c k 168 84 5.5
    c w 170 82 2
    l k 2.6 M142 130 C150 138 162 137 168 128
    r k@70 46 182 20 8 2
    r k@70 130 182 20 8 2
    """,
    seat=(84, 72),
)

DUCK = Subject(
    "duck/ducks duckling/ducklings anatra/anatre papera/papere anatroccolo/anatroccoli paperella/paperelle",
    "#f6cb3c",
    """
    l #ee8a2a 7 M84 164 L82 186 M112 164 L112 186
    p #ee8a2a M66 190 L84 180 L98 190 Z
    p #ee8a2a M98 190 L114 180 L130 190 Z
    p m M14 112 C30 116 44 112 60 102 C84 90 108 96 116 96 C106 84 100 60 112 44 C126 26 160 32 164 60 C166 78 154
      + 88 150 96 C158 128 146 168 98 168 C50 168 22 146 14 112 Z
    p d M48 122 C64 106 100 108 114 120 C108 148 72 156 50 138 Z
    l m 3 M62 130 C76 122 90 122 100 126 M70 140 C80 136 86 136 92 136
    p #ee8a2a M160 56 C176 56 190 62 196 70 C190 80 172 82 158 78 Z
    l #b5601a 2 M164 69 L190 70
    c k 140 56 6.5
    c w 142 54 2.5
    """,
    stance=Stance.WATER,
    size=0.8,
)

CHICKEN = Subject(
    "chicken/chickens hen/hens rooster/roosters gallina/galline gallo/galli pollo/polli",
    "#faf1e0",
    """
    p d M52 108 C20 100 6 70 16 46 C26 56 32 66 40 72 C34 56 36 42 44 34 C52 56 62 80 76 92 Z
    l #e8972a 5 M90 160 L88 186 M112 160 L114 186 M76 189 L88 184 L100 189 M102 189 L114 184 L126 189
    p m M40 92 C60 104 84 96 104 80 C108 60 116 42 136 42 C156 42 164 60 160 80 C164 130 140 166 100 166 C62 166 40
      + 130 40 92 Z
    p d M58 112 C74 104 104 106 116 116 C112 144 78 150 60 130 Z
    p a M112 48 C106 32 114 22 122 30 C124 16 138 16 138 28 C148 18 160 28 152 44 C140 40 124 42 112 48 Z
    p a M154 80 C164 82 166 104 156 106 C148 104 148 88 152 80 Z
    p #f0a92e M156 62 L184 72 L157 80 Z
    c k 142 62 5.5
    c w 144 60 2
    """,
    accent="#d8342f",
    size=0.85,
)

ALL = (CAT, DOG, HORSE, SHEEP, COW, PIG, DUCK, CHICKEN)
