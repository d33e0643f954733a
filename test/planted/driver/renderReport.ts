import { type MutantRun, renderMutants } from './renderMutants.js';
import type { Tally } from './tally.js';
import { upperBound } from './upperBound.js';

const VERDICTS = [
  'confirmed',
  'consistent',
  'policy-split',
  'inconclusive',
  'unverifiable',
  'wrong-crown',
  'not-replayed',
] as const;

/** Three significant digits, without an exponent. */
const small = (value: number): string => value.toFixed(Math.max(2, 2 - Math.floor(Math.log10(value || 1))));

const rate = (hits: number, tries: number): string =>
  `${hits} of ${tries}; at 95 % the rate is at most ${small(100 * upperBound(hits, tries))} %`;

function verdictTable(name: string, rows: ReadonlyMap<string, Partial<Record<string, number>>>): string[] {
  const shown = VERDICTS.filter((verdict) => [...rows.values()].some((counts) => (counts[verdict] ?? 0) > 0));
  return [
    `| ${name} | rounds | ${shown.join(' | ')} |`,
    `| --- | ${['', ...shown].map(() => '---:').join(' | ')} |`,
    ...[...rows]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, counts]) => {
        const all = Object.values(counts).reduce((sum: number, one) => sum + (one ?? 0), 0);
        return `| ${key} | ${all} | ${shown.map((verdict) => counts[verdict] ?? 0).join(' | ')} |`;
      }),
  ];
}

function countTable(name: string, rows: ReadonlyMap<string, number>): string {
  return `${name}: ${[...rows]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([key, value]) => `${key} ${value}`)
    .join(', ')}.`;
}

/** The page `docs/planted-rounds.md`: everything in it is counted by the run; that of the mutants is another one, recorded before. */
export function renderReport(tally: Tally, seed: number, mutants: MutantRun): string {
  const codes = [...tally.codes].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  const breaches = [...tally.kinds].filter(([kind]) => kind.startsWith('breach '));
  const others = [...tally.kinds].filter(([kind]) => !kind.startsWith('breach '));
  return `${[
    '# Planted rounds',
    '',
    'Whole rounds with a known truth, taken through reconstruct, decide and judge. The page is written by the test that',
    'runs them (`RECROWN_WRITE_DOCS=1 node scripts/test.mjs planted/planted`), and the same test fails when it is not what a',
    'run gives. Scores are simulated: no model runs here.',
    '',
    `Seed ${seed}, ${tally.rounds} rounds, ${tally.honest} of them honest, ${tally.decisions} decisions held against the truth gate by gate.`,
    '',
    '## Rates',
    '',
    `- False wrong crowns (a crown that the rule gives under some legal setting, called wrong): ${rate(tally.falseWrong, tally.right)}.`,
    `- False confirmed (a crown that the rule gives under no legal setting, confirmed): ${rate(tally.falseConfirmed, tally.wrong)}.`,
    `- False consistent (the same, found consistent): ${rate(tally.falseConsistent, tally.wrong)}.`,
    `- Wrong crowns that were called wrong: ${tally.detected} of ${tally.wrong}; ${tally.detectedWhole} of ${tally.wrongWhole} where nothing is missing.`,
    '',
    'Bounds are exact (Clopper-Pearson, one-sided; of 0 in N it is 1 - 0.05^(1/N)) and hold for rounds drawn as these are:',
    'they say nothing about rounds of a kind that is not planted.',
    '',
    '## What is known and what is held against it',
    '',
    '- `test/planted/simulate` is the world: miners, validators with settings and private state, commits and reveals,',
    '  published files, faults. Its truth model is written from the rules as documented, with statistics of its own; it',
    '  imports nothing but type contracts of the program, and a test holds it to that.',
    '- Each decision is compared under every legal set of rules: winner, kind, row, tie cluster, every gate, every number.',
    '- The noise band of every tenth round is compared with the crowns at corners, beside each line and at random points.',
    '- Beside each round single steps are held against their truth on their lines: equal values, missing ones, few pairs;',
    '  beside every tenth one a decision in the middle of its lines, with its band under several rules and what would',
    '  settle it; beside every fiftieth one a crowd whose band is too large to be walked.',
    '- A wrong crown is false when any validator with legal rules may have given the crown from what it measured.',
    '',
    countTable('Rounds by era', tally.eras),
    '',
    countTable('Rounds by margin and line', tally.casts),
    '',
    '## Verdicts by what was planted',
    '',
    ...verdictTable('planted', new Map(others)),
    '',
    'A fault of the gates or scores is planted in validators with more than half of the stake. Many end as unverifiable:',
    'where a king merely holds, rows that repeat what was shown do not tell that they were set again, and a crown that no',
    'recorded input can produce is not called wrong.',
    '',
    '## Verdicts by what is missing',
    '',
    ...verdictTable('missing', tally.missing),
    '',
    '## Breaches',
    '',
    'Found: in rounds in which it was planted. Beside: reported in rounds where another thing, or nothing, was planted; many',
    'rounds show such a thing of themselves (UID 0 as king, a duel won on too few axes).',
    '',
    '| code | planted | found | beside |',
    '| --- | ---: | ---: | ---: |',
    ...codes.map(([code, { planted, found, beside }]) => `| ${code} | ${planted} | ${found} | ${beside} |`),
    '',
    ...verdictTable('planted', new Map(breaches)),
    '',
    ...renderMutants(mutants),
  ].join('\n')}\n`;
}
