"""the secret by which protected counts are rounded"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('protection_keys',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=128), nullable=False, comment='the secret by which protected counts are rounded'),
    sa.CheckConstraint('id = 1', name=op.f('ck_protection_keys_only_one')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_protection_keys'))
    )


def downgrade() -> None:
    op.drop_table('protection_keys')
