// Flips every comparator of src/decide and of what it computes with, one at a time, and judges the planted rounds until
// the first red: (a) its negation, (b) its boundary twin (< and <=, > and >=). Exits 0 only when every mutant is killed that scripts/mutants/equivalent.mjs
// does not excuse, and none that it excuses.
// One bundle holds every mutant, so that a round is planted once and judged under all that still live. A mutant that
// never comes back, or takes all memory, is killed as well.
// Options: --part TEXT (files whose path has it), --kind a|b, --rounds N, --seed N, --from N --to N (mutants by number),
// --list (only list them), --jobs N. A run of all mutants writes test/planted/mutants.json, which the page of the
// rounds shows.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { API } from 'typescript/unstable/sync';
import { comparatorsOf, mutantsOf, SWITCH, switched } from './mutants/comparators.mjs';
import { EQUIVALENT } from './mutants/equivalent.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({
  options: {
    part: { type: 'string', default: '' },
    kind: { type: 'string', default: 'ab' },
    rounds: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    to: { type: 'string', default: '100000' },
    jobs: { type: 'string', default: '1' },
    list: { type: 'boolean', default: false },
  },
});

/** Rounds in which an excused mutant is tried: enough to show a wrong excuse, and no more. */
const EXCUSED_ROUNDS = 200;
/** Processor time after which a try does not come back: one takes some milliseconds. */
const LIMIT_S = 10;
const MEMORY_MB = 1500;

const api = new API({ cwd: root });
const project = api.updateSnapshot({ openProjects: [join(root, 'tsconfig.json')] }).getProjects()[0];
/** What decide takes from the eras and the domain and computes with. */
const SHARED = ['src/domain/paidUid.ts', 'src/eras/crownQuality.ts', 'src/eras/pairedStats.ts'];
const paths = readdirSync(join(root, 'src/decide'), { recursive: true })
  .map((name) => `src/decide/${String(name).replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.ts'))
  .concat(SHARED)
  .sort();
const texts = new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
const comparators = paths.flatMap((path) => {
  const file = project?.program.getSourceFile(join(root, path));
  if (file === undefined) throw new Error(`${path} is not in the project of tsconfig.json`);
  if (file.text !== texts.get(path)) throw new Error(`${path} changed while it was read`);
  return comparatorsOf(path, file);
});
api.close();

const isExcuse = (mutant, { path, expression, kinds }) =>
  mutant.path.endsWith(`/${path}`) && mutant.expression === expression && kinds.includes(mutant.kind);
const everyone = mutantsOf(comparators).map((one) => ({
  ...one,
  excuse: EQUIVALENT.find((excuse) => isExcuse(one, excuse)),
}));
const mutants = everyone.filter(
  ({ path, kind, number }) =>
    path.includes(options.part) &&
    options.kind.includes(kind) &&
    number >= Number(options.from) &&
    number < Number(options.to),
);
const stale = EQUIVALENT.filter((excuse) => !everyone.some((one) => isExcuse(one, excuse)));

const named = ({ number, kind, path, line, operator, to, expression }) =>
  `${String(number).padStart(4)} ${kind} ${path}:${line} ${operator} -> ${to}: ${expression.slice(0, 90)}`;

if (options.list) {
  for (const mutant of mutants) console.log(named(mutant));
  process.exit(0);
}

const place = join(root, 'out', `mutants-${process.pid}`);
mkdirSync(place, { recursive: true });
process.on('exit', () => rmSync(place, { recursive: true, force: true }));
const bundle = join(place, 'hunt.mjs');
await build({
  stdin: {
    contents: `import { parentPort, workerData } from 'node:worker_threads';
      import { parts, turn } from 'mutant:switch';
      import { huntMutants } from './test/planted/driver/huntMutants.js';
      const state = new Int32Array(workerData.state);
      const red = huntMutants({
        ...workerData.hunt,
        turn,
        parts,
        trying: (number, round) => { state[0] = number; state[1] = round; Atomics.add(state, 2, 1); if (number >= 0) state[3 + number] += 1; },
        killed: (number, round, red) => parentPort.postMessage({ number, round, red }),
      });
      parentPort.postMessage({ plain: red });`,
    resolveDir: root,
    loader: 'ts',
  },
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  outfile: bundle,
  logLevel: 'silent',
  plugins: [
    {
      name: 'mutants',
      setup(builder) {
        builder.onResolve({ filter: /^mutant:switch$/ }, ({ path }) => ({ path, namespace: 'mutant' }));
        builder.onLoad({ filter: /.*/, namespace: 'mutant' }, () => ({ contents: SWITCH, loader: 'js' }));
        builder.onLoad({ filter: /[\\/]src[\\/](?:decide|domain|eras)[\\/].*\.ts$/ }, ({ path }) => {
          const own = paths.find((one) => path === join(root, one));
          if (own === undefined) return undefined;
          const inFile = comparators.filter((one) => one.path === own);
          return { contents: switched(texts.get(own), inFile), loader: 'ts' };
        });
      },
    },
  ],
});

const started = performance.now();
const killed = new Map();
const tries = new Map();

function tell(number, round, red, ended = false) {
  killed.set(number, { round, red, ended });
  const mutant = mutants.find((one) => one.number === number);
  const how = mutant.excuse === undefined ? 'killed  ' : 'EXCUSED AND KILLED';
  console.log(`${how} ${named(mutant)} | round ${round} (${red.slice(0, 150).replace(/\s+/g, ' ')}`);
}

const jobs = Number(options.jobs);

/** Hunts some mutants from a round on; starts again behind one that does not come back. */
async function hunt(own, from) {
  const living = own.filter(({ number }) => !killed.has(number));
  const state = new Int32Array(new SharedArrayBuffer(4 * (3 + everyone.length)));
  const worker = new Worker(bundle, {
    workerData: {
      state: state.buffer,
      hunt: {
        seed: Number(options.seed),
        from,
        to: Number(options.rounds),
        excusedTo: Math.min(EXCUSED_ROUNDS, Number(options.rounds)),
        mutants: living.map(({ number, excuse }) => ({ number, excused: excuse !== undefined })),
      },
    },
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  const end = await new Promise((resolve) => {
    const spent = () => process.cpuUsage().user / 1e6 / jobs;
    let [last, since] = [-1, spent()];
    const watch = setInterval(() => {
      const now = Atomics.load(state, 2);
      if (now !== last) [last, since] = [now, spent()];
      else if (spent() - since > LIMIT_S) resolve(`no end within ${LIMIT_S} s`);
    }, 500);
    watch.unref();
    worker.on('message', (said) => {
      if ('plain' in said) resolve(said);
      else tell(said.number, said.round, said.red);
    });
    worker.on('error', (error) => resolve(`stopped the program: ${error.message}`));
  });
  await worker.terminate();
  for (const { number } of living) tries.set(number, (tries.get(number) ?? 0) + state[3 + number]);
  if (typeof end !== 'string') return end.plain;
  const [number, round] = state;
  if (number < 0) return end;
  tell(number, round, end, true);
  return hunt(own, round);
}

const plain = await Promise.all(
  Array.from({ length: jobs }, (_, job) =>
    hunt(
      mutants.filter((_one, i) => i % jobs === job),
      0,
    ),
  ),
);
const wrong = plain.find((one) => one !== null);
if (wrong !== undefined) {
  console.error(`the planted rounds are red without any mutant: ${wrong}`);
  process.exit(70);
}

const survivors = mutants.filter(({ number, excuse }) => !killed.has(number) && excuse === undefined);
const falsely = mutants.filter(({ number, excuse }) => killed.has(number) && excuse !== undefined);
const count = (list, kind) => list.filter((one) => one.kind === kind).length;
const seconds = Math.round((performance.now() - started) / 1000);
const dead = mutants.filter(({ number }) => killed.has(number));
console.log(
  `${mutants.length} mutants in ${seconds} s; negations: ${count(dead, 'a')} of ${count(mutants, 'a')} killed; boundary twins: ${count(dead, 'b')} of ${count(mutants, 'b')} killed; ${mutants.filter((one) => one.excuse !== undefined).length} excused`,
);
for (const mutant of survivors) console.log(`SURVIVES ${tries.get(mutant.number)} rounds: ${named(mutant)}`);
for (const mutant of falsely) console.log(`excused, and killed: ${named(mutant)}`);
for (const { path, expression } of stale) console.log(`excuse of nothing: ${path}: ${expression}`);
const failed = survivors.length + falsely.length + stale.length > 0;
if (!failed && mutants.length === everyone.length) record();
process.exit(failed ? 1 : 0);

/** Writes what the page of the planted rounds shows of a whole run. */
function record() {
  const text = createHash('sha256');
  for (const path of paths) text.update(texts.get(path));
  const files = paths.flatMap((path) => {
    const own = mutants.filter((one) => one.path === path);
    const excused = own.filter((one) => one.excuse !== undefined).length;
    return own.length === 0 ? [] : [{ path, mutants: own.length, killed: own.length - excused, excused }];
  });
  const made = {
    ran: new Date().toISOString().slice(0, 10),
    seconds,
    seed: Number(options.seed),
    rounds: 1 + Math.max(...[...killed.values()].map((one) => one.round)),
    decide: text.digest('hex'),
    comparators: comparators.length,
    negations: count(mutants, 'a'),
    twins: count(mutants, 'b'),
    endless: [...killed.values()].filter((one) => one.ended).length,
    files,
    equivalent: mutants
      .filter((one) => one.excuse !== undefined)
      .map(({ path, expression, operator, to, excuse }) => ({
        path,
        expression,
        change: `${operator} ${to}`,
        why: excuse.why,
      })),
  };
  writeFileSync(join(root, 'test/planted/mutants.json'), `${JSON.stringify(made, null, 2)}\n`);
}
