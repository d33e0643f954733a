// Seconds of `compare` over 300 recorded rounds from the index: two sets of rules, and two replays. Four challengers a
// round, 300 prompts each. Aim: under 3 s with an index that is up to date.
import { rmSync } from 'node:fs';
import { compareRange } from '../src/replay/compare/compareRange.js';
import { readSide } from '../src/replay/compare/side.js';
import { openCurrentIndex } from '../src/replay/readStoredRound.js';
import { newReplays, sealReplay } from '../test/compare/recordedRounds.js';
import { contender, crownInput } from '../test/decide/crownCases.js';

const ROUNDS = Array.from({ length: 300 }, (_, index) => 11_000 + index);
const FIRST = 11;

const recorded = (shift: number) =>
  ROUNDS.map((roundId) => ({
    roundId,
    input: crownInput(
      contender(10, 1, 0.4),
      Array.from({ length: 4 }, (_, at) =>
        contender(FIRST + at, 1 + shift - 0.02 * ((roundId + at) % 5), 0.05 + 0.05 * ((roundId + at) % 9)),
      ),
    ),
  }));

const replays = newReplays();
try {
  sealReplay(replays, 'aaaaaa', recorded(0));
  sealReplay(replays, 'bbbbbb', recorded(0.01));
  const began = performance.now();
  (await openCurrentIndex(replays))?.close();
  console.log(`index of 2 replays of ${ROUNDS.length} rounds  ${seconds(began)} s`);
  for (const [a, b] of [
    ['P11', 'P11:floor-0.20'],
    ['aaaaaa', 'bbbbbb'],
  ] as const) {
    const start = performance.now();
    const index = await openCurrentIndex(replays);
    if (index === null) throw new Error('the index is gone');
    const place = { cwd: replays, replays };
    const rounds = await compareRange(index.connection, {
      a: readSide(a, place),
      b: readSide(b, place),
      rounds: ROUNDS,
      replay: a === 'P11' ? 'aaaaaa' : null,
    });
    index.close();
    const changed = rounds.filter((round) => round.changed).length;
    console.log(`compare ${a} ${b}  ${seconds(start)} s  ${changed} of ${rounds.length} changed`);
  }
} finally {
  rmSync(replays, { recursive: true });
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(2);
}
