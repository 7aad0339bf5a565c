"""prefixes

Names of stored values are compared byte by byte, so that names with one prefix are one range of the index.
The columns that erasure and the interaction log query get an index. The picture above a message with the rest of
its text is found by a name of its own.

Revision: 0004, after 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


INDEXES = (("consent", ("account", "id")), ("decision", ("by",)), ("space", ("keeper",)))


def upgrade() -> None:
    for table, names in INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(names)}", table, list(names))
    if op.get_bind().dialect.name == "postgresql":
        op.execute('ALTER TABLE fact ALTER COLUMN name TYPE TEXT COLLATE "C"')
    op.execute(
        "INSERT INTO fact (id, name, value) SELECT id + 1, 'telegram:above:' || value, substr(name, 15) FROM fact"
        " WHERE name LIKE 'telegram:rest:%' AND value <> '' ON CONFLICT DO NOTHING"
    )


def downgrade() -> None:
    for table, names in INDEXES:
        op.drop_index(f"ix_{table}_{'_'.join(names)}", table)
    op.execute("DELETE FROM fact WHERE name LIKE 'telegram:above:%'")
    if op.get_bind().dialect.name == "postgresql":
        op.execute('ALTER TABLE fact ALTER COLUMN name TYPE TEXT COLLATE "default"')
