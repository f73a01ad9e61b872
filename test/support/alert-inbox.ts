import { once } from 'node:events';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { json } from 'node:stream/consumers';

/** What Alertmanager sends to a webhook, as far as it is looked at here. */
export interface Message {
  readonly path: string;
  readonly status: 'firing' | 'resolved';
  readonly alerts: readonly {
    readonly status: 'firing' | 'resolved';
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
}

/** The people's end: takes what is sent to DingTalk, telephone and SMS by webhook, and to anybody by mail. */
export class AlertInbox {
  readonly messages: Message[] = [];
  /** Each whole, with its headers. */
  readonly mails: string[] = [];

  private constructor(
    private readonly webhooks: HttpServer,
    private readonly mail: Server,
  ) {
    webhooks.on('request', (request, response) => {
      void json(request).then((body) => {
        this.messages.push({ ...(body as Message), path: request.url ?? '' });
        response.end();
      });
    });
    mail.on('connection', (socket) => this.takeMail(socket));
  }

  static async open(): Promise<AlertInbox> {
    const servers = [createHttpServer(), createTcpServer()] as const;
    const inbox = new AlertInbox(...servers);
    for (const server of servers) await once(server.listen(0, '127.0.0.1'), 'listening');
    return inbox;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.webhooks.address() as AddressInfo).port}`;
  }

  get smarthost(): string {
    return `127.0.0.1:${(this.mail.address() as AddressInfo).port}`;
  }

  /** What came to this path about this alert. */
  about(alertname: string, path: string): readonly Message['alerts'][number][] {
    const here = this.messages.filter((message) => message.path === path);
    return here.flatMap(({ alerts }) => alerts).filter(({ labels }) => labels['alertname'] === alertname);
  }

  /** What came so far counts no more. */
  forget(): void {
    this.messages.length = 0;
  }

  async close(): Promise<void> {
    this.webhooks.closeAllConnections();
    await Promise.all([this.webhooks, this.mail].map((server) => new Promise((done) => server.close(done))));
  }

  /** As much of RFC 5321 as a message takes. */
  private takeMail(socket: Socket): void {
    let text = '';
    let inData = false;
    const say = (line: string) => socket.write(`${line}\r\n`);
    say('220 inbox');
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString();
      for (;;) {
        const end = text.indexOf(inData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const heard = text.slice(0, end);
        text = text.slice(end + (inData ? 5 : 2));
        if (inData) this.mails.push(heard);
        inData = !inData && /^DATA/i.test(heard);
        if (/^QUIT/i.test(heard)) socket.end('221 bye\r\n');
        else say(inData ? '354 go on' : '250 ok');
      }
    });
  }
}
