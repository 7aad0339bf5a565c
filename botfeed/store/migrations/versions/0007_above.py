"""above

0004 gave the name of a message above its text the id after that of the text, and left out those whose id was taken,
as it is where two were made in one millisecond. These get ids after all others; a reply to such a text finds its
picture again.

Revision: 0007, after 0006
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "INSERT INTO fact (id, name, value)"
        " SELECT (SELECT max(id) FROM fact) + row_number() OVER (ORDER BY rest.id DESC),"
        " 'telegram:above:' || rest.value, substr(rest.name, 15) FROM fact AS rest"
        " WHERE rest.name LIKE 'telegram:rest:%' AND rest.value <> ''"
        " AND NOT EXISTS (SELECT 1 FROM fact AS above WHERE above.name = 'telegram:above:' || rest.value)"
        " ON CONFLICT (name) DO NOTHING"
    )


def downgrade() -> None:
    """Keep the rows: 0004 removes them with its own."""
