"""the day that a number of business days ends on"""

from __future__ import annotations

from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('calendar') as batch_op:
        batch_op.create_index(batch_op.f('ix_calendar_business_day_number'), ['business_day_number'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('calendar') as batch_op:
        batch_op.drop_index(batch_op.f('ix_calendar_business_day_number'))
