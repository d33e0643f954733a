import { decodeAddress, encodeAddress } from '@polkadot/util-crypto/address';
import type { Hotkey } from '../../domain/identity.js';

const SS58_PREFIX = 42;
/** Addresses repeat from block to block, and the checksum costs a hash. */
const addresses = new Map<string, Hotkey>();
const publicKeys = new Map<Hotkey, Uint8Array>();
const MAX_CACHED = 50_000;

/** SS58 address (prefix 42) of a public key of 32 bytes. */
export function hotkeyOf(publicKey: Uint8Array): Hotkey {
  const hex = Buffer.from(publicKey).toString('hex');
  const known = addresses.get(hex);
  if (known !== undefined) return known;
  const address = encodeAddress(publicKey, SS58_PREFIX);
  if (addresses.size < MAX_CACHED) {
    addresses.set(hex, address);
    publicKeys.set(address, Uint8Array.from(publicKey));
  }
  return address;
}

/** Public key of an SS58 address or of `0x` hex. @throws Error when it is neither: callers pass addresses they made */
export const publicKeyOf = (account: string): Uint8Array =>
  publicKeys.get(account) ??
  (account.startsWith('0x') ? Buffer.from(account.slice(2), 'hex') : decodeAddress(account));
