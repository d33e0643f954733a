import { spawn } from 'node:child_process';
import { childEnvironment } from '../../model/engine/childEnvironment.js';
import { EXIT } from '../exit.js';
import { type Check, failed, ok } from './check.js';

/** Packages with native code, and what needs them. */
const NATIVE = [
  ['onnxruntime-node', 'models cannot be run'],
  ['@duckdb/node-api', 'corpus shards and the index of replays cannot be read'],
] as const;

const LIMIT_MS = 20_000;
const TAIL = 300;

/** Loads each native package in a process of its own, so that a crash is a finding and not the end. */
export const nativeChecks = (
  packages: readonly (readonly [name: string, without: string])[] = NATIVE,
): Promise<readonly Check[]> => Promise.all(packages.map(([name, without]) => nativeCheck(name, without)));

async function nativeCheck(name: string, without: string): Promise<Check> {
  const label = `native ${name}`;
  const refused = (why: string): Check =>
    failed(
      label,
      `${why}; ${without}`,
      'install again with npm ci on this machine: the package has one binary for each system',
      EXIT.unavailable,
    );
  let address: string;
  try {
    address = import.meta.resolve(name);
  } catch {
    return refused('it is not installed');
  }
  const { code, signal, tail } = await loadAlone(address);
  if (code === 0) return ok(label, 'loads');
  const [last = ''] = tail.split('\n').filter((line) => /^\w*error\b.*:/i.test(line));
  return refused(
    signal === null ? `it does not load: ${last || `code ${code}`}` : `loading it ended with ${signal}`,
  );
}

/** Loads a module by its address in a new process. */
function loadAlone(address: string): Promise<{ code: number | null; signal: string | null; tail: string }> {
  return new Promise((resolve) => {
    let tail = '';
    const script = `await import(${JSON.stringify(address)})`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: childEnvironment(process.env),
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-TAIL * 10);
    });
    child.once('error', (error) => resolve({ code: null, signal: null, tail: `error: ${error.message}` }));
    child.once('close', (code, signal) => resolve({ code, signal, tail }));
  });
}
