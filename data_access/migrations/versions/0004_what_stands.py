"""loads that take back others, rows that are closed, and editions of the calendar"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _forget_rollups()
    _add_withdraws()
    op.create_table('closed_rows',
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('register_table', sa.String(length=63), nullable=False),
    sa.Column('identity', sa.String(length=400), nullable=False, comment='JSON: what makes the row the same one in two loads'),
    sa.ForeignKeyConstraint(['batch_id'], ['load_batches.id'], name=op.f('fk_closed_rows_batch_id_load_batches')),
    sa.PrimaryKeyConstraint('batch_id', 'register_table', 'identity', name=op.f('pk_closed_rows'))
    )
    op.drop_table('rollup_batches')
    op.create_table('rollup_batches', *_rollup_columns(sa.Column('calendar', sa.Integer(), nullable=True, comment='the edition of the calendar that it was computed with, if any')))
    # The days are those of the package, which initialising loads as the first edition.
    op.drop_table('calendar')
    op.create_table('calendar',
    sa.Column('edition', sa.Integer(), nullable=False, comment='the load that brought this calendar'),
    *_days(),
    sa.ForeignKeyConstraint(['edition'], ['load_batches.id'], name=op.f('fk_calendar_edition_load_batches')),
    sa.PrimaryKeyConstraint('edition', 'day', name=op.f('pk_calendar'))
    )
    op.create_index(op.f('ix_calendar_edition_calendar_business_day_number'), 'calendar', ['edition', 'business_day_number'], unique=False)


def downgrade() -> None:
    _forget_rollups()
    op.drop_table('calendar')
    op.create_table('calendar', *_days(), sa.PrimaryKeyConstraint('day', name=op.f('pk_calendar')))
    op.create_index(op.f('ix_calendar_business_day_number'), 'calendar', ['business_day_number'], unique=False)
    op.drop_table('rollup_batches')
    op.create_table('rollup_batches', *_rollup_columns(sa.Column('calendar', sa.String(length=12), nullable=False, comment='the calendar that it was computed with')))
    op.drop_table('closed_rows')
    if op.get_bind().dialect.name != 'sqlite':
        op.drop_constraint('fk_load_batches_withdraws_load_batches', 'load_batches', type_='foreignkey')
    with op.batch_alter_table('load_batches') as batch_op:
        batch_op.drop_column('withdraws')


def _add_withdraws() -> None:
    """SQLite would make the table anew, which is refused while others refer to it."""
    if op.get_bind().dialect.name == 'sqlite':
        op.execute('ALTER TABLE load_batches ADD COLUMN withdraws INTEGER CONSTRAINT fk_load_batches_withdraws_load_batches REFERENCES load_batches (id)')
        return
    op.add_column('load_batches', sa.Column('withdraws', sa.Integer(), nullable=True, comment='the load that this one takes back'))
    op.create_foreign_key(op.f('fk_load_batches_withdraws_load_batches'), 'load_batches', 'load_batches', ['withdraws'], ['id'])


def _forget_rollups() -> None:
    connection = op.get_bind()
    for name in sa.inspect(connection).get_table_names():
        if name.startswith('rollup_of_'):
            op.drop_table(name)


def _rollup_columns(calendar: sa.Column) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column('rollup', sa.String(length=63), nullable=False, comment='the table that holds the roll-up'),
        sa.Column('batch_id', sa.Integer(), nullable=False),
        calendar,
        sa.Column('first_day', sa.Date(), nullable=True, comment='the days on which the rows of the batch count'),
        sa.Column('last_day', sa.Date(), nullable=True),
        sa.Column('last_event', sa.Date(), nullable=True, comment='the last day on which something happens to a row of the batch'),
        sa.ForeignKeyConstraint(['batch_id'], ['load_batches.id'], name=op.f('fk_rollup_batches_batch_id_load_batches')),
        sa.PrimaryKeyConstraint('rollup', 'batch_id', name=op.f('pk_rollup_batches'))
    )


def _days() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('is_business_day', sa.Boolean(), nullable=False),
        sa.Column('business_day_number', sa.Integer(), nullable=False, comment='business days up to and including the day'),
        sa.Column('holiday', sa.String(length=120), nullable=True),
    )
