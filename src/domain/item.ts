/** One question whose answer is a number or a short text, drawn from the block number alone. */
export interface AnswerItem {
  /** Family and kind, as the evaluator's records name them: `procedural_math/percentage`. */
  readonly source: string;
  readonly question: string;
  /** The right answer as it is compared. */
  readonly gold: string;
}

/** A question with lettered options. */
export interface ChoiceItem {
  readonly source: string;
  readonly question: string;
  readonly options: readonly string[];
  /** Letter of the right option. */
  readonly gold: string;
}

/** A function to write, with what it must give. */
export interface CodeItem {
  readonly source: string;
  readonly taskId: string;
  /** Signature and description, as Python text that the answer continues. */
  readonly prompt: string;
  readonly entryPoint: string;
  /** Arguments and result of each call, printed as Python prints them. */
  readonly cases: readonly (readonly [args: string, expected: string])[];
}

/** A writing task whose form is checked, not its content. */
export interface InstructionItem {
  readonly source: string;
  readonly prompt: string;
  readonly instructions: readonly Instruction[];
}

/** One check of an instruction item. */
export interface Instruction {
  readonly id: string;
  /** Arguments of the check by the evaluator's names. */
  readonly args: Readonly<Record<string, number | string | readonly string[]>>;
}

/** A code hidden in a long text among other codes. */
export interface NeedleItem {
  readonly lines: readonly string[];
  readonly question: string;
  readonly answer: string;
  readonly confusers: readonly string[];
  /** Line of the needle, from 0. */
  readonly position: number;
  readonly confuserPositions: readonly number[];
}

/** How a capability answer is read and compared. */
export type CapabilityKind =
  | 'word'
  | 'int'
  | 'yesno'
  | 'word_alt'
  | 'mc'
  | 'phrase'
  | 'format_re'
  | 'word_count'
  | 'rhyme';

/** A short question of the capability axis. */
export interface CapabilityItem {
  readonly kind: CapabilityKind;
  readonly question: string;
  /** Right answers: one, or several that count alike (`word_alt`); a pattern for `phrase` and `format_re`. */
  readonly answers: readonly string[];
  /** Number of words asked for (`word_count`). */
  readonly count?: number;
}
