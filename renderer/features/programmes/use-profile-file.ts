import { type ShallowRef, shallowRef } from 'vue';
import { useClient } from '#bridge/client.ts';
import type { Refusal } from '#ui/text/use-error-text.ts';
import { profileFrom } from './profile-file.ts';
import type { Profile } from './use-programmes.ts';

export interface ProfileFile {
  /** Why the last file could not be read. */
  readonly refusal: ShallowRef<Refusal | null>;
  /** Asks the person for a file; null when he gave up or it cannot be read. */
  open(): Promise<Profile | null>;
}

/** A programme's profile out of a file that the person chooses. */
export function useProfileFile(): ProfileFile {
  const { shell } = useClient();
  const refusal = shallowRef<Refusal | null>(null);
  return {
    refusal,
    async open() {
      const opened = await shell.request('file:open', { extensions: ['json'] });
      const read = opened.ok
        ? opened.value.file === null
          ? null
          : profileFrom(opened.value.file.bytes)
        : opened;
      refusal.value = read === null || read.ok ? null : read;
      return read?.ok === true ? read.value : null;
    },
  };
}
