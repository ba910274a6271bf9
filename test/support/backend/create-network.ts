/** The command that begins a network, without its place and its administrator's password. */
export const CREATE_NETWORK: readonly string[] = [
  'create-network',
  ...['--name', 'Northern network', '--station', 'Station 1', '--zone', 'Asia/Almaty'],
  ...['--country', 'KZ', '--administrator', 'chief', '--administrator-name', 'Chief'],
];
