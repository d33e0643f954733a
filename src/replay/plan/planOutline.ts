import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditPlan, PlanOutline, SecondsRange } from '../../domain/auditPlan.js';

const NAME = 'plan.json';
/** A range of rounds is bounded; a file beyond this is none of ours. */
const MAX_BYTES = 1 << 22;

/** Keeps what displays of other processes need of a plan beside the running journal; it is no part of the replay. */
export function keepOutline(workDir: string, { rounds }: AuditPlan): void {
  const outline: PlanOutline = {
    rounds: rounds.map(({ roundId, sequences, seconds, passes = [] }) => {
      const answers = passes.reduce((sum, pass) => sum + (pass.asks ? pass.sequences : 0), 0);
      return { roundId, sequences, ...(answers > 0 ? { answers } : {}), seconds };
    }),
  };
  try {
    mkdirSync(workDir, { recursive: true });
    writeFileSync(join(workDir, NAME), JSON.stringify(outline));
  } catch {
    // Time left is then told from measured work only; a full disk stops the audit at its journal, with its own error.
  }
}

/** The kept outline; undefined where there is none, or none that can be read. */
export function readOutline(workDir: string): PlanOutline | undefined {
  try {
    const text = readFileSync(join(workDir, NAME), 'utf8');
    const value = text.length > MAX_BYTES ? null : (JSON.parse(text) as Partial<PlanOutline> | null);
    return Array.isArray(value?.rounds) && value.rounds.every(isRound) ? { rounds: value.rounds } : undefined;
  } catch {
    return undefined;
  }
}

function isRound(value: unknown): boolean {
  const round = value as Partial<PlanOutline['rounds'][number]> | null;
  const { low, likely, high } = (round?.seconds ?? {}) as Partial<SecondsRange>;
  return [round?.roundId, round?.sequences, round?.answers ?? 0, low, likely, high].every(
    (one) => typeof one === 'number' && Number.isFinite(one) && one >= 0,
  );
}
