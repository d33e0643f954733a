import { isAbsent } from '../../../src/domain/absent.js';
import type { Era } from '../../../src/eras/defineEra.js';
import { type EraBoundaries, type ErasAt, erasAt } from '../../../src/eras/erasAt.js';
import { HELD_ERAS } from '../../../src/eras/eraTable.js';
import { type LegalRules, legalRules } from '../../../src/eras/legalRules.js';
import type { Ground } from '../simulate/plantedRound.js';
import type { Rules } from '../simulate/truth/rules.js';

/** Rounds in which king of the hill may have run: far before the first era to far behind the last one. */
const FIRST = 11_300;
const LAST = 11_900;

/** The rules of a validator as the truth model reads them: numbers only. */
function truthRules({ setting, eraId, policy }: LegalRules): Rules {
  return {
    eraId,
    setting,
    mode: policy.klMode,
    alpha: policy.alpha,
    errors: policy.lcbErrors,
    minPairs: policy.minPairedPrompts,
    maxKl: policy.maxKl,
    fraudKl: policy.fraudKl,
    floor: policy.qualityFloor,
    margin: policy.qualityMargin,
    minAxes: policy.minQualityAxes,
    tolerance: policy.qualityTolerance,
    saturation: policy.saturationEpsilon,
    tierAxes: policy.tierAxes,
    tierVersion: policy.tierVersion,
    prompts: policy.prompts,
    reserve: policy.reserveFraction,
    reserveUid: policy.reserveUid,
    noWinner: policy.noWinnerUid,
    axes: policy.axisWeights,
    relative: policy.relativeAxes,
  };
}

/** Beginning of each era as an operator would give it: then only one era is possible in a round. */
const EXACT: EraBoundaries = Object.fromEntries(HELD_ERAS.map((era) => [era.id, era.from.block]));

/** The eras that may have been in force in a planted round. */
export function erasOf(roundId: number, isSure: boolean): ErasAt {
  const found = isSure ? erasAt(roundId * 720, EXACT) : erasAt(roundId * 720);
  if (isAbsent(found)) throw new RangeError(`round ${roundId} is not judged: ${found.why}`);
  return found;
}

/** The rounds of each era that the project judges, with the rules that were legal there: boundaries known, then not. */
export function grounds(): Ground[] {
  const cache = new Map<readonly LegalRules[], readonly Rules[]>();
  const groundOf = (era: Era, isSure: boolean): Ground[] => {
    const own = roundsOf(era.id, isSure);
    const [first, last] = [own[0], own.at(-1)];
    if (first === undefined || last === undefined) return [];
    return [
      {
        eraId: era.id,
        isSure,
        rounds: [first, last],
        rulesAt: (roundId) => {
          const rules = legalRules(erasOf(roundId, isSure));
          const made = cache.get(rules) ?? rules.map(truthRules);
          cache.set(rules, made);
          return made;
        },
        earliest: era.policy.minCommitBlock ?? 0,
        config: era.pins.architecture,
      },
    ];
  };
  return [true, false].flatMap((isSure) => HELD_ERAS.flatMap((era) => groundOf(era, isSure)));
}

function roundsOf(eraId: string, isSure: boolean): number[] {
  return Array.from({ length: LAST - FIRST }, (_, i) => FIRST + i).filter((id) => {
    const found = isSure ? erasAt(id * 720, EXACT) : erasAt(id * 720);
    return !isAbsent(found) && found.era.id === eraId;
  });
}
