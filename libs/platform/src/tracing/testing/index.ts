import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { OpenTelemetry } from '../open-telemetry/open-telemetry.js';
import { traceBy } from '../tracing.js';

/** Traces of this process that end here. */
export class KeptTraces {
  private readonly exporter = new InMemorySpanExporter();
  private readonly sdk: OpenTelemetry;

  /** @param env what the SDK reads of the environment */
  constructor(env: NodeJS.ProcessEnv = {}) {
    this.sdk = OpenTelemetry.exportingTo(this.exporter, env);
    traceBy(this.sdk);
  }

  /** Those that have ended, in the order of ending. */
  async spans(): Promise<readonly ReadableSpan[]> {
    await this.sdk.flush();
    return this.exporter.getFinishedSpans();
  }

  async named(name: string): Promise<readonly ReadableSpan[]> {
    return (await this.spans()).filter((span) => span.name === name);
  }

  async stop(): Promise<void> {
    traceBy(null);
    await this.sdk.stop();
  }
}
