import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_KL, klPosition } from '../../src/evaluate/klPosition.js';

const logs = (...probabilities: number[]): number[] => probabilities.map(Math.log);
const FILLER = -100;
const near = (actual: number, expected: number, name: string): void =>
  assert.ok(
    Math.abs(actual - expected) <= Math.max(1e-12, 2e-11 * Math.abs(expected)),
    `${name}: ${actual} is not ${expected}`,
  );

function softmaxLog(logits: readonly number[]): number[] {
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
  return logits.map((logit) => logit - Math.log(total));
}

// top, tail, kl, conditional, teacher mass, student mass; computed in Python in float64.
const EXAMPLES: [string, number[], number[], (number | null)[]][] = [
  [
    'A',
    softmaxLog([4, 3, 0, 0]).slice(0, 2),
    softmaxLog([4, 3, 6, 6]).slice(0, 2),
    [2.37829306336, -0.0927972380432, 2.28549582532, 0, 0.973918833596, 0.084719444414],
  ],
  [
    'B',
    softmaxLog([2, 0, -1, -3]),
    softmaxLog([1.5, 0.5, -0.5, -2.5]),
    [0.0832257911612, 0, 0.0832257911612, 0.0832257911612, 1, 1],
  ],
  [
    'C',
    logs(0.5, 0.3, 0.1),
    logs(0.4, 0.2, 0.2),
    [0.163896590034, -0.069314718056, 0.0945818719776, 0.0643242866031, 0.9, 0.8],
  ],
  ['D', logs(0.5, 0.3), logs(0.5, 0.3), [0, 0, 0, 0, 0.8, 0.8]],
  [
    'E',
    logs(0.6, 0.3),
    logs(0.7, 0.3),
    [-0.0924904078964, 2.53284360229, 2.4403531944, 0.00259339577299, 0.9, 1],
  ],
  [
    'F',
    logs(0.7, 0.3),
    logs(0.3, 0.2),
    [0.714748034703, -2.69378739e-11, 0.714748034677, 0.0216008541435, 1, 0.5],
  ],
  [
    'G',
    [...logs(0.6, 0.3), FILLER, FILLER],
    logs(0.5, 0.3, 0.05, 0.05),
    [0.109392934076, 0, 0.109392934076, 0.121547704529, 0.9, 0.9],
  ],
  [
    'G without fillers',
    logs(0.6, 0.3),
    logs(0.5, 0.3),
    [0.109392934076, -0.069314718056, 0.0400782160204, 0.00376466887292, 0.9, 0.8],
  ],
  [
    'H',
    logs(0.5, 0.2, 0.1),
    logs(0.4, 0.3, 0.3),
    [-0.0793824748313, 5.2043166407, 5.12493416587, 0.123915457775, 0.8, 1],
  ],
];

describe('klPosition', () => {
  for (const [name, teacher, student, [top, tail, kl, conditional, teacherMass, studentMass]] of EXAMPLES)
    it(`gives example ${name}`, () => {
      const found = klPosition(teacher, student);
      near(found.topTerm, top as number, 'top');
      near(found.tailTerm, tail as number, 'tail');
      near(found.kl, kl as number, 'kl');
      near(found.conditional, conditional as number, 'conditional');
      near(found.teacherMass, teacherMass as number, 'teacher mass');
      near(found.studentMass, studentMass as number, 'student mass');
    });

  it('scores the conditional value in conditional mode', () => {
    const found = klPosition(logs(0.5, 0.3, 0.1), logs(0.4, 0.2, 0.2), {
      ...DEFAULT_KL,
      mode: 'conditional',
    });
    near(found.kl, 0.0643242866031, 'kl');
  });

  it('is the full KL when every token has a slot', () => {
    const found = klPosition(logs(0.7, 0.2, 0.1), logs(0.4, 0.3, 0.3));
    assert.ok(Math.abs(found.kl - 0.20077680106635196) < 1e-12);
  });

  it('holds the identity of the two forms', () => {
    const logProb = fc.double({ min: -12, max: -0.01, noNaN: true });
    const slots = fc.array(fc.tuple(logProb, logProb), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(slots, (pairs) => {
        // Scaled so that neither mass passes 1: then nothing is clamped.
        const scaled = (values: number[]): number[] => {
          const mass = values.reduce((sum, value) => sum + Math.exp(value), 0);
          return values.map((value) => value - Math.log(Math.max(1, mass * 1.1)));
        };
        const found = klPosition(scaled(pairs.map(([t]) => t)), scaled(pairs.map(([, s]) => s)));
        const [m, q] = [found.teacherMass, found.studentMass];
        const [tail, tailStudent] = [1 - m, 1 - q];
        const expected = m * found.conditional + m * Math.log(m / q) + tail * Math.log(tail / tailStudent);
        assert.ok(Math.abs(found.kl - Math.max(0, expected)) < 1e-9);
      }),
    );
  });

  it('passes on what is not finite and refuses slots that do not pair', () => {
    assert.ok(Number.isNaN(klPosition(logs(0.5), [Number.NaN]).kl));
    assert.equal(klPosition(logs(0.5), [-Infinity]).kl, Infinity);
    assert.throws(() => klPosition(logs(0.5), logs(0.5, 0.1)), RangeError);
    assert.throws(() => klPosition([], []), RangeError);
  });
});
