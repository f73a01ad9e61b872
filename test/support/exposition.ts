export interface Sample {
  /** Of the series: that of a histogram's family with `_bucket`, `_sum` or `_count`. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly samples: readonly Sample[];
}

/** What a server answers to GET /metrics, read as Prometheus reads it (text format 0.0.4). */
export class Exposition {
  private constructor(
    readonly text: string,
    readonly families: readonly Family[],
  ) {}

  static async of(url: string): Promise<Exposition> {
    const answer = await fetch(`${url}/metrics`);
    if (!answer.ok) throw new Error(`GET /metrics: ${answer.status}`);
    return Exposition.read(await answer.text());
  }

  static read(text: string): Exposition {
    const families: (Omit<Family, 'samples'> & { samples: Sample[] })[] = [];
    for (const line of text.split('\n').filter(Boolean)) {
      const [, comment, about = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
      if (comment === 'HELP') families.push({ name: about, help: rest, type: '', samples: [] });
      else if (comment === 'TYPE') Object.assign(families.at(-1) ?? {}, { type: rest });
      else families.at(-1)?.samples.push(sampleOf(line));
    }
    return new Exposition(text, families);
  }

  family(name: string): Family {
    const found = this.families.find((family) => family.name === name);
    if (!found) throw new Error(`There is no metric ${name}`);
    return found;
  }

  /** The values of a series with these labels, added up; undefined where there is none. */
  value(name: string, labels: Readonly<Record<string, string>> = {}): number | undefined {
    const found = this.families
      .flatMap(({ samples }) => samples)
      .filter(
        (one) => one.name === name && Object.entries(labels).every(([label, value]) => one.labels[label] === value),
      );
    return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
  }

  /** Requests that were answered, by route. */
  answered(route: string): number {
    return this.value('http_server_request_duration_seconds_count', { route }) ?? 0;
  }
}

function sampleOf(line: string): Sample {
  const [, name = '', inBraces = '', value = ''] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  if (name === '') throw new Error(`No sample: ${line}`);
  const labels = [...inBraces.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label, text]) => [label, text] as const);
  return { name, labels: Object.fromEntries(labels), value: Number(value.replace('Inf', 'Infinity')) };
}
