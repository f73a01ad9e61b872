import { Logger } from '@nestjs/common';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { failureOf } from './failure.js';

/** Tells once for each outage that spans are lost, and once that it is over. */
export class ToldExporter implements SpanExporter {
  private readonly log = new Logger('Traces');
  private lost = 0;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly collector: string,
  ) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.exporter.export(spans, (result) => {
      if (result.code === ExportResultCode.SUCCESS) this.succeeded();
      else this.failed(spans.length, result.error);
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }

  private failed(spans: number, error: unknown): void {
    if (this.lost === 0)
      this.log.warn(`${this.collector} does not take traces, they are lost: ${failureOf(error).type}`);
    this.lost += spans;
  }

  private succeeded(): void {
    if (this.lost > 0) this.log.log(`${this.collector} takes traces again; ${this.lost} spans were lost`);
    this.lost = 0;
  }
}
