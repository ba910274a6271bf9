import { describe, expect, it } from 'vitest';
import { keptAddress } from '#http/kept-address.ts';

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
