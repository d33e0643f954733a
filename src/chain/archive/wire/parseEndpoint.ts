import { AddressRefusedError } from '../../../errors/network.js';

/** One address of a node. `url` and `authorization` are for the connection alone and are never shown. */
export interface EndpointAddress {
  /** Scheme, host, port, path and query; no user and no password. */
  readonly url: string;
  /** Value of the `Authorization` header, when the address names a user. */
  readonly authorization: string | null;
  readonly transport: 'webSocket' | 'http';
  /** Host with its port, and `/***` where the address has a path: safe to show and to store. */
  readonly label: string;
  /** Whose word this is: two addresses of one machine name count once. */
  readonly voice: string;
  readonly port: string;
  /** Parts of the address that must not occur in any text that is shown. */
  readonly secrets: readonly string[];
}

const TRANSPORTS: Readonly<Record<string, EndpointAddress['transport']>> = {
  'ws:': 'webSocket',
  'wss:': 'webSocket',
  'http:': 'http',
  'https:': 'http',
};

/** Shortest text that is blotted out of messages; shorter ones would blot out ordinary words. */
const SHORTEST_SECRET = 4;

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** All addresses under which a machine reaches itself, also written as IPv6. */
const isLoopback = (hostname: string): boolean =>
  /^(localhost|.*\.localhost|\[::1?\]|\[::ffff:(7f[0-9a-f]{2}|0):[0-9a-f]{1,4}\]|127(\.\d+){3}|0\.0\.0\.0)$/.test(
    hostname,
  );

const refuse = (why: string): AddressRefusedError =>
  new AddressRefusedError({
    what: 'an endpoint is not an address of a node',
    why,
    remedy: 'Give --endpoint an address like wss://archive.chain.opentensor.ai:443.',
  });

/** `user:password` as the `Authorization` header carries it, which a server may repeat without its padding. */
const basicOf = (pair: string): string[] => {
  const encoded = Buffer.from(pair).toString('base64');
  return [encoded, encoded.replace(/=+$/, '')];
};

/**
 * Reads the address of a node: `ws`, `wss`, `http` or `https`, with or without user and password.
 * @remarks `voice` is the machine name without scheme and port, because one operator answers on all of them; all names of
 * this machine itself are one. Two other names of one machine or operator are not recognised as such.
 * @throws AddressRefusedError that never repeats the address as it was given
 */
export function parseEndpoint(text: string): EndpointAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) throw refuse('it cannot be read as an address with a scheme and a host');
  const transport = TRANSPORTS[url.protocol];
  if (transport === undefined) throw refuse('its scheme is none of ws, wss, http, https');
  const user = decode(url.username);
  const password = decode(url.password);
  const named = url.username !== '' || url.password !== '';
  const queries = [...url.searchParams.entries()].flatMap(([key, value]) => (value === '' ? [key] : [value]));
  const path = url.pathname.split('/').flatMap((part) => [part, decode(part)]);
  const basic = named ? basicOf(`${user}:${password}`) : [];
  const given = [url.username, url.password, user, password, url.search.slice(1), ...queries];
  // The longest first: one that is part of another would leave the rest of that one behind.
  const secrets = [...new Set([...given, ...basic, url.pathname.slice(1), ...path])]
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .sort((one, other) => other.length - one.length);
  const hostname = url.hostname.replace(/\.$/, '');
  // Providers write access keys of any length into the path.
  const label = `${url.host}${url.pathname === '/' ? '' : '/***'}`;
  url.username = '';
  url.password = '';
  url.hash = '';
  return {
    url: url.href,
    authorization: named ? `Basic ${basic[0]}` : null,
    transport,
    label,
    voice: isLoopback(hostname) ? 'loopback' : hostname,
    port: url.port || url.protocol,
    secrets,
  };
}

/** Blots the secrets of an address out of a text that a server or the network layer wrote. */
export const withoutSecrets = (text: string, address: EndpointAddress): string =>
  address.secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
