import { execFile } from 'node:child_process';
import { createHub } from '../../src/artifacts/hub/createHub.js';
import { downloadFile, type WantedFile } from '../../src/artifacts/hub/downloadFile.js';

const ORDER = 'RECROWN_TEST_DOWNLOAD';

/** Downloads a file in a child process that is started through a program, and gives back what happened as JSON. */
export const downloadInChild = (
  program: string,
  url: string,
  cache: string,
  file: WantedFile,
): Promise<string> =>
  new Promise((done, fail) => {
    const env = { ...process.env, [ORDER]: JSON.stringify({ url, cache, file }) };
    execFile(program, [process.execPath, import.meta.filename], { env }, (error, stdout) => {
      if (error !== null) fail(error);
      else done(stdout);
    });
  });

const order = process.env[ORDER];
if (order !== undefined) {
  const { url, cache, file } = JSON.parse(order) as { url: string; cache: string; file: WantedFile };
  const hub = createHub({ url, token: null, cache, signal: new AbortController().signal });
  try {
    process.stdout.write(JSON.stringify(await downloadFile(hub, file)));
  } catch (error) {
    const { code, exitCode } = error as { code: string; exitCode: number };
    process.stdout.write(JSON.stringify({ code, exitCode }));
  }
}
