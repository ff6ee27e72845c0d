"""rounds of reports, evidence, blockers and ties of measures; who reported when, why it was planned anew, what was let go"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

_REPORTER = 'fk_progress_reports_undersecretariat_code_undersecretariats'
_COLUMNS = (
    ('milestones', sa.Column('target_percent', sa.Integer(), nullable=True, comment='progress of the measure once the milestone is reached')),
    ('milestones', sa.Column('replanned_because', sa.Text(), nullable=True, comment='why the load that tells this version planned another day')),
    ('progress_reports', sa.Column('undersecretariat_code', sa.String(length=40), nullable=True, comment='who reported')),
    ('progress_reports', sa.Column('delivered_on', sa.Date(), nullable=True, comment='the day on which the report was handed in')),
    ('agreements', sa.Column('dropped_on', sa.Date(), nullable=True, comment='the day on which the committee let it go')),
)


def upgrade() -> None:
    _add_columns()
    _create_table('reporting_rounds', 'cut_on',
    sa.Column('cut_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False, comment='the last day on which a report of the round is on time'),
    )
    _create_table('evidence', 'measure_code number',
    sa.Column('measure_code', sa.String(length=16), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(length=200), nullable=False),
    sa.Column('url', sa.String(length=400), nullable=False),
    sa.Column('presented_on', sa.Date(), nullable=False),
    sa.Column('reviewed_on', sa.Date(), nullable=True, comment='the day on which the secretariat found that it shows what it should'),
    )
    _create_table('blockers', 'measure_code number',
    sa.Column('measure_code', sa.String(length=16), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('undersecretariat_code', sa.String(length=40), nullable=False, comment='who must act first'),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('since_on', sa.Date(), nullable=False),
    sa.Column('resolved_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['undersecretariat_code'], ['undersecretariats.code'], name=op.f('fk_blockers_undersecretariat_code_undersecretariats')),
    )
    _create_table('measure_ties', 'measure_code kind target',
    sa.Column('measure_code', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('target', sa.String(length=80), nullable=False, comment='the id of a metric or the code of a budget line'),
    sa.CheckConstraint("kind IN ('metric', 'budget_line')", name=op.f('ck_measure_ties_kind')),
    )


def downgrade() -> None:
    for name in ('measure_ties', 'blockers', 'evidence', 'reporting_rounds'):
        op.drop_table(name)
    is_sqlite = op.get_bind().dialect.name == 'sqlite'
    if not is_sqlite:
        op.drop_constraint(_REPORTER, 'progress_reports', type_='foreignkey')
        op.drop_constraint(op.f('ck_milestones_target_percent'), 'milestones', type_='check')
    for table in ('agreements', 'progress_reports', 'milestones'):
        with op.batch_alter_table(table) as batch_op:
            if is_sqlite and table == 'milestones':
                batch_op.drop_constraint(op.f('ck_milestones_target_percent'), type_='check')
            for name, column in _COLUMNS:
                if name == table:
                    batch_op.drop_column(column.name)


def _add_columns() -> None:
    """SQLite would make tables anew to add a constraint, which is refused while others refer to them."""
    if op.get_bind().dialect.name == 'sqlite':
        for added in (
            'milestones ADD COLUMN target_percent INTEGER CONSTRAINT ck_milestones_target_percent CHECK (target_percent BETWEEN 0 AND 100)',
            'milestones ADD COLUMN replanned_because TEXT',
            f'progress_reports ADD COLUMN undersecretariat_code VARCHAR(40) CONSTRAINT {_REPORTER} REFERENCES undersecretariats (code)',
            'progress_reports ADD COLUMN delivered_on DATE',
            'agreements ADD COLUMN dropped_on DATE',
        ):
            op.execute(f'ALTER TABLE {added}')
        return
    for table, column in _COLUMNS:
        op.add_column(table, column)
    op.create_check_constraint(op.f('ck_milestones_target_percent'), 'milestones', 'target_percent BETWEEN 0 AND 100')
    op.create_foreign_key(op.f(_REPORTER), 'progress_reports', 'undersecretariats', ['undersecretariat_code'], ['code'])


def _create_table(name: str, key: str, *columns: sa.schema.SchemaItem) -> None:
    """A table of rows that are loaded."""
    op.create_table(name, *columns,
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('superseded_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['load_batches.id'], name=op.f(f'fk_{name}_batch_id_load_batches')),
    sa.ForeignKeyConstraint(['superseded_by'], ['load_batches.id'], name=op.f(f'fk_{name}_superseded_by_load_batches')),
    sa.PrimaryKeyConstraint(*key.split(), 'batch_id', name=op.f(f'pk_{name}')),
    )
    op.create_index(op.f(f'ix_{name}_batch_id'), name, ['batch_id'], unique=False)
    op.create_index(op.f(f'ix_{name}_superseded_by'), name, ['superseded_by'], unique=False)
