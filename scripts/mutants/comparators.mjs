import { isBinaryExpression } from 'typescript/unstable/ast';

const NEGATED = { '<': '>=', '<=': '>', '>': '<=', '>=': '<', '===': '!==', '!==': '===' };
const TWIN = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
/** Function of `SWITCH` that stands for each operator: a name that nothing else has. */
const NAMES = { '<': '$lt', '<=': '$le', '>': '$gt', '>=': '$ge', '===': '$eq', '!==': '$ne' };

/** Every comparator of a parsed file with its place; types and comments hold none. */
export function comparatorsOf(path, file) {
  const found = [];
  const visit = (node) => {
    if (isBinaryExpression(node)) {
      const { pos, end } = node.operatorToken;
      const operator = file.text.slice(pos, end).trim();
      if (operator in NEGATED)
        found.push({
          path,
          start: node.pos,
          at: end - operator.length,
          end: node.end,
          operator,
          line: file.text.slice(0, end).split('\n').length,
          expression: file.text.slice(node.pos, node.end).trim().replace(/\s+/g, ' '),
        });
    }
    node.forEachChild(visit);
  };
  visit(file);
  return found.sort((a, b) => a.at - b.at);
}

/** The mutants of comparators, numbered: (a) the negation and, right behind it, (b) the boundary twin where there is one. */
export function mutantsOf(comparators) {
  const mutants = [];
  for (const one of comparators) {
    one.number = mutants.length;
    mutants.push({ ...one, kind: 'a', to: NEGATED[one.operator], number: mutants.length });
    if (one.operator in TWIN)
      mutants.push({ ...one, kind: 'b', to: TWIN[one.operator], number: mutants.length });
  }
  return mutants;
}

/**
 * A file's text with each comparator written as a call that knows its number, so that one bundle holds every mutant.
 * What the file keeps between calls is kept where it can be forgotten: one mutant's answers are none of the next one's.
 */
export function switched(text, comparators) {
  const edits = comparators.flatMap(({ start, at, end, operator, number }) => [
    { at: start, turn: end, cut: 0, put: ` ${NAMES[operator]}(${number},` },
    { at, turn: 0, cut: operator.length, put: ',' },
    { at: end, turn: start, cut: 0, put: ')' },
  ]);
  let made = text;
  // From the end on; at one place the inner one opens last and closes first.
  for (const { at, cut, put } of edits.sort((a, b) => b.at - a.at || a.turn - b.turn))
    made = made.slice(0, at) + put + made.slice(at + cut);
  return `import { ${Object.values(NAMES).join(', ')}, Kept as $Kept } from 'mutant:switch';\n${made.replaceAll('new WeakMap', 'new $Kept')}`;
}

/**
 * Module `mutant:switch`: the comparators with their mutants, and maps that forget. With all mutants off it is noted which
 * of them would have answered otherwise somewhere: the others change nothing in that run.
 */
export const SWITCH = `
const mutant = { on: -1 };
const apart = new Set();
const kept = [];
export class Kept {
  #map = new WeakMap();
  constructor() { kept.push(this); }
  get(key) { return this.#map.get(key); }
  set(key, value) { this.#map.set(key, value); return this; }
  has(key) { return this.#map.has(key); }
  forget() { this.#map = new WeakMap(); }
}
export function turn(number) {
  mutant.on = number;
  if (number < 0) apart.clear();
  for (const one of kept) one.forget();
}
export const parts = (number) => apart.has(number);
${Object.entries(NAMES)
  .map(([operator, name]) => {
    const twin = TWIN[operator];
    const note = twin === undefined ? '' : ` if ((a ${twin} b) !== right) apart.add(n + 1);`;
    const other = twin === undefined ? '' : ` mutant.on === n + 1 ? a ${twin} b :`;
    return `export function ${name}(n, a, b) {
  const right = a ${operator} b;
  if (mutant.on < 0) { apart.add(n);${note} }
  return mutant.on === n ? a ${NEGATED[operator]} b :${other} right;
}`;
  })
  .join('\n')}
`;
