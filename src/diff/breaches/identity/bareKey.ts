import { flatMap } from '../../../domain/flatMap.js';
import type { Uid } from '../../../domain/identity.js';
import { printable } from '../../../domain/printable.js';
import type { PublishedRound, PublishedRow } from '../../../domain/published.js';
import type { BreachCheck, FoundBreach } from '../breachInput.js';
import { rowsByUid } from '../published/crownings.js';
import { type ChosenCommitment, chosenCommitments } from './commitmentAt.js';
import { readCopyReason } from './copyReason.js';
import { type DisqualificationKey, readDisqualificationKey } from './disqualificationKey.js';

/**
 * D6: a disqualification without a block, or one that was moved onto a newer commitment, hits a commitment that it does not
 * name: its text names another block, or the row is disqualified by it while eligibility ignores it.
 */
export const bareKey: BreachCheck = {
  code: 'D6',
  title: 'A disqualification that does not name the commitment hits it',
  nature: 'defect',
  decidedFrom: 'disqualified.json; commitments at the cutoff block',
  find: ({ views, cutoff }) => {
    const commitments = chosenCommitments(cutoff);
    return flatMap(views, (view) =>
      flatMap(Object.entries(view.disqualified), ([text, reason]) => {
        const key = readDisqualificationKey(text);
        if (key === null) return [];
        const hit = commitments.findLast((one) =>
          key.kind === 'uid' ? one.uid === key.uid : one.hotkey === key.hotkey,
        );
        return hit === undefined ? [] : findingOf({ view, rows: rowsByUid(view), text, reason, key, hit });
      }),
    );
  },
};

interface Hit {
  readonly view: PublishedRound;
  readonly rows: ReadonlyMap<Uid, PublishedRow>;
  readonly text: string;
  readonly reason: string;
  readonly key: DisqualificationKey;
  readonly hit: ChosenCommitment;
}

function findingOf({ view, rows, text, reason, key, hit }: Hit): FoundBreach[] {
  const { block } = hit.entry;
  const exact = `${hit.hotkey}:${block}`;
  if (key.kind === 'commitment' ? key.block !== block : Object.hasOwn(view.disqualified, exact)) return [];
  const named = readCopyReason(reason)?.blocks?.own;
  const other = named !== undefined && named !== block;
  const row = rows.get(hit.uid);
  const honoured =
    key.kind !== 'commitment' &&
    row?.disqualified === true &&
    row.dqReason === reason &&
    row.committedAt === block;
  if (!other && !honoured) return [];
  return [
    {
      uid: hit.uid,
      decisive: false,
      evidence: [
        `Validator ${view.validatorUid} published the key ${text} in disqualified.json: ${printable(reason, 200)}`,
        `The commitment of UID ${hit.uid} that counts at the cutoff is of block ${block}${key.kind === 'commitment' ? '' : `, and the file holds no key ${exact}`}.`,
        ...(other ? [`The text of the key names the commitment of block ${named}.`] : []),
        ...(honoured
          ? [
              'Its row is disqualified by this key, which names no block; the test of eligibility ignores such keys.',
            ]
          : []),
      ],
    },
  ];
}
