import type { EarlierRound } from '../../../../src/diff/breaches/breachInput.js';
import type { ClaimedCrown } from '../../../../src/diff/claimedCrown.js';
import type { ChainState } from '../../../../src/domain/chainState.js';
import type { WeightEntry } from '../../../../src/domain/weights.js';
import { roundBlocks } from '../../../../src/eras/roundBlocks.js';
import { contender } from '../../breachCases.js';
import { FALLBACK, hotkeyOf, paying, round, type StateParts, stateAt } from '../../chainCases.js';

/** A row of the fallback UID alone. */
export const burning: readonly WeightEntry[] = [[FALLBACK, 65535]];

/** What a validator shows at a state: the block that `LastUpdate` names, its row, and commits that are stored. */
export type Shows = readonly [lastUpdate: number, row: readonly WeightEntry[], pending?: readonly number[]];

/** A state in which the named validators hold permits and show their rows. */
export const showing = (
  block: number,
  validators: Readonly<Record<number, Shows>>,
  more: Omit<StateParts, 'validators'> = {},
): ChainState =>
  stateAt(block, {
    validators: Object.fromEntries(
      Object.entries(validators).map(([uid, [lastUpdate, row, pending = []]]) => [
        uid,
        { lastUpdate, row, pending },
      ]),
    ),
    ...more,
  });

/** A validator that decides nothing: it has paid this UID for long. */
export const old = (uid: number): Shows => [9, paying(uid)];

/** An earlier round: king and challengers are seated, and one of them is crowned. */
export const earlierRound = (
  roundId: number,
  crowned: number | null,
  more: Partial<EarlierRound> = {},
): EarlierRound => ({
  ...roundBlocks(roundId),
  crowned: crowned === null ? null : { uid: crowned, hotkeys: [hotkeyOf(crowned)] },
  king: crowned === null ? null : contender(crowned),
  challengers: [],
  ...more,
});

/** A crown that rows of this round with three quarters of the stake show. */
export const claimOf = (uid: number, more: Partial<ClaimedCrown> = {}): ClaimedCrown => ({
  uid,
  hotkey: hotkeyOf(uid),
  decidedAt: round.activationBlock + 5,
  stakeShare: 0.75,
  permittedShare: 0.75,
  supportShare: 0.75,
  standing: false,
  rows: 4,
  rowsFor: 3,
  publishedUid: null,
  reasons: [],
  ...more,
});
