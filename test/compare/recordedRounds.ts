import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CrownInput } from '../../src/decide/crownInput.js';
import { decideCrown } from '../../src/decide/decideCrown.js';
import type { KlMode } from '../../src/domain/duel.js';
import type { EngineFingerprint } from '../../src/domain/engine.js';
import type { StartRecord } from '../../src/domain/journal.js';
import type { RoundResult } from '../../src/domain/verdict.js';
import { legalRules } from '../../src/eras/legalRules.js';
import { P11 } from '../../src/eras/p11.js';
import { roundBlocks } from '../../src/eras/roundBlocks.js';
import { createJournal } from '../../src/replay/journal/createJournal.js';
import { unverifiableRound } from '../../src/replay/unverifiableRound.js';

const [PLAIN] = legalRules({ era: P11, others: [] });

/** One recorded round: what its decision was taken from, and a change to the scores of one contender. */
export interface Recorded {
  readonly roundId: number;
  readonly input: CrownInput;
  readonly modes?: readonly KlMode[];
}

/** What an engine of that digest was found to be; an engine without a digest ran no model. */
const fingerprintOf = (digest: string | null, repeats: boolean): EngineFingerprint | null =>
  digest === null
    ? null
    : {
        engine: 'e',
        onnxruntime: '1',
        nativeSha256: 'n',
        provider: 'cpu',
        cpu: 'c',
        cpuFlags: '',
        arch: 'x64',
        sessionOptions: {},
        environment: {},
        selfTest: {
          tf32: false,
          repeats,
          threadsAgree: true,
          rowsFrom: { whole: 1, mapped: 2 },
          largestError: 1e-7,
          answerSha256: { whole: 'w', mapped: 'm' },
        },
        threads: 1,
        digest,
      };

const start = (
  id: string,
  rounds: readonly number[],
  engine: string | null,
  repeats: boolean,
): StartRecord => ({
  type: 'start',
  schema: 1,
  id,
  spec: {
    recrown: { version: '0', source: 's' },
    snapshot: { name: 'n', digest: 'd', agreed: false },
    netuid: 24,
    rounds,
    engine,
  },
  synthetic: true,
  profile: null,
  fingerprint: fingerprintOf(engine, repeats),
});

function resultOf({ roundId, input }: Recorded): RoundResult {
  const decision = decideCrown(input, PLAIN);
  const contender = (uid: number) => ({
    uid,
    hotkey: `hotkey-${uid}`,
    repo: `owner${uid}/model`,
    revision: 'a'.repeat(40),
    committedAt: uid,
  });
  return {
    ...unverifiableRound(roundBlocks(roundId), P11, { absent: 'unknown', why: 'made for a test' }),
    verdict: 'consistent',
    king: input.king === null ? null : contender(input.king.uid),
    challengers: decision.challengers.map((one) => ({
      ...contender(one.uid),
      gates: one.gates,
      replayed: one.duel,
      claimed: null,
      meanKl: one.meanKl,
      claimedMeanKl: null,
      quality: one.quality,
      kingQuality: decision.kingQuality,
    })),
    decisions: [
      {
        setting: decision.setting,
        winnerUid: decision.winnerUid,
        reason: decision.reason,
        expected: decision.expected,
      },
    ],
  };
}

/** Seals one replay of some rounds under a folder; results and scores follow from the inputs. */
export function sealReplay(
  replays: string,
  id: string,
  rounds: readonly Recorded[],
  engine: string | null = 'engine',
  repeats = true,
): void {
  const ids = rounds.map((round) => round.roundId);
  const journal = createJournal(join(replays, 'sn24'), start(id, ids, engine, repeats), true);
  for (const round of rounds) {
    const { roundId, input, modes = ['tail_bucket'] } = round;
    for (const one of [...(input.king === null ? [] : [input.king]), ...input.challengers])
      if (one.klPerPrompt !== null)
        journal.append({
          type: 'scores',
          roundId,
          uid: one.uid,
          capture: 'c',
          form: 'contrib',
          mode: 'tail_bucket',
          from: 0,
          kl: one.klPerPrompt,
        });
    for (const mode of modes)
      journal.append({ type: 'inputs', roundId, basis: 'replayed', capture: 'c', mode, input });
    journal.append({ type: 'round', result: resultOf(round) });
  }
  journal.seal();
}

export const newReplays = (): string => mkdtempSync(join(tmpdir(), 'recrown-compare-'));
