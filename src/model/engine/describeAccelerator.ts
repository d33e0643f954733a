import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Accelerator, Provider } from '../../domain/engine.js';
import { printable } from '../../domain/printable.js';
import type { EngineChild } from './EngineChild.js';

const FIELDS =
  'name,compute_cap,driver_version,vbios_version,ecc.mode.current,mig.mode.current,clocks.max.sm';
const LIMITS = { timeout: 5000, maxBuffer: 64 * 1024 } as const;
const MAX_DEVICES = 16;
const LONGEST_LINE = 300;

/**
 * The device behind a provider, as its driver describes it, and the libraries that its use has loaded. Called after a run:
 * libraries are loaded when they are needed.
 *
 * @returns null for the processor
 */
export async function describeAccelerator(
  child: EngineChild,
  provider: Provider,
): Promise<Accelerator | null> {
  if (provider === 'cpu') return null;
  return { devices: await devices(), libraries: await child.call({ kind: 'loaded' }) };
}

/** One line a device; null where there is no tool of the driver, or it fails. */
async function devices(): Promise<string[] | null> {
  try {
    const { stdout } = await promisify(execFile)(
      'nvidia-smi',
      [`--query-gpu=${FIELDS}`, '--format=csv,noheader'],
      LIMITS,
    );
    const lines = stdout.split('\n').map((line) => printable(line.trim(), LONGEST_LINE));
    return lines.filter((line) => line !== '').slice(0, MAX_DEVICES);
  } catch {
    return null;
  }
}
