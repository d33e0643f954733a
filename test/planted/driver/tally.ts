import type { Verdict } from '../../../src/domain/verdict.js';
import type { PlantedRound } from '../simulate/plantedRound.js';
import {
  isFalseConfirmed,
  isFalseConsistent,
  isFalseWrong,
  isRight,
  redOf,
  standingOf,
} from './checkRound.js';
import type { JudgedRound } from './judgePlanted.js';

/** Counts of verdicts of one kind of round. */
type Verdicts = Partial<Record<Verdict, number>>;

/** How often a breach was planted and found, and found where it was not planted. */
interface CodeCount {
  planted: number;
  found: number;
  beside: number;
}

/** Everything that is counted over the planted rounds. */
export interface Tally {
  rounds: number;
  honest: number;
  /** By kind of fault, then by what is known of the crown. */
  readonly kinds: Map<string, Verdicts>;
  readonly missing: Map<string, Verdicts>;
  readonly eras: Map<string, number>;
  readonly casts: Map<string, number>;
  readonly codes: Map<string, CodeCount>;
  /** Rounds whose crown the rule gives (or where no majority shows one), and those called wrong all the same. */
  right: number;
  falseWrong: number;
  /** Rounds whose crown the rule gives nowhere, and those confirmed, or found consistent, all the same. */
  wrong: number;
  falseConfirmed: number;
  falseConsistent: number;
  detected: number;
  /** The same where nothing is missing. */
  wrongWhole: number;
  detectedWhole: number;
  decisions: number;
  readonly reds: string[];
}

export const emptyTally = (): Tally => ({
  rounds: 0,
  honest: 0,
  kinds: new Map(),
  missing: new Map(),
  eras: new Map(),
  casts: new Map(),
  codes: new Map(),
  right: 0,
  falseWrong: 0,
  wrong: 0,
  falseConfirmed: 0,
  falseConsistent: 0,
  detected: 0,
  wrongWhole: 0,
  detectedWhole: 0,
  decisions: 0,
  reds: [],
});

/** Name of a round's kind: what was planted, and what became of the crown. */
function kindOf(planted: PlantedRound): string {
  const [code] = planted.planted;
  if (code !== undefined) return `breach ${code}`;
  const standing = standingOf(planted);
  if (planted.fault === null)
    return standing === 'legal'
      ? 'honest'
      : `honest, ${standing === 'illegal' ? 'the new rows are lost' : standing}`;
  return standing === 'illegal' ? planted.fault : 'a fault that leaves the crown legal';
}

const plus = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);

function plusVerdict(map: Map<string, Verdicts>, key: string, verdict: Verdict): void {
  const counts = map.get(key) ?? {};
  counts[verdict] = (counts[verdict] ?? 0) + 1;
  map.set(key, counts);
}

/** Counts one judged round. */
export function count(tally: Tally, planted: PlantedRound, judged: JudgedRound): void {
  const { verdict, breaches } = judged.result;
  tally.rounds += 1;
  if (planted.fault === null && planted.planted.length === 0) tally.honest += 1;
  plusVerdict(tally.kinds, kindOf(planted), verdict);
  plusVerdict(tally.missing, planted.missing, verdict);
  plus(tally.eras, planted.eraId);
  plus(tally.casts, planted.cast.kind);
  for (const code of planted.planted) {
    codeOf(tally, code).planted += 1;
    if (breaches.some((one) => one.code === code)) codeOf(tally, code).found += 1;
  }
  for (const code of new Set(breaches.map((one) => one.code)))
    if (!planted.planted.includes(code)) codeOf(tally, code).beside += 1;
  if (!isRight(planted)) {
    const whole = planted.missing === 'nothing';
    tally.wrong += 1;
    if (whole) tally.wrongWhole += 1;
    if (verdict === 'wrong-crown') tally.detected += 1;
    if (verdict === 'wrong-crown' && whole) tally.detectedWhole += 1;
  } else tally.right += 1;
  if (isFalseWrong(planted, judged)) tally.falseWrong += 1;
  if (isFalseConfirmed(planted, judged)) tally.falseConfirmed += 1;
  if (isFalseConsistent(planted, judged)) tally.falseConsistent += 1;
  tally.decisions += judged.decided.texts.reduce((sum, text) => sum + text.decisions.length, 0);
  for (const red of redOf(planted, judged))
    tally.reds.push(
      `round ${planted.index} (${planted.eraId}, ${planted.cast.kind}, ${planted.chain}, ${planted.missing} missing, ${kindOf(planted)}): ${red}`,
    );
}

function codeOf(tally: Tally, code: string): CodeCount {
  const known = tally.codes.get(code) ?? { planted: 0, found: 0, beside: 0 };
  tally.codes.set(code, known);
  return known;
}
