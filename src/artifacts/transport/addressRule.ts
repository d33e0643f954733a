import { BlockList, isIP, isIPv6 } from 'node:net';
import { AddressRefusedError } from '../../errors/network.js';

/** Which addresses one client may open. One object per client: connections are kept and shared under it. */
export interface AddressRule {
  /** What the person configured: scheme, host and port, for example `https://huggingface.co`. */
  readonly origin: string;
  /** Hosts beside the origin's that a redirect may lead to: `cdn.example.org`, or `.example.org` for all below it. */
  readonly hosts: readonly string[];
}

const closed = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  closed.addSubnet(net, bits, 'ipv4');
// Global unicast is 2000::/3; inside it, tunnels and documentation lead elsewhere. All else is local, mapped or multicast.
const open6 = new BlockList();
open6.addSubnet('2000::', 3, 'ipv6');
const closed6 = new BlockList();
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  closed6.addSubnet(net, bits, 'ipv6');

/** True for an address that no public server has: private, loopback, link-local, CGNAT, multicast, IPv4 in IPv6, reserved. */
export const isPrivateAddress = (address: string): boolean =>
  isIPv6(address)
    ? !open6.check(address, 'ipv6') || closed6.check(address, 'ipv6')
    : closed.check(address, 'ipv4');

/** Host of a URL without the brackets of an IPv6 address. */
const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

/**
 * Shows an address without what may be secret: no user, no password, no query (presigned addresses carry their key
 * there), no fragment, and at most 200 characters of the path.
 */
export function showUrl(url: string | URL): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    if (protocol !== 'https:' && protocol !== 'http:') return `${protocol}..`;
    return `${protocol}//${host}${pathname.length > 200 ? `${pathname.slice(0, 200)}..` : pathname}`;
  } catch {
    return 'an address that cannot be read';
  }
}

/**
 * Reads an address and checks it against the rule: https to the origin's host or an allowed one, or plain http where the
 * origin itself is plain http on this machine and the host is the same. Names are checked again when they are resolved.
 * @param base address that a relative redirect starts from
 * @throws AddressRefusedError
 */
export function checkUrl(text: string, rule: AddressRule, base?: URL): URL {
  const origin = parse(rule.origin);
  const url = parse(text, base);
  const host = hostOf(url);
  if (url.username !== '' || url.password !== '')
    throw refused(url, 'it holds a user name or password, which would reach logs and other servers');
  if (url.protocol !== 'https:') {
    if (url.protocol !== 'http:') throw refused(url, `its scheme is ${url.protocol.slice(0, 20)}`);
    if (origin.protocol !== 'http:' || !isLoopbackHost(hostOf(origin)) || host !== hostOf(origin))
      throw refused(url, 'it is plain http, which is opened on this machine alone');
  }
  if (isAllowedHost(host, hostOf(origin), rule)) return url;
  if (isIP(host) !== 0)
    throw refused(url, 'an address without a name is opened only where it was configured');
  throw refused(url, `the host is not one that ${origin.host} is known to lead to`);
}

const isAllowedHost = (host: string, origin: string, rule: AddressRule): boolean =>
  host === origin ||
  rule.hosts.some((one) => (one.startsWith('.') ? host.endsWith(one) : host === one) && isIP(host) === 0);

/** True when a name of this rule may resolve to a private address: the origin itself is this machine. */
export const mayBePrivate = (host: string, rule: AddressRule): boolean => {
  const origin = hostOf(parse(rule.origin));
  return host === origin && (isIP(host) !== 0 || isLoopbackHost(host));
};

function parse(text: string, base?: URL): URL {
  if (URL.canParse(text, base?.href)) return new URL(text, base);
  throw new AddressRefusedError({
    what: 'a network address cannot be read',
    why: base === undefined ? 'it is no URL' : `${base.host} redirects to what is no URL`,
    remedy: 'Give a whole address with scheme and host, such as https://host.example.',
  });
}

/** The error of an address that is not opened; it names scheme and host alone. */
const refused = (url: URL, why: string): AddressRefusedError =>
  new AddressRefusedError({
    what: `the address ${url.host === '' ? `${url.protocol.slice(0, 20)}..` : `${url.protocol}//${url.host}`} is not opened`,
    why,
    remedy: 'Check the configured address; if it is right, its server or a name server on the way misleads.',
    facts: { host: url.host },
  });
