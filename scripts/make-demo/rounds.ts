import type { Prompt } from '../../src/domain/round.js';
import type { Reign } from './actors.js';
import type { PlannedMiner, PlannedRound } from './plan.js';
import type { Continuation } from './text/teacherText.js';

/** One teacher text of a round: a continuation for every scored prompt. */
export interface TeacherText {
  /** Position in the draw of each scored prompt, ascending. */
  readonly drawIndex: readonly number[];
  readonly continuations: readonly Continuation[];
}

/** One contender of a round with what the models really give. */
export interface Measured {
  readonly miner: PlannedMiner;
  /** KL per scored prompt on the first text, nats per position, unrounded. */
  readonly onFirst: readonly number[];
  /** The same on the text after the restart; null where there was none, or it was not needed. */
  readonly onSecond: readonly number[] | null;
}

/** A round after the models have run. */
export interface PlayedRound extends Reign {
  readonly plan: PlannedRound;
  readonly prompts: readonly Prompt[];
  readonly first: TeacherText;
  /** Text after a restart of the evaluator; only in a wrong-text round. */
  readonly second: TeacherText | null;
  /** King first, then the evaluated challengers by commit block. */
  readonly contenders: readonly Measured[];
}
