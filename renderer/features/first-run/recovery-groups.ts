const groupLength = 4;

/** A recovery key in the groups in which it is written down: as it came parted, else by four. */
export function recoveryGroups(recoveryKey: string): readonly string[] {
  const parts = recoveryKey.split(/[\s-]+/).filter((part) => part !== '');
  if (parts.length > 1) return parts;
  return recoveryKey.match(new RegExp(`.{1,${groupLength}}`, 'g')) ?? [];
}

/** Whether what was typed is the group; case and spaces do not count. */
export function isGroup(typed: string, group: string): boolean {
  return typed.replace(/\s/g, '').toUpperCase() === group.toUpperCase();
}
