import type { CommandContext } from '../context.js';
import { type Check, failedBy, ok } from './check.js';

/** The configuration file: none, what it sets, or why it cannot be taken. */
export function configCheck({ options }: CommandContext): Check {
  const { loaded, fault } = options.config ?? { loaded: null, fault: null };
  const name = 'configuration';
  if (fault !== null) return failedBy(name, fault);
  if (loaded === null) return ok(name, 'no file: recrown config init writes an example');
  return ok(name, `${loaded.path}: ${loaded.values.size} settings, ${loaded.keys.length} actions with keys`);
}
