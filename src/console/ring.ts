import { newId } from '#kernel';

const MOST_MESSAGES = 5_000;
const MOST_BYTES = 8 * 1024 * 1024;

export interface Message {
  /** Counted from 1 in this process. */
  readonly number: number;
  /** As it goes over the wire. */
  readonly frame: string;
}

type Listener = (message: Message) => void;

/** The last messages of the feed, in the form in which they are sent. What is too old is forgotten, whoever has not read it. */
export class Ring {
  /** Names this process in the ids of its messages. */
  readonly run = newId();

  private readonly messages: Message[] = [];
  private readonly listeners = new Set<Listener>();
  private bytes = 0;
  private last = 0;

  constructor(
    private readonly mostMessages = MOST_MESSAGES,
    private readonly mostBytes = MOST_BYTES,
  ) {}

  get lastId(): string {
    return this.idOf(this.last);
  }

  get isWatched(): boolean {
    return this.listeners.size > 0;
  }

  publish(type: string, data: object): void {
    const number = ++this.last;
    const frame = `id: ${this.idOf(number)}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
    const message = { number, frame };
    this.messages.push(message);
    this.bytes += frame.length;
    while (this.messages.length > this.mostMessages || this.bytes > this.mostBytes) {
      this.bytes -= this.messages.shift()?.frame.length ?? 0;
    }
    for (const listener of this.listeners) listener(message);
  }

  /** What came after the message with this id; null where that cannot be said any more, or is of another process. */
  after(id: string): readonly Message[] | null {
    const [run, text = ''] = id.split('-');
    const number = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    const oldest = this.messages[0]?.number ?? this.last + 1;
    if (run !== this.run || !(number >= oldest - 1 && number <= this.last)) return null;
    return this.messages.slice(number - oldest + 1);
  }

  /** Has `listener` hear of each message from now on. @returns what ends that */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private idOf(number: number): string {
    return `${this.run}-${number}`;
  }
}
