import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { LOOPBACK } from '#protocol/records/audit.ts';

/** Addresses of one's own network: they name a machine there, and nobody at home. */
const OWN = new BlockList();
OWN.addSubnet('10.0.0.0', 8);
OWN.addSubnet('100.64.0.0', 10);
OWN.addSubnet('169.254.0.0', 16);
OWN.addSubnet('172.16.0.0', 12);
OWN.addSubnet('192.168.0.0', 16);
OWN.addSubnet('fc00::', 7, 'ipv6');
OWN.addSubnet('fe80::', 10, 'ipv6');

const MAPPED = /^::ffff:(?=\d+\.)/iu;
const V6_GROUPS = 8;
const V6_GROUPS_KEPT = 3;
/** A provider gives each of its customers so many addresses at least: they are one caller's. */
const V6_GROUPS_COUNTED = 4;

/**
 * An address in the one form that this backend judges: IPv4 also where the socket maps it into
 * IPv6, and without the name of an interface.
 * @param remote as the socket or the proxy has it
 * @returns null for what is no address
 */
export function plainAddress(remote: string | undefined): string | null {
  const address = remote?.replace(MAPPED, '').replace(/%.*$/u, '') ?? '';
  return isIPv4(address) || isIPv6(address) ? address : null;
}

/**
 * As whom requests from an address are counted: an IPv4 address itself, of IPv6 its /64, in which
 * whoever has one address has all of them.
 * @param remote as the socket or the proxy has it; null for what is no address
 */
export function countedAddress(remote: string | undefined): string | null {
  const address = plainAddress(remote);
  if (address === null || isIPv4(address)) return address;
  return `${v6Head(address, V6_GROUPS_COUNTED)}::/64`;
}

/**
 * A network address as the audit trail keeps it for good. Of the public network only the part that
 * tells one provider's customers from another's is kept (R-08: the trail outlives whoever is
 * forgotten): `203.0.113.0/24`, `2001:db8:1::/48`. One of the network's own is kept whole.
 * @param remote as the socket or the proxy has it; null for what is no address
 */
export function keptAddress(remote: string | undefined): string | null {
  const address = plainAddress(remote);
  if (address === null) return null;
  return isIPv4(address) ? keptV4(address) : keptV6(address);
}

function keptV4(address: string): string {
  if (address.startsWith('127.')) return LOOPBACK;
  if (OWN.check(address, 'ipv4')) return address;
  return `${address.split('.').slice(0, 3).join('.')}.0/24`;
}

function keptV6(address: string): string {
  if (address === '::1') return LOOPBACK;
  if (OWN.check(address, 'ipv6')) return address;
  return `${v6Head(address, V6_GROUPS_KEPT)}::/48`;
}

/** The first groups of an IPv6 address, none left out: `2001:db8:0` of `2001:db8::1`. */
function v6Head(address: string, groups: number): string {
  // The one parser of Node that says an address in its canonical form.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail = null] = canonical.split('::');
  const before = groupsOf(head);
  const after = tail === null ? [] : groupsOf(tail);
  const left = Array.from({ length: V6_GROUPS - before.length - after.length }, () => '0');
  return [...before, ...left, ...after].slice(0, groups).join(':');
}

function groupsOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(':');
}
