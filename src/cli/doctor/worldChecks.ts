import { findSnapshots } from '../../artifacts/snapshot/findSnapshots.js';
import { openSnapshot } from '../../artifacts/snapshot/openSnapshot.js';
import { endpointHosts } from '../../chain/archive/openArchive.js';
import { judgedRange } from '../../eras/erasAt.js';
import { AuditError } from '../../errors/base.js';
import { listReplays } from '../../replay/listReplays.js';
import { NETUID } from '../../replay/readStoredRound.js';
import { probeArchive } from '../../replay/record/probeArchive.js';
import { EXIT } from '../exit.js';
import { networkOf } from '../recorderOf.js';
import { type Check, failed, failedBy, ok } from './check.js';

/** Every snapshot of a folder, verified byte by byte. */
export async function snapshotChecks(folder: string): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const dir of await findSnapshots(folder)) checks.push(await snapshotCheck(dir));
  return checks;
}

async function snapshotCheck(dir: string): Promise<Check> {
  const name = `snapshot ${dir}`;
  try {
    const { index } = await openSnapshot(dir);
    const label = index.synthetic ? ', SYNTHETIC' : '';
    return ok(name, `every digest holds; ${index.blocks.length} blocks${label}`);
  } catch (error) {
    if (error instanceof AuditError) return failedBy(name, error);
    throw error;
  }
}

/** How many replays a folder holds, by their names. */
export function replaysCheck(folder: string): Check {
  const replays = listReplays(folder, NETUID);
  const open = replays.filter((file) => !file.sealed).length;
  return ok(`replays ${folder}`, `${replays.length - open} sealed, ${open} running or interrupted`);
}

/** Asks an archive node at the first and the last block whose rules are held: a pruned node has neither. */
export async function archiveCheck(endpoint: string, network: string, signal: AbortSignal): Promise<Check> {
  const name = `archive ${endpointHosts([endpoint])[0]}`;
  const { first, last } = judgedRange();
  try {
    const found = await probeArchive(endpoint, networkOf(network), NETUID, [first, last], { signal });
    const { finalizedBlock, specVersion, proofs, depth } = found;
    const detail = [
      `final block ${finalizedBlock}, runtime ${specVersion}`,
      proofs ? 'offers read proofs' : 'offers no read proofs: facts stay at T0 or T1',
      ...depth.map(({ block, held }) => `${held ? 'holds' : 'DOES NOT HOLD'} the state of block ${block}`),
    ].join('; ');
    if (depth.every((one) => one.held)) return ok(name, detail);
    return failed(
      name,
      detail,
      'name an archive node with --endpoint, or use recorded state',
      EXIT.unavailable,
    );
  } catch (error) {
    if (error instanceof AuditError) return failedBy(name, error);
    throw error;
  }
}
