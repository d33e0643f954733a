import { parsePythonJson } from '../../src/artifacts/published/parsePythonJson.js';
import { PublishedValue } from '../../src/artifacts/published/publishedValue.js';
import { readView } from '../../src/artifacts/published/readView.js';
import { legalRules } from '../../src/eras/legalRules.js';
import { P11 } from '../../src/eras/p11.js';
import { roundBlocks } from '../../src/eras/roundBlocks.js';
import { recomputeFolder } from '../../src/replay/recompute/recomputeFolder.js';
import type { RecomputedRound } from '../../src/replay/recompute/recomputeView.js';
import { recomputeView } from '../../src/replay/recompute/recomputeView.js';
import { type State, withFiles } from './publishedFolder.js';

/** The folder holds no decided record with rows of an era whose rules are held. */
class NoRecord extends Error {}

/** Computes the newest round of a folder that holds these files. */
export const computeFiles = (
  files: Record<string, string>,
  round: number | null = null,
): Promise<RecomputedRound> =>
  withFiles(files, async (dir) => {
    const found = await recomputeFolder(dir, round, {});
    if (found === null || found.computed === null) throw new NoRecord();
    return found.computed;
  });

/** Every difference in words: UID, name, cause. */
export const differencesOf = (computed: RecomputedRound): string[] => [
  ...computed.rows.flatMap((row) => row.differences.map((one) => `${row.uid} ${one.name} ${one.cause}`)),
  ...computed.round.differences.map((one) => `round ${one.name} ${one.cause}`),
];

const parsed = (name: string, value: unknown): PublishedValue =>
  new PublishedValue(name, '', parsePythonJson(JSON.stringify(value)));

/** The same from values in memory, without a folder; for tests that compute very often. */
export function computeState({ latest, lastEval, composites }: State): RecomputedRound {
  const blocks = roundBlocks(11_643);
  const view = readView(
    {
      latest: parsed('h2h_latest.json', latest),
      history: null,
      latestBefore: null,
      historyBefore: null,
      lastEval: parsed('last_eval.json', lastEval),
      composites: parsed('composite_scores.json', composites),
      disqualified: null,
      evaluated: null,
      scores: null,
      failures: null,
      failureModels: null,
      captures: [],
      sources: [],
    },
    blocks,
    { validatorUid: 3, validatorHotkey: '' },
  );
  return recomputeView(view, legalRules({ era: P11, others: [] }), blocks);
}
