import { spawnSync } from 'node:child_process';

/**
 * Why `version` cannot be recorded as the release after `last`, made of `commit`, a tag or a whole commit id; null: it can.
 * @param {string | null} last null where there was none
 */
export function whyNoRelease(version = '', commit = '', last = null) {
  if (!/^\d+\.\d+\.\d+$/.test(version) || !/^(?:[0-9a-f]{40}|v\S+)$/.test(commit))
    return 'say which release: npm run released -- 0.2.0 v0.2.0 (its version, and its tag or whole commit id)';
  if (last !== null && !isGreater(version, last))
    return `${version} is not greater than ${last}, which was released last`;
  const { status } = spawnSync('git', ['rev-parse', '--verify', '--quiet', `${commit}^{commit}`]);
  if (status !== 0)
    return `there is no commit ${commit} here: tag the release first, or fetch its tag (git fetch --tags)`;
  return null;
}

function isGreater(version, than) {
  const [a, b] = [version, than].map((one) => one.split('.').map(Number));
  const at = a.findIndex((part, index) => part !== b[index]);
  return at >= 0 && a[at] > b[at];
}
