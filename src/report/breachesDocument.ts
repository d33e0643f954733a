import type { BreachNature } from '../domain/verdict.js';

/** What the page says of a breach that is looked for. */
interface LookedFor {
  readonly code: string;
  readonly title: string;
  readonly nature: BreachNature;
  readonly decidedFrom: string;
}

/** What it says of one that is not. */
interface NotLookedFor {
  readonly code: string;
  readonly title: string;
  readonly needed: string;
}

const LETTERS: readonly (readonly [letter: string, title: string])[] = [
  ['A', 'Who is seated as king'],
  ['B', 'Floor and fallback'],
  ['C', 'The duel'],
  ['D', 'Ties, identity and disqualifications'],
  ['E', 'Prechecks'],
  ['F', 'Scheduling'],
  ['G', 'Weights'],
];

const NATURES: readonly (readonly [BreachNature, string])[] = [
  ['breach', "the evaluator's own rule was not met"],
  ['defect', 'the rule itself has it so, and can give the crown to the wrong one'],
  ['difference', 'validators differ or lag, each by its own state or setting'],
];

const cell = (text: string): string => text.replaceAll('|', '\\|');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');

const inOrder = (a: { readonly code: string }, b: { readonly code: string }): number =>
  a.code.charCodeAt(0) - b.code.charCodeAt(0) || Number(a.code.slice(1)) - Number(b.code.slice(1));

/**
 * The page `docs/breaches.md`: every way to a wrong crown that is known, by code.
 * @param checks what is looked for in a round
 * @param undecided what nothing recorded decides
 */
export function renderBreachesDoc(checks: readonly LookedFor[], undecided: readonly NotLookedFor[]): string {
  const letters = LETTERS.flatMap(([letter, title]) => {
    const rows = checks
      .filter(({ code }) => code.startsWith(letter))
      .sort(inOrder)
      .map((one) => [one.code, one.title, one.nature, one.decidedFrom]);
    if (rows.length === 0) return [];
    return [`## ${letter}: ${title}`, table(['Code', 'What is found', 'Nature', 'Decided from'], rows)];
  });
  const left = [...undecided].sort(inOrder).map((one) => [one.code, one.title, one.needed]);
  return [
    '# Breaches',
    'Ways in which a wrong crown reaches the chain that need no model to see. Made from the checks in `src/diff/breaches`; a test fails when this page is older than they are. A finding names blocks, keys and values. It says which rule was not met, or where the rule itself goes wrong, and never why somebody did something.',
    table(
      ['Nature', 'Meaning'],
      NATURES.map(([nature, meaning]) => [nature, meaning]),
    ),
    'A finding alone makes a round `wrong-crown` only where it changes who should hold the crown under every legal setting, and rows with more than half of the permitted stake weight show it. All others stand beside the verdict. A check whose inputs are not in the snapshot finds nothing: no finding is no proof that nothing happened.',
    ...letters,
    '## Not looked for',
    'Nothing that is recorded decides these.',
    table(['Code', 'What it is', 'What would be needed'], left),
  ]
    .join('\n\n')
    .concat('\n');
}
