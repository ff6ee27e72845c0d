"""of what an attention was, what kind an operation was, and in which commune both were"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

_COLUMNS = {
    'attentions': ('attention_type', 'of what it was'),
    'field_operations': ('operation_type', 'of what kind it was'),
}


def upgrade() -> None:
    for table, (name, comment) in _COLUMNS.items():
        op.add_column(table, sa.Column(name, sa.String(length=24), nullable=True, comment=comment))
        op.add_column(table, sa.Column('commune_code', sa.String(length=5), nullable=True, comment='CUT code of the commune'))


def downgrade() -> None:
    for table, (name, _) in _COLUMNS.items():
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column('commune_code')
            batch_op.drop_column(name)
