"""who must answer a request for information, and when its applicant was asked to make it clearer and did"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('foi_requests', sa.Column('clarification_asked_on', sa.Date(), nullable=True, comment='the day on which the applicant was asked to make the request clearer'))
    op.add_column('foi_requests', sa.Column('clarified_on', sa.Date(), nullable=True, comment='the day on which the applicant replied'))
    op.add_column('foi_requests', sa.Column('responsible_unit', sa.String(length=24), nullable=True, comment='the unit that must prepare the answer'))


def downgrade() -> None:
    with op.batch_alter_table('foi_requests') as batch_op:
        for name in ('responsible_unit', 'clarified_on', 'clarification_asked_on'):
            batch_op.drop_column(name)
