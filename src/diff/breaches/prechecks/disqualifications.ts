import { flatMap } from '../../../domain/flatMap.js';
import type { Uid } from '../../../domain/identity.js';
import type { Contender } from '../../../domain/round.js';
import type { BreachInput } from '../breachInput.js';

/** One published disqualification of a commitment that is in force at the round's cutoff. */
export interface ShownDisqualification {
  readonly contender: Contender;
  /** Published text, hostile. */
  readonly reason: string;
  readonly validatorUid: Uid;
}

/** True for a commitment that the round evaluated: seated, or with a row of its own in a published round. */
export const tookPart = (
  contender: Contender,
  { spec, views }: Pick<BreachInput, 'spec' | 'views'>,
): boolean =>
  (spec.king !== null && isSame(spec.king, contender)) ||
  spec.challengers.some((one) => isSame(one, contender)) ||
  views.some((view) =>
    view.rows.some(
      (row) => !row.isReference && row.uid === contender.uid && row.committedAt === contender.committedAt,
    ),
  );

const isSame = (a: Contender, b: Contender): boolean =>
  a.hotkey === b.hotkey && a.committedAt === b.committedAt;

/** Every published disqualification whose key, `hotkey:block`, is a commitment of the round, by view and then by UID. */
export function disqualifications({ spec, views }: BreachInput): ShownDisqualification[] {
  return flatMap(views, (view) => {
    const out = view.rows.filter((row) => row.disqualified);
    const lists = Object.keys(view.disqualified).length > 0;
    if (out.length === 0 && !lists) return [];
    return flatMap(spec.contenders, ({ contender }): ShownDisqualification[] => {
      if (contender === null) return [];
      const { uid, hotkey, committedAt } = contender;
      const key = `${hotkey}:${committedAt}`;
      const row = out.find((one) => one.uid === uid && one.committedAt === committedAt);
      const reason = Object.hasOwn(view.disqualified, key) ? view.disqualified[key] : row?.dqReason;
      return typeof reason === 'string' ? [{ contender, reason, validatorUid: view.validatorUid }] : [];
    });
  });
}
