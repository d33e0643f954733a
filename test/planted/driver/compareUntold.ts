import type { CrownInput } from '../../../src/decide/crownInput.js';
import { decideBand } from '../../../src/decide/decideBand.js';
import { decideCrown } from '../../../src/decide/decideCrown.js';
import type { LegalRules } from '../../../src/eras/legalRules.js';
import { compositeOf } from '../simulate/composites.js';
import type { Random } from '../simulate/random.js';
import { crownOf, type Entrant, type Inputs } from '../simulate/truth/crown.js';
import type { Rules } from '../simulate/truth/rules.js';
import { crownInputOf } from './crownInputOf.js';

/** Nobody of a planted round has this UID. */
const OUTSIDER = 149;

const UNTOLD = { absent: 'missing', why: 'No file tells.' } as const;

/**
 * A decision whose validator's own last king is not told, against the truth with each king that it may have been: nobody,
 * somebody of the round, or one with a record that nothing can be preferred to.
 */
export function compareUntold(random: Random, inputs: Inputs, rules: Rules, legal: LegalRules): string[] {
  const told = crownInputOf(inputs, rules.mode);
  const input: CrownInput = { ...told, localKingUid: UNTOLD };
  const seated = [...(inputs.king === null ? [] : [inputs.king]), ...inputs.challengers];
  const best: Entrant = {
    uid: OUTSIDER,
    hotkey: `hotkey-${OUTSIDER}`,
    committedAt: 5,
    kl: null,
    score: compositeOf(random, rules, { exact: 1, level: 1, worst: 1 }),
  };
  const beside = crownOf({ ...inputs, prior: best, localKing: OUTSIDER }, rules);
  const isOpen = beside.winner === OUTSIDER;
  const plain = crownOf({ ...inputs, localKing: null }, rules);
  const paid = new Set<number | null>(isOpen ? [null, plain.paid] : [plain.paid]);
  if (isOpen) for (const { uid } of seated) paid.add(crownOf({ ...inputs, localKing: uid }, rules).paid);
  const order = (list: Iterable<number | null>) =>
    JSON.stringify([...list].sort((a, b) => (a ?? -1) - (b ?? -1)));
  const own = decideCrown(input, legal);
  const band = decideBand(input, legal, 0).paid;
  const say = (what: string, ours: string, right: string) =>
    ours === right ? [] : [`${what} without the last king is ${ours}, the truth ${right}`];
  return [
    ...say('open crowns', order(own.openUids), order(isOpen ? paid : [])),
    ...say('row', JSON.stringify(own.expected), JSON.stringify(isOpen ? [] : plain.row)),
    ...say('winner', String(own.winnerUid), String(plain.winner)),
    ...(own.openUids.length === 0 || plain.kind === 'duel' ? [] : say('band', order(band), order(paid))),
    ...say('reason', String(own.reason.includes('own record named is not captured')), String(isOpen)),
    ...say(
      'UIDs of its reason',
      order([...own.reason.matchAll(/(?:to|or) UID (\w+)/g)].map((one) => Number(one[1]))),
      order(isOpen ? [...paid].filter((uid) => uid !== null) : []),
    ),
  ];
}
