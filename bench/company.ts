// Tokens a second of one sequence after the other against several at once, by processor time and by the clock, with the
// tokens of both held against each other. RECROWN_FULL_SIZE names a checkpoint of full size (scripts/make-full-size.mjs writes
// one); without it a smaller one is written, whose weights the cache nearly holds, so that less is to be gained. Aim: at full
// size with 8 places less than half of the processor time a token.
import { join } from 'node:path';
import { createEngine } from '../src/model/engine/createEngine.js';
import { writeSynthetic } from '../test/model/synthetic.js';
import { type Duration, measure } from './model/meter.js';

const THREADS = 2;
const MODE = 'memory-only';
const TOKENS = Number(process.env.RECROWN_BENCH_TOKENS ?? 4);
const PLACES = (process.env.RECROWN_BENCH_PLACES ?? '2,4,8').split(',').map(Number);
const MEDIUM = {
  ...{
    vocab_size: 16384,
    d_model: 768,
    n_layers: 6,
    n_heads: 6,
    head_dim: 128,
    d_ff: 2048,
    memory_slots: 64,
  },
  ...{ memory_dim: 64, num_routed_experts: 16, top_k: 4, shared_expert_size: 1536, routed_expert_size: 256 },
};

const folder = process.env.RECROWN_FULL_SIZE ?? '';
const made = folder === '' ? writeSynthetic(MEDIUM, 'BF16') : null;
const files = made?.files ?? {
  configPath: join(folder, 'config.json'),
  weightPaths: [join(folder, 'model.safetensors')],
};
const prompts = Array.from({ length: Math.max(...PLACES) }, (_, i) =>
  Array.from({ length: 3 + 5 * i }, (_, at) => (at * 7919 + i * 101 + 13) % 16384),
);

/** Seconds a token beside the first of each sequence, and the tokens. */
async function decoded(places: number, count: number): Promise<Duration & { readonly tokens: string }> {
  const engine = await createEngine({ threads: THREADS, places, mappedFromBytes: 0 });
  try {
    const model = await engine.load(files, 'contrib');
    const ask = (maxNew: number) => async (promptIds: readonly number[]) =>
      (await model.decode({ promptIds, mode: MODE, maxNew })).tokens;
    const all = async (maxNew: number) => {
      const found: (readonly number[])[] = [];
      if (places > 1) return Promise.all(prompts.slice(0, count).map(ask(maxNew)));
      for (const prompt of prompts.slice(0, count)) found.push(await ask(maxNew)(prompt));
      return found;
    };
    const run = async (maxNew: number) => {
      let tokens = '';
      const spent = await measure(engine.processId as number, async () => {
        tokens = JSON.stringify(await all(maxNew));
      });
      return { ...spent, tokens };
    };
    // Opens the sessions, and has the first wide run checked.
    await run(3);
    const [few, many] = [await run(2), await run(2 + TOKENS)];
    const each = (a: number, b: number) => (b - a) / (TOKENS * count);
    return {
      wall: each(few.wall, many.wall),
      processor: each(few.processor, many.processor),
      tokens: many.tokens,
    };
  } finally {
    await engine.close();
  }
}

const say = (...cells: readonly string[]) =>
  process.stdout.write(`${cells.map((cell) => cell.padEnd(30)).join('')}\n`);
try {
  for (const places of PLACES) {
    const alone = await decoded(1, places);
    const together = await decoded(places, places);
    if (alone.tokens !== together.tokens) throw new Error('other tokens in company than alone');
    const line = (name: string, { wall, processor }: Duration) =>
      say(
        name,
        `processor ${(1000 * processor).toFixed(1)} ms a token`,
        `clock ${(1 / wall).toFixed(2)} tokens a second`,
      );
    line(`${places} one after the other`, alone);
    line(`${places} at once`, together);
    say(
      '',
      `${(alone.processor / together.processor).toFixed(2)} times less`,
      `${(alone.wall / together.wall).toFixed(2)} times more`,
    );
  }
} finally {
  made?.remove();
}
