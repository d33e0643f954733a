// Flips every comparator of src/decide, one at a time, and runs the planted rounds until the first red.
// (a) the negation must always be found; (b) the boundary twin (< and <=, > and >=) is listed where it is not.
// The work tree is copied once and never changed; a mutant is a bundle of that copy with one file replaced.
// Options: --part TEXT (files whose path has it), --kind a|b, --rounds N, --seed N, --from N --to N (mutants by number),
// --list (only list them), --jobs N, --decisions (hold only decisions against the truth, not verdicts).
import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { isBinaryExpression } from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';

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
    decisions: { type: 'boolean', default: false },
  },
});

const NEGATED = { '<': '>=', '<=': '>', '>': '<=', '>=': '<', '===': '!==', '!==': '===' };
const TWIN = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
const LIMIT_MS = 300_000;

/** Every comparator of a parsed file with its place; types and comments hold none. */
function comparators(path, file) {
  const found = [];
  const visit = (node) => {
    if (isBinaryExpression(node)) {
      const { end } = node.operatorToken;
      const operator = file.text.slice(node.operatorToken.pos, end).trim();
      if (operator in NEGATED)
        found.push({
          path,
          at: end - operator.length,
          operator,
          line: file.text.slice(0, end).split('\n').length,
          expression: file.text.slice(node.pos, node.end).trim().replace(/\s+/g, ' '),
        });
    }
    node.forEachChild(visit);
  };
  visit(file);
  return found.sort((a, b) => a.at - b.at);
}

const place = mkdtempSync(join(tmpdir(), 'recrown-mutants-'));
process.on('exit', () => rmSync(place, { recursive: true, force: true }));
for (const part of ['src', 'test/planted', 'package.json', 'tsconfig.json'])
  cpSync(join(root, part), join(place, part), { recursive: true });
symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'));
mkdirSync(join(place, 'out'));

const api = new API({ cwd: place });
const project = api.updateSnapshot({ openProjects: [join(place, 'tsconfig.json')] }).getProjects()[0];
const mutants = readdirSync(join(place, 'src/decide'), { recursive: true })
  .map((name) => `src/decide/${String(name).replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.ts') && path.includes(options.part))
  .sort()
  .flatMap((path) => {
    const file = project?.program.getSourceFile(join(place, path));
    if (file === undefined) throw new Error(`${path} is not in the project of tsconfig.json`);
    return comparators(path, file);
  })
  .flatMap((one) => [
    { ...one, kind: 'a', to: NEGATED[one.operator] },
    ...(one.operator in TWIN ? [{ ...one, kind: 'b', to: TWIN[one.operator] }] : []),
  ])
  .filter((one) => options.kind.includes(one.kind))
  .map((one, number) => ({ ...one, number }))
  .filter(({ number }) => number >= Number(options.from) && number < Number(options.to));

api.close();

/**
 * Comparators on which nothing depends that the program gives: what is remembered between calls, and shortcuts past work
 * that would lead to the same. Each with its reason; a file and a part of the expression name it.
 */
const EQUIVALENT = [
  [
    /bandChoices\.ts$/,
    /last|policy\.(alpha|minPairedPrompts)/,
    'asks only whether an earlier answer may be used again',
  ],
  [
    /crownView\.ts$/,
    /policy\.|\b[ab]\.|one\.within|known/,
    'asks only whether an earlier view may be used again',
  ],
  [/duel\.ts$/, /known\.size|found !== undefined/, 'asks only whether an earlier answer may be used again'],
  [/meanKl\.ts$/, /known !== undefined/, 'asks only whether a list was rounded before'],
  [/selector\.ts$/, /\.uid === priorKing/, 'an equal prior king keeps its place by the margin test anyway'],
  [/bandWalk\.ts$/, /walk\.looked|ASK_AFTER|everybody/, 'ends a search whose result is complete'],
];
const equivalence = ({ path, expression }) =>
  EQUIVALENT.find(([file, part]) => file.test(path) && part.test(expression))?.[2] ?? null;

const named = ({ number, kind, path, line, operator, to, expression }) =>
  `${String(number).padStart(4)} ${kind} ${path}:${line} ${operator} -> ${to}: ${expression.slice(0, 90)}`;

/** Bundles the planted rounds with one file replaced; null replaces nothing. */
async function bundle(mutant, outfile) {
  const replace = {
    name: 'mutant',
    setup(builder) {
      if (mutant === null) return;
      const path = join(place, mutant.path);
      builder.onLoad({ filter: /[\\/]src[\\/]decide[\\/].*\.ts$/ }, (found) => {
        if (found.path !== path) return undefined;
        const text = readFileSync(path, 'utf8');
        const end = mutant.at + mutant.operator.length;
        return { contents: text.slice(0, mutant.at) + mutant.to + text.slice(end), loader: 'ts' };
      });
    },
  };
  await build({
    stdin: {
      contents: `import { untilRed } from './test/planted/driver/untilRed.js';
        const found = untilRed(${Number(options.seed)}, ${Number(options.rounds)}, ${options.decisions ? "'decisions'" : "'everything'"});
        if (found !== null) { console.log(found); process.exitCode = 9; }`,
      resolveDir: place,
      loader: 'ts',
    },
    absWorkingDir: place,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
    logLevel: 'silent',
    plugins: [replace],
  });
}

/** Runs a bundle: what it found first, or null when every round stays green. */
function run(file) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [file], { cwd: place, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', (text) => (said += text));
    child.stderr.on('data', (text) => (said += text));
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (signal !== null) resolve(`no end within ${LIMIT_MS / 1000} s`);
      else if (code === 0) resolve(null);
      else
        resolve(
          (code === 9 ? said : `stopped with an error: ${said}`).trim().split('\n').slice(-1)[0] ?? 'red',
        );
    });
  });
}

if (options.list) {
  for (const mutant of mutants) console.log(named(mutant));
  process.exit(0);
}

await bundle(null, join(place, 'out/plain.mjs'));
const plain = await run(join(place, 'out/plain.mjs'));
if (plain !== null) {
  console.error(`the planted rounds are red without any mutant: ${plain}`);
  process.exit(70);
}

const survivors = [];
let done = 0;
const queue = [...mutants];
async function work(worker) {
  for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
    const file = join(place, `out/mutant-${worker}.mjs`);
    await bundle(mutant, file);
    const red = await run(file);
    done += 1;
    if (red === null) survivors.push(mutant);
    console.log(
      `${red === null ? 'SURVIVES' : 'killed  '} ${named(mutant)}${red === null ? '' : ` | ${red.slice(0, 100)}`}`,
    );
  }
}
await Promise.all(Array.from({ length: Number(options.jobs) }, (_, i) => work(i)));

const count = (kind, list) => list.filter((one) => one.kind === kind).length;
console.log(
  `negations: ${count('a', mutants) - count('a', survivors)} of ${count('a', mutants)} killed; boundary twins: ${count('b', mutants) - count('b', survivors)} of ${count('b', mutants)} killed; ${done} mutants`,
);
survivors.sort((a, b) => a.number - b.number);
for (const mutant of survivors) console.log(`${named(mutant)} | ${equivalence(mutant) ?? 'no reason known'}`);
const unexplained = survivors.filter((mutant) => mutant.kind === 'a' && equivalence(mutant) === null);
writeFileSync(
  join(root, 'out', 'mutants.json'),
  JSON.stringify(
    {
      mutants: mutants.length,
      survivors: survivors.map((one) => ({ mutant: named(one), why: equivalence(one) })),
    },
    null,
    2,
  ),
);
process.exitCode = unexplained.length > 0 ? 1 : 0;
