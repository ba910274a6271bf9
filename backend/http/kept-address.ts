import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** What is kept of a caller on the backend's own computer. */
const LOOPBACK = 'loopback';

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
const V6_GROUPS_KEPT = 3;

/**
 * A network address as the audit trail keeps it for good. Of the public network only the part that
 * tells one provider's customers from another's is kept (R-08: the trail outlives whoever is
 * forgotten): `203.0.113.0/24`, `2001:db8:1::/48`. One of the network's own is kept whole.
 * @param remote as the socket has it; undefined where the caller is gone already
 */
export function keptAddress(remote: string | undefined): string | null {
  const address = remote?.replace(MAPPED, '').replace(/%.*$/u, '') ?? '';
  if (isIPv4(address)) return keptV4(address);
  return isIPv6(address) ? keptV6(address) : null;
}

function keptV4(address: string): string {
  if (address.startsWith('127.')) return LOOPBACK;
  if (OWN.check(address, 'ipv4')) return address;
  return `${address.split('.').slice(0, 3).join('.')}.0/24`;
}

function keptV6(address: string): string {
  if (address === '::1') return LOOPBACK;
  if (OWN.check(address, 'ipv6')) return address;
  const [head = ''] = address.split('::');
  const groups = head.split(':').slice(0, V6_GROUPS_KEPT);
  while (groups.length < V6_GROUPS_KEPT) groups.push('0');
  return `${groups.map((group) => (group === '' ? '0' : group)).join(':')}::/48`;
}
