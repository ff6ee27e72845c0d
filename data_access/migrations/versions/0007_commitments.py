"""norms that the Cuenta Pública names, promises that it makes, and what is reported of them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_table('commitments', 'code',
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('chapter', sa.String(length=40), nullable=False),
    sa.Column('heading', sa.String(length=200), nullable=False, comment='what the document calls the chapter'),
    sa.Column('designation', sa.String(length=60), nullable=False, comment="as printed: 'REX N°24.842'"),
    sa.Column('number', sa.String(length=24), nullable=False, comment='as printed; empty where there is none'),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('stage', sa.Text(), nullable=False, comment='how far it is, in the words of the document'),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind IN ('bill', 'law', 'agreement', 'decree', 'resolution', 'official_letter', 'circular', 'promise')", name=op.f('ck_commitments_kind')),
    )
    _create_table('commitment_reports', 'commitment_code reported_on',
    sa.Column('commitment_code', sa.String(length=16), nullable=False),
    sa.Column('reported_on', sa.Date(), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('undersecretariat_code', sa.String(length=40), nullable=False),
    sa.Column('narrative', sa.Text(), nullable=False),
    sa.Column('url', sa.String(length=400), nullable=False, comment='what shows it; empty where there is nothing to show'),
    sa.CheckConstraint("status IN ('implemented', 'in_progress')", name=op.f('ck_commitment_reports_status')),
    sa.ForeignKeyConstraint(['undersecretariat_code'], ['undersecretariats.code'], name=op.f('fk_commitment_reports_undersecretariat_code_undersecretariats')),
    )


def downgrade() -> None:
    op.drop_table('commitment_reports')
    op.drop_table('commitments')


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
