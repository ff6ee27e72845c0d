"""The norms that figures are due by: each stands here once, and an article of it where it is cited."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class LegalBasis:
    """The norm that makes the figure due."""

    norm: str
    article: str = ""

    def __str__(self) -> str:
        return f"{self.norm}, {self.article}" if self.article else self.norm

    def at(self, article: str) -> LegalBasis:
        """An article of the norm."""
        return LegalBasis(norm=self.norm, article=article)


LEY_18834 = LegalBasis(norm="Ley 18.834")
LEY_19880 = LegalBasis(norm="Ley 19.880")
LEY_19882 = LegalBasis(norm="Ley 19.882")
LEY_20285 = LegalBasis(norm="Ley 20.285")
LEY_20430 = LegalBasis(norm="Ley 20.430")
LEY_20500 = LegalBasis(norm="Ley 20.500")
LEY_20507 = LegalBasis(norm="Ley 20.507")
LEY_21325 = LegalBasis(norm="Ley 21.325")
LEY_21655 = LegalBasis(norm="Ley 21.655")
DECRETO_LEY_1263 = LegalBasis(norm="Decreto Ley 1.263 de 1975")
DECRETO_5142 = LegalBasis(norm="Decreto 5.142 de 1960, Ministerio del Interior")
DECRETO_78 = LegalBasis(norm="Decreto 78 de 2024, Ministerio del Interior")
DECRETO_181 = LegalBasis(norm="Decreto 181 de 2023, Ministerio del Interior")
