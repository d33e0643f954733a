import { legalRules } from '../../../src/eras/legalRules.js';
import { makeRound } from '../simulate/makeRound.js';
import type { Rules } from '../simulate/truth/rules.js';
import { redsIn, STEPS } from './checkRound.js';
import { erasOf, grounds } from './grounds.js';
import { judgePlanted } from './judgePlanted.js';

/** One mutant that still lives; an excused one is not expected to die. */
interface Living {
  readonly number: number;
  readonly excused: boolean;
}

export interface Hunt {
  readonly seed: number;
  /** First round, and the one behind the last. */
  readonly from: number;
  readonly to: number;
  /** Round behind the last in which excused mutants are tried. */
  readonly excusedTo: number;
  readonly mutants: readonly Living[];
  /** Switches a mutant on; a negative number switches all off. */
  readonly turn: (number: number) => void;
  /** Whether a mutant would have answered otherwise somewhere since all of them were switched off. */
  readonly parts: (number: number) => boolean;
  /** Told before each try. */
  readonly trying: (number: number, round: number) => void;
  readonly killed: (number: number, round: number, red: string) => void;
}

/**
 * Plants each round once and judges it, and takes the steps beside it, under every mutant that still lives and would
 * answer otherwise anywhere there, until none is left that has to die.
 * @returns what is wrong with a round without any mutant, or null
 */
export function huntMutants(hunt: Hunt): string | null {
  const all = grounds();
  const dead = new Set<number>();
  for (let index = hunt.from; index < hunt.to; index++) {
    const tried = hunt.mutants.filter(
      (one) => !dead.has(one.number) && (!one.excused || index < hunt.excusedTo),
    );
    if (tried.length === 0) return null;
    const planted = makeRound({ seed: hunt.seed, index, grounds: all });
    const rules = planted.legal[0] as Rules;
    const [legal] = legalRules(erasOf(planted.blocks.roundId, planted.isSure));
    const looks: (() => string | undefined)[] = [
      ...STEPS.map((step) => () => step(index, rules, legal)[0]),
      () => redsIn(planted, judgePlanted(planted)).next().value,
    ];
    for (const look of looks) {
      const first = (number: number): string | undefined => {
        hunt.trying(number, index);
        hunt.turn(number);
        return look();
      };
      const plain = first(-1);
      if (plain !== undefined) return `round ${index}: ${plain}`;
      for (const { number } of tried.filter((one) => !dead.has(one.number) && hunt.parts(one.number))) {
        const found = attempt(() => first(number));
        if (found === undefined) continue;
        hunt.killed(number, index, `${planted.eraId}, ${planted.cast.kind}: ${found}`);
        dead.add(number);
      }
    }
  }
  return null;
}

function attempt(look: () => string | undefined): string | undefined {
  try {
    return look();
  } catch (error) {
    return `stopped with ${error}`;
  }
}
