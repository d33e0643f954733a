// The full-screen view as it is built, in a terminal of 120 x 40: first frame, key to frame over 10,000 rounds, and what a
// live replay costs that writes four times a second. Processor time is what counts while a machine does other work.
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import * as pty from '@lydell/node-pty';
import { canonicalJson, sha256Hex } from '../src/domain/canonical.js';
import type { JournalRecord } from '../src/domain/journal.js';
import { FIRST_PREV } from '../src/replay/journal/readJournal.js';
import { resultsDigest } from '../src/replay/journal/resultsDigest.js';
import { sealedDemo } from '../test/support/sealedDemo.js';
import { round, start } from '../test/tui/sample.js';

const root = process.env.RECROWN_ROOT ?? process.cwd();
const [COLUMNS, ROWS] = [120, 40];
const ROUNDS = 10_000;
const KEYS = 60;
const LIVE_SECONDS = 12;
/** Clock ticks of the kernel a second, as /proc counts them. */
const TICKS = 100;

const folder = mkdtempSync(join(tmpdir(), 'recrown-bench-'));
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Milliseconds of processor time that a process and its threads used so far. */
const cpuOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
};

interface Session {
  readonly pid: number;
  /** Milliseconds until the screen has written nothing for a while, that while left out. */
  settle(): Promise<number>;
  written(): string;
  type(keys: string): void;
  end(): void;
}

const open = (replays: string, what: string[]): Session => {
  const child = pty.spawn(
    process.execPath,
    [join(root, 'bin/recrown.js'), '--replays', replays, '--snapshots', folder, 'open', ...what],
    {
      cols: COLUMNS,
      rows: ROWS,
      cwd: root,
      env: { ...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8' } as Record<string, string>,
    },
  );
  let written = '';
  let last = performance.now();
  child.onData((data) => {
    written += data;
    last = performance.now();
  });
  return {
    pid: child.pid,
    written: () => written,
    settle: async () => {
      const from = performance.now();
      const before = written.length;
      while (written.length === before || performance.now() - last < 120) await wait(5);
      return last - from;
    },
    type: (keys) => child.write(keys),
    end: () => child.kill('SIGKILL'),
  };
};

const journalOf = (records: readonly JournalRecord[]): string => {
  let prev = FIRST_PREV;
  return records
    .map((record, n) => {
      const line = canonicalJson({ n, prev, record });
      prev = sha256Hex(line);
      return `${line}\n`;
    })
    .join('');
};

const say = (what: string, value: string, bar: string): void =>
  console.log(`${what.padEnd(46)} ${value.padEnd(44)} (bar: ${bar})`);

async function firstFrame(): Promise<void> {
  const runs: { wall: number; cpu: number }[] = [];
  for (let run = 0; run < 5; run += 1) {
    const session = open(join(root, 'replays'), []);
    const from = performance.now();
    while (!session.written().includes('? help')) await wait(5);
    runs.push({ wall: performance.now() - from, cpu: cpuOf(session.pid) });
    session.end();
  }
  const best = (of: 'wall' | 'cpu'): string => Math.min(...runs.map((run) => run[of])).toFixed(0);
  say('first frame of recrown open', `${best('wall')} ms, ${best('cpu')} ms of processor time`, '800 ms');
}

async function keyToFrame(): Promise<void> {
  const results = Array.from({ length: ROUNDS }, (_, at) =>
    round(at + 1, at % 997 === 0 ? 'wrong-crown' : 'confirmed', {
      validators: [],
      reasons: [],
      contenders: [],
    }),
  );
  const spec = { ...start().spec, rounds: results.map((one) => one.roundId) };
  const records: JournalRecord[] = [
    { ...start(), spec },
    ...results.map((result) => ({ type: 'round' as const, result })),
  ];
  const verdicts = Object.fromEntries(results.map((one) => [String(one.roundId), one.verdict]));
  records.push({ type: 'seal', digest: resultsDigest(records), verdicts });
  const replays = join(folder, 'large');
  mkdirSync(join(replays, 'sn24'), { recursive: true });
  writeFileSync(join(replays, 'sn24', `1-${ROUNDS}-7c1f09.replay.jsonl`), journalOf(records));
  const session = open(replays, []);
  await session.settle();
  for (const [name, keys] of [
    ['j', Array.from({ length: KEYS }, () => 'j')],
    ['half a page', Array.from({ length: KEYS }, () => '\u0004')],
    ['last, first', Array.from({ length: KEYS }, (_, at) => (at % 2 === 0 ? 'G' : 'g'))],
    ['sort', Array.from({ length: 10 }, () => 's')],
    ['mark', Array.from({ length: KEYS }, () => ' ')],
    ['n', Array.from({ length: 8 }, () => 'n')],
    ['filter, letter by letter', ['/', ...'verdict:wrong']],
  ] as const) {
    const walls: number[] = [];
    const before = cpuOf(session.pid);
    for (const key of keys) {
      session.type(key);
      walls.push(await session.settle());
    }
    const cpu = (cpuOf(session.pid) - before) / keys.length;
    const median = [...walls].sort((a, b) => a - b)[Math.floor(walls.length / 2)] ?? 0;
    say(
      `key to frame, ${ROUNDS} rounds: ${name}`,
      `median ${median.toFixed(0)} ms, ${cpu.toFixed(1)} ms of processor time`,
      '50 ms',
    );
  }
  session.end();
}

async function live(): Promise<void> {
  const { text } = sealedDemo(root);
  const lines = text.trimEnd().split('\n').slice(0, -1);
  const replays = join(folder, 'live');
  mkdirSync(join(replays, 'sn24'), { recursive: true });
  const begun = Math.floor(lines.length / 2);
  const id = JSON.parse(lines[0] ?? '{}').record.id;
  const path = join(replays, 'sn24', `${id}.journal`);
  writeFileSync(
    path,
    lines
      .slice(0, begun)
      .map((line) => `${line}\n`)
      .join(''),
  );
  for (const [name, keys] of [
    ['progress', ''],
    ['log', 'L'],
  ] as const) {
    const session = open(replays, ['live']);
    await session.settle();
    if (keys !== '') session.type(keys);
    await wait(500);
    const [from, before, bytes] = [performance.now(), cpuOf(session.pid), session.written().length];
    const first = begun + (keys === '' ? 0 : LIVE_SECONDS * 4);
    for (let at = 0; at < LIVE_SECONDS * 4; at += 1) {
      appendFileSync(path, `${lines[first + at] ?? ''}\n`);
      await wait(250);
    }
    const share = (cpuOf(session.pid) - before) / (performance.now() - from);
    const kib = ((session.written().length - bytes) / 1024).toFixed(0);
    session.end();
    say(
      `live ${name}, four lines a second`,
      `${(100 * share).toFixed(1)} % of a core, ${kib} KiB written`,
      '15 %',
    );
  }
}

try {
  await firstFrame();
  await keyToFrame();
  await live();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
