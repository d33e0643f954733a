import { probeSandbox } from '../../replay/axes/probeSandbox.js';
import { type Check, ok, warning } from './check.js';

/** Whether programs that models write can be run confined. */
export async function sandboxCheck(path: string): Promise<Check> {
  const why = await probeSandbox(path, process.arch);
  return why === null
    ? ok('sandbox', 'bubblewrap confines: no network, no files of the system, no other process')
    : warning(
        'sandbox',
        why,
        'install bubblewrap and the system python3 (apt install bubblewrap python3), and allow user namespaces; without them two axes stay ungraded',
      );
}
