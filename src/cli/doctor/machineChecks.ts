import { availableParallelism, cpus } from 'node:os';
import { bytesText } from '../../report/planText.js';
import { EXIT } from '../exit.js';
import { type Check, failed, ok, warning } from './check.js';

const LITTLE_MEMORY = 2 ** 30;

/** The version of node, processors and memory. */
export function machineChecks(): readonly Check[] {
  const free = process.availableMemory();
  const text = `${bytesText(free)} free for this process`;
  const processor = (cpus()[0]?.model ?? 'an unknown processor').trim();
  return [
    nodeCheck(process.version),
    ok('processor', `${availableParallelism()} threads on ${processor}, ${process.arch}`),
    free >= LITTLE_MEMORY
      ? ok('memory', text)
      : warning('memory', text, 'free some: recrown audit RANGE --dry-run says what an audit needs'),
  ];
}

/** @param version as node says it, for example `v20.19.0` */
export function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
  const detail = `${version}; 20.19 or newer is needed`;
  const isNew = major > 20 || (major === 20 && minor >= 19);
  return isNew ? ok('node', detail) : failed('node', detail, 'install Node 22 or 24', EXIT.config);
}
