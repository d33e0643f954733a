// Judging of planted rounds, one after another as an audit meets them: milliseconds a round by wall clock of what goes
// before the models run (reconstruct) and of what comes after (decide and judge), and of the main thread's processor time.
// Of a process that has just started, and then of the same process once its code is compiled. Aim: 10,000 rounds decided
// and judged in under 10 s.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { grounds } from '../test/planted/driver/grounds.js';
import { assemblePlanted, heldBefore, judgeAssembled } from '../test/planted/driver/judgePlanted.js';
import { makeRound } from '../test/planted/simulate/makeRound.js';

const ROUNDS = 10_000;
/** Rounds made at a time: making them is not measured. */
const CHUNK = 100;

const all = grounds();
console.log('the first rounds of a process');
judgeFrom(0);
console.log('the next ones');
judgeFrom(ROUNDS);

function judgeFrom(start: number): void {
  let [reconstruct, judge, thread] = [0, 0, 0];
  for (let first = start; first < start + ROUNDS; first += CHUNK) {
    const rounds = Array.from({ length: CHUNK }, (_, i) => {
      const planted = makeRound({ seed: 1, index: first + i, grounds: all });
      return { planted, before: heldBefore(planted) };
    });
    const onThread = mainThreadMs();
    // A result is dropped before the next round, as an audit does once it is written.
    for (const { planted, before } of rounds) {
      const from = performance.now();
      const inputs = assemblePlanted(planted);
      const between = performance.now();
      judgeAssembled(planted, inputs, before);
      reconstruct += between - from;
      judge += performance.now() - between;
    }
    thread += mainThreadMs() - onThread;
  }
  tell('reconstruct', reconstruct);
  tell('decide and judge', judge);
  tell('both', reconstruct + judge);
  tell('both, main thread', thread);
}

function tell(name: string, ms: number): void {
  const each = (ms / ROUNDS).toFixed(3);
  console.log(`  ${name.padEnd(18)} ${each} ms a round: 10,000 rounds in ${(ms / 1000).toFixed(1)} s`);
}

/** Processor time of the main thread alone, without that of compiler and garbage collector; 0 where there is no /proc. */
function mainThreadMs(): number {
  try {
    const text = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8');
    return Number(text.split(' ')[0]) / 1e6;
  } catch {
    return 0;
  }
}
