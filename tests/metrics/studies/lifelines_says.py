"""Run by the interpreter of build/survival: what lifelines makes of the waits on standard input, as JSON on standard output."""

import json
import sys

from lifelines import KaplanMeierFitter

found = []
for days, answered in json.load(sys.stdin):
    fitted = KaplanMeierFitter().fit(days, answered)
    band = fitted.confidence_interval_
    found.append(
        [
            [int(day), int(at_risk), float(share), float(low), float(high)]
            for day, at_risk, share, low, high in zip(
                fitted.survival_function_.index,
                fitted.event_table["at_risk"],
                fitted.survival_function_.iloc[:, 0],
                band.iloc[:, 0],
                band.iloc[:, 1],
                strict=True,
            )
        ]
    )
json.dump(found, sys.stdout)
