import { type CastTable, exact, far, good } from './castPlan.js';

/** Casts that a planted breach needs, and bands that more than one line crosses. */
export const SPECIAL_CASTS: CastTable = {
  'thin winner': () => ({
    king: { level: 1.2, composite: exact(0.5) },
    parts: [{ standing: { line: 'z', z: 9, spread: 0.05 }, composite: exact(0.6, { axes: 3, nAxes: 5 }) }],
  }),
  'under every floor': () => ({
    king: { level: 1.2, composite: exact(0.01) },
    parts: [{ standing: { line: 'z', z: -9, spread: 0.05 }, composite: exact(0.02) }],
  }),
  'between floors': () => ({
    king: { level: 1.2, composite: exact(0.08) },
    parts: [{ standing: { line: 'z', z: 9, spread: 0.05 }, composite: exact(0.1) }],
  }),
  'bare winner': () => ({
    king: { level: 1.2, composite: exact(0.5) },
    parts: [
      { standing: { line: 'z', z: 9, spread: 0.05 }, composite: null },
      { standing: { line: 'z', z: -9, spread: 0.05 }, composite: exact(0.4) },
    ],
  }),
  'chain of ties': () => ({
    king: { level: 1.5, composite: exact(0.4) },
    parts: [
      { standing: { line: 'z', z: 30, spread: 0.02 }, composite: exact(0.6), committedAt: 10 },
      { standing: { line: 'step', z: -1.8, spread: 0.01 }, composite: exact(0.5), committedAt: 60 },
      { standing: { line: 'step', z: -1.8, spread: 0.01 }, composite: exact(0.45), committedAt: 200 },
    ],
  }),
  'king over every limit': () => ({
    king: { level: -7, composite: exact(0.5) },
    parts: [{ standing: { line: 'level', mean: 1.5 }, composite: exact(0.5) }],
  }),
  'plain win': () => ({
    king: { level: 1.2, composite: exact(0.5) },
    parts: [
      { standing: { line: 'z', z: 12, spread: 0.05 }, composite: exact(0.55) },
      { standing: { line: 'z', z: -9, spread: 0.05 }, composite: exact(0.4) },
    ],
  }),
  'plain hold': () => ({
    king: { level: 1.2, composite: exact(0.5) },
    parts: [
      { standing: { line: 'z', z: -12, spread: 0.05 }, composite: exact(0.3) },
      { standing: { line: 'z', z: -9, spread: 0.05 }, composite: exact(0.4) },
    ],
  }),
  'limit and bound': (random, rules) => ({
    king: { level: -((rules.maxKl ?? 4) - random.pick([0, 0.001, 0.05])), composite: exact(0.5) },
    parts: [
      {
        standing: { line: 'z', z: random.pick([9, -9, -30, -40, -52]), spread: 0.05 },
        composite: exact(0.5, { worst: 0.1 }),
      },
      { standing: { line: 'z', z: -90, spread: 0.05 }, composite: exact(0.55, { worst: 0.5 }) },
    ],
  }),
  'fraud and bound': (random) => ({
    king: { level: -5e-5, composite: exact(0.5), spikes: 1 },
    parts: [
      {
        standing: { line: 'spikes', count: 1, mean: random.pick([4e-5, 5.3e-5, 6e-5]) },
        composite: exact(0.5, { worst: 0.1 }),
      },
      { standing: { line: 'level', mean: 1.5 }, composite: exact(0.55, { worst: 0.5 }) },
    ],
  }),
  'three losers': () => ({
    king: { level: 1.2, composite: exact(0.5) },
    parts: [-12, -9, -7].map((z) => ({
      standing: { line: 'z', z, spread: 0.05 } as const,
      composite: exact(0.3),
    })),
  }),
  'two winners': () => ({
    king: { level: 1.2, composite: exact(0.5) },
    parts: [
      { standing: { line: 'z', z: 12, spread: 0.05 }, composite: exact(0.6) },
      { standing: { line: 'z', z: 30, spread: 0.05 }, composite: exact(0.55) },
    ],
  }),
  'just above the bound': () => ({
    king: { level: 1.2, composite: exact(0.5) },
    parts: [{ standing: { line: 'lcb', offset: 0.3, spread: 0.05 }, composite: exact(0.5) }],
  }),
  'under the bound': () => ({
    king: { level: 1.2, composite: exact(0.5) },
    parts: [{ standing: { line: 'z', z: 1.9, spread: 0.05 }, composite: exact(0.5) }],
    pairs: 150,
  }),
  'few pairs': () => ({
    king: { level: 1.2, composite: exact(0.5) },
    parts: [{ standing: { line: 'z', z: 9, spread: 0.05 }, composite: exact(0.5) }],
    pairs: 45,
  }),
  'fallback contender': () => ({
    king: { level: 1.2, composite: exact(0.5) },
    parts: [{ standing: { line: 'z', z: -9, spread: 0.05 }, composite: exact(0.4), uid: 155 }],
  }),
  'no holder': () => ({
    king: { level: 1.2, composite: exact(0.5), dq: 'integrity: Model a/b is now private' },
    parts: [{ standing: { line: 'z', z: 9, spread: 0.05 }, composite: exact(0.01) }],
  }),
  many: (random) => ({
    king: { level: 1.2, composite: good(0.5) },
    parts: Array.from({ length: random.int(6, 10) }, () => ({
      standing: far(random),
      composite: good(random.pick([0.3, 0.45, 0.5, 0.55])),
    })),
  }),
};
