import axios, { type AxiosInstance } from 'axios';
import { demonstrationPassword } from '#protocol/demonstration.ts';
import type { FeedbackRecord } from '#protocol/records/feedback.ts';
import { routes } from '#protocol/routes.ts';
import type { Statement } from '#protocol/records/statement.ts';
import { SESSION_HEADER } from '#protocol/version.ts';
import { v7 as newId } from 'uuid';

/** What the office does over HTTP, past every workstation: codes for new desks, statements. */
export class Office {
  readonly #http: AxiosInstance;

  private constructor(http: AxiosInstance) {
    this.#http = http;
  }

  static async signIn(url: string, login: string): Promise<Office> {
    const open = axios.create({ baseURL: url });
    const credentials = { login, password: demonstrationPassword, workstationId: null };
    const answer = await open.post(routes['session.open'].path, credentials);
    const { token } = routes['session.open'].answer.parse(answer.data);
    return new Office(axios.create({ baseURL: url, headers: { [SESSION_HEADER]: token } }));
  }

  async enrolmentCode(stationId: string): Promise<string> {
    const body = { commandId: newId(), stationId };
    const answer = await this.#http.post(routes['workstation.code'].path, body);
    return routes['workstation.code'].answer.parse(answer.data).code;
  }

  /** What anybody wrote to the network, the newest first. */
  async feedback(): Promise<readonly FeedbackRecord[]> {
    const answer = await this.#http.get(routes['feedback.list'].path);
    return routes['feedback.list'].answer.parse(answer.data).rows;
  }

  /** All lines of the period, page by page, with the totals that the backend says. */
  async statement(cardId: string, date: { from: string; to: string }): Promise<Statement> {
    const subject = { subjectKind: 'card', subjectId: cardId };
    const params = { ...subject, fromDate: date.from, toDate: date.to, limit: 10_000 };
    const answer = await this.#http.get(routes['statement.get'].path, { params });
    return routes['statement.get'].answer.parse(answer.data);
  }
}
