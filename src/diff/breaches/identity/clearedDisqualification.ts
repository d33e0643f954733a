import { flatMap } from '../../../domain/flatMap.js';
import { windowEnd } from '../../../eras/roundBlocks.js';
import type { BreachCheck, BreachInput } from '../breachInput.js';
import { chosenCommitments } from './commitmentAt.js';
import { readDisqualificationKey } from './disqualificationKey.js';

const FILE = 'disqualified.json';

/**
 * D4: a disqualification of the commitment that the round is judged by is gone, while a newer commitment of the same
 * hotkey came after the cutoff: keys are cleared by the newest commitment, the round uses the frozen one.
 */
export const clearedDisqualification: BreachCheck = {
  code: 'D4',
  title: 'A disqualification of the frozen commitment is gone after a newer commitment',
  nature: 'defect',
  decidedFrom: 'published disqualifications of two rounds; commitments',
  find: (input) => {
    const { cutoff, disqualifiedBefore, views, spec, policy, round } = input;
    // Without the file nothing is known of its keys.
    const captured = views.filter((view) => view.sources.includes(FILE));
    if (captured.length === 0) return [];
    const frozen = new Map(chosenCommitments(cutoff).map((one) => [one.hotkey, one]));
    return flatMap([...new Set(disqualifiedBefore)], (text) => {
      const key = readDisqualificationKey(text);
      if (key?.kind !== 'commitment') return [];
      const commitment = frozen.get(key.hotkey);
      if (commitment === undefined || commitment.entry.block !== key.block) return [];
      if (captured.some((view) => Object.hasOwn(view.disqualified, text))) return [];
      const newer = newerReveal(key.hotkey, input);
      if (newer === null) return [];
      const { uid } = commitment;
      const role = spec.king?.hotkey === key.hotkey ? 'the king' : 'a hotkey';
      return [
        {
          uid,
          decisive: false,
          evidence: [
            `The key ${text} of ${role} with UID ${uid} was listed as disqualified in round ${round.roundId - 1}.`,
            `It is not in the ${FILE} that ${captured.map((view) => `validator ${view.validatorUid}`).join(', ')} published of round ${round.roundId}, which judges the same commitment of block ${key.block} (cutoff block ${cutoff.block}).`,
            `A newer commitment of the same hotkey was revealed at block ${newer}, after the cutoff; keys are cleared by the newest commitment.`,
            ...(policy.precheckLine === 'P2' || policy.precheckLine === 'P5'
              ? []
              : [
                  'On this line of the prechecks a key is also cleared when its text looks like a passing failure; the text of the earlier round is not recorded here.',
                ]),
          ],
        },
      ];
    });
  },
};

/** Block of the first reveal after the cutoff that a recorded state of the round shows; null when there is none. */
function newerReveal(hotkey: string, { states, round }: BreachInput): number | null {
  const blocks = flatMap(
    flatMap(
      states.filter((state) => state.block <= windowEnd(round)),
      (state) => state.commitments.filter((one) => one.hotkey === hotkey),
    ),
    (one) => one.entries.map((entry) => entry.block),
  ).filter((block) => block > round.cutoffBlock && block <= windowEnd(round));
  return blocks.length === 0 ? null : Math.min(...blocks);
}
