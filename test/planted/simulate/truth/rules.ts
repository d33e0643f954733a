/** The rules that one validator runs, as the truth model reads them. */
export interface Rules {
  readonly eraId: string;
  readonly setting: string;
  /** Formula of the KL of a position. */
  readonly mode: 'tail_bucket' | 'conditional';
  readonly alpha: number;
  readonly errors: number;
  readonly minPairs: number;
  readonly maxKl: number | null;
  readonly fraudKl: number;
  readonly floor: number | null;
  readonly margin: number;
  readonly minAxes: number;
  readonly tolerance: number;
  readonly saturation: number;
  readonly tierAxes: number;
  readonly tierVersion: number;
  readonly prompts: number;
  readonly reserve: number;
  readonly reserveUid: number;
  readonly noWinner: number | null;
  /** Weight of each active axis. */
  readonly axes: Readonly<Record<string, number>>;
  readonly relative: readonly string[];
}

/** What a validator that runs a wrong rule does differently; empty = the rule itself. */
export type Bug =
  | 'p-flipped'
  | 'mean-flipped'
  | 'lcb-flipped'
  | 'lcb-ignored'
  | 'pairs-flipped'
  | 'max-kl-flipped'
  | 'fraud-flipped'
  | 'floor-flipped'
  | 'quality-flipped'
  | 'quality-skipped'
  | 'student-t'
  | 'tie-latest'
  | 'tie-best-rank'
  | 'hold-skipped'
  | 'selector-first'
  | 'margin-skipped'
  | 'dq-ignored'
  | 'reserve-wrong'
  | 'fallback-wrong';

/** What crown.md 8 says of each era, in our own table: the project's eras are held against it. */
export const ERA_FACTS: Readonly<
  Record<
    string,
    {
      readonly maxKl: number | null;
      readonly floor: number | null;
      readonly reserve: number;
      readonly noWinner: number | null;
      readonly conditional: boolean;
    }
  >
> = {
  P4: { maxKl: 2, floor: null, reserve: 0, noWinner: null, conditional: true },
  P5: { maxKl: 2, floor: 0.2, reserve: 0, noWinner: null, conditional: true },
  P6: { maxKl: 2.1, floor: 0.2, reserve: 0, noWinner: null, conditional: true },
  P7: { maxKl: 6.3, floor: 0.06, reserve: 0, noWinner: null, conditional: false },
  P8: { maxKl: 6.3, floor: 0.06, reserve: 0, noWinner: 155, conditional: false },
  P9: { maxKl: 4, floor: 0.06, reserve: 0, noWinner: 155, conditional: false },
  P10: { maxKl: 4, floor: 0.06, reserve: 0.1, noWinner: 155, conditional: false },
  P11: { maxKl: 4, floor: 0.06, reserve: 0.1, noWinner: 155, conditional: false },
  P12: { maxKl: 4, floor: 0.06, reserve: 0.1, noWinner: 155, conditional: false },
};
