import { forecastVariables, readSettings } from '../../libs/forecast/src/settings.js';
import { Chart, type KubernetesObject } from '../support/helm/chart.js';
import { EVERYTHING, FORECAST, KEDA, LEAST } from '../support/helm/values.js';
import { findProgram } from '../support/programs.js';

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}
interface Container {
  readonly command: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly ports: readonly object[];
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}
interface Pod {
  readonly containers: readonly [Container];
  readonly volumes?: readonly { readonly name: string }[];
}
interface Workload extends KubernetesObject {
  readonly spec: { readonly template: { readonly spec: Pod } };
}

const go = findProgram(['go'], {
  suite: 'the forecast in the Helm chart',
  install: 'golang-go, golang-github-masterminds-sprig-dev and golang-k8s-sigs-yaml-dev',
});

(go === null ? describe.skip : describe)('the chart with a forecast', () => {
  let chart: Chart;
  beforeAll(() => {
    chart = new Chart(go ?? '');
  });
  afterAll(() => chart?.remove());

  const named = <T extends KubernetesObject = KubernetesObject>(...what: Parameters<Chart['object']>) =>
    chart.object<T>(...what);
  const podOf = (values: object) => named<Workload>(values, 'Deployment', 'forecast').spec.template.spec;
  const environment = ({ env }: Container) => Object.fromEntries(env.map(({ name, value }) => [name, value]));

  interface Scaler extends KubernetesObject {
    readonly spec: { readonly metrics: readonly { readonly type: string; readonly external?: object }[] };
  }

  it('scales by the processors whatever is forecast, and by the floor of the forecast where a pod is measured', () => {
    const scaling = { ...LEAST, autoscaling: { enabled: true } };
    const forecast = { enabled: true, prometheusUrl: 'http://prometheus:9090' };
    const metricsOf = (values: object) => named<Scaler>(values, 'HorizontalPodAutoscaler').spec.metrics;
    const types = (values: object) => metricsOf(values).map(({ type }) => type);
    expect(types(scaling)).toEqual(['Resource']);
    expect(types({ ...scaling, forecast })).toEqual(['Resource']);
    expect(types({ ...scaling, forecast: { ...forecast, enabled: false, requestsPerPod: 300 } })).toEqual(['Resource']);
    expect(types(EVERYTHING)).toEqual(['Resource', 'External']);
    expect(metricsOf(EVERYTHING)[1]?.external).toEqual({
      metric: {
        name: 'forecast_load_floor',
        selector: {
          matchLabels: { series: 'requests', service: named(EVERYTHING, 'Service', 'forecast').metadata.name },
        },
      },
      target: { type: 'AverageValue', averageValue: '1000000' },
    });
  });

  interface Scaled extends KubernetesObject {
    readonly spec: {
      readonly minReplicaCount: number;
      readonly fallback: object;
      readonly triggers: readonly { readonly type: string; readonly metadata: Readonly<Record<string, string>> }[];
    };
  }

  it('leaves scaling to KEDA where it is asked to, by the processors as before, and never downwards for want of a forecast', () => {
    const { spec } = named<Scaled>(KEDA, 'ScaledObject');
    expect(chart.objects(KEDA).filter(({ kind }) => kind === 'HorizontalPodAutoscaler')).toEqual([]);
    const service = named(KEDA, 'Service', 'forecast').metadata.name;
    expect(spec.triggers).toEqual([
      { type: 'cpu', metricType: 'Utilization', metadata: { value: '70' } },
      expect.objectContaining({
        type: 'prometheus',
        metricType: 'AverageValue',
        authenticationRef: { name: 'prometheus' },
        metadata: {
          serverAddress: KEDA.forecast.prometheusUrl,
          query: `max(forecast_load_floor{series="requests",namespace="trade",service="${service}"})`,
          threshold: '300',
          ignoreNullValues: 'false',
          authModes: 'basic',
        },
      }),
    ]);
    expect(spec).toMatchObject({
      scaleTargetRef: { name: named(KEDA, 'Deployment', 'stable').metadata.name },
      minReplicaCount: 3,
      maxReplicaCount: 10,
      fallback: { replicas: 3, behavior: 'currentReplicasIfHigher' },
    });
    expect(
      named<Workload & { spec: { replicas?: number } }>(KEDA, 'Deployment', 'stable').spec.replicas,
    ).toBeUndefined();
    // Without a figure for a pod there is nothing for KEDA to do.
    const unmeasured = { ...KEDA, forecast: { ...KEDA.forecast, requestsPerPod: 0 } };
    const kinds = chart.objects(unmeasured).map(({ kind }) => kind);
    expect(kinds).toContain('HorizontalPodAutoscaler');
    expect(kinds).not.toContain('ScaledObject');
  });

  it('runs the forecaster by its own program, with variables it takes, and asks of it what it answers', () => {
    for (const values of [EVERYTHING, FORECAST]) {
      const { containers, volumes = [] } = podOf(values);
      const [container] = containers;
      expect(container).toMatchObject({ command: ['node', 'dist/libs/forecast/src/main.js'] });
      const given = environment(container);
      const known = [...Object.keys(forecastVariables), 'FORECAST_PROMETHEUS_URL_FILE'];
      expect(Object.keys(given).filter((name) => !known.includes(name))).toEqual([]);
      const { FORECAST_PROMETHEUS_URL_FILE: file, ...others } = given;
      expect(container.ports).toEqual([{ name: 'figures', containerPort: readSettings(others).port }]);
      for (const probe of [container.livenessProbe, container.readinessProbe])
        expect(probe.httpGet).toEqual({ path: '/health', port: 'figures' });
      if (file === undefined) continue;
      expect(volumes.map(({ name }) => name)).toEqual(container.volumeMounts.map(({ name }) => name));
      expect(file).toBe(`${container.volumeMounts[0]?.mountPath}/FORECAST_PROMETHEUS_URL`);
    }
    expect(environment(podOf(EVERYTHING).containers[0])).toMatchObject({
      FORECAST_PROMETHEUS_URL: 'http://prometheus.monitoring:9090',
      FORECAST_LEAD_MINUTES: '15',
    });
  });

  it('gives the forecaster the job that the rules ask for, and nobody else the name', () => {
    const { metadata } = named(EVERYTHING, 'Service', 'forecast');
    expect(metadata).toMatchObject({ labels: { 'app.kubernetes.io/component': 'forecast' } });
    expect(named(EVERYTHING, 'ServiceMonitor', 'forecast')).toMatchObject({
      spec: {
        jobLabel: 'app.kubernetes.io/component',
        selector: { matchLabels: { 'app.kubernetes.io/component': 'forecast' } },
      },
    });
    expect(named(EVERYTHING, 'Service', 'management').metadata).not.toMatchObject({
      labels: { 'app.kubernetes.io/component': 'forecast' },
    });
  });

  interface Policy extends KubernetesObject {
    readonly spec: {
      readonly ingress: readonly {
        readonly ports: readonly { readonly port: string }[];
        readonly from: readonly object[];
      }[];
      readonly egress: readonly { readonly ports: readonly { readonly port: number }[] }[];
    };
  }

  it('lets the forecaster be reached by those who read figures, and reach Prometheus', () => {
    const { ingress, egress } = named<Policy>(EVERYTHING, 'NetworkPolicy', 'forecast').spec;
    expect(ingress.map(({ ports, from }) => [ports.map(({ port }) => port), from.length])).toEqual([[['figures'], 1]]);
    expect(egress.flatMap(({ ports }) => ports.map(({ port }) => port))).toEqual([53, 53, 9090]);
  });
});
