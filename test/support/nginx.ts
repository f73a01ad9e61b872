import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './programs.js';
import { freePort } from './shop-process.js';
import { until } from './until.js';

export const nginx = findProgram(['nginx'], { suite: 'a CDN before the shop', install: 'nginx-light' });

/** nginx that keeps answers as their headers allow, as a CDN does; `X-Cache` says what it made of each. */
export class Nginx {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly url: string,
  ) {}

  /** @param origin without a path */
  static async start(origin: string): Promise<Nginx> {
    const folder = mkdtempSync(join(tmpdir(), 'jishi-nginx-'));
    const port = await freePort();
    writeFileSync(join(folder, 'nginx.conf'), configuration(folder, port, origin));
    const args = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')];
    const child = spawn(nginx ?? '', args, { stdio: 'ignore' });
    const started = new Nginx(child, folder, `http://127.0.0.1:${port}`);
    const answers = () =>
      fetch(`${started.url}/health/live`).then(
        ({ ok }) => ok,
        () => false,
      );
    try {
      await until(answers);
    } catch (error) {
      await started.close();
      throw error;
    }
    return started;
  }

  async close(): Promise<void> {
    const ended = this.child.exitCode === null ? once(this.child, 'exit') : null;
    this.child.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const configuration = (folder: string, port: number, origin: string) => `
daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
pid ${folder}/nginx.pid;
events { worker_connections 64; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  proxy_cache_path ${folder}/cache keys_zone=shop:1m;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass ${origin};
      proxy_cache shop;
      proxy_cache_lock on;
      proxy_cache_use_stale updating;
      proxy_cache_background_update on;
      add_header X-Cache $upstream_cache_status always;
    }
  }
}
`;
