"""pending

Answers that promised more, each with the time by which it ends in its result or in words;
and the newest notice that a push told of.

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pending",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("delivery", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request", name="uq_pending_request"),
    )
    op.add_column("account", sa.Column("told", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_index("ix_pending_account", "pending", ["account"])
    op.create_index("ix_pending_until", "pending", ["until"])


def downgrade() -> None:
    op.drop_table("pending")
    with op.batch_alter_table("account") as account:
        account.drop_column("told")
