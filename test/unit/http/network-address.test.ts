import { describe, expect, it } from 'vitest';
import { countedAddress, keptAddress } from '#http/network-address.ts';

describe('[R-08] what the trail keeps of a network address', () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['10.20.30.40', '10.20.30.40'],
    ['::ffff:192.168.1.7', '192.168.1.7'],
    ['172.31.0.9', '172.31.0.9'],
    ['172.32.0.9', '172.32.0.0/24'],
    ['203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['2001:db8::6', '2001:db8:0::/48'],
    ['fe80::1%eth0', 'fe80::1'],
    ['fd00::17', 'fd00::17'],
  ])('%s is %s', (remote, kept) => {
    expect(keptAddress(remote)).toBe(kept);
  });

  it('is nothing where nobody knows it', () => {
    expect(keptAddress(undefined)).toBeNull();
    expect(keptAddress('not an address')).toBeNull();
  });
});

describe('as whom an address is counted', () => {
  it.each([
    ['203.0.113.77', '203.0.113.77'],
    ['::ffff:203.0.113.77', '203.0.113.77'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:2::6', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['1:0:3:4:5:6:7:8', '1:0:3:4::/64'],
    ['1::3:4:5:6:7:8', '1:0:3:4::/64'],
    ['::1', '0:0:0:0::/64'],
    ['64:ff9b::192.0.2.33', '64:ff9b:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s is %s', (remote, counted) => {
    expect(countedAddress(remote)).toBe(counted);
  });

  it('is nobody where what is said is no address', () => {
    for (const said of [undefined, '', 'unknown', '203.0.113.77:1234', '2001:db8::/64']) {
      expect(countedAddress(said)).toBeNull();
    }
  });
});
