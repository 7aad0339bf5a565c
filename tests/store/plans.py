"""Ask the planner of either engine how it runs a statement, and name what walks over a whole table."""

import json
import re

from sqlalchemy import Connection, text

from botfeed.core.model import NOUNS, declared
from botfeed.store.tables import metadata

GROWING = {declared(noun).table for noun in NOUNS}  # with people, posts or messages
FIRST = {
    rule.name: next(iter(rule.columns)).name
    for table in metadata.sorted_tables
    for rule in (*table.indexes, *table.constraints)
    if rule.name and len(rule.columns)
}
TABLE = {
    rule.name: table.name
    for table in metadata.sorted_tables
    for rule in (*table.indexes, *table.constraints)
    if rule.name
}
ASKED = re.compile(r"^\s*(SELECT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)


def walks(connection: Connection, statement: str) -> list[str]:
    """Give the walks over whole tables in a statement's plan, as `table` or `table by index`."""
    if not ASKED.match(statement):
        return []
    found = _sqlite(connection, statement) if connection.dialect.name == "sqlite" else _postgres(connection, statement)
    return [walk for walk in found if walk.split()[0] in GROWING]


def _sqlite(connection: Connection, statement: str) -> list[str]:
    raw = connection.connection.dbapi_connection
    values = [1] * statement.count("?")
    steps = [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
    names = dict(re.findall(r'(?:FROM|JOIN|UPDATE)\s+"?(\w+)"?\s+AS\s+"?(\w+)"?', statement))
    named = {alias: table for table, alias in names.items()}
    found = []
    for step in steps:
        match = re.match(r"(SCAN|SEARCH) (\w+)(.*)", step)
        if match is None:
            continue
        how, name, rest = match.groups()
        table = named.get(name, name)
        if how == "SCAN" and not _ends_at_once(statement):
            found.append(f"{table}{' by ' + rest.split('INDEX ')[1] if 'INDEX ' in rest else ''}")
        elif how == "SEARCH" and table == "post" and re.search(r"\(state=\?\)", rest):
            found.append("post by state")
    return found


def _postgres(connection: Connection, statement: str) -> list[str]:
    """PostgreSQL may go by the key and stop at a LIMIT, by its statistics; what counts is that an index serves it."""
    found = _walked(connection, statement)
    if found and (plain := re.sub(r"\sORDER BY [^()]*$", "", statement)) != statement:
        found = _walked(connection, plain)
    return found


def _walked(connection: Connection, statement: str) -> list[str]:
    connection.execute(text("SET LOCAL enable_seqscan = off"))
    connection.execute(text("SET LOCAL plan_cache_mode = force_generic_plan"))
    size = max((int(n) for n in re.findall(r"\$(\d+)", statement)), default=0)
    connection.exec_driver_sql(f"PREPARE asked AS {statement}")
    values = f"({', '.join(['NULL'] * size)})" if size else ""
    plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) EXECUTE asked{values}").scalar()
    connection.exec_driver_sql("DEALLOCATE asked")
    tree = json.loads(plan) if isinstance(plan, str) else plan
    found: list[str] = []

    def look(node: dict) -> None:
        name = node["Node Type"]
        table = node.get("Relation Name") or TABLE.get(node.get("Index Name"), "")
        whole = name == "Seq Scan" or ("Index Name" in node and not _led(node))
        if whole and not _ends_at_once(statement):
            found.append(f"{table} by {node['Index Name']}" if "Index Name" in node else table)
        condition = node.get("Index Cond", "")
        if table == "post" and re.fullmatch(r"\(state = [^()]*\)", condition):
            found.append("post by state")
        for under in node.get("Plans", ()):
            look(under)

    look(tree[0]["Plan"])
    return found


def _led(node: dict) -> bool:
    """Return True if an index is searched by its first column, not scanned from end to end."""
    first = FIRST.get(node["Index Name"], "id")
    return re.search(rf'\b"?{first}"?\b', node.get("Index Cond", "")) is not None


def _ends_at_once(statement: str) -> bool:
    """A walk by the key that passes nothing over ends with its LIMIT."""
    return "LIMIT" in statement.upper() and "WHERE" not in statement.upper()
