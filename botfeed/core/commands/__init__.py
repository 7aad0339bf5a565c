"""The menu: one thin function per verb, grouped as people would look for them. `listed` names them all."""
