import type { Handlers } from '../handler.ts';
import type { Service } from '../service.ts';
import { listNews, ownNews, publicNews } from './read-news.ts';
import { describeStation, publicStations } from './stations.ts';
import { putNews, withdrawNews } from './write-news.ts';

/** What the network tells everybody, and those who say it. */
export function guestHandlers(service: Service) {
  return {
    'news.public': () => publicNews(service),
    'news.mine': (_input, caller) => ownNews(service, caller),
    'news.list': (input, caller) => listNews(service, input, caller),
    'news.put': (input, caller) => putNews(service, input, caller),
    'news.withdraw': (input, caller) => withdrawNews(service, input, caller),
    'station.public': () => publicStations(service),
    'station.describe': (input, caller) => describeStation(service, input, caller),
  } satisfies Partial<Handlers>;
}
