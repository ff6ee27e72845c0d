"""versions of the data and roll-ups"""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('load_batches') as batch_op:
        batch_op.add_column(sa.Column('provisional_from', sa.Date(), nullable=True, comment='the first day whose figures the source still calls provisional'))
        batch_op.add_column(sa.Column('version', sa.String(length=64), nullable=True, comment='digest of this load and of all before it'))
    _fill_versions()
    with op.batch_alter_table('load_batches') as batch_op:
        batch_op.alter_column('version', existing_type=sa.String(length=64), nullable=False, existing_comment='digest of this load and of all before it')
    op.create_table('rollup_batches',
    sa.Column('rollup', sa.String(length=63), nullable=False, comment='the table that holds the roll-up'),
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('calendar', sa.String(length=12), nullable=False, comment='the calendar that it was computed with'),
    sa.Column('first_day', sa.Date(), nullable=True, comment='the days on which the rows of the batch count'),
    sa.Column('last_day', sa.Date(), nullable=True),
    sa.Column('last_event', sa.Date(), nullable=True, comment='the last day on which something happens to a row of the batch'),
    sa.ForeignKeyConstraint(['batch_id'], ['load_batches.id'], name=op.f('fk_rollup_batches_batch_id_load_batches')),
    sa.PrimaryKeyConstraint('rollup', 'batch_id', name=op.f('pk_rollup_batches'))
    )


def _fill_versions() -> None:
    """The digest of each load that is already there, chained as loading does."""
    batches = sa.table('load_batches', sa.column('id'), sa.column('checksum'), sa.column('version'))
    connection = op.get_bind()
    version = ''
    for batch_id, checksum in connection.execute(sa.select(batches.c.id, batches.c.checksum).order_by(batches.c.id)).all():
        version = hashlib.sha256(f'{version}{checksum}'.encode()).hexdigest()
        connection.execute(batches.update().where(batches.c.id == batch_id).values(version=version))


def downgrade() -> None:
    connection = op.get_bind()
    for name in sa.inspect(connection).get_table_names():
        if name.startswith('rollup_of_'):
            op.drop_table(name)
    op.drop_table('rollup_batches')
    with op.batch_alter_table('load_batches') as batch_op:
        batch_op.drop_column('version')
        batch_op.drop_column('provisional_from')
