import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { AddressRefusedError } from '../../errors/network.js';
import { type AddressRule, isPrivateAddress, mayBePrivate } from './addressRule.js';

/** Resolves a name to all its addresses; the system's resolver unless a test gives another. */
export type Resolve = (
  host: string,
  done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

const bySystem: Resolve = (host, done) => systemLookup(host, { all: true, verbatim: true }, done);

/**
 * Resolves names for a connection and refuses those with any private address, at the moment of connecting: a name that
 * was checked before and resolves anew elsewhere gains nothing.
 */
export const guardedLookup =
  (rule: AddressRule, resolve: Resolve = bySystem): LookupFunction =>
  (host, options, done) =>
    resolve(host, (error, found) => {
      if (error !== null) return done(error, []);
      const family = typeof options.family === 'number' ? options.family : 0;
      const usable = found.filter((one) => family === 0 || one.family === family);
      if (!mayBePrivate(host, rule) && found.some((one) => isPrivateAddress(one.address)))
        return done(leadsInside(host), []);
      const [first] = usable;
      if (first === undefined) return done(notFound(host), []);
      if (options.all === true) return done(null, usable);
      return done(null, first.address, first.family);
    });

const leadsInside = (host: string): AddressRefusedError =>
  new AddressRefusedError({
    what: `the name ${host} is not opened`,
    why: 'it resolves to a private, loopback or reserved address',
    remedy: 'Check the configured address and the name server of this machine.',
    facts: { host },
  });

const notFound = (host: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`no address for ${host}`), { code: 'ENOTFOUND' });
