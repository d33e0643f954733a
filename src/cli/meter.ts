import type { PassWork, RoundWork } from '../domain/auditPlan.js';
import { secondsText } from '../report/planText.js';

/** Sequences of one kind of pass that have to be measured before its plan is corrected. */
const ENOUGH_SEQUENCES = 32;

interface Left {
  readonly kind: string;
  /** Planned seconds of a sequence, opening of the model included. */
  readonly each: number;
  sequences: number;
  readonly writes: boolean;
}

/** The plan of an audit while it is worked off: passes of a kind that were measured correct those that are still to come. */
export class Meter {
  private readonly left = new Map<number, Left[]>();
  private readonly taken = new Map<string, { planned: number; seconds: number; sequences: number }>();

  constructor(rounds: readonly RoundWork[]) {
    for (const { roundId, passes } of rounds)
      this.left.set(
        roundId,
        passes.map((pass) => ({
          kind: kindOf(pass),
          each: pass.sequences === 0 ? 0 : pass.seconds.likely / pass.sequences,
          sequences: pass.sequences,
          writes: pass.writes === true,
        })),
      );
  }

  /** Some sequences of a pass went through their model. */
  add(
    { roundId, pass, fresh }: { roundId: number; pass: number | null; fresh: number },
    seconds: number,
  ): void {
    const passes = this.left.get(roundId);
    const left = pass === null ? passes?.find((one) => one.writes) : passes?.[pass];
    if (left === undefined) return;
    left.sequences = Math.max(0, left.sequences - fresh);
    const taken = this.taken.get(left.kind) ?? { planned: 0, seconds: 0, sequences: 0 };
    taken.planned += left.each * fresh;
    taken.seconds += seconds;
    taken.sequences += fresh;
    this.taken.set(left.kind, taken);
  }

  /** A round is judged: whatever was planned for it does not have to be run. */
  finish(roundId: number): void {
    this.left.delete(roundId);
  }

  /** `about 2 min left (planned)`, then `(from 96 measured)`, or both while some kinds of pass were not run yet. */
  timeLeft(): string {
    let [seconds, corrected, planned] = [0, 0, 0];
    for (const { kind, each, sequences } of [...this.left.values()].flat()) {
      const factor = this.factorOf(kind);
      seconds += each * sequences * (factor ?? this.overall());
      if (factor === null) planned += sequences;
      else corrected += sequences;
    }
    const measured = [...this.taken.values()].reduce((sum, one) => sum + one.sequences, 0);
    const enough = measured >= ENOUGH_SEQUENCES;
    const basis = !enough
      ? 'planned'
      : planned === 0
        ? `from ${measured} measured`
        : `from ${measured} measured${corrected === 0 ? ' of other kinds' : ''}, the rest planned`;
    return `about ${secondsText(seconds)} left (${basis})`;
  }

  /** How much longer than planned a kind of pass took; null before enough of it was measured. */
  private factorOf(kind: string): number | null {
    const taken = this.taken.get(kind);
    if (taken === undefined || taken.sequences < ENOUGH_SEQUENCES || taken.planned === 0) return null;
    return taken.seconds / taken.planned;
  }

  /** The same over all kinds. */
  private overall(): number {
    let [planned, seconds, sequences] = [0, 0, 0];
    for (const taken of this.taken.values()) {
      planned += taken.planned;
      seconds += taken.seconds;
      sequences += taken.sequences;
    }
    return sequences < ENOUGH_SEQUENCES || planned === 0 ? 1 : seconds / planned;
  }
}

const kindOf = ({ role, form, architecture, asks, writes }: PassWork): string =>
  `${role === 'teacher' ? 'teacher' : 'student'} ${architecture} ${writes ? 'texts' : asks ? 'answers' : form}`;
