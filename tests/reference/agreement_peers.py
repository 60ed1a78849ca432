"""Agreement coefficients of other packages on ratings with missing cells.

    python3 -m venv venv
    venv/bin/pip install krippendorff==0.9.0 irrCAC==0.4.4 statsmodels==0.15.0 pingouin==0.6.1
    venv/bin/python tests/reference/agreement_peers.py

writes agreement_panel.csv (the ratings: a row a unit, a column a rater) and agreement_peers.csv
(the figures) beside itself.
"""

import csv
import pathlib
import warnings

import krippendorff
import numpy as np
import pandas as pd
import pingouin
from irrCAC.raw import CAC
from statsmodels.stats.inter_rater import cohens_kappa

warnings.filterwarnings("ignore")
FOLDER = pathlib.Path(__file__).parent


def panel():
    """60 units, 8 raters, values 1 to 5 without a 2 among rater 3's; 45 % of cells missing."""
    random = np.random.default_rng(20260821)
    unit, rater = random.normal(0, 1, (60, 1)), random.normal(0, 0.6, (1, 8))
    scores = 3 + unit + rater + random.normal(0, 0.7, (60, 8))
    values = np.clip(np.rint(scores), 1, 5)
    values[:, 3][values[:, 3] == 2] = 3
    values[random.random((60, 8)) < 0.45] = np.nan
    # Units with one rating, and with none, are part of it.
    values[58, 1:], values[58, 0], values[59, :] = np.nan, 4, np.nan
    return values


def counted(values):
    for metric in ("nominal", "ordinal", "interval", "ratio"):
        alpha = krippendorff.alpha(values.T, level_of_measurement=metric)
        yield f"krippendorff alpha {metric}", alpha
    rated = pd.DataFrame(values[~np.isnan(values).all(axis=1)])
    for weights in ("identity", "linear", "quadratic", "ordinal"):
        found = CAC(rated, weights=weights, digits=15)
        gwet = found.gwet()["est"]
        yield f"irrCAC gwet {weights}", gwet["coefficient_value"]
        if weights == "identity":
            yield "irrCAC percent", gwet["pa"]
            yield "irrCAC fleiss", found.fleiss()["est"]["coefficient_value"]


def of_two(values):
    both = values[:, [0, 1]]
    both = both[~np.isnan(both).any(axis=1)].astype(int) - 1
    table = np.zeros((5, 5))
    np.add.at(table, (both[:, 0], both[:, 1]), 1)
    for name, wt in (("plain", None), ("linear", "linear"), ("quadratic", "quadratic")):
        found = cohens_kappa(table, wt=wt)
        yield f"statsmodels kappa {name}", found.kappa
        yield f"statsmodels se {name}", found.std_kappa
        yield f"statsmodels se of none {name}", found.std_kappa0


def crossed():
    random = np.random.default_rng(7)
    scores = 3 + random.normal(0, 1, (15, 1)) + random.normal(0, 0.6, (1, 4)) + random.normal(0, 0.7, (15, 4))
    return np.round(scores, 1)


def of_crossed(values):
    long = pd.DataFrame(values).reset_index().melt("index")
    found = pingouin.intraclass_corr(long, "index", "variable", "value").set_index("Type")
    names = {"ICC(1,1)": "icc1", "ICC(A,1)": "icc2", "ICC(C,1)": "icc3"}
    names |= {"ICC(1,k)": "icc1k", "ICC(A,k)": "icc2k", "ICC(C,k)": "icc3k"}
    for name, row in found.iterrows():
        name = names.get(name, name.lower())
        yield f"pingouin {name}", row["ICC"]
        low, high = row["CI95"] if "CI95" in row else row["CI95%"]
        yield f"pingouin {name} low", low
        yield f"pingouin {name} high", high


def write(name, rows):
    with open(FOLDER / name, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def cells(values, form):
    return [["" if np.isnan(x) else form(x) for x in row] for row in values]


def main():
    pingouin.options["round.column.CI95%"] = None
    pingouin.options["round.column.CI95"] = None
    ratings, full = panel(), crossed()
    write("agreement_panel.csv", [[f"r{i}" for i in range(8)], *cells(ratings, lambda x: int(x))])
    write("agreement_crossed.csv", [[f"r{i}" for i in range(4)], *cells(full, float)])
    figures = [*counted(ratings), *of_two(ratings), *of_crossed(full)]
    write("agreement_peers.csv", [["figure", "value"], *[[n, repr(float(v))] for n, v in figures]])


if __name__ == "__main__":
    main()
