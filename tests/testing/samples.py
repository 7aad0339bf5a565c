"""Values generated from the package's facts: anything a contract describes, deterministic by seed."""

from random import Random

from botfeed.testing.contracts import facts

LETTERS = "abcdefghijklmnopqrstuvwxyz"
MOMENT = "2026-01-01T09:00:00.000000+00:00"


class TelegramSamples:
    """Generator of Bot API objects. `full` (0 to 1) is how likely an optional field is there, `depth` how deep
    they go.
    """

    def __init__(self, seed, full=0.5, depth=4):
        self._types = facts.read("telegram")["types"]
        self._random, self._full, self._depth = Random(seed), full, depth

    def update(self, kind):
        """Return an Update of one kind ("message"), which is one of Update's fields."""
        number = self._random.randrange(1, 10**9)
        return {"update_id": number, kind: self.value(self._types["Update"]["fields"][kind], self._depth)}

    def value(self, field, depth):
        return self._of(self._random.choice(field["types"]), field, depth)

    def _of(self, kind, field, depth):
        if kind.startswith("Array of "):
            least, most = field.get("items", (1, 2))
            return [
                self._of(kind.removeprefix("Array of "), {}, depth)
                for _ in range(self._random.randint(least, min(most, least + 2)))
            ]
        if kind in ("Integer", "Float"):
            return self._random.randint(*field.get("numbers", (1, 10**9)))
        if kind == "Boolean":
            return self._random.random() < 0.5
        if kind == "String":
            return self._text(field)
        described = self._types[kind]
        if "subtypes" in described:
            plain = [name for name in described["subtypes"] if name == "String"]
            return self._of(
                plain[0] if plain and depth <= 0 else self._random.choice(described["subtypes"]), {}, depth - 1
            )
        return {
            name: self.value(inner, depth - 1)
            for name, inner in described["fields"].items()
            if "required" in inner or (depth > 0 and self._random.random() < self._full)
        }

    def _text(self, field):
        if "values" in field:
            return self._random.choice(field["values"])
        least, most = field.get("characters") or field.get("bytes") or (1, 12)
        size = self._random.randint(least, min(most, least + 12))
        return "".join(self._random.choice(LETTERS) for _ in range(size))


class SchemaSamples:
    """Generator of values of the JSON schemas of a service ("discord", "openai")."""

    def __init__(self, service, seed, full=0.5, depth=6):
        self._schemas = facts.read(service)["components"]["schemas"]
        self._random, self._full, self._depth = Random(seed), full, depth

    @property
    def names(self):
        return sorted(self._schemas)

    def of(self, name):
        return self._value(self._schemas[name], self._depth)

    def _value(self, schema, depth):
        if not isinstance(schema, dict):
            return {}
        schema = self._merged(schema, depth)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._random.choice(schema["enum"])
        if "anyOf" in schema:
            return self._value(
                self._shallow(schema["anyOf"]) if depth <= 0 else self._random.choice(schema["anyOf"]), depth - 1
            )
        kinds = schema.get("type", "object" if "properties" in schema else "string")
        kind = (
            kinds
            if isinstance(kinds, str)
            else ("null" if "null" in kinds and depth <= 0 else self._random.choice(kinds))
        )
        return getattr(self, f"_{kind}")(schema, depth)

    def _merged(self, schema, depth):
        """Return a schema with its references and the parts of its `allOf` in one; of unions one alternative."""
        parts = [schema, *schema.get("allOf", [])]
        if "$ref" in schema:
            parts.append(self._schemas[schema["$ref"].rpartition("/")[2]])
        if len(parts) == 1:
            return schema
        out = {key: value for key, value in schema.items() if key not in ("allOf", "$ref")}
        for each in parts[1:]:
            part = self._merged(each, depth)
            if "anyOf" in part and ("anyOf" in out or "properties" in out or len(parts) > 2):
                chosen = self._merged(self._random.choice(part["anyOf"]), depth)
                part = {**{key: value for key, value in part.items() if key != "anyOf"}, **chosen}
            properties = {**part.get("properties", {}), **out.get("properties", {})}
            required = [*out.get("required", []), *part.get("required", [])]
            out = {**part, **out}
            out |= {"properties": properties} if properties else {}
            out |= {"required": required} if required else {}
        return out

    def _shallow(self, alternatives):
        plain = [each for each in alternatives if each.get("type") in ("null", "string", "integer", "boolean")]
        return (plain or alternatives)[0]

    def _object(self, schema, depth):
        required = set(schema.get("required", []))
        return {
            name: self._value(inner, depth - 1)
            for name, inner in schema.get("properties", {}).items()
            if name in required or (depth > 0 and self._random.random() < self._full)
        }

    def _array(self, schema, depth):
        least = schema.get("minItems", 0 if depth <= 0 else 1)
        most = max(least, min(schema.get("maxItems", 2), least + 1 if depth > 0 else least))
        count = 1 if schema.get("uniqueItems") else self._random.randint(least, most)
        return [self._value(schema.get("items", {"type": "string"}), depth - 1) for _ in range(count)]

    def _string(self, schema, depth):
        form, pattern = schema.get("format"), schema.get("pattern", "")
        if form == "date-time":
            return MOMENT
        if form == "uri":
            return "https://example.org/a.png"
        if form == "snowflake" or "0-9" in pattern:
            return str(self._random.randrange(10**17, 10**18))
        least = schema.get("minLength", 0)
        size = self._random.randint(max(1, least), max(1, min(schema.get("maxLength", 12), least + 12)))
        return "".join(self._random.choice(LETTERS) for _ in range(size))

    def _integer(self, schema, depth):
        if schema.get("format") == "snowflake":
            return self._random.randrange(10**17, 10**18)
        least = schema.get("minimum", 0)
        return self._random.randint(least, min(schema.get("maximum", least + 1000), least + 1000))

    def _number(self, schema, depth):
        least = schema.get("minimum", schema.get("exclusiveMinimum", -1) + 1)
        return self._random.uniform(least, min(schema.get("maximum", least + 1), least + 1))

    def _boolean(self, schema, depth):
        return self._random.random() < 0.5

    def _null(self, schema, depth):
        return None
