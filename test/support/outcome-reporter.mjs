import { writeFileSync } from 'node:fs';

/** Writes how the run ended to the file that OUTCOME_FILE names, for scripts/lib/run-tests.mjs. A suite that could not even be loaded counts as a failure. */
export default class OutcomeReporter {
  onRunComplete(_contexts, results) {
    const failedFiles = results.testResults
      .filter(({ numFailingTests, failureMessage, skipped }) => numFailingTests > 0 || (failureMessage && !skipped))
      .map((file) => ({ path: file.testFilePath, passed: file.numPassingTests, skipped: skippedOf(file) }));
    writeFileSync(
      process.env.OUTCOME_FILE,
      JSON.stringify({
        passed: results.numPassedTests,
        failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
        skipped: results.numPendingTests + results.numTodoTests,
        failedFiles,
      }),
    );
  }
}

const skippedOf = ({ numPendingTests, numTodoTests }) => numPendingTests + numTodoTests;
