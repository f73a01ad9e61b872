import { DomainError } from '#kernel';
import { STATUS_OF_KIND } from '#platform/http';
import { LATENCY_BUCKETS, metrics } from '#platform/observability';

const durations = metrics.histogram(
  {
    name: 'payment_notification_duration_seconds',
    help: 'From having read a notification of WeChat Pay to its answer: taken (stored), refused (forged or illegible), failed (WeChat Pay sends it again)',
    labels: ['outcome'],
  },
  LATENCY_BUCKETS,
);
const taken = durations.labels('taken');
const refused = durations.labels('refused');
const failed = durations.labels('failed');

/** Times how a notification is taken, from when it has been read. */
export async function timedNotification(take: () => Promise<void>): Promise<void> {
  const began = performance.now();
  let outcome = failed;
  try {
    await take();
    outcome = taken;
  } catch (error) {
    if (error instanceof DomainError && STATUS_OF_KIND[error.description.kind] < 500) outcome = refused;
    throw error;
  } finally {
    outcome.observe((performance.now() - began) / 1_000);
  }
}
