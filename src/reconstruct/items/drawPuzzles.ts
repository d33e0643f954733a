import type { PyRandom } from '../../python/random.js';
import { times } from './perItem.js';

/**
 * A drawn expression of two or three terms with its value as the rule has it: from left to right, so that
 * `True or True and False` is false (Python's own precedence would make it true).
 */
export function drawBoolean(r: PyRandom): { text: string; value: boolean } {
  const terms = times(r.randint(2, 3), () => {
    const value = r.choice([true, false]);
    return { value, negated: r.random() < 0.4 };
  });
  const operators = times(terms.length - 1, () => r.choice(['and', 'or']));
  const texts = terms.map(({ value, negated }) => `${negated ? 'not ' : ''}${value ? 'True' : 'False'}`);
  const value = terms.reduce((left, { value: own, negated }, i) => {
    const one = own !== negated;
    if (i === 0) return one;
    return operators[i - 1] === 'and' ? left && one : left || one;
  }, false);
  return {
    text: texts.map((text, i) => (i === 0 ? text : `${operators[i - 1]} ${text}`)).join(' '),
    value,
  };
}

/** A drawn row of numbers and the one that comes next. */
export function drawSequence(r: PyRandom, kinds: readonly string[]): { shown: number[]; next: number } {
  const kind = r.choice(kinds);
  const row = drawRow(r, kind);
  return { shown: row.slice(0, -1), next: row.at(-1) as number };
}

function drawRow(r: PyRandom, kind: string): number[] {
  if (kind === 'arith') {
    const [first, step] = [r.randint(1, 12), r.randint(2, 9)];
    return times(5, (i) => first + i * step);
  }
  if (kind === 'geom') {
    const [first, ratio] = [r.randint(2, 9), r.choice([2, 3])];
    return times(5, (i) => first * ratio ** i);
  }
  if (kind === 'alt') {
    const [first, step] = [r.randint(2, 9), r.randint(2, 7)];
    return times(6, (i) => first + Math.ceil(i / 2) * step - Math.floor(i / 2));
  }
  const start = r.randint(1, 5);
  return times(5, (i) => (start + i) ** 2);
}
