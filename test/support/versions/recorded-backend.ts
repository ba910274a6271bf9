import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apart } from './apart.ts';
import type { RecordedExchange } from './recorded.ts';

/**
 * A backend of another build, as far as it was recorded: each answer is given once, to the request
 * that it was given to. How the requests differ from those of then is kept.
 */
export class RecordedBackend {
  readonly #server: Server;
  #open: RecordedExchange[] = [];
  readonly #differences: string[] = [];

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = 'GET', url: path = '/' } = request;
        const body = Buffer.concat(chunks).toString('utf8');
        const { status, answer } = this.#answerTo({ method, path, body });
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(answer);
      });
    });
  }

  static async start(): Promise<RecordedBackend> {
    const backend = new RecordedBackend();
    await new Promise<void>((resolve) => {
      backend.#server.listen(0, '127.0.0.1', resolve);
    });
    return backend;
  }

  get url(): string {
    // Listens on a port, so its address is one.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From now on these answers are there to be given. */
  begin(exchanges: readonly RecordedExchange[]): void {
    this.#open = [...exchanges];
  }

  /** What was asked otherwise since `begin`, and what was not asked at all. */
  taken(): readonly string[] {
    const left = this.#open.map(({ method, path }) => `${method} ${path}: not asked`);
    return [...this.#differences.splice(0), ...left];
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answerTo(asked: { method: string; path: string; body: string }): {
    readonly status: number;
    readonly answer: string;
  } {
    const { method, path } = asked;
    const at = this.#open.findIndex((one) => one.method === method && one.path === path);
    const [found] = at === -1 ? [] : this.#open.splice(at, 1);
    if (found === undefined) {
      this.#differences.push(`${method} ${path}: asked`);
      return { status: 404, answer: '{}' };
    }
    const differences = apart(jsonOf(found.body ?? ''), jsonOf(asked.body));
    this.#differences.push(...differences.map((one) => `${method} ${path} ${one}`));
    return found;
  }
}

const jsonOf = (body: string): unknown => (body === '' ? null : JSON.parse(body));
