import { mean } from '../../python/mean.js';

/** One position of a rollout: log-probabilities of both models at the student's most probable ids, and of the token drawn. */
export interface RolloutRow {
  readonly student: readonly number[];
  readonly teacher: readonly number[];
  readonly studentDrawn: number;
  readonly teacherDrawn: number;
}

/** Means over the positions of a rollout, in nats. */
export interface Divergences {
  readonly rkl: number;
  readonly fkl: number;
  readonly skl: number;
  readonly sampledGap: number;
}

/** Share of the teacher in the mixture of the skewed divergence, and its floor. */
const SKEW = 0.1;
const FLOOR = 1e-20;

/**
 * Divergences of one rollout. Both sides are renormalized over the student's ids to `s` and `t`; then
 * `rkl = sum s (ln s - ln t)`, `fkl = sum t (ln t - ln s)`, `skl = sum t (ln t - ln(0.1 t + 0.9 s))`, and the gap of the
 * drawn token over the whole vocabulary (rule: on-policy divergence, docs/methodology.md).
 */
export function rolloutDivergence(rows: readonly RolloutRow[]): Divergences {
  const each = rows.map(({ student, teacher, studentDrawn, teacherDrawn }) => {
    const s = normalized(student);
    const t = normalized(teacher);
    let [rkl, fkl, skl] = [0, 0, 0];
    s.forEach((lnS, i) => {
      const lnT = t[i] as number;
      const [pS, pT] = [Math.exp(lnS), Math.exp(lnT)];
      rkl += pS * (lnS - lnT);
      fkl += pT * (lnT - lnS);
      skl += pT * (lnT - Math.log(Math.max(SKEW * pT + (1 - SKEW) * pS, FLOOR)));
    });
    return { rkl, fkl, skl, sampledGap: studentDrawn - teacherDrawn };
  });
  const over = (name: keyof Divergences): number => mean(each.map((one) => one[name]));
  return { rkl: over('rkl'), fkl: over('fkl'), skl: over('skl'), sampledGap: over('sampledGap') };
}

function normalized(logs: readonly number[]): number[] {
  const top = Math.max(...logs);
  const total = top + Math.log(logs.reduce((sum, value) => sum + Math.exp(value - top), 0));
  return logs.map((value) => value - total);
}
