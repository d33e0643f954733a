// Compiles test/**/*.test.ts and runs them with node's test runner, whose own summary closes the output.
// Arguments: parts of file names; without any, all tests run.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** The longest first: one that starts last would keep one of two cores waiting. The order of the others does not matter. */
const LONGEST = [
  'readme/commands',
  'demo/regenerate',
  'replay/demo',
  'planted/planted',
  'replay/second',
  'replay/resume',
  'replay/numbersOfOthers',
  'replay/freshText',
  'bisect/command',
  'chain/record/range',
  'cli/auditPlan',
  'replay/missing',
  'demo/secondPlan',
  'cli/provider',
].map((name) => `test/${name}.test.ts`);
/** Folders of tests without a process, a file or a hook of their own: the files of each share one process, whose start is most of their time. */
const TOGETHER = ['decide', 'diff', 'domain', 'eras', 'python'];
/** Packages with native code or with files of their own, and those whose second copy the stand-in nodes would not take. */
const OUTSIDE = [
  '@acala-network/*',
  '@duckdb/node-api',
  '@lydell/node-pty',
  '@polkadot/api',
  '@polkadot/rpc-provider',
  '@xterm/headless',
  'esbuild',
  'onnxruntime-node',
  'typescript',
];
const wanted = process.argv.slice(2);
const out = join(root, 'out', `test-${process.pid}`);
const all = readdirSync(join(root, 'test'), { recursive: true })
  .map((name) => `test/${String(name).replaceAll('\\', '/')}`)
  .filter((name) => /\.test\.tsx?$/.test(name));
const files = all
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
if (files.length === 0) {
  console.error(`no test file matches ${wanted.join(' ')}`);
  process.exit(70);
}
const gone = LONGEST.find((name) => !all.includes(name));
if (gone !== undefined) throw new Error(`scripts/test.mjs starts ${gone} early, which is not there`);
const isTogether = (name) => TOGETHER.includes(name.split('/')[1]);
/** Names of compiled files, and the test files in them. */
const groups = [
  ...files.filter((name) => !isTogether(name)).map((name) => [name.replace(/\.tsx?$/, ''), [name]]),
  ...TOGETHER.map((folder) => [`test/${folder}`, files.filter((name) => name.startsWith(`test/${folder}/`))]),
].filter(([, members]) => members.length > 0);
// The runner sorts by path.
const entries = groups.map(([name], index) => ({
  in: `tests:${index}`,
  out: `${String(index).padStart(4, '0')}/${name}`,
}));
const plugin = {
  name: 'tests',
  setup(build) {
    build.onResolve({ filter: /^tests:/ }, ({ path }) => ({ path, namespace: 'tests' }));
    build.onLoad({ filter: /./, namespace: 'tests' }, ({ path }) => ({
      contents: groups[path.slice('tests:'.length)][1].map((name) => `import './${name}';`).join(''),
      resolveDir: root,
    }));
  },
};
// Packages are compiled in as far as they can be: loading one from hundreds of files takes up to a second a test file.
await bundle(entries, out, { external: OUTSIDE, sourcesContent: false, plugins: [plugin] });
await bundle(['src/model/engine/engineProcess.ts'], join(out, 'dist'), { outbase: 'src' });
const built = entries.map((entry) => join(out, `${entry.out}.js`));
const { CI, CONTINUOUS_INTEGRATION, FORCE_COLOR, NO_COLOR, ...env } = process.env;
const result = spawnSync(
  process.execPath,
  ['--enable-source-maps', '--test', '--test-concurrency=2', ...built],
  { cwd: root, stdio: 'inherit', env: { ...env, RECROWN_ROOT: root, RECROWN_SHARED: join(out, 'shared') } },
);
rmSync(out, { recursive: true, force: true });
process.exit(result.status ?? 70);

function rank(name) {
  const place = LONGEST.indexOf(name);
  return place < 0 ? LONGEST.length : place;
}
