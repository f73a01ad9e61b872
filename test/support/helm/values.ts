/** Values that a chart is rendered with in tests, from the least that it takes to all there is. */
export const LEAST = { publicBaseUrl: 'https://shop.example.com', secrets: { existing: 'shop-secrets' } };
export const CANARY = { ...LEAST, canary: { enabled: true, weight: 10, image: { tag: '9.9.9' } } };
export const ISTIO = {
  ...CANARY,
  istio: { enabled: true, gateways: ['istio-system/shop'], hosts: ['shop.example.com'], mirror: 5 },
};
export const EVERYTHING = {
  ...ISTIO,
  image: { digest: `sha256:${'a'.repeat(64)}`, pullSecrets: [{ name: 'registry' }] },
  secrets: {
    given: { DATABASE_URL: 'mysql://shop@db/jishi', REDIS_URL: 'redis://redis/0', EVENT_RELAY_URL: 'amqp://broker' },
  },
  config: {
    TRUST_PROXY: '10.0.0.0/8',
    ORDER_PAYMENT_TTL: '30m',
    FREIGHT_FLAT_FEN: 1_000_000,
    KMS_PROVIDER: 'vault',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
    FUNCTIONS: 'broker',
  },
  functions: { replicas: 2 },
  autoscaling: { enabled: true },
  ingress: { enabled: true, className: 'nginx', host: 'shop.example.com', tlsSecret: 'tls', annotations: { a: 'b' } },
  monitoring: { serviceMonitor: true, labels: { release: 'prometheus' } },
  forecast: {
    enabled: true,
    prometheusUrl: 'http://prometheus.monitoring:9090',
    requestsPerPod: 1_000_000,
    config: { FORECAST_LEAD_MINUTES: 15 },
  },
  backup: { enabled: true, existingSecret: 'backup', storageClass: 'slow' },
  podAnnotations: { team: 'trade' },
  nodeSelector: { pool: 'shop' },
  tolerations: [{ key: 'pool', operator: 'Exists' }],
  affinity: { nodeAffinity: {} },
};
/** The address of Prometheus is a secret, and nothing is scaled by what the forecaster tells. */
export const FORECAST = { ...LEAST, forecast: { enabled: true, existingSecret: 'prometheus' } };
/** The same forecast, and KEDA scales by it. */
export const KEDA = {
  ...LEAST,
  autoscaling: { enabled: true, min: 3 },
  forecast: {
    enabled: true,
    prometheusUrl: 'http://prometheus.monitoring:9090',
    requestsPerPod: 300,
    scaler: 'keda',
    kedaAuthentication: 'prometheus',
  },
};
export const WAYS = {
  'the least': LEAST,
  'a canary': CANARY,
  'Istio and a canary': ISTIO,
  'a forecast': FORECAST,
  'a forecast and KEDA': KEDA,
  everything: EVERYTHING,
};
