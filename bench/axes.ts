// What the axes cost on this machine: items drawn and answers graded in a second, decoded tokens in a second per mode
// against scored ones on models of the demo, every axis of one contender of the demo with its teacher, and what the
// sandbox adds to a program. Processor seconds of this process and the engine's, so that other load counts little; seconds by the
// clock stand beside them.
import { spawnSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { findRepository } from '../src/artifacts/hub/findRepository.js';
import { modelFiles } from '../src/artifacts/hub/modelFiles.js';
import { openSnapshot } from '../src/artifacts/snapshot/openSnapshot.js';
import { isAbsent } from '../src/domain/absent.js';
import type { ModelFiles } from '../src/domain/engine.js';
import { runTool } from '../src/evaluate/grading/runTool.js';
import { findSandbox } from '../src/evaluate/sandbox/findSandbox.js';
import type { DecodeMode } from '../src/model/decode/DecodeRequest.js';
import { createEngine } from '../src/model/engine/createEngine.js';
import { drawItems } from '../src/reconstruct/items/drawItems.js';
import { ITEM_COUNTS } from '../src/reconstruct/items/itemCounts.js';
import { sentPrompts } from '../src/reconstruct/items/sentPrompts.js';
import { askedDecoder } from '../src/replay/axes/askedDecoder.js';
import { askTeacher } from '../src/replay/axes/askTeacher.js';
import { benchItems, NEEDS_SANDBOX } from '../src/replay/axes/benchItems.js';
import { evaluateAxes } from '../src/replay/axes/evaluateAxes.js';
import { recordedChat } from '../src/replay/axes/recordedChat.js';
import { roundCounts } from '../src/replay/axes/roundCounts.js';
import { sandboxOnce } from '../src/replay/axes/sandboxOnce.js';
import { processorSeconds } from './model/processorSeconds.js';

const SEED = 8_382_960n;
const ROUNDS = 200;
const PASSES = 3000;
const PROMPT = 96;
const NEW = 48;
const SCORED = 256;
const RUNS = 5;
const SCORINGS = 20;
const SNIPPETS = 25;
/** An answer with thinking before it and every mark that a grader looks for. */
const ANSWER = `<think>${'It is said that one and one are two. '.repeat(8)}</think>So the answer is \\boxed{42}. #### 42\nB`;

const root = process.env.RECROWN_ROOT ?? process.cwd();
const path = process.env.PATH ?? '';
const snapshot = await openSnapshot(join(root, 'snapshots/demo'));
const { profile, teacher, repositories } = snapshot.index;
const filesOf = (repo: string | undefined, revision: string | undefined): ModelFiles => {
  const manifest = findRepository(snapshot, repo ?? '', revision ?? '');
  const files = isAbsent(manifest) ? manifest : modelFiles(snapshot, manifest);
  if (isAbsent(files)) throw new Error(files.why);
  return files;
};
const student = repositories.find(({ repo }) => repo === 'birchworks/quasar-step9k');
const studentFiles = filesOf(student?.repo, student?.revision);
const teacherFiles = filesOf(teacher?.repo, teacher?.revision);
const engine = await createEngine({ threads: 1 });

/** Processor seconds of all that takes part, and seconds by the clock. */
async function timed(work: () => Promise<unknown> | undefined): Promise<{ used: number; wall: number }> {
  const now = (): number =>
    processorSeconds('self', true) +
    (engine.processId === undefined ? 0 : processorSeconds(engine.processId));
  const [from, started] = [now(), performance.now()];
  await work();
  return { used: now() - from, wall: (performance.now() - started) / 1000 };
}

const row = (
  name: string,
  count: number,
  unit: string,
  { used, wall }: { used: number; wall: number },
): void =>
  console.log(
    `${name.padEnd(34)} ${(count / Math.max(0.01, used)).toFixed(1).padStart(10)} ${unit} a processor second; ${count} in ${used.toFixed(2)} s (${wall.toFixed(2)} s by the clock)`,
  );

console.log(`load ${loadavg()[0]?.toFixed(1)}; engine on one thread`);
const counts = ITEM_COUNTS.default;
let drawn = 0;
const drawing = await timed(async () => {
  for (let i = 0; i < ROUNDS; i += 1) {
    const block = SEED + BigInt(720 * i);
    for (const list of Object.values(sentPrompts(drawItems(block, counts), block))) drawn += list.length;
  }
});
row('items drawn and worded', drawn, 'items', drawing);

const items = drawItems(SEED, counts);
const benches = Object.entries(benchItems(items, sentPrompts(items, SEED), null))
  .filter(([axis]) => !NEEDS_SANDBOX.some((one) => one === axis))
  .flatMap(([, list]) => list);
let graded = 0;
const grading = await timed(async () => {
  for (let i = 0; i < PASSES; i += 1)
    for (const item of benches) {
      await item.grade(ANSWER);
      graded += 1;
    }
});
row('answers graded, no programs', graded, 'answers', grading);

try {
  const ids = (length: number): number[] => Array.from({ length }, (_, i) => (i * 7919 + 11) % 600);
  for (const [name, files, modes] of [
    ['student', studentFiles, ['memory-only', 'recompute-full']],
    ['teacher', teacherFiles, ['cached', 'recompute-full']],
  ] as const) {
    const model = await engine.load(files, 'contrib');
    const score = () =>
      model.score({ ids: ids(SCORED), rows: Array.from({ length: SCORED - 1 }, (_, i) => i), topK: 64 });
    await score();
    const scoring = await timed(async () => {
      for (let i = 0; i < SCORINGS; i += 1) await score();
    });
    row(`${name}: scoring, ${SCORED} tokens a text`, SCORED * SCORINGS, 'tokens', scoring);
    for (const mode of modes as readonly DecodeMode[]) {
      const decode = () => model.decode({ promptIds: ids(PROMPT), mode, maxNew: NEW, best: 1 });
      await decode();
      const decoding = await timed(async () => {
        for (let i = 0; i < RUNS; i += 1) await decode();
      });
      row(`${name}: decoding ${mode}`, NEW * RUNS, 'new tokens', decoding);
    }
    await model.release();
  }

  const chat = await recordedChat(snapshot, profile?.chatTemplateSha256 ?? '');
  if (isAbsent(chat)) throw new Error(chat.why);
  const asked = roundCounts(profile);
  const input = { block: SEED, counts: asked.counts, only: [], sandbox: sandboxOnce(path) };
  let steps = 0;
  const composite = await timed(async () => {
    const { signal } = new AbortController();
    const [model, own] = [
      await engine.load(studentFiles, 'contrib'),
      await engine.load(teacherFiles, 'contrib'),
    ];
    const marker = askedDecoder(own, chat, 'cached', asked.maxTokens, signal);
    const refs = await askTeacher(input, marker, () => {
      steps += 1;
    });
    const decoder = askedDecoder(model, chat, 'memory-only', asked.maxTokens, signal);
    await evaluateAxes(input, decoder, { refs, decoder: marker }, () => {
      steps += 1;
    });
    await model.release();
    await own.release();
  });
  row('every axis of a demo contender', steps, 'steps', composite);

  const sandbox = await findSandbox(path, process.arch);
  if (isAbsent(sandbox)) console.log(`sandbox: ${sandbox.why}`);
  else {
    const code = 'print(6 * 7)';
    // What runs inside leaves no processor time to its caller: the best of several by the clock is the nearest to it.
    const best = async (run: () => Promise<unknown>): Promise<number> => {
      let least = Number.POSITIVE_INFINITY;
      for (let i = 0; i < SNIPPETS; i += 1) {
        const started = performance.now();
        await run();
        least = Math.min(least, performance.now() - started);
      }
      return least;
    };
    const bare = await best(async () => spawnSync(sandbox.python, ['-I', '-S', '-c', code]));
    const confined = await best(() => runTool(code, sandbox));
    console.log(
      `a program of one line              ${confined.toFixed(1)} ms confined, ${bare.toFixed(1)} ms bare: ${(confined - bare).toFixed(1)} ms of overhead, best of ${SNIPPETS} by the clock`,
    );
  }
} finally {
  await engine.close();
}
