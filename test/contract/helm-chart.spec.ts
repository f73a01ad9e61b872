import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { configurationVariables, type ConfigurationVariable } from '#platform/config';
import { Chart, CHART, type KubernetesObject } from '../support/helm/chart.js';
import { problemsWith } from '../support/helm/kubernetes-types.js';
import { CANARY, EVERYTHING, ISTIO, KEDA, LEAST, WAYS } from '../support/helm/values.js';
import { findProgram } from '../support/programs.js';

const variables: readonly ConfigurationVariable[] = configurationVariables;
const defaults = load(readFileSync(join(CHART, 'values.yaml'), 'utf8')) as { secrets: { names: string[] } };

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
  readonly periodSeconds: number;
  readonly failureThreshold?: number;
}
interface Container {
  readonly image: string;
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly securityContext: object;
  readonly resources: object;
  readonly startupProbe: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly lifecycle: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } };
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
}
interface Pod {
  readonly containers: readonly [Container];
  readonly volumes: readonly { readonly name: string }[];
  readonly securityContext: object;
  readonly automountServiceAccountToken: boolean;
  readonly terminationGracePeriodSeconds: number;
}
interface Workload extends KubernetesObject {
  readonly spec: { readonly replicas?: number; readonly template: { readonly spec: Pod } };
}

const go = findProgram(['go'], {
  suite: 'the Helm chart',
  install: 'golang-go, golang-github-masterminds-sprig-dev and golang-k8s-sigs-yaml-dev',
});

(go === null ? describe.skip : describe)('the chart', () => {
  let chart: Chart;
  beforeAll(() => {
    chart = new Chart(go ?? '');
  });
  afterAll(() => chart?.remove());

  const named = <T extends KubernetesObject = KubernetesObject>(...what: Parameters<Chart['object']>) =>
    chart.object<T>(...what);
  const shop = (values: object, track = 'stable') => named<Workload>(values, 'Deployment', track).spec.template.spec;
  const environment = ({ containers: [{ env }] }: Pod) =>
    Object.fromEntries(env.map(({ name, value }) => [name, value]));

  it.each(Object.entries(WAYS))('with %s makes objects that Kubernetes knows', (_, values) => {
    expect(problemsWith(chart.objects(values))).toEqual([]);
  });

  it('is held to types that see a field which is unknown, missing or wrong', () => {
    const [deployment, ...others] = [
      named<Workload>(LEAST, 'Deployment'),
      named(LEAST, 'NetworkPolicy'),
      named(ISTIO, 'VirtualService'),
      named(KEDA, 'ScaledObject'),
    ];
    const wrong = (object: object, path: string, value: unknown) => {
      const copy = structuredClone(object) as KubernetesObject;
      const steps = path.split('.');
      const last = steps.pop() ?? '';
      Reflect.set(
        steps.reduce((at, step) => Reflect.get(at, step) as object, copy as object),
        last,
        value,
      );
      return copy;
    };
    const planted = [
      wrong(deployment, 'spec.template.spec.containers.0.readynessProbe', {}),
      wrong(deployment, 'spec.replicas', '2'),
      wrong(deployment, 'spec.template.spec.containers.0.name', undefined),
      ...others.map((other) => wrong(other, 'spec.ingres', [])),
    ];
    for (const object of planted) expect(problemsWith([object])).not.toEqual([]);
  });

  it('makes each thing once, and what refers to it finds it', () => {
    const objects = chart.objects(EVERYTHING);
    const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    const text = JSON.stringify(objects);
    const referred = (pattern: RegExp, kind: string) =>
      [...text.matchAll(pattern)].map(([, name]) => `${kind} ${name}`);
    expect(names).toEqual(
      expect.arrayContaining([
        ...referred(/"claimName":"([^"]+)"/g, 'PersistentVolumeClaim'),
        ...referred(/"configMap":\{"name":"([^"]+)"/g, 'ConfigMap'),
        ...referred(/"host":"(shop-jishi[^"]*)"/g, 'Service'),
        ...referred(/"service":\{"name":"([^"]+)"/g, 'Service'),
        ...referred(/"secretName":"(shop-jishi[^"]*)"/g, 'Secret'),
      ]),
    );
  });

  it.each([
    [{}, /publicBaseUrl is missing/],
    [{ ...LEAST, ingress: { enabled: true } }, /ingress\.host is missing/],
    [{ publicBaseUrl: 'https://a.b' }, /secrets are missing/],
    [{ ...LEAST, backup: { enabled: true } }, /backup\.existingSecret is missing/],
    [{ ...LEAST, forecast: { enabled: true } }, /forecast\.prometheusUrl is missing/],
    [
      { ...KEDA, forecast: { ...KEDA.forecast, prometheusUrl: '', existingSecret: 'prometheus' } },
      /KEDA asks Prometheus/,
    ],
    [{ ...LEAST, istio: { enabled: true, hosts: ['a.b'] } }, /istio\.gateways are missing/],
  ])('refuses %j in one line', (values, reason) => {
    expect(() => chart.texts(values)).toThrow(reason);
  });

  it('gives the shop its secrets as files, by the names the shop reads', () => {
    const pod = shop(LEAST);
    const given = environment(pod);
    const mounted = pod.containers[0].volumeMounts.find(({ name }) => name === 'secrets');
    expect(mounted).toMatchObject({ readOnly: true });
    for (const name of defaults.secrets.names) {
      expect(given[`${name}_FILE`]).toBe(`${mounted?.mountPath}/${name}`);
    }
    const known = new Set(
      variables.flatMap(({ name, secret, file }) => (secret || file ? [name, `${name}_FILE`] : [name])),
    );
    expect(Object.keys(environment(shop(EVERYTHING))).filter((name) => !known.has(name))).toEqual([]);
    expect(environment(shop(EVERYTHING))['FREIGHT_FLAT_FEN']).toBe('1000000');
  });

  it('asks of each pod what the shop answers, at the port where it does', () => {
    const [container] = shop(LEAST).containers;
    const given = environment(shop(LEAST));
    expect(container.ports).toEqual([
      { name: 'http', containerPort: Number(given['PORT']) },
      { name: 'management', containerPort: Number(given['MANAGEMENT_PORT']) },
    ]);
    expect(container.startupProbe.httpGet).toEqual({ path: '/health/live', port: 'management' });
    expect(container.livenessProbe.httpGet).toEqual({ path: '/health/live', port: 'management' });
    expect(container.readinessProbe.httpGet).toEqual({ path: '/health/ready', port: 'management' });
    // 30 s for the database and 60 s for another process's migrations.
    const { periodSeconds, failureThreshold = 3 } = container.startupProbe;
    expect(periodSeconds * failureThreshold).toBeGreaterThan(90);
  });

  it('gives the shop its ten seconds to stop, after nobody sends requests there any more', () => {
    const pod = shop(LEAST);
    const [, seconds] = pod.containers[0].lifecycle.preStop.exec.command;
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(Number(seconds) + 10);
  });

  it('lets no container be root, write outside its volumes, or gain rights', () => {
    const pods = chart.objects(EVERYTHING).flatMap((one) => {
      const text = JSON.stringify(one);
      return text.includes('"containers"') ? [text] : [];
    });
    expect(pods).toHaveLength(6);
    for (const text of pods) {
      expect(text).toContain('"runAsNonRoot":true,"runAsUser":1000');
      expect(text).toContain('"seccompProfile":{"type":"RuntimeDefault"}');
      expect(text).toContain(
        '"allowPrivilegeEscalation":false,"readOnlyRootFilesystem":true,"capabilities":{"drop":["ALL"]}',
      );
      expect(text).toContain('"automountServiceAccountToken":false');
      expect(text).toMatch(/"resources":\{"(requests|limits)"/);
    }
  });

  it('migrates once, by the newest image, before any pod of it', () => {
    const job = named<Workload>(CANARY, 'Job');
    expect(job.metadata.annotations).toMatchObject({ 'helm.sh/hook': 'pre-install,pre-upgrade' });
    expect(job.spec.template.spec.containers[0]).toMatchObject({
      image: 'jishi:9.9.9',
      command: ['node', 'dist/src/commands/migrate.js'],
    });
    const secret = named(EVERYTHING, 'Secret');
    const weight = (one: KubernetesObject) => Number(one.metadata.annotations?.['helm.sh/hook-weight']);
    expect(weight(secret)).toBeLessThan(weight(named(EVERYTHING, 'Job')));
  });

  it('runs background jobs in the stable version alone', () => {
    expect(environment(shop(CANARY))['BACKGROUND_JOBS']).toBe('on');
    expect(environment(shop(CANARY, 'canary'))['BACKGROUND_JOBS']).toBe('off');
    expect(shop(CANARY, 'canary').containers[0].image).toBe('jishi:9.9.9');
    expect(shop(CANARY).containers[0].image).not.toBe('jishi:9.9.9');
  });

  it('has pods for functions where these run behind the broker, and sends them no shopper', () => {
    const worker = named<Workload>(EVERYTHING, 'Deployment', 'functions');
    expect(worker.spec.replicas).toBe(2);
    const { FUNCTIONS, OWN_CONTEXT } = environment(worker.spec.template.spec);
    expect([FUNCTIONS, OWN_CONTEXT]).toEqual(['broker', 'functions']);
    expect(environment(shop(EVERYTHING))['OWN_CONTEXT']).toBeUndefined();
    const tracks = chart.objects(EVERYTHING).flatMap((one) => {
      const { selector } = (one as { spec?: { selector?: { track?: string } } }).spec ?? {};
      return one.kind === 'Service' && selector?.track ? [selector.track] : [];
    });
    expect(tracks).toEqual(['stable', 'canary']);
    expect(chart.objects(LEAST).some(({ metadata }) => metadata.name.endsWith('functions'))).toBe(false);
  });

  it('leaves the number of pods to whoever scales them', () => {
    expect(named<Workload>(LEAST, 'Deployment').spec.replicas).toBe(2);
    expect(named<Workload>(EVERYTHING, 'Deployment', 'stable').spec.replicas).toBeUndefined();
  });

  interface Policy extends KubernetesObject {
    readonly spec: {
      readonly policyTypes: readonly string[];
      readonly ingress?: readonly { ports: { port: string }[]; from?: object[] }[];
      readonly egress: readonly { ports: { port: number }[]; to?: object[] }[];
    };
  }
  const reached = ({ spec }: Policy) =>
    spec.egress.flatMap(({ ports }) => ports.map(({ port }) => port)).sort((a, b) => a - b);

  it('lets the shop be reached at two ports by those who are named, and reach what it is configured for', () => {
    const least = named<Policy>(LEAST, 'NetworkPolicy', 'shop');
    expect(least.spec.policyTypes).toEqual(['Ingress', 'Egress']);
    expect(least.spec.ingress?.map(({ ports, from = [] }) => [ports.map(({ port }) => port), from.length])).toEqual([
      [['http'], 1],
      [['management'], 1],
    ]);
    expect(reached(least)).toEqual([53, 53, 443, 3306, 6379]);
    expect(reached(named<Policy>(EVERYTHING, 'NetworkPolicy', 'shop'))).toEqual([
      53, 53, 443, 3306, 4318, 5671, 5672, 6379, 8200, 15012,
    ]);
    const jobs = named<Policy>(EVERYTHING, 'NetworkPolicy', 'jobs');
    expect(jobs.spec.ingress).toBeUndefined();
    expect(reached(jobs)).toEqual([53, 53, 3306]);
  });

  interface Routes extends KubernetesObject {
    readonly spec: {
      readonly http: readonly {
        readonly name: string;
        readonly match: readonly {
          readonly method?: { readonly exact: string };
          readonly uri: { readonly prefix: string };
        }[];
        readonly mirror?: object;
        readonly retries?: { readonly retryOn: string };
        readonly route: readonly { readonly destination: { readonly host: string }; readonly weight: number }[];
      }[];
    };
  }

  it('copies nothing to the canary but what changes nothing, and tries nothing else again that may have arrived', () => {
    const { http } = named<Routes>(ISTIO, 'VirtualService').spec;
    expect(http.map(({ name }) => name)).toEqual(['stable', 'reads', 'changes']);
    for (const { match, mirror, retries, route } of http) {
      const onlyReads = match.every(({ method }) => method?.exact === 'GET');
      if (!onlyReads) expect(mirror).toBeUndefined();
      if (!onlyReads) expect(retries?.retryOn).toBe('connect-failure');
      expect(route.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
    }
    expect(http[0]?.route).toHaveLength(1);
    expect(http[1]?.route.map(({ weight }) => weight)).toEqual([90, 10]);
    for (const path of ['/metrics', '/']) {
      expect(http.flatMap(({ match }) => match).filter(({ uri }) => path.startsWith(uri.prefix))).toEqual([]);
    }
  });

  interface BackUp extends KubernetesObject {
    readonly spec: { readonly jobTemplate: { readonly spec: { readonly template: { readonly spec: MountedPod } } } };
  }
  interface MountedPod extends Pod {
    readonly volumes: readonly {
      readonly name: string;
      readonly configMap?: { readonly items: readonly { readonly key: string; readonly path: string }[] };
    }[];
  }

  it("backs up by the shop's own script, at the paths and with the variables it takes", () => {
    const { data } = named<KubernetesObject & { data: Record<string, string> }>(EVERYTHING, 'ConfigMap', 'backup');
    const pod = named<BackUp>(EVERYTHING, 'CronJob', 'backup').spec.jobTemplate.spec.template.spec;
    const [script] = pod.volumes.flatMap(({ configMap }) => (configMap ? [configMap] : []));
    const mounted = Object.fromEntries(script?.items.map(({ key, path }) => [path, data[key]]) ?? []);
    const deployed = (path: string) => readFileSync(join(CHART, '../..', path), 'utf8');
    for (const path of ['backup', 'lib/database.sh']) expect(mounted[path]?.trimEnd()).toBe(deployed(path).trimEnd());
    for (const name of Object.keys(environment(pod))) expect(deployed('backup')).toContain(`${name} `);
  });
});
