import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '../../scripts/lib/checkout.mjs';
import { findProgram, freePort, PrivateServer } from '../../scripts/lib/private-server.mjs';

/** A Prometheus of our own that scrapes a shop at short intervals, as the job `jishi`. */
export class ShortScrapes {
  #server = new PrivateServer();
  #url;
  #everyMs;

  constructor(everyMs) {
    this.#everyMs = everyMs;
  }

  /** @param shop its address @param everyMs how often it looks, and how long it waits */
  static async start(shop, everyMs) {
    const program = findProgram('prometheus');
    if (!program) throw new Refusal('prometheus is not installed: apt-get install prometheus');
    const scrapes = new ShortScrapes(everyMs);
    const { folder, log } = scrapes.#server;
    const job = {
      job_name: 'jishi',
      scrape_interval: `${everyMs}ms`,
      scrape_timeout: `${everyMs}ms`,
      static_configs: [{ targets: [new URL(shop).host] }],
    };
    // JSON is YAML.
    writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify({ scrape_configs: [job] }));
    const address = `127.0.0.1:${await freePort()}`;
    scrapes.#url = `http://${address}`;
    const files = [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`];
    scrapes.#server.start(program, [...files, `--web.listen-address=${address}`, '--log.level=warn']);
    const isReady = () =>
      fetch(`${scrapes.#url}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    if (!(await scrapes.#server.becomes(isReady))) throw new Error(`Prometheus did not start, see ${log}`);
    return scrapes;
  }

  /** Until the moment after so many milliseconds at least in which it looks; answers that, in seconds since 1970. */
  async next(afterMs) {
    for (const least = Date.now() + afterMs; ; await pause(this.#everyMs)) {
      const now = Math.ceil(Date.now() / 1000);
      const [seen] = await this.range('timestamp(up)', { from: now, to: now, step: 1 });
      if (seen === null) continue;
      const rounds = Math.ceil((least - seen * 1000) / this.#everyMs);
      const at = seen * 1000 + rounds * this.#everyMs;
      await pause(at - Date.now());
      return at / 1000;
    }
  }

  /** The figure of each step from `from` to `to` (seconds since 1970), null where there is none. */
  async range(query, { from, to, step }) {
    const body = new URLSearchParams({ query, start: `${from}`, end: `${to}`, step: `${step}` });
    const answer = await fetch(`${this.#url}/api/v1/query_range`, { method: 'POST', body });
    const { data, error } = await answer.json();
    if (!data) throw new Error(`Prometheus: ${error}`);
    const steps = Math.round((to - from) / step) + 1;
    const figures = Array(steps).fill(null);
    for (const [time, figure] of data.result[0]?.values ?? [])
      figures[Math.round((time - from) / step)] = Number(figure);
    return figures;
  }

  close() {
    return this.#server.stop();
  }
}
