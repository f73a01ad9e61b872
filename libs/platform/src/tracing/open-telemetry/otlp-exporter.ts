import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { Milliseconds } from '#platform/config';
import { ToldExporter } from './told-exporter.js';

/** To an OTLP collector, by HTTP and Protobuf at `endpoint`/v1/traces. @param deadline of one export, repeats included */
export function otlpExporter(endpoint: string, deadline: Milliseconds): SpanExporter {
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, timeoutMillis: deadline });
  return new ToldExporter(exporter, new URL(endpoint).host);
}
