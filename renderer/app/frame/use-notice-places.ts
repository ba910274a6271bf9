import { onScopeDispose } from 'vue';
import { type RouteLocationRaw, useRouter } from 'vue-router';
import type { NoticePlace } from '#domain/message/notice-place.ts';
import { useClient } from '#bridge/client.ts';

const PLACES: Readonly<Record<NoticePlace, RouteLocationRaw>> = {
  security: { path: '/settings', query: { section: 'security' } },
  'own-data': { path: '/settings', query: { section: 'data' } },
  feedback: { path: '/feedback' },
  applications: { path: '/applications' },
};

/**
 * A click on a notice beside the window leads to what it is about. Only the frame of a working day
 * listens: behind a lock, or where nobody is signed in, the window comes to the front and no more.
 */
export function useNoticePlaces(): void {
  const { shell } = useClient();
  const router = useRouter();
  onScopeDispose(shell.on('notice:opened', ({ place }) => void router.push(PLACES[place])));
}
