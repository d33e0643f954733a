"""Writes variants.json: golden vectors of the formulas that differ between eras.

Independent arithmetic: Decimal with 60 digits for logarithms and sums, Fraction for shares and products. Nothing of
recrown is used. Run: python3 test/eras/variants.py
"""

import json
from decimal import Decimal, getcontext
from fractions import Fraction
from pathlib import Path

getcontext().prec = 60


def logs(probabilities):
    """Natural logarithms as the binary64 values that the test reads back."""
    return [float(Decimal(p).ln()) for p in probabilities]


def kl(teacher, student):
    """Both forms of one position, from log-probabilities taken as exact binary values."""
    t = [Decimal(x) for x in teacher]
    s = [Decimal(x) for x in student]
    mass_t = sum(x.exp() for x in t)
    mass_s = sum(x.exp() for x in s)
    top = sum(a.exp() * (a - b) for a, b in zip(t, s))
    rest_t = max(1 - min(mass_t, Decimal(1)), Decimal("1e-12"))
    rest_s = max(1 - min(mass_s, Decimal(1)), Decimal("1e-12"))
    tail = rest_t * (rest_t.ln() - rest_s.ln())
    # Renormalised over the slots: p/m ln((p/m) / (q/w)).
    cond = sum(a.exp() / mass_t * (a - mass_t.ln() - b + mass_s.ln()) for a, b in zip(t, s))
    return {"tail_bucket": float(max(top + tail, Decimal(0))), "conditional": float(max(cond, Decimal(0)))}


def kl_vectors():
    cases = [
        ("both sides alike inside the slots, other mass outside", ["0.4", "0.2"], ["0.2", "0.1"]),
        ("mass moved to the tail", ["0.5", "0.3", "0.1"], ["0.3", "0.2", "0.1"]),
        ("mass drawn from the tail", ["0.3", "0.2", "0.1"], ["0.5", "0.25", "0.15"]),
        ("order inside the slots reversed", ["0.6", "0.2", "0.1"], ["0.1", "0.2", "0.6"]),
        ("a model that the conditional form prefers", ["0.5", "0.25", "0.05"], ["0.25", "0.125", "0.025"]),
        ("a model that the tail bucket prefers", ["0.5", "0.25", "0.05"], ["0.45", "0.3", "0.05"]),
        ("a filler slot", ["0.6", "0.3"], ["0.5", "0.35"]),
    ]
    out = []
    for name, teacher, student in cases:
        t, s = logs(teacher), logs(student)
        if name == "a filler slot":
            t, s = t + [-100.0], s + logs(["0.05"])
        out.append({"name": name, "teacher": t, "student": s, "expected": kl(t, s)})
    return out


def gate_vectors():
    """Challenger passes: not below the floor (where there is one) and not below 0.97 of an incumbent above 0."""
    cases = [
        ("P4", None, "0.05", "0.05"),
        ("P4", None, "0.0485", "0.05"),
        ("P4", None, "0.0484", "0.05"),
        ("P4", None, "0.01", "0"),
        ("P4", None, "0", "0"),
        ("P5", "0.20", "0.05", "0.05"),
        ("P5", "0.20", "0.20", "0.20"),
        ("P5", "0.20", "0.1999", "0"),
        ("P5", "0.20", "0.21", "0.22"),
        ("P7", "0.06", "0.07", "0.07"),
        ("P7", "0.06", "0.05", "0.05"),
        ("P7", "0.06", "0.06", "0"),
        ("P7", "0.06", "0.10", "0.12"),
    ]
    out = []
    for era, floor, challenger, incumbent in cases:
        c, i = Fraction(challenger), Fraction(incumbent)
        ok = (floor is None or c >= Fraction(floor)) and (i <= 0 or c >= i * Fraction(97, 100))
        out.append({"era": era, "challenger": float(c), "incumbent": float(i), "ok": ok})
    return out


def silence_vectors():
    """Each axis under schema 28 and 29; shares as fractions."""
    out = []
    for penalty, ratio in [("1", "0.04"), ("0.9", "0.5"), ("0.5", "0.02")]:
        p, r = Fraction(penalty), Fraction(ratio)
        out.append(
            {
                "axis": "length",
                "result": {"length_axis": {"penalty": float(p), "ratio": float(r)}},
                "expected": {"28": float(p), "29": float(min(p, min(Fraction(1), r / Fraction("0.08"))))},
            }
        )
    for mean, length, tokens in [("0.2", "8", 200), ("0.2", "20", 64), ("0.4", "4", 32), ("0.1", "40", 400)]:
        base = min(Fraction(1), Fraction("0.1") / Fraction(mean))
        factor = min(Fraction(1), Fraction(length) / 16, Fraction(tokens, 128))
        out.append(
            {
                "axis": "on_policy_rkl",
                "result": {"on_policy_rkl": {"mean_rkl": float(mean), "mean_gen_len": float(length), "tokens": tokens}},
                "expected": {"28": float(base), "29": float(base * factor)},
            }
        )
    for tested, ended, bad, length in [(32, 24, 8, "6"), (32, 32, 0, "12"), (32, 16, 4, "3")]:
        base = Fraction(2, 5) * Fraction(ended, tested) + Fraction(2, 5) * (1 - Fraction(bad, tested)) + Fraction(1, 5)
        out.append(
            {
                "axis": "degeneracy",
                "result": {
                    "think_probe": {
                        "prompts_tested": tested,
                        "prompts_terminated": ended,
                        "prompts_degenerate": bad,
                        "self_bleu_across_prompts": 0,
                        "teacher_self_bleu": 0,
                        "mean_gen_tokens": float(length),
                    }
                },
                "expected": {"28": float(base), "29": float(base * min(Fraction(1), Fraction(length) / 12))},
            }
        )
    return out


def row_vectors():
    """The winner's row as u16: the largest weight becomes 65535, the others in proportion."""
    out = []
    for era, winner in [("P4", 18), ("P9", 18), ("P9", 155), ("P10", 18), ("P10", 155), ("P12", 0)]:
        keeps = era in ("P10", "P12") and winner != 155
        shares = {winner: Fraction(9, 10), 155: Fraction(1, 10)} if keeps else {winner: Fraction(1)}
        top = max(shares.values())
        row = [[uid, round(65535 * share / top)] for uid, share in sorted(shares.items())]
        out.append({"era": era, "winner": winner, "uids": 256, "row": row})
    return out


def no_winner_vectors():
    """Whom a round without a winner pays: incumbent, own last king, the shared UID where the era has one, current target."""
    out = []
    for era in ("P4", "P7", "P8", "P12"):
        shared = 155 if era in ("P8", "P12") else None
        for incumbent, local in [(7, 9), (None, 9), (None, None)]:
            uid = next(one for one in (incumbent, local, shared, 31) if one is not None)
            out.append({"era": era, "incumbent": incumbent, "local": local, "current": 31, "uid": uid})
    return out


def block_vectors():
    grids = {1: (360, 120, 20), 2: (720, 600, 20)}
    out = []
    for protocol, (length, delay, finality) in grids.items():
        for block in (0, 19, 20, 21, 359, 360, 719, 8_170_909, 8_214_109, 8_382_960, 8_383_679):
            number = block // length
            seed = number * length
            first = 0
            while first * length - finality < block:
                first = max(first + 1, (block // length) - 1)
            out.append(
                {
                    "protocol": protocol,
                    "block": block,
                    "round": number,
                    "seed": seed,
                    "cutoff": max(0, seed - finality),
                    "activation": seed + delay,
                    "next": seed + length,
                    "firstEligible": first,
                }
            )
    return out


VARIANTS = {
    "P4": ["conditional", None, 0, 28, 0, None],
    "P5": ["conditional", 0.2, 4, 28, 0, None],
    "P6": ["conditional", 0.2, 4, 28, 0, None],
    "P7": ["tail_bucket", 0.06, 4, 29, 0, None],
    "P8": ["tail_bucket", 0.06, 4, 29, 0, 155],
    "P9": ["tail_bucket", 0.06, 4, 29, 0, 155],
    "P10": ["tail_bucket", 0.06, 4, 29, 0.1, 155],
    "P11": ["tail_bucket", 0.06, 4, 29, 0.1, 155],
    "P12": ["tail_bucket", 0.06, 4, 29, 0.1, 155],
}

document = {
    "provenance": "Made by test/eras/variants.py: Decimal with 60 digits for logarithms, fractions for the rest; no code of recrown.",
    "variants": {
        era: dict(zip(("klMode", "floor", "axes", "schema", "reserve", "noWinnerUid"), row))
        for era, row in VARIANTS.items()
    },
    "kl": kl_vectors(),
    "qualityGate": gate_vectors(),
    "silence": silence_vectors(),
    "rows": row_vectors(),
    "noWinner": no_winner_vectors(),
    "blocks": block_vectors(),
}
Path(__file__).with_name("variants.json").write_text(json.dumps(document, indent=2) + "\n")
