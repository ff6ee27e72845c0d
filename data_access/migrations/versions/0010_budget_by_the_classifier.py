"""budget lines as the official classifier has them, dated corrections, decrees that modify the budget, a price index"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

_LINE = {
    'part': ('', 'partida; empty where nobody said it'),
    'chapter': ('', 'capítulo'),
    'programme': ('', 'programa'),
    'allocation': ('', 'empty where the item has none'),
    'currency': ('CLP', 'CLP or USD, which are never added'),
}
_CLASSIFICATION = ['part', 'chapter', 'programme', 'subtitle', 'item', 'allocation', 'currency']
_RENAMED = {
    '21.01': ('Gastos en personal', 'Personal de planta'),
    '29.07': ('Mobiliario, programas y equipos informáticos', 'Programas informáticos'),
}
"""Lines of the demonstration that stood for more than they are called now: an institution's own keep their names."""
_INDEX = 'ix_budget_lines_classification'


def _versions() -> list[sa.Column[int]]:
    return [
        sa.Column('batch_id', sa.Integer(), nullable=False),
        sa.Column('superseded_by', sa.Integer(), nullable=True),
    ]


def _kept(table: str, *key: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(['batch_id'], ['load_batches.id'], name=op.f(f'fk_{table}_batch_id_load_batches')),
        sa.ForeignKeyConstraint(['superseded_by'], ['load_batches.id'], name=op.f(f'fk_{table}_superseded_by_load_batches')),
        sa.PrimaryKeyConstraint(*key, 'batch_id', name=op.f(f'pk_{table}')),
    ]


def upgrade() -> None:
    for name, (value, comment) in _LINE.items():
        op.add_column(
            'budget_lines',
            sa.Column(name, sa.String(length=4), nullable=False, server_default=value, comment=comment),
        )
    lines = sa.table('budget_lines', sa.column('code'), sa.column('label'))
    loads = sa.table('load_batches', sa.column('register'), sa.column('data_kind'))
    is_real = sa.exists().where(loads.c.register == 'budget', loads.c.data_kind == 'register')
    for code, (before, after) in _RENAMED.items():
        mine = sa.and_(lines.c.code == code, lines.c.label == before, ~is_real)
        op.execute(lines.update().where(mine).values(label=after))
    op.create_index(_INDEX, 'budget_lines', _CLASSIFICATION, unique=True)
    op.add_column(
        'budget_entries',
        sa.Column('corrected_on', sa.Date(), nullable=True, comment='the day of the correction by which less was spent than was told before'),
    )
    op.create_table('budget_modifications',
    sa.Column('year', sa.Integer(), nullable=False, comment='of the decree: numbers begin again each year'),
    sa.Column('decree', sa.String(length=40), nullable=False),
    sa.Column('line_code', sa.String(length=24), nullable=False),
    sa.Column('dated', sa.Date(), nullable=False, comment='the day from which the decree is in force'),
    sa.Column('label', sa.String(length=200), nullable=False, comment='what it does'),
    sa.Column('amount_clp', sa.BigInteger(), nullable=False, comment='what it adds to the line, or takes from it'),
    *_versions(),
    sa.ForeignKeyConstraint(['line_code'], ['budget_lines.code'], name=op.f('fk_budget_modifications_line_code_budget_lines')),
    *_kept('budget_modifications', 'year', 'decree', 'line_code'),
    )
    op.create_table('price_index',
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('level', sa.Numeric(precision=12, scale=4), nullable=False, comment='of the whole month, on whatever base it is published'),
    *_versions(),
    *_kept('price_index', 'month'),
    )
    for table in ('budget_modifications', 'price_index'):
        for column in ('batch_id', 'superseded_by'):
            op.create_index(op.f(f'ix_{table}_{column}'), table, [column])


def downgrade() -> None:
    op.drop_table('price_index')
    op.drop_table('budget_modifications')
    with op.batch_alter_table('budget_entries') as batch_op:
        batch_op.drop_column('corrected_on')
    op.drop_index(_INDEX, table_name='budget_lines')
    with op.batch_alter_table('budget_lines') as batch_op:
        for name in _LINE:
            batch_op.drop_column(name)
