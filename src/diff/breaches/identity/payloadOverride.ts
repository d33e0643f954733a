import { flatMap } from '../../../domain/flatMap.js';
import { printable } from '../../../domain/printable.js';
import type { BreachCheck, BreachInput } from '../breachInput.js';
import { type ChosenCommitment, chosenCommitments, member } from './commitmentAt.js';

/**
 * D3: a payload names an earlier block than the one of its reveal, or another hotkey than its owner. A parser that lets
 * the payload win orders copies and clears disqualifications by it.
 */
export const payloadOverride: BreachCheck = {
  code: 'D3',
  title: 'A payload names an earlier block or another hotkey than the chain',
  nature: 'defect',
  decidedFrom: 'commitments at the cutoff block',
  find: (input) =>
    flatMap(chosenCommitments(input.cutoff), (commitment) => {
      const { uid, hotkey, entry } = commitment;
      const named = [...earlierBlock(commitment, input), ...otherHotkey(commitment, input)];
      if (named.length === 0) return [];
      return [
        {
          uid,
          decisive: false,
          evidence: [
            `The commitment of UID ${uid} (${hotkey}) that counts at the cutoff was revealed at block ${entry.block}.`,
            ...named,
            'Block and owner are those of the chain. Older parsers let the payload win, and the one that looks for newer commitments does so in era P11 still.',
          ],
        },
      ];
    }),
};

/** Only of a contender: the order of commitments decides among those who take part. */
function earlierBlock(commitment: ChosenCommitment, { spec }: BreachInput): string[] {
  const block = member(commitment, 'block');
  const { entry, hotkey } = commitment;
  if (typeof block !== 'number' || !Number.isSafeInteger(block)) return [];
  if (spec.king?.hotkey !== hotkey && !spec.challengers.some((one) => one.hotkey === hotkey)) return [];
  return block >= 0 && block < entry.block
    ? [
        `Its payload names block ${block}, ${entry.block - block} blocks before the reveal; one that was written before it was revealed names such a block by right.`,
      ]
    : [];
}

/** A hotkey that the UID showed before is its own: a swap changes the hotkey of a UID. */
function otherHotkey(commitment: ChosenCommitment, { states, seed, cutoff }: BreachInput): string[] {
  const named = member(commitment, 'hotkey');
  if (typeof named !== 'string' || named === commitment.hotkey) return [];
  const own = [cutoff, seed, ...states].some((state) =>
    state.uids.some((one) => one.uid === commitment.uid && one.hotkey === named),
  );
  if (own) return [];
  const holder = cutoff.uids.find((one) => one.hotkey === named);
  return [
    `Its payload names the hotkey ${printable(named, 64)}${holder === undefined ? ', which holds no UID' : ` of UID ${holder.uid}`}.`,
  ];
}
