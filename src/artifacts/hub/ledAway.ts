import { AddressRefusedError } from '../../errors/network.js';
import type { HubTrouble } from './createHub.js';

/**
 * The state of what a server led away from to an address that is not opened; null for any other error. An address that
 * the person configured and that is refused is none: it stays an error.
 * @param subject what was asked for
 */
export function ledAway(error: unknown, subject: string): HubTrouble | null {
  if (!(error instanceof AddressRefusedError) || error.facts.redirectedBy === undefined) return null;
  const { message, why, facts } = error;
  return { state: 'unreachable', why: `${subject}: ${facts.redirectedBy} leads away: ${message} (${why})` };
}
