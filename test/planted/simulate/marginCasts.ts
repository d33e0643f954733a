import { type CastTable, exact, far, good } from './castPlan.js';
import type { Random } from './random.js';

const rulesVersion = (random: Random): number => random.pick([27, 28, 29, 30]);

/** Casts by the margins and lines that a round can lie on. */
export const MARGIN_CASTS: CastTable = {
  far: (random) => ({
    king: { level: 1.2, composite: good(0.5) },
    parts: Array.from({ length: random.int(1, 3) }, () => ({
      standing: far(random),
      composite: good(random.pick([0.3, 0.5, 0.55])),
    })),
  }),
  near: (random) => ({
    king: { level: 1.2, composite: good(0.5) },
    parts: [
      { standing: { line: 'z', z: random.between(1.5, 2.4), spread: 0.05 }, composite: good(0.55) },
      { standing: far(random), composite: good(0.5) },
    ],
  }),
  'lcb line': (random) => ({
    king: { level: 1.2, composite: exact(0.5) },
    parts: [
      {
        standing: { line: 'lcb', offset: random.pick([-2, -1, -0.4, 0, 0.4, 1, 2]), spread: 0.05 },
        composite: exact(0.5),
      },
    ],
  }),
  'alpha line': (random) => ({
    king: { level: 1.2, composite: exact(0.5) },
    parts: [
      {
        standing: { line: 'alpha', offset: random.pick([-2, -1, 0, 1, 2]), spread: 0.02 },
        composite: exact(0.5),
      },
    ],
  }),
  'mean line': (random) => ({
    king: { level: 1.2, composite: exact(0.5) },
    parts: [
      { standing: { line: 'mean', offset: random.pick([-2, -1, 0, 1, 2, 200]) }, composite: exact(0.5) },
      { standing: { line: 'identical' }, composite: exact(0.5) },
    ],
  }),
  'pairs line': (random) => ({
    king: { level: 1.2, composite: good(0.5) },
    parts: [{ standing: { line: 'z', z: 9, spread: 0.05 }, composite: good(0.5) }],
    pairs: random.pick([1, 2, 98, 99, 100, 101, 149, 150, 151]),
  }),
  'tie at 100': (random) => ({
    king: { level: 1.2, composite: exact(0.5) },
    parts: [
      { standing: { line: 'z', z: 9, spread: 0.05 }, composite: exact(0.52) },
      { standing: { line: 'z', z: 14, spread: 0.05 }, composite: exact(0.5) },
    ],
    pairs: random.pick([100, 101]),
  }),
  'max KL': (random, rules) => {
    const line = random.pick([2, 2.1, 4, 6.3, rules.maxKl ?? 4]);
    return {
      king: { level: line * random.pick([0.9, 1.05]), composite: good(0.5) },
      parts: [
        {
          standing: { line: 'level', mean: line + random.pick([-0.01, -1e-6, 0, 1e-6, 0.01]) },
          composite: good(0.55),
        },
        { standing: { line: 'level', mean: line - 0.2 }, composite: good(random.pick([0.3, 0.55])) },
      ],
    };
  },
  'king at max KL': (random, rules) => {
    const line = random.pick([2, 2.1, 4, 6.3, rules.maxKl ?? 4]);
    return {
      king: { level: -(line + random.pick([-1e-6, 0, 1e-6, 0.05])), composite: good(0.5) },
      parts: [
        { standing: { line: 'z', z: 9, spread: 0.05 }, composite: good(0.55) },
        { standing: { line: 'z', z: -9, spread: 0.05 }, composite: good(0.45) },
      ],
    };
  },
  'fraud line': (random) => ({
    king: { level: 1.2, composite: good(0.5) },
    parts: [
      {
        standing: { line: 'level', mean: random.pick([0, 1e-6, 2e-6, 3e-6]) },
        composite: good(0.55),
      },
      { standing: far(random), composite: good(0.5) },
    ],
  }),
  'king at fraud': (random) => ({
    king: { level: -random.pick([0, 1e-6, 2e-6]), composite: good(0.5) },
    parts: [{ standing: { line: 'level', mean: 1.1 }, composite: good(random.pick([0.3, 0.55])) }],
  }),
  'floor line': (random, rules) => {
    const floor = random.pick([0.06, 0.2, rules.floor ?? 0.2]);
    return {
      king: { level: 1.2, composite: exact(random.pick([0, 0.02, floor])) },
      parts: [
        {
          standing: { line: 'z', z: 9, spread: 0.05 },
          composite: exact(floor + random.pick([-0.01, -1e-4, 0, 1e-4, 0.01])),
        },
        { standing: { line: 'z', z: -9, spread: 0.05 }, composite: exact(random.pick([0, 0.3])) },
      ],
    };
  },
  'king on the floor': (random, rules) => {
    const floor = random.pick([0.06, 0.2, rules.floor ?? 0.2]);
    return {
      king: { level: 1.2, composite: exact(floor + random.pick([-0.01, -1e-4, 0, 1e-4])) },
      parts: [
        { standing: { line: 'z', z: -9, spread: 0.05 }, composite: exact(random.pick([0.01, 0.1, 0.4])) },
      ],
    };
  },
  'quality line': (random) => {
    const king = random.pick([0.5, 0.4, 1]);
    return {
      king: { level: 1.2, composite: exact(king) },
      parts: [
        {
          standing: { line: 'z', z: 9, spread: 0.05 },
          composite: exact(king * 0.97 + random.pick([-0.05, -1e-4, 0, 1e-4])),
        },
      ],
    };
  },
  'four axes': (random) => ({
    king: { level: 1.2, composite: exact(0.5, { axes: random.pick([3, 4, 5]) }) },
    parts: [
      {
        standing: { line: 'z', z: random.pick([-9, 9]), spread: 0.05 },
        composite: exact(0.6, { axes: random.pick([1, 3, 4, 5]), nAxes: random.pick([4, 11, 12, 13]) }),
      },
      { standing: { line: 'z', z: -9, spread: 0.05 }, composite: exact(0.55) },
    ],
  }),
  'no quality': (random) => ({
    king: { level: 1.2, composite: random.pick([null, exact(0), exact(0.5), exact(0.5, { axes: 0 })]) },
    parts: [
      {
        standing: { line: 'z', z: random.pick([-9, 9]), spread: 0.05 },
        composite: random.pick([null, exact(0.5, { axes: 0 }), exact(0.3)]),
      },
      { standing: far(random), composite: exact(0.5) },
    ],
  }),
  'broken axes': (random) => ({
    king: { level: 1.2, composite: good(0.4, { broken: random.int(0, 3) }) },
    parts: [{ standing: far(random), composite: good(0.4, { broken: random.int(0, 3) }) }],
  }),
  'stored king': (random) => ({
    king: {
      level: 1.2,
      composite: null,
      stored: exact(random.pick([0.03, 0.1, 0.5]), { axes: random.pick([3, 4, 15]) }),
    },
    parts: [{ standing: far(random), composite: exact(random.pick([0.1, 0.3, 0.5])) }],
  }),
  'several passers': (random) => {
    const block = random.int(1, 400);
    return {
      king: { level: 1.5, composite: good(0.4) },
      parts: Array.from({ length: random.int(2, 5) }, (_, i) => ({
        standing: { line: 'z', z: 10 + random.pick([0, 0.5, 1, 3]) * i, spread: 0.1 } as const,
        composite: random.chance(0.4) ? exact(0.5) : good(0.5),
        ...(random.chance(0.4) ? { committedAt: block } : {}),
      })),
    };
  },
  'equal passers': (random) => ({
    king: { level: 1.5, composite: exact(0.4) },
    parts: Array.from({ length: 3 }, () => ({
      standing: { line: 'mean', offset: random.pick([100_000, 100_001, 99_999]) } as const,
      composite: exact(0.5),
      ...(random.chance(0.6) ? { committedAt: 77 } : {}),
    })),
  }),
  margin: (random) => {
    const worst = random.pick([0, 0.005, 0.0051, 0.2, 0.4]);
    const step = random.pick([0.9, 0.97, 0.9699, 1, 1.03, 1.0301, 1.1]);
    const own = worst === 0 ? random.pick([0, 0.004, 0.005, 0.0051, 0.3]) : worst * step;
    const king = random.pick([0.05, 0.03, 0.5, 0.6]);
    return {
      king: {
        level: 1.2,
        composite: exact(king, { worst: Number(worst.toFixed(4)), axes: random.pick([3, 4, 15]) }),
        ...(random.chance(0.4) ? { dq: 'copy: identical weights as UID 3' } : {}),
      },
      parts: [
        {
          standing: { line: 'z', z: -9, spread: 0.05 },
          composite: exact(Number((king * random.pick([0.9, 1, 1.03, 1.031, 1.2])).toFixed(4)), {
            worst: Number(own.toFixed(4)),
            nAxes: random.pick([11, 12, 17]),
            version: rulesVersion(random),
          }),
        },
        {
          standing: { line: 'z', z: -7, spread: 0.05 },
          composite: exact(0.5, { worst: Number(own.toFixed(4)), nAxes: random.pick([11, 12, 17]) }),
        },
      ],
    };
  },
  'disqualified challenger': (random) => ({
    king: { level: 1.2, composite: good(0.5) },
    parts: [
      {
        standing: { line: 'z', z: 9, spread: 0.05 },
        composite: good(0.6),
        dq: random.pick([
          'arch: Quantized model detected (x)',
          'copy: identical weights as UID 4',
          'quality: KL=9',
        ]),
      },
      { standing: far(random), composite: good(0.5) },
    ],
  }),
  'disqualified king': (random) => ({
    king: { level: 1.2, composite: good(0.5), dq: 'integrity: Model a/b is now private' },
    parts: [
      { standing: { line: 'z', z: 9, spread: 0.05 }, composite: good(random.pick([0.02, 0.5])) },
      { standing: { line: 'z', z: -9, spread: 0.05 }, composite: good(0.4) },
    ],
  }),
  'no king': (random) => ({
    king: null,
    parts: Array.from({ length: random.int(1, 3) }, (_, i) => ({
      standing: { line: 'level', mean: 1 + i / 10 } as const,
      composite: exact(random.pick([0.03, 0.3, 0.5]), { axes: random.pick([3, 4, 15]) }),
    })),
  }),
  'no challengers': (random) => ({
    king: { level: 1.2, composite: exact(random.pick([0.03, 0.1, 0.5])) },
    parts: [],
  }),
  'unscored challenger': (random) => ({
    king: { level: 1.2, composite: good(0.5) },
    parts: [{ standing: far(random), composite: good(0.55) }],
  }),
  'king zero': (random) => ({
    king: { level: 1.2, composite: good(0.5) },
    parts: [{ standing: far(random), composite: good(0.5) }],
  }),
};
