import { isAbsent } from '../../../domain/absent.js';
import { flatMap } from '../../../domain/flatMap.js';
import type { Uid } from '../../../domain/identity.js';
import type { WeightEntry } from '../../../domain/weights.js';
import type { BreachCheck, BreachInput } from '../breachInput.js';
import { type DecidedRow, decidedRows } from '../rows/decidedRows.js';

/**
 * B3: within one round a validator's rows go from the fallback UID alone to the incumbent and back: the check of the
 * king at the start sets the fallback, the step before activation sets the king again. One change at activation is a
 * result, not this.
 */
export const flipFlop: BreachCheck = {
  code: 'B3',
  title: 'Rows alternate between the fallback UID and the king within one round',
  nature: 'defect',
  decidedFrom: 'weight rows',
  find: (input) => {
    const { round, fallbackUid } = input;
    if (fallbackUid === null || !input.rules.some(({ policy }) => policy.revalidatesKing)) return [];
    const alone = ([only, more]: readonly WeightEntry[]) => only?.[0] === fallbackUid && more === undefined;
    if (!input.states.some(({ weights }) => weights.some(({ row }) => alone(row)))) return [];
    const rows = decidedRows(input).filter(
      ({ decidedAt }) => decidedAt >= round.seedBlock && decidedAt < round.nextSeedBlock,
    );
    const flips = flatMap([...new Set(rows.map((one) => one.uid))], (uid) =>
      alternates(
        rows.filter((one) => one.uid === uid),
        kingsOf(uid, input),
        input,
      ),
    );
    return flips.map(({ king, own }) => ({
      uid: king,
      decisive: false,
      evidence: [
        `Rows that validator ${own[0]?.uid} decided within the round (seed block ${round.seedBlock}, activation block ${round.activationBlock}) pay ${own.map((one) => `${named(one.paid, fallbackUid)} (block ${one.decidedAt})`).join(', then ')}.`,
        `UID ${fallbackUid} is the fallback UID and UID ${king} the incumbent.`,
        "The evaluator's rule sets the fallback UID when the king fails its check at the start, and the king on its disk again before activation.",
      ],
    }));
  },
};

const named = (paid: Uid | null, fallbackUid: Uid): string =>
  paid === null ? 'nobody that can be told' : `UID ${paid}${paid === fallbackUid ? ' alone' : ''}`;

/** Who can be a validator's incumbent in this round; never a challenger that the round may have crowned. */
function kingsOf(uid: Uid, { spec, earlier, round, views, fallbackUid }: BreachInput): readonly Uid[] {
  const last = earlier.find((one) => one.roundId === round.roundId - 1)?.crowned?.uid;
  const view = views.find((one) => one.validatorUid === uid);
  return flatMap([spec.king?.uid, last, view?.localKingUid, view?.uncrownedIncumbentUid], (king) =>
    king === undefined || king === null || isAbsent(king) || king === fallbackUid ? [] : [king],
  );
}

function alternates(
  own: readonly DecidedRow[],
  kings: readonly Uid[],
  { round, fallbackUid }: BreachInput,
): { readonly king: Uid; readonly own: readonly DecidedRow[] }[] {
  const switches = flatMap(own, (row, at) => {
    const before = own[at - 1];
    if (before === undefined || before.paid === null || row.paid === null) return [];
    const toKing = before.paid === fallbackUid && kings.includes(row.paid);
    const toFallback = row.paid === fallbackUid && kings.includes(before.paid);
    return toKing || toFallback ? [{ king: toKing ? row.paid : before.paid, toKing, at: row.decidedAt }] : [];
  });
  const [first] = switches;
  const early = switches.some((one) => one.toKing && one.at < round.activationBlock);
  return first !== undefined && (early || switches.length > 1) ? [{ king: first.king, own }] : [];
}
