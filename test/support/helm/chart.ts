import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';

export const CHART = join(__dirname, '../../../deploy/helm/jishi');

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
}

/** The chart's templates, run by Go's own text/template (render.go), as Helm does. */
export class Chart {
  private readonly folder = mkdtempSync(join(tmpdir(), 'jishi-chart-'));
  private readonly program = join(this.folder, 'render');

  /** @param go the program `go`, with the libraries that Debian packages beside it */
  constructor(go: string) {
    const env = { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOFLAGS: '' };
    execFileSync(go, ['build', '-o', this.program, join(__dirname, 'render.go')], { env, stdio: 'inherit' });
  }

  /** What the templates make of these values, by file; throws what they refuse. */
  texts(values: object): Readonly<Record<string, string>> {
    const release = { Name: 'shop', Namespace: 'trade', Service: 'Helm' };
    const input = JSON.stringify({ chart: CHART, values, release });
    const { status, stdout, stderr } = spawnSync(this.program, { input, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as Record<string, string>;
  }

  /** The objects that a cluster would get. */
  objects(values: object): readonly KubernetesObject[] {
    return Object.entries(this.texts(values))
      .filter(([file]) => file.endsWith('.yaml'))
      .flatMap(([, text]) => loadAll(text) as (KubernetesObject | null | undefined)[])
      .filter((one): one is KubernetesObject => one !== null && one !== undefined);
  }

  /** The first of this kind whose name ends so. */
  object<T extends KubernetesObject = KubernetesObject>(values: object, kind: string, name = ''): T {
    const found = this.objects(values).find((one) => one.kind === kind && one.metadata.name.endsWith(name));
    if (!found) throw new Error(`There is no ${kind} ${name}`);
    return found as T;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
