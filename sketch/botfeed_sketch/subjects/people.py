"""People-like figures."""

from botfeed_sketch.subjects.subject import Subject

SKIN = "#e9b48c"

PERSON = Subject(
    "person/people man/men boy/boys child/children kid/kids persona/persone uomo/uomini"
    " ragazzo/ragazzi bambino/bambini gente/gente",
    "#d9653f",
    f"""
    l {SKIN} 12 M68 92 C54 108 46 120 44 134 M132 92 C150 84 158 66 162 50
    =r #34507a 78 132 19 52 6
    =p k M76 190 L76 180 L98 180 L98 190 Z
    p m M68 82 C72 72 128 72 132 82 L128 142 L72 142 Z
    l m 20 M74 86 C64 98 60 106 57 114 M126 86 C138 82 146 74 150 68
    r {SKIN} 92 62 16 16
    c {SKIN} 100 44 28
    p #5a3a2a M70 46 C66 6 134 6 130 46 C124 30 110 28 98 30 C86 30 76 34 70 46 Z
    =c k 90 46 3.5
    l k 2.6 M90 57 C95 63 105 63 110 57
    =c #e87a6a@50 82 54 5
    """,
    accent="#34507a",
)

WOMAN = Subject(
    "woman/women girl/girls lady/ladies donna/donne ragazza/ragazze bambina/bambine signora/signore",
    "#2f8f8a",
    f"""
    p #4a2a22 M66 46 C60 4 140 4 134 46 C138 76 140 92 132 104 L68 104 C60 92 62 76 66 46 Z
    =l {SKIN} 9 M88 150 L88 180
    =p #8a3a3a M78 190 C78 180 94 178 94 186 L94 190 Z
    l {SKIN} 11 M70 92 C58 106 52 116 50 128 M130 92 C146 84 154 70 158 54
    p m M74 80 C84 74 116 74 126 80 L122 112 C134 130 142 146 146 162 L54 162 C58 146 66 130 78 112 Z
    l m 17 M77 86 C70 94 66 100 63 106 M123 86 C134 82 140 76 144 70
    l a 6 M78 113 L122 113
    r {SKIN} 93 62 14 16
    c {SKIN} 100 44 27
    p #4a2a22 M72 48 C70 18 130 18 128 48 C122 34 112 26 104 24 C94 36 82 40 72 48 Z
    =c k 90 48 3.5
    =l k 1.8 M86 45 L82 42
    p #d8435a M93 57 C97 61 103 61 107 57 C104 64 96 64 93 57 Z
    =c #e87a6a@50 82 55 5
    """,
    accent="#f2c14a",
)

ASTRONAUT = Subject(
    "astronaut/astronauts cosmonaut/cosmonauts spaceman/spacemen astronauta/astronauti cosmonauta/cosmonauti",
    "#f4f4f2",
    """
    r #9aa0ac 54 84 92 70 14
    =l m 26 M70 100 C52 112 46 126 46 140
    =c #9aa0ac 45 146 13
    =r m 70 140 28 44 10
    =r #9aa0ac 66 172 34 18 8
    r m 64 84 72 76 22
    r d@35 82 104 36 28 5
    c a 92 114 5
    c #4f9ad6 106 114 5
    l #d6d9de 4 M88 124 L112 124
    c m 100 52 47
    c d@30 100 52 47
    c m 98 50 45
    p k M62 54 C62 26 138 26 138 54 C138 84 62 84 62 54 Z
    p #3f5f9a M66 55 C66 32 134 32 134 55 C134 79 66 79 66 55 Z
    p #ffffff@70 M76 50 C78 40 88 36 98 36 C88 42 82 48 82 56 Z
    l #9aa0ac 4 M138 22 L148 6
    c a 149 5 5
    r a 126 92 10 14 2
    """,
    accent="#e0543f",
    home="space",
)

ROBOT = Subject(
    "robot/robots android/androids robot/robot androide/androidi",
    "#8fb0c6",
    """
    l d 5 M100 28 L100 10
    c a 100 8 8
    =l d 12 M58 104 C40 108 34 122 34 138
    =p m M22 138 L46 138 L46 150 L40 162 L40 150 L28 150 L28 162 L22 150 Z
    =r d 74 152 16 26
    =r m 64 172 34 18 6
    r d 88 80 24 14
    r m 50 26 100 60 14
    =r d 38 44 12 24 4
    r k 60 36 80 38 10
    =c #8ff0e0 80 55 11
    =c w 83 52 3.5
    r m 54 90 92 66 10
    r l 68 102 64 34 6
    c a 82 119 7
    c #f6c945 100 119 7
    c #5cc07a 118 119 7
    =c d 62 148 3
    =c d 62 98 3
    l d 3 M78 146 L122 146
    """,
    accent="#e0543f",
)

WIZARD = Subject(
    "wizard/wizards mage/mages sorcerer/sorcerers mago/maghi stregone/stregoni",
    "#4f4aa8",
    f"""
    l #7a5236 6 M160 190 L160 70
    c #8ff0e0@50 160 58 20
    c #bff8f0 160 58 12
    p m M54 190 C58 140 74 106 100 104 C126 106 142 140 146 190 Z
    p m M76 116 C60 130 48 146 44 160 L66 168 C74 152 80 140 84 130 Z
    p m M124 116 C140 118 152 122 166 124 L160 146 C146 148 132 144 120 138 Z
    c {SKIN} 162 134 9
    c {SKIN} 54 168 9
    c {SKIN} 100 82 28
    p w M72 84 C72 100 84 104 100 100 C116 104 128 100 128 84 C134 120 120 150 100 164 C80 150 66 120 72 84 Z
    p w M100 92 C92 86 82 88 78 94 C86 100 96 98 100 96 C104 98 114 100 122 94 C118 88 108 86 100 92 Z
    =c k 89 80 3.5
    =l w 4 M82 71 L94 73
    c {SKIN} 100 88 5
    p m M100 -4 C92 14 78 44 66 66 L134 66 C126 44 116 18 128 6 C120 -4 108 -6 100 -4 Z
    p d M46 68 C70 54 130 54 154 68 C150 78 50 78 46 68 Z
    p a M104 30 L107 38 L115 38 L109 43 L111 51 L104 46 L97 51 L99 43 L93 38 L101 38 Z
    c a 82 56 3
    c a 122 58 3
    c a 76 176 4
    c a 122 168 4
    """,
    accent="#f6d04a",
)

KING = Subject(
    "king/kings emperor/emperors re/re imperatore/imperatori",
    "#b5303f",
    f"""
    l #c9962e 6 M158 190 L158 92
    c #f6c945 158 86 9
    p m M44 190 C48 140 70 112 100 110 C130 112 152 140 156 190 Z
    p w M90 112 L110 112 L118 190 L82 190 Z
    l k 4 M92 134 L92 134 M106 144 L106 144 M94 160 L94 160 M108 172 L108 172 M92 180 L92 180
    p w M66 122 C84 104 116 104 134 122 C124 136 112 130 100 130 C88 130 76 136 66 122 Z
    c {SKIN} 150 132 9
    l m 18 M122 126 C132 132 138 134 144 134
    c {SKIN} 100 78 31
    p #6b4a32 M69 76 C68 94 84 92 100 90 C116 92 132 94 131 76 C140 106 122 126 100 128 C78 126 60 106 69 76 Z
    l {SKIN} 4 M93 100 C97 103 103 103 107 100
    =c k 89 75 3.5
    c #d99a72 100 84 5
    p a M62 56 L54 10 L80 34 L100 2 L120 34 L146 10 L138 56 Z
    r b 62 48 76 10 2
    c #d8433f 100 42 6
    =c #4f9ad6 78 44 4.5
    =c a 54 10 5
    c a 100 3 5
    """,
    accent="#f2b92e",
)

QUEEN = Subject(
    "queen/queens princess/princesses empress/empresses regina/regine principessa/principesse",
    "#a84f9a",
    f"""
    p #7a4a2a M62 70 C52 110 60 132 72 138 L128 138 C140 132 148 110 138 70 Z
    p m M100 112 C118 112 122 126 124 138 C142 158 156 174 162 190 L38 190 C44 174 58 158 76 138 C78 126 82 112 100
      + 112 Z
    p l M100 140 C112 156 120 174 124 190 L76 190 C80 174 88 156 100 140 Z
    r {SKIN} 92 96 16 20
    c {SKIN} 100 74 29
    p #7a4a2a M70 76 C68 44 132 44 130 76 C124 62 112 56 100 56 C88 56 76 62 70 76 Z
    =c k 89 76 3.5
    =l k 1.8 M84 73 L80 70
    p #d8433f M93 89 C97 86 103 86 107 89 C103 95 97 95 93 89 Z
    =c #e87a6a@50 80 86 5
    p a M70 48 L64 12 L84 30 L100 4 L116 30 L136 12 L130 48 Z
    r b 70 42 60 8 2
    c #d8433f 100 34 5
    =c w 64 12 4
    c w 100 5 4
    =l {SKIN} 11 M80 124 C66 138 74 152 96 154
    =l w 3.5 M84 112 C90 120 96 122 100 122
    c #4f9ad6 100 125 5
    """,
    accent="#f2b92e",
)

GHOST = Subject(
    "ghost/ghosts spirit/spirits phantom/phantoms fantasma/fantasmi spettro/spettri",
    "#f6f4fb",
    """
    p m M40 184 C36 140 34 100 40 72 C48 30 72 12 100 12 C128 12 152 30 160 72 C166 100 164 140 160 184 C152 192 144
      + 178 134 178 C124 178 120 192 110 192 C102 192 98 178 90 178 C80 178 78 192 68 192 C58 192 52 178 40 184 Z
    p d@22 M134 26 C158 50 164 120 160 184 C152 192 144 178 134 178 C146 130 148 70 134 26 Z
    =e k 80 72 9 13
    =c w 83 67 3.5
    e k 100 106 11 14
    =c #f2a0b8@60 64 94 8
    =p m M44 108 C26 106 18 122 20 134 C32 138 46 132 50 124 Z
    """,
)

SNOWMAN = Subject(
    "snowman/snowmen pupazzo_di_neve/pupazzi_di_neve pupazzo/pupazzi",
    "#fbfcff",
    """
    l #6b4a32 5 M58 108 L16 82 M28 90 L22 76 M28 90 L14 94 M142 108 L184 82 M172 90 L178 76 M172 90 L186 94
    c m 100 146 46
    p #9fb6d6@35 M128 112 C150 130 148 172 116 188 C140 188 150 160 146 140 Z
    c m 100 98 33
    c m 100 60 27
    =c k 90 54 4
    p #ee8526 M100 60 L134 68 L100 70 Z
    l k 3 M86 72 L86 72 M93 77 L93 77 M101 78 L101 78 M109 76 L109 76
    l a 11 M76 84 C90 92 110 92 124 84
    l a 11 M118 88 L126 116
    c k 100 106 4
    c k 100 122 4
    c k 100 142 4
    r k 66 34 68 9 3
    r k 78 0 44 38 3
    r a 78 26 44 9
    """,
    accent="#d8433f",
    home="ice",
)

KNIGHT = Subject(
    "knight/knights paladin/paladins cavaliere/cavalieri paladino/paladini",
    "#a9b2c2",
    """
    l #d6dae2 8 M164 134 L164 26
    p #d6dae2 M158 28 L164 8 L170 28 Z
    l #7a5236 7 M164 134 L164 156
    l #c9962e 7 M150 136 L178 136
    =r d 74 142 22 42 5
    =p k M70 190 L70 178 L98 178 L98 190 Z
    p m M64 98 C66 84 134 84 136 98 L132 152 L68 152 Z
    r #7a5236 66 140 68 9
    l m 17 M128 100 C142 108 152 124 158 138
    c d 162 142 11
    p a M22 96 C40 98 52 94 60 88 C68 94 80 98 98 96 C98 132 84 156 60 168 C36 156 22 132 22 96 Z
    p o M60 88 C68 94 80 98 98 96 C98 132 84 156 60 168 Z
    l w 7 M60 102 L60 152 M40 120 L80 120
    p a M100 20 C104 2 130 -6 148 12 C136 12 130 22 120 30 Z
    p m M68 92 C64 40 76 20 100 20 C124 20 136 40 132 92 Z
    p d M118 26 C130 40 134 60 132 92 L116 92 Z
    r k 72 50 56 10 3
    l k 3 M90 68 L90 82 M100 68 L100 84 M110 68 L110 82
    """,
    accent="#c6383f",
)

ALL = (PERSON, WOMAN, ASTRONAUT, ROBOT, WIZARD, KING, QUEEN, GHOST, SNOWMAN, KNIGHT)
