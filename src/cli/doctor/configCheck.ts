import type { CommandContext } from '../context.js';
import { type Check, failedBy, ok } from './check.js';

/** The configuration file: none, what it sets, or why it cannot be taken. */
export async function configCheck({ options }: CommandContext): Promise<Check> {
  const { loaded, fault } = options.config ?? { loaded: null, fault: null };
  const name = 'configuration';
  if (fault !== null) return failedBy(name, fault);
  if (loaded === null) return ok(name, 'no file: recrown config init writes an example');
  const [{ applyBindings }, { KEYS }] = await Promise.all([
    import('../../tui/applyBindings.js'),
    import('../../tui/keys.js'),
  ]);
  applyBindings(KEYS, loaded.keys);
  return ok(name, `${loaded.path}: ${loaded.values.size} settings, ${loaded.keys.length} actions with keys`);
}
