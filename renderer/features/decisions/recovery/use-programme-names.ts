import { useDoors } from '#bridge/state/doors-state.ts';
import { useSettings } from '#bridge/state/settings-state.ts';

/** What a programme is called in the language of the window; its id where it is not known. */
export function useProgrammeNames(): (programmeId: string) => string {
  const doors = useDoors();
  const settings = useSettings();
  if (!doors.known) void doors.load();
  return (programmeId) =>
    doors.programmeOf(programmeId)?.names[settings.settings.language] ?? programmeId;
}
