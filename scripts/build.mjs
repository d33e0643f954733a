// Builds dist/ (ESM, split so that a command loads only its part). Native packages stay external.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** sha256 over the paths and bytes of src/: which code made a replay. */
function sourceDigest() {
  const hash = createHash('sha256');
  const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath ?? entry.path, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

/** Yoga would take its own `data:` address by fetch, which loads an HTTP client; without fetch it decodes the address itself. */
const yogaWithoutFetch = {
  name: 'yoga-without-fetch',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]yoga-wasm-base64-esm\.js$/ }, ({ path }) => ({
      contents: `var fetch;${readFileSync(path, 'utf8')}`,
      loader: 'js',
    })),
};

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** @param {string[]} entryPoints @param {string} outdir @param {object} [extra] */
export function bundle(entryPoints, outdir, extra = {}) {
  return build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    jsx: 'automatic',
    sourcemap: true,
    logLevel: 'warning',
    chunkNames: 'chunks/[name]-[hash]',
    external: ['@duckdb/node-api', 'onnxruntime-node', '@lydell/node-pty', '@xterm/headless', 'esbuild'],
    alias: { 'react-devtools-core': join(root, 'scripts/empty.mjs') },
    plugins: [yogaWithoutFetch],
    // Bundled CommonJS packages call require() for node's own modules.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
      RECROWN_VERSION: JSON.stringify(version),
      RECROWN_SOURCE_DIGEST: JSON.stringify(sourceDigest()),
    },
    ...extra,
  });
}

/** Builds the program into dist/, from nothing. */
export async function buildProgram() {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  await bundle(['src/bin.ts', 'src/model/engine/engineProcess.ts'], 'dist', {
    outbase: 'src',
    minifySyntax: true,
    // Fewer bytes to read at each start; names stay, for the traces of faults.
    minifyWhitespace: true,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildProgram();
