import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { canonicalText, chainText, FIRST_PREVIOUS_HASH, type Json } from '#domain/journal/chain.ts';
import type { JournalKind, JournalLine } from '#protocol/journal.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import { call, type TestAuth } from './http-client.ts';

/**
 * From where somebody asks: at a desk that proves itself by its token in force, one that is only
 * named, or none.
 */
export interface AtDesk {
  readonly workstationId?: string;
  readonly bearer?: string;
}

/** What a request shows of the desk that it comes from. */
export function bearerOf({ bearer }: AtDesk): TestAuth {
  return bearer === undefined ? {} : { bearer };
}

/** What a workstation's engine does with its key, as far as the backend sees it. */
export class TestWorkstation {
  readonly #url: string;
  readonly #key: KeyObject;
  readonly enrolled: RouteAnswer<'workstation.enrol'>;
  refreshToken: string;
  bearer = '';
  readonly lines: JournalLine[] = [];

  private constructor(url: string, key: KeyObject, enrolled: RouteAnswer<'workstation.enrol'>) {
    this.#url = url;
    this.#key = key;
    this.enrolled = enrolled;
    this.refreshToken = enrolled.refreshToken;
  }

  /** Joins with a one-time code and opens a session. */
  static async join(
    url: string,
    code: string,
    atMs: number,
    name = 'Desk 1',
  ): Promise<TestWorkstation> {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const publicText = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    const asked = { code, name, publicKey: publicText };
    const enrolled = await call(url, 'workstation.enrol', asked);
    const workstation = new TestWorkstation(url, privateKey, enrolled);
    await workstation.openSession(atMs);
    return workstation;
  }

  get workstationId(): string {
    return this.enrolled.workstationId;
  }

  sessionRequest(atMs: number, refreshToken = this.refreshToken) {
    const { workstationId } = this;
    const signature = this.sign(canonicalText({ workstationId, refreshToken, atMs }));
    return { workstationId, refreshToken, atMs, signature };
  }

  async openSession(atMs: number): Promise<RouteAnswer<'workstation.session'>> {
    const session = await call(this.#url, 'workstation.session', this.sessionRequest(atMs));
    this.bearer = session.accessToken;
    this.refreshToken = session.refreshToken;
    return session;
  }

  sign(text: string): string {
    return sign(null, Buffer.from(text), this.#key).toString('base64');
  }

  /** Appends a line to the journal. */
  write(kind: JournalKind, body: Record<string, Json>, atMs: number): JournalLine {
    const line = makeLine(this.lines.at(-1) ?? null, { kind, body, atMs });
    this.lines.push(line);
    return line;
  }

  pushRequest(lines: readonly JournalLine[]) {
    return { lines: [...lines], signature: this.sign(lines.at(-1)?.hash ?? '') };
  }

  push(lines: readonly JournalLine[]): Promise<RouteAnswer<'journal.push'>> {
    return call(this.#url, 'journal.push', this.pushRequest(lines), { bearer: this.bearer });
  }
}

interface LineContent {
  readonly kind: JournalKind;
  readonly body: Record<string, Json>;
  readonly atMs: number;
}

/** The line that follows `before`. */
export function makeLine(before: JournalLine | null, content: LineContent): JournalLine {
  const seq = (before?.seq ?? 0) + 1;
  const previousHash = before?.hash ?? FIRST_PREVIOUS_HASH;
  // In canonical order, as an engine keeps and sends it.
  const body: Json = JSON.parse(canonicalText(content.body));
  const line = { seq, previousHash, ...content, body };
  const hash = createHash('sha256').update(chainText(line)).digest('hex');
  // A body of JSON values is one; the schema's type only spells arrays without readonly.
  return { ...line, hash } as JournalLine;
}
