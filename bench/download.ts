// A file of 2 GB from the loopback hub, served by another process: throughput and peak resident memory of the download.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createHub } from '../src/artifacts/hub/createHub.js';
import { downloadFile } from '../src/artifacts/hub/downloadFile.js';
import { generatedFile } from '../test/support/loopbackHub/repository.js';
import { startLoopbackHub } from '../test/support/loopbackHub/startLoopbackHub.js';

const SIZE = 2 * 1024 ** 3;
const MIB = 1024 ** 2;
const REPOSITORY = { repo: 'bench/model', revision: 'b'.repeat(40) };
const NAME = 'model.safetensors';

if (process.send === undefined) await measure();
else await serve();

async function serve(): Promise<void> {
  const file = generatedFile(NAME, SIZE);
  const server = await startLoopbackHub();
  server.add({ ...REPOSITORY, files: [file] });
  process.send?.({ url: server.url, sha256: file.sha256 });
  process.once('disconnect', () => void server.close());
}

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'recrown-bench-'));
  const child = fork(import.meta.filename);
  try {
    const { url, sha256 } = await new Promise<{ url: string; sha256: string }>((done) =>
      child.once('message', (message) => done(message as { url: string; sha256: string })),
    );
    const hub = createHub({ url, token: null, cache: folder, signal: new AbortController().signal });
    const before = process.resourceUsage().maxRSS * 1024;
    const from = performance.now();
    const file = { kind: 'models', ...REPOSITORY, path: NAME, size: SIZE, sha256 } as const;
    const got = await downloadFile(hub, file);
    const seconds = (performance.now() - from) / 1000;
    if (!('path' in got)) throw new Error(got.why);
    const peak = process.resourceUsage().maxRSS * 1024;
    console.log(
      `2 GB, received, hashed and written   ${(SIZE / MIB / seconds).toFixed(0)} MiB/s, ${seconds.toFixed(1)} s`,
    );
    console.log(
      `peak memory of the download          ${(peak / MIB).toFixed(0)} MiB resident, ${(before / MIB).toFixed(0)} MiB before  (aim: under 200 MB)`,
    );
  } finally {
    child.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}
