/** A whole run of `scripts/mutate-decide.mjs`, as it is recorded in `test/planted/mutants.json`. */
export interface MutantRun {
  /** Day of the run. */
  readonly ran: string;
  readonly seconds: number;
  readonly seed: number;
  /** Rounds after which the last mutant was dead. */
  readonly rounds: number;
  /** SHA-256 of the files, in order of their names. */
  readonly decide: string;
  readonly comparators: number;
  readonly negations: number;
  readonly twins: number;
  /** Killed because they did not come back. */
  readonly endless: number;
  readonly files: readonly {
    readonly path: string;
    readonly mutants: number;
    readonly killed: number;
    readonly excused: number;
  }[];
  readonly equivalent: readonly {
    readonly path: string;
    readonly expression: string;
    readonly change: string;
    readonly why: string;
  }[];
}

const nameOf = (path: string): string => path.replace('src/decide/', '').replace('src/', '');

/** The part of the page that tells of the mutants: when they were run, how many, and which cannot be killed and why. */
export function renderMutants(run: MutantRun): string[] {
  const sum = (key: 'mutants' | 'killed' | 'excused') => run.files.reduce((all, one) => all + one[key], 0);
  const reasons = [...new Set(run.equivalent.map((one) => one.why))];
  return [
    '## Mutants',
    '',
    '`node scripts/mutate-decide.mjs` flips every comparator of `src/decide` and of what it shares with others in `src/eras`, one at a time: its negation, and its boundary',
    'twin (`<` and `<=`, `>` and `>=`). Each round is judged under every mutant that still lives and would answer otherwise in',
    'it, until one sentence is red. The script exits 0 only when every mutant is killed but those listed here, and none of',
    'these; a listed one cannot be killed, because no input parts it from the program.',
    '',
    `Run on ${run.ran} in ${run.seconds} s, seed ${run.seed}, on files with SHA-256 \`${run.decide.slice(0, 16)}\`: ${run.comparators} comparators,`,
    `${run.negations} negations and ${run.twins} boundary twins; ${sum('killed')} of ${sum('mutants')} killed in ${run.rounds} rounds (${run.endless} because they never came back), ${sum('excused')} equivalent.`,
    '',
    '| file | mutants | killed | equivalent |',
    '| --- | ---: | ---: | ---: |',
    ...run.files.map(
      ({ path, mutants, killed, excused }) => `| ${nameOf(path)} | ${mutants} | ${killed} | ${excused} |`,
    ),
    '',
    'Equivalent, by reason:',
    '',
    ...reasons.map((why) => {
      const own = run.equivalent.filter((one) => one.why === why);
      const places = own.map(({ path, expression, change }) => {
        const [from, to] = change.split(' ');
        return `${nameOf(path)} \`${expression}\` (\`${from}\` to \`${to}\`)`;
      });
      return `- ${why[0]?.toUpperCase()}${why.slice(1)}: ${places.join(', ')}.`;
    }),
  ];
}
